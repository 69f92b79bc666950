package people

import (
	"context"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
)

func TestPostClash(t *testing.T) {
	open := func(staff string, role access.Role, unit string, from calendar.Date) Post {
		return Post{ID: staff + string(from), StaffID: staff, Role: role, UnitID: unit, Period: calendar.From(from)}
	}
	closed := func(p Post, until calendar.Date) Post { p.Ends = until; return p }
	mine := open("a", access.Teacher, "", "2013-09-02")
	head := open("a", access.SMUHead, "u", "2013-09-02")
	for _, c := range []struct {
		name    string
		p       Post
		others  []Post
		clashes bool
	}{
		{"nothing else", mine, nil, false},
		{"itself", mine, []Post{mine}, false},
		{"the same post earlier, over", mine, []Post{closed(open("a", access.Teacher, "", "2010-09-01"), "2013-09-01")}, false},
		{"the same post until that very day", mine, []Post{closed(open("a", access.Teacher, "", "2010-09-01"), "2013-09-02")}, true},
		{"the same post again later", mine, []Post{open("a", access.Teacher, "", "2014-09-01")}, true},
		{"somebody else teaches too", mine, []Post{open("b", access.Teacher, "", "2013-09-02")}, false},
		{"another head", head, []Post{open("b", access.SMUHead, "u", "2012-09-01")}, true},
		{"head of another unit", head, []Post{open("b", access.SMUHead, "v", "2012-09-01")}, false},
	} {
		if _, got := c.p.clash(c.others); got != c.clashes {
			t.Errorf("%s: clash %v, want %v", c.name, got, c.clashes)
		}
	}
}

func TestPostHistory(t *testing.T) {
	each(t, func(w *world) {
		p := w.mustPost(w.s.BeginPost(w.ctx, w.deputy, NewPost{Staff: w.teacher.Staff, Role: access.ClassLead, Starts: start, OrderNo: "12-k", OrderDate: "2013-08-30"}))
		_, err := w.s.BeginPost(w.ctx, w.deputy, NewPost{Staff: w.teacher.Staff, Role: access.ClassLead, Starts: "2014-01-13"})
		w.is(err, fault.KindInvalid)
		_, err = w.s.EndPost(w.ctx, w.deputy, p.ID, "2013-01-01")
		w.is(err, fault.KindInvalid)
		w.mustPost(w.s.EndPost(w.ctx, w.deputy, p.ID, "2013-12-31"))
		_, err = w.s.EndPost(w.ctx, w.deputy, p.ID, "2013-12-30")
		w.is(err, fault.KindConflict)
		w.mustPost(w.s.BeginPost(w.ctx, w.deputy, NewPost{Staff: w.teacher.Staff, Role: access.ClassLead, Starts: "2014-01-13"}))
		_, err = w.s.CorrectPost(w.ctx, w.deputy, Correction{Post: p.ID, Version: 1, Starts: start, Ends: "2014-02-01"})
		w.is(err, fault.KindInvalid)
		w.mustPost(w.s.CorrectPost(w.ctx, w.deputy, Correction{Post: p.ID, Version: 1, Starts: start, Ends: "2013-12-28", OrderNo: "13-k"}))
		spans, err := HistoryOf(w.ctx, w.d.Read(), w.school, w.teacher.Staff)
		w.ok(err)
		if len(spans) != 3 || spans[0].Starts != "2014-01-13" || InSchoolSince(spans) != start {
			w.Fatalf("history %+v", spans)
		}
		entries, err := journal.OfRecord(w.ctx, w.d.Read(), w.school, journal.Ref{Kind: KindOfStaff, ID: w.teacher.Staff}, 50)
		w.ok(err)
		if entries[0].Event != string(EventPostCorrected) || entries[0].Details["WasEnds"] != "2013-12-31" {
			w.Fatalf("journal %+v", entries[0])
		}
	})
}

func TestHeadIsReplacedOrRefused(t *testing.T) {
	each(t, func(w *world) {
		in := NewPost{Staff: w.teacher.Staff, Role: access.SMUHead, Unit: w.unit.ID, Starts: "2013-11-01"}
		_, err := w.s.BeginPost(w.ctx, w.director, in)
		w.is(err, fault.KindConflict)
		in.Replace = true
		w.mustPost(w.s.BeginPost(w.ctx, w.director, in))
		heads, err := HeadsOf(w.ctx, w.d.Read(), w.school, w.unit.ID)
		w.ok(err)
		if len(heads) != 2 || heads[0].StaffID != w.teacher.Staff || heads[1].Ends != "2013-10-31" {
			w.Fatalf("heads %+v", heads)
		}
		w.clock.Set("2013-11-01T08:00")
		if !w.act(w.teacher).Leads(w.unit.ID) || w.act(w.head).Leads(w.unit.ID) {
			w.Fatal("the unit has the wrong head on the first day of the new one")
		}
	})
}

// Two people appoint a head of a unit at once: one succeeds, and the unit has
// one head.
func TestTwoHeadsAtOnce(t *testing.T) {
	each(t, func(w *world) {
		posts, err := HeadsOf(w.ctx, w.d.Read(), w.school, w.unit.ID)
		w.ok(err)
		w.mustPost(w.s.EndPost(w.ctx, w.director, posts[0].ID, "2013-09-30"))
		var race race
		for _, staff := range []string{w.teacher.Staff, w.deputy.Staff, w.head.Staff} {
			race.run(func() error {
				_, err := w.s.BeginPost(w.ctx, w.director, NewPost{Staff: staff, Role: access.SMUHead, Unit: w.unit.ID, Starts: "2013-10-01"})
				return err
			})
		}
		race.wants(w, 1, fault.KindConflict)
		open, err := db.One[int64](w.ctx, w.d.Read(), `SELECT COUNT(*) FROM post WHERE unit_id = $1 AND ends = $2`, w.unit.ID, calendar.Forever)
		w.ok(err)
		if open != 1 {
			w.Fatalf("%d heads", open)
		}
	})
}

func TestHeadEndedTwiceAtOnce(t *testing.T) {
	each(t, func(w *world) {
		posts, err := HeadsOf(w.ctx, w.d.Read(), w.school, w.unit.ID)
		w.ok(err)
		var race race
		for _, last := range []calendar.Date{"2013-10-01", "2013-10-02", "2013-10-03"} {
			race.run(func() error {
				_, err := w.s.EndPost(w.ctx, w.director, posts[0].ID, last)
				return err
			})
		}
		race.wants(w, 1, fault.KindConflict)
	})
}

// The database itself keeps a unit from two heads, should a verb ever forget.
func TestDatabaseKeepsOneHead(t *testing.T) {
	each(t, func(w *world) {
		err := w.d.Tx(w.ctx, func(ctx context.Context, tx db.Conn) error {
			return db.Insert(ctx, tx, "post", Post{
				SchoolID: w.school, ID: db.NewID(), StaffID: w.teacher.Staff, Role: access.SMUHead, UnitID: w.unit.ID, Period: calendar.From("2013-10-01"),
			})
		})
		if err == nil {
			w.Fatal("two open heads of one unit were written")
		}
	})
}

func TestLastAdministratorStays(t *testing.T) {
	each(t, func(w *world) {
		w.is(w.s.EndStaff(w.ctx, w.director, w.admin.Staff, "2013-10-01"), fault.KindConflict)
		second := w.hire(access.System(w.school, "test"), "ADM-2", access.Administrator)
		var race race // each ends the other
		race.run(func() error { return w.s.EndStaff(w.ctx, w.director, w.admin.Staff, "2013-10-01") })
		race.run(func() error { return w.s.EndStaff(w.ctx, w.director, second.Staff, "2013-10-01") })
		race.wants(w, 1, fault.KindConflict)
	})
}

// race runs verbs at once and counts how they ended.
type race struct {
	wg   sync.WaitGroup
	mu   sync.Mutex
	errs []error
}

func (r *race) run(fn func() error) {
	r.wg.Go(func() {
		err := fn()
		r.mu.Lock()
		defer r.mu.Unlock()
		r.errs = append(r.errs, err)
	})
}

// wants that so many succeeded and all others were answered with the kind.
func (r *race) wants(w *world, succeed int, kind fault.Kind) {
	w.Helper()
	r.wg.Wait()
	for _, err := range r.errs {
		if err == nil {
			succeed--
			continue
		}
		w.is(err, kind)
	}
	if succeed != 0 {
		w.Fatalf("%d more should have succeeded: %v", succeed, r.errs)
	}
}
