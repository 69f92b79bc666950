package support

import (
	"context"
	"testing"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/secret"
)

// helped makes t3 a helper of e1 who agreed, and gives the choice.
func (w *world) helped() NamedHelper {
	w.T.Helper()
	w.OK(w.NameHelper(ctx, who("e1"), NewHelper{Staff: "t3"}))
	all, err := w.Helpers(ctx, who("t3"))
	w.OK(err)
	w.OK(w.AnswerHelper(ctx, who("t3"), all[0].ID, true))
	return all[0]
}

// A question is asked of the partner or a helper who agreed; only the two read it (R108).
func TestQuestionIsBetweenTwo(t *testing.T) {
	each(t, func(w *world) {
		w.helped()
		id, err := w.Ask(ctx, who("e1"), NewQuestion{To: "m1", Text: "What is a descriptor?"})
		w.OK(err)
		w.tells("support.remind.question", "m1")
		w.plain("support_question", "text", "descriptor")
		for _, code := range others("e1", "m1") {
			_, _, err := w.Question(ctx, who(code), id)
			w.Refused(err, fault.KindNotFound)
			w.Refused(w.Reply(ctx, who(code), id, "no"), fault.KindNotFound)
			list, err := w.Questions(ctx, who(code))
			w.OK(err)
			if len(list) > 0 {
				t.Errorf("%s sees %d questions", code, len(list))
			}
		}
		w.OK(w.Reply(ctx, who("m1"), id, "A sentence with a point"))
		w.tells("support.remind.question")
		w.tells("support.remind.answer", "e1")
		q, said, err := w.Question(ctx, who("e1"), id)
		w.OK(err)
		if q.State != QuestionAnswered || q.Words != "What is a descriptor?" || len(said) != 1 || said[0].Words != "A sentence with a point" {
			t.Errorf("%+v %+v", q, said)
		}
		w.Refused(w.CloseQuestion(ctx, who("m1"), id), fault.KindForbidden)
		w.OK(w.Reply(ctx, who("e1"), id, "and two?"))
		w.tells("support.remind.question", "m1")
		w.OK(w.CloseQuestion(ctx, who("e1"), id))
		w.tells("support.remind.question")
	})
}

// Whom one may ask: the partner of a running pair and helpers who agreed, nobody else.
func TestWhomOneMayAsk(t *testing.T) {
	each(t, func(w *world) {
		h := w.helped()
		w.OK(w.NameHelper(ctx, who("e1"), NewHelper{Staff: "psy"}))
		waiting, err := w.Helpers(ctx, who("psy"))
		w.OK(err)
		for to, want := range map[string]bool{"m1": true, h.ID: true, waiting[0].ID: false, "m2": false, "director": false, "e1": false, "": false} {
			_, err := w.Ask(ctx, who("e1"), NewQuestion{To: to, Text: "?"})
			if want != (err == nil) {
				t.Errorf("asking %q: %v", to, err)
			}
		}
		_, err = w.Ask(ctx, who("e2"), NewQuestion{To: h.ID, Text: "?"}) // another's helper
		w.Refused(err, fault.KindInvalid)
		_, err = w.Ask(ctx, who("e1"), NewQuestion{To: "m1", Text: "  "})
		w.Refused(err, fault.KindInvalid)
		w.Exec(`UPDATE pairing SET state = 'left' WHERE school_id = $1 AND id = $2`, school, firstPair)
		_, err = w.Ask(ctx, who("e1"), NewQuestion{To: "m1", Text: "?"})
		w.Refused(err, fault.KindInvalid)
	})
}

// A helper sees nothing before agreeing, and either ends it at any time (R118).
func TestHelperAgreesAndEnds(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.NameHelper(ctx, who("e1"), NewHelper{Staff: "t3"}))
		w.tells("support.remind.helper.questions", "t3")
		w.Refused(w.NameHelper(ctx, who("e1"), NewHelper{Staff: "t3"}), fault.KindConflict)
		w.Refused(w.NameHelper(ctx, who("e1"), NewHelper{Staff: "e1"}), fault.KindInvalid)
		w.Refused(w.NameHelper(ctx, who("e1"), NewHelper{Staff: "nobody"}), fault.KindInvalid)
		all, err := w.Helpers(ctx, who("t3"))
		w.OK(err)
		id := all[0].ID
		w.Refused(w.AnswerHelper(ctx, who("e1"), id, true), fault.KindNotFound)
		for _, code := range others("e1", "t3") {
			_, err := w.Helper(ctx, who(code), id)
			w.Refused(err, fault.KindNotFound)
			w.Refused(w.EndHelper(ctx, who(code), id), fault.KindNotFound)
		}
		w.OK(w.AnswerHelper(ctx, who("t3"), id, false))
		w.tells("support.remind.helper.questions")
		w.Refused(w.AnswerHelper(ctx, who("t3"), id, true), fault.KindConflict)
		h := w.helped()
		w.OK(w.EndHelper(ctx, who("t3"), h.ID))
		w.OK(w.EndHelper(ctx, who("e1"), h.ID)) // already over: nothing to say
		w.tells("support.remind.helper_ended.questions", "e1")
	})
}

// A helper outside the school has no account: the one who asks notes what was said.
func TestHelperOutside(t *testing.T) {
	each(t, func(w *world) {
		out := OutsidePerson{Name: "Aunt of the village library", Contact: "8 700 1"}
		w.Refused(w.NameHelper(ctx, who("e1"), NewHelper{Outside: out}), fault.KindInvalid) // did not agree
		w.OK(w.NameHelper(ctx, who("e1"), NewHelper{Outside: out, Agreed: true}))
		w.plain("support_helper", "outside", "village")
		all, err := w.Helpers(ctx, who("e1"))
		w.OK(err)
		if len(all) != 1 || all[0].Name() != out.Name || all[0].Out.Contact != out.Contact {
			t.Fatalf("%+v", all)
		}
		id, err := w.Ask(ctx, who("e1"), NewQuestion{To: all[0].ID, Text: "Which book?"})
		w.OK(err)
		w.OK(w.Reply(ctx, who("e1"), id, "The blue one"))
		q, said, err := w.Question(ctx, who("e1"), id)
		w.OK(err)
		if q.State != QuestionAnswered || q.AskedName() != out.Name || len(said) != 1 {
			t.Errorf("%+v %+v", q, said)
		}
	})
}

// A check-in is seen by its author and by whom she chose, from the agreement on
// and as long as it holds (R111).
func TestCheckInIsSeenByTwoAtMost(t *testing.T) {
	each(t, func(w *world) {
		tired := Answers{Mood: 2, Backed: 1, Strength: 2, Note: "tired of April"}
		w.OK(w.KeepCheckIn(ctx, who("e1"), tired))
		w.OK(w.ChooseViewer(ctx, who("e1"), "psy"))
		all, err := w.Helpers(ctx, who("psy"))
		w.OK(err)
		id := all[0].ID
		_, _, err = w.SharedCheckIns(ctx, who("psy"), id)
		w.Refused(err, fault.KindNotFound) // not before she agreed
		w.OK(w.AnswerHelper(ctx, who("psy"), id, true))
		w.Clock.Set("2013-09-23T09:00")
		w.OK(w.KeepCheckIn(ctx, who("e1"), Answers{Mood: 4, Backed: 4, Strength: 3}))
		w.tells("support.remind.check_in_shared", "psy")
		w.plain("check_in", "answers", "tired")
		_, seen, err := w.SharedCheckIns(ctx, who("psy"), id)
		w.OK(err)
		if len(seen) != 1 || seen[0].Said.Mood != 4 {
			t.Errorf("the chosen person sees %+v", seen)
		}
		mine, err := w.CheckIns(ctx, who("e1"))
		w.OK(err)
		if len(mine.Past) != 2 || mine.Past[0].Said != tired || !mine.Paired || mine.Viewer.Name() != "psy" {
			t.Errorf("%+v", mine)
		}
		for _, code := range others("psy") {
			_, _, err := w.SharedCheckIns(ctx, who(code), id)
			w.Refused(err, fault.KindNotFound)
		}
		for _, code := range others("e1") {
			page, err := w.CheckIns(ctx, who(code))
			w.OK(err)
			if len(page.Past) > 0 {
				t.Errorf("%s sees check-ins", code)
			}
		}
		w.OK(w.ChooseViewer(ctx, who("e1"), "t3")) // another: the first sees them no more
		_, _, err = w.SharedCheckIns(ctx, who("psy"), id)
		w.Refused(err, fault.KindNotFound)
		w.quiet()
	})
}

func TestCheckInIsOfMentees(t *testing.T) {
	each(t, func(w *world) {
		for _, code := range []string{"m1", "t3", "deputy", "stranger"} {
			w.Refused(w.KeepCheckIn(ctx, who(code), Answers{Mood: 3, Backed: 3, Strength: 3}), fault.KindForbidden)
			w.Refused(w.ChooseViewer(ctx, who(code), "psy"), fault.KindForbidden)
		}
		for _, in := range []Answers{{}, {Mood: 6, Backed: 1, Strength: 1}, {Mood: 1, Backed: 1}} {
			w.Refused(w.KeepCheckIn(ctx, who("e1"), in), fault.KindInvalid)
		}
	})
}

// A lost key shows that the answers cannot be read, and fails nothing.
func TestLostKey(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.KeepCheckIn(ctx, who("e1"), Answers{Mood: 2, Backed: 2, Strength: 2}))
		id, err := w.ReportMismatch(ctx, who("e1"), firstPair, NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "fit"}})
		w.OK(err)
		w.keeper, err = secret.New()
		w.OK(err)
		page, err := w.CheckIns(ctx, who("e1"))
		w.OK(err)
		if len(page.Past) != 1 || !page.Past[0].Lost {
			t.Errorf("%+v", page.Past)
		}
		m, err := w.Mismatch(ctx, who("e1"), id)
		w.OK(err)
		if !m.Lost {
			t.Errorf("%+v", m)
		}
	})
}

// The beginning of a pair and the rhythm of the programme put themselves on Today (R106, R111).
func TestBeginningAndRhythm(t *testing.T) {
	each(t, func(w *world) {
		w.begin(firstPair)
		w.due()
		w.tells("support.remind.first_day", "e1")
		w.tells(keyCheckIn)
		w.Clock.Set("2013-09-23T09:00")
		w.due()
		w.tells(keyCheckIn, "e1")
		w.OK(w.KeepCheckIn(ctx, who("e1"), Answers{Mood: 3, Backed: 3, Strength: 3}))
		w.tells(keyCheckIn)
		w.OK(w.SetRhythm(ctx, who("coordinator"), "p", 0, 0))
		w.Refused(w.SetRhythm(ctx, who("coordinator"), "p", 0, 4), fault.KindConflict)
		w.Refused(w.SetRhythm(ctx, who("coordinator"), "p", 1, 13), fault.KindInvalid)
		w.Refused(w.SetRhythm(ctx, who("t3"), "p", 1, 4), fault.KindForbidden)
		w.Clock.Set("2013-10-07T09:00")
		w.due()
		w.tells(keyCheckIn) // the programme wants none now
		w.OK(w.SetRhythm(ctx, who("coordinator"), "p", 1, 4))
		w.Clock.Set("2013-10-21T09:00")
		w.due()
		w.tells(keyCheckIn, "e1")
		w.Exec(`UPDATE pairing SET state = 'left' WHERE school_id = $1`, school)
		w.OK(w.D.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
			_, err := db.Exec(ctx, tx, `UPDATE reminder SET done_at = 'x' WHERE school_id = $1`, school)
			return err
		}))
		w.Clock.Set("2013-12-21T09:00")
		w.due()
		w.tells(keyCheckIn) // over
	})
}

// A wish is read by the mentee and her mentor of now, and by nobody else (R112).
func TestWish(t *testing.T) {
	each(t, func(w *world) {
		w.Refused(w.SayWish(ctx, who("m1"), firstPair, Guidance{Step: 1}), fault.KindForbidden)
		w.Refused(w.SayWish(ctx, who("e2"), firstPair, Guidance{Step: 1}), fault.KindForbidden)
		w.Refused(w.SayWish(ctx, who("e1"), firstPair, Guidance{Step: 6}), fault.KindInvalid)
		w.OK(w.SayWish(ctx, who("e1"), firstPair, Guidance{Step: 2, Text: "let me plan alone"}))
		w.tells(keyWish, "m1")
		w.plain("guidance_wish", "wish", "alone")
		for _, code := range []string{"e1", "m1"} {
			page, err := w.Wishes(ctx, who(code), firstPair)
			w.OK(err)
			if len(page.Wishes) != 1 || page.Wishes[0].Said.Step != 2 {
				t.Errorf("%s reads %+v", code, page.Wishes)
			}
		}
		for _, code := range others("e1", "m1") {
			if page, err := w.Wishes(ctx, who(code), firstPair); err == nil || len(page.Wishes) > 0 {
				t.Errorf("%s reads wishes", code)
			}
		}
		w.Refused(w.SeenWish(ctx, who("e1"), firstPair), fault.KindForbidden)
		w.OK(w.SeenWish(ctx, who("m1"), firstPair))
		w.tells(keyWish)
		w.Exec(`UPDATE pairing SET state = 'left' WHERE school_id = $1 AND id = $2`, school, firstPair)
		page, err := w.Wishes(ctx, who("m1"), firstPair)
		w.OK(err)
		if len(page.Wishes) > 0 {
			t.Error("a former mentor still reads the wishes")
		}
		w.Refused(w.SayWish(ctx, who("e1"), firstPair, Guidance{Step: 1}), fault.KindConflict)
		w.quiet()
	})
}
