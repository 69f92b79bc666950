package helpweb_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/i18n"
	"talim/internal/jobs"
	"talim/internal/mentoring/help"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// offers sends the form of help and gives the id of the offer.
func offers(t *testing.T, w *sitetest.Pair, kind help.Help, words string) string {
	t.Helper()
	w.Visit("deputy", i18n.English).Do(link.PairHelp(w.G.ID), "offer", string(kind), "words", words)
	page, err := w.M.Help.PairHelp(t.Context(), sitetest.Who("deputy"), w.G.ID)
	w.OK(err)
	if h := page.Offers[0]; h.Offer != kind || h.State != help.HelpOpen {
		t.Fatalf("the newest offer is %s, %s", h.Offer, h.State)
	}
	return page.Offers[0].ID
}

// wantAsked checks on how many Todays an offer stands.
func wantAsked(t *testing.T, w *sitetest.Pair, when, offer string, want int) {
	t.Helper()
	n := w.Count(`SELECT count(*) FROM reminder WHERE school_id = $1 AND about LIKE $2 AND done_at = ''`, sitetest.School, offer+"/%")
	if n != want {
		t.Errorf("%s: the offer stands on %d Todays, want %d", when, n, want)
	}
}

// Each kind of help is told to the two in their language, and a yes leads on from it.
func TestEachKindOfHelpLeadsOn(t *testing.T) {
	w := sitetest.NewPair(t, apptest.Database(t))
	w.Clock.Set("2013-09-10T09:00")
	mentee, deputy := w.Visit("e1", i18n.English), w.Visit("deputy", i18n.English)
	for _, c := range []struct {
		kind       help.Help
		kk, ru, en string
		to         string
	}{
		{help.HelpTalk, "Әңгімелесу", "Разговор", "A talk", link.Pairing(w.G.ID)},
		{help.HelpOtherTime, "Басқа уақыт", "Другое время", "Another time", link.NewMeetings(w.G.ID)},
		{help.HelpMoreTime, "Көбірек уақыт", "Больше времени", "More time", link.Pairing(w.G.ID)},
		{help.HelpHelper, "Тағы бір көмекші", "Ещё один помощник", "Another helper", link.Pairing(w.G.ID)},
		{help.HelpRematch, "Басқа жұп", "Другая пара", "Another pair", link.Pairing(w.G.ID)},
	} {
		words := "Жұма бос <b>" + string(c.kind) + "</b>"
		offer := link.HelpOffer(offers(t, w, c.kind, words))
		for lang, name := range map[i18n.Language]string{i18n.Kazakh: c.kk, i18n.Russian: c.ru, i18n.English: c.en} {
			w.Visit("m1", lang).Get(offer, htmlcheck.In("main", htmlcheck.HasText(name), htmlcheck.HasText(words)))
		}
		if to := mentee.Do(offer, "answer", "yes"); to != c.to && !strings.HasPrefix(to, c.to+"?") {
			t.Errorf("yes to %s leads to %s, want %s", c.kind, to, c.to)
		}
		deputy.Get(link.PairHelp(w.G.ID), htmlcheck.In("main", htmlcheck.HasText(c.en), htmlcheck.HasText("accepted")))
	}
}

// Two noes look like silence until the days to answer are over; then the offer is closed
// for everybody, and the same may be offered again.
func TestOfferThatNobodyTakesUp(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.Clock.Set("2013-09-10T09:00")
		id := offers(t, w, help.HelpTalk, "")
		wantAsked(t, w, "offered", id, 2)
		page, deputy := link.PairHelp(w.G.ID), w.Visit("deputy", i18n.English)
		deputy.Refuse(http.MethodPost, page, http.StatusConflict, "offer", "talk")
		for i, code := range []string{"m1", "e1"} {
			v := w.Visit(code, i18n.English)
			v.Refuse(http.MethodPost, link.HelpOffer(id), http.StatusUnprocessableEntity, "answer", "maybe")
			v.Do(link.HelpOffer(id), "answer", "no")
			v.Refuse(http.MethodPost, link.HelpOffer(id), http.StatusConflict, "answer", "yes")
			v.Get(link.HelpOffer(id), htmlcheck.In("main", htmlcheck.HasText("Your answer is kept")))
			wantAsked(t, w, code+" said no", id, 1-i)
		}
		worker := jobs.NewWorker(w.D, w.Clock.Now, slog.New(slog.DiscardHandler))
		w.M.Help.Jobs(worker)
		w.Clock.Set("2013-09-17T23:00") // the last of the seven days
		_, err := worker.RunDue(t.Context())
		w.OK(err)
		deputy.Get(page, htmlcheck.In("main", htmlcheck.HasText("waits for an answer")))
		w.Clock.Set("2013-09-18T12:00")
		_, err = worker.RunDue(t.Context())
		w.OK(err)
		deputy.Get(page, htmlcheck.In("main", htmlcheck.HasText("not taken up")))
		w.Visit("e1", i18n.English).Refuse(http.MethodPost, link.HelpOffer(id), http.StatusConflict, "answer", "yes")
		deputy.Refuse(http.MethodPost, link.WithdrawHelp(id), http.StatusConflict)
		if n := w.Count(`SELECT count(*) FROM journal_entry WHERE school_id = $1 AND event = 'mentoring.help.over'`, sitetest.School); n != 1 {
			t.Errorf("%d entries of the end of an offer, want 1", n)
		}
		wantAsked(t, w, "offered again", offers(t, w, help.HelpTalk, ""), 2)
	})
}

// An offer that is taken back leaves Today of both; ids that nobody knows, and those of
// another school, are not there for anybody.
func TestOfferTakenBackAndUnknownOnes(t *testing.T) {
	w := sitetest.NewPair(t, apptest.Database(t))
	w.Clock.Set("2013-09-10T09:00")
	id := offers(t, w, help.HelpMoreTime, "")
	for _, c := range []struct {
		by, method, at string
		status         int
	}{
		{"deputy", http.MethodGet, link.PairHelp("nobody"), http.StatusNotFound},
		{"deputy", http.MethodPost, link.WithdrawHelp("nobody"), http.StatusNotFound},
		{"e1", http.MethodGet, link.HelpOffer("nobody"), http.StatusNotFound},
		{"e1", http.MethodPost, link.HelpOffer("nobody"), http.StatusNotFound},
		{"other", http.MethodGet, link.PairHelp(w.G.ID), http.StatusNotFound},
		{"other", http.MethodPost, link.WithdrawHelp(id), http.StatusNotFound},
		{"e1", http.MethodPost, link.WithdrawHelp(id), http.StatusForbidden},
		{"e2", http.MethodGet, link.HelpOffer(id), http.StatusForbidden},
		{"e2", http.MethodPost, link.HelpOffer(id), http.StatusForbidden},
		{"deputy", http.MethodPost, link.HelpOffer(id), http.StatusForbidden},
	} {
		w.Visit(c.by, i18n.English).Refuse(c.method, c.at, c.status, "answer", "yes", "offer", "talk")
	}
	wantAsked(t, w, "after those who may not", id, 2)
	w.Visit("director", i18n.English).Do(link.WithdrawHelp(id))
	wantAsked(t, w, "taken back", id, 0)
	w.Visit("e1", i18n.English).Refuse(http.MethodPost, link.HelpOffer(id), http.StatusConflict, "answer", "yes")
	w.Visit("e1", i18n.English).Get(link.HelpOffer(id), htmlcheck.In("main", htmlcheck.HasText("taken back"), htmlcheck.Not("button[value=yes]")))
	w.Visit("deputy", i18n.English).Get(link.PairHelp(w.G.ID), htmlcheck.In("main", htmlcheck.HasText("taken back")))
}
