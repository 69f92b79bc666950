package feedbackweb_test

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
	"talim/internal/observation"
	"talim/internal/observation/feedback"
	"talim/internal/observation/feedback/feedbackweb"
	"talim/internal/observation/observationweb"
	"talim/internal/observation/share"
	"talim/internal/schooltest"
	"talim/internal/timetable/timetabletest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

var hired = schooltest.People{
	"teacher": {access.Teacher}, "observer": {access.Teacher}, "other": {access.Teacher}, "director": {access.Director}, "deputy": {access.Deputy},
}

// world is a school in which the observer and the director visited a lesson of the
// teacher, and the pages of what is said about it.
type world struct {
	timetabletest.School
	*webtest.Site
	feedback *feedback.Service
	shares   *share.Service
	id       string // the occasion
	visit    string // the observer's
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		at := timetabletest.New(t, d)
		at.Hire(hired)
		at.Bells()
		at.Year()
		at.Lessons("2013-09-02", timetabletest.Lesson("teacher", "3А", "Қазақ тілі", calendar.Monday, 1))
		keeper := apptest.Keeper(t)
		visits := observation.New(d, at.Times, keeper, at.Clock.Now)
		shares := share.New(d, visits, keeper, at.Clock.Now)
		w := &world{School: at, shares: shares, feedback: feedback.New(d, visits, shares, keeper, at.Clock.Now)}
		w.Site = webtest.New(t, webtest.Config{
			DB: d, Who: hired.Who, Routes: feedbackweb.New(w.feedback).Routes(),
			Messages: []fs.FS{feedbackweb.Messages(), feedback.Messages(), observation.Messages(), observationweb.Messages(), document.Messages()},
		})
		ctx := context.Background()
		week, err := visits.OwnWeek(ctx, hired.Who("teacher"), "2013-09-09")
		w.OK(err)
		w.id, err = visits.OpenLesson(ctx, hired.Who("teacher"), observation.NewOpenLesson{
			LessonChoice: observation.LessonChoice{Date: week[0].Date, Lesson: week[0].Lesson}, Serves: observation.Serves{Purpose: "decade"}, Audience: observation.ForAll, Places: 5,
		})
		w.OK(err)
		w.OK(visits.JoinLesson(ctx, hired.Who("observer"), w.id))
		w.visit, err = db.One[string](ctx, d.Read(), `SELECT id FROM visit`)
		w.OK(err)
		w.OK(visits.JoinLesson(ctx, hired.Who("director"), w.id))
		at.Clock.Set("2013-09-09T12:00")
		fn(t, w)
	})
}

var words = []string{"evidence", "Барлығы сөйлем жазды", "question", "Топты қалай құрдыңыз?", "learned", "Кеспе қағазды 5Б-да қолданамын"}

// lookedBack is the lesson after the teacher looked back.
func (w *world) lookedBack() {
	w.T.Helper()
	w.As("teacher").Sends(link.LookBack(w.id), http.StatusOK, "version", "0", "text", "Уақыт жетпей қалды")
}

func TestDiscussionThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		at := link.Occasion(w.id)
		w.As("observer").ShowsInEach(at, []string{"3А"}, link.SayOfLesson(w.id)+`"`) // the teacher first
		w.As("observer").Sends(link.SayOfLesson(w.id), http.StatusConflict, append([]string{"version", "0"}, words...)...)
		w.As("teacher").ShowsInEach(at, []string{link.LookBack(w.id)})
		w.lookedBack()
		w.As("observer").ShowsInEach(at, []string{"Уақыт жетпей қалды", link.SayOfLesson(w.id)})
		w.As("observer").ShowsInEach(link.SayOfLesson(w.id), []string{`name="evidence"`, `name="suggestion"`})
		w.As("observer").Sends(link.SayOfLesson(w.id), http.StatusOK, append([]string{"version", "0"}, words...)...)
		w.As("director").ShowsInEach(at, []string{"Уақыт жетпей қалды"}, "Барлығы сөйлем жазды")
		w.As("teacher").ShowsInEach(at, []string{"Барлығы сөйлем жазды", link.WordsRead(w.id, w.visit)})
		w.As("teacher").Sends(link.WordsRead(w.id, w.visit), http.StatusOK, "version", "1")
		w.As("teacher").ShowsInEach(link.ReplyToWords(w.id, w.visit), []string{"Топты қалай құрдыңыз?"})
		w.As("teacher").Sends(link.ReplyToWords(w.id, w.visit), http.StatusOK, "version", "0", "seen", "1", "text", "Кешегі жұмысы бойынша")
		w.As("observer").ShowsInEach(at, []string{"Кешегі жұмысы бойынша", "Топты қалай құрдыңыз?"})
		paper := link.OccasionPaper(w.id, "html")
		w.As("teacher").ShowsInEach(paper, []string{"Уақыт жетпей қалды", "Барлығы сөйлем жазды", "Кешегі жұмысы бойынша"})
		w.As("director").ShowsInEach(paper, []string{"Уақыт жетпей қалды"}, "Барлығы сөйлем жазды", "Кешегі жұмысы бойынша")
		for _, format := range []string{"docx", "pdf"} {
			w.As("observer").Answers(link.OccasionPaper(w.id, format), http.StatusOK)
		}
		for _, code := range []string{"deputy", "other"} {
			for _, page := range []string{at, paper, link.LookBack(w.id), link.SayOfLesson(w.id), link.ReplyToWords(w.id, w.visit), link.NewNextStep(w.id)} {
				w.As(code).Answers(page, http.StatusNotFound)
			}
		}
		for _, page := range []string{link.LookBack(w.id), link.ReplyToWords(w.id, w.visit)} {
			w.As("observer").Answers(page, http.StatusNotFound)
		}
		w.As("teacher").Answers(link.SayOfLesson(w.id), http.StatusNotFound)
	})
}

// Somebody with whom the teacher shares the discussion reads it, and is offered nothing to
// say; the way to the record stands there for the whole.
func TestSharedDiscussionThroughThePages(t *testing.T) {
	each(t, func(_ *testing.T, w *world) {
		w.lookedBack()
		w.As("observer").Sends(link.SayOfLesson(w.id), http.StatusOK, append([]string{"version", "0"}, words...)...)
		at, record := link.Occasion(w.id), link.LessonRecord(w.visit)
		writing := []string{link.LookBack(w.id), link.SayOfLesson(w.id), link.NewNextStep(w.id), link.ReplyToWords(w.id, w.visit), link.LessonShares(w.id)}
		shares := func(level share.Level) {
			w.OK(w.shares.Share(context.Background(), hired.Who("teacher"), w.id, share.NewShare{Staff: hired.Who("other").Staff, Level: level}))
		}
		shares(share.Happened)
		w.As("other").Answers(at, http.StatusNotFound)
		shares(share.Feedback)
		w.As("other").ShowsInEach(at, []string{"Уақыт жетпей қалды"}, append(writing, "Барлығы сөйлем жазды", record)...)
		w.As("teacher").Sends(link.WordsRead(w.id, w.visit), http.StatusOK, "version", "1")
		w.As("other").ShowsInEach(at, []string{"Барлығы сөйлем жазды", link.SharedLessons()}, append(writing, record)...)
		shares(share.Whole)
		w.As("other").ShowsInEach(at, []string{"Барлығы сөйлем жазды", record}, writing...)
		for _, page := range writing[:4] {
			w.As("other").Answers(page, http.StatusNotFound)
		}
		w.As("deputy").Answers(at, http.StatusNotFound)
	})
}

func TestNextStepThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("observer").Sends(link.NewNextStep(w.id), http.StatusOK, "observer", "observer", "text", "7Ә-де жұптық жұмыс", "due_on", "2013-09-23")
		id, err := db.One[string](context.Background(), w.D.Read(), `SELECT id FROM feedback_step`)
		w.OK(err)
		at := link.NextStep(id)
		w.As("teacher").ShowsInEach(link.Occasion(w.id), []string{"7Ә-де жұптық жұмыс", at})
		w.As("teacher").ShowsInEach(at, []string{"7Ә-де жұптық жұмыс", `name="answer"`})
		w.As("observer").ShowsInEach(at, []string{link.EndNextStep(id)}, `name="answer"`)
		w.As("teacher").Sends(at, http.StatusOK, "answer", "yes")
		w.As("teacher").ShowsInEach(link.FinishNextStep(id), []string{"7Ә-де жұптық жұмыс"})
		w.As("teacher").Sends(link.FinishNextStep(id), http.StatusOK, "outcome", "Екі сабақта өтті")
		w.As("observer").ShowsInEach(at, []string{"Екі сабақта өтті"}, link.EndNextStep(id))
		for _, code := range []string{"director", "other", "deputy"} {
			w.As(code).Answers(at, http.StatusNotFound)
			w.As(code).Answers(link.FinishNextStep(id), http.StatusNotFound)
		}
		w.As("director").Shows(link.Occasion(w.id), nil, "7Ә-де жұптық жұмыс")
	})
}

func TestLearningThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("observer").ShowsInEach(link.Learning(), nil, link.LearningPaper("pdf"))
		w.As("observer").Answers(link.LearningPaper("pdf"), http.StatusConflict)
		w.lookedBack()
		w.As("observer").Sends(link.SayOfLesson(w.id), http.StatusOK, append([]string{"version", "0"}, words...)...)
		w.As("observer").ShowsInEach(link.NewTry(w.visit), []string{"Кеспе қағазды 5Б-да қолданамын"})
		w.As("observer").Sends(link.NewTry(w.visit), http.StatusOK, "text", "5Б-да үш топ жазды", "tried_on", "2013-09-09")
		w.As("observer").ShowsInEach(link.Learning(), []string{"Кеспе қағазды 5Б-да қолданамын", "5Б-да үш топ жазды"})
		w.As("observer").ShowsInEach(link.LearningPaper("html"), []string{"Кеспе қағазды 5Б-да қолданамын", "5Б-да үш топ жазды"})
		for _, format := range []string{"docx", "pdf"} {
			w.As("observer").Answers(link.LearningPaper(format), http.StatusOK)
		}
		for _, code := range []string{"teacher", "director", "other"} {
			w.As(code).ShowsInEach(link.Learning(), nil, "5Б-да үш топ жазды")
			w.As(code).Answers(link.NewTry(w.visit), http.StatusNotFound)
		}
	})
}

// Every form: what is wrong is said at its field and kept, and who has no part in it may
// neither read nor send it.
func TestFormsOfFeedback(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		long := func(n int) string { return strings.Repeat("ө", n+1) }
		nobody := []string{"deputy", "other"}
		attack := w.Attacker(w.D)
		attack.All(
			webtest.Form{
				At: link.LookBack(w.id), By: "teacher", Nobody: append(nobody, "observer"), Good: []string{"text", "Уақыт жетпей қалды"},
				Others: []string{"text", "Басқаша"}, Leads: link.Occasion(w.id), Wrong: []webtest.Wrong{webtest.At("text", "text", ""), webtest.At("text", "text", long(4000))},
			},
			webtest.Form{
				At: link.SayOfLesson(w.id), By: "observer", Nobody: append(nobody, "teacher"), Good: words, Others: []string{"evidence", "Жұппен", "question", "Неге?", "learned", "Жұп"},
				Leads: link.Occasion(w.id),
				Wrong: []webtest.Wrong{webtest.At("learned", "learned", ""), webtest.At("evidence", "evidence", ""), webtest.At("suggestion", "suggestion", long(4000))},
			},
			webtest.Form{
				At: link.NewNextStep(w.id), By: "teacher", Nobody: nobody, Good: []string{"observer", "observer", "text", "Жұптық жұмыс", "due_on", "2013-09-23"},
				Leads: link.Occasion(w.id),
				Wrong: []webtest.Wrong{
					webtest.Forged("observer", "observer", "other"), webtest.At("text", "text", long(500)), webtest.At("due_on", "due_on", "2013-09-01"), webtest.At("due_on", "due_on", "9.9.99999"),
				},
			},
		)
	})
}

func TestProtocolThroughThePages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("other").ShowsInEach(link.FeedbackProtocol(), nil, link.ChangeProtocol())
		w.As("director").ShowsInEach(link.FeedbackProtocol(), []string{link.ChangeProtocol()})
		good := []string{
			"order", "open", "wait_days", "1", "due_days", "5", "minutes_reflection", "3", "minutes_words", "4", "minutes_reply", "6", "minutes_step", "0",
			"need_evidence", "optional", "need_question", "left_out", "need_learned", "optional", "need_suggestion", "required", "own_kk_learned", "Нені аламын?",
		}
		attack := w.Attacker(w.D)
		attack.All(webtest.Form{
			At: link.ChangeProtocol(), By: "deputy", MayNot: []string{"other"}, Good: good, Leads: link.FeedbackProtocol(),
			Others: []string{
				"order", "none", "wait_days", "3", "due_days", "9", "minutes_reflection", "4", "minutes_words", "6", "minutes_reply", "7", "minutes_step", "8",
				"need_evidence", "left_out", "need_question", "optional", "need_learned", "left_out", "need_suggestion", "left_out", "own_kk_learned", "Не үйрендім?",
			},
			Wrong: []webtest.Wrong{
				webtest.Forged("order", "order", "loud"), webtest.At("due_days", "due_days", "0"), webtest.At("minutes_words", "minutes_words", "0"), webtest.At("wait_days", "wait_days", "soon"),
				webtest.Forged("need_evidence", "need_evidence", "maybe"),
			},
		})
		w.As("other").ShowsInEach(link.FeedbackProtocol(), []string{"Нені аламын?"})
		w.As("observer").ShowsInEach(link.SayOfLesson(w.id), []string{"Нені аламын?"}, `name="question"`)
	})
}
