package handoverweb_test

import (
	"net/http"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// R120, R121: leaving, a subject with one teacher, the handover and its steps.
func TestHandoverPages(t *testing.T) {
	w := sitetest.NewSite(t)
	w.Exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends) VALUES ('A', 'chem', 'T-A2', 'Chem', '2012-09-01', '9999-12-31')`)
	deputy := w.As("DD-A2", i18n.English)
	w.As("T-A13", i18n.English).Refuse(http.MethodGet, link.ExpectLeave("T-A2"), http.StatusForbidden)
	for _, lang := range i18n.Languages {
		w.As("DD-A2", lang).Get(link.Handovers(), htmlcheck.In("table", htmlcheck.HasText("T-A2")))
		w.As("DD-A2", lang).Get(link.ExpectLeave("T-A2"), htmlcheck.Has("option[value=T-A2][selected]"))
		w.As("DD-A2", lang).Get(link.NewHandover("T-A2"), htmlcheck.Has("textarea[name=steps]"))
		w.As("T-A13", lang).Get(link.Handovers(), htmlcheck.Not("table"))
	}
	deputy.Wrong("/mentoring/handovers/leaving", []string{"staff", "T-A2", "leaves_on", "2014-05-20", "told_on", ""}, htmlcheck.Has("input[name=told_on][aria-invalid=true]"))
	deputy.Do("/mentoring/handovers/leaving", "staff", "T-A2", "leaves_on", "2014-05-20", "told_on", "2013-09-01")
	w.As("T-A2", i18n.Kazakh).Get(link.Handovers(), htmlcheck.In("table", htmlcheck.HasText("T-A2")))
	deputy.Get(link.NewHandover("T-A2"), htmlcheck.Has("input[name=leaves_on][value='2014-05-20']"))
	deputy.Wrong("/mentoring/handovers/new", []string{"leaver", "T-A2", "what", "Chemistry", "leaves_on", "2014-05-20"}, htmlcheck.Has("select[name=successor][aria-invalid=true]"))
	plan := deputy.Do("/mentoring/handovers/new", "leaver", "T-A2", "successor", "T-A14", "what", "Chemistry", "leaves_on", "2014-05-20", "steps", "plan\nlaboratory")
	for _, lang := range i18n.Languages {
		w.As("T-A14", lang).Get(plan, htmlcheck.In("main", htmlcheck.HasText("laboratory")), htmlcheck.Has("a[href^='/mentoring/pairs/']"))
	}
	w.As("T-A16", i18n.English).Refuse(http.MethodGet, plan, http.StatusForbidden)
	successor := w.As("T-A14", i18n.English)
	successor.Wrong(plan, []string{"text", "", "due", "2013-10-01"}, htmlcheck.Has("input[name=text][aria-invalid=true]"))
	successor.Do(plan, "text", "workbooks", "material", "shelf 3", "due", "2013-10-01")
	successor.Do(link.FinishHandoverStep(w.Text(`SELECT id FROM handover_step WHERE text = 'workbooks'`)))
	deputy.Get(plan, htmlcheck.In("main", htmlcheck.HasText("shelf 3")))
	deputy.Do(plan+"/close", "how", "done")
}

// A day that another leader entered meanwhile is not written over unseen, and one that was
// taken back does not come back by a form of before.
func TestExpectLeaveShowsTheOthersDay(t *testing.T) {
	w := sitetest.NewSite(t)
	director, deputy := w.As("DIR-A", i18n.English), w.As("DD-A2", i18n.English)
	at, sent := link.ExpectLeave("T-A2"), "/mentoring/handovers/leaving"
	deputy.Get(at, htmlcheck.Has("input[name=version][value='0']"))
	director.Do(sent, "version", "0", "staff", "T-A2", "leaves_on", "2014-05-20", "told_on", "2013-09-01")
	late := deputy.Send(http.MethodPost, sent, "version", "0", "staff", "T-A2", "leaves_on", "2014-06-20", "told_on", "2013-09-02")
	if late.Code != http.StatusConflict {
		t.Errorf("over the other's day: %d", late.Code)
	}
	htmlcheck.Page(t, late.Body.String(), htmlcheck.Has("#f-leaves_on-meanwhile"), htmlcheck.Has("input[name=leaves_on][value='2014-06-20']"),
		htmlcheck.Has("input[name=told_on][value='2013-09-02']"), htmlcheck.Has("input[name=version][value='1']"))
	deputy.Do(sent, "version", "1", "staff", "T-A2", "leaves_on", "2014-06-20", "told_on", "2013-09-02")
	stands := w.Text(`SELECT id FROM expected_leave WHERE ended_at = '' AND leaves_on = '2014-06-20'`)
	director.Get(at, htmlcheck.Has("input[name=leaves_on][value='2014-06-20']"), htmlcheck.Has("input[name=version][value='3']"))
	deputy.Do(link.EndLeave(stands))
	director.Refuse(http.MethodPost, sent, http.StatusConflict, "version", "3", "staff", "T-A2", "leaves_on", "2014-06-21", "told_on", "2013-09-02")
}
