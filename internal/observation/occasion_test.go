package observation_test

import (
	"slices"
	"testing"

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
