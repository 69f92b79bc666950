package support

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
)

var (
	tooLongLine     = strings.Repeat("ө", maxLine+1)
	tooLongNote     = strings.Repeat("ө", maxNote+1)
	tooLongQuestion = strings.Repeat("ө", maxQuestion+1)
)

// refused is a request and what it is answered.
func refused(name, want string, err func() error) apptest.Refusal {
	return apptest.Refusal{Name: name, Want: want, Err: err}
}

// confided is "it does not work" of e1 to the coordinator: its id.
func (w *world) confided() string {
	w.T.Helper()
	id, err := w.ReportMismatch(ctx, who("e1"), firstPair, NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "time", Text: "уақыт жоқ"}})
	w.OK(err)
	return id
}

// What is typed has its bounds, which are said at the field; nothing is kept of it.
func TestVerbsOfSupportRefuseInputAtItsField(t *testing.T) {
	each(t, func(w *world) {
		question, err := w.Ask(ctx, who("e1"), NewQuestion{To: "m1", Text: "Қалай?"})
		w.OK(err)
		mismatch := w.confided()
		ask := func(in NewQuestion) func() error {
			return func() error { _, err := w.Ask(ctx, who("e1"), in); return err }
		}
		reply := func(text string) func() error {
			return func() error { return w.Reply(ctx, who("m1"), question, text) }
		}
		name := func(in NewHelper) func() error { return func() error { return w.NameHelper(ctx, who("e1"), in) } }
		check := func(in Answers) func() error {
			return func() error { return w.KeepCheckIn(ctx, who("e1"), in) }
		}
		wish := func(in Guidance) func() error {
			return func() error { return w.SayWish(ctx, who("e1"), firstPair, in) }
		}
		report := func(in NewMismatch) func() error {
			return func() error { _, err := w.ReportMismatch(ctx, who("e2"), "pm2e2", in); return err }
		}
		offer := func(in NewOffer) func() error {
			return func() error { return w.Offer(ctx, who("coordinator"), mismatch, in) }
		}
		term := func(in Term) func() error { return func() error { return w.SaveTerm(ctx, who("deputy"), in) } }
		weeks := func(n int) func() error {
			return func() error { return w.SetRhythm(ctx, who("deputy"), "p", 0, n) }
		}
		viewer := func(staff string) func() error { return func() error { return w.ChooseViewer(ctx, who("e1"), staff) } }
		trust := func(staff string) func() error {
			return func() error { return w.NameTrust(ctx, who("deputy"), "p", staff) }
		}
		apptest.NewWatch(t, w.D).Refuses(
			refused("a question to nobody", "to:support.question.nobody", ask(NewQuestion{Text: "?"})),
			refused("no question", "text:fault.text_missing", ask(NewQuestion{To: "m1", Text: " \n"})),
			refused("a long question", "text:fault.too_long", ask(NewQuestion{To: "m1", Text: tooLongQuestion})),
			refused("nothing at all", "text:fault.text_missing to:support.question.nobody", ask(NewQuestion{})),
			refused("no answer", "text:fault.text_missing", reply(" ")), refused("a long answer", "text:fault.too_long", reply(tooLongQuestion)),
			refused("no helper", "staff:support.helper.nobody", name(NewHelper{})), refused("oneself", "staff:support.helper.self", name(NewHelper{Staff: "e1"})),
			refused("who is not here", "staff:support.person.gone", name(NewHelper{Staff: "nobody"})),
			refused("outside, not asked", "agreed:support.helper.agree_first", name(NewHelper{Outside: OutsidePerson{Name: "Апай"}})),
			refused("a long name outside", "name:fault.too_long", name(NewHelper{Outside: OutsidePerson{Name: tooLongLine}, Agreed: true})),
			refused("a long contact", "contact:fault.too_long", name(NewHelper{Outside: OutsidePerson{Name: "Апай", Contact: tooLongLine}, Agreed: true})),
			refused("no step of a check-in", "backed:support.step.missing mood:support.step.missing strength:support.step.missing", check(Answers{})),
			refused("steps that there are not", "mood:support.step.missing strength:support.step.missing", check(Answers{Mood: 6, Backed: 5, Strength: -1})),
			refused("a long note", "note:fault.too_long", check(Answers{Mood: 1, Backed: 1, Strength: 1, Note: tooLongNote})),
			refused("no viewer", "viewer:support.helper.nobody", viewer("")), refused("oneself as viewer", "viewer:support.helper.self", viewer("e1")),
			refused("a viewer who is not here", "staff:support.person.gone", viewer("nobody")),
			refused("no wish", "step:support.step.missing", wish(Guidance{})), refused("a wish beyond", "step:support.step.missing", wish(Guidance{Step: 6})),
			refused("a long wish", "text:fault.too_long", wish(Guidance{Step: 3, Text: tooLongNote})),
			refused("no concern", "kind:support.choose receiver:support.choose", report(NewMismatch{})),
			refused("another concern without words", "text:fault.text_missing", report(NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "other"}})),
			refused("a long concern", "text:fault.too_long", report(NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "fit", Text: tooLongQuestion}})),
			refused("to the partner", "receiver:support.choose", report(NewMismatch{Receiver: "m2", Concern: Concern{Kind: "fit"}})),
			refused("to the director", "receiver:support.choose", report(NewMismatch{Receiver: "director", Concern: Concern{Kind: "fit"}})),
			refused("to a deputy beside a coordinator", "receiver:support.choose", report(NewMismatch{Receiver: "deputy", Concern: Concern{Kind: "fit"}})),
			refused("nothing offered", "what:support.choose", offer(NewOffer{Text: "сөз"})), refused("an offer that there is not", "what:support.choose", offer(NewOffer{What: []Offered{OfferTalk, "holiday"}})),
			refused("long words of an offer", "text:fault.too_long", offer(NewOffer{What: []Offered{OfferTalk}, Text: tooLongNote})),
			refused("a word without a word", "means_kk:support.term.means_missing word_kk:support.term.word_missing", term(Term{})),
			refused("long words", "means_en:fault.too_long word_ru:fault.too_long", term(Term{WordKK: "сөз", MeansKK: "мағына", WordRU: tooLongLine, MeansEN: tooLongNote})),
			refused("less than no weeks", "weeks:support.rhythm.range", weeks(-1)), refused("more than a term", "weeks:support.rhythm.range", weeks(maxWeeks+1)),
			refused("nobody to trust", "staff:support.helper.nobody", trust("")), refused("somebody gone to trust", "staff:support.person.gone", trust("nobody")),
		)
	})
}

// Bounds are inclusive: what just fits is taken.
func TestVerbsOfSupportTakeWhatJustFits(t *testing.T) {
	each(t, func(w *world) {
		line, note, question := tooLongLine[2:], tooLongNote[2:], tooLongQuestion[2:]
		id, err := w.Ask(ctx, who("e1"), NewQuestion{To: "m1", Text: " " + question + "\n"})
		w.OK(err)
		w.OK(w.Reply(ctx, who("m1"), id, question))
		w.OK(w.NameHelper(ctx, who("e1"), NewHelper{Outside: OutsidePerson{Name: line, Contact: line}, Agreed: true}))
		w.OK(w.KeepCheckIn(ctx, who("e1"), Answers{Mood: 1, Backed: Steps, Strength: 1, Note: note}))
		w.OK(w.SayWish(ctx, who("e1"), firstPair, Guidance{Step: Steps, Text: note}))
		w.OK(w.SetRhythm(ctx, who("deputy"), "p", 0, maxWeeks))
		w.OK(w.SetRhythm(ctx, who("deputy"), "p", 1, 0))
		w.OK(w.SaveTerm(ctx, who("deputy"), Term{WordKK: line, MeansRU: note}))
		q, said, err := w.Question(ctx, who("e1"), id)
		if w.OK(err); q.Words != question || len(said) != 1 || said[0].Words != question {
			t.Errorf("asked and answered %d and %d letters", len(q.Words), len(said[0].Words))
		}
	})
}

// What is between two is nobody else's: any other verb finds nothing, or is refused.
func TestVerbsOfSupportRefuseOthers(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.NameHelper(ctx, who("e1"), NewHelper{Staff: "t3"}))
		w.OK(w.NameTrust(ctx, who("deputy"), "p", "psy"))
		asked, err := w.Helpers(ctx, who("t3"))
		w.OK(err)
		a, err := w.Arrangement(ctx, who("psy"), "p")
		w.OK(err)
		question, err := w.Ask(ctx, who("e1"), NewQuestion{To: "m1", Text: "Қалай?"})
		w.OK(err)
		helper, trust, mismatch := asked[0].ID, a.Trusted[0].ID, w.confided()
		w.OK(w.Offer(ctx, who("coordinator"), mismatch, NewOffer{What: []Offered{OfferTalk}}))
		m, err := w.Mismatch(ctx, who("e1"), mismatch)
		w.OK(err)
		var all []apptest.Refusal
		by := func(name, want string, but []string, do func(a access.Actor) error) {
			for _, code := range others(but...) {
				all = append(all, refused(name+" by "+code, want, func() error { return do(who(code)) }))
			}
		}
		missing := "notfound support.helper.missing"
		by("answering as a helper", missing, []string{"t3"}, func(a access.Actor) error { return w.AnswerHelper(ctx, a, helper, true) })
		by("ending a choice", missing, []string{"t3", "e1"}, func(a access.Actor) error { return w.EndHelper(ctx, a, helper) })
		by("closing a question", "notfound support.question.missing", []string{"e1", "m1"}, func(a access.Actor) error { return w.CloseQuestion(ctx, a, question) })
		by("answering a question", "notfound support.question.missing", []string{"e1", "m1"}, func(a access.Actor) error { return w.Reply(ctx, a, question, "x") })
		missing = "notfound support.mismatch.missing"
		by("offering", missing, []string{"e1", "coordinator"}, func(a access.Actor) error { return w.Offer(ctx, a, mismatch, NewOffer{What: []Offered{OfferTalk}}) })
		by("answering an offer", missing, []string{"e1", "coordinator"}, func(a access.Actor) error { return w.AnswerOffer(ctx, a, mismatch, m.Offers[0].ID, true) })
		by("settling", missing, []string{"e1", "coordinator"}, func(a access.Actor) error { return w.Settle(ctx, a, mismatch) })
		by("taking back", missing, []string{"e1", "coordinator"}, func(a access.Actor) error { return w.TakeBack(ctx, a, mismatch) })
		own := "forbidden support.access.own"
		all = append(all,
			refused("the receiver settles", own, func() error { return w.Settle(ctx, who("coordinator"), mismatch) }),
			refused("the receiver takes back", own, func() error { return w.TakeBack(ctx, who("coordinator"), mismatch) }),
			refused("the receiver answers", own, func() error { return w.AnswerOffer(ctx, who("coordinator"), mismatch, m.Offers[0].ID, true) }),
			refused("the sender offers", own, func() error { return w.Offer(ctx, who("e1"), mismatch, NewOffer{What: []Offered{OfferTalk}}) }),
			refused("an offer of another", missing, func() error { return w.AnswerOffer(ctx, who("e1"), mismatch, "none", true) }),
			refused("who was asked closes", own, func() error { return w.CloseQuestion(ctx, who("m1"), question) }),
			refused("told of another's pair", "forbidden support.access.pair", func() error {
				_, err := w.ReportMismatch(ctx, who("e2"), firstPair, NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "fit"}})
				return err
			}),
			refused("a second while one is open", "conflict support.mismatch.sent_already", func() error {
				_, err := w.ReportMismatch(ctx, who("e1"), firstPair, NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "fit"}})
				return err
			}),
			refused("a mentor's check-in", "forbidden support.access.mentee", func() error { return w.KeepCheckIn(ctx, who("m1"), Answers{Mood: 1, Backed: 1, Strength: 1}) }),
			refused("a mentor's viewer", "forbidden support.access.mentee", func() error { return w.ChooseViewer(ctx, who("m1"), "t3") }),
			refused("a mentor's wish", "forbidden support.access.mentee", func() error { return w.SayWish(ctx, who("m1"), firstPair, Guidance{Step: 1}) }),
			refused("seen by the mentee", own, func() error { return w.SeenWish(ctx, who("e1"), firstPair) }),
			refused("trust answered by another", own, func() error { return w.AnswerTrust(ctx, who("deputy"), trust, true) }),
			refused("trust ended by a colleague", "forbidden support.access.keep", func() error { return w.EndTrust(ctx, who("t3"), trust) }),
			refused("trust of another school", "notfound support.trust.missing", func() error { return w.EndTrust(ctx, who("stranger"), trust) }),
			refused("trust named twice", "conflict support.helper.named_already", func() error { return w.NameTrust(ctx, who("deputy"), "p", "psy") }),
			refused("rhythm of another school", "notfound mentoring.programme.missing", func() error { return w.SetRhythm(ctx, who("stranger"), "p", 0, 1) }),
			refused("a word of none", "notfound support.term.missing", func() error { return w.SaveTerm(ctx, who("deputy"), Term{ID: "none", WordKK: "x", MeansKK: "x"}) }),
		)
		for _, code := range []string{"m1", "psy", "head", "secretary", "admin"} {
			all = append(all,
				refused("a word by "+code, "forbidden support.access.keep", func() error { return w.SaveTerm(ctx, who(code), Term{WordKK: "x", MeansKK: "x"}) }),
				refused("rhythm by "+code, "forbidden support.access.keep", func() error { return w.SetRhythm(ctx, who(code), "p", 0, 1) }),
				refused("trust by "+code, "forbidden support.access.keep", func() error { return w.NameTrust(ctx, who(code), "p", "t3") }))
		}
		apptest.NewWatch(t, w.D).Refuses(all...)
	})
}

// What is over is not said again, and a second click changes and tells nothing.
func TestSecondClicksOfSupportChangeNothing(t *testing.T) {
	each(t, func(w *world) {
		h := w.helped()
		question, err := w.Ask(ctx, who("e1"), NewQuestion{To: "m1", Text: "Қалай?"})
		w.OK(err)
		w.OK(w.CloseQuestion(ctx, who("e1"), question))
		w.OK(w.SayWish(ctx, who("e1"), firstPair, Guidance{Step: 2}))
		w.OK(w.SeenWish(ctx, who("m1"), firstPair))
		mismatch := w.confided()
		w.OK(w.Settle(ctx, who("e1"), mismatch))
		w.OK(w.NameTrust(ctx, who("deputy"), "p", "psy"))
		a, err := w.Arrangement(ctx, who("psy"), "p")
		w.OK(err)
		trust := a.Trusted[0].ID
		w.OK(w.AnswerTrust(ctx, who("psy"), trust, true))
		w.OK(w.ChooseViewer(ctx, who("e1"), "t3"))
		w.Clock.Set("2013-09-10T09:00")
		over := "conflict support.mismatch.over"
		watch := apptest.NewWatch(t, w.D)
		watch.Refuses(
			refused("closed again", "", func() error { return w.CloseQuestion(ctx, who("e1"), question) }),
			refused("seen again", "", func() error { return w.SeenWish(ctx, who("m1"), firstPair) }),
			refused("agreed again", "conflict support.helper.answered", func() error { return w.AnswerHelper(ctx, who("t3"), h.ID, true) }),
			refused("declined after", "conflict support.helper.answered", func() error { return w.AnswerHelper(ctx, who("t3"), h.ID, false) }),
			refused("settled again", over, func() error { return w.Settle(ctx, who("e1"), mismatch) }),
			refused("taken back after", over, func() error { return w.TakeBack(ctx, who("e1"), mismatch) }),
			refused("offered after", over, func() error { return w.Offer(ctx, who("coordinator"), mismatch, NewOffer{What: []Offered{OfferTalk}}) }),
			refused("trusted again", "conflict support.helper.answered", func() error { return w.AnswerTrust(ctx, who("psy"), trust, true) }),
			refused("the same viewer", "viewer:support.helper.named_already", func() error { return w.ChooseViewer(ctx, who("e1"), "t3") }),
		)
		w.OK(w.EndTrust(ctx, who("psy"), trust))
		w.OK(w.EndHelper(ctx, who("e1"), h.ID))
		watch.Refuses(
			refused("trust ended again", "", func() error { return w.EndTrust(ctx, who("deputy"), trust) }),
			refused("a choice ended again", "", func() error { return w.EndHelper(ctx, who("t3"), h.ID) }),
		)
	})
}

// Nothing of a pair that has ended is begun any more.
func TestVerbsOfSupportRefuseAPairThatHasEnded(t *testing.T) {
	each(t, func(w *world) {
		w.Exec(`UPDATE pairing SET state = 'completed' WHERE school_id = $1 AND id = $2`, school, firstPair)
		apptest.NewWatch(t, w.D).Refuses(
			refused("a check-in", "forbidden support.access.mentee", func() error { return w.KeepCheckIn(ctx, who("e1"), Answers{Mood: 1, Backed: 1, Strength: 1}) }),
			refused("a viewer", "forbidden support.access.mentee", func() error { return w.ChooseViewer(ctx, who("e1"), "t3") }),
			refused("a wish", "conflict support.pairing.over", func() error { return w.SayWish(ctx, who("e1"), firstPair, Guidance{Step: 1}) }),
			refused("a mismatch", "conflict support.pairing.over", func() error {
				_, err := w.ReportMismatch(ctx, who("e1"), firstPair, NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "fit"}})
				return err
			}),
			refused("a question to who was the partner", "to:support.question.nobody", func() error {
				_, err := w.Ask(ctx, who("e1"), NewQuestion{To: "m1", Text: "?"})
				return err
			}),
		)
		w.Exec(`UPDATE programme SET state = 'closed' WHERE school_id = $1`, school)
		apptest.NewWatch(t, w.D).Refuses(
			refused("somebody to trust", "conflict mentoring.programme.is_closed", func() error { return w.NameTrust(ctx, who("deputy"), "p", "psy") }),
			refused("a rhythm", "conflict mentoring.programme.is_closed", func() error { return w.SetRhythm(ctx, who("deputy"), "p", 0, 1) }),
		)
	})
}

// Of two at once one changes a thing, and the other is told; nothing is kept twice.
func TestRacesOfSupport(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.NameHelper(ctx, who("e2"), NewHelper{Staff: "t3"}))
		asked, err := w.Helpers(ctx, who("t3"))
		w.OK(err)
		for name, race := range map[string]struct {
			do   func(i int) error
			rows string
		}{
			"rhythm":        {func(i int) error { return w.SetRhythm(ctx, who("deputy"), "p", 0, 1+i) }, `support_rhythm`},
			"trust":         {func(int) error { return w.NameTrust(ctx, who("deputy"), "p", "psy") }, `trust_person`},
			"helper":        {func(int) error { return w.NameHelper(ctx, who("e1"), NewHelper{Staff: "t3"}) }, `support_helper WHERE person_id = 'e1'`},
			"helper's word": {func(i int) error { return w.AnswerHelper(ctx, who("t3"), asked[0].ID, i%2 == 0) }, `support_helper WHERE person_id = 'e2'`},
		} {
			w.Race(name, race.do)
			if n := w.Count(`SELECT count(*) FROM ` + race.rows); n != 1 {
				t.Errorf("%s: %d rows", name, n)
			}
		}
	})
}

// A word of the school is kept in versions: what was said before stays.
func TestSaveTermKeepsTheVersionsBefore(t *testing.T) {
	each(t, func(w *world) {
		x := Term{ID: "formative", WordKK: "қалыптастырушы", MeansKK: "бірінші"}
		w.OK(w.SaveTerm(ctx, who("deputy"), x))
		x.Version, x.MeansKK = 1, "екінші"
		w.OK(w.SaveTerm(ctx, who("director"), x))
		if got := w.Count(`SELECT count(*) FROM support_term WHERE id = 'formative' AND means_kk = 'бірінші' AND set_by = 'deputy'`); got != 1 {
			t.Errorf("%d first versions", got)
		}
		now, err := w.Term(ctx, who("deputy"), "formative")
		if w.OK(err); now.Version != 2 || now.MeansKK != "екінші" || now.SetBy != "director" {
			t.Errorf("%+v", now)
		}
		if starter, err := w.Term(ctx, who("stranger"), "formative"); err != nil || starter.Version != 0 {
			t.Errorf("another school reads %+v, %v", starter, err)
		}
	})
}
