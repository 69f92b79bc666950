package pairing

import (
	"context"
	"slices"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/reminder"
	"talim/internal/verb"
	"talim/internal/version"
)

// Meeting is a meeting of the pair, booked in the timetable of both.
type Meeting struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Pairing    string           `db:"pairing_id"`
	Booking    string           `db:"booking_id"`
	Date       calendar.Date    `db:"date"`
	StartsAt   calendar.Clock   `db:"starts_at"`
	EndsAt     calendar.Clock   `db:"ends_at"`
	Place      string           `db:"place"`
	State      MeetingState     `db:"state"`
	Reason     string           `db:"reason"`   // why moved or cancelled; sealed in a row
	MovedTo    string           `db:"moved_to"` // the meeting that took its place
	Topics     string           `db:"topics"`   // what the two worked on: comma list of Topics (R096)
	RecordedAt calendar.Instant `db:"recorded_at"`
}

// TargetMeeting is a meeting by its id, TargetNewMeetings where the two agree on meetings,
// by the pairing.
const (
	TargetMeeting     = "pairing.meeting"
	TargetNewMeetings = "pairing.meetings.new"
)

// MeetingState is where a meeting stands.
type MeetingState string

// The states of a meeting.
const (
	MeetingPlanned   MeetingState = "planned"
	MeetingHeld      MeetingState = "held"
	MeetingMoved     MeetingState = "moved"
	MeetingCancelled MeetingState = "cancelled"
)

const maxReason = 500

func (m Meeting) ref() journal.Ref { return journal.Ref{Kind: "meeting", ID: m.ID} }

// begun says whether the meeting could have begun by now: nothing is recorded
// as held before its time.
func (m Meeting) begun(now time.Time) bool {
	return m.Date < calendar.DateOf(now) || m.Date == calendar.DateOf(now) && m.StartsAt <= calendar.ClockOf(now)
}

// knownTopics keeps the order of Topics and drops what is none of them.
func knownTopics(chosen []string) string {
	var out []string
	for _, t := range mentoring.Topics {
		if slices.Contains(chosen, t) {
			out = append(out, t)
		}
	}
	return strings.Join(out, ",")
}

// topicsAfter are the topics of a meeting after a form that showed TopicsSeen. One that
// changed nothing leaves what the partner recorded meanwhile, and one that changed
// something else is refused.
func topicsAfter(now string, in HoldMeeting) (string, error) {
	chosen, seen := knownTopics(in.Topics), knownTopics(in.TopicsSeen)
	switch {
	case chosen == seen:
		return now, nil
	case now != seen && now != chosen:
		return now, fault.Conflict("mentoring.changed_meanwhile")
	}
	return chosen, nil
}

// TopicList is what the two worked on.
func (m Meeting) TopicList() []string { return mentoring.SplitList(m.Topics) }

// takesPlace holds for a meeting that is neither moved nor cancelled.
func (m Meeting) takesPlace() error {
	if m.State != MeetingPlanned && m.State != MeetingHeld {
		return fault.Conflict("mentoring.meeting.is_off")
	}
	return nil
}

// ReasonGiven is why a meeting is moved or taken back, without which it is not.
func ReasonGiven(reason string) (string, error) {
	reason = strings.TrimSpace(reason)
	var f fault.Fields
	f.When(reason == "", "reason", "mentoring.meeting.reason_missing")
	f.Text("reason", reason, false, maxReason)
	return reason, f.Err()
}

// HoldMeeting records that the meeting took place, with shared and private notes,
// which may be empty, and the steps agreed.
type HoldMeeting struct {
	Shared     string
	Private    string
	Version    int      // number of the shared note that the form showed, 0 where it showed none
	LeftOut    []string // notes that the form did not show, since they could not be opened
	Topics     []string // of Topics: what the two worked on (R096)
	TopicsSeen []string // those that the form showed
	Steps      []NewStep
}

// NewNotes are notes before a meeting: what both want to talk about, and what
// only the author wants to remember.
type NewNotes struct {
	Shared  string
	Private string
	Version int      // as in HoldMeeting
	LeftOut []string // as in HoldMeeting
}

// Check refuses notes from a form that showed an older shared note than the newest, of
// that number: they would take the place of a text that their author has not seen.
func (n NewNotes) Check(newest int) error { return version.Check(shown{newest}, n.Version) }

// shown is the number of a shared note as the version of what a form showed.
type shown struct {
	Version int `db:"version"`
}

// Hold records a meeting as held; a second time adds notes and steps.
func (s *Service) Hold(ctx context.Context, actor access.Actor, meeting string, in HoldMeeting) error {
	return s.do(ctx, actor, func(w work) error {
		m, p, err := w.ownMeeting(meeting)
		if err != nil {
			return err
		}
		if err := m.takesPlace(); err != nil {
			return err
		}
		if !m.begun(w.At) {
			return fault.Conflict("mentoring.meeting.not_yet")
		}
		if err := w.notes(m, p, NewNotes{Shared: in.Shared, Private: in.Private, Version: in.Version, LeftOut: in.LeftOut}); err != nil {
			return err
		}
		if err := w.agreeSteps(p, "meeting", m.ID, in.Steps); err != nil {
			return err
		}
		first := m.State != MeetingHeld
		m.State = MeetingHeld
		if m.Topics, err = topicsAfter(m.Topics, in); err != nil {
			return err
		}
		if err := w.SaveMeeting(w.Work, m); err != nil {
			return err
		}
		if !first {
			return w.RecordPrivate(EventNoteWritten)
		}
		if err := w.CloseReminders(m.ID); err != nil {
			return err
		}
		return w.Record(EventMeetingHeld, m.ref(), "date", string(m.Date))
	})
}

// Prepare writes notes before a meeting.
func (s *Service) Prepare(ctx context.Context, actor access.Actor, meeting string, in NewNotes) error {
	return s.do(ctx, actor, func(w work) error {
		m, p, err := w.ownMeeting(meeting)
		if err != nil {
			return err
		}
		if err := m.takesPlace(); err != nil {
			return err
		}
		if err := w.notes(m, p, in); err != nil {
			return err
		}
		return w.RecordPrivate(EventNoteWritten)
	})
}

// Move moves a planned meeting to another time where both are free, with the reason.
func (s *Service) Move(ctx context.Context, actor access.Actor, meeting, reason string, to NewMeeting) (Meeting, error) {
	var made Meeting
	err := s.do(ctx, actor, func(w work) error {
		m, p, err := w.plannedMeeting(meeting)
		if err != nil {
			return err
		}
		if reason, err = ReasonGiven(reason); err != nil {
			return err
		}
		if err := w.timetable.Release(w.Work, m.Booking); err != nil {
			return err
		}
		if to.Place == "" {
			to.Place = m.Place
		}
		m.State, m.Reason = MeetingMoved, w.seal(sealedReason, m.ID, p.readers(), reason)
		if err := w.SaveMeeting(w.Work, m); err != nil { // first, so that a meeting may grow longer at its own time
			return err
		}
		if made, err = w.Book(w.Work, p, to); err != nil {
			return err
		}
		m.MovedTo = made.ID
		if err := w.SaveMeeting(w.Work, m); err != nil {
			return err
		}
		if err := w.CloseReminders(m.ID); err != nil {
			return err
		}
		if err := w.CarryNotes(w.Work, m, made); err != nil {
			return err
		}
		if err := w.notifyPartner(p, "mentoring.remind.moved", made.ID, reminder.To(TargetMeeting, made.ID), made.Date); err != nil {
			return err
		}
		return w.Record(EventMeetingMoved, m.ref(), "from", string(m.Date), "to", string(made.Date))
	})
	return made, err
}

// Cancel takes a planned meeting back with the reason, which the two read, and frees the time.
func (s *Service) Cancel(ctx context.Context, actor access.Actor, meeting, reason string) error {
	return s.do(ctx, actor, func(w work) error {
		m, p, err := w.plannedMeeting(meeting)
		if err != nil {
			return err
		}
		if reason, err = ReasonGiven(reason); err != nil {
			return err
		}
		if err := w.cancelMeeting(m, p, reason); err != nil {
			return err
		}
		if err := w.notifyPartner(p, "mentoring.remind.cancelled", m.ID, reminder.To(TargetMeeting, m.ID), m.Date); err != nil {
			return err
		}
		return w.Record(EventMeetingOff, m.ref(), "date", string(m.Date))
	})
}

func (w work) cancelMeeting(m Meeting, p Pairing, reason string) error {
	if err := w.timetable.Release(w.Work, m.Booking); err != nil {
		return err
	}
	m.State, m.Reason = MeetingCancelled, w.seal(sealedReason, m.ID, p.readers(), reason)
	if err := w.SaveMeeting(w.Work, m); err != nil {
		return err
	}
	return w.CloseReminders(m.ID)
}

// dropMeetings takes back what is planned on or after the day, when a pairing
// ends; of what was never recorded before it nobody is reminded any more.
func (w work) dropMeetings(p Pairing, from calendar.Date) error {
	planned, err := db.All[Meeting](w.Ctx, w.Tx, `SELECT `+db.Columns[Meeting]("")+` FROM meeting
		WHERE school_id = $1 AND pairing_id = $2 AND state = 'planned'`, p.School, p.ID)
	if err != nil {
		return err
	}
	for _, m := range planned {
		if m.Date < from {
			err = w.CloseReminders(m.ID)
		} else {
			err = w.cancelMeeting(m, p, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// SaveMeeting keeps how a meeting stands, and has the areas above know.
func (s *Service) SaveMeeting(change verb.Work, m Meeting) error {
	w := work{change, s}
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE meeting SET state = $3, reason = $4, moved_to = $5, topics = $6, recorded_at = $7
		WHERE school_id = $1 AND id = $2`, m.School, m.ID, m.State, m.Reason, m.MovedTo, m.Topics, w.Instant())
	if err != nil {
		return err
	}
	return mentoring.Later(w.Work, JobMet, m.Pairing, w.At)
}

// ownMeeting is a meeting of a running pairing of the actor.
func (w work) ownMeeting(id string) (Meeting, Pairing, error) {
	m, err := MeetingByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return m, Pairing{}, err
	}
	p, err := Own(w.Work, m.Pairing)
	return m, p, err
}

func (w work) plannedMeeting(id string) (Meeting, Pairing, error) {
	m, p, err := w.ownMeeting(id)
	if err == nil && m.State != MeetingPlanned {
		err = fault.Conflict("mentoring.meeting.not_planned")
	}
	return m, p, err
}

// MeetingByID reads a meeting, its reason sealed.
func MeetingByID(ctx context.Context, c db.Conn, school, id string) (Meeting, error) {
	m, err := db.One[Meeting](ctx, c, `SELECT `+db.Columns[Meeting]("")+` FROM meeting WHERE school_id = $1 AND id = $2`, school, id)
	return m, verb.Missing(err, "mentoring.meeting.missing")
}
