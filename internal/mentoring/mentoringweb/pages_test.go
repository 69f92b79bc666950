package mentoringweb_test

import (
	"net/http"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/timetable"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

func TestHome(t *testing.T) {
	w := sitetest.NewSite(t)
	w.As("DD-A2", i18n.English).Get(link.Mentoring(), htmlcheck.Has("a[href='"+link.NewProgramme()+"']"))
	w.As("T-A13", i18n.English).Get(link.Mentoring(), htmlcheck.Not("a[href='"+link.NewProgramme()+"']"))
	w.EveryLanguage("T-A13", link.Mentoring(), map[i18n.Language]string{
		i18n.Kazakh: "бағдарлама", i18n.Russian: "программ", i18n.English: "No programme yet",
	})
	programme := w.Opened()
	w.As("T-A13", i18n.English).Get(link.Mentoring(), htmlcheck.Has("a[href='"+link.Programme(programme)+"']"))
	w.Ordered(w.AgreedIn(programme))
	for _, lang := range i18n.Languages {
		w.As("T-A2", lang).Get(link.Mentoring(), htmlcheck.In("main", htmlcheck.HasText("T-A14")))
	}
}

func TestOpenProgramme(t *testing.T) {
	w := sitetest.NewSite(t)
	w.EveryLanguage("DD-A2", link.NewProgramme(), map[i18n.Language]string{i18n.Kazakh: "Бағдарлама", i18n.Russian: "программ", i18n.English: "Open a programme"})
	deputy := w.As("DD-A2", i18n.English)
	deputy.Wrong(link.NewProgramme(), sitetest.PolicyForm("year", w.Year, "starts", "2013-08-01", "ends", "2014-05-25"),
		htmlcheck.In("input[name=starts]", htmlcheck.HasAttr("value", "2013-08-01"), htmlcheck.HasAttr("aria-invalid", "true")),
		htmlcheck.In("main", htmlcheck.HasText("must lie within the school year")),
		htmlcheck.In("textarea[name=final_talk]", htmlcheck.HasText("what you learned")))
	programme := w.Opened()
	deputy.Refuse(http.MethodPost, link.NewProgramme(), http.StatusConflict, sitetest.PolicyForm("year", w.Year, "starts", "2013-09-02", "ends", "2014-05-25")...)
	for _, code := range []string{"DD-A2", "DIR-A"} {
		w.EveryLanguage(code, link.Programme(programme), map[i18n.Language]string{i18n.Kazakh: "what you learned", i18n.Russian: "what you learned", i18n.English: "Invitations"})
	}
	w.As("T-A13", i18n.English).Get(link.Programme(programme), // the rules, and no figures (R106)
		htmlcheck.In("main", htmlcheck.HasText("what you learned"), htmlcheck.NoText("Invitations")), htmlcheck.Not("a[href='"+link.Roster(programme)+"']"))
}

func TestPolicy(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	at := link.ProgrammePolicy(programme)
	w.EveryLanguage("DD-A2", at, map[i18n.Language]string{i18n.Kazakh: "ереже", i18n.Russian: "Правила", i18n.English: "Rules of the programme"})
	deputy := w.As("DD-A2", i18n.English)
	typed := sitetest.PolicyForm("version", "1", "mentees_per_mentor", "99", "trial_weeks", "many")
	deputy.Wrong(at, typed, htmlcheck.In("input[name=trial_weeks]", htmlcheck.HasAttr("value", "many"), htmlcheck.HasAttr("aria-invalid", "true")))
	deputy.Wrong(at, sitetest.PolicyForm("version", "1", "mentees_per_mentor", "99"),
		htmlcheck.In("input[name=mentees_per_mentor]", htmlcheck.HasAttr("value", "99"), htmlcheck.HasAttr("aria-invalid", "true")),
		htmlcheck.In("main", htmlcheck.HasText("from 1 to 10")))
	deputy.Do(at, sitetest.PolicyForm("version", "1", "reply_days", "10")...)
	deputy.Refuse(http.MethodPost, at, http.StatusConflict, sitetest.PolicyForm("version", "1")...)
	deputy.Get(link.Programme(programme), htmlcheck.In("main", htmlcheck.HasText("Version 2"), htmlcheck.HasText("10")))
}

func TestRoster(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	at := link.Roster(programme)
	w.EveryLanguage("DD-A2", at, map[i18n.Language]string{i18n.Kazakh: "Тәлімгер", i18n.Russian: "наставник", i18n.English: "young teacher, 2 years of service"})
	deputy := w.As("DD-A2", i18n.English)
	for _, side := range []string{"mentor", "mentee"} {
		deputy.Wrong(at, []string{side, ""}, htmlcheck.In("main", htmlcheck.HasText("Please tick whom you want to invite")))
	}
	deputy.Wrong(at, []string{"mentor", "T-A13"}, htmlcheck.In("main", htmlcheck.HasText("category")))
	deputy.Refuse(http.MethodPost, at, http.StatusNotFound, "mentee", "DD-B1")
	deputy.Do(at, "mentee", "T-A14", "mentee", "T-A13")
	deputy.Get(at, htmlcheck.In("main", htmlcheck.HasText("invited"), htmlcheck.HasText("chosen after talks")))
}

// Contracts begin in August: whoever came after the last year is in the first year here.
func TestRosterNamesWhoCameInSummer(t *testing.T) {
	w := sitetest.NewSite(t)
	at := link.Roster(w.Opened())
	deputy := w.As("DD-A2", i18n.English)
	first := htmlcheck.HasText("first year in this school")
	for day, there := range map[string]bool{"2013-08-20": true, "2013-06-01": true, "2013-05-31": false} {
		w.Exec(`UPDATE post SET starts = $1 WHERE staff_id = 'T-A13'`, day)
		if there {
			deputy.Get(at, htmlcheck.In("main", first))
		} else {
			deputy.Get(at, htmlcheck.In("main", htmlcheck.NoText("first year in this school")))
		}
	}
	_, err := w.App.Services().Timetable.SaveYear(t.Context(), access.System("A", "test"), timetable.YearFacts{Label: "2012-2013", Period: calendar.Period{Starts: "2012-09-03", Ends: "2013-06-15"}})
	w.OK(err)
	w.Exec(`UPDATE post SET starts = '2013-06-10' WHERE staff_id = 'T-A13'`)
	deputy.Get(at, htmlcheck.In("main", htmlcheck.NoText("first year in this school")))
}

func TestParticipant(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	deputy := w.As("DD-A2", i18n.English)
	deputy.Do(link.Roster(programme), "mentee", "T-A14")
	deputy.Do(link.Roster(programme), "mentor", "T-A2")
	at := link.Participant(w.Invitation("T-A14"))
	asked := map[i18n.Language]string{i18n.Kazakh: "тәлімгер", i18n.Russian: "наставник", i18n.English: "offers you a mentor"}
	w.EveryLanguage("T-A14", at, asked)
	mentee := w.As("T-A14", i18n.English)
	mentee.Refuse(http.MethodPost, at+"/answer", http.StatusUnprocessableEntity) // an empty form is no answer
	mentee.Do(at+"/answer", "answer", "no")
	mentee.Get(at, htmlcheck.In("main", htmlcheck.HasText("not this year")))
	mentee.Do(at+"/answer", "answer", "yes")
	w.EveryLanguage("T-A14", at, map[i18n.Language]string{i18n.Kazakh: "тілек", i18n.Russian: "пожелан", i18n.English: "Where I would like help"})
	mentee.Wrong(at, []string{"version", "0", "capacity", "1", "hopes", "to grow", "wish1", "T-A2", "vetoes", "T-A2", "languages", "kk"},
		htmlcheck.In("textarea[name=hopes]", htmlcheck.HasText("to grow")),
		htmlcheck.In("select[name=wish1] option[value='T-A2']", htmlcheck.HasAttr("selected", "")),
		htmlcheck.In("input[name=vetoes]", htmlcheck.HasAttr("checked", "")),
		htmlcheck.In("main", htmlcheck.HasText("Please choose at least one")))
	mentee.Wrong(at, []string{"version", "0", "capacity", "1", "topics", "subject", "wish1", "T-A14", "languages", "kk"},
		htmlcheck.In("main", htmlcheck.HasText("You cannot choose yourself")))
	mentee.Do(at, "version", "0", "capacity", "1", "hopes", "to grow", "topics", "subject", "languages", "kk", "wish1", "T-A2")
	mentee.Get(at, htmlcheck.In("textarea[name=hopes]", htmlcheck.HasText("to grow")), htmlcheck.In("select[name=wish1] option[value='T-A2']", htmlcheck.HasAttr("selected", "")))
	mentee.Refuse(http.MethodPost, at, http.StatusConflict, "version", "0", "topics", "subject", "languages", "kk")
	mentee.Do(at+"/answer", "answer", "withdraw")
	w.EveryLanguage("T-A14", at, map[i18n.Language]string{i18n.Kazakh: "бағдарламадан шықтыңыз", i18n.Russian: "вышли из этой программы", i18n.English: "You stepped back"})
	mentor := w.As("T-A2", i18n.English)
	mentor.Do(link.Participant(w.Invitation("T-A2"))+"/answer", "answer", "yes")
	mentor.Wrong(link.Participant(w.Invitation("T-A2")), []string{"version", "0", "topics", "subject", "languages", "kk", "capacity", "50"},
		htmlcheck.In("input[name=capacity]", htmlcheck.HasAttr("value", "50"), htmlcheck.HasAttr("aria-invalid", "true")))
}

// Where nobody may mentor the page says why, and the button that it offers helps.
func TestRosterRemedy(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	at := link.Roster(programme)
	deputy := w.As("DD-A2", i18n.English)
	w.Exec(`UPDATE programme_policy SET categories = 'moderator'`)
	for _, lang := range i18n.Languages {
		w.As("DD-A2", lang).Get(at, htmlcheck.Has("form[action='"+link.RosterRemedy(programme, "categories")+"']"))
	}
	deputy.Get(at, htmlcheck.HasText("With a category that the rules do not name"), htmlcheck.Not("input[name=mentor]"))
	w.As("T-A2", i18n.English).Refuse(http.MethodPost, link.RosterRemedy(programme, "categories"), http.StatusForbidden, "version", "1")
	deputy.Refuse(http.MethodPost, link.RosterRemedy(programme, "categories"), http.StatusConflict, "version", "0")
	deputy.Refuse(http.MethodPost, link.RosterRemedy(programme, "whatever"), http.StatusConflict, "version", "1")
	deputy.Do(link.RosterRemedy(programme, "categories"), "version", "1")
	deputy.Get(at, htmlcheck.Has("input[name=mentor]"), htmlcheck.NoText("Nobody may mentor"))
	deputy.Refuse(http.MethodPost, link.RosterRemedy(programme, "categories"), http.StatusConflict, "version", "2")
}
