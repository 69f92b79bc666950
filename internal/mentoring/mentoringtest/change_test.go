package mentoringtest

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
)

// setPair changes the draft by hand as it stands at that moment.
func (w *world) setPair(actor access.Actor, proposal, mentee, mentor string) error {
	return w.Matches.ChangePair(ctx, actor, proposal, match.PairChange{Version: w.version(proposal), Mentee: mentee, Mentor: mentor})
}

func (w *world) version(proposal string) int {
	version, err := db.One[int](ctx, w.D.Read(), `SELECT version FROM proposal WHERE id = $1`, proposal)
	if errors.Is(err, db.ErrNotFound) {
		return 1
	}
	w.OK(err)
	return version
}

// drafted reads a draft as its pages do.
func (w *world) drafted(proposal string) match.Draft {
	w.T.Helper()
	p, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), proposal)
	w.OK(err)
	d, err := p.Drafted(pairs)
	w.OK(err)
	return d
}

// crowd is a draft of three mentees with two places each at m1 and m2.
func (w *world) crowd() (mentoring.Programme, match.Draft) {
	w.T.Helper()
	p := w.opened()
	w.joined(p, mentoring.Mentor, 1, "m1", "m2")
	w.joined(p, mentoring.Mentor, 1, "m3")
	w.joined(p, mentoring.Mentee, 0, "e1", "e2")
	made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
	w.OK(err)
	return p, w.drafted(made.ID)
}

func TestExchangeByHandAndUndo(t *testing.T) {
	each(t, func(w *world) {
		_, d := w.crowd()
		before := w.of(d.ID)
		a, b := d.Pairs[0], d.Pairs[1]
		ways, _, err := d.Options(a.Mentee)
		w.OK(err)
		var way match.Option
		for _, o := range ways {
			if o.With == b.Mentee {
				way = o
			}
		}
		if way.Mentor != b.Mentor || way.WithMentor != a.Mentor {
			w.T.Fatalf("no exchange among %+v", ways)
		}
		in := match.PairChange{Version: d.Version, Mentee: a.Mentee, Mentor: way.Mentor, With: way.With, WithMentor: way.WithMentor}
		w.wantEntry(match.EventPairChanged, "deputy", func() { w.OK(w.Matches.ChangePair(ctx, w.as("deputy"), d.ID, in)) })
		now := w.drafted(d.ID)
		if now.MentorOf(a.Mentee) != b.Mentor || now.MentorOf(b.Mentee) != a.Mentor || now.Changes != 1 {
			w.T.Errorf("after the exchange: %s, %d changes", w.of(d.ID), now.Changes)
		}
		w.Refused(w.Matches.UndoChange(ctx, w.as("deputy"), d.ID, d.Version), fault.KindConflict) // decided on an older version
		w.wantEntry(match.EventPairChanged, "director", func() { w.OK(w.Matches.UndoChange(ctx, w.as("director"), d.ID, now.Version)) })
		if got := w.of(d.ID); got != before {
			w.T.Errorf("after taking it back: %s, before %s", got, before)
		}
		w.Refused(w.Matches.UndoChange(ctx, w.as("deputy"), d.ID, w.version(d.ID)), fault.KindConflict) // nothing left
	})
}

// Who changes what somebody else has changed meanwhile is told, and changes nothing.
func TestTwoWhoChangeAtOnce(t *testing.T) {
	each(t, func(w *world) {
		_, d := w.crowd()
		change := func(by string, mentee string) func() error {
			return func() error {
				return w.Matches.ChangePair(ctx, w.as(by), d.ID, match.PairChange{Version: d.Version, Mentee: mentee})
			}
		}
		if n := w.atOnce(change("deputy", "e1"), change("director", "e2"), change("deputy", "e2"), change("director", "e1")); n != 1 {
			w.T.Errorf("%d of four changes on one version", n)
		}
		now := w.drafted(d.ID)
		if len(now.Pairs) != 1 || now.Version != d.Version+1 {
			w.T.Errorf("%d pairs, version %d", len(now.Pairs), now.Version)
		}
		if n := w.atOnce(times(4, func() error { return w.Matches.UndoChange(ctx, w.as("deputy"), d.ID, now.Version) })...); n != 1 {
			w.T.Errorf("taken back %d times", n)
		}
		if got := w.drafted(d.ID); len(got.Pairs) != 2 || got.Changes != 0 {
			w.T.Errorf("%d pairs, %d changes", len(got.Pairs), got.Changes)
		}
	})
}

// A change that cannot be taken back any more says so.
func TestUndoAfterSomebodySteppedOut(t *testing.T) {
	each(t, func(w *world) {
		_, d := w.crowd()
		was := d.MentorOf("e1")
		w.OK(w.setPair(w.as("deputy"), d.ID, "e1", "m3"))
		w.OK(w.Programmes.Withdraw(ctx, w.as(was), w.invitationOf(was).ID))
		w.Refused(w.Matches.UndoChange(ctx, w.as("deputy"), d.ID, w.version(d.ID)), fault.KindConflict)
		if got := w.drafted(d.ID).MentorOf("e1"); got != "m3" {
			w.T.Errorf("e1 has %q", got)
		}
	})
}

// The cost stands before the change, and is what the draft is worth after it.
func TestCostBeforeIsWorthAfter(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		policy := mentoring.DefaultPolicy()
		policy.Method = matching.BestFit
		w.OK(w.Programmes.SetPolicy(ctx, w.as("deputy"), p.ID, 1, policy))
		w.joined(p, mentoring.Mentor, 2, "m1", "m2", "m3")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2", "e3")
		made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		for _, mentee := range []string{"e1", "e3", "e2"} {
			d := w.drafted(made.ID)
			ways, _, err := d.Options(mentee)
			w.OK(err)
			o := ways[len(ways)-1]
			w.OK(w.Matches.ChangePair(ctx, w.as("deputy"), d.ID, match.PairChange{
				Version: d.Version, Mentee: mentee, Mentor: o.Mentor, With: o.With, WithMentor: o.WithMentor,
			}))
			s, err := w.drafted(made.ID).Standing()
			w.OK(err)
			if s.Matched != o.Worth[0] || s.Fit != o.Worth[1] {
				w.T.Errorf("%s by %+v: %d pairs, fit %d", mentee, o, s.Matched, s.Fit)
			}
		}
	})
}

// Nothing a keeper reads about a draft depends on what people wished: with the
// same pairs, every sentence is the same.
func TestNoSentenceTellsAWish(t *testing.T) {
	each(t, func(w *world) {
		p, d := w.crowd()
		in := w.facts1(p)
		pairs := make([]matching.Pair, len(d.Pairs))
		for i, q := range d.Pairs {
			pairs[i] = matching.Pair{Mentee: q.Mentee, Mentor: q.Mentor, Fit: q.Fit}
		}
		quiet, err := json.Marshal(in.Open(pairs, ""))
		w.OK(err)
		if string(quiet) != d.Choices {
			w.T.Fatalf("kept\n%s\nasked\n%s", d.Choices, quiet)
		}
		for i := range in.Mentees {
			in.Mentees[i].Prefers = []string{"m3", "m2", "m1"}
		}
		for i := range in.Mentors {
			in.Mentors[i].Prefers = []string{"e2", "e1"}
		}
		loud, err := json.Marshal(in.Open(pairs, ""))
		w.OK(err)
		if string(loud) != string(quiet) {
			w.T.Errorf("wishes stand in what keepers read:\n%s\n%s", loud, quiet)
		}
		for _, word := range []string{"prefers", "refuses", "private", "wish"} {
			if strings.Contains(string(loud), word) {
				w.T.Errorf("%q is kept for the pages", word)
			}
		}
	})
}

// facts1 gathers what matching is asked now.
func (w *world) facts1(p mentoring.Programme) match.Instance {
	w.T.Helper()
	outside := w.Look(ctx, w.as("deputy"))
	_, in, err := w.Matches.ToMatch(outside, p.ID, "")
	w.OK(err)
	return in
}
