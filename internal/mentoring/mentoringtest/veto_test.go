package mentoringtest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
)

var (
	mentorsTried = []string{"m1", "m2", "m3"}
	menteesTried = []string{"e1", "e2"}
)

// triedByHand is all that a deputy reads of a draft who gives every mentee every mentor by
// every way, looks at every page in between, and takes each change back.
func (w *world) triedByHand(programme, proposal string) []string {
	w.T.Helper()
	var out []string
	read := func(what string, v any, err error) { out = append(out, what+" "+said(v, err)) }
	look := func(when string) {
		d := w.drafted(proposal)
		left, err := d.Left()
		read(when+": left", left, err)
		standing, err := d.Standing()
		read(when+": standing", standing, err)
		read(when+": free", d.Free(), nil)
		for _, mentee := range menteesTried {
			can, cannot, err := d.Options(mentee)
			read(when+": ways of "+mentee, []any{can, cannot}, err)
			next, ok, err := d.NextBest(mentee)
			read(when+": next best of "+mentee, []any{next, ok}, err)
		}
		for _, q := range d.Pairs {
			read(when+": pair", []any{q.Mentee, q.Mentor, q.Fit, q.Reasons, q.ByHand}, nil)
		}
		summary, err := w.Matches.Summary(ctx, w.as("deputy"), programme)
		summary.DraftProposal = ""
		read(when+": summary", summary, err)
	}
	w.OK(w.setPair(w.as("deputy"), proposal, "e1", "")) // from the first change on, pages may say "at least"
	w.OK(w.Matches.UndoChange(ctx, w.as("deputy"), proposal, w.version(proposal)))
	look("first")
	for _, mentee := range menteesTried {
		for _, mentor := range mentorsTried {
			for _, with := range append([]string{""}, menteesTried...) {
				d := w.drafted(proposal)
				err := w.Matches.ChangePair(ctx, w.as("deputy"), proposal, match.PairChange{
					Version: d.Version, Mentee: mentee, Mentor: mentor, With: with, WithMentor: d.MentorOf(mentee),
				})
				what := fmt.Sprintf("%s to %s with %q", mentee, mentor, with)
				read(what, w.version(proposal)-d.Version, err)
				if err == nil && w.version(proposal) > d.Version {
					look(what)
					w.OK(w.Matches.UndoChange(ctx, w.as("deputy"), proposal, w.version(proposal)))
				}
			}
		}
	}
	return out
}

func (w *world) vetoes(staff string, others ...string) {
	w.T.Helper()
	w.saves(staff, func(in *mentoring.NewProfile) { in.Vetoes = others })
}

// Whoever tries all pairs by hand learns of no "rather not": neither whether somebody said
// so, nor by comparing before and after. What a proposal of the program itself may tell stands
// in docs/decisions/0010-what-a-proposal-tells.md.
func TestNobodyLearnsOfAVetoByHand(t *testing.T) {
	each(t, func(w *world) {
		p, d := w.crowd()
		before := w.triedByHand(p.ID, d.ID)
		spare := "m1"
		for _, m := range mentorsTried { // whom the draft gives to nobody
			if d.MentorOf("e1") != m && d.MentorOf("e2") != m {
				spare = m
			}
		}
		for name, say := range map[string]func(){
			"hers against one outside of the draft": func() { w.vetoes("e1", spare) },
			"his against both":                      func() { w.vetoes(spare, "e1", "e2") },
			"hers against her own":                  func() { w.vetoes("e1", d.MentorOf("e1")) },
			"hers against all":                      func() { w.vetoes("e2", mentorsTried...) },
		} {
			say()
			if after := w.triedByHand(p.ID, d.ID); !reflect.DeepEqual(before, after) {
				for i := range min(len(before), len(after)) {
					if before[i] != after[i] {
						w.T.Errorf("%s:\n%s\nbefore\n%s", name, after[i], before[i])
						break
					}
				}
			}
			w.vetoes("e1")
			w.vetoes("e2")
			w.vetoes(spare)
		}
	})
}

// A proposal that leaves the pairs as they were reads the same with a "rather not" as without.
func TestProposalWithTheSamePairsTellsOfNoVeto(t *testing.T) {
	each(t, func(w *world) {
		p, d := w.crowd()
		before := w.triedByHand(p.ID, d.ID)
		for _, m := range mentorsTried {
			if d.MentorOf("e1") != m {
				w.vetoes(m, "e1")
			}
		}
		again, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		if w.of(again.ID) != w.of(d.ID) {
			w.T.Skip("another proposal")
		}
		if after := w.triedByHand(p.ID, again.ID); !reflect.DeepEqual(before, after) {
			w.T.Errorf("\n%s\nbefore\n%s", strings.Join(after, "\n"), strings.Join(before, "\n"))
		}
	})
}

// A pair by hand of whom one would rather not is asked like every other. She reads what she
// said, the other and those who keep the programme do not, and her no is like every no.
func TestVetoedPairByHandIsAskedLikeAnyOther(t *testing.T) {
	for _, who := range []string{"e1", "m1"} {
		t.Run(who, func(t *testing.T) {
			each(t, func(w *world) {
				p := w.opened()
				w.joined(p, mentoring.Mentor, 1, "m1")
				w.joined(p, mentoring.Mentee, 0, "e1")
				other := map[string]string{"e1": "m1", "m1": "e1"}[who]
				w.vetoes(who, other)
				made, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
				w.OK(err)
				if got := w.of(made.ID); got != "" {
					w.T.Fatalf("the program proposes %s", got)
				}
				left, err := made.Left()
				if len(left) != 1 || left[0].Why.Key != "matching.unmatched.not_proposed" || err != nil {
					w.T.Errorf("left %+v, %v", left, err)
				}
				w.OK(w.setPair(w.as("deputy"), made.ID, "e1", "m1"))
				w.OK(w.Matches.Send(ctx, w.as("deputy"), made.ID))
				_, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), made.ID)
				w.OK(err)
				for reader, want := range map[string]bool{who: true, other: false} {
					mine, err := w.Matches.MyPair(ctx, w.as(reader), pairs[0].ID)
					w.OK(err)
					if mine.RatherNot != want {
						w.T.Errorf("%s reads %v", reader, mine.RatherNot)
					}
				}
				w.OK(second(w.Matches.AnswerPair(ctx, w.as(who), pairs[0].ID, false)))
				if got := w.of(made.ID); got != "e1+m1 not_agreed" {
					w.T.Errorf("after her no: %s", got)
				}
				again, err := w.Matches.Propose(ctx, w.as("deputy"), p.ID)
				w.OK(err)
				w.Refused(w.setPair(w.as("deputy"), again.ID, "e1", "m1"), fault.KindInvalid) // as after every no
			})
		})
	}
}

// In a group it is the same: moved by hand, asked, and reminded of what she said.
func TestNobodyLearnsOfAVetoInAGroup(t *testing.T) {
	each(t, func(w *world) {
		p := w.circleOf()
		made, g := w.draftGroups(p)
		tried := func() (out []string) {
			for _, mentee := range []string{"e1", "e6"} {
				for _, to := range []string{"", g.ID} {
					out = append(out, said(mentee+" to "+to, w.Groups.MoveToGroup(ctx, w.as("deputy"), made.ID, mentee, to)))
					_, groups, err := w.Groups.GroupProposal(ctx, w.as("deputy"), made.ID)
					for i := range groups {
						for j := range groups[i].Members {
							groups[i].Members[j].Pair = ""
						}
					}
					out = append(out, said(groups, err))
				}
			}
			return out
		}
		tried() // who was moved stands behind the others from then on
		before := tried()
		w.vetoes("e1", g.Mentor)
		w.vetoes(g.Mentor, "e6")
		if after := tried(); !reflect.DeepEqual(before, after) {
			w.T.Errorf("\n%s\nbefore\n%s", strings.Join(after, "\n"), strings.Join(before, "\n"))
		}
		w.OK(w.Groups.SendGroups(ctx, w.as("deputy"), made.ID))
		for reader, want := range map[string]bool{"e1": true, g.Mentor: true, "e6": false, "e2": false, "deputy": false} {
			if got := w.groupFor(reader, g.ID).RatherNot; got != want {
				w.T.Errorf("%s reads %v", reader, got)
			}
		}
	})
}
