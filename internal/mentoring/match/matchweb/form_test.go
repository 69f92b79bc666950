package matchweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// The director signs an order, within the days of the programme and under a number of its
// own; those who prepared it read it and cannot.
func TestFormOfAnOrder(t *testing.T) {
	w := sitetest.NewSite(t)
	at := w.As("DD-A2", i18n.English).Do(link.Programme(w.AgreedIn(w.Opened())) + "/order")
	a := w.Attacker("DIR-A", "DD-A2", "T-A2", "T-A14", "DD-B1")
	a.Form(webtest.Form{
		At: at, By: "DIR-A", MayNot: []string{"T-A2", "T-A14"}, Reads: []string{"DD-A2"}, Nobody: nil, Leads: at, Good: []string{"number", "17-ө", "date", "2013-09-05", "starts", "2013-09-09", "ends", "2014-05-20"},
		Wrong: []webtest.Wrong{
			webtest.At("number", "number", ""), webtest.At("number", "number", strings.Repeat("7", 31)), webtest.At("date", "date", ""), webtest.At("date", "date", "қыркүйек"),
			webtest.At("starts", "starts", ""), webtest.At("ends", "ends", ""), webtest.At("ends", "ends", "2013-09-08"), webtest.At("starts", "starts", "2013-09-01"),
			webtest.At("starts", "ends", "2014-05-26"), webtest.At("starts", "starts", "2013-13-01"),
		},
	})
	if n := w.Text(`SELECT CAST(count(*) AS TEXT) FROM pairing WHERE starts = '2013-09-09' AND ends = '2014-05-20'`); n != "1" {
		t.Errorf("%s pairs began", n)
	}
}

// A proposal is opened, changed, sent and taken back by those who keep the programme, and is
// not there for another school.
func TestPagesOfAProposalAreOfItsKeepers(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	proposal := w.Proposed(programme)
	posts := map[string][]string{
		link.Programme(programme) + "/propose": nil, link.Programme(programme) + "/order": nil, link.Programme(programme) + "/rematch": {"mentee", "T-A14"},
		link.ChangeProposal(proposal): {"version", "1", "mentee", "T-A14", "way", "//"}, link.UndoProposalChange(proposal): {"version", "1"}, link.Proposal(proposal) + "/send": nil,
	}
	for code, status := range map[string]int{"T-A2": http.StatusForbidden, "T-A14": http.StatusForbidden, "SMU-A3": http.StatusForbidden, "DD-B1": http.StatusNotFound} {
		v := w.As(code, i18n.English)
		for _, at := range []string{link.Proposal(proposal), link.ChangeMentor(proposal, "T-A14", "")} {
			v.Refuse(http.MethodGet, at, status)
		}
		for at, typed := range posts {
			v.Refuse(http.MethodPost, at, status, typed...)
		}
	}
	if state := w.Text(`SELECT state FROM proposal WHERE id = $1`, proposal); state != "draft" {
		t.Errorf("the proposal is %s after it was refused to all", state)
	}
}
