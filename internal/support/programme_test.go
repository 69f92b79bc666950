package support

import (
	"strings"
	"testing"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
)

// Persons of trust are named by those who keep the programme and agree themselves.
func TestTrust(t *testing.T) {
	each(t, func(w *world) {
		w.Refused(w.NameTrust(ctx, who("t3"), "p", "psy"), fault.KindForbidden)
		w.Refused(w.NameTrust(ctx, who("stranger"), "p", "psy"), fault.KindNotFound)
		w.OK(w.NameTrust(ctx, who("coordinator"), "p", "psy"))
		w.Refused(w.NameTrust(ctx, who("deputy"), "p", "psy"), fault.KindConflict)
		w.tells("support.remind.trust", "psy")
		a, err := w.Arrangement(ctx, who("t3"), "p")
		w.OK(err)
		id := a.Trusted[0].ID
		if a.Weeks != defaultWeeks || a.Trusted[0].State != HelperAsked {
			t.Errorf("%+v", a)
		}
		w.Refused(w.AnswerTrust(ctx, who("coordinator"), id, true), fault.KindForbidden)
		w.OK(w.AnswerTrust(ctx, who("psy"), id, true))
		w.Refused(w.EndTrust(ctx, who("t3"), id), fault.KindForbidden)
		w.OK(w.EndTrust(ctx, who("psy"), id))
		a, err = w.Arrangement(ctx, who("t3"), "p")
		w.OK(err)
		if len(a.Trusted) != 0 {
			t.Errorf("%+v", a.Trusted)
		}
	})
}

// The starter list is whole in three languages; the school's own words take its place.
func TestTerms(t *testing.T) {
	starter, err := starters()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, x := range starter {
		for _, text := range []string{x.ID, x.WordKK, x.WordRU, x.WordEN, x.MeansKK, x.MeansRU, x.MeansEN} {
			if strings.TrimSpace(text) == "" {
				t.Errorf("%s lacks a text", x.ID)
			}
		}
		if seen[x.ID] {
			t.Errorf("%s twice", x.ID)
		}
		seen[x.ID] = true
	}
	each(t, func(w *world) {
		found, err := w.Terms(ctx, who("e1"), "формативн УРОК", i18n.English)
		w.OK(err)
		if len(found) != 1 || found[0].ID != "formative" {
			t.Errorf("%+v", found)
		}
		x := found[0]
		x.MeansEN = "What we say in our school"
		w.Refused(w.SaveTerm(ctx, who("e1"), x), fault.KindForbidden)
		w.OK(w.SaveTerm(ctx, who("coordinator"), x))
		w.Refused(w.SaveTerm(ctx, who("deputy"), x), fault.KindConflict) // decided on an older version
		w.OK(w.SaveTerm(ctx, who("deputy"), Term{WordKK: "жаңа сөз", MeansKK: "мағынасы"}))
		w.Refused(w.SaveTerm(ctx, who("deputy"), Term{WordKK: "жаңа сөз"}), fault.KindInvalid)
		x.Version, x.Hidden = 1, true
		found, err = w.Terms(ctx, who("e1"), "say in our", i18n.English)
		w.OK(err)
		if len(found) != 1 {
			t.Errorf("%+v", found)
		}
		w.OK(w.SaveTerm(ctx, who("coordinator"), x))
		found, err = w.Terms(ctx, who("e1"), "", i18n.Kazakh)
		w.OK(err)
		if len(found) != len(starter) { // one hidden, one new
			t.Errorf("%d words", len(found))
		}
	})
}

// The first day is for the two of the pair (R106).
func TestFirstDay(t *testing.T) {
	each(t, func(w *world) {
		w.OK(w.NameTrust(ctx, who("coordinator"), "p", "psy"))
		a, err := w.Arrangement(ctx, who("psy"), "p")
		w.OK(err)
		w.OK(w.AnswerTrust(ctx, who("psy"), a.Trusted[0].ID, true))
		w.Exec(`UPDATE staff SET phone = '8 700 7' WHERE school_id = $1 AND id = 'm1'`, school)
		f, err := w.FirstDay(ctx, who("e1"), firstPair)
		w.OK(err)
		if f.Contact.Phone != "8 700 7" || f.Rules.TrialWeeks != 6 || len(f.Trusted) != 1 || f.Plan {
			t.Errorf("%+v", f)
		}
		for _, code := range others("e1", "m1") {
			if _, err := w.FirstDay(ctx, who(code), firstPair); err == nil {
				t.Errorf("%s reads the first day", code)
			}
		}
	})
}

// The meetings of a group stand on the first day of its mentees, and somebody in
// two programmes is asked once how she is.
func TestTwoProgrammes(t *testing.T) {
	each(t, func(w *world) {
		w.Exec(`INSERT INTO programme (school_id, id, year_id, kind, starts, ends, state, opened_by, opened_at)
VALUES ($1, 'q', 'y', 'group', '2013-09-02', '2014-05-25', 'running', 'deputy', '')`, school)
		w.Exec(`INSERT INTO proposal (school_id, id, programme_id, number, state, unmatched, made_by, made_at, sent_at)
VALUES ($1, 'q', 'q', 1, 'sent', '', '', '', '')`, school)
		w.Exec(`INSERT INTO proposal_pair (school_id, id, proposal_id, mentor_id, mentee_id, fit, reasons, by_hand, state)
VALUES ($1, 'g1', 'q', 'm2', 'e1', 0, '', FALSE, 'ordered')`, school)
		w.Exec(`INSERT INTO pairing (school_id, id, programme_id, policy_id, order_id, pair_id, mentor_id, mentee_id, place, starts, ends, trial_ends, state, closed_at)
VALUES ($1, 'g1', 'q', 'p', 'p', 'g1', 'm2', 'e1', 2, '2013-09-09', '2014-05-20', '', 'running', '')`, school)
		w.Exec(`INSERT INTO mentoring_group (school_id, id, programme_id, proposal_id, number, mentor_id, need, hour, reasons, state, closing, closed_at)
VALUES ($1, 'n', 'q', 'p', 1, 'm2', '', '', '', 'asked', '', '')`, school)
		w.Exec(`INSERT INTO mentoring_group_pair (school_id, pair_id, group_id) VALUES ($1, 'g1', 'n')`, school)
		w.Exec(`INSERT INTO group_meeting (school_id, id, group_id, booking_id, date, starts_at, ends_at, place, state, reason, recorded_at)
VALUES ($1, 'gm', 'n', '', '2013-09-11', '10:15', '11:00', 'hall', 'planned', '', '')`, school)
		f, err := w.FirstDay(ctx, who("e1"), "g1")
		w.OK(err)
		if len(f.Ahead) != 1 || f.Ahead[0].Place != "hall" {
			t.Errorf("%+v", f.Ahead)
		}
		for _, id := range []string{firstPair, "g1"} {
			w.begin(id)
		}
		w.due()
		w.Clock.Set("2013-09-23T09:00")
		w.due()
		n, err := db.One[int](ctx, w.D.Read(), `SELECT count(*) FROM reminder WHERE school_id = $1 AND message_key = $2 AND done_at = ''`, school, keyCheckIn)
		w.OK(err)
		if n != 1 {
			t.Errorf("asked %d times", n)
		}
		w.OK(w.KeepCheckIn(ctx, who("e1"), Answers{Mood: 3, Backed: 3, Strength: 3}))
		w.tells(keyCheckIn)
	})
}

func TestHome(t *testing.T) {
	each(t, func(w *world) {
		h, err := w.Home(ctx, who("e1"))
		w.OK(err)
		if len(h.Pairs) != 1 || !h.Pairs[0].Mentee() || h.Pairs[0].Partner.Code != "m1" || h.Pairs[0].Side != mentoring.Mentee {
			t.Errorf("%+v", h)
		}
	})
}
