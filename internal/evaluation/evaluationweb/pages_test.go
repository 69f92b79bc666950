package evaluationweb_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/web/link"
)

func (w *world) survey() string {
	w.t.Helper()
	id, err := db.One[string](ctx, w.d.Read(), `SELECT id FROM survey`)
	w.ok(err)
	return id
}

var names = regexp.MustCompile(`name="([0-9a-z]{26})"`)

// fill answers every question of the form with the step, and every text.
func (b *browser) fill(survey, step, text string) (int, string) {
	b.w.t.Helper()
	_, page := b.get(link.EvaluationAnswer(survey))
	form := url.Values{}
	for _, m := range names.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], step)
	}
	for _, m := range regexp.MustCompile(`<textarea[^>]*name="([0-9a-z]{26})"`).FindAllStringSubmatch(page, -1) {
		form.Set(m[1], text)
	}
	return b.post(link.EvaluationAnswer(survey), form)
}

// TestSurveyOverHTTP walks from the empty page to the figures and the report (R084, R090).
func TestSurveyOverHTTP(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 5)
		hub := link.Evaluation(programme)
		deputy := w.as("deputy")
		deputy.shows(hub, []string{"Prepare the survey"})
		w.as("m1").shows(hub, []string{"There is no survey yet"}, "Prepare the survey")
		w.as("m1").refuses(http.StatusForbidden, hub, url.Values{})
		deputy.post(hub, url.Values{})
		id := w.survey()
		deputy.shows(hub, []string{"There was time for our meetings", "Announce"})
		deputy.shows(link.NewSurveyQuestion(id), []string{"In Kazakh"})
		deputy.refuses(http.StatusUnprocessableEntity, link.NewSurveyQuestion(id), url.Values{"kk": {"Не?"}, "kind": {"text"}, "side": {"both"}})
		deputy.refuses(http.StatusUnprocessableEntity, link.AnnounceSurvey(id), url.Values{"opens": {"2014-05-05"}})
		deputy.post(link.NewSurveyQuestion(id), url.Values{"kk": {"Не?"}, "ru": {"Что?"}, "en": {"What?"}, "kind": {"text"}, "side": {"mentor"}})
		deputy.shows(hub, []string{"11 questions"})
		deputy.post(link.AnnounceSurvey(id), url.Values{"opens": {"2014-05-05"}, "closes": {"2014-05-15"}})
		w.answers(id)
		deputy.shows(hub, []string{"of 10 people have answered"}, "Everybody") // no figure while it is open
		deputy.post(link.ExtendSurvey(id), url.Values{"closes": {"2014-05-16"}})
		deputy.refuses(http.StatusUnprocessableEntity, link.ExtendSurvey(id), url.Values{"closes": {"2014-05-01"}})
		deputy.post(link.CloseSurvey(id), url.Values{})
		w.as("teacher").shows(hub, []string{"4.8 or more (5 people)", "Everybody"}, "wordsof")
		w.as("e3").shows(hub, []string{"wordsofm1", "wordsofe5"})
		report := link.EvaluationReport(programme)
		w.as("m1").refuses(http.StatusForbidden, report, nil)
		deputy.shows(report, []string{"Pairs in all", "3 (10 people)"}, "wordsof", "m1")
		for _, format := range []string{"docx", "pdf", "html"} {
			deputy.refuses(http.StatusOK, link.EvaluationReportPaper(programme, format)+"?in=ru", nil)
			w.as("e1").refuses(http.StatusForbidden, link.EvaluationReportPaper(programme, format), nil)
		}
	})
}

// answers lets all ten answer once, and one of them try twice.
func (w *world) answers(id string) {
	w.t.Helper()
	w.as("teacher").refuses(http.StatusForbidden, link.EvaluationAnswer(id), nil)
	w.as("m1").shows(link.EvaluationAnswer(id), []string{"There was time for our meetings", "What?", "neither your name nor a time"}, "I could ask whenever")
	w.as("e1").shows(link.EvaluationAnswer(id), []string{"I could ask whenever"}, "What?")
	w.as("e1").refuses(http.StatusUnprocessableEntity, link.EvaluationAnswer(id), url.Values{})
	for n := 1; n <= 5; n++ {
		m, e := fmt.Sprintf("m%d", n), fmt.Sprintf("e%d", n)
		w.as(m).fill(id, "5", "wordsof"+m)
		w.as(e).fill(id, "1", "wordsof"+e)
	}
	w.as("m1").shows(link.EvaluationAnswer(id), []string{"You have answered"}, "<textarea")
	w.as("m1").shows(link.Evaluation(programme), []string{"You have answered"})
	w.as("m1").refuses(http.StatusConflict, link.EvaluationAnswer(id), url.Values{"x": {"5"}})
}
