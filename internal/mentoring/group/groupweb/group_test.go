package groupweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// grouped goes by the pages to a group whose members all said yes.
func grouped(w *sitetest.Site) (programme, group string) {
	w.Helper()
	for _, code := range []string{"T-A20", "T-A21"} {
		w.Person("A", code, access.Teacher, 1, "none")
	}
	w.Person("A", "T-A30", access.Teacher, 20, "first")
	deputy := w.As("DD-A2", i18n.English)
	to := deputy.Do(link.NewProgramme(), sitetest.PolicyForm("kind", "group", "track", "standard", "year", w.Year, "starts", "2013-09-02", "ends", "2014-05-25",
		"every_weeks", "2", "group_min", "5", "group_max", "10")...)
	programme = to[strings.LastIndex(to, "/")+1:]
	w.Exec(`UPDATE programme_policy SET mentees_per_mentor = 10, trial_weeks = 0`)
	mentees := []string{"T-A14", "T-A16", "T-A13", "T-A20", "T-A21"}
	deputy.Do(link.Roster(programme), "mentor", "T-A2")
	for _, code := range mentees {
		deputy.Do(link.Roster(programme), "mentee", code)
	}
	for _, code := range append(mentees, "T-A2") {
		w.OK(w.App.Services().Mentoring.Programmes.SaveProfile(w.Context(), teacher(code), w.Invitation(code), mentoring.NewProfile{
			Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: 1,
		}))
	}
	draft := deputy.Do(link.ProposeGroups(programme))
	for _, lang := range i18n.Languages {
		w.As("DD-A2", lang).Get(draft, htmlcheck.In("main", htmlcheck.HasText("T-A21")), htmlcheck.Not("h3:contains(':')"), htmlcheck.Not("h2:contains(':')"), htmlcheck.Has("form[action='"+draft+"/send']"))
	}
	deputy.Do(draft, "mentee", "T-A21", "group", "")
	group = w.Text(`SELECT id FROM mentoring_group WHERE state = 'draft'`)
	deputy.Refuse(http.MethodPost, draft, http.StatusUnprocessableEntity, "mentee", "SMU-A3", "group", group)
	deputy.Wrong(draft+"/second", []string{"of", group, "second", "T-A30"}, htmlcheck.Has("select[name=second][aria-invalid=true]"))
	deputy.Do(link.Roster(programme), "mentor", "T-A30")
	w.OK(w.App.Services().Mentoring.Programmes.SaveProfile(w.Context(), teacher("T-A30"), w.Invitation("T-A30"), mentoring.NewProfile{
		Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: 1,
	}))
	deputy.Do(draft+"/second", "of", group, "second", "T-A30")
	deputy.Do(draft, "mentee", "T-A21", "group", group)
	deputy.Do(draft + "/send")
	for _, lang := range i18n.Languages {
		w.As("T-A14", lang).Get(link.MentoringGroup(group), htmlcheck.Has("form[action='"+link.AnswerGroup(group)+"']"), htmlcheck.In("main", htmlcheck.Not("*:contains('T-A21')")))
	}
	// What it meets around is told to those who are asked, and to nobody else by name of a need.
	w.As("T-A14", i18n.English).Get(link.MentoringGroup(group), htmlcheck.In("h1", htmlcheck.HasText("Group 1: ")))
	deputy.Get(link.MentoringGroup(group), htmlcheck.In("h1", htmlcheck.HasText("Group 1")), htmlcheck.Not("h1:contains(':')"))
	w.As("SMU-A3", i18n.English).Refuse(http.MethodGet, link.MentoringGroup(group), http.StatusForbidden)
	for _, code := range []string{"T-A14", "T-A16", "T-A13", "T-A2"} {
		w.As(code, i18n.Kazakh).Do(link.AnswerGroup(group), "answer", "yes")
	}
	for _, code := range []string{"T-A20", "T-A21", "T-A30"} {
		w.OK(w.App.Services().Mentoring.Groups.AnswerGroup(w.Context(), teacher(code), group, true))
	}
	return programme, group
}

// teacher is somebody who is no persona of the demo and cannot sign in by its page.
func teacher(code string) access.Actor {
	return access.Actor{Account: "of " + code, School: "A", Staff: code, Roles: []access.Role{access.Teacher}}
}

// R079: a group programme from the invitation to the closing, by its pages.
func TestGroupProgramme(t *testing.T) {
	w := sitetest.NewSite(t)
	programme, group := grouped(w)
	deputy := w.As("DD-A2", i18n.English)
	order := deputy.Do(link.Programme(programme) + "/order")
	for _, lang := range i18n.Languages {
		w.As("DIR-A", lang).Get(order, htmlcheck.In("table", htmlcheck.HasText("T-A2, T-A30")))
	}
	w.As("DIR-A", i18n.Russian).Do(order, "number", "21-ө", "date", "2013-09-05", "starts", "2013-09-09", "ends", "2014-05-20")
	w.As("SMU-A3", i18n.English).Get(link.MentoringGroups(programme), htmlcheck.In("main", htmlcheck.HasText("T-A2")))
	mentor := w.As("T-A2", i18n.English)
	body := mentor.Get(link.GroupTimes(group), htmlcheck.Has("input[name=time]"))
	for _, lang := range []i18n.Language{i18n.Kazakh, i18n.Russian} {
		w.As("T-A2", lang).Get(link.GroupTimes(group))
	}
	w.As("T-A14", i18n.English).Refuse(http.MethodGet, link.GroupTimes(group), http.StatusForbidden)
	_, rest, _ := strings.Cut(body, `value="w `)
	hour, _, _ := strings.Cut(rest, `"`)
	mentor.Wrong(link.GroupTimes(group), []string{"from", "2013-09-09"}, htmlcheck.In("main", htmlcheck.HasText("When")))
	mentor.Do(link.GroupTimes(group), "time", "w "+hour, "from", "2013-09-09", "place", "room 5")
	meeting := w.Text(`SELECT id FROM group_meeting WHERE group_id = $1 ORDER BY date LIMIT 1`, group)
	for _, lang := range i18n.Languages {
		w.As("T-A16", lang).Get(link.GroupMeeting(meeting), htmlcheck.In("main", htmlcheck.HasText("room 5")))
		w.As("T-A16", lang).Get(link.MentoringGroup(group), htmlcheck.Has("a[href='"+link.GroupMeeting(meeting)+"']"))
		w.As("DD-A2", lang).Get(link.MentoringGroup(group), htmlcheck.Not("a[href='"+link.GroupMeeting(meeting)+"']"))
	}
	for _, code := range []string{"DD-A2", "DIR-A", "SMU-A3"} {
		w.As(code, i18n.English).Refuse(http.MethodGet, link.GroupMeeting(meeting), http.StatusForbidden)
	}
	second := w.Text(`SELECT max(id) FROM group_meeting WHERE group_id = $1`, group)
	mentor.Wrong(link.CancelGroupMeeting(second), []string{"reason", ""}, htmlcheck.Has("textarea[name=reason][aria-invalid=true]"))
	mentor.Do(link.CancelGroupMeeting(second), "reason", "excursion")
	w.Exec(`UPDATE group_meeting SET date = '2013-09-01' WHERE id = $1`, meeting)
	mentor.Do(link.GroupMeeting(meeting), "version", "0", "shared", "We read lesson plans.")
	late := w.As("T-A14", i18n.English).Send(http.MethodPost, link.GroupMeeting(meeting), "version", "0", "shared", "What I heard.", "private", "My own.")
	if late.Code != http.StatusConflict {
		t.Errorf("over a note not seen: %d", late.Code)
	}
	webtest.Has(t, "the conflict", late.Body.String(), []string{`f-shared-meanwhile`, `>What I heard.</textarea>`, `>My own.</textarea>`, `name="version" value="1"`, "We read lesson plans."})
	w.As("T-A14", i18n.English).Do(link.GroupMeeting(meeting), "version", "1", "shared", "What we both heard.", "private", "My own.")
	w.As("T-A2", i18n.Kazakh).Get(link.GroupClosing(group))
	mentor.Do(link.GroupClosing(group), "closing", "We wrote lesson plans together.")
	stale := mentor.Send(http.MethodPost, link.GroupClosing(group), "closing", "We met.")
	if stale.Code != http.StatusConflict {
		t.Errorf("a stale closing: %d", stale.Code)
	}
	htmlcheck.Page(t, stale.Body.String(), htmlcheck.Has("#f-closing-meanwhile"), htmlcheck.Has("input[name=version][value='1']"))
	deputy.Get(link.MentoringGroup(group), htmlcheck.In("main", htmlcheck.HasText("We wrote lesson plans")), htmlcheck.Has("form[action='"+link.CloseGroup(group)+"']"))
	for _, lang := range i18n.Languages {
		w.As("T-A2", lang).Get(link.Mentoring(), htmlcheck.Has("a[href='"+link.MentoringGroup(group)+"']"), htmlcheck.Not("a[href^='/mentoring/pairings/']"))
	}
	deputy.Do(link.CloseGroup(group))
}
