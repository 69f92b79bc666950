package mentoringtest

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairpage"
	"talim/internal/waiting"
)

// attempt is a change, tried by somebody on a record.
type attempt struct {
	name string
	id   string // of a record of this school; "" where none is named
	own  bool   // for the two, or the person: those who keep the programme are refused as well
	do   func(a access.Actor, id string) error
}

func (w *world) attempts(r records) []attempt {
	day := pairing.NewMeeting{Date: "2013-10-01", StartsAt: "10:15", EndsAt: "11:00"}
	return []attempt{
		{"Open", w.year.ID, false, func(a access.Actor, id string) error {
			return second(w.Programmes.Open(ctx, a, mentoring.NewProgramme{Year: id, Starts: "2013-09-02", Ends: "2014-05-25", Policy: mentoring.DefaultPolicy()}))
		}},
		{"SetPolicy", r.programme.ID, false, func(a access.Actor, id string) error {
			return w.Programmes.SetPolicy(ctx, a, id, 1, mentoring.DefaultPolicy())
		}},
		{"Remedy", r.programme.ID, false, func(a access.Actor, id string) error {
			return w.Programmes.Remedy(ctx, a, id, 1, mentoring.RemedyWilling)
		}},
		{"CloseProgramme", r.programme.ID, false, func(a access.Actor, id string) error { return w.Programmes.CloseProgramme(ctx, a, id) }},
		{"Invite", r.programme.ID, false, func(a access.Actor, id string) error {
			return second(w.Programmes.Invite(ctx, a, id, mentoring.Mentee, []string{"e3"}))
		}},
		{"Propose", r.programme.ID, false, func(a access.Actor, id string) error { return second(w.Matches.Propose(ctx, a, id)) }},
		{"ChangePair", r.proposal, false, func(a access.Actor, id string) error { return w.setPair(a, id, "e2", "m2") }},
		{"Send", r.proposal, false, func(a access.Actor, id string) error { return w.Matches.Send(ctx, a, id) }},
		{"PrepareOrder", r.programme.ID, false, func(a access.Actor, id string) error { return second(w.Matches.PrepareOrder(ctx, a, id)) }},
		{"WithdrawOrder", r.order, false, func(a access.Actor, id string) error { return w.Matches.WithdrawOrder(ctx, a, id) }},
		{"Sign", r.order, false, func(a access.Actor, id string) error { return w.Matches.SignOrder(ctx, a, id, match.Signature{}) }},
		{"Complete", r.pairing.ID, false, func(a access.Actor, id string) error { return w.Pairings.Complete(ctx, a, id) }},
		{"Appreciate", r.programme.ID, false, func(a access.Actor, id string) error {
			return second(w.Pairings.Appreciate(ctx, a, id, mentoring.Mentor, ""))
		}},
		{"AnswerInvitation", r.mentor, true, func(a access.Actor, id string) error { return w.Programmes.AnswerInvitation(ctx, a, id, true) }},
		{"Withdraw", r.mentor, true, func(a access.Actor, id string) error { return w.Programmes.Withdraw(ctx, a, id) }},
		{"SaveProfile", r.mentor, true, func(a access.Actor, id string) error {
			return w.Programmes.SaveProfile(ctx, a, id, mentoring.NewProfile{})
		}},
		{"AnswerPair", r.pair, true, func(a access.Actor, id string) error { return second(w.Matches.AnswerPair(ctx, a, id, true)) }},
		{"AskChange", r.pairing.ID, false, func(a access.Actor, id string) error { return w.Matches.AskChange(ctx, a, id) }},
		{"SavePlan", r.pairing.ID, true, func(a access.Actor, id string) error {
			return w.Pairings.SavePlan(ctx, a, id, 1, pairing.PlanContent{})
		}},
		{"AgreePlan", r.pairing.ID, true, func(a access.Actor, id string) error { return w.Pairings.AgreePlan(ctx, a, id, 1) }},
		{"BookMeeting", r.pairing.ID, true, func(a access.Actor, id string) error { return second(w.Pairings.BookMeeting(ctx, a, id, day)) }},
		{"BookWeekly", r.pairing.ID, true, func(a access.Actor, id string) error {
			return second(w.Pairings.BookWeekly(ctx, a, id, pairing.NewWeekly{}))
		}},
		{"Prepare", r.meeting, true, func(a access.Actor, id string) error { return w.Pairings.Prepare(ctx, a, id, pairing.NewNotes{}) }},
		{"Hold", r.meeting, true, func(a access.Actor, id string) error { return w.Pairings.Hold(ctx, a, id, pairing.HoldMeeting{}) }},
		{"Move", r.meeting, true, func(a access.Actor, id string) error { return second(w.Pairings.Move(ctx, a, id, "ill", day)) }},
		{"Cancel", r.meeting, true, func(a access.Actor, id string) error { return w.Pairings.Cancel(ctx, a, id, "ill") }},
		{"FinishStep", r.step, true, func(a access.Actor, id string) error { return second(w.Pairings.FinishStep(ctx, a, id)) }},
		{"PlanVisit", r.pairing.ID, true, func(a access.Actor, id string) error {
			return second(w.Pairings.PlanVisit(ctx, a, id, pairing.NewVisit{}))
		}},
		{"HoldVisit", r.visit, true, func(a access.Actor, id string) error { return w.Pairings.HoldVisit(ctx, a, id, "", nil) }},
		{"CancelVisit", r.visit, true, func(a access.Actor, id string) error { return w.Pairings.CancelVisit(ctx, a, id, "") }},
		{"Share", r.pairing.ID, true, func(a access.Actor, id string) error {
			return w.Pairings.Share(ctx, a, id, pairing.NewResource{Title: "a book", Place: "shelf"})
		}},
		{"Unshare", r.pairing.ID, true, func(a access.Actor, id string) error { return w.Pairings.Unshare(ctx, a, id, "x") }},
		{"SaveReport", r.pairing.ID, true, func(a access.Actor, id string) error { return w.Pairings.SaveReport(ctx, a, id, pairing.NewReport{}) }},
		{"ReplyToReport", r.pairing.ID, true, func(a access.Actor, id string) error { return w.Pairings.ReplyToReport(ctx, a, id, pairing.Agree, "") }},
	}
}

// Every attempt refuses whoever may not, does not know the records of another school,
// and writes nothing when it refuses.
func TestRefusals(t *testing.T) {
	each(t, func(w *world) {
		r := w.everything()
		watch := apptest.NewWatch(w.T, w.D)
		before := watch.Rows()
		for _, v := range w.attempts(r) {
			for name, a := range map[string]access.Actor{
				"another teacher": w.as("e3"), "administrator": w.holding("e3", access.Administrator),
				"head of a unit": w.holding("e3", access.SMUHead), "nobody": {School: school},
			} {
				if err := v.do(a, v.id); !fault.Is(err, fault.KindForbidden) {
					w.T.Errorf("%s by %s: %v", v.name, name, err)
				}
			}
			if err := v.do(elsewhere, v.id); !fault.Is(err, fault.KindNotFound) {
				w.T.Errorf("%s from another School: %v", v.name, err)
			}
			if err := v.do(w.as("director"), "none"); !fault.Is(err, fault.KindNotFound) {
				w.T.Errorf("%s of what is not there: %v", v.name, err)
			}
			if v.own {
				w.Refused(v.do(w.as("deputy"), v.id), fault.KindForbidden)
				w.Refused(v.do(w.as("director"), v.id), fault.KindForbidden)
			}
		}
		w.Refused(w.Matches.SignOrder(ctx, w.as("deputy"), r.order, match.Signature{}), fault.KindForbidden)
		w.Refused(w.Pairings.SaveReport(ctx, w.as("e1"), r.pairing.ID, pairing.NewReport{}), fault.KindForbidden)
		w.Refused(w.Pairings.ReplyToReport(ctx, w.as("m1"), r.pairing.ID, pairing.Agree, ""), fault.KindForbidden)
		if changed := apptest.Difference(before, watch.Rows()); len(changed) > 0 {
			w.T.Errorf("what was refused changed\n%s", strings.Join(changed, "\n"))
		}
	})
}

// What has ended takes no change any more, by anybody.
func TestVerbsRefuseAPairThatHasEnded(t *testing.T) {
	each(t, func(w *world) {
		r := w.everything()
		w.OK(w.Matches.AskChange(ctx, w.as("e1"), r.pairing.ID))
		watch := apptest.NewWatch(w.T, w.D)
		before := watch.Rows()
		for _, v := range w.attempts(r) {
			switch v.name {
			case "AskChange", "SavePlan", "AgreePlan", "BookMeeting", "BookWeekly", "Prepare", "Hold", "Move", "Cancel", "FinishStep", "PlanVisit",
				"HoldVisit", "CancelVisit", "Share", "Unshare", "SaveReport":
				if err := v.do(w.as("m1"), v.id); !fault.Is(err, fault.KindConflict) {
					w.T.Errorf("%s after the end: %v", v.name, err)
				}
			}
		}
		w.Refused(w.Pairings.ReplyToReport(ctx, w.as("e1"), r.pairing.ID, pairing.Agree, ""), fault.KindConflict)
		w.Refused(w.Pairings.Complete(ctx, w.as("deputy"), r.pairing.ID), fault.KindConflict)
		if changed := apptest.Difference(before, watch.Rows()); len(changed) > 0 {
			w.T.Errorf("what came after the end changed\n%s", strings.Join(changed, "\n"))
		}
		w.OK(w.Programmes.CloseProgramme(ctx, w.as("deputy"), r.programme.ID))
		for _, v := range w.attempts(r) {
			switch v.name {
			case "SetPolicy", "Remedy", "CloseProgramme", "Invite", "Propose", "ChangePair", "Send", "PrepareOrder", "WithdrawOrder":
				if err := v.do(w.as("deputy"), v.id); !fault.Is(err, fault.KindConflict) {
					w.T.Errorf("%s after the programme: %v", v.name, err)
				}
			case "AnswerInvitation", "Withdraw", "SaveProfile":
				if err := v.do(w.as("m1"), v.id); !fault.Is(err, fault.KindConflict) {
					w.T.Errorf("%s after the programme: %v", v.name, err)
				}
			}
		}
	})
}

// A closed programme leaves nothing that waits for anybody.
func TestClosingTakesBackWhatIsOpen(t *testing.T) {
	each(t, func(w *world) {
		p := w.opened()
		w.joined(p, mentoring.Mentor, 2, "m1", "m2")
		w.joined(p, mentoring.Mentee, 0, "e1", "e2")
		_, pairs := w.proposed(p)
		w.agreed(pairs[:1])
		_, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.joined(p, mentoring.Mentee, 0, "e3")
		_, err = w.Matches.Propose(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		w.OK(w.Programmes.CloseProgramme(ctx, w.as("deputy"), p.ID))
		for _, who := range []string{"director", "deputy", "m1", "m2", "e1", "e2", "e3"} {
			items, _, err := waiting.Find(ctx, w.D.Read(), []waiting.Source{pairpage.Waiting}, nil, w.as(who), w.Today())
			w.OK(err)
			if len(items) > 0 {
				w.T.Errorf("%s still has %+v", who, items)
			}
		}
		_, err = w.Matches.AnswerPair(ctx, w.as(pairs[1].Mentor), pairs[1].ID, true)
		w.Refused(err, fault.KindConflict)
	})
}

// Words that are wrong are said at their field, and nothing is kept.
func TestInvalidInput(t *testing.T) {
	each(t, func(w *world) {
		r := w.everything()
		g := r.pairing.ID
		m1, deputy := w.as("m1"), w.as("deputy")
		order, watch := w.draftOrder(r), apptest.NewWatch(w.T, w.D)
		before := watch.Rows()
		for name, c := range map[string]struct {
			err  error
			want string
		}{
			"invite nobody":            {second(w.Programmes.Invite(ctx, deputy, r.programme.ID, mentoring.Mentee, nil)), "staff"},
			"invite an empty id":       {second(w.Programmes.Invite(ctx, deputy, r.programme.ID, mentoring.Mentee, []string{""})), "staff"},
			"invite on no side":        {second(w.Programmes.Invite(ctx, deputy, r.programme.ID, "friend", []string{"e3"})), "staff"},
			"a mentor too young":       {second(w.Programmes.Invite(ctx, deputy, r.programme.ID, mentoring.Mentor, []string{"e3"})), "staff"},
			"letters for no side":      {second(w.Pairings.Appreciate(ctx, deputy, r.programme.ID, "", "")), "side"},
			"empty profile":            {w.Programmes.SaveProfile(ctx, m1, r.mentor, mentoring.NewProfile{Version: 1}), "capacity languages topics"},
			"wish for a stranger":      {w.Programmes.SaveProfile(ctx, m1, r.mentor, profile(1, "stranger")), "wishes"},
			"empty plan":               {w.Pairings.SavePlan(ctx, m1, g, 1, pairing.PlanContent{Goals: []string{" "}}), "goal_1"},
			"meeting of no day":        {second(w.Pairings.BookMeeting(ctx, m1, g, pairing.NewMeeting{})), "date starts_at"},
			"meeting of yesterday":     {second(w.Pairings.BookMeeting(ctx, m1, g, pairing.NewMeeting{Date: "2013-09-22", StartsAt: "10:00", EndsAt: "10:45"})), "date"},
			"meeting after the end":    {second(w.Pairings.BookMeeting(ctx, m1, g, pairing.NewMeeting{Date: "2014-05-21", StartsAt: "10:00", EndsAt: "10:45"})), "date"},
			"weekly at no time":        {second(w.Pairings.BookWeekly(ctx, m1, g, pairing.NewWeekly{Weekday: 1})), "starts_at"},
			"weekly on no day":         {second(w.Pairings.BookWeekly(ctx, m1, g, pairing.NewWeekly{StartsAt: "10:15", EndsAt: "11:00"})), "weekday"},
			"visit by somebody else":   {second(w.Pairings.PlanVisit(ctx, m1, g, pairing.NewVisit{Observer: "deputy", Date: "2013-09-25"})), "observer"},
			"visit on no day":          {second(w.Pairings.PlanVisit(ctx, m1, g, pairing.NewVisit{Observer: "m1"})), "date"},
			"visit to no lesson":       {second(w.Pairings.PlanVisit(ctx, m1, g, pairing.NewVisit{Observer: "m1", Date: "2013-09-25"})), "lesson"},
			"step of the past":         {w.Pairings.Hold(ctx, m1, r.meeting, pairing.HoldMeeting{Version: 1, Steps: []pairing.NewStep{{Text: "x", Owner: "e1", Due: "2013-09-22"}}}), "due_1"},
			"shared without a report":  {w.Pairings.SaveReport(ctx, m1, g, pairing.NewReport{Share: true}), "done"},
			"order without its number": {w.Matches.SignOrder(ctx, w.as("director"), order, match.Signature{}), "date number starts"},
		} {
			if got := apptest.FieldsOf(c.err); got != c.want {
				w.T.Errorf("%s: %s, want %s", name, got, c.want)
			}
		}
		if changed := apptest.Difference(before, watch.Rows()); len(changed) > 0 {
			w.T.Errorf("what is wrong was kept\n%s", strings.Join(changed, "\n"))
		}
	})
}

func profile(version int, wishes ...string) mentoring.NewProfile {
	return mentoring.NewProfile{
		Version: version, Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: 2, Preferences: mentoring.Preferences{Wishes: wishes},
	}
}

// draftOrder lets the asked pair agree and prepares its order.
func (w *world) draftOrder(r records) string {
	w.T.Helper()
	for _, staff := range []string{"m2", "e2"} {
		w.OK(second(w.Matches.AnswerPair(ctx, w.as(staff), r.pair, true)))
	}
	o, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), r.programme.ID)
	w.OK(err)
	return o.ID
}
