package recognition

import (
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
)

const onePair = "p2013m1e1"

func refused(name, want string, err func() error) apptest.Refusal {
	return apptest.Refusal{Name: name, Want: want, Err: err}
}

func long(longest int) string { return strings.Repeat("ө", longest+1) }

// A forum has its day, time and place, and a last day to nominate before it.
func TestForumIsCheckedFieldByField(t *testing.T) {
	good := NewForum{Date: "2014-05-23", StartsAt: "15:00", Place: "Зал", NominateUntil: "2014-05-20"}
	announced := Forum{Version: 1, Date: "2014-05-04", NominateUntil: "2014-05-20"}
	over := Forum{Version: 1, Date: "2014-05-23", NominateUntil: "2014-05-04"}
	for name, c := range map[string]struct {
		old    Forum
		change func(n *NewForum)
		want   string
	}{
		"good":                           {Forum{}, func(*NewForum) {}, ""},
		"today":                          {Forum{}, func(n *NewForum) { n.Date, n.NominateUntil = "2014-05-05", "2014-05-05" }, ""},
		"yesterday":                      {Forum{}, func(n *NewForum) { n.Date, n.NominateUntil = "2014-05-04", "2014-05-04" }, "date:recognition.date.past"},
		"the past day that was said":     {announced, func(n *NewForum) { n.Date, n.NominateUntil = "2014-05-04", "2014-05-03" }, ""},
		"no day":                         {Forum{}, func(n *NewForum) { n.Date = "" }, "date:fault.date_missing nominate_until:recognition.forum.nominate_order"},
		"no time":                        {Forum{}, func(n *NewForum) { n.StartsAt = "" }, "starts_at:recognition.forum.time_missing"},
		"a time that there is not":       {Forum{}, func(n *NewForum) { n.StartsAt = "25:00" }, "starts_at:recognition.forum.time_missing"},
		"no place":                       {Forum{}, func(n *NewForum) { n.Place = "" }, "place:fault.text_missing"},
		"a long place":                   {Forum{}, func(n *NewForum) { n.Place = long(maxPlace) }, "place:fault.too_long"},
		"long points":                    {Forum{}, func(n *NewForum) { n.Points = long(maxPoints) }, "points:fault.too_long"},
		"no last day to nominate":        {Forum{}, func(n *NewForum) { n.NominateUntil = "" }, "nominate_until:fault.date_missing"},
		"nominations after it":           {Forum{}, func(n *NewForum) { n.NominateUntil = "2014-05-24" }, "nominate_until:recognition.forum.nominate_order"},
		"nominations on the day":         {Forum{}, func(n *NewForum) { n.NominateUntil = "2014-05-23" }, ""},
		"another last day, not over yet": {announced, func(n *NewForum) { n.NominateUntil = "2014-05-22" }, ""},
		"another last day, read already": {over, func(n *NewForum) { n.NominateUntil = "2014-05-22" }, "nominate_until:recognition.forum.nominate_over"},
		"the same last day, read":        {over, func(n *NewForum) { n.NominateUntil = "2014-05-04" }, ""},
	} {
		in := good
		c.change(&in)
		if got := apptest.Says(in.check(c.old, "2014-05-05")); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Who nominated is read on the day after the last day, and not before.
func TestNominationsCloseOnTheDayAfter(t *testing.T) {
	f := Forum{Version: 1, NominateUntil: "2014-05-20"}
	for day, open := range map[string]bool{"2014-05-05": true, "2014-05-20": true, "2014-05-21": false} {
		if f.Nominating(calendar.Date(day)) != open || f.NominationsClosed(calendar.Date(day)) == open {
			t.Errorf("on %s: %v and %v", day, f.Nominating(calendar.Date(day)), f.NominationsClosed(calendar.Date(day)))
		}
	}
	if none := (Forum{}); none.Nominating("2014-05-05") || none.NominationsClosed("2014-05-05") {
		t.Error("a forum that nobody announced takes nominations, or shows them")
	}
}

// Whatever is typed has its bounds, said at the field; who may not is refused first.
func TestVerbsOfRecognitionRefuse(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.forum()
		w.OK(w.SaveStory(ctx, who("m1"), onePair, NewStory{Title: "Жыл", Text: "Бірге"}))
		story := func(as string, in NewStory) func() error {
			return func() error { return w.SaveStory(ctx, who(as), onePair, in) }
		}
		nominate := func(as, words string) func() error {
			return func() error { return w.Nominate(ctx, who(as), onePair, NewNomination{Words: words}) }
		}
		thank := func(as, whom, text string) func() error {
			return func() error { return w.Thank(ctx, who(as), "p2013", whom, text) }
		}
		pairOnly, menteeOnly := "forbidden recognition.access.pair", "forbidden recognition.access.mentee"
		stale := "conflict fault.changed_meanwhile"
		all := []apptest.Refusal{
			refused("a story without a title", "title:fault.text_missing", story("m1", NewStory{Version: 1, Text: "x"})),
			refused("a story without words", "text:recognition.story.text_missing", story("e1", NewStory{Version: 1, Title: "x", Text: " \n"})),
			refused("a long title", "title:fault.too_long", story("m1", NewStory{Version: 1, Title: long(maxTitle), Text: "x"})),
			refused("a long story", "text:fault.too_long", story("m1", NewStory{Version: 1, Title: "x", Text: long(maxStory)})),
			refused("a story from the page before", stale, story("e1", NewStory{Title: "x", Text: "x"})),
			refused("a story of a version to come", stale, story("e1", NewStory{Version: 2, Title: "x", Text: "x"})),
			refused("agreeing to another version", "conflict recognition.changed_meanwhile", func() error { return w.AgreeStory(ctx, who("e1"), onePair, 0) }),
			refused("no words of a nomination", "words:recognition.nomination.words_missing", nominate("e1", " ")),
			refused("long words", "words:fault.too_long", nominate("e1", long(maxWords))),
			refused("thanks to nobody", "staff:recognition.thanks.whom_missing", thank("director", "", "Рақмет")),
			refused("thanks to a mentee", "staff:recognition.thanks.whom_missing", thank("director", "e1", "Рақмет")),
			refused("thanks without words", "text:recognition.thanks.text_missing", thank("director", "m1", " ")),
			refused("long thanks", "text:fault.too_long", thank("director", "m1", long(maxThanks))),
			refused("thanks of nothing", "notfound recognition.thanks.gone", func() error { _, err := w.TakeBackThanks(ctx, who("director"), "none"); return err }),
			refused("a story of no pair", "notfound mentoring.pairing.missing", func() error { return w.SaveStory(ctx, who("m1"), "none", NewStory{Title: "x", Text: "x"}) }),
			refused("a nomination of no pair", "notfound mentoring.pairing.missing", func() error { return w.Nominate(ctx, who("e1"), "none", NewNomination{Words: "x"}) }),
			refused("a forum of no programme", "notfound mentoring.programme.missing", func() error { return w.SetForum(ctx, who("deputy"), "none", NewForum{}) }),
		}
		for _, as := range []string{"m2", "e2", "teacher", "deputy", "director"} {
			all = append(all,
				refused("a story by "+as, pairOnly, story(as, NewStory{Version: 1, Title: "x", Text: "x"})),
				refused("agreeing by "+as, pairOnly, func() error { return w.AgreeStory(ctx, who(as), onePair, 1) }),
				refused("taking back by "+as, pairOnly, func() error { return w.TakeBackStory(ctx, who(as), onePair) }),
				refused("a nomination by "+as, menteeOnly, nominate(as, "x")))
		}
		for _, as := range []string{"m1", "e1", "teacher", "deputy"} {
			all = append(all, refused("thanks by "+as, "forbidden recognition.access.director", thank(as, "m1", "Рақмет")))
		}
		for _, as := range []string{"m1", "e1", "teacher"} {
			all = append(all, refused("a forum by "+as, "forbidden recognition.access.keep", func() error { return w.SetForum(ctx, who(as), "p2013", NewForum{}) }))
		}
		apptest.NewWatch(t, d).Refuses(all...)
		w.Exec(`UPDATE pairing SET state = 'left' WHERE id = $1`, onePair)
		apptest.NewWatch(t, d).Refuses(refused("a story of a pair that was left", "conflict recognition.story.pair_ended", story("m1", NewStory{Version: 1, Title: "x", Text: "x"})))
	})
}

// A second click changes no row and tells the journal nothing.
func TestSecondClicksOfRecognitionChangeNothing(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		w.forum()
		w.OK(w.SaveStory(ctx, who("m1"), onePair, NewStory{Title: "Жыл", Text: "Бірге"}))
		w.OK(w.AgreeStory(ctx, who("e1"), onePair, 1))
		watch := apptest.NewWatch(t, d)
		agree := func() error { return w.AgreeStory(ctx, who("e1"), onePair, 1) }
		watch.Refuses(refused("agreed again", "", agree), refused("agreed by whoever wrote it", "", func() error { return w.AgreeStory(ctx, who("m1"), onePair, 1) }))
		w.OK(w.TakeBackStory(ctx, who("e1"), onePair))
		w.OK(w.Nominate(ctx, who("e1"), onePair, NewNomination{Words: "Көмектесті"}))
		w.OK(w.TakeBackNomination(ctx, who("e1"), onePair))
		thank := func() error { return w.Thank(ctx, who("director"), "p2013", "m1", " Рақмет\n") }
		w.OK(thank())
		watch.Refuses(refused("thanks that stand already", "", thank))
		h, err := w.Hub(ctx, who("m1"), "p2013")
		w.OK(err)
		takeBack := func() error { _, err := w.TakeBackThanks(ctx, who("director"), h.Thanks[0].ID); return err }
		w.OK(takeBack())
		w.Clock.Set("2014-05-06T09:00")
		watch.Refuses(
			refused("a story taken back again", "", func() error { return w.TakeBackStory(ctx, who("e1"), onePair) }),
			refused("a nomination taken back again", "", func() error { return w.TakeBackNomination(ctx, who("e1"), onePair) }),
			refused("thanks taken back again", "", takeBack),
		)
		w.OK(agree()) // after it was taken back one may agree once more
		w.OK(thank()) // and thank with the same words
		if h, err := w.Hub(ctx, who("m1"), "p2013"); err != nil || len(h.Thanks) != 1 {
			t.Errorf("%+v, %v", h.Thanks, err)
		}
		if v, err := w.Story(ctx, who("m1"), onePair); err != nil || !v.Story.Shown() {
			t.Errorf("%+v, %v", v.Story, err)
		}
	})
}

// What was said before stays: versions of the forum and of the story, nominations and
// thanks that were taken back.
func TestRecognitionKeepsWhatWas(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		w.forum()
		w.OK(w.SetForum(ctx, who("director"), "p2013", NewForum{Version: 1, Date: "2014-05-24", StartsAt: "16:00", Place: "Холл", NominateUntil: "2014-05-20"}))
		for i, text := range []string{"бірінші", "екінші"} {
			w.OK(w.SaveStory(ctx, who("m1"), onePair, NewStory{Version: i, Title: "Жыл", Text: text}))
			w.OK(w.Nominate(ctx, who("e1"), onePair, NewNomination{Words: text}))
		}
		for name, want := range map[string]int{
			`forum WHERE place = 'Зал' AND set_by = 'deputy'`: 1, `forum WHERE place = 'Холл' AND set_by = 'director'`: 1, `story`: 2,
			`nomination WHERE ended_at <> ''`: 1, `nomination WHERE ended_at = ''`: 1,
		} {
			if got := w.Count(`SELECT count(*) FROM ` + name); got != want {
				t.Errorf("%s: %d, want %d", name, got, want)
			}
		}
	})
}

// Of several at once one writes the next version, and the others are told.
func TestRacesOfRecognition(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		w.forum()
		for name, race := range map[string]struct {
			do   func(i int) error
			rows string
			want int
		}{
			"forum": {func(int) error {
				return w.SetForum(ctx, who("deputy"), "p2013", NewForum{Version: 1, Date: "2014-05-24", StartsAt: "15:00", Place: "Зал", NominateUntil: "2014-05-20"})
			}, `forum WHERE version = 2`, 1},
			"story": {func(i int) error {
				return w.SaveStory(ctx, who([]string{"m1", "e1"}[i%2]), onePair, NewStory{Title: "Жыл", Text: "Бірге"})
			}, `story`, 1},
		} {
			w.Race(name, race.do)
			if n := w.Count(`SELECT count(*) FROM ` + race.rows); n != race.want {
				t.Errorf("%s: %d rows", name, n)
			}
		}
	})
}

// Numbers on a certificate read as people write them, and its code as people type it.
func TestCertificateIsReadAsItIsWritten(t *testing.T) {
	for minutes, want := range map[int]string{0: "0", 5: "0", 6: "0.1", 59: "0.9", 60: "1", 750: "12.5", 6005: "100"} {
		if got := (Certificate{Minutes: minutes}).HoursText(); got != want {
			t.Errorf("%d minutes are %s hours, want %s", minutes, got, want)
		}
	}
	c := Certificate{ID: "0123456789abcdef", Number: 7, Date: "2014-05-25"}
	if c.Label() != "2014-007" || c.Code() != "0123-4567-89ab-cdef" || !c.Valid() {
		t.Errorf("%s, %s", c.Label(), c.Code())
	}
	for _, typed := range []string{c.Code(), "0123 4567 89AB CDEF", " o123-4567-89ab-cdef ", "Oi23456789abcdef", "0L23456789ABCDEF"} {
		if got := codeOf(typed); got != c.ID {
			t.Errorf("%q is read as %s", typed, got)
		}
	}
	seen := map[string]bool{}
	for range 200 {
		code := newCode()
		if len(code) != 16 || seen[code] || codeOf(code) != code || strings.ContainsAny(code, "ilou") {
			t.Fatalf("the code %s", code)
		}
		seen[code] = true
	}
	if c.RevokedOn = "2014-06-01"; c.Valid() {
		t.Error("a revoked certificate holds")
	}
}
