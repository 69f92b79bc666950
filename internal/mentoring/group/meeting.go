package group

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// GroupMeeting is a meeting of a group, booked once for all its members.
type GroupMeeting struct {
	School     string               `db:"school_id"`
	ID         string               `db:"id"`
	Group      string               `db:"group_id"`
	Booking    string               `db:"booking_id"`
	Date       calendar.Date        `db:"date"`
	StartsAt   calendar.Clock       `db:"starts_at"`
	EndsAt     calendar.Clock       `db:"ends_at"`
	Place      string               `db:"place"`
	State      pairing.MeetingState `db:"state"`
	Reason     string               `db:"reason"` // why cancelled
	RecordedAt calendar.Instant     `db:"recorded_at"`
}

// TargetMeeting is a meeting of a group, by its id.
const TargetMeeting = "group.meeting"

// GroupNote is one writing of a note of a group's meeting.
type GroupNote struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Meeting   string           `db:"meeting_id"`
	Author    string           `db:"author_id"`
	Audience  string           `db:"audience"` // "group" or "author"
	Text      string           `db:"text"`     // sealed
	WrittenAt calendar.Instant `db:"written_at"`
	Number    int              `db:"number"` // of the meeting, 1, 2, ...: the greatest is the newest

	Unreadable bool `db:"-"` // the text cannot be opened, and says so
}

var (
	sealedGroupNote = secret.Column{Table: "group_note", Name: "text", Readers: `SELECT n.author_id FROM group_note n WHERE n.school_id = $1 AND n.id = $2
		UNION ALL ` + staffOf(`FROM group_note n JOIN group_meeting m ON m.school_id = n.school_id AND m.id = n.meeting_id
			JOIN mentoring_group k ON k.school_id = m.school_id AND k.id = m.group_id`, `n.school_id = $1 AND n.id = $2 AND n.audience = 'group'`)}
	sealedGroupReason = secret.Column{Table: "group_meeting", Name: "reason", Readers: staffOf(
		`FROM group_meeting m JOIN mentoring_group k ON k.school_id = m.school_id AND k.id = m.group_id`, `m.school_id = $1 AND m.id = $2`)}
)

const jobGroupUnrecorded = "mentoring.group_unrecorded" // the day after a group's meeting

func (m GroupMeeting) ref() journal.Ref { return journal.Ref{Kind: "group_meeting", ID: m.ID} }

// Begun says whether the meeting could have begun by now.
func (m GroupMeeting) begun(now time.Time) bool {
	return m.Date < calendar.DateOf(now) || m.Date == calendar.DateOf(now) && m.StartsAt <= calendar.ClockOf(now)
}

// NewGroupTime is when a group meets: once on a date, or every so many weeks from it on.
type NewGroupTime struct {
	From     calendar.Date // the day itself, or the first day to look from
	Weekday  calendar.Weekday
	StartsAt calendar.Clock
	EndsAt   calendar.Clock
	Place    string
	Repeat   bool
}

func (n NewGroupTime) check(p calendar.Period, now time.Time) error {
	var f fault.Fields
	if f.Day("from", n.From) {
		f.When(!p.Contains(n.From), "from", "mentoring.meeting.outside", "Starts", p.Starts, "Ends", p.Ends)
		f.When(p.Contains(n.From) && n.From < calendar.DateOf(now), "from", "mentoring.meeting.past")
	}
	if n.StartsAt == "" || n.EndsAt == "" || n.StartsAt >= n.EndsAt {
		f.Add("time", "mentoring.meeting.choose")
	}
	f.Text("place", n.Place, false, mentoring.MaxPlace)
	return f.Err()
}

// days lists the days asked for, at the rhythm of the policy.
func (n NewGroupTime) days(p calendar.Period, everyWeeks int) []calendar.Date {
	if !n.Repeat {
		return []calendar.Date{n.From}
	}
	day := n.From.Monday().AddDays(int(n.Weekday) - 1)
	if day < n.From {
		day = day.AddDays(7)
	}
	var out []calendar.Date
	for ; day <= p.Ends; day = day.AddDays(7 * max(1, everyWeeks)) {
		out = append(out, day)
	}
	return out
}

// BookGroup books the time for all members at once. Of a repeated time, days off
// and days on which somebody is not free are left out and named.
func (s *Service) BookGroup(ctx context.Context, actor access.Actor, group string, in NewGroupTime) (pairing.Booked, error) {
	var out pairing.Booked
	in.Place = strings.TrimSpace(in.Place)
	err := s.do(ctx, actor, func(w work) error {
		out = pairing.Booked{}
		g, err := w.leads(group)
		if err != nil {
			return err
		}
		period := g.Period()
		if err := in.check(period, w.At); err != nil {
			return err
		}
		policy, err := mentoring.PolicyOf(w.Ctx, w.Tx, g.School, g.Programme)
		if err != nil {
			return err
		}
		days, err := timetable.DaysOf(w.Ctx, w.Tx, g.School, period.Starts, period.Ends)
		if err != nil {
			return err
		}
		there, err := w.meetsAt(g, in.StartsAt)
		if err != nil {
			return err
		}
		for _, day := range in.days(period, policy.EveryWeeks) {
			switch {
			case in.Repeat && !days.Teaches(day):
				out.Off = append(out.Off, day)
			case in.Repeat && slices.Contains(there, day):
				out.Collided = append(out.Collided, timetable.Collision{
					Date: day, Staff: g.Mentor, With: timetable.WithBooking, StartsAt: in.StartsAt, EndsAt: in.EndsAt,
				})
			default:
				if err := w.bookGroupDay(g, in, day, &out); err != nil {
					return err
				}
			}
		}
		if out.Made == 0 {
			return fault.Conflict("mentoring.meeting.none_booked")
		}
		return w.Record(eventGroupBooked, g.ref(), "count", strconv.Itoa(out.Made))
	})
	return out, err
}

// meetsAt are the days on which a meeting of the group begins at the time.
func (w work) meetsAt(g GroupView, starts calendar.Clock) ([]calendar.Date, error) {
	return db.All[calendar.Date](w.Ctx, w.Tx, `SELECT date FROM group_meeting
		WHERE school_id = $1 AND group_id = $2 AND starts_at = $3 AND state IN ('planned', 'held')`, g.School, g.ID, starts)
}

// bookGroupDay books one day; a collision of a repeated time is noted, of a single one refused.
func (w work) bookGroupDay(g GroupView, in NewGroupTime, day calendar.Date, out *pairing.Booked) error {
	m := GroupMeeting{
		School: g.School, ID: db.NewID(), Group: g.ID, Date: day, StartsAt: in.StartsAt, EndsAt: in.EndsAt, Place: in.Place, State: pairing.MeetingPlanned,
	}
	made, err := w.timetable.Book(w.Work, g.booking(m))
	var collision *timetable.Collision
	if in.Repeat && errors.As(err, &collision) { // found before anything was written
		out.Collided = append(out.Collided, *collision)
		return nil
	}
	if err != nil {
		return err
	}
	m.Booking = made.ID
	if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "group_meeting", m), "mentoring.meeting.twice"); err != nil {
		return err
	}
	out.Made++
	return mentoring.Later(w.Work, jobGroupUnrecorded, m.ID, mentoring.MorningOf(w.Work, day.AddDays(1)))
}

// booking is the time that a meeting takes of all who meet.
func (g GroupView) booking(m GroupMeeting) timetable.NewBooking {
	b := timetable.NewBooking{Date: m.Date, StartsAt: m.StartsAt, EndsAt: m.EndsAt, Kind: pairing.BookingKind, About: g.ID, Protected: true}
	for _, staff := range g.People() {
		b.People = append(b.People, timetable.Person{Staff: staff, Part: timetable.Member})
	}
	return b
}

// leads is a running group of which the actor is a mentor.
func (w work) leads(group string) (GroupView, error) {
	g, err := groupView(w.Ctx, w.Tx, w.Actor.School, group, w.Actor.Staff)
	if err != nil {
		return g, err
	}
	if err := mayLead(w.Actor, g); err != nil {
		return g, err
	}
	return g, g.runs()
}

func (g GroupView) runs() error {
	if len(g.Running()) == 0 {
		return fault.Conflict("mentoring.group.not_running")
	}
	return nil
}

// HoldGroupMeeting records that the meeting took place, with notes that may be
// empty. A member who does not lead may add notes once it was held.
func (s *Service) HoldGroupMeeting(ctx context.Context, actor access.Actor, meeting string, in pairing.NewNotes) error {
	return s.do(ctx, actor, func(w work) error {
		m, g, err := w.groupMeeting(meeting)
		switch {
		case err != nil:
			return err
		case m.State == pairing.MeetingCancelled:
			return fault.Conflict("mentoring.meeting.is_off")
		case !m.begun(w.At):
			return fault.Conflict("mentoring.meeting.not_yet")
		}
		if m.State == pairing.MeetingPlanned {
			if err := mayLead(actor, g); err != nil {
				return err
			}
		}
		if err := w.groupNotes(m, g, in); err != nil {
			return err
		}
		if m.State == pairing.MeetingHeld {
			return w.RecordPrivate(eventGroupNoted)
		}
		m.State, m.RecordedAt = pairing.MeetingHeld, w.Instant()
		if err := db.Update(w.Ctx, w.Tx, "group_meeting", m, "school_id", "id"); err != nil {
			return err
		}
		if err := w.CloseReminders(m.ID); err != nil {
			return err
		}
		return w.Record(eventGroupHeld, m.ref(), "date", string(m.Date))
	})
}

// groupMeeting is a meeting of a running group that the actor belongs to.
func (w work) groupMeeting(id string) (GroupMeeting, GroupView, error) {
	m, err := groupMeetingByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return m, GroupView{}, err
	}
	g, err := groupView(w.Ctx, w.Tx, w.Actor.School, m.Group, w.Actor.Staff)
	if err != nil {
		return m, g, err
	}
	if err := mayOpenGroup(w.Actor, g); err != nil {
		return m, g, err
	}
	return m, g, g.runs()
}

// groupNotes appends the shared and the private note; an unchanged or empty first one is not kept.
func (w work) groupNotes(m GroupMeeting, g GroupView, in pairing.NewNotes) error {
	now, err := w.groupNotesOf(w.Ctx, w.Tx, m, w.Actor.Staff)
	if err != nil {
		return err
	}
	for _, n := range []struct {
		audience, field, text string
		old                   GroupNote
	}{{"group", "shared", in.Shared, now.Shared}, {"author", "private", in.Private, now.Private}} {
		text := strings.TrimSpace(n.text)
		var f fault.Fields
		f.Text(n.field, text, false, mentoring.MaxText)
		if err := f.Err(); err != nil {
			return err
		}
		switch {
		case text == n.old.Text, text == "" && (n.old.Unreadable || slices.Contains(in.LeftOut, n.field)):
			continue
		case n.audience == "group":
			if err := in.Check(n.old.Number); err != nil {
				return err
			}
		}
		number, err := db.One[int](w.Ctx, w.Tx, `SELECT COALESCE(max(number), 0) + 1 FROM group_note WHERE school_id = $1 AND meeting_id = $2`, m.School, m.ID)
		if err != nil {
			return err
		}
		id, readers := db.NewID(), []string{w.Actor.Staff}
		if n.audience == "group" {
			readers = append(g.readers(), w.Actor.Staff)
		}
		if err := db.Insert(w.Ctx, w.Tx, "group_note", GroupNote{
			School: m.School, ID: id, Meeting: m.ID, Author: w.Actor.Staff, Audience: n.audience,
			Text: w.keeper.SealFor(sealedGroupNote.Of(id), readers, text), WrittenAt: w.Instant(), Number: number,
		}); err != nil {
			return err
		}
	}
	return nil
}

// GroupNotes are the newest shared note and the reader's own newest private note, opened.
type GroupNotes struct{ Shared, Private GroupNote }

// Unreadable are the fields of the form whose notes cannot be opened.
func (n GroupNotes) Unreadable() []string {
	return pairing.UnreadableNotes(n.Shared.Unreadable, n.Private.Unreadable)
}

func (s *Service) groupNotesOf(ctx context.Context, c db.Conn, m GroupMeeting, reader string) (GroupNotes, error) {
	rows, err := db.All[GroupNote](ctx, c, `SELECT `+db.Columns[GroupNote]("")+` FROM group_note
		WHERE school_id = $1 AND meeting_id = $2 AND (audience = 'group' OR author_id = $3) ORDER BY number, id`, m.School, m.ID, reader)
	var out GroupNotes
	for _, n := range rows {
		var ok bool
		n.Text, ok = s.keeper.Reveal(ctx, sealedGroupNote.Of(n.ID), n.Text)
		n.Unreadable = !ok
		if n.Audience == "group" {
			out.Shared = n
		} else {
			out.Private = n
		}
	}
	return out, err
}

// CancelGroupMeeting takes a planned meeting back for all, with the reason the group reads.
func (s *Service) CancelGroupMeeting(ctx context.Context, actor access.Actor, meeting, reason string) error {
	return s.do(ctx, actor, func(w work) error {
		m, g, err := w.groupMeeting(meeting)
		if err != nil {
			return err
		}
		if err := mayLead(actor, g); err != nil {
			return err
		}
		if m.State != pairing.MeetingPlanned {
			return fault.Conflict("mentoring.meeting.not_planned")
		}
		if reason, err = pairing.ReasonGiven(reason); err != nil {
			return err
		}
		if err := w.dropGroupMeeting(m, g, reason); err != nil {
			return err
		}
		for _, staff := range g.People() {
			if staff == actor.Staff {
				continue
			}
			if err := mentoring.Notify(w.Work, staff, "mentoring.remind.group_off", m.ID, reminder.To(TargetGroup, g.ID), db.Texts{"Date": string(m.Date)}); err != nil {
				return err
			}
		}
		return w.Record(eventGroupOff, m.ref(), "date", string(m.Date))
	})
}

func (w work) dropGroupMeeting(m GroupMeeting, g GroupView, reason string) error {
	if err := w.timetable.Release(w.Work, m.Booking); err != nil {
		return err
	}
	m.State, m.Reason, m.RecordedAt = pairing.MeetingCancelled, w.keeper.SealFor(sealedGroupReason.Of(m.ID), g.readers(), reason), w.Instant()
	if err := db.Update(w.Ctx, w.Tx, "group_meeting", m, "school_id", "id"); err != nil {
		return err
	}
	return w.CloseReminders(m.ID)
}

// remindGroupUnrecorded asks the mentor the day after whether the meeting took place.
func (s *Service) remindGroupUnrecorded(ctx context.Context, tx db.Conn, j jobs.Taken) error {
	w := work{s.Job(ctx, tx, j), s}
	id, err := mentoring.AboutOf(j)
	if err != nil {
		return err
	}
	m, err := groupMeetingByID(ctx, tx, j.School, id)
	if err != nil || m.State != pairing.MeetingPlanned {
		return verb.Gone(err)
	}
	g, err := groupByID(ctx, tx, j.School, m.Group)
	if err != nil {
		return verb.Gone(err)
	}
	return mentoring.Notify(w.Work, g.Mentor, "mentoring.remind.unrecorded", m.ID, reminder.To(TargetMeeting, m.ID), db.Texts{"Date": string(m.Date)})
}

func groupMeetingByID(ctx context.Context, c db.Conn, school, id string) (GroupMeeting, error) {
	m, err := db.One[GroupMeeting](ctx, c, `SELECT `+db.Columns[GroupMeeting]("")+` FROM group_meeting WHERE school_id = $1 AND id = $2`, school, id)
	return m, verb.Missing(err, "mentoring.meeting.missing")
}

// GroupMeetingPage is a meeting of a group for one of its members.
type GroupMeetingPage struct {
	Meeting GroupMeeting
	Group   GroupView
	Notes   GroupNotes
	Begun   bool
}

// GroupMeeting reads a meeting with the notes that the member may read, in three queries.
func (s *Service) GroupMeeting(ctx context.Context, actor access.Actor, id string) (GroupMeetingPage, error) {
	c := s.Read()
	var page GroupMeetingPage
	var err error
	if page.Meeting, err = groupMeetingByID(ctx, c, actor.School, id); err != nil {
		return page, err
	}
	if page.Group, err = groupView(ctx, c, actor.School, page.Meeting.Group, actor.Staff); err != nil {
		return page, err
	}
	if err := mayOpenGroup(actor, page.Group); err != nil {
		return GroupMeetingPage{}, err
	}
	page.Begun = page.Meeting.begun(s.Now())
	page.Meeting.Reason = s.keeper.Show(ctx, sealedGroupReason.Of(id), page.Meeting.Reason)
	page.Notes, err = s.groupNotesOf(ctx, c, page.Meeting, actor.Staff)
	return page, err
}

// GroupTimes offers weekly times at which all have time, the surest first, and
// the single times of the next two weeks.
func (s *Service) GroupTimes(ctx context.Context, actor access.Actor, id string) (GroupView, []timetable.WeeklyOption, []timetable.Slot, error) {
	c := s.Read()
	g, err := groupView(ctx, c, actor.School, id, actor.Staff)
	if err != nil {
		return g, nil, nil, err
	}
	if err := mayLead(actor, g); err != nil {
		return g, nil, nil, err
	}
	if err := g.runs(); err != nil {
		return g, nil, nil, err
	}
	now, period := s.Now(), g.Period()
	from := max(period.Starts, calendar.DateOf(now))
	weekly, err := s.timetable.WeeklyShared(ctx, c, g.School, g.People(), from, period.Ends)
	if err != nil {
		return g, nil, nil, err
	}
	single, err := s.timetable.SharedSlots(ctx, c, g.School, g.People(), from, min(period.Ends, from.AddDays(pairing.DaysAhead)))
	return g, weekly, slices.DeleteFunc(single, func(t timetable.Slot) bool {
		return t.Date == calendar.DateOf(now) && t.StartsAt <= calendar.ClockOf(now)
	}), err
}
