package practice_test

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/practice"
)

func refused(name, want string, err func() error) apptest.Refusal {
	return apptest.Refusal{Name: name, Want: want, Err: err}
}

func long(longest int) string { return strings.Repeat("ө", longest+1) }

var (
	course = practice.NewCourse{Title: "Тәлімгерлік", Hours: 16, Starts: "2013-09-02", Ends: "2013-09-03", ForMentors: true}
	relief = practice.NewIncentive{Staff: "m1", Kind: practice.Relief, Starts: "2013-09-09", Words: "Кезекшіліктен босатылды"}
	note   = practice.NewResistanceNote{Date: "2013-09-09", Category: practice.Fear}
	role   = practice.NewRole{KK: "міндет", RU: "обязанность", EN: "duty"}
)

// What is typed has its bounds, said at the field, and nothing of it is kept.
func TestVerbsOfPracticeRefuseInputAtItsField(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made, err := w.AddCourse(ctx, who("deputy"), course)
		w.Pair.OK(err)
		log := func(in practice.NewLogEntry) func() error {
			return func() error { _, err := w.WriteLog(ctx, who("m1"), in); return err }
		}
		sign := func(change func(n *practice.NewResistanceNote)) func() error {
			return func() error { in := note; change(&in); return w.NoteResistance(ctx, who("m1"), w.G.ID, in) }
		}
		add := func(change func(n *practice.NewCourse)) func() error {
			return func() error { in := course; change(&in); _, err := w.AddCourse(ctx, who("deputy"), in); return err }
		}
		done := func(in practice.NewDone) func() error {
			return func() error { return w.RecordDone(ctx, who("deputy"), made.ID, in) }
		}
		give := func(change func(n *practice.NewIncentive)) func() error {
			return func() error { in := relief; change(&in); _, err := w.Give(ctx, who("director"), in); return err }
		}
		set := func(change func(n *practice.NewRole)) func() error {
			return func() error { in := role; change(&in); return w.SetRole(ctx, who("deputy"), in) }
		}
		someone := []string{"m1"}
		apptest.NewWatch(t, w.Pair.D).Refuses(
			refused("a day to come", "date:practice.date.ahead", log(practice.NewLogEntry{Date: "2013-09-10", Text: "x"})),
			refused("no day", "date:fault.date_missing", log(practice.NewLogEntry{Text: "x"})),
			refused("no words", "text:fault.text_missing", log(practice.NewLogEntry{Date: "2013-09-09", Text: " \n"})),
			refused("long words", "text:fault.too_long", log(practice.NewLogEntry{Date: "2013-09-09", Text: long(2000)})),
			refused("a sign to come", "date:practice.date.ahead", sign(func(n *practice.NewResistanceNote) { n.Date = "2013-09-10" })),
			refused("no sign", "category:practice.resistance.choose", sign(func(n *practice.NewResistanceNote) { n.Category = "" })),
			refused("a sign of another study", "category:practice.resistance.choose", sign(func(n *practice.NewResistanceNote) { n.Category = "laziness" })),
			refused("long words of a sign", "text:fault.too_long", sign(func(n *practice.NewResistanceNote) { n.Text = long(2000) })),
			refused("a course without a title", "title:fault.text_missing", add(func(n *practice.NewCourse) { n.Title = " " })),
			refused("a long title", "title:fault.too_long", add(func(n *practice.NewCourse) { n.Title = long(300) })),
			refused("a long provider", "provider:fault.too_long", add(func(n *practice.NewCourse) { n.Provider = long(300) })),
			refused("no hours", "hours:practice.training.hours_range", add(func(n *practice.NewCourse) { n.Hours = 0 })),
			refused("a thousand hours and one", "hours:practice.training.hours_range", add(func(n *practice.NewCourse) { n.Hours = 1001 })),
			refused("a course without days", "ends:fault.date_missing starts:fault.date_missing", add(func(n *practice.NewCourse) { n.Starts, n.Ends = "", "" })),
			refused("a course that ends before", "ends:practice.date.order", add(func(n *practice.NewCourse) { n.Ends = "2013-09-01" })),
			refused("done by nobody", "staff:practice.staff.choose", done(practice.NewDone{DoneOn: "2013-09-03"})),
			refused("done by who is not here", "staff:practice.staff.choose", done(practice.NewDone{Staff: []string{"m1", "nobody"}, DoneOn: "2013-09-03"})),
			refused("done tomorrow", "done_on:practice.date.ahead", done(practice.NewDone{Staff: someone, DoneOn: "2013-09-10"})),
			refused("done before it began", "done_on:practice.training.before", done(practice.NewDone{Staff: someone, DoneOn: "2013-09-01"})),
			refused("done on no day", "done_on:fault.date_missing", done(practice.NewDone{Staff: someone})),
			refused("to be shared before", "share_by:practice.date.order", done(practice.NewDone{Staff: someone, DoneOn: "2013-09-03", ShareBy: "2013-09-02"})),
			refused("given to nobody", "staff:practice.staff.choose", give(func(n *practice.NewIncentive) { n.Staff = "" })),
			refused("given to who is not here", "staff:practice.staff.choose", give(func(n *practice.NewIncentive) { n.Staff = "nobody" })),
			refused("given nothing", "kind:practice.incentive.choose", give(func(n *practice.NewIncentive) { n.Kind = "" })),
			refused("given without words", "words:practice.incentive.words_missing", give(func(n *practice.NewIncentive) { n.Words = " " })),
			refused("given with long words", "words:fault.too_long", give(func(n *practice.NewIncentive) { n.Words = long(300) })),
			refused("a long order", "document:fault.too_long", give(func(n *practice.NewIncentive) { n.Document = long(300) })),
			refused("given for days that end before", "ends:practice.date.order", give(func(n *practice.NewIncentive) { n.Ends = "2013-09-08" })),
			refused("given on no day", "starts:fault.date_missing", give(func(n *practice.NewIncentive) { n.Starts = "" })),
			refused("a role in two languages", "text_en:fault.text_missing", set(func(n *practice.NewRole) { n.EN = " " })),
			refused("a role without words", "text_en:fault.text_missing text_kk:fault.text_missing text_ru:fault.text_missing", set(func(n *practice.NewRole) { *n = practice.NewRole{} })),
			refused("a long role", "text_ru:fault.too_long", set(func(n *practice.NewRole) { n.RU = long(8000) })),
			refused("a style that there is not", "style:practice.style.choose", func() error { return w.SetStyle(ctx, who("m1"), w.G.ID, "loud") }),
		)
	})
}

// Each verb is of those whom it concerns, and of another school nothing is found.
func TestVerbsOfPracticeRefuseOthers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		entry, err := w.WriteLog(ctx, who("m1"), practice.NewLogEntry{Date: "2013-09-09", Text: "сөз"})
		w.Pair.OK(err)
		made, err := w.AddCourse(ctx, who("deputy"), course)
		w.Pair.OK(err)
		w.Pair.OK(w.RecordDone(ctx, who("deputy"), made.ID, practice.NewDone{Staff: []string{"m1"}, DoneOn: "2013-09-03"}))
		_, all, err := w.Course(ctx, who("m1"), made.ID)
		w.Pair.OK(err)
		given, err := w.Give(ctx, who("director"), relief)
		w.Pair.OK(err)
		done := all[0].ID
		closed := who("m1")
		closed.Closed = "recovered"
		list := []apptest.Refusal{
			refused("a log of nobody", "forbidden practice.access.own", func() error {
				_, err := w.WriteLog(ctx, access.Actor{School: school}, practice.NewLogEntry{Date: "2013-09-09", Text: "x"})
				return err
			}),
			refused("erased by who cannot read it yet", "conflict practice.erase.closed", func() error { return w.EraseLog(ctx, closed, entry.ID) }),
			refused("a sign by the mentee", "forbidden practice.access.mentor", func() error { return w.NoteResistance(ctx, who("e1"), w.G.ID, note) }),
			refused("a sign of no pair", "notfound mentoring.pairing.missing", func() error { return w.NoteResistance(ctx, who("m1"), "none", note) }),
			refused("a done course of none", "notfound practice.training.missing", func() error { return w.Shared(ctx, who("m1"), made.ID, "none", "x") }),
			refused("a done course of another one", "notfound practice.training.missing", func() error { return w.Shared(ctx, who("m1"), "none", done, "x") }),
			refused("shared in another school", "notfound practice.training.missing", func() error { return w.Shared(ctx, who("other"), made.ID, done, "x") }),
			refused("not said how", "how:practice.training.how_missing", func() error { return w.Shared(ctx, who("m1"), made.ID, done, " ") }),
			refused("said at length", "how:fault.too_long", func() error { return w.Shared(ctx, who("m1"), made.ID, done, long(300)) }),
			refused("an incentive of none", "notfound practice.incentive.missing", func() error { return w.TakeBackIncentive(ctx, who("director"), "none") }),
			refused("an incentive of another school", "notfound practice.incentive.missing", func() error { return w.TakeBackIncentive(ctx, who("other"), given.ID) }),
			refused("a role of an older page", "conflict practice.role.changed_meanwhile", func() error { return w.ReadRole(ctx, who("m1"), "none") }),
		}
		for _, code := range []string{"m1", "e1", "e2", "head", "admin"} {
			list = append(list,
				refused("a course by "+code, "forbidden practice.access.keep", func() error { _, err := w.AddCourse(ctx, who(code), course); return err }),
				refused("done by "+code, "forbidden practice.access.keep", func() error {
					return w.RecordDone(ctx, who(code), made.ID, practice.NewDone{Staff: []string{"e2"}, DoneOn: "2013-09-03"})
				}),
				refused("a role by "+code, "forbidden practice.access.keep", func() error { return w.SetRole(ctx, who(code), role) }),
				refused("given by "+code, "forbidden practice.access.reward", func() error { _, err := w.Give(ctx, who(code), relief); return err }),
				refused("taken back by "+code, "forbidden practice.access.reward", func() error { return w.TakeBackIncentive(ctx, who(code), given.ID) }))
		}
		for _, code := range []string{"e1", "deputy", "director", "coordinator", "other"} {
			list = append(list, refused("a log erased by "+code, "notfound practice.log.missing", func() error { return w.EraseLog(ctx, who(code), entry.ID) }))
		}
		for _, code := range []string{"e2", "deputy", "director", "head", "admin"} {
			list = append(list,
				refused("a sign by "+code, "forbidden practice.access.mentor", func() error { return w.NoteResistance(ctx, who(code), w.G.ID, note) }),
				refused("a style by "+code, "forbidden practice.access.pair", func() error { return w.SetStyle(ctx, who(code), w.G.ID, practice.Styles[0]) }))
		}
		apptest.NewWatch(t, w.Pair.D).Refuses(list...)
	})
}

// A second click changes no row, whether it is told so or not.
func TestSecondClicksOfPracticeChangeNothing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		entry, err := w.WriteLog(ctx, who("m1"), practice.NewLogEntry{Date: "2013-09-09", Text: "сөз"})
		w.Pair.OK(err)
		w.Pair.OK(w.EraseLog(ctx, who("m1"), entry.ID))
		w.Pair.OK(w.SetRole(ctx, who("deputy"), role))
		page, err := w.Role(ctx, who("m1"))
		w.Pair.OK(err)
		w.Pair.OK(w.ReadRole(ctx, who("m1"), page.ID))
		w.Pair.OK(w.SetStyle(ctx, who("e1"), w.G.ID, practice.Styles[0]))
		given, err := w.Give(ctx, who("director"), relief)
		w.Pair.OK(err)
		w.Pair.OK(w.TakeBackIncentive(ctx, who("deputy"), given.ID))
		w.Pair.Clock.Set("2013-09-10T09:00")
		apptest.NewWatch(t, w.Pair.D).Refuses(
			refused("erased again", "notfound practice.log.missing", func() error { return w.EraseLog(ctx, who("m1"), entry.ID) }),
			refused("the role read again", "", func() error { return w.ReadRole(ctx, who("m1"), page.ID) }),
			refused("the same style", "", func() error { return w.SetStyle(ctx, who("m1"), w.G.ID, practice.Styles[0]) }),
			refused("taken back again", "notfound practice.incentive.missing", func() error { return w.TakeBackIncentive(ctx, who("director"), given.ID) }),
			refused("the role of an older page", "conflict fault.changed_meanwhile", func() error { return w.SetRole(ctx, who("director"), role) }),
		)
		if n := w.Pair.Count(`SELECT count(*) FROM learning_log WHERE text = '' AND erased_at <> ''`); n != 1 {
			t.Errorf("%d erased entries stay as such", n)
		}
	})
}

// Styles and roles of before stay where they were, and the newest holds.
func TestPracticeKeepsWhatWas(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for i, style := range append(practice.Styles[:2:2], practice.Styles[0]) {
			w.Pair.OK(w.SetStyle(ctx, who([]string{"m1", "e1"}[i%2]), w.G.ID, style))
		}
		second := role
		second.Version, second.KK = 1, "екінші"
		w.Pair.OK(w.SetRole(ctx, who("deputy"), role))
		w.Pair.OK(w.SetRole(ctx, who("director"), second))
		page, err := w.StylePage(ctx, who("e1"), w.G.ID)
		if w.Pair.OK(err); page.Style != practice.Styles[0] || w.Pair.Count(`SELECT count(*) FROM pair_style`) != 3 {
			t.Errorf("the style is %s", page.Style)
		}
		now, err := w.Role(ctx, who("m1"))
		if w.Pair.OK(err); now.KK != "екінші" || now.Version != 2 || w.Pair.Count(`SELECT count(*) FROM role_description WHERE text_kk = 'міндет' AND set_by = 'deputy'`) != 1 {
			t.Errorf("the role is %+v", now)
		}
	})
}

// Two who describe the role at once: the second is told of the first.
func TestRaceOfTwoRoles(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Pair.Race("the role", func(i int) error { return w.SetRole(ctx, who([]string{"deputy", "director"}[i%2]), role) })
	})
}
