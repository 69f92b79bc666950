package mentoringtest

import (
	"fmt"
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/mentoring"
)

// R094, R109: visits are counted each way by who observed.
func TestMyCountsTellsTheDirectionsOfVisitsApart(t *testing.T) {
	each(t, func(w *world) {
		_, g := w.paired()
		visit := func(observer, teacher, date, state string) {
			w.T.Helper()
			w.Exec(`INSERT INTO visit (school_id, id, teacher_id, observer_id, purpose, about, lesson_id, class_name, subject_kk, subject_ru, subject_en,
	room, date, starts_at, ends_at, booking_id, state, reason, planned_by, recorded_at)
VALUES ($1, $2, $3, $4, 'mentoring', $5, '', '5A', '', '', '', '', $6, '08:30', '09:15', '', $7, '', $4, '')`,
				school, fmt.Sprint(observer, date), teacher, observer, g.ID, date, state)
		}
		for _, date := range []string{"2013-09-09", "2013-09-10", "2013-09-11"} {
			visit(g.Mentor, g.Mentee, date, "held")
		}
		visit(g.Mentee, g.Mentor, "2013-09-09", "held")
		visit(g.Mentor, g.Mentee, "2013-10-01", "planned")
		visit(g.Mentee, g.Mentor, "2013-10-01", "planned")
		visit(g.Mentee, g.Mentor, "2013-10-02", "planned")
		visit(g.Mentee, g.Mentor, "2013-09-12", "cancelled")
		for _, who := range []string{g.Mentor, g.Mentee} {
			counts, err := w.Pairings.MyCounts(ctx, w.as(who))
			w.OK(err)
			c := counts[0]
			if c.ByMentorHeld != 3 || c.ByMenteeHeld != 1 || c.ByMentorAhead != 1 || c.ByMenteeAhead != 2 {
				w.T.Errorf("%s sees held %d by the mentor, %d by the mentee; planned %d and %d", who, c.ByMentorHeld, c.ByMenteeHeld, c.ByMentorAhead, c.ByMenteeAhead)
			}
		}
	})
}

// R066: the international track is for teachers from abroad and for nobody else; other
// tracks do not ask where a teacher comes from.
func TestRosterOfTheInternationalTrackNeedsTeachersFromAbroad(t *testing.T) {
	each(t, func(w *world) {
		w.person("abroad", 15, "none", access.Role("international_teacher"), "Math")
		for track, want := range map[mentoring.Track][]string{mentoring.TrackInternational: {"abroad"}, mentoring.TrackStandard: {"e1", "e2", "e3"}} {
			shape := mentoring.Shape{Kind: mentoring.KindOneToOne, Track: track}
			p, err := w.Programmes.Open(ctx, w.as("deputy"), mentoring.NewProgramme{
				Shape: shape, Year: w.year.ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultFor(shape, "2013-09-02"),
			})
			w.OK(err)
			p, policy, err := w.Programmes.ProgrammeAndPolicy(ctx, w.as("deputy"), p.ID)
			w.OK(err)
			roster, err := w.Programmes.Roster(ctx, w.as("deputy"), p, policy)
			w.OK(err)
			var needing []string
			for _, c := range roster.Needing {
				needing = append(needing, c.Person.Code)
				if track == mentoring.TrackInternational && !slices.Contains(c.Needs(policy, "2013-09-02"), mentoring.NeedAbroad) {
					w.T.Errorf("%s needs %v", c.Person.Code, c.Needs(policy, "2013-09-02"))
				}
			}
			slices.Sort(needing)
			if !slices.Equal(needing, want) {
				w.T.Errorf("in the track %s need a mentor: %v, want %v", track, needing, want)
			}
		}
	})
}
