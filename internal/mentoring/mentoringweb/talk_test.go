package mentoringweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// secretsOf fills the pair of T-A2 and T-A14 with everything that a talk must not show.
func secretsOf(w *sitetest.Site) (words []string, pairingID, meeting string) {
	w.Helper()
	w.Ordered(w.AgreedIn(w.Opened()))
	pairingID = w.Text(`SELECT id FROM pairing`)
	service, mentor := w.App.Services().Mentoring, access.Actor{Account: "of T-A2", School: "A", Staff: "T-A2", Roles: []access.Role{access.Teacher}}
	made, err := service.Pairings.BookMeeting(w.Context(), mentor, pairingID, pairing.NewMeeting{Date: "2013-09-10", StartsAt: "11:05", EndsAt: "11:50", Place: "room-of-the-pair"})
	w.OK(err)
	w.OK(service.Pairings.Prepare(w.Context(), mentor, made.ID, pairing.NewNotes{Shared: "shared-note-words", Private: "private-note-words"}))
	return []string{"shared-note-words", "private-note-words", "room-of-the-pair", "to learn"}, pairingID, made.ID
}

// R069, R070: what was announced is all that a talk shows; no words of mentoring
// are on its pages, and no way leads from them to any.
func TestTalkShowsOnlyWhatWasAnnounced(t *testing.T) {
	w := sitetest.NewSite(t)
	words, pairing, meeting := secretsOf(w)
	director := w.As("DIR-A", i18n.English)
	w.As("DD-A2", i18n.English).Refuse(http.MethodGet, link.AnnounceTalk(), http.StatusForbidden)
	for _, lang := range i18n.Languages {
		w.As("DIR-A", lang).Get(link.AnnounceTalk(), htmlcheck.Has("textarea[name=judges]"))
	}
	director.Wrong(link.AnnounceTalk(), []string{"year", w.Year, "judges", ""}, htmlcheck.Has("textarea[name=judges][aria-invalid=true]"))
	director.Do(link.AnnounceTalk(), "year", w.Year, "judges", "how pupils learn\nthe agreed plan of growth")
	w.Exec(`UPDATE talk_statement SET announced_on = '2013-06-20'`)
	for _, lang := range i18n.Languages {
		w.As("T-A13", lang).Get(link.FinalTalk(), htmlcheck.In("main", htmlcheck.HasText("how pupils learn")), htmlcheck.Not("select[name=staff]"))
		w.As("DD-A2", lang).Get(link.FinalTalk(), htmlcheck.Has("option[value=T-A14]"), htmlcheck.Not("option[value=DD-A2]"))
		w.As("T-A14", lang).Get(link.TalkOf("T-A14"), htmlcheck.In("main", htmlcheck.HasText("how pupils learn")))
	}
	w.As("T-A13", i18n.English).Refuse(http.MethodGet, link.TalkOf("T-A14"), http.StatusForbidden)
	for _, code := range []string{"DIR-A", "DD-A2"} {
		body := w.As(code, i18n.English).Get(link.TalkOf("T-A14"), htmlcheck.In("main", htmlcheck.HasText("how pupils learn")))
		for _, secret := range append(words, pairing, meeting) {
			if strings.Contains(body, secret) {
				t.Errorf("the talk of T-A14 shows %q to %s", secret, code)
			}
		}
		for _, way := range []string{"/mentoring/pairings", "/mentoring/meetings", "/mentoring/visits", "/mentoring/groups", "/mentoring/participants", "/support", "/practice"} {
			if _, main, _ := strings.Cut(body, "<main"); strings.Contains(main, `href="`+way) {
				t.Errorf("the talk of T-A14 leads %s to %s", code, way)
			}
		}
		res := w.As(code, i18n.English).Send(http.MethodGet, link.MentoringForTalk("T-A14"))
		if res.Code != http.StatusForbidden || !strings.Contains(res.Body.String(), "stands apart from contracts") {
			t.Errorf("%s asks for the mentoring: %d %.200s", code, res.Code, res.Body)
		}
	}
	deputy := w.As("DD-A2", i18n.Kazakh)
	deputy.Wrong(link.TalkOf("T-A14"), []string{"held_on", "2013-09-02", "agreed", ""}, htmlcheck.Has("textarea[name=agreed][aria-invalid=true]"))
	deputy.Do(link.TalkOf("T-A14"), "held_on", "2013-09-02", "agreed", "a course in spring")
	w.As("T-A14", i18n.English).Get(link.TalkOf("T-A14"), htmlcheck.In("main", htmlcheck.HasText("a course in spring")))
}

// R083: stages from the template, and the evaluation.
func TestStagePages(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	deputy := w.As("DD-A2", i18n.English)
	for _, lang := range i18n.Languages {
		w.As("DD-A2", lang).Get(link.Stages(programme), htmlcheck.Has("input[name=name3]"))
		w.As("T-A13", lang).Get(link.Stages(programme), htmlcheck.Not("input[name=name0]"))
	}
	deputy.Wrong(link.Stages(programme), []string{"name0", "meet", "starts0", "2013-08-01", "ends0", "2013-09-30"}, htmlcheck.In("main", htmlcheck.HasText("within the programme")),
		htmlcheck.Has("input[name=starts0][aria-invalid=true]"))
	deputy.Wrong(link.Stages(programme), []string{"name0", "meet", "aim0", strings.Repeat("x", mentoring.MaxStep+1), "starts0", "2013-09-02", "ends0", "2013-09-30"},
		htmlcheck.Has("input[name=aim0][aria-invalid=true]"), htmlcheck.In("main", htmlcheck.HasText("500")))
	deputy.Do(link.Stages(programme), "name0", "meet", "aim0", "all pairs met", "starts0", "2013-09-02", "ends0", "2013-09-30")
	stage := w.Text(`SELECT id FROM programme_stage`)
	deputy.Get(link.Stage(stage), htmlcheck.Has("textarea[name=note]"))
	deputy.Wrong(link.Stage(stage), []string{"note", ""}, htmlcheck.Has("textarea[name=note][aria-invalid=true]"))
	deputy.Do(link.Stage(stage), "note", "five pairs met")
	deputy.Refuse(http.MethodPost, link.Stages(programme), http.StatusConflict, "version", "1", "name0", "meet", "starts0", "2013-09-02", "ends0", "2013-09-30")
	stale := deputy.Send(http.MethodPost, link.Stage(stage), "note", "four pairs met")
	if stale.Code != http.StatusConflict {
		t.Errorf("a stale evaluation: %d", stale.Code)
	}
	htmlcheck.Page(t, stale.Body.String(), htmlcheck.In("main", htmlcheck.HasText("four pairs met")), htmlcheck.Has("#f-note-meanwhile"), htmlcheck.Has("input[name=version][value='1']"))
	w.As("DIR-A", i18n.Kazakh).Get(link.Stages(programme), htmlcheck.In("main", htmlcheck.HasText("five pairs met")))
	w.As("T-A13", i18n.English).Get(link.Stages(programme), htmlcheck.In("main", htmlcheck.HasText("all pairs met")), htmlcheck.Not("*:contains('five pairs met')"))
}
