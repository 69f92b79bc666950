package mentoringtest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"talim/internal/journal"
	"talim/internal/mentoring/group"
)

// answersAreDue lets the days to answer pass.
func (w *world) answersAreDue() {
	w.T.Helper()
	w.Clock.Add(9 * 24 * time.Hour)
	w.runJobs()
}

// seen is all that everybody but one reads of a group and of what it was proposed in, with
// the journal of the school as managers read it.
func (w *world) seen(programme, proposal, group string, but string) map[string]string {
	w.T.Helper()
	out := map[string]string{}
	for _, reader := range []string{"deputy", "director", "m1", "m2", "m3", "e1", "e2", "e3", "e4", "e5", "e6"} {
		if reader == but {
			continue
		}
		page, err := w.Groups.GroupPage(ctx, w.as(reader), group)
		out[reader] = said(page, err)
		listed, err := w.Groups.GroupsOf(ctx, w.as(reader), programme)
		out[reader] += said(listed, err)
		out[reader] += w.reminders(reader)
	}
	p, pairs, err := w.Matches.Proposal(ctx, w.as("deputy"), proposal)
	out["proposal"] = said([]any{p, pairs}, err)
	_, groups, err := w.Groups.GroupProposal(ctx, w.as("deputy"), proposal)
	out["proposal of groups"] = said(groups, err)
	entries, err := journal.Find(ctx, w.D.Read(), school, journal.Filter{Limit: 500})
	w.OK(err)
	for _, e := range entries {
		if e.Event == "mentoring.pair.answered" && (e.Staff != "" || len(e.Details) > 0) {
			w.T.Errorf("the journal tells who answered: %+v", e)
		}
	}
	return out
}

func said(v any, err error) string {
	text, _ := json.Marshal(v)
	return string(text) + fmt.Sprint(err)
}

// Whoever looks at every page before and after each answer learns of no answer, neither of
// a no nor of a yes. Afterwards who was silent looks like who said no.
func TestNobodyLearnsWhoSaidNoToAGroup(t *testing.T) {
	each(t, func(w *world) {
		p := w.circleOf()
		for seed := range uint64(3) {
			made, g := w.anewGroups(p.ID)
			w.OK(w.Groups.SendGroups(ctx, w.as("deputy"), made))
			random := rand.New(rand.NewPCG(seed, 9))
			people := []string{g.Mentor, g.Second.ID, "e1", "e2", "e3", "e4", "e5", "e6"}
			random.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
			var stay []string
			for i, staff := range people[:7] { // the last one is silent
				yes := staff == g.Mentor || random.IntN(2) == 0
				before := w.seen(p.ID, made, g.ID, staff)
				w.OK(w.Groups.AnswerGroup(ctx, w.as(staff), g.ID, yes))
				for reader, was := range before {
					if is := w.seen(p.ID, made, g.ID, staff)[reader]; is != was {
						w.T.Errorf("answer %d (%s, %v): %s saw\n%s\nand sees\n%s", i, staff, yes, reader, was, is)
					}
				}
				if yes && slices.ContainsFunc(g.Members, func(m group.GroupMember) bool { return m.ID == staff }) {
					stay = append(stay, staff)
				}
			}
			w.answersAreDue()
			w.wantMembers(g.ID, stay, slices.Contains(people[:7], g.Mentor))
			if n := w.Count(`SELECT count(*) FROM mentoring_group_answer`) + w.Count(`SELECT count(*) FROM consent WHERE answer = 'no'`); n != 0 {
				w.T.Errorf("%d answers are kept that nobody needs", n)
			}
		}
	})
}

// anewGroups takes back what was asked before and proposes again.
func (w *world) anewGroups(programme string) (string, group.GroupView) {
	w.T.Helper()
	w.Exec(`UPDATE proposal_pair SET state = 'removed'`)
	w.Exec(`UPDATE mentoring_group SET state = 'removed'`)
	made, err := w.Groups.ProposeGroups(ctx, w.as("deputy"), programme)
	w.OK(err)
	_, groups, err := w.Groups.GroupProposal(ctx, w.as("deputy"), made.ID)
	w.OK(err)
	if len(groups) != 1 || len(groups[0].Members) != 6 || groups[0].Second.ID == "" {
		w.T.Fatalf("groups %+v", groups)
	}
	return made.ID, groups[0]
}

func (w *world) wantMembers(id string, want []string, led bool) {
	w.T.Helper()
	if !led {
		want = nil
	}
	var got []string
	for _, m := range w.groupFor("deputy", id).Members {
		got = append(got, m.ID)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		w.T.Errorf("members %v, want %v", got, want)
	}
}
