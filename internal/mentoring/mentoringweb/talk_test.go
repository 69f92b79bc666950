package mentoringweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/mentoring/pairing"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// secretsOf fills the pair of T-A2 and T-A14 with everything that a talk must not show.
func (w *world) secretsOf() (words []string, pairingID, meeting string) {
	w.Helper()
	w.ordered(w.agreedIn(w.opened()))
	pairingID = w.text(`SELECT id FROM pairing`)
	service, mentor := w.app.Services().Mentoring, access.Actor{Account: "of T-A2", School: "A", Staff: "T-A2", Roles: []access.Role{access.Teacher}}
	made, err := service.Pairings.BookMeeting(ctx, mentor, pairingID, pairing.NewMeeting{Date: "2013-09-10", StartsAt: "11:05", EndsAt: "11:50", Place: "room-of-the-pair"})
	w.ok(err)
	w.ok(service.Pairings.Prepare(ctx, mentor, made.ID, pairing.NewNotes{Shared: "shared-note-words", Private: "private-note-words"}))
	return []string{"shared-note-words", "private-note-words", "room-of-the-pair", "to learn"}, pairingID, made.ID
}

// R069, R070: what was announced is all that a talk shows; no words of mentoring
// are on its pages, and no way leads from them to any.
func TestTalkShowsOnlyWhatWasAnnounced(t *testing.T) {
	w := newWorld(t)
	words, pairing, meeting := w.secretsOf()
	director := w.as("DIR-A", i18n.English)
	w.as("DD-A2", i18n.English).refuse(http.MethodGet, link.AnnounceTalk(), http.StatusForbidden)
	for _, lang := range i18n.Languages {
		w.as("DIR-A", lang).get(link.AnnounceTalk(), htmlcheck.Has("textarea[name=judges]"))
	}
	director.wrong(link.AnnounceTalk(), []string{"year", w.year, "judges", ""}, htmlcheck.Has("textarea[name=judges][aria-invalid=true]"))
	director.do(link.AnnounceTalk(), "year", w.year, "judges", "how pupils learn\nthe agreed plan of growth")
	w.exec(`UPDATE talk_statement SET announced_on = '2013-06-20'`)
	for _, lang := range i18n.Languages {
		w.as("T-A13", lang).get(link.FinalTalk(), htmlcheck.In("main", htmlcheck.HasText("how pupils learn")), htmlcheck.Not("select[name=staff]"))
		w.as("DD-A2", lang).get(link.FinalTalk(), htmlcheck.Has("option[value=T-A14]"), htmlcheck.Not("option[value=DD-A2]"))
		w.as("T-A14", lang).get(link.TalkOf("T-A14"), htmlcheck.In("main", htmlcheck.HasText("how pupils learn")))
	}
	w.as("T-A13", i18n.English).refuse(http.MethodGet, link.TalkOf("T-A14"), http.StatusForbidden)
	for _, code := range []string{"DIR-A", "DD-A2"} {
		body := w.as(code, i18n.English).get(link.TalkOf("T-A14"), htmlcheck.In("main", htmlcheck.HasText("how pupils learn")))
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
		res := w.as(code, i18n.English).send(http.MethodGet, link.MentoringForTalk("T-A14"))
		if res.Code != http.StatusForbidden || !strings.Contains(res.Body.String(), "stands apart from contracts") {
			t.Errorf("%s asks for the mentoring: %d %.200s", code, res.Code, res.Body)
		}
	}
	deputy := w.as("DD-A2", i18n.Kazakh)
	deputy.wrong(link.TalkOf("T-A14"), []string{"held_on", "2013-09-02", "agreed", ""}, htmlcheck.Has("textarea[name=agreed][aria-invalid=true]"))
	deputy.do(link.TalkOf("T-A14"), "held_on", "2013-09-02", "agreed", "a course in spring")
	w.as("T-A14", i18n.English).get(link.TalkOf("T-A14"), htmlcheck.In("main", htmlcheck.HasText("a course in spring")))
}

// R117: an agreement on hours by its pages.
func TestHoursAgreementPages(t *testing.T) {
	w := newWorld(t)
	w.as("DD-A2", i18n.English).refuse(http.MethodGet, link.NewHours(), http.StatusForbidden)
	w.as("T-A14", i18n.English).refuse(http.MethodGet, "/mentoring/deals", http.StatusMovedPermanently)
	director := w.as("DIR-A", i18n.English)
	for _, lang := range i18n.Languages {
		w.as("DIR-A", lang).get(link.NewHours(), htmlcheck.Has("select[name=staff]"))
		w.as("T-A14", lang).get(link.HoursAgreements())
	}
	director.wrong(link.NewHours(), []string{"staff", "T-A14", "text", "", "agreed_on", "2013-09-02", "starts", "2013-09-02", "ends", "2013-12-30"},
		htmlcheck.Has("textarea[name=text][aria-invalid=true]"))
	director.do(link.NewHours(), "staff", "T-A14", "text", "no lesson after two", "agreed_on", "2013-09-02", "starts", "2013-09-02", "ends", "2013-12-30")
	deal := w.text(`SELECT id FROM timetable_deal`)
	w.as("T-A14", i18n.English).get(link.HoursAgreements(), htmlcheck.In("main", htmlcheck.HasText("no lesson after two")), htmlcheck.Has("form[action='"+link.ConfirmHours(deal)+"']"))
	w.as("T-A2", i18n.English).get(link.HoursAgreements(), htmlcheck.Not("*:contains('no lesson after two')"))
	w.as("T-A14", i18n.Kazakh).do(link.ConfirmHours(deal))
	w.as("DD-A2", i18n.Russian).get(link.HoursAgreements(), htmlcheck.In("main", htmlcheck.HasText("no lesson after two")), htmlcheck.Not("form[action='"+link.EndHours(deal)+"']"))
	director.do(link.EndHours(deal))
}

// R120, R121: leaving, a subject with one teacher, the handover and its steps.
func TestHandoverPages(t *testing.T) {
	w := newWorld(t)
	w.exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends) VALUES ('A', 'chem', 'T-A2', 'Chem', '2012-09-01', '9999-12-31')`)
	deputy := w.as("DD-A2", i18n.English)
	w.as("T-A13", i18n.English).refuse(http.MethodGet, link.ExpectLeave("T-A2"), http.StatusForbidden)
	for _, lang := range i18n.Languages {
		w.as("DD-A2", lang).get(link.Handovers(), htmlcheck.In("table", htmlcheck.HasText("T-A2")))
		w.as("DD-A2", lang).get(link.ExpectLeave("T-A2"), htmlcheck.Has("option[value=T-A2][selected]"))
		w.as("DD-A2", lang).get(link.NewHandover("T-A2"), htmlcheck.Has("textarea[name=steps]"))
		w.as("T-A13", lang).get(link.Handovers(), htmlcheck.Not("table"))
	}
	deputy.wrong("/mentoring/handovers/leaving", []string{"staff", "T-A2", "leaves_on", "2014-05-20", "told_on", ""}, htmlcheck.Has("input[name=told_on][aria-invalid=true]"))
	deputy.do("/mentoring/handovers/leaving", "staff", "T-A2", "leaves_on", "2014-05-20", "told_on", "2013-09-01")
	w.as("T-A2", i18n.Kazakh).get(link.Handovers(), htmlcheck.In("table", htmlcheck.HasText("T-A2")))
	deputy.get(link.NewHandover("T-A2"), htmlcheck.Has("input[name=leaves_on][value='2014-05-20']"))
	deputy.wrong("/mentoring/handovers/new", []string{"leaver", "T-A2", "what", "Chemistry", "leaves_on", "2014-05-20"}, htmlcheck.Has("select[name=successor][aria-invalid=true]"))
	plan := deputy.do("/mentoring/handovers/new", "leaver", "T-A2", "successor", "T-A14", "what", "Chemistry", "leaves_on", "2014-05-20", "steps", "plan\nlaboratory")
	for _, lang := range i18n.Languages {
		w.as("T-A14", lang).get(plan, htmlcheck.In("main", htmlcheck.HasText("laboratory")), htmlcheck.Has("a[href^='/mentoring/pairs/']"))
	}
	w.as("T-A16", i18n.English).refuse(http.MethodGet, plan, http.StatusForbidden)
	successor := w.as("T-A14", i18n.English)
	successor.wrong(plan, []string{"text", "", "due", "2013-10-01"}, htmlcheck.Has("input[name=text][aria-invalid=true]"))
	successor.do(plan, "text", "workbooks", "material", "shelf 3", "due", "2013-10-01")
	successor.do(link.FinishHandoverStep(w.text(`SELECT id FROM handover_step WHERE text = 'workbooks'`)))
	deputy.get(plan, htmlcheck.In("main", htmlcheck.HasText("shelf 3")))
	deputy.do(plan+"/close", "how", "done")
}

// R083: stages from the template, and the evaluation.
func TestStagePages(t *testing.T) {
	w := newWorld(t)
	programme := w.opened()
	deputy := w.as("DD-A2", i18n.English)
	for _, lang := range i18n.Languages {
		w.as("DD-A2", lang).get(link.Stages(programme), htmlcheck.Has("input[name=name3]"))
		w.as("T-A13", lang).get(link.Stages(programme), htmlcheck.Not("input[name=name0]"))
	}
	deputy.wrong(link.Stages(programme), []string{"name0", "meet", "starts0", "2013-08-01", "ends0", "2013-09-30"}, htmlcheck.In("main", htmlcheck.HasText("within the programme")))
	deputy.do(link.Stages(programme), "name0", "meet", "aim0", "all pairs met", "starts0", "2013-09-02", "ends0", "2013-09-30")
	stage := w.text(`SELECT id FROM programme_stage`)
	deputy.get(link.Stage(stage), htmlcheck.Has("textarea[name=note]"))
	deputy.wrong(link.Stage(stage), []string{"note", ""}, htmlcheck.Has("textarea[name=note][aria-invalid=true]"))
	deputy.do(link.Stage(stage), "note", "five pairs met")
	w.as("DIR-A", i18n.Kazakh).get(link.Stages(programme), htmlcheck.In("main", htmlcheck.HasText("five pairs met")))
	w.as("T-A13", i18n.English).get(link.Stages(programme), htmlcheck.In("main", htmlcheck.HasText("all pairs met")), htmlcheck.Not("*:contains('five pairs met')"))
}

// R082: a pair goes on longer by a line of its own; the first order stays.
func TestExtendPairing(t *testing.T) {
	w := newWorld(t)
	w.ordered(w.agreedIn(w.opened()))
	pairing := w.text(`SELECT id FROM pairing`)
	w.as("DD-A2", i18n.English).refuse(http.MethodGet, link.ExtendPairing(pairing), http.StatusForbidden)
	director := w.as("DIR-A", i18n.English)
	for _, lang := range i18n.Languages {
		w.as("DIR-A", lang).get(link.ExtendPairing(pairing), htmlcheck.Has("input[name=ends]"))
	}
	director.wrong(link.ExtendPairing(pairing), []string{"ends", "2014-05-20", "number", "40", "date", "2014-05-01"}, htmlcheck.Has("input[name=ends][aria-invalid=true]"))
	director.wrong(link.ExtendPairing(pairing), []string{"ends", "2016-05-20", "number", "40", "date", "2014-05-01"}, htmlcheck.Has("input[name=ends][aria-invalid=true]"))
	director.do(link.ExtendPairing(pairing), "ends", "2014-12-25", "number", "40-ө", "date", "2014-05-01")
	if got := w.text(`SELECT p.ends || ' ' || g.ends || ' ' || o.ends FROM pairing p JOIN programme g ON g.id = p.programme_id JOIN mentoring_order o ON o.id = p.order_id`); got != "2014-12-25 2014-12-25 2014-05-20" {
		t.Errorf("pairing, programme and order end on %s", got)
	}
	director.get(link.ExtendPairing(pairing), htmlcheck.In("main", htmlcheck.HasText("40-ө")))
}
