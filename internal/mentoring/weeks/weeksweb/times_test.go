package weeksweb_test

import (
	"net/http"
	"net/url"
	"testing"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring/sitetest"
	"talim/internal/timetable/lessonimport"
	"talim/internal/web/link"
)

func offerID(w *sitetest.Pair) string {
	w.T.Helper()
	id, err := db.One[string](w.T.Context(), w.D.Read(), `SELECT id FROM time_offer WHERE state = 'asked'`)
	w.OK(err)
	return id
}

// The deputy plans and sends the weeks, both say yes, and the weeks stand.
func TestWeeksAreSentAndAnswered(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		weeks := link.WeekPlan(w.P.ID)
		for _, lang := range []string{"kk", "ru", "en"} {
			w.As("deputy").Answers(weeks+"?lang="+lang, http.StatusOK)
		}
		w.As("deputy").Shows(weeks+"?lang=en", []string{"Ask 1 pair", "m1 – e1", "4 new, 0 planned", "It is proved"})
		for _, code := range []string{"m1", "e2"} {
			w.As(code).Answers(weeks, http.StatusForbidden)
		}
		if status, _ := w.As("deputy").Post(weeks, nil); status != http.StatusSeeOther && status != http.StatusOK {
			t.Fatalf("sent: %d", status)
		}
		page := link.TimeOffer(offerID(w))
		w.As("deputy").Answers(page, http.StatusForbidden)
		w.As("e2").Answers(page, http.StatusForbidden)
		w.As("m1").Shows(page+"?lang=en", []string{"This time suits me", "Nothing is booked before both", "visits"})
		w.As("m1").Post(page, url.Values{"answer": {"yes"}})
		w.As("m1").Shows(page+"?lang=en", []string{"You agreed"}, "This time suits me")
		w.As("e1").Post(page, url.Values{"answer": {"yes"}})
		w.As("e1").Shows(page+"?lang=en", []string{"Both agreed"})
		w.As("deputy").Shows(weeks+"?lang=en", []string{"there is nothing to ask", "stays as it is", "agreed"}, "Ask 1 pair")
	})
}

func TestAnswerTimesNoLeadsToNewMeetings(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.As("deputy").Post(link.WeekPlan(w.P.ID), nil)
		page := link.TimeOffer(offerID(w))
		w.As("e1").Post(page, url.Values{"answer": {"no"}})
		w.As("m1").Shows(page+"?lang=en", []string{"This proposal is over", link.NewMeetings(w.G.ID)}, "This time suits me")
		if status, _ := w.As("m1").Post(page, url.Values{"answer": {"yes"}}); status != http.StatusConflict { // a page of before
			t.Errorf("yes to what is over: %d", status)
		}
		w.As("deputy").Shows(link.WeekPlan(w.P.ID)+"?lang=en", []string{"they choose themselves"})
	})
}

// Where no weekly time fits the pair reads why, and which lesson would have to move.
func TestImpossibleWeekSaysWhatWouldHelp(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		var rows []lessonimport.Row
		for day := calendar.Monday; day <= calendar.Friday; day++ {
			for n := 1; n <= 3; n++ {
				who, class := "m1", "7M"
				if (int(day)+n)%2 == 0 {
					who, class = "e1", "7E"
				}
				rows = append(rows, lessonimport.Row{Line: len(rows) + 1, Teacher: who, Class: class, Subject: "Math", Room: "1", Weekday: day, Shift: 1, Number: n})
			}
		}
		_, err := lessonimport.New(w.Times).Apply(t.Context(), sitetest.Who("deputy"), lessonimport.Import{From: "2013-09-01", Rows: rows, EndMissing: true})
		w.OK(err)
		w.As("m1").Shows(link.NewMeetings(w.G.ID)+"?lang=en", []string{"Why there is no time", "moved to another hour, they could meet", "Show this to the deputy"})
		w.As("deputy").Shows(link.WeekPlan(w.P.ID)+"?lang=en", []string{"What cannot be", "moved to another hour, they could meet", "It could go to"})
	})
}

// Where one is never free while the other teaches, the page of visits says so.
func TestVisitsPageSaysWhyThereIsNoTime(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		var rows []lessonimport.Row
		for i, code := range []string{"m1", "e1"} {
			rows = append(rows, lessonimport.Row{Line: i + 1, Teacher: code, Class: string(rune('5' + i)), Subject: "Math", Room: "1", Weekday: calendar.Monday, Shift: 1, Number: 1})
		}
		_, err := lessonimport.New(w.Times).Apply(t.Context(), sitetest.Who("deputy"), lessonimport.Import{From: "2013-09-01", Rows: rows, EndMissing: true})
		w.OK(err)
		w.As("m1").Shows(link.VisitsOf(w.G.ID, "me", "2013-09-16")+"&lang=en", []string{"m1 is never free while e1 teaches", "lesson with class 5 on Monday"})
	})
}

// What speaks for an hour and against it stands beside it.
func TestMeetingTimesSayTheirReasons(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.As("m1").Shows(link.NewMeetings(w.G.ID)+"?lang=en", []string{"drawn as a week", "would wait 60 minutes at school"})
	})
}
