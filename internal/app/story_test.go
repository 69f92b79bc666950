package app_test

import (
	"net/http"
	"net/url"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/i18n"
)

// The year that the demo tells is lived by the same verbs; its pages keep all
// limits when they are full.
func TestToldYear(t *testing.T) {
	everywhere(t, func(t *testing.T, address string) {
		y := newYear(t, address)
		y.tells("january")
		held := y.number(`SELECT count(*) FROM meeting WHERE state = 'held'`)
		if pairs := y.number(`SELECT count(*) FROM pairing`); pairs < 2 || held < 8*pairs {
			t.Errorf("%d pairs, %d meetings held", pairs, held)
		}
		y.look("DD-A2", "T-A14")
		y.tells("may")
		if more := y.number(`SELECT count(*) FROM meeting WHERE state = 'held'`); more <= held {
			t.Errorf("%d meetings held in January, %d in May", held, more)
		}
		y.look("DD-A2", "DIR-A", "T-A2", "T-A16", "SMU-A3")
	})
}

func (y *year) number(query string) int {
	y.t.Helper()
	n, err := db.One[int](ctx, y.DB().Read(), query)
	y.ok(err)
	return n
}

// tells presses the button of the demo.
func (y *year) tells(until string) {
	y.t.Helper()
	v := enter(y.t, y.App, y.personas["DD-A2"], i18n.Kazakh)
	if w := v.request(http.MethodPost, "/demo/story", url.Values{"until": {until}}); w.Code != http.StatusSeeOther {
		y.t.Fatalf("%s: %d %s", until, w.Code, unpacked(y.t, w))
	}
	_, err := y.Jobs().RunDue(ctx)
	y.ok(err)
}

// A year that somebody began by hand is left alone.
func TestYearBegunByHandIsNotTold(t *testing.T) {
	y := newYear(t, apptest.SQLite(t))
	y.opens()
	v := enter(t, y.App, y.personas["T-A2"], i18n.English)
	for _, until := range []string{"january", "june"} {
		if w := v.request(http.MethodPost, "/demo/story", url.Values{"until": {until}}); w.Code != http.StatusConflict && w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", until, w.Code)
		}
	}
	if day := y.Now().Format("2006-01-02"); day != "2013-09-02" {
		t.Errorf("the clock moved to %s", day)
	}
}
