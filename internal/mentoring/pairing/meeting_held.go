package pairing

import (
	"context"

	"talim/internal/access"
	"talim/internal/fault"
)

// HoldAsPlanned records that a meeting took place and leaves everything else as
// it was prepared: notes, topics and steps may follow or not. It is the one tap
// for a meeting at which nothing special happened; a second tap changes nothing.
func (s *Service) HoldAsPlanned(ctx context.Context, actor access.Actor, meeting string) error {
	return s.do(ctx, actor, func(w work) error {
		m, _, err := w.ownMeeting(meeting)
		if err != nil {
			return err
		}
		if err := m.takesPlace(); err != nil || m.State == MeetingHeld {
			return err
		}
		if !m.begun(w.At) {
			return fault.Conflict("mentoring.meeting.not_yet")
		}
		m.State = MeetingHeld
		if err := w.SaveMeeting(w.Work, m); err != nil {
			return err
		}
		if err := w.CloseReminders(m.ID); err != nil {
			return err
		}
		return w.Record(EventMeetingHeld, m.ref(), "date", string(m.Date))
	})
}
