package pairweb_test

import (
	"net/http"
	"net/url"
	"testing"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/timetable/lessonimport"
	"talim/internal/web/link"
)

func (w *world) offerID() string {
	w.t.Helper()
	id, err := db.One[string](ctx, w.d.Read(), `SELECT id FROM time_offer WHERE state = 'asked'`)
	w.ok(err)
	return id
}

// The deputy plans and sends the weeks, both say yes, and the weeks stand.
func TestWeeksAreSentAndAnswered(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		weeks := link.WeekPlan(w.p.ID)
		for _, lang := range []string{"kk", "ru", "en"} {
			w.as("deputy").answers(weeks+"?lang="+lang, http.StatusOK)
		}
		w.as("deputy").shows(weeks+"?lang=en", []string{"Ask 1 pair", "m1 – e1", "4 new, 0 planned", "It is proved"})
		for _, code := range []string{"m1", "e2"} {
			w.as(code).answers(weeks, http.StatusForbidden)
		}
		if status, _ := w.as("deputy").post(weeks, nil); status != http.StatusSeeOther && status != http.StatusOK {
			t.Fatalf("sent: %d", status)
		}
		page := link.TimeOffer(w.offerID())
		w.as("deputy").answers(page, http.StatusForbidden)
		w.as("e2").answers(page, http.StatusForbidden)
		w.as("m1").shows(page+"?lang=en", []string{"This time suits me", "Nothing is booked before both", "visits"})
		w.as("m1").post(page, url.Values{"answer": {"yes"}})
		w.as("m1").shows(page+"?lang=en", []string{"You agreed"}, "This time suits me")
		w.as("e1").post(page, url.Values{"answer": {"yes"}})
		w.as("e1").shows(page+"?lang=en", []string{"Both agreed"})
		w.as("deputy").shows(weeks+"?lang=en", []string{"there is nothing to ask", "stays as it is", "agreed"}, "Ask 1 pair")
	})
}

func TestNoLeadsToOnesOwnChoice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.as("deputy").post(link.WeekPlan(w.p.ID), nil)
		page := link.TimeOffer(w.offerID())
		w.as("e1").post(page, url.Values{"answer": {"no"}})
		w.as("m1").shows(page+"?lang=en", []string{"This proposal is over", link.NewMeetings(w.g.ID)}, "This time suits me")
		w.as("deputy").shows(link.WeekPlan(w.p.ID)+"?lang=en", []string{"they choose themselves"})
	})
}

// Where no weekly time fits the pair reads why, and which lesson would have to move.
func TestImpossibleWeekSaysWhatWouldHelp(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
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
		_, err := lessonimport.New(w.times).Apply(ctx, who("deputy"), lessonimport.Import{From: "2013-09-01", Rows: rows, EndMissing: true})
		w.ok(err)
		w.as("m1").shows(link.NewMeetings(w.g.ID)+"?lang=en", []string{"Why there is no time", "moved to another hour, they could meet", "Show this to the deputy"})
		w.as("deputy").shows(link.WeekPlan(w.p.ID)+"?lang=en", []string{"What cannot be", "moved to another hour, they could meet", "It could go to"})
	})
}

// Where one is never free while the other teaches, the page of visits says so.
func TestNoVisitSaysWhy(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var rows []lessonimport.Row
		for i, code := range []string{"m1", "e1"} {
			rows = append(rows, lessonimport.Row{Line: i + 1, Teacher: code, Class: string(rune('5' + i)), Subject: "Math", Room: "1", Weekday: calendar.Monday, Shift: 1, Number: 1})
		}
		_, err := lessonimport.New(w.times).Apply(ctx, who("deputy"), lessonimport.Import{From: "2013-09-01", Rows: rows, EndMissing: true})
		w.ok(err)
		w.as("m1").shows(link.VisitsOf(w.g.ID, "me", "2013-09-16")+"&lang=en", []string{"m1 is never free while e1 teaches", "lesson with class 5 on Monday"})
	})
}

// What speaks for an hour and against it stands beside it.
func TestMeetingTimesSayTheirReasons(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.as("m1").shows(link.NewMeetings(w.g.ID)+"?lang=en", []string{"drawn as a week", "would wait 60 minutes at school"})
	})
}
