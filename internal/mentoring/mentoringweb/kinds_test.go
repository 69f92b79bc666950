package mentoringweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// Every kind of programme has a form with its own numbers and its own words, in
// each language; several stand side by side (R079, R115, R116, R066).
func TestKindsOfProgrammes(t *testing.T) {
	w := sitetest.NewSite(t)
	words := map[string]string{
		"one_to_one.standard": "Mentoring in pairs", "one_to_one.light": "experienced newcomers", "one_to_one.return": "long leave",
		"one_to_one.international": "International", "group.standard": "Group mentoring", "peer.standard": "Peer",
	}
	for shape, text := range words {
		kind, track, _ := strings.Cut(shape, ".")
		address := link.NewProgrammeOf(kind, track)
		w.As("DD-A2", i18n.English).Get(address, htmlcheck.In("main", htmlcheck.HasText(text)),
			htmlcheck.Has("input[name=kind][value="+kind+"]"), htmlcheck.Has("input[name=track][value="+track+"]"))
		for _, lang := range []i18n.Language{i18n.Kazakh, i18n.Russian} {
			w.As("DD-A2", lang).Get(address, htmlcheck.In("html", htmlcheck.HasAttr("lang", string(lang))))
		}
	}
	w.Opened()
	deputy := w.As("DD-A2", i18n.English)
	light := deputy.Do(link.NewProgramme(), sitetest.PolicyForm("kind", "one_to_one", "track", "light", "year", w.Year, "starts", "2013-09-02", "ends", "2014-05-25", "every_weeks", "2")...)
	deputy.Refuse(http.MethodPost, link.NewProgramme(), http.StatusConflict,
		sitetest.PolicyForm("kind", "one_to_one", "track", "light", "year", w.Year, "starts", "2013-09-02", "ends", "2014-05-25")...)
	w.As("T-A13", i18n.English).Get(light, htmlcheck.In("h1", htmlcheck.HasText("Light track")), htmlcheck.In("main", htmlcheck.HasText("1 in 2 weeks")))
	w.As("T-A13", i18n.English).Get(link.Mentoring(), htmlcheck.In("main", htmlcheck.HasText("Light track")), htmlcheck.In("main", htmlcheck.HasText("Mentoring in pairs")))
	w.As("DD-A2", i18n.Kazakh).Get(light)
	w.As("DD-A2", i18n.Russian).Get(link.ProgrammePolicy(light[strings.LastIndex(light, "/")+1:]))
}

// R072, R080, R122: the policy from the template to the version in force.
func TestPolicyInWords(t *testing.T) {
	w := sitetest.NewSite(t)
	deputy := w.As("DD-A2", i18n.English)
	w.As("T-A13", i18n.Kazakh).Get(link.MentoringPolicy(), htmlcheck.Not("a[href='"+link.NewPolicyText()+"']"))
	deputy.Get(link.MentoringPolicy(), htmlcheck.Has("a[href='"+link.NewPolicyText()+"']"))
	for _, lang := range i18n.Languages {
		w.As("DD-A2", lang).Get(link.NewPolicyText())
	}
	edit := deputy.Do(link.NewPolicyTextFrom("kk"))
	policy := strings.TrimSuffix(edit, "/edit")
	deputy.Get(edit, htmlcheck.In("textarea[name=aims]", htmlcheck.HasText("Тәлімгерлік")))
	deputy.Do(edit, "version", "1", "aims", "Біз бірге үйренеміз.", "roles", "Директор")
	deputy.Do(policy + "/ask")
	for _, lang := range i18n.Languages {
		w.As("T-A13", lang).Get(policy, htmlcheck.In("main", htmlcheck.HasText("Біз бірге үйренеміз.")), htmlcheck.Not("a[href='"+edit+"']"))
	}
	teacher := w.As("T-A13", i18n.Kazakh)
	teacher.Wrong(policy, []string{"section", "aims", "text", ""}, htmlcheck.Has("textarea[name=text][aria-invalid=true]"))
	teacher.Do(policy, "section", "aims", "text", "Демалыс та керек.")
	comment := w.Text(`SELECT id FROM mentoring_policy_comment`)
	teacher.Refuse(http.MethodGet, link.AnswerPolicyComment(comment), http.StatusForbidden)
	deputy.Get(link.AnswerPolicyComment(comment), htmlcheck.In("main", htmlcheck.HasText("Демалыс")))
	deputy.Do(link.AnswerPolicyComment(comment), "answer", "Yes, added.")
	teacher.Get(policy, htmlcheck.In("main", htmlcheck.HasText("Yes, added.")))
	deputy.Wrong(policy+"/adopt", []string{"starts", "2013-08-01"}, htmlcheck.Has("input[name=starts][aria-invalid=true]"))
	deputy.Do(policy+"/adopt", "starts", "2013-09-02")
	next := strings.TrimSuffix(deputy.Do(link.NewPolicyText()), "/edit")
	deputy.Do(next+"/edit", "version", "1", "aims", "Біз бірге үйренеміз және демаламыз.", "roles", "Директор")
	id := func(s string) string { return s[strings.LastIndex(s, "/")+1:] }
	for _, lang := range i18n.Languages {
		w.As("T-A13", lang).Get(link.ComparePolicy(id(policy), id(next)), htmlcheck.In("ins", htmlcheck.HasText("демаламыз")), htmlcheck.Has("del"))
	}
	for _, format := range []string{"docx", "pdf", "html"} {
		if res := teacher.Send(http.MethodGet, link.PolicyTextPaper(id(policy), format, "kk")); res.Code != http.StatusOK || res.Body.Len() == 0 {
			t.Errorf("%s answers %d", format, res.Code)
		}
	}
}
