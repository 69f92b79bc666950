package mentoring

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/version"
)

// Announcement is what the talk at the end of a school year judges, said by the
// director in advance (R070). A change is a new version, and comes too late for a
// talk that is near.
type Announcement struct {
	School      string           `db:"school_id"`
	ID          string           `db:"id"`
	Year        string           `db:"year_id"`
	Version     int              `db:"version"`
	Judges      string           `db:"judges"` // JSON: line by line
	AnnouncedBy string           `db:"announced_by"`
	AnnouncedOn calendar.Date    `db:"announced_on"`
	AnnouncedAt calendar.Instant `db:"announced_at"`
}

// TargetTalk is the final talk as the school announced it, TargetTalkOf the talk of a member
// of staff, by her id.
const (
	TargetTalk   = "mentoring.talk"
	TargetTalkOf = "mentoring.talk.of"
)

// Lines are what the talk judges.
func (a Announcement) Lines() []string {
	var out []string
	if json.Unmarshal([]byte(a.Judges), &out) != nil { // written by the program itself
		return nil
	}
	return out
}

func (a Announcement) ref() journal.Ref { return journal.Ref{Kind: "talk_statement", ID: a.ID} }

// Talk is a talk that was held, and what the two agreed; nothing of mentoring is in it (R069).
type Talk struct {
	School       string           `db:"school_id"`
	ID           string           `db:"id"`
	Staff        string           `db:"staff_id"`
	Announcement string           `db:"statement_id"`
	HeldOn       calendar.Date    `db:"held_on"`
	Agreed       string           `db:"agreed"` // sealed
	RecordedBy   string           `db:"recorded_by"`
	RecordedAt   calendar.Instant `db:"recorded_at"`
}

var sealedTalk = secret.Column{Table: "final_talk", Name: "agreed", Readers: OneAndDeciders("final_talk")}

// talkNotice is how many days before a talk its subject must have been said: two
// months leave time to live up to it.
const talkNotice = 60

// The bounds of those who judge a final talk.
const (
	MaxJudges = 12  // lines
	maxJudge  = 300 // characters of one
)

// InTime is the newest version that was said long enough before a talk on the
// day; the zero Announcement when none was.
func InTime(all []Announcement, on calendar.Date) Announcement {
	var found Announcement
	for _, a := range all {
		if a.AnnouncedOn.DaysUntil(on) >= talkNotice && (found.ID == "" || a.AnnouncedAt > found.AnnouncedAt) {
			found = a
		}
	}
	return found
}

// judgesOf cleans what was typed, a line each.
func judgesOf(text string) ([]string, error) {
	out := i18n.Lines(text)
	var f fault.Fields
	f.When(len(out) == 0, "judges", "mentoring.talk.judges_missing")
	f.When(len(out) > MaxJudges, "judges", "mentoring.talk.too_many", "Max", MaxJudges)
	f.Text("judges", Longest(out), false, maxJudge)
	return out, f.Err()
}

// Announce says for a school year what its talk judges; all staff are told on Today.
func (s *Service) Announce(ctx context.Context, actor access.Actor, year, text string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(announcedRule.Writes(access.RelationsOf(actor, actor.School)), "mentoring.talk.director_only"); err != nil {
			return err
		}
		y, err := timetable.YearByID(w.Ctx, w.Tx, actor.School, year)
		if err != nil {
			return err
		}
		judges, err := judgesOf(text)
		if err != nil {
			return err
		}
		content, err := json.Marshal(judges)
		if err != nil {
			return err
		}
		last, err := version.Newest[Announcement](w.Ctx, w.Tx, "talk_statement", "school_id", actor.School, "year_id", y.ID)
		if err != nil {
			return err
		}
		a := Announcement{
			School: actor.School, ID: db.NewID(), Year: y.ID, Judges: string(content), AnnouncedBy: actor.Staff,
			AnnouncedOn: w.Date(), AnnouncedAt: w.Instant(),
		}
		if _, err := version.Add(w.Work, "talk_statement", last.Version, &a, "school_id", "year_id"); err != nil {
			return err
		}
		if err := w.tellStaff("mentoring.remind.talk", a.ID, reminder.To(TargetTalk, "")); err != nil {
			return err
		}
		return w.Record(eventTalkAnnounced, a.ref(), "version", strconv.Itoa(a.Version))
	})
}

// tellStaff puts a reminder on the Today of all staff but the actor.
func (w work) tellStaff(key, about string, page reminder.Target) error {
	staff, err := StaffWithPost(w.Work)
	for _, person := range staff {
		if person == w.Actor.Staff {
			continue
		}
		if err := Notify(w.Work, person, key, about, page, nil); err != nil {
			return err
		}
	}
	return err
}

// RecordTalk records that the talk was held and what was agreed. Without
// something said in time there is no such talk.
func (s *Service) RecordTalk(ctx context.Context, actor access.Actor, staff string, heldOn calendar.Date, agreed string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mayHoldTalk(actor, staff); err != nil {
			return err
		}
		if _, err := PersonByID(w.Ctx, w.Tx, actor.School, staff); err != nil {
			return err
		}
		switch {
		case !heldOn.Valid():
			return fault.Invalid("held_on", "fault.date_missing")
		case heldOn > w.Date():
			return fault.Invalid("held_on", "mentoring.talk.not_yet")
		}
		agreed, err := CommentText(agreed, "agreed", "mentoring.talk.agreed_missing")
		if err != nil {
			return err
		}
		all, err := announcementsOn(w.Ctx, w.Tx, actor.School, heldOn)
		if err != nil {
			return err
		}
		said := InTime(all, heldOn)
		if said.ID == "" {
			return fault.Conflict("mentoring.talk.not_said", "Days", talkNotice)
		}
		talk := Talk{
			School: actor.School, ID: db.NewID(), Staff: staff, Announcement: said.ID, HeldOn: heldOn, RecordedBy: actor.Staff, RecordedAt: w.Instant(),
		}
		talk.Agreed = w.keeper.SealFor(sealedTalk.Of(talk.ID), ReadersOf(staff), agreed)
		if err := db.Insert(w.Ctx, w.Tx, "final_talk", talk); err != nil {
			return err
		}
		if err := Notify(w.Work, staff, "mentoring.remind.talk_kept", talk.ID, reminder.To(TargetTalkOf, staff), nil); err != nil {
			return err
		}
		return w.Record(eventTalkHeld, journal.Ref{Kind: "final_talk", ID: talk.ID}, "date", string(heldOn))
	})
}

// mayHoldTalk holds for director and deputies, with somebody else.
func mayHoldTalk(a access.Actor, staff string) error {
	return access.Must(a.Staff != staff && talkRule.Writes(access.Of(a, access.RecordOf(a.School, staff))), "mentoring.talk.deciders_only")
}

// announcementsOn are the versions for the school year of a day.
func announcementsOn(ctx context.Context, c db.Conn, school string, on calendar.Date) ([]Announcement, error) {
	return db.All[Announcement](ctx, c, `SELECT `+db.Columns[Announcement]("a")+` FROM talk_statement a
		`+timetable.JoinYear("y", "a.school_id", "a.year_id")+` AND y.starts <= $2 AND y.ends >= $2
		WHERE a.school_id = $1 ORDER BY a.announced_at DESC`, school, on)
}

// NamedAnnouncement is a version with the label of its year.
type NamedAnnouncement struct {
	Announcement
	Label string `db:"label"`
}

// Announcements are all versions, the newest first, for every member of staff.
func (s *Service) Announcements(ctx context.Context, actor access.Actor) ([]NamedAnnouncement, error) {
	if err := access.Must(announcedRule.Reads(access.RelationsOf(actor, actor.School)), "mentoring.access.own"); err != nil {
		return nil, err
	}
	return db.All[NamedAnnouncement](ctx, s.Read(), `SELECT `+db.Columns[Announcement]("a")+`, y.label FROM talk_statement a
		`+timetable.JoinYear("y", "a.school_id", "a.year_id")+`
		WHERE a.school_id = $1 ORDER BY y.starts DESC, a.version DESC`, actor.School)
}

// TalkPage is all that a talk with somebody may be about: what was announced, and
// what the two agreed in earlier talks. It reads no table of mentoring (R069).
type TalkPage struct {
	Person Person
	Said   Announcement // in time for a talk today; without an id: none was
	Late   bool         // something was said, but too late
	Talks  []Talk       // opened, the newest first
	Mine   bool         // the reader is the person
}

// TalkPage reads the page for the person, the director or a deputy.
func (s *Service) TalkPage(ctx context.Context, actor access.Actor, staff string) (TalkPage, error) {
	page := TalkPage{Mine: actor.Staff == staff}
	if err := access.Must(talkRule.Reads(access.Of(actor, access.RecordOf(actor.School, staff))), "mentoring.talk.deciders_only"); err != nil {
		return page, err
	}
	c := s.Read()
	var err error
	if page.Person, err = PersonByID(ctx, c, actor.School, staff); err != nil {
		return page, err
	}
	all, err := announcementsOn(ctx, c, actor.School, s.Today())
	if err != nil {
		return page, err
	}
	page.Said = InTime(all, s.Today())
	page.Late = page.Said.ID == "" && len(all) > 0
	page.Talks, err = db.All[Talk](ctx, c, `SELECT school_id, id, staff_id, statement_id, held_on, agreed, recorded_by, recorded_at
		FROM final_talk WHERE school_id = $1 AND staff_id = $2 ORDER BY held_on DESC, id DESC`, actor.School, staff)
	for i, talk := range page.Talks {
		page.Talks[i].Agreed = s.keeper.Show(ctx, sealedTalk.Of(talk.ID), talk.Agreed)
	}
	return page, err
}

// MentoringForTalk is asked when somebody who prepares a talk wants to see the
// mentoring of the person: it refuses always, and says why (R069).
func (s *Service) MentoringForTalk(actor access.Actor, staff string) error {
	if err := access.Must(talkRule.Reads(access.Of(actor, access.RecordOf(actor.School, staff))), "mentoring.talk.deciders_only"); err != nil {
		return err
	}
	return fault.Forbidden("mentoring.talk.no_mentoring")
}

// Colleagues are those who work in the school today, in alphabetical order.
func (s *Service) Colleagues(ctx context.Context, actor access.Actor) ([]Person, error) {
	if err := access.Must(Take.Allows(actor), "mentoring.access.own"); err != nil {
		return nil, err
	}
	return people.PersonsAtWork(ctx, s.Read(), actor.School, s.Today())
}

// JudgesText is what the form of an announcement shows: a line each.
func JudgesText(a Announcement) string { return strings.Join(a.Lines(), "\n") }
