package observation_test

import (
	"slices"
	"testing"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
)

func TestOccasionGathersWhoeverComes(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.opened(s.forAll(0, 3))
		for _, code := range []string{"free", "guest", "head"} {
			s.OK(s.JoinLesson(ctx, who(code), id))
		}
		s.OK(s.LeaveLesson(ctx, who("head"), id))
		o, err := observation.OccasionByID(ctx, s.D.Read(), who("teacher").School, id)
		s.OK(err)
		come := slices.Sorted(slices.Values(o.Observers()))
		if o.ID != id || o.Teacher != "teacher" || o.Class != "7А" || !slices.Equal(come, []string{"free", "guest"}) || o.Has("head") || !o.Has("free") || !o.Has("teacher") || o.Has("") {
			t.Errorf("the occasion is of %s with %v", o.Teacher, come)
		}
		v, ok := o.VisitOf("guest")
		if !ok || v.Occasion() != id {
			t.Errorf("the guest's visit is %+v", v)
		}

		// an older program that runs beside writes no occasion: the visit is one by itself
		s.Exec(`UPDATE visit SET occasion_id = '' WHERE id = $1`, v.ID)
		alone, err := observation.OccasionByID(ctx, s.D.Read(), who("teacher").School, v.ID)
		s.OK(err)
		if alone.ID != v.ID || len(alone.Visits) != 1 || alone.Visits[0].Occasion() != v.ID {
			t.Errorf("alone it is %+v", alone)
		}
		for school, of := range map[string]string{who("stranger").School: id, who("teacher").School: "nowhere"} {
			if _, err := observation.OccasionByID(ctx, s.D.Read(), school, of); !fault.Is(err, fault.KindNotFound) {
				t.Errorf("%s of %s: %v", of, school, err)
			}
		}
	})
}

// Somebody sat in a lesson on the run: with the teacher's yes it counts, on its true date.
func TestVisitOnTheRunCountsWithTheTeachersYes(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		lesson := s.lessons()[0]
		s.School.Clock.Set("2013-09-12T16:00")
		ask := func(code string, day calendar.Date) (string, error) {
			return s.AskToVisit(ctx, who(code), observation.NewRequest{
				Teacher: "teacher", LessonChoice: observation.LessonChoice{Date: day, Lesson: lesson.Lesson}, Purpose: "help", Words: "Кешірек жаздым",
			})
		}
		week, err := s.WeekToAsk(ctx, who("free"), "teacher", lesson.Date.Monday())
		s.OK(err)
		if len(week) != 3 || !s.Was(week[0]) {
			t.Errorf("of the week that was are offered %d", len(week))
		}
		for _, day := range []calendar.Date{"2013-08-01", "2013-09-11"} { // long ago, and no lesson
			if _, err := ask("free", day); !fault.Is(err, fault.KindInvalid) {
				t.Errorf("%s: %v", day, err)
			}
		}
		id, err := ask("free", lesson.Date)
		s.OK(err)
		if !slices.Equal(s.waits("teacher"), []string{"was_there"}) || s.Count(`SELECT count(*) FROM visit`) != 0 {
			t.Errorf("before an answer the teacher's Today has %v", s.waits("teacher"))
		}
		s.OK(s.AnswerRequest(ctx, who("teacher"), id, true))
		visit, err := db.All[observation.Visit](ctx, s.D.Read(), `SELECT `+db.Columns[observation.Visit]("")+` FROM visit WHERE observer_id = 'free'`)
		s.OK(err)
		if len(visit) != 1 || visit[0].State != observation.Held || visit[0].Date != lesson.Date || visit[0].Booking != "" || visit[0].RecordedAt == "" || s.waits("teacher") != nil {
			t.Errorf("the visit: %+v; waits %v", visit, s.waits("teacher"))
		}
		twice, err := ask("free", lesson.Date)
		s.OK(err)
		s.refuses(t, "counted twice", func() error { return s.AnswerRequest(ctx, who("teacher"), twice, true) }, "conflict observation.visit.twice")
		no, err := ask("guest", lesson.Date)
		s.OK(err)
		s.OK(s.AnswerRequest(ctx, who("teacher"), no, false))
		if s.Count(`SELECT count(*) FROM visit WHERE observer_id = 'guest'`) != 0 {
			t.Error("a no made a visit")
		}
	})
}
