package mentoringweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// Every kind of programme has a form with its own numbers and its own words, in
// each language; several stand side by side (R079, R115, R116, R066).
func TestKindsOfProgrammes(t *testing.T) {
	w := newWorld(t)
	words := map[string]string{
		"one_to_one.standard": "Mentoring in pairs", "one_to_one.light": "experienced newcomers", "one_to_one.return": "long leave",
		"one_to_one.international": "International", "group.standard": "Group mentoring", "peer.standard": "Peer",
	}
	for shape, text := range words {
		kind, track, _ := strings.Cut(shape, ".")
		address := link.NewProgrammeOf(kind, track)
		w.as("DD-A2", i18n.English).get(address, htmlcheck.In("main", htmlcheck.HasText(text)),
			htmlcheck.Has("input[name=kind][value="+kind+"]"), htmlcheck.Has("input[name=track][value="+track+"]"))
		for _, lang := range []i18n.Language{i18n.Kazakh, i18n.Russian} {
			w.as("DD-A2", lang).get(address, htmlcheck.In("html", htmlcheck.HasAttr("lang", string(lang))))
		}
	}
	w.opened()
	deputy := w.as("DD-A2", i18n.English)
	light := deputy.do(link.NewProgramme(), policyForm("kind", "one_to_one", "track", "light", "year", w.year, "starts", "2013-09-02", "ends", "2014-05-25", "every_weeks", "2")...)
	deputy.refuse(http.MethodPost, link.NewProgramme(), http.StatusConflict,
		policyForm("kind", "one_to_one", "track", "light", "year", w.year, "starts", "2013-09-02", "ends", "2014-05-25")...)
	w.as("T-A13", i18n.English).get(light, htmlcheck.In("h1", htmlcheck.HasText("Light track")), htmlcheck.In("main", htmlcheck.HasText("1 in 2 weeks")))
	w.as("T-A13", i18n.English).get(link.Mentoring(), htmlcheck.In("main", htmlcheck.HasText("Light track")), htmlcheck.In("main", htmlcheck.HasText("Mentoring in pairs")))
	w.as("DD-A2", i18n.Kazakh).get(light)
	w.as("DD-A2", i18n.Russian).get(link.ProgrammePolicy(light[strings.LastIndex(light, "/")+1:]))
}

// grouped goes by the pages to a group whose members all said yes.
func (w *world) grouped() (programme, group string) {
	w.Helper()
	for _, code := range []string{"T-A20", "T-A21"} {
		w.person("A", code, access.Teacher, 1, "none")
	}
	w.person("A", "T-A30", access.Teacher, 20, "first")
	deputy := w.as("DD-A2", i18n.English)
	to := deputy.do(link.NewProgramme(), policyForm("kind", "group", "track", "standard", "year", w.year, "starts", "2013-09-02", "ends", "2014-05-25",
		"every_weeks", "2", "group_min", "5", "group_max", "10")...)
	programme = to[strings.LastIndex(to, "/")+1:]
	w.exec(`UPDATE programme_policy SET mentees_per_mentor = 10, trial_weeks = 0`)
	mentees := []string{"T-A14", "T-A16", "T-A13", "T-A20", "T-A21"}
	deputy.do(link.Roster(programme), "side", "mentor", "staff", "T-A2")
	for _, code := range mentees {
		deputy.do(link.Roster(programme), "side", "mentee", "staff", code)
	}
	for _, code := range append(mentees, "T-A2") {
		w.ok(w.app.Services().Mentoring.Programmes.SaveProfile(ctx, teacher(code), w.invitation(code), mentoring.NewProfile{
			Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: 1,
		}))
	}
	draft := deputy.do(link.ProposeGroups(programme))
	for _, lang := range i18n.Languages {
		w.as("DD-A2", lang).get(draft, htmlcheck.In("main", htmlcheck.HasText("T-A21")), htmlcheck.Has("form[action='"+draft+"/send']"))
	}
	deputy.do(draft, "mentee", "T-A21", "group", "")
	group = w.text(`SELECT id FROM mentoring_group WHERE state = 'draft'`)
	deputy.refuse(http.MethodPost, draft, http.StatusUnprocessableEntity, "mentee", "SMU-A3", "group", group)
	deputy.wrong(draft+"/second", []string{"of", group, "second", "T-A30"}, htmlcheck.Has("select[name=second][aria-invalid=true]"))
	deputy.do(link.Roster(programme), "side", "mentor", "staff", "T-A30")
	w.ok(w.app.Services().Mentoring.Programmes.SaveProfile(ctx, teacher("T-A30"), w.invitation("T-A30"), mentoring.NewProfile{
		Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: 1,
	}))
	deputy.do(draft+"/second", "of", group, "second", "T-A30")
	deputy.do(draft, "mentee", "T-A21", "group", group)
	deputy.do(draft + "/send")
	for _, lang := range i18n.Languages {
		w.as("T-A14", lang).get(link.MentoringGroup(group), htmlcheck.Has("form[action='"+link.AnswerGroup(group)+"']"), htmlcheck.In("main", htmlcheck.Not("*:contains('T-A21')")))
	}
	w.as("SMU-A3", i18n.English).refuse(http.MethodGet, link.MentoringGroup(group), http.StatusForbidden)
	for _, code := range []string{"T-A14", "T-A16", "T-A13", "T-A2"} {
		w.as(code, i18n.Kazakh).do(link.AnswerGroup(group), "answer", "yes")
	}
	for _, code := range []string{"T-A20", "T-A21", "T-A30"} {
		w.ok(w.app.Services().Mentoring.Groups.AnswerGroup(ctx, teacher(code), group, true))
	}
	return programme, group
}

// teacher is somebody who is no persona of the demo and cannot sign in by its page.
func teacher(code string) access.Actor {
	return access.Actor{Account: "of " + code, School: "A", Staff: code, Roles: []access.Role{access.Teacher}}
}

// R079: a group programme from the invitation to the closing, by its pages.
func TestGroupProgramme(t *testing.T) {
	w := newWorld(t)
	programme, group := w.grouped()
	deputy := w.as("DD-A2", i18n.English)
	order := deputy.do(link.Programme(programme) + "/order")
	for _, lang := range i18n.Languages {
		w.as("DIR-A", lang).get(order, htmlcheck.In("table", htmlcheck.HasText("T-A2, T-A30")))
	}
	w.as("DIR-A", i18n.Russian).do(order, "number", "21-ө", "date", "2013-09-05", "starts", "2013-09-09", "ends", "2014-05-20")
	w.as("SMU-A3", i18n.English).get(link.MentoringGroups(programme), htmlcheck.In("main", htmlcheck.HasText("T-A2")))
	mentor := w.as("T-A2", i18n.English)
	body := mentor.get(link.GroupTimes(group), htmlcheck.Has("input[name=time]"))
	for _, lang := range []i18n.Language{i18n.Kazakh, i18n.Russian} {
		w.as("T-A2", lang).get(link.GroupTimes(group))
	}
	w.as("T-A14", i18n.English).refuse(http.MethodGet, link.GroupTimes(group), http.StatusForbidden)
	_, rest, _ := strings.Cut(body, `value="w `)
	hour, _, _ := strings.Cut(rest, `"`)
	mentor.wrong(link.GroupTimes(group), []string{"from", "2013-09-09"}, htmlcheck.In("main", htmlcheck.HasText("When")))
	mentor.do(link.GroupTimes(group), "time", "w "+hour, "from", "2013-09-09", "place", "room 5")
	meeting := w.text(`SELECT id FROM group_meeting WHERE group_id = $1 ORDER BY date LIMIT 1`, group)
	for _, lang := range i18n.Languages {
		w.as("T-A16", lang).get(link.GroupMeeting(meeting), htmlcheck.In("main", htmlcheck.HasText("room 5")))
		w.as("T-A16", lang).get(link.MentoringGroup(group), htmlcheck.Has("a[href='"+link.GroupMeeting(meeting)+"']"))
		w.as("DD-A2", lang).get(link.MentoringGroup(group), htmlcheck.Not("a[href='"+link.GroupMeeting(meeting)+"']"))
	}
	for _, code := range []string{"DD-A2", "DIR-A", "SMU-A3"} {
		w.as(code, i18n.English).refuse(http.MethodGet, link.GroupMeeting(meeting), http.StatusForbidden)
	}
	second := w.text(`SELECT max(id) FROM group_meeting WHERE group_id = $1`, group)
	mentor.wrong(link.CancelGroupMeeting(second), []string{"reason", ""}, htmlcheck.Has("textarea[name=reason][aria-invalid=true]"))
	mentor.do(link.CancelGroupMeeting(second), "reason", "excursion")
	w.as("T-A2", i18n.Kazakh).get(link.GroupClosing(group))
	mentor.do(link.GroupClosing(group), "closing", "We wrote lesson plans together.")
	deputy.get(link.MentoringGroup(group), htmlcheck.In("main", htmlcheck.HasText("We wrote lesson plans")), htmlcheck.Has("form[action='"+link.CloseGroup(group)+"']"))
	for _, lang := range i18n.Languages {
		w.as("T-A2", lang).get(link.Mentoring(), htmlcheck.Has("a[href='"+link.MentoringGroup(group)+"']"), htmlcheck.Not("a[href^='/mentoring/pairings/']"))
	}
	deputy.do(link.CloseGroup(group))
}

// R072, R080, R122: the policy from the template to the version in force.
func TestPolicyInWords(t *testing.T) {
	w := newWorld(t)
	deputy := w.as("DD-A2", i18n.English)
	w.as("T-A13", i18n.Kazakh).get(link.MentoringPolicy(), htmlcheck.Not("a[href='"+link.NewPolicyText()+"']"))
	deputy.get(link.MentoringPolicy(), htmlcheck.Has("a[href='"+link.NewPolicyText()+"']"))
	for _, lang := range i18n.Languages {
		w.as("DD-A2", lang).get(link.NewPolicyText())
	}
	edit := deputy.do(link.NewPolicyTextFrom("kk"))
	policy := strings.TrimSuffix(edit, "/edit")
	deputy.get(edit, htmlcheck.In("textarea[name=aims]", htmlcheck.HasText("Тәлімгерлік")))
	deputy.do(edit, "saves", "1", "aims", "Біз бірге үйренеміз.", "roles", "Директор")
	deputy.do(policy + "/ask")
	for _, lang := range i18n.Languages {
		w.as("T-A13", lang).get(policy, htmlcheck.In("main", htmlcheck.HasText("Біз бірге үйренеміз.")), htmlcheck.Not("a[href='"+edit+"']"))
	}
	teacher := w.as("T-A13", i18n.Kazakh)
	teacher.wrong(policy, []string{"section", "aims", "text", ""}, htmlcheck.Has("textarea[name=text][aria-invalid=true]"))
	teacher.do(policy, "section", "aims", "text", "Демалыс та керек.")
	comment := w.text(`SELECT id FROM mentoring_policy_comment`)
	teacher.refuse(http.MethodGet, link.AnswerPolicyComment(comment), http.StatusForbidden)
	deputy.get(link.AnswerPolicyComment(comment), htmlcheck.In("main", htmlcheck.HasText("Демалыс")))
	deputy.do(link.AnswerPolicyComment(comment), "answer", "Yes, added.")
	teacher.get(policy, htmlcheck.In("main", htmlcheck.HasText("Yes, added.")))
	deputy.wrong(policy+"/adopt", []string{"starts", "2013-08-01"}, htmlcheck.Has("input[name=starts][aria-invalid=true]"))
	deputy.do(policy+"/adopt", "starts", "2013-09-02")
	next := strings.TrimSuffix(deputy.do(link.NewPolicyText()), "/edit")
	deputy.do(next+"/edit", "saves", "1", "aims", "Біз бірге үйренеміз және демаламыз.", "roles", "Директор")
	id := func(s string) string { return s[strings.LastIndex(s, "/")+1:] }
	for _, lang := range i18n.Languages {
		w.as("T-A13", lang).get(link.ComparePolicy(id(policy), id(next)), htmlcheck.In("ins", htmlcheck.HasText("демаламыз")), htmlcheck.Has("del"))
	}
	for _, format := range []string{"docx", "pdf", "html"} {
		if res := teacher.send(http.MethodGet, link.PolicyTextPaper(id(policy), format, "kk")); res.Code != http.StatusOK || res.Body.Len() == 0 {
			t.Errorf("%s answers %d", format, res.Code)
		}
	}
}
