package support

import (
	"context"
	"slices"
	"testing"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
)

// begin says that a pairing has begun, as mentoring does.
func (w *world) begin(pairingID string) {
	w.T.Helper()
	w.OK(w.D.Tx(ctx, func(ctx context.Context, tx db.Conn) error {
		return jobs.Enqueue(ctx, tx, w.Now(), jobs.Job{School: school, Kind: pairing.JobBegun, Args: jobArgs{About: pairingID}, RunAt: w.Now()})
	}))
}

func (w *world) due() {
	w.T.Helper()
	_, err := w.worker.RunDue(ctx)
	w.OK(err)
}

// Who can be told: persons of trust and coordinators; the deputies only where
// there is neither; never one of the two (R113).
func TestChoiceOfReceivers(t *testing.T) {
	person := func(id, why string) Receiver { return Receiver{Person: mentoring.Person{ID: id}, Why: why} }
	also := func(r Receiver, heads, leads bool) Receiver { r.Heads, r.Leads = heads, leads; return r }
	p := pairing.Pairing{Mentor: "m1", Mentee: "e1"}
	tests := []struct {
		name string
		rows []Receiver
		want []string
	}{
		{"both", []Receiver{person("psy", "trust"), person("c", "coordinator"), person("d", "deputy")}, []string{"psy", "c"}},
		{"one person in two parts", []Receiver{person("c", "trust"), person("c", "coordinator")}, []string{"c"}},
		{"the mentor coordinates", []Receiver{person("m1", "coordinator"), person("d", "deputy")}, []string{"d"}},
		{"the mentor is the deputy", []Receiver{person("m1", "deputy")}, nil},
		{"oneself", []Receiver{person("e1", "trust"), person("c", "coordinator")}, []string{"c"}},
		{"the director coordinates", []Receiver{also(person("c", "coordinator"), true, false), person("d", "deputy")}, []string{"d"}},
		{"the administrator is a person of trust", []Receiver{also(person("a", "trust"), true, false)}, nil},
		{"a deputy in another coat beside a coordinator", []Receiver{also(person("d", "coordinator"), false, true), person("c", "coordinator")}, []string{"c"}},
		{"a deputy in another coat alone", []Receiver{also(person("d", "coordinator"), false, true), also(person("d", "deputy"), false, true)}, []string{"d"}},
		{"nobody", nil, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, r := range choice(tt.rows, p, "e1") {
			got = append(got, r.ID)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Only the sender and the receiver read it, from sending to settling; the
// partner, the managers and the journal learn nothing (R078, R113).
func TestMismatchStaysBetweenTwo(t *testing.T) {
	each(t, func(w *world) {
		w.Refused(w.reports("e2", "coordinator"), fault.KindForbidden)
		w.Refused(w.reports("e1", "director"), fault.KindInvalid)
		w.Refused(w.reports("e1", "m1"), fault.KindInvalid)
		w.Refused(w.reports("e1", "deputy"), fault.KindInvalid) // there is a coordinator
		id, err := w.ReportMismatch(ctx, who("e1"), firstPair, NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "paper", Text: "we never meet"}})
		w.OK(err)
		w.Refused(w.reports("e1", "coordinator"), fault.KindConflict) // still open
		w.tells(keyMismatch, "coordinator")
		w.plain("mismatch", "said", "paper")
		for _, code := range others("e1", "coordinator") {
			_, err := w.Mismatch(ctx, who(code), id)
			w.Refused(err, fault.KindNotFound)
			w.Refused(w.Offer(ctx, who(code), id, NewOffer{What: []Offered{OfferTalk}}), fault.KindNotFound)
			w.Refused(w.TakeBack(ctx, who(code), id), fault.KindNotFound)
			w.Refused(w.Settle(ctx, who(code), id), fault.KindNotFound)
			told, err := w.ReceivedReports(ctx, who(code))
			w.OK(err)
			if len(told) > 0 {
				t.Errorf("%s is told", code)
			}
		}
		w.Refused(w.Offer(ctx, who("e1"), id, NewOffer{What: []Offered{OfferTalk}}), fault.KindForbidden)
		w.Refused(w.Offer(ctx, who("coordinator"), id, NewOffer{}), fault.KindInvalid)
		w.Refused(w.Settle(ctx, who("coordinator"), id), fault.KindForbidden)
		w.OK(w.Offer(ctx, who("coordinator"), id, NewOffer{What: []Offered{OfferTalk, OfferHelper}, Text: "come by"}))
		w.tells(keyOffer, "e1")
		w.tells(keyMismatch)
		w.plain("mismatch_offer", "text", "come")
		m, err := w.Mismatch(ctx, who("e1"), id)
		w.OK(err)
		if m.State != MismatchOffered || m.Concern.Text != "we never meet" || len(m.Offers) != 2 || m.Offers[0].Words != "come by" {
			t.Fatalf("%+v", m)
		}
		w.Refused(w.AnswerOffer(ctx, who("coordinator"), id, m.Offers[1].ID, true), fault.KindForbidden)
		w.OK(w.AnswerOffer(ctx, who("e1"), id, m.Offers[1].ID, true))
		w.tells(keyAnswered, "coordinator")
		w.OK(w.Settle(ctx, who("e1"), id))
		m, err = w.Mismatch(ctx, who("coordinator"), id)
		w.OK(err)
		if m.State != MismatchSettled || m.Outcome != OfferHelper {
			t.Errorf("%s, %s", m.State, m.Outcome)
		}
		w.Refused(w.Offer(ctx, who("coordinator"), id, NewOffer{What: []Offered{OfferTalk}}), fault.KindConflict)
		for code := range hired {
			if code != "e1" && code != "coordinator" {
				for _, key := range []string{keyMismatch, keyOffer, keyAnswered} {
					if w.told(code, key) {
						t.Errorf("%s is told %s", code, key)
					}
				}
			}
		}
		w.quiet()
	})
}

func (w *world) reports(sender, receiver string) error {
	_, err := w.ReportMismatch(ctx, who(sender), firstPair, NewMismatch{Receiver: receiver, Concern: Concern{Kind: "fit"}})
	return err
}

// What is taken back is read by the sender alone, who can then tell somebody else.
func TestTakeBack(t *testing.T) {
	each(t, func(w *world) {
		id, err := w.ReportMismatch(ctx, who("m1"), firstPair, NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "time"}})
		w.OK(err)
		w.OK(w.TakeBack(ctx, who("m1"), id))
		w.tells(keyMismatch)
		_, err = w.Mismatch(ctx, who("coordinator"), id)
		w.Refused(err, fault.KindNotFound)
		m, err := w.Mismatch(ctx, who("m1"), id)
		w.OK(err)
		if m.State != MismatchWithdrawn {
			t.Error(m.State)
		}
		w.Refused(w.TakeBack(ctx, who("m1"), id), fault.KindConflict)
		_, _, told, err := w.Receivers(ctx, who("e1"), firstPair)
		w.OK(err)
		if len(told) > 0 {
			t.Error("the partner learns of it")
		}
		w.OK(w.reports("m1", "coordinator"))
	})
}

// Where no answer came in time, the sender is told and can turn to somebody else.
func TestNoAnswer(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.reports("e1", "coordinator"))
		w.Clock.Set("2013-09-12T09:00")
		w.due()
		w.tells("support.remind.no_answer")
		w.Clock.Set("2013-09-13T09:00")
		w.due()
		w.tells("support.remind.no_answer", "e1")
	})
}

// Two clicks on Send at once leave one record.
func TestConfideTwiceAtOnce(t *testing.T) {
	each(t, func(w *world) {
		errs := make(chan error, 4)
		for range 4 {
			go func() { errs <- w.reports("e1", "coordinator") }()
		}
		sent := 0
		for range 4 {
			if err := <-errs; err == nil {
				sent++
			} else if !fault.Is(err, fault.KindConflict) {
				t.Error(err)
			}
		}
		if sent != 1 {
			t.Errorf("%d were sent", sent)
		}
	})
}

// A yes to another pair ends this one in the name of nobody: both are told alike,
// and the journal has the change and nothing beside it (R078).
func TestChangeInConfidence(t *testing.T) {
	each(t, func(w *world) {
		id, err := w.ReportMismatch(ctx, who("e1"), firstPair, NewMismatch{Receiver: "coordinator", Concern: Concern{Kind: "fit"}})
		w.OK(err)
		w.OK(w.Offer(ctx, who("coordinator"), id, NewOffer{What: []Offered{OfferTalk, OfferChange}}))
		m, err := w.Mismatch(ctx, who("e1"), id)
		w.OK(err)
		w.Clock.Set("2013-09-10T11:00")
		w.OK(w.AnswerOffer(ctx, who("e1"), id, m.Offers[0].ID, false))
		w.Refused(w.AnswerOffer(ctx, who("e1"), id, m.Offers[0].ID, true), fault.KindConflict)
		w.Clock.Set("2013-09-11T11:00")
		w.OK(w.AnswerOffer(ctx, who("e1"), id, m.Offers[1].ID, true))
		m, err = w.Mismatch(ctx, who("coordinator"), id)
		w.OK(err)
		if m.State != MismatchSettled || m.Outcome != OfferChange || m.Running {
			t.Errorf("%+v", m.Mismatch)
		}
		w.tells("mentoring.remind.ended", "e1", "m1")
		entries, err := journal.Find(ctx, w.D.Read(), school, journal.Filter{Limit: 100})
		w.OK(err)
		if len(entries) == 0 || entries[0].Event != "mentoring.pairing.changed" || entries[0].Staff != "" {
			t.Errorf("the journal says %+v", entries)
		}
		for _, e := range entries[1:] {
			if e.At >= "2013-09-11" {
				t.Errorf("beside the change the journal says %s", e.Event)
			}
		}
	})
}
