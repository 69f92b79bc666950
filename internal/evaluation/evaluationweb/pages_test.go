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
	"talim/internal/web/webtest"
)

func (w *world) survey() string {
	w.T.Helper()
	id, err := db.One[string](ctx, w.D.Read(), `SELECT id FROM survey`)
	w.OK(err)
	return id
}

var names = regexp.MustCompile(`name="([0-9a-z]{26})"`)

// fill answers every question of the form with the step, and every text.
func (w *world) fill(b *webtest.Browser, survey, step, text string) (int, string) {
	w.T.Helper()
	_, page := b.Get(link.EvaluationAnswer(survey))
	form := url.Values{}
	for _, m := range names.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], step)
	}
	for _, m := range regexp.MustCompile(`<textarea[^>]*name="([0-9a-z]{26})"`).FindAllStringSubmatch(page, -1) {
		form.Set(m[1], text)
	}
	return b.Post(link.EvaluationAnswer(survey), form)
}

// TestSurveyOverHTTP walks from the empty page to the figures and the report (R084, R090).
func TestSurveyOverHTTP(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 5)
		hub := link.Evaluation(programme)
		deputy := w.As("deputy")
		deputy.ShowsInEnglish(hub, []string{"Prepare the survey"})
		w.As("m1").ShowsInEnglish(hub, []string{"There is no survey yet"}, "Prepare the survey")
		w.As("m1").Refuses(http.StatusForbidden, hub, url.Values{})
		deputy.Post(hub, url.Values{})
		id := w.survey()
		deputy.ShowsInEnglish(hub, []string{"There was time for our meetings", "Announce"})
		deputy.ShowsInEnglish(link.NewSurveyQuestion(id), []string{"In Kazakh"})
		deputy.Refuses(http.StatusUnprocessableEntity, link.NewSurveyQuestion(id), url.Values{"kk": {"Не?"}, "kind": {"text"}, "side": {"both"}})
		deputy.Refuses(http.StatusUnprocessableEntity, link.AnnounceSurvey(id), url.Values{"opens": {"2014-05-05"}})
		deputy.Post(link.NewSurveyQuestion(id), url.Values{"kk": {"Не?"}, "ru": {"Что?"}, "en": {"What?"}, "kind": {"text"}, "side": {"mentor"}})
		deputy.ShowsInEnglish(hub, []string{"11 questions"})
		deputy.Post(link.AnnounceSurvey(id), url.Values{"opens": {"2014-05-05"}, "closes": {"2014-05-15"}})
		w.answers(id)
		deputy.ShowsInEnglish(hub, []string{"of 10 people have answered"}, "Everybody") // no figure while it is open
		deputy.Post(link.ExtendSurvey(id), url.Values{"closes": {"2014-05-16"}})
		deputy.Refuses(http.StatusUnprocessableEntity, link.ExtendSurvey(id), url.Values{"closes": {"2014-05-01"}})
		deputy.Post(link.CloseSurvey(id), url.Values{})
		w.As("teacher").ShowsInEnglish(hub, []string{"4.8 or more (5 people)", "Everybody"}, "wordsof")
		w.As("e3").ShowsInEnglish(hub, []string{"wordsofm1", "wordsofe5"})
		report := link.EvaluationReport(programme)
		w.As("m1").Refuses(http.StatusForbidden, report, nil)
		deputy.ShowsInEnglish(report, []string{"Pairs in all", "3 (10 people)"}, "wordsof", "m1")
		for _, format := range []string{"docx", "pdf", "html"} {
			deputy.Refuses(http.StatusOK, link.EvaluationReportPaper(programme, format)+"?in=ru", nil)
			w.As("e1").Refuses(http.StatusForbidden, link.EvaluationReportPaper(programme, format), nil)
		}
	})
}

// answers lets all ten answer once, and one of them try twice.
func (w *world) answers(id string) {
	w.T.Helper()
	w.As("teacher").Refuses(http.StatusForbidden, link.EvaluationAnswer(id), nil)
	w.As("m1").ShowsInEnglish(link.EvaluationAnswer(id), []string{"There was time for our meetings", "What?", "neither your name nor a time"}, "I could ask whenever")
	w.As("e1").ShowsInEnglish(link.EvaluationAnswer(id), []string{"I could ask whenever"}, "What?")
	w.As("e1").Refuses(http.StatusUnprocessableEntity, link.EvaluationAnswer(id), url.Values{})
	for n := 1; n <= 5; n++ {
		m, e := fmt.Sprintf("m%d", n), fmt.Sprintf("e%d", n)
		w.fill(w.As(m), id, "5", "wordsof"+m)
		w.fill(w.As(e), id, "1", "wordsof"+e)
	}
	w.As("m1").ShowsInEnglish(link.EvaluationAnswer(id), []string{"You have answered"}, "<textarea")
	w.As("m1").ShowsInEnglish(link.Evaluation(programme), []string{"You have answered"})
	w.As("m1").Refuses(http.StatusConflict, link.EvaluationAnswer(id), url.Values{"x": {"5"}})
}
