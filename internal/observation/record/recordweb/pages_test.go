package recordweb_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/observation"
	"talim/internal/observation/observationweb"
	"talim/internal/observation/record"
	"talim/internal/observation/record/recordweb"
	"talim/internal/observation/share"
	"talim/internal/schooltest"
	"talim/internal/timetable/timetabletest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

var ctx = context.Background()

var hired = schooltest.People{
	"teacher": {access.Teacher}, "observer": {access.Teacher}, "other": {access.Teacher}, "director": {access.Director}, "deputy": {access.Deputy},
}

// world is a school on the morning of a lesson that the observer visits, and the pages of
// its record.
type world struct {
	timetabletest.School
	*webtest.Site
	records *record.Service
	shares  *share.Service
	lesson  string // the open lesson
	visit   string
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
		w := &world{School: at, shares: shares, records: record.New(d, visits, shares, keeper, at.Clock.Now)}
		w.Site = webtest.New(t, webtest.Config{
			DB: d, Who: hired.Who, Routes: recordweb.New(w.records, func(v observation.Visit) string { return link.LessonVisit(v.ID) }).Routes(),
			Messages: []fs.FS{recordweb.Messages(), record.Messages(), observation.Messages(), observationweb.Messages()},
		})
		week, err := visits.OwnWeek(ctx, hired.Who("teacher"), "2013-09-09")
		w.OK(err)
		lesson, err := visits.OpenLesson(ctx, hired.Who("teacher"), observation.NewOpenLesson{
			LessonChoice: observation.LessonChoice{Date: week[0].Date, Lesson: week[0].Lesson}, Serves: observation.Serves{Purpose: "decade"}, Audience: observation.ForAll, Places: 5,
		})
		w.OK(err)
		w.OK(visits.JoinLesson(ctx, hired.Who("observer"), lesson))
		w.visit, err = db.One[string](ctx, d.Read(), `SELECT id FROM visit`)
		w.OK(err)
		w.lesson = lesson
		at.Clock.Set("2013-09-09T08:55")
		fn(t, w)
	})
}

// answer is what a device is told.
type answer struct {
	Last    int
	State   string
	Ops     []struct{ ID, Teacher string }
	Refused []struct{ ID, Why, Text string }
}

func (w *world) sync(code, batch string, want int) (out answer) {
	w.T.Helper()
	body := w.As(code).Sends(link.SyncRecord(w.visit), want, "batch", batch)
	if want == http.StatusOK {
		w.OK(json.Unmarshal([]byte(body), &out))
	}
	return out
}

// line is a line as a device writes it, minute minutes after nine.
func (w *world) line(n, minute int, rest string) string {
	at := w.records.Now().Truncate(3600e9).Add(3600e9).UnixMilli() + int64(minute)*60000
	return fmt.Sprintf(`{"id":"operation-%d","kind":"line","line":"line-%04d","over":[],"at":%d,"skew":0,%s}`, n, n, at, rest)
}

func TestDeviceSendsWhatItRecorded(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		batch := `{"device":"phone","sent":1378695300000,"since":0,"ops":[` + w.line(1, 0, `"teacher":"сәлемдеседі","tags":["speaks.teacher"]`) + `,` + w.line(2, 5, `"pupils":""`) + `]}`
		first, again := w.sync("observer", batch, http.StatusOK), w.sync("observer", batch, http.StatusOK)
		if first.Last != 1 || again.Last != 1 || first.State != "open" || len(again.Ops) != 1 || again.Ops[0].Teacher != "сәлемдеседі" {
			t.Errorf("first %+v, again %+v", first, again)
		}
		if len(first.Refused) != 1 || first.Refused[0].Why != "empty" || first.Refused[0].Text == "" {
			t.Errorf("the empty line: %+v", first.Refused)
		}
		for name, wrong := range map[string]string{
			"no batch": "", "no JSON": "{", "a list": "[]", "too long": `{"device":"` + strings.Repeat("x", 300<<10) + `"}`,
			"too many": `{"ops":[` + strings.Repeat("{},", 200) + `{}]}`, "a number for a text": `{"ops":[{"id":5}]}`,
		} {
			if name == "too long" {
				w.As("observer").Sends(link.SyncRecord(w.visit), http.StatusUnprocessableEntity, "batch", wrong[:257<<10])
			} else {
				w.sync("observer", wrong, http.StatusUnprocessableEntity)
			}
		}
		for _, code := range []string{"teacher", "other", "director"} {
			w.sync(code, batch, http.StatusNotFound)
		}
	})
}

func TestRecordShowsTheLessonInTime(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("observer").ShowsInEach(link.LessonRecord(w.visit), nil)
		w.As("observer").Sends(link.FinishRecord(w.visit), http.StatusConflict) // nothing is recorded
		w.sync("observer", `{"device":"phone","sent":1,"ops":[`+w.line(1, 0, `"teacher":"сәлемдеседі","tags":["speaks.teacher","own.tag"]`)+`,`+w.line(2, 10, `"pupils":"ән айтады","tags":["speaks.choir"]`)+`,
			{"id":"head-0001","kind":"head","over":[],"at":1378695300000,"skew":0,"count":17,"resources":"тақта","seating":[[1,2,3],[4,5]]},
			{"id":"operation-3","kind":"line","line":"line-0001","over":["operation-1"],"at":1378695000000,"skew":7200000,"teacher":"жылы сәлемдеседі","tags":["speaks.teacher"]}]}`, http.StatusOK)
		for _, code := range []string{"observer", "teacher"} {
			w.As(code).ShowsInEach(link.LessonRecord(w.visit), []string{"жылы сәлемдеседі", "сәлемдеседі", "ән айтады", "17", "тақта", `class="seat"`, `class="bars spans"`})
		}
		w.As("teacher").ShowsInEach(link.LessonRecordPaper(w.visit, "html"), []string{"жылы сәлемдеседі", "ән айтады", "17", "тақта", "1 2 3 / 4 5"})
		for _, format := range []string{"docx", "pdf"} {
			w.As("observer").Answers(link.LessonRecordPaper(w.visit, format), http.StatusOK)
		}
		for _, code := range []string{"other", "director", "deputy"} {
			w.As(code).Answers(link.LessonRecord(w.visit), http.StatusNotFound)
			w.As(code).Answers(link.LessonRecordPaper(w.visit, "pdf"), http.StatusNotFound)
			w.As(code).Sends(link.FinishRecord(w.visit), http.StatusNotFound)
		}
		w.As("teacher").Answers(link.LessonRecord("none"), http.StatusNotFound)
		w.As("observer").Sends(link.FinishRecord(w.visit), http.StatusOK)
		w.As("teacher").Shows(link.LessonRecord(w.visit), []string{"жылы сәлемдеседі"}, link.FinishRecord(w.visit), link.LiveRecord(w.visit))
	})
}

// A line is written in the lesson with its time, corrected and taken away; what it was stays.
func TestLineIsWrittenInTheLesson(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("observer").ShowsInEach(link.LiveRecord(w.visit), []string{`name="teacher"`, `name="tags_speaks"`})
		send := func(want int, pairs ...string) {
			t.Helper()
			w.As("observer").Sends(link.LiveRecord(w.visit), want, append([]string{"groups", "speaks"}, pairs...)...)
		}
		send(http.StatusOK, "key", "form-0001", "teacher", "сәлемдеседі", "tags_speaks", "speaks.teacher")
		send(http.StatusOK, "key", "form-0001", "teacher", "сәлемдеседі") // sent twice
		now := string(w.Clock.Now().Format("15:04"))
		w.As("observer").ShowsInEach(link.LiveRecord(w.visit), []string{"сәлемдеседі", now})
		if n := w.Count(`SELECT count(*) FROM timed_operation`); n != 1 {
			t.Errorf("%d operations of a line that was sent twice", n)
		}
		w.As("observer").ShowsInEach(link.With(link.LiveRecord(w.visit), "line", "line-form-0001"), []string{`value="form-0001"`, `value="сәлемдеседі"`, `name="gone"`})
		send(http.StatusOK, "key", "form-0002", "line", "line-form-0001", "over", "form-0001", "teacher", "жылы сәлемдеседі", "time", "08:31")
		w.As("teacher").ShowsInEach(link.LessonRecord(w.visit), []string{"жылы сәлемдеседі", "08:31", "сәлемдеседі"})
		send(http.StatusOK, "key", "form-0003", "line", "line-form-0001", "over", "form-0002", "gone", "on")
		w.As("observer").ShowsInEach(link.LiveRecord(w.visit), nil, "жылы сәлемдеседі")
		send(http.StatusUnprocessableEntity, "key", "form-0004")
		send(http.StatusUnprocessableEntity, "key", "form-0005", "teacher", strings.Repeat("ө", record.MaxText+1))
		send(http.StatusUnprocessableEntity, "key", "form-0006", "teacher", "x", "time", "25:99")
		for _, code := range []string{"teacher", "other", "director"} {
			w.As(code).Answers(link.LiveRecord(w.visit), http.StatusNotFound)
			w.As(code).Sends(link.LiveRecord(w.visit), http.StatusNotFound, "key", "form-0007", "teacher", "x")
		}
	})
}

// A correction carries every tag of the line, also one that the school has no more, and
// says what is too long at its own field.
func TestCorrectionCarriesTheTags(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.sync("observer", `{"device":"phone","sent":1,"ops":[`+w.line(1, 0, `"teacher":"сұрайды","tags":["evidence.explains","evidence.asks","own.tag"]`)+`]}`, http.StatusOK)
		at := link.With(link.LiveRecord(w.visit), "line", "line-0001")
		w.As("observer").ShowsInEach(at, []string{`value="evidence.explains" checked`, `value="evidence.asks" checked`, `name="kept_tags" value="own.tag"`})
		fields := []string{"groups", "evidence", "key", "form-0001", "line", "line-0001", "over", "operation-1", "kept_tags", "own.tag", "tags_evidence", "evidence.asks"}
		page := w.As("observer").Sends(link.LiveRecord(w.visit), http.StatusUnprocessableEntity, append(fields, "teacher", "сұрайды", "note", strings.Repeat("ө", record.MaxText+1))...)
		webtest.Has(t, "the refused correction", page, []string{`id="f-note-fault"`, `name="kept_tags" value="own.tag"`})
		w.As("observer").Sends(link.LiveRecord(w.visit), http.StatusOK, append(fields, "teacher", "жұппен сұрайды")...)
		w.As("teacher").ShowsInEach(link.LessonRecord(w.visit), []string{"жұппен сұрайды", "own.tag"})
	})
}

func TestFormsOfRecords(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		long := strings.Repeat("ө", record.MaxText+1)
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.TypeRecord(w.visit), By: "observer", Nobody: []string{"teacher", "other", "director"}, Leads: link.LessonRecord(w.visit),
				Good: []string{"count", "17", "resources", "тақта", "seating", "1 2 3 / 4 5", "time_1", "15:45", "teacher_1", "сергіту", "time_2", "15:46", "pupils_2", "ән айтады"},
				Wrong: []webtest.Wrong{
					webtest.At("time_1", "time_1", ""), webtest.Forged("time_2", "time_2", "15.46"), webtest.At("teacher_1", "teacher_1", ""), webtest.At("note_2", "note_2", long),
					webtest.At("seating", "seating", "1 2 a"), webtest.At("count", "count", "61"), webtest.At("count", "count", "көп"), webtest.At("plan", "plan", long),
				},
			},
			webtest.Form{
				At: link.RecordTags("lesson"), By: "deputy", MayNot: []string{"teacher", "observer"}, Holds: true, Leads: link.RecordTags("lesson"),
				Good: []string{
					"groups", "speaks work evidence", "kk_speaks_0", "Мұғалім", "ru_speaks_0", "Преподаватель", "en_speaks_0", "Teacher", "kk_work_0", "Топпен", "ru_work_0", "В группах", "en_work_0", "In groups",
					"kk_evidence_0", "Сұрайды", "ru_evidence_0", "Спрашивает", "en_evidence_0", "Asks",
				},
				Others: []string{"ru_speaks_0", "Педагог"}, Wrong: []webtest.Wrong{webtest.At("ru_speaks_0", "ru_speaks_0", strings.Repeat("а", 61))},
			},
		)
		w.Attacker(w.D).All(webtest.Form{
			At: link.NewObservedMeeting(), By: "other", Good: []string{"kind", "meeting", "title", "Педкеңес", "date", "2013-09-09", "starts", "15:00", "ends", "16:10"},
			Wrong: []webtest.Wrong{
				webtest.At("title", "title", ""), webtest.At("title", "title", strings.Repeat("ө", 201)), webtest.Forged("kind", "kind", "lesson"), webtest.At("date", "date", "2012-01-01"),
				webtest.At("ends", "ends", "14:00"), webtest.At("starts", "starts", ""),
			},
		})
		w.As("teacher").ShowsInEach(link.LessonRecord(w.visit), []string{"15:45", "сергіту", "ән айтады", "17"})
	})
}

func TestPaperIsTypedInOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("observer").Sends(link.TypeRecord(w.visit), http.StatusUnprocessableEntity, "key", "01hzzzzzzz")
		for range 2 {
			w.As("observer").Sends(link.TypeRecord(w.visit), http.StatusOK, "key", "01hzzzzzzz", "time_1", "8:52", "teacher_1", "сәлемдеседі", "count", "17", "was", "\x1f\x1f\x1f")
		}
		if n := w.Count(`SELECT count(*) FROM timed_operation`); n != 2 {
			t.Errorf("%d operations", n)
		}
		// the form shows the header again: what it showed is written no second time
		w.As("observer").Sends(link.TypeRecord(w.visit), http.StatusOK, "key", "01hzzzzzz2", "time_1", "8:53", "teacher_1", "сұрайды", "count", "17", "was", "17\x1f\x1f\x1f")
		if n := w.Count(`SELECT count(*) FROM timed_operation WHERE kind = 'head'`); n != 1 {
			t.Errorf("%d headers", n)
		}
		w.School.Clock.Set("2013-09-11T12:00")
		w.As("observer").Sends(link.TypeRecord(w.visit), http.StatusOK, "key", "01hzzzzzz3", "time_1", "09:20", "teacher_1", "қорытады")
		w.As("teacher").Shows(link.LessonRecord(w.visit), []string{"08:52", "08:53", "09:20"})
	})
}

func TestSheetIsAPaperInEachLanguage(t *testing.T) {
	each(t, func(_ *testing.T, w *world) {
		for _, lang := range []string{"kk", "ru", "en"} {
			w.As("other").Answers(link.EmptySheet("lesson", "pdf")+"?in="+lang, http.StatusOK)
			w.As("other").Answers(link.EmptySheet("lesson", "docx")+"?in="+lang, http.StatusOK)
		}
		w.As("other").ShowsInEach(link.EmptySheet("lesson", "html"), []string{"<table"})
		w.As("other").Answers(link.EmptySheet("lesson", "exe"), http.StatusNotFound)
	})
}

// What somebody observes in a meeting is hers alone: the record is made as that of a lesson.
func TestMeetingIsRecordedForOneself(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("other").ShowsInEach(link.ObservedMeetings(), nil)
		b := w.As("other")
		b.Sends(link.NewObservedMeeting(), http.StatusOK, "kind", "staffroom", "title", "Үзіліс", "date", "2013-09-09", "starts", "10:05", "ends", "10:15")
		record := b.At
		id := record[strings.LastIndex(record, "/")+1:]
		w.As("other").Sends(link.TypeRecord(id), http.StatusOK, "key", "01hzzzzzzz", "time_1", "10:06", "teacher_1", "материал бөліседі")
		w.As("other").ShowsInEach(record, []string{"Үзіліс", "материал бөліседі"})
		w.As("other").Shows(link.ObservedMeetings(), []string{"Үзіліс"})
		w.As("other").Sends(link.FinishRecord(id), http.StatusOK)
		for _, code := range []string{"teacher", "observer", "director", "deputy"} {
			w.As(code).Shows(link.ObservedMeetings(), nil, "Үзіліс")
			for _, address := range []string{record, link.TypeRecord(id)} {
				w.As(code).Answers(address, http.StatusNotFound)
			}
			w.As(code).Sends(link.SyncRecord(id), http.StatusNotFound, "batch", "{}")
		}
		if n := w.Count(`SELECT count(*) FROM observed_meeting WHERE title LIKE '%Үзіліс%'`) + w.Count(`SELECT count(*) FROM reminder WHERE message_key LIKE 'record%'`); n != 0 {
			t.Errorf("%d traces of what is hers", n)
		}
		for _, kind := range []string{"lesson", "meeting", "staffroom"} {
			w.As("deputy").ShowsInEach(link.RecordTags(kind), nil)
			w.As("other").ShowsInEach(link.EmptySheet(kind, "html"), []string{"<table"})
		}
		w.As("deputy").Answers(link.RecordTags("exam"), http.StatusNotFound)
		w.As("other").Answers(link.EmptySheet("exam", "html"), http.StatusNotFound)
	})
}

// Somebody with whom the teacher shares the lesson reads the record as it stands, and is
// offered nothing to do with it; the teacher finds from it who sees it.
func TestSharedRecordShowsWhatStands(t *testing.T) {
	each(t, func(_ *testing.T, w *world) {
		w.sync("observer", `{"device":"phone","sent":1,"ops":[`+w.line(1, 0, `"teacher":"қателескен"`)+`,
			{"id":"operation-3","kind":"line","line":"line-0001","over":["operation-1"],"at":1378695000000,"skew":0,"teacher":"түзетілген"}]}`, http.StatusOK)
		at, shares := link.LessonRecord(w.visit), link.LessonShares(w.lesson)
		w.As("teacher").ShowsInEach(at, nil, shares) // it was not held yet
		w.As("observer").Sends(link.FinishRecord(w.visit), http.StatusOK)
		w.As("teacher").ShowsInEach(at, []string{shares})
		w.As("observer").ShowsInEach(at, []string{"қателескен"}, shares)
		w.As("other").Answers(at, http.StatusNotFound)
		w.OK(w.shares.Share(ctx, hired.Who("teacher"), w.lesson, share.NewShare{Staff: hired.Who("other").Staff, Level: share.Whole}))
		w.As("other").ShowsInEach(at, []string{"түзетілген", link.SharedLessons()}, "қателескен", link.LiveRecord(w.visit), link.TypeRecord(w.visit), link.FinishRecord(w.visit), shares)
		w.As("other").Answers(link.TypeRecord(w.visit), http.StatusNotFound)
		w.As("director").Answers(at, http.StatusNotFound)
	})
}
