package pairweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/timetable"
	"talim/internal/web/link"
)

func timetableHoliday(starts, ends calendar.Date) timetable.HolidayFacts {
	return timetable.HolidayFacts{Name: i18n.Text{KK: "күзгі демалыс"}, Period: calendar.Period{Starts: starts, Ends: ends}}
}

// The report comes from the log, the mentee replies before others read it, the
// deputy closes the pair and thanks.
func TestReportReplyClosingAndLetters(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.recorded()
		w.ok(w.m.Pairings.SavePlan(ctx, who("m1"), w.g.ID, 0, pairing.PlanContent{Goals: []string{"анық мақсат қою"}}))
		w.clock.Set("2014-05-12T10:00")
		report, closing := link.MentoringReport(w.g.ID), link.Closing(w.p.ID)
		mentor, mentee, deputy := w.as("m1"), w.as("e1"), w.as("deputy")
		mentor.shows(report+"?lang=ru", []string{"Прошла 1 встреча", "анық мақсат қою"}, sharedText, privateText)
		mentor.post(report, url.Values{"version": {"0"}, "done": {"Апта сайын кездестік"}})
		mentee.shows(report, nil, "Апта сайын")
		deputy.answers(report, http.StatusForbidden)
		status, page := mentor.post(report, url.Values{"version": {"0"}, "done": {"typed late"}, "share": {"1"}})
		if status != http.StatusConflict {
			t.Errorf("over a newer draft: %d", status)
		}
		has(t, "the conflict", page, []string{"typed late", "Апта сайын кездестік"})
		mentor.post(report, url.Values{"version": {"1"}, "done": {"Апта сайын кездестік"}, "share": {"1"}})
		deputy.answers(report, http.StatusForbidden) // R114: not before the reply
		deputy.shows(closing, []string{"m1"}, link.CompletePairing(w.g.ID))
		mentee.shows(report+"?lang=en", []string{"Апта сайын", "19 May 2014", `value="disagree"`})
		if status, page := mentee.post(link.ReplyToReport(w.g.ID), url.Values{"stance": {"disagree"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("a disagreement without words: %d %s", status, page)
		}
		mentee.post(link.ReplyToReport(w.g.ID), url.Values{"stance": {"disagree"}, "reply": {"Сирек кездестік"}})
		deputy.shows(report, []string{"Апта сайын", "Сирек кездестік"})
		deputy.shows(closing, []string{link.CompletePairing(w.g.ID)})
		deputy.post(link.CompletePairing(w.g.ID), url.Values{"programme": {w.p.ID}})
		if status, _ := deputy.post(link.Letters(w.p.ID), url.Values{"words": {"kept words"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("letters for nobody: %d", status)
		}
		_, page = deputy.post(link.Letters(w.p.ID), url.Values{"side": {"mentor"}, "words": {"Қамқорлығыңыз үшін рақмет"}})
		letters, err := w.m.Pairings.MyLetters(ctx, who("m1"))
		w.ok(err)
		letter := link.Letter(letters[0].ID, "html")
		has(t, "the closing page", page, []string{letter})
		mentor.shows(link.Pairing(w.g.ID), []string{letter})
		mentor.shows(letter+"?in=kk", []string{"2013–2014 оқу жылында", "Қамқорлығыңыз үшін рақмет", "Ауыл өңірінің мектебі", "director"})
		w.as("e2").answers(letter, http.StatusForbidden)
		w.as("other").answers(letter, http.StatusNotFound)
	})
}

// Papers come in every format and language, with the letters of each.
func TestPapers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.ok(w.m.Pairings.SavePlan(ctx, who("m1"), w.g.ID, 0, pairing.PlanContent{
			Strong: "үңіліп тыңдайды", Goals: []string{"Әр сабақта өз сөзі"}, Steps: []pairing.PlanStep{{Month: "2013-10", Text: "қысқа һәм нұсқа", Who: mentoring.Mentee}},
		}))
		b := w.as("e1")
		for lang, want := range map[i18n.Language][]string{
			i18n.Kazakh:  {"ТӘЛІМГЕРЛІК ЖОСПАРЫ", "Қазан 2013", "2013 жылғы 9 қыркүйек"},
			i18n.Russian: {"ПЛАН НАСТАВНИЧЕСТВА", "Октябрь 2013", "9 сентября 2013 года"},
			i18n.English: {"MENTORING PLAN", "October 2013"},
		} {
			b.shows(link.With(link.MentoringPlanPaper(w.g.ID, "html"), "in", string(lang)),
				append(want, "үңіліп тыңдайды", "Әр сабақта өз сөзі", "қысқа һәм нұсқа", "m1", "e1"))
			for format, start := range map[string]string{"docx": "PK", "pdf": "%PDF"} {
				status, file := b.get(link.With(link.MentoringPlanPaper(w.g.ID, format), "in", string(lang)))
				if status != http.StatusOK || !strings.HasPrefix(file, start) {
					t.Errorf("%s in %s: %d, %d bytes", format, lang, status, len(file))
				}
			}
		}
		b.answers(link.MentoringPlanPaper(w.g.ID, "exe"), http.StatusNotFound)
		b.answers(link.MentoringReportPaper(w.g.ID, "pdf"), http.StatusConflict) // nothing given yet
	})
}
