package group

import (
	"context"
	"strconv"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/version"
)

// WriteClosing keeps what the group did, in the words of one of its mentors: about
// the work, not about any member. The group and those who keep the programme read it.
// Two mentors may write it, each over the version that her form was made from.
func (s *Service) WriteClosing(ctx context.Context, actor access.Actor, group string, from int, text string) error {
	return s.do(ctx, actor, func(w work) error {
		g, err := w.leads(group)
		if err != nil {
			return err
		}
		if g.Closing, err = mentoring.CommentText(text, "closing", "mentoring.group.closing_missing"); err != nil {
			return err
		}
		if _, err := version.Replace(w.Work, "mentoring_group", from, &g.Group, "school_id", "id"); err != nil {
			return err
		}
		return w.Record(eventGroupNoted, g.ref())
	})
}

// CloseGroup completes the pairings of the group once its mentor said what it
// did; what is planned ahead is taken back.
func (s *Service) CloseGroup(ctx context.Context, actor access.Actor, group string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mentoring.MayKeep(actor); err != nil {
			return err
		}
		g, err := groupView(w.Ctx, w.Tx, actor.School, group, actor.Staff)
		if err != nil {
			return err
		}
		if err := g.runs(); err != nil {
			return err
		}
		if g.Closing == "" {
			return fault.Conflict("mentoring.group.closing_first")
		}
		if err := w.dropGroupMeetings(g); err != nil { // first, so that nobody who is ended one by one moves them
			return err
		}
		for _, m := range g.Running() {
			p, err := pairing.ByID(w.Ctx, w.Tx, g.School, m.Pairing)
			if err != nil {
				return err
			}
			if err := w.pairings.End(w.Work, p, pairing.Completed); err != nil {
				return err
			}
		}
		g.State, g.ClosedAt = GroupClosed, w.Instant()
		if err := db.Update(w.Ctx, w.Tx, "mentoring_group", g.Group, "school_id", "id"); err != nil {
			return err
		}
		return w.Record(eventGroupClosed, g.ref(), "number", strconv.Itoa(g.Number))
	})
}

// dropGroupMeetings takes back what is planned, and the reminders of what was never recorded.
func (w work) dropGroupMeetings(g GroupView) error {
	planned, err := db.All[GroupMeeting](w.Ctx, w.Tx, `SELECT `+db.Columns[GroupMeeting]("")+` FROM group_meeting
		WHERE school_id = $1 AND group_id = $2 AND state = 'planned'`, g.School, g.ID)
	if err != nil {
		return err
	}
	for _, m := range planned {
		if err := w.dropGroupMeeting(m, g, ""); err != nil {
			return err
		}
	}
	return nil
}

// leaveGroup gives the time of somebody who leaves a group back: what is planned
// is booked again for those who stay.
func (w work) leaveGroup(p pairing.Pairing) error {
	planned, err := db.All[GroupMeeting](w.Ctx, w.Tx, `SELECT `+db.Columns[GroupMeeting]("m")+` FROM group_meeting m
		JOIN mentoring_group_pair y ON y.school_id = m.school_id AND y.group_id = m.group_id
		WHERE m.school_id = $1 AND y.pair_id = $2 AND m.state = 'planned' AND m.date >= $3`, p.School, p.Pair, w.Date())
	if err != nil || len(planned) == 0 {
		return err
	}
	g, err := groupView(w.Ctx, w.Tx, p.School, planned[0].Group, "")
	if err != nil {
		return err
	}
	if len(g.Running()) == 0 {
		return w.dropGroupMeetings(g)
	}
	for _, m := range planned {
		if err := w.timetable.Release(w.Work, m.Booking); err != nil {
			return err
		}
		made, err := w.timetable.Book(w.Work, g.booking(m))
		if err != nil {
			return err
		}
		m.Booking = made.ID
		if err := db.Update(w.Ctx, w.Tx, "group_meeting", m, "school_id", "id"); err != nil {
			return err
		}
	}
	return nil
}
