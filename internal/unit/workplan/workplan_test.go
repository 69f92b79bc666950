package workplan_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/schooltest"
	"talim/internal/unit/workplan"
	"talim/internal/waiting"
)

var ctx = context.Background()

var hired = schooltest.People{
	"head": {access.SMUHead}, "teacher": {access.Teacher}, "other": {access.Teacher}, "director": {access.Director}, "deputy": {access.Deputy},
}

type school struct {
	*schooltest.School
	*workplan.Service

	unit string
}

func eachSchool(t *testing.T, fn func(t *testing.T, s school)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		at := schooltest.New(t, d, "2013-09-02T09:00")
		at.Hire(hired)
		s := school{School: at, Service: workplan.New(d, nil, at.Clock.Now)}
		var err error
		s.unit, err = db.One[string](ctx, d.Read(), `SELECT unit_id FROM post WHERE staff_id = 'head' AND role = 'smu_head'`)
		s.OK(err)
		fn(t, s)
	})
}

// who is somebody; the head leads the unit.
func (s school) who(code string) access.Actor {
	if code == "stranger" {
		return schooltest.Actor(schooltest.Other, code, access.Director)
	}
	a := hired.Who(code)
	if code == "head" {
		a.Heads = []string{s.unit}
	}
	return a
}

var visits = workplan.Facts{Span: workplan.Month, Day: "2013-10-15", Kind: "visits", Text: "Сабаққа өзара қатысу", Goal: "Әркім бір тәсіл алады", Owner: "teacher"}

func (s school) add(in workplan.Facts) workplan.Item {
	s.T.Helper()
	s.OK(s.Add(ctx, s.who("head"), s.unit, in))
	p := s.plan("head", workplan.Year)
	return p.Items[len(p.Items)-1].Item
}

func (s school) plan(code string, view workplan.Span) workplan.Plan {
	s.T.Helper()
	p, err := s.Plan(ctx, s.who(code), s.unit, view, "2013-10-01")
	s.OK(err)
	return p
}

func (s school) item(id string) workplan.Opened {
	s.T.Helper()
	x, err := s.Item(ctx, s.who("other"), id)
	s.OK(err)
	return x
}

func TestAddPlansForATime(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		x := s.add(visits)
		if x.Starts != "2013-10-01" || x.Ends != "2013-10-31" || x.State != workplan.Planned || x.Version != 1 {
			t.Errorf("a month is %+v", x)
		}
		week := visits
		week.Span, week.Day = workplan.Week, "2013-10-03"
		s.OK(s.Add(ctx, s.who("deputy"), s.unit, week))
		p := s.plan("other", workplan.Month)
		if len(p.Items) != 2 || p.Items[1].Starts != "2013-09-30" && p.Items[0].Starts != "2013-09-30" || p.Items[0].Who.ID != "teacher" {
			t.Errorf("colleagues read %+v", p.Items)
		}
	})
}

func TestPlanRefuses(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		x := s.add(visits)
		watch := apptest.NewWatch(t, s.D)
		stale := visits
		stale.Version = 7
		day := calendar.Date("2013-09-02")
		var all []apptest.Refusal
		add := func(name, want string, err func() error) {
			all = append(all, apptest.Refusal{Name: name, Want: want, Err: err})
		}
		for _, code := range []string{"teacher", "other"} {
			add(code+" plans", "forbidden workplan.access.head", func() error { return s.Add(ctx, s.who(code), s.unit, visits) })
			add(code+" changes", "forbidden workplan.access.head", func() error { return s.Change(ctx, s.who(code), x.ID, visits) })
			add(code+" moves", "forbidden workplan.access.head", func() error { return s.Move(ctx, s.who(code), x.ID, workplan.Move{Version: 1}) })
			add(code+" begins", "forbidden workplan.access.head", func() error {
				_, err := s.BeginPlan(ctx, s.who(code), s.unit, workplan.Begin{Day: day})
				return err
			})
		}
		add("a colleague holds", "forbidden workplan.access.owner", func() error { return s.Hold(ctx, s.who("other"), x.ID, workplan.Settlement{Version: 1, On: day}) })
		add("a colleague drops", "forbidden workplan.access.owner", func() error { return s.Drop(ctx, s.who("other"), x.ID, workplan.Settlement{Version: 1}) })
		add("a stranger plans", "notfound people.unit.not_found", func() error { return s.Add(ctx, s.who("stranger"), s.unit, visits) })
		add("a stranger holds", "notfound workplan.missing", func() error { return s.Hold(ctx, s.who("stranger"), x.ID, workplan.Settlement{Version: 1, On: day}) })
		add("a stale page", "conflict fault.changed_meanwhile", func() error { return s.Change(ctx, s.who("head"), x.ID, stale) })
		add("held tomorrow", "on:fault.date_late", func() error {
			return s.Hold(ctx, s.who("head"), x.ID, workplan.Settlement{Version: 1, On: day.AddDays(1)})
		})
		for field, wrong := range map[string]func(in *workplan.Facts){
			"span:workplan.choose":          func(in *workplan.Facts) { in.Span = "decade" },
			"kind:workplan.choose":          func(in *workplan.Facts) { in.Kind = "party" },
			"day:fault.date_missing":        func(in *workplan.Facts) { in.Day = "" },
			"text:fault.text_missing":       func(in *workplan.Facts) { in.Text = " " },
			"goal:fault.too_long":           func(in *workplan.Facts) { in.Goal = strings.Repeat("қ", 1001) },
			"owner:workplan.no_such_person": func(in *workplan.Facts) { in.Owner = "nobody" },
		} {
			in := visits
			wrong(&in)
			add(field, field, func() error { return s.Add(ctx, s.who("head"), s.unit, in) })
		}
		watch.Refuses(all...)
	})
}

func TestWhatBecameOfAnItem(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		x := s.add(visits)
		s.OK(s.Hold(ctx, s.who("teacher"), x.ID, workplan.Settlement{Version: 1, On: "2013-09-02", Text: "Төрт сабақ"}))
		if now := s.item(x.ID); now.State != workplan.Held || now.Outcome != "Төрт сабақ" || len(now.Was) != 1 || now.Was[0].State != workplan.Planned {
			t.Errorf("held is %+v", now)
		}
		if err := s.Hold(ctx, s.who("teacher"), x.ID, workplan.Settlement{Version: 2, On: "2013-09-02"}); apptest.Says(err) != "conflict workplan.settled" {
			t.Errorf("held twice: %v", err)
		}
		s.OK(s.PlanAgain(ctx, s.who("head"), x.ID, 2))
		s.OK(s.Drop(ctx, s.who("head"), x.ID, workplan.Settlement{Version: 3, Text: "Қағазда ғана тұр"}))
		if now := s.item(x.ID); now.State != workplan.Dropped || now.HeldOn != "" || len(now.Was) != 3 {
			t.Errorf("dropped is %+v", now)
		}
		if c := s.plan("other", workplan.Year).CountOf(calendar.Period{Starts: "2013-10-01", Ends: "2013-10-31"}); c.Dropped != 1 || c.Whole() != 1 {
			t.Errorf("counted %+v", c)
		}
	})
}

func TestMoveIsByItsOwnSpan(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		x := s.add(visits)
		s.OK(s.Move(ctx, s.who("head"), x.ID, workplan.Move{Version: 1, Later: true}))
		if now := s.item(x.ID); now.Starts != "2013-11-01" || now.Ends != "2013-11-30" {
			t.Errorf("a month later is %v", now.Period)
		}
		s.OK(s.Move(ctx, s.who("head"), x.ID, workplan.Move{Version: 2}))
		if now := s.item(x.ID); now.Starts != "2013-10-01" || now.Version != 3 {
			t.Errorf("and back %v", now.Period)
		}
	})
}

func TestBeginPlanTakesOverOnce(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		n, err := s.BeginPlan(ctx, s.who("head"), s.unit, workplan.Begin{Day: "2013-09-02", Language: i18n.Kazakh})
		if s.OK(err); n != len(workplan.UsualYear()) {
			t.Errorf("%d items", n)
		}
		if _, err := s.BeginPlan(ctx, s.who("head"), s.unit, workplan.Begin{Day: "2013-09-02", Language: i18n.Russian}); apptest.Says(err) != "conflict workplan.nothing_to_take" {
			t.Errorf("a second time: %v", err)
		}
		p := s.plan("head", workplan.Year)
		first := p.Items[0]
		if first.Starts != "2013-08-01" || first.Text != workplan.UsualYear()[0].Text.KK {
			t.Errorf("it begins with %+v", first.Item)
		}
		s.OK(s.Drop(ctx, s.who("head"), first.ID, workplan.Settlement{Version: 1}))
		n, err = s.BeginPlan(ctx, s.who("head"), s.unit, workplan.Begin{FromYear: true, Day: "2014-09-02"})
		if s.OK(err); n != len(workplan.UsualYear())-1 {
			t.Errorf("the next year takes %d: what was dropped stays behind", n)
		}
	})
}

// Two who begin the same plan at once take each item over once.
func TestBeginPlanAtOnce(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.Race("beginning", func(int) error {
			_, err := s.BeginPlan(ctx, s.who("head"), s.unit, workplan.Begin{Day: "2013-09-02", Language: i18n.Kazakh})
			return err
		})
		if n := s.Count(`SELECT count(*) FROM unit_plan_item`); n != len(workplan.UsualYear()) {
			t.Errorf("%d items", n)
		}
	})
}

func TestUsualYearSpeaksThreeLanguages(t *testing.T) {
	for _, u := range workplan.UsualYear() {
		if u.Text.KK == "" || u.Text.RU == "" || u.Text.EN == "" || u.Month < 1 || u.Month > 12 || !slices.Contains(workplan.Kinds, u.Kind) {
			text, _ := json.Marshal(u)
			t.Errorf("not whole: %s", text)
		}
	}
	if len(workplan.UsualYear()) < 10 {
		t.Errorf("%d items", len(workplan.UsualYear()))
	}
}

func TestDissolvedUnitKeepsItsPlan(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		x := s.add(visits)
		s.Exec(`UPDATE unit SET ends = '2013-09-01'`)
		for name, err := range map[string]error{
			"add":  s.Add(ctx, s.who("deputy"), s.unit, visits),
			"hold": s.Hold(ctx, s.who("teacher"), x.ID, workplan.Settlement{Version: 1, On: "2013-09-01"}),
			"move": s.Move(ctx, s.who("deputy"), x.ID, workplan.Move{Version: 1}),
		} {
			if apptest.Says(err) != "conflict workplan.unit_ended" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if p := s.plan("deputy", workplan.Year); len(p.Items) != 1 || p.May {
			t.Errorf("read is %+v", p)
		}
	})
}

func TestWhatIsMineWaitsOnToday(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		now, ofUnit := visits, visits
		now.Day, ofUnit.Day, ofUnit.Owner = "2013-09-01", "2013-09-01", ""
		now.Span, ofUnit.Span = workplan.Week, workplan.Week
		s.add(now)
		s.add(ofUnit)
		s.add(visits) // in October
		for code, want := range map[string]int{"teacher": 1, "head": 1, "other": 0, "director": 0} {
			items, _, err := waiting.Find(ctx, s.D.Read(), []waiting.Source{workplan.Waiting}, nil, s.who(code), s.Today())
			if s.OK(err); len(items) != want || want > 0 && items[0].Due != "2013-09-01" {
				t.Errorf("for the %s wait %+v", code, items)
			}
		}
	})
}

func TestPlanIsShownByTerm(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.add(visits)
		year := s.plan("other", workplan.Year)
		if year.During != (calendar.Period{Starts: "2013-08-01", Ends: "2014-07-31"}) || len(year.Months()) != 12 {
			t.Errorf("a year is %v", year.During)
		}
		if week := s.plan("other", workplan.Week); week.During.Starts != "2013-09-30" || len(week.Items) != 1 {
			t.Errorf("the week of 1 October: %v with %d", week.During, len(week.Items))
		}
		_, err := s.Plan(ctx, s.who("stranger"), s.unit, workplan.Year, "2013-10-01")
		if apptest.Says(err) != "notfound people.unit.not_found" {
			t.Errorf("a stranger: %v", err)
		}
	})
}
