package workplanweb_test

import (
	"context"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/schooltest"
	"talim/internal/unit/unitweb"
	"talim/internal/unit/workplan"
	"talim/internal/unit/workplan/workplanweb"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

var hired = schooltest.People{
	"head": {access.SMUHead}, "teacher": {access.Teacher}, "other": {access.Teacher}, "director": {access.Director}, "deputy": {access.Deputy},
}

type world struct {
	*schooltest.School
	*webtest.Site
	unit string
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		at := schooltest.New(t, d, "2013-09-02T09:00")
		at.Hire(hired)
		w := &world{School: at}
		var err error
		w.unit, err = db.One[string](context.Background(), d.Read(), `SELECT unit_id FROM post WHERE staff_id = 'head'`)
		w.OK(err)
		for _, code := range []string{"teacher", "head"} {
			at.Exec(`INSERT INTO unit_member (school_id, id, unit_id, staff_id, starts, ends) VALUES ($1, $3, $2, $3, '2012-09-01', '9999-12-31')`, schooltest.ID, w.unit, code)
		}
		plans := workplan.New(d, nil, at.Clock.Now)
		w.Site = webtest.New(t, webtest.Config{
			DB: d, Who: func(code string) access.Actor {
				a := hired.Who(code)
				if code == "head" {
					a.Heads = []string{w.unit}
				}
				return a
			},
			Routes:   append(workplanweb.New(d, plans).Routes(), unitweb.New(d, plans).Routes()...),
			Messages: []fs.FS{workplanweb.Messages(), workplan.Messages(), unitweb.Messages(), document.Messages()},
		})
		fn(t, w)
	})
}

func (w *world) id() string {
	id, err := db.One[string](context.Background(), w.D.Read(), `SELECT id FROM unit_plan_item ORDER BY id DESC LIMIT 1`)
	w.OK(err)
	return id
}

var visits = []string{"text", "Сабаққа өзара қатысу", "kind", "visits", "span", "month", "day", "2013-10-15", "owner", "teacher", "goal", "Әркім бір тәсіл алады"}

func TestPlanThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("teacher").ShowsInEach(link.AllUnits(), []string{link.UnitWork(w.unit)})
		w.As("teacher").ShowsInEach(link.UnitWork(w.unit), []string{"/plan?view=month"})
		w.As("teacher").ShowsInEach(link.UnitPlan(w.unit, "year", ""), nil, link.BeginPlan(w.unit))
		w.As("head").ShowsInEach(link.UnitPlan(w.unit, "year", ""), []string{link.BeginPlan(w.unit)})
		w.As("head").Sends(link.NewPlanItem(w.unit), http.StatusOK, visits...)
		item := w.id()
		for _, view := range []string{"year", "term", "month", "week"} {
			w.As("other").ShowsInEach(link.UnitPlan(w.unit, view, "2013-10-02"), []string{"Сабаққа өзара қатысу"})
		}
		w.As("other").ShowsInEach(link.PlanItem(item), []string{"Әркім бір тәсіл алады"}, link.HoldPlanItem(item), link.MovePlanItem(item))
		w.As("head").ShowsInEach(link.PlanItem(item), []string{link.HoldPlanItem(item), link.MovePlanItem(item), link.EditPlanItem(item)})
		w.As("head").Sends(link.MovePlanItem(item), http.StatusOK, "to", "later", "version", "1")
		w.As("head").Sends(link.MovePlanItem(item), http.StatusConflict, "to", "later", "version", "1")
		w.As("other").ShowsInEach(link.UnitPlan(w.unit, "month", "2013-11-02"), []string{"Сабаққа өзара қатысу"})
		w.As("teacher").ShowsInEach(link.PlanItem(item), []string{link.HoldPlanItem(item)}, link.EditPlanItem(item))
		w.As("teacher").Sends(link.HoldPlanItem(item), http.StatusOK, "on", "2013-09-02", "text", "Төрт сабақ", "version", "2")
		w.As("other").ShowsInEach(link.PlanItem(item), []string{"Төрт сабақ"})
		w.As("head").Sends(link.PlanItemAgain(item), http.StatusOK, "version", "3")
		w.As("head").Sends(link.DropPlanItem(item), http.StatusOK, "text", "Қағазда ғана", "version", "4")
		w.As("other").ShowsInEach(link.PlanItem(item), []string{"Қағазда ғана"})
		for _, format := range []string{"html", "docx", "pdf"} {
			w.As("other").Answers(link.UnitPlanPaper(w.unit, "year", calendar.Period{Starts: "2013-08-01", Ends: "2014-07-31"}, format), http.StatusOK)
		}
		w.As("other").Answers(link.UnitPlanPaper(w.unit, "year", calendar.Period{Starts: "1000-01-01", Ends: "9999-01-01"}, "pdf"), http.StatusNotFound)
		w.As("other").Answers(link.PlanItem("none"), http.StatusNotFound)
		w.As("other").Answers(link.UnitPlan("none", "", ""), http.StatusNotFound)
		w.As("other").Answers(link.UnitWork("none"), http.StatusNotFound)
	})
}

func TestUsualPlanIsBegun(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("other").Sends(link.BeginPlan(w.unit), http.StatusForbidden, "from", "usual", "on", "2013-09-02")
		w.As("head").Sends(link.BeginPlan(w.unit), http.StatusOK, "from", "usual", "on", "2013-09-02")
		w.As("head").Sends(link.BeginPlan(w.unit), http.StatusConflict, "from", "usual", "on", "2013-09-02")
		w.As("other").ShowsInEach(link.UnitPlan(w.unit, "year", ""), []string{`class="bars"`})
		w.As("other").ShowsInEach(link.AllUnits(), []string{"12"})
	})
}

func TestFormsOfThePlan(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		long := func(n int) string { return strings.Repeat("ө", n+1) }
		attack := w.Attacker(w.D)
		attack.All(webtest.Form{
			At: link.NewPlanItem(w.unit), By: "head", MayNot: []string{"teacher", "other"}, Good: visits,
			Wrong: []webtest.Wrong{
				webtest.At("text", "text", ""), webtest.At("text", "text", long(500)), webtest.Forged("kind", "kind", "party"), webtest.Forged("span", "span", "century"),
				webtest.At("day", "day", "32.13.2013"), webtest.At("goal", "goal", long(1000)), webtest.Forged("owner", "owner", "nobody"),
			},
		})
		item := w.id()
		attack.All(
			webtest.Form{
				At: link.EditPlanItem(item), By: "head", MayNot: []string{"teacher", "other"}, Leads: link.PlanItem(item),
				Good:   []string{"text", "Семинар", "kind", "seminar", "span", "week", "day", "2013-11-15", "owner", "", "goal", "Басқа"},
				Others: []string{"text", "Талдау", "kind", "analysis", "span", "day", "day", "2013-12-15", "owner", "head", "goal", "Үшінші"},
				Wrong:  []webtest.Wrong{webtest.At("text", "text", "")},
			},
			webtest.Form{
				At: link.HoldPlanItem(item), By: "head", MayNot: []string{"other"}, Leads: link.PlanItem(item), Good: []string{"on", "2013-09-01", "text", "Өтті"},
				Wrong: []webtest.Wrong{webtest.At("on", "on", "2013-09-03"), webtest.At("text", "text", long(1000))},
			},
		)
	})
}
