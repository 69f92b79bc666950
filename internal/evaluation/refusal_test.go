package evaluation

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/schooltest"
)

func refused(name, want string, err func() error) apptest.Refusal {
	return apptest.Refusal{Name: name, Want: want, Err: err}
}

// own is a question of the school's own.
var own = NewQuestion{Kind: Text, Side: Both, KK: "Не ұнады?", RU: "Что понравилось?", EN: "What did you like?"}

// A question has its words in each language, a kind and a side, each said at its field.
func TestQuestionsAreCheckedFieldByField(t *testing.T) {
	long := strings.Repeat("ө", maxQuestion+1)
	for name, c := range map[string]struct {
		change func(n *NewQuestion)
		want   string
	}{
		"good":                {func(*NewQuestion) {}, ""},
		"as long as it may":   {func(n *NewQuestion) { n.KK = long[2:] }, ""},
		"nothing":             {func(n *NewQuestion) { *n = NewQuestion{} }, "en:evaluation.question.missing kind:evaluation.question.choose kk:evaluation.question.missing ru:evaluation.question.missing side:evaluation.question.choose"},
		"one language":        {func(n *NewQuestion) { n.RU, n.EN = "", "" }, "en:evaluation.question.missing ru:evaluation.question.missing"},
		"too long":            {func(n *NewQuestion) { n.EN = long }, "en:fault.too_long"},
		"a kind of others":    {func(n *NewQuestion) { n.Kind = "stars" }, "kind:evaluation.question.choose"},
		"a side of others":    {func(n *NewQuestion) { n.Side = "director" }, "side:evaluation.question.choose"},
		"a side in two words": {func(n *NewQuestion) { n.Side = "mentor mentee" }, "side:evaluation.question.choose"},
	} {
		in := own
		c.change(&in)
		if got := apptest.Says(in.check()); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Answers are taken from today on, for a day at least.
func TestDaysOfASurveyAreChecked(t *testing.T) {
	for name, c := range map[string]struct {
		days calendar.Period
		want string
	}{
		"ten days":           {calendar.Period{Starts: "2014-05-05", Ends: "2014-05-15"}, ""},
		"today alone":        {calendar.Period{Starts: "2014-05-05", Ends: "2014-05-05"}, ""},
		"from yesterday":     {calendar.Period{Starts: "2014-05-04", Ends: "2014-05-15"}, "opens:evaluation.date.past"},
		"over already":       {calendar.Period{Starts: "2014-05-01", Ends: "2014-05-04"}, "closes:evaluation.date.order opens:evaluation.date.past"},
		"the wrong way":      {calendar.Period{Starts: "2014-05-15", Ends: "2014-05-14"}, "closes:evaluation.date.order"},
		"no days":            {calendar.Period{}, "closes:fault.date_missing opens:fault.date_missing"},
		"a day there is not": {calendar.Period{Starts: "2014-05-05", Ends: "2014-05-32"}, "closes:fault.date_missing"},
	} {
		if got := apptest.Says(checkDays(c.days, "2014-05-05")); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// The same words are one question, whatever stands around the letters and whichever side it asks.
func TestAsksAgainComparesLettersAlone(t *testing.T) {
	all := []Question{{ID: "q", Side: Mentors, KK: "Не ұнады?", RU: "Что понравилось?", EN: "What did you like?"}}
	for name, c := range map[string]struct {
		in   NewQuestion
		but  string
		want bool
	}{
		"the same":              {own, "", true},
		"itself":                {own, "q", false},
		"in one language":       {NewQuestion{KK: "басқа", RU: "ЧТО, понравилось", EN: "other"}, "", true},
		"with other signs":      {NewQuestion{KK: "не  ұнады!!", RU: "иное", EN: "other"}, "", true},
		"of the other side":     {NewQuestion{Side: Mentees, KK: "Не ұнады?", RU: "иное", EN: "other"}, "", true},
		"another":               {NewQuestion{KK: "басқа", RU: "иное", EN: "other"}, "", false},
		"with one letter more":  {NewQuestion{KK: "Не ұнадыы", RU: "иное", EN: "other"}, "", false},
		"a part of it":          {NewQuestion{KK: "ұнады", RU: "иное", EN: "other"}, "", false},
		"in another's language": {NewQuestion{KK: "Что понравилось?", RU: "иное", EN: "other"}, "", false},
	} {
		if got := asksAgain(all, c.in, c.but); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// The starter questions suit women and men alike, fit into the survey, and ask nothing twice.
func TestStartersAreAskedOfEverybody(t *testing.T) {
	if len(starters) > maxQuestions {
		t.Errorf("%d of %d questions", len(starters), maxQuestions)
	}
	var before []Question
	for _, q := range starters {
		if strings.ContainsAny(q.KK+q.RU+q.EN, "()/") {
			t.Errorf("%s asks in brackets: %s", q.Topic, q.RU)
		}
		in := NewQuestion{Kind: q.Kind, Side: q.Side, KK: q.KK, RU: q.RU, EN: q.EN}
		if err := in.check(); err != nil || q.Topic == "" || asksAgain(before, in, "") {
			t.Errorf("%s: %v", q.Topic, err)
		}
		before = append(before, q)
	}
}

// A survey stands where it stands: what its state does not allow is refused and changes nothing.
func TestVerbsOfASurveyRefuseByItsState(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		deputy, days := who("deputy"), calendar.Period{Starts: "2014-05-05", Ends: "2014-05-15"}
		v, err := w.Prepare(ctx, deputy, "p2013")
		w.OK(err)
		add := func(in NewQuestion) func() error { return func() error { return w.AddQuestion(ctx, deputy, v.ID, in) } }
		drop := func(id string) func() error { return func() error { return w.DropQuestion(ctx, deputy, v.ID, id) } }
		announce := func(days calendar.Period) func() error {
			return func() error { return w.Announce(ctx, deputy, v.ID, days) }
		}
		extend := func(to calendar.Date) func() error { return func() error { return w.Extend(ctx, deputy, v.ID, to) } }
		end := func() error { return w.Close(ctx, deputy, v.ID) }
		gone, notOpen, notDraft := "notfound evaluation.question.gone", "conflict evaluation.survey.not_open", "conflict evaluation.survey.not_draft"
		watch := apptest.NewWatch(t, d)
		watch.Refuses(
			refused("prepared twice", "conflict evaluation.survey.exists", func() error { _, err := w.Prepare(ctx, deputy, "p2013"); return err }),
			refused("of no programme", "notfound mentoring.programme.missing", func() error { _, err := w.Prepare(ctx, deputy, "none"); return err }),
			refused("a question that stands there", "conflict evaluation.question.twice", add(NewQuestion{Kind: Scale, Side: Both, KK: starters[0].KK, RU: "иное", EN: "other"})),
			refused("a question gone", gone, drop("none")),
			refused("a question of none changed", gone, func() error { return w.ChangeQuestion(ctx, deputy, v.ID, "none", own) }),
			refused("extended as a draft", notOpen, extend("2014-05-20")), refused("closed as a draft", notOpen, end),
			refused("an answer to a draft", "forbidden evaluation.access.answer", func() error { return w.Answer(ctx, who("m1"), v.ID, Answers{}) }),
		)
		for i := len(starters); i < maxQuestions; i++ {
			in := own
			in.KK, in.RU, in.EN = own.KK+string(rune('a'+i)), own.RU+string(rune('a'+i)), own.EN+string(rune('a'+i))
			w.OK(add(in)())
		}
		watch.Refuses(refused("one question more", "conflict evaluation.question.too_many", add(own)))
		w.OK(announce(days)())
		watch.Refuses(
			refused("announced again", notDraft, announce(days)), refused("a question more", notDraft, add(own)), refused("a question less", notDraft, drop("none")),
			refused("no longer day", "closes:evaluation.date.order", extend("")), refused("a day that is over", "closes:evaluation.date.order", extend("2014-05-04")),
		)
		w.OK(extend("2014-05-20")())
		w.OK(end())
		watch.Refuses(refused("closed again", notOpen, end), refused("extended after", notOpen, extend("2014-05-25")), refused("announced after", notDraft, announce(days)))
	})
}

// Only those who keep the programme prepare and change a survey; another school finds none.
func TestVerbsOfASurveyAreOfItsKeepers(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		v, err := w.Prepare(ctx, who("deputy"), "p2013")
		w.OK(err)
		days := calendar.Period{Starts: "2014-05-05", Ends: "2014-05-15"}
		var all []apptest.Refusal
		for want, actors := range map[string][]access.Actor{
			"forbidden evaluation.access.keep":   {who("m1"), who("e1"), who("teacher"), {}, schooltest.Actor(school, "psy", access.Psychologist, access.SMUHead, access.Administrator)},
			"notfound evaluation.survey.missing": {schooltest.Actor(schooltest.Other, "deputy", access.Deputy), schooltest.Actor(schooltest.Other, "director", access.Director)},
		} {
			for _, a := range actors {
				all = append(all,
					refused("a question by "+a.Staff, want, func() error { return w.AddQuestion(ctx, a, v.ID, own) }),
					refused("a change by "+a.Staff, want, func() error { return w.ChangeQuestion(ctx, a, v.ID, "q", own) }),
					refused("a drop by "+a.Staff, want, func() error { return w.DropQuestion(ctx, a, v.ID, "q") }),
					refused("announced by "+a.Staff, want, func() error { return w.Announce(ctx, a, v.ID, days) }),
					refused("extended by "+a.Staff, want, func() error { return w.Extend(ctx, a, v.ID, "2014-05-20") }),
					refused("closed by "+a.Staff, want, func() error { return w.Close(ctx, a, v.ID) }))
			}
		}
		apptest.NewWatch(t, d).Refuses(all...)
		w.Race("announced", func(int) error { return w.Announce(ctx, who("deputy"), v.ID, days) })
	})
}

// Of two who change a question one is told what the other made of it.
func TestChangeQuestionOfTwoAtOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		v, err := w.Prepare(ctx, who("deputy"), "p2013")
		w.OK(err)
		first, err := db.One[string](ctx, d.Read(), `SELECT id FROM survey_question WHERE position = 1`)
		w.OK(err)
		in := own
		in.Version = 1
		w.Race("the question", func(int) error { return w.ChangeQuestion(ctx, who("deputy"), v.ID, first, in) })
		_, q, err := w.Question(ctx, who("director"), v.ID, first)
		if w.OK(err); q.Version != 2 || q.KK != own.KK || q.Position != 1 || q.Topic != starters[0].Topic {
			t.Errorf("%+v", q)
		}
	})
}
