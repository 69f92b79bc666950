package pairingweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/sitetest"
	"talim/internal/timetable"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

func timetableHoliday(starts, ends calendar.Date) timetable.HolidayFacts {
	return timetable.HolidayFacts{Name: i18n.Text{KK: "күзгі демалыс"}, Period: calendar.Period{Starts: starts, Ends: ends}}
}

// The report comes from the log, the mentee replies before others read it, the
// deputy closes the pair and thanks.
func TestReportReplyClosingAndLetters(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		recorded(w)
		w.OK(w.M.Pairings.SavePlan(t.Context(), sitetest.Who("m1"), w.G.ID, 0, pairing.PlanContent{Goals: []string{"анық мақсат қою"}}))
		w.Clock.Set("2014-05-12T10:00")
		report, closing := link.MentoringReport(w.G.ID), link.Closing(w.P.ID)
		mentor, mentee, deputy := w.As("m1"), w.As("e1"), w.As("deputy")
		mentor.Shows(report+"?lang=ru", []string{"Прошла 1 встреча", "анық мақсат қою"}, sharedText, privateText)
		mentor.Post(report, url.Values{"version": {"0"}, "done": {"Апта сайын кездестік"}})
		mentee.Shows(report, nil, "Апта сайын")
		deputy.Answers(report, http.StatusForbidden)
		status, page := mentor.Post(report, url.Values{"version": {"0"}, "done": {"typed late"}, "share": {"1"}})
		if status != http.StatusConflict {
			t.Errorf("over a newer draft: %d", status)
		}
		webtest.Has(t, "the conflict", page, []string{"typed late", "Апта сайын кездестік"})
		mentor.Post(report, url.Values{"version": {"1"}, "done": {"Апта сайын кездестік"}, "share": {"1"}})
		deputy.Answers(report, http.StatusForbidden) // R114: not before the reply
		deputy.Shows(closing, []string{"m1"}, link.CompletePairing(w.G.ID))
		mentee.Shows(report+"?lang=en", []string{"Апта сайын", "19 May 2014", `value="disagree"`})
		if status, page := mentee.Post(link.ReplyToReport(w.G.ID), url.Values{"stance": {"disagree"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("a disagreement without words: %d %s", status, page)
		}
		mentee.Post(link.ReplyToReport(w.G.ID), url.Values{"stance": {"disagree"}, "reply": {"Сирек кездестік"}})
		deputy.Shows(report, []string{"Апта сайын", "Сирек кездестік"})
		deputy.Shows(closing, []string{link.CompletePairing(w.G.ID)})
		deputy.Post(link.CompletePairing(w.G.ID), url.Values{"programme": {w.P.ID}})
		if status, _ := deputy.Post(link.Letters(w.P.ID), url.Values{"words": {"kept words"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("letters for nobody: %d", status)
		}
		_, page = deputy.Post(link.Letters(w.P.ID), url.Values{"side": {"mentor"}, "words": {"Қамқорлығыңыз үшін рақмет"}})
		letters, err := w.M.Pairings.MyLetters(t.Context(), sitetest.Who("m1"))
		w.OK(err)
		letter := link.Letter(letters[0].ID, "html")
		webtest.Has(t, "the closing page", page, []string{letter})
		mentor.Shows(link.Pairing(w.G.ID), []string{letter})
		mentor.Shows(letter+"?in=kk", []string{"2013–2014 оқу жылында", "Қамқорлығыңыз үшін рақмет", "Ауыл өңірінің мектебі", "director"})
		w.As("e2").Answers(letter, http.StatusForbidden)
		w.As("other").Answers(letter, http.StatusNotFound)
	})
}

// Papers come in every format and language, with the letters of each.
func TestPapers(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.OK(w.M.Pairings.SavePlan(t.Context(), sitetest.Who("m1"), w.G.ID, 0, pairing.PlanContent{
			Strong: "үңіліп тыңдайды", Goals: []string{"Әр сабақта өз сөзі"}, Steps: []pairing.PlanStep{{Month: "2013-10", Text: "қысқа һәм нұсқа", Who: mentoring.Mentee}},
		}))
		b := w.As("e1")
		for lang, want := range map[i18n.Language][]string{
			i18n.Kazakh:  {"ТӘЛІМГЕРЛІК ЖОСПАРЫ", "Қазан 2013", "2013 жылғы 9 қыркүйек"},
			i18n.Russian: {"ПЛАН НАСТАВНИЧЕСТВА", "Октябрь 2013", "9 сентября 2013 года"},
			i18n.English: {"MENTORING PLAN", "October 2013"},
		} {
			b.Shows(link.With(link.MentoringPlanPaper(w.G.ID, "html"), "in", string(lang)),
				append(want, "үңіліп тыңдайды", "Әр сабақта өз сөзі", "қысқа һәм нұсқа", "m1", "e1"))
			for format, start := range map[string]string{"docx": "PK", "pdf": "%PDF"} {
				status, file := b.Get(link.With(link.MentoringPlanPaper(w.G.ID, format), "in", string(lang)))
				if status != http.StatusOK || !strings.HasPrefix(file, start) {
					t.Errorf("%s in %s: %d, %d bytes", format, lang, status, len(file))
				}
			}
		}
		b.Answers(link.MentoringPlanPaper(w.G.ID, "exe"), http.StatusNotFound)
		b.Answers(link.MentoringReportPaper(w.G.ID, "pdf"), http.StatusConflict) // nothing given yet
	})
}
