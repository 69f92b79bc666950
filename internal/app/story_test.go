package app_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/i18n"
	"talim/internal/web/link"
)

// pairsOfTwo leaves out those of a group, whose meetings are the group's.
const pairsOfTwo = `SELECT count(*) FROM pairing g JOIN programme p ON p.school_id = g.school_id AND p.id = g.programme_id WHERE p.kind = 'one_to_one'`

// The year that the demo tells is lived by the same verbs; its pages keep all
// limits when they are full.
func TestToldYear(t *testing.T) {
	t.Parallel() // one of the long ones
	everywhereLoaded(t, func(t *testing.T, address string) {
		y := newYear(t, address)
		y.tells("january")
		held := y.number(`SELECT count(*) FROM meeting WHERE state = 'held'`)
		if pairs := y.number(pairsOfTwo); pairs < 2 || held < 8*pairs {
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
	y := newYear(t, loaded.SQLite(t))
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

// The demo goes back to its first day, whatever was done in it, and can be told then.
func TestRestartAfterAYearBegunByHand(t *testing.T) {
	y := newYear(t, loaded.SQLite(t))
	y.opens()
	v := enter(t, y.App, y.personas["DD-A2"], i18n.English)
	asked := v.request(http.MethodPost, "/demo/story", url.Values{"until": {"january"}})
	if asked.Code != http.StatusConflict || !strings.Contains(unpacked(t, asked), link.DemoRestart()) {
		t.Fatalf("a year begun by hand: %d without the way to begin again", asked.Code)
	}
	if w := v.request(http.MethodPost, link.DemoRestart(), url.Values{"until": {"june"}}); w.Code != http.StatusNotFound {
		t.Errorf("an unknown part of the year: %d", w.Code)
	}
	if w := v.request(http.MethodPost, link.DemoRestart(), nil); w.Code != http.StatusSeeOther {
		t.Fatalf("begin again: %d", w.Code)
	}
	if n := y.number(`SELECT count(*) FROM programme`); n != 0 {
		t.Errorf("%d programmes are left", n)
	}
	if n := y.number(`SELECT count(*) FROM organisation WHERE code = 'A'`); n != 1 {
		t.Errorf("%d times Auyl", n)
	}
	if day := y.Now().Format("2006-01-02"); day != "2013-09-02" {
		t.Errorf("the clock stands at %s", day)
	}
}

// A program that is killed while it tells leaves its claim behind; the claim runs out,
// and who asks then gets the whole year.
func TestTellYearAgainAfterAKill(t *testing.T) {
	t.Parallel() // one of the long ones
	everywhereLoaded(t, func(t *testing.T, address string) {
		y := newYear(t, address)
		w := y.World()
		w.Log = slog.New(slog.DiscardHandler)
		killed, kill := context.WithCancel(ctx)
		go func() {
			defer kill()
			for held := 0; held < 6; { // some weeks in
				held, _ = db.One[int](ctx, y.DB().Read(), `SELECT count(*) FROM meeting WHERE state = 'held'`)
			}
		}()
		if err := demo.TellYear(killed, w, demo.Until["january"]); err == nil {
			t.Fatal("it came to its end")
		}
		if err := demo.TellYear(ctx, w, demo.Until["january"]); !errors.Is(err, demo.ErrTelling) {
			t.Errorf("told by two: %v", err)
		}
		y.real.Add(time.Minute)
		y.ok(demo.TellYear(ctx, w, demo.Until["january"]))
		pairs, held := y.number(pairsOfTwo), y.number(`SELECT count(*) FROM meeting WHERE state = 'held'`)
		if pairs < 2 || held < 8*pairs {
			t.Errorf("%d pairs, %d meetings held", pairs, held)
		}
		if n := y.number(`SELECT count(*) FROM organisation WHERE code = 'A'`); n != 1 {
			t.Errorf("%d times Auyl", n)
		}
		if day := calendar.DateOf(y.Now()); day != demo.Until["january"] {
			t.Errorf("the clock stands at %s", day)
		}
		y.hasToDo()
	})
}

// news are the lines of Today that only tell something.
var news = []string{"The style of the talk", "the page of the first day", "answered your question", "told you how", "is in your timetable"}

// hasToDo asks Today of each persona, in the state that a visitor of a new demo sees
// first, for something that is to be done.
func (y *year) hasToDo() {
	y.t.Helper()
	_, err := y.Jobs().RunDue(ctx)
	y.ok(err)
	item := regexp.MustCompile(`(?s)<li>\s*<div>\s*<b>(.*?)</b>.*?<a class="btn`)
	all, err := demo.Personas(ctx, y.DB().Read()) // loaded anew, they have other ids
	y.ok(err)
	for _, p := range all {
		page := unpacked(y.t, enter(y.t, y.App, p, i18n.English).request(http.MethodGet, "/", nil))
		if p.Part == "administrator" && strings.Contains(page, `class="btn primary" href="`+link.Schools()+`"`) {
			continue // the tree is kept when somebody asks; the way there is the one button of the page
		}
		_, list, _ := strings.Cut(page, `<ol class="card flush todo">`)
		list, _, _ = strings.Cut(list, "</ol>")
		todo := slices.DeleteFunc(item.FindAllStringSubmatch(list, -1), func(line []string) bool {
			return slices.ContainsFunc(news, func(words string) bool { return strings.Contains(line[1], words) })
		})
		if len(todo) == 0 {
			y.t.Errorf("%s (%s) has nothing to do: %s", p.Part, p.Code, list)
		}
	}
}
