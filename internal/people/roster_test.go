package people

import (
	"reflect"
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/verb"
)

// A change of the roster takes in every list of another: a new one that Add forgot would
// lose what a list of staff says.
func TestAddTakesInEveryListOfAChange(t *testing.T) {
	filled := func() (ch RosterChange) {
		v := reflect.ValueOf(&ch).Elem()
		for i := range v.NumField() {
			v.Field(i).Set(reflect.MakeSlice(v.Field(i).Type(), 2, 2))
		}
		return ch
	}
	ch := filled()
	ch.Add(filled())
	for v, i := reflect.ValueOf(ch), 0; i < v.NumField(); i++ {
		if n := v.Field(i).Len(); n != 4 {
			t.Errorf("%s has %d of 4 rows", v.Type().Field(i).Name, n)
		}
	}
	var none RosterChange
	none.Add(RosterChange{})
	if !reflect.DeepEqual(none, RosterChange{}) {
		t.Errorf("nothing and nothing is %+v", none)
	}
}

// The roster of a day has what runs on it or later, and nobody of another school.
func TestRosterOfADayHasWhatRunsOnIt(t *testing.T) {
	each(t, func(w *world) {
		teacher := w.teacher.Staff
		posts, err := runningPosts(w.ctx, w.d.Read(), w.school, teacher, "2013-09-02")
		w.ok(err)
		w.mustPost(w.s.EndPost(w.ctx, access.System(w.school, "test"), posts[0].ID, "2013-10-31"))
		for day, want := range map[calendar.Date]bool{"2013-09-02": true, "2013-10-31": true, "2013-11-01": false} {
			r, err := RosterOf(w.ctx, w.d.Read(), w.school, day)
			w.ok(err)
			has := slices.ContainsFunc(r.Posts, func(p Post) bool { return p.StaffID == teacher })
			known := slices.ContainsFunc(r.Staff, func(s Staff) bool { return s.ID == teacher })
			if has != want || !known || r.School != w.school {
				t.Errorf("on %s the post is there: %v, the person: %v", day, has, known)
			}
		}
		other, err := RosterOf(w.ctx, w.d.Read(), w.outsider.School, "2013-09-02")
		w.ok(err)
		if slices.ContainsFunc(other.Staff, func(s Staff) bool { return s.SchoolID != w.outsider.School }) {
			t.Errorf("another school lists %+v", other.Staff)
		}
	})
}

// A list ends a post before it begins the one of the successor, and the areas hear who leaves.
func TestChangeRosterEndsBeforeItBegins(t *testing.T) {
	each(t, func(w *world) {
		var left []string
		w.s.OnLeave(func(_ verb.Work, l Leaving) error { left = append(left, l.Staff); return nil })
		was, err := RosterOf(w.ctx, w.d.Read(), w.school, "2013-09-02")
		w.ok(err)
		at := slices.IndexFunc(was.Posts, func(p Post) bool { return p.StaffID == w.teacher.Staff })
		old := was.Posts[at]
		again := old
		old.Ends = "2013-09-30"
		again.ID, again.Period, again.Version = db.NewID(), calendar.From("2013-10-01"), 0
		w.ok(w.s.Do(w.ctx, access.System(w.school, "test"), func(v verb.Work) error {
			return w.s.ChangeRoster(v, RosterChange{EndedPosts: []Post{old}, NewPosts: []Post{again}})
		}))
		for day, id := range map[calendar.Date]string{"2013-09-30": old.ID, "2013-10-01": again.ID} {
			now, err := RosterOf(w.ctx, w.d.Read(), w.school, day)
			w.ok(err)
			holds := slices.ContainsFunc(now.Posts, func(p Post) bool { return p.ID == id && p.Contains(day) })
			if !holds {
				t.Errorf("on %s the post %s does not run: %+v", day, id, now.Posts)
			}
		}
		if len(left) != 0 {
			t.Errorf("%v left although the post goes on", left)
		}
	})
}
