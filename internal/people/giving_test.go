package people

import (
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people/tree"
)

// Whoever may give posts tries to raise herself, and what she cannot give, in every way
// there is.
func TestNobodyRaisesThemselves(t *testing.T) {
	each(t, func(w *world) {
		for _, a := range []access.Actor{w.admin, w.deputy, w.director} {
			for _, role := range withRights {
				if a.Has(role) {
					continue
				}
				in := NewPost{Staff: a.Staff, Role: role, Starts: start}
				if role == access.SMUHead {
					in.Unit, in.Replace = w.unit.ID, true
				}
				_, err := w.s.BeginPost(w.ctx, a, in)
				w.is(err, fault.KindForbidden)
				w.is(w.s.ProposePost(w.ctx, a, in), fault.KindForbidden)
			}
		}
		for _, role := range leadership {
			_, err := w.s.BeginPost(w.ctx, w.admin, NewPost{Staff: w.teacher.Staff, Role: role, Starts: start})
			w.is(err, fault.KindForbidden)
			w.is(w.s.ProposePost(w.ctx, w.admin, NewPost{Staff: w.teacher.Staff, Role: role, Starts: start}), fault.KindForbidden)
			_, err = w.s.AddStaff(w.ctx, w.admin, NewStaff{StaffFacts: StaffFacts{Code: "X"}, Role: role, Starts: start})
			w.is(err, fault.KindForbidden)
		}
		if now := w.act(w.teacher); now.Has(withRights...) {
			w.Errorf("the teacher holds %v", now.Roles)
		}
	})
}

// A post that has ended is no way back into it.
func TestCorrectingAPostIsNoWayToGiveIt(t *testing.T) {
	each(t, func(w *world) {
		as := access.System(w.school, "test")
		for _, c := range []struct {
			by     access.Actor
			holder access.Actor
			role   access.Role
		}{{w.admin, w.admin, access.Director}, {w.admin, w.teacher, access.Director}, {w.deputy, w.deputy, access.Coordinator}, {w.director, w.head, access.Coordinator}} {
			p := w.mustPost(w.s.BeginPost(w.ctx, as, NewPost{Staff: c.holder.Staff, Role: c.role, Starts: "2012-09-03", Ends: "2013-05-25"}))
			_, err := w.s.CorrectPost(w.ctx, c.by, Correction{Post: p.ID, Version: p.Version, Starts: p.Starts})
			w.is(err, fault.KindForbidden)
			if c.role == access.Coordinator { // what was written wrongly of a time that is over is still mended
				w.mustPost(w.s.CorrectPost(w.ctx, c.by, Correction{Post: p.ID, Version: p.Version, Starts: "2012-09-01", Ends: "2013-05-24"}))
			}
		}
	})
}

func (w *world) proposed(by access.Actor, in NewPost) Proposal {
	w.Helper()
	w.ok(w.s.ProposePost(w.ctx, by, in))
	all, err := ProposalsFor(w.ctx, w.d.Read(), w.school, in.Staff)
	w.ok(err)
	return all[len(all)-1]
}

func (w *world) events() []string {
	w.Helper()
	all, err := db.All[string](w.ctx, w.d.Read(), `SELECT event FROM journal_entry WHERE school_id = $1 AND event LIKE 'people.post.%' AND event <> 'people.post.begun'`, w.school)
	w.ok(err)
	return all
}

func (w *world) todo(key string) []string {
	w.Helper()
	all, err := db.All[string](w.ctx, w.d.Read(), `SELECT staff_id FROM reminder WHERE school_id = $1 AND message_key = $2 AND done_at = '' ORDER BY staff_id`, w.school, key)
	w.ok(err)
	return all
}

func TestTwoPeopleGiveThePostOfACoordinator(t *testing.T) {
	each(t, func(w *world) {
		p := w.proposed(w.deputy, NewPost{Staff: w.teacher.Staff, Role: access.Coordinator, Starts: start})
		if w.act(w.teacher).Has(access.Coordinator) || len(w.todo(keyProposed)) != 2 {
			w.Fatalf("before anybody confirmed: %v, asked %v", w.act(w.teacher).Roles, w.todo(keyProposed))
		}
		w.is(w.s.ProposePost(w.ctx, w.director, NewPost{Staff: w.teacher.Staff, Role: access.Coordinator, Starts: start}), fault.KindConflict)
		for _, a := range []access.Actor{w.deputy, w.teacher, w.head} {
			w.is(w.s.AnswerProposal(w.ctx, a, p.ID, true), fault.KindForbidden)
		}
		w.is(w.s.AnswerProposal(w.ctx, w.head, p.ID, false), fault.KindForbidden)
		w.is(w.s.AnswerProposal(w.ctx, w.outsider, p.ID, true), fault.KindNotFound)
		w.ok(w.s.AnswerProposal(w.ctx, w.director, p.ID, true))
		w.is(w.s.AnswerProposal(w.ctx, w.admin, p.ID, false), fault.KindConflict)
		if !w.act(w.teacher).Has(access.Coordinator) || len(w.todo(keyProposed)) != 0 {
			w.Errorf("confirmed, and holds %v; still asked %v", w.act(w.teacher).Roles, w.todo(keyProposed))
		}
		if got := w.events(); len(got) != 2 {
			w.Errorf("journal %v", got)
		}
	})
}

// Refused or taken back it gives nothing, and may be proposed again.
func TestProposalRefused(t *testing.T) {
	each(t, func(w *world) {
		in := NewPost{Staff: w.teacher.Staff, Role: access.Director, Starts: start}
		for _, a := range []access.Actor{w.deputy, w.admin, w.teacher} {
			p := w.proposed(w.director, in)
			if a.Staff == w.deputy.Staff {
				w.is(w.s.AnswerProposal(w.ctx, w.director, p.ID, true), fault.KindForbidden)
			}
			w.ok(w.s.AnswerProposal(w.ctx, a, p.ID, false))
			w.is(w.s.AnswerProposal(w.ctx, w.deputy, p.ID, true), fault.KindConflict)
		}
		if w.act(w.teacher).Has(access.Director) {
			w.Error("director after three refusals")
		}
	})
}

// Many answer at once, and the one who proposed takes it back: one answer counts.
func TestProposalInARace(t *testing.T) {
	each(t, func(w *world) {
		p := w.proposed(w.director, NewPost{Staff: w.teacher.Staff, Role: access.Coordinator, Starts: start})
		var all sync.WaitGroup
		var mu sync.Mutex
		won := []bool{}
		for i := range 12 {
			all.Go(func() {
				by, yes := w.deputy, i%2 == 0
				switch {
				case i%3 == 0:
					by = w.admin
				case !yes:
					by = w.director
				}
				err := w.s.AnswerProposal(w.ctx, by, p.ID, yes)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won = append(won, yes)
				} else if !fault.Is(err, fault.KindConflict) {
					w.Error(err)
				}
			})
		}
		all.Wait()
		if len(won) != 1 || w.act(w.teacher).Has(access.Coordinator) != won[0] {
			w.Errorf("answers that count: %v; holds %v", won, w.act(w.teacher).Roles)
		}
	})
}

// Until a school has had a director its administrator gives the first posts of leadership,
// to others, and every leader is told; afterwards no more.
func TestFirstPostsOfLeadership(t *testing.T) {
	each(t, func(w *world) {
		made := w.makeSchool(access.System("", "test"), NewSchool{
			Kind: tree.School, Facts: tree.Facts{Code: "new", Name: w.unit.Name(), Timezone: "Asia/Almaty"},
			Administrator: NewStaff{StaffFacts: StaffFacts{Code: "ADM-N"}},
		})
		w.school = made.School.ID
		admin := w.act(access.Actor{School: made.School.ID, Staff: made.Staff.ID})
		_, err := w.s.BeginPost(w.ctx, admin, NewPost{Staff: admin.Staff, Role: access.Deputy, Starts: start})
		w.is(err, fault.KindForbidden)
		w.hire(admin, "DD-N", access.Deputy)
		w.hire(admin, "DIR-N", access.Director)
		teacher := w.hire(admin, "T-N", access.Teacher)
		if told := w.todo(keyFirstGiven); len(told) != 2 {
			w.Errorf("told %v", told)
		}
		for _, role := range leadership {
			_, err := w.s.BeginPost(w.ctx, admin, NewPost{Staff: teacher.Staff, Role: role, Starts: start})
			w.is(err, fault.KindForbidden)
		}
	})
}
