package assemblyweb_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// addresses are all pages of the area with the ids of records that exist.
func addresses(w *sitetest.Site) []string {
	w.Helper()
	programme := w.Opened()
	proposal := w.Proposed(programme)
	pair := w.Agreed(proposal)
	order := w.Ordered(programme)
	p, me := link.Programme(programme), link.Participant(w.Invitation("T-A2"))
	return []string{
		"POST " + p + "/policy", "GET " + p + "/policy", "GET " + p + "/roster", "POST " + p + "/roster", "POST " + p + "/propose", "POST " + p + "/order",
		"GET " + link.Proposal(proposal), "POST " + link.Proposal(proposal) + "/send",
		"GET " + link.ChangeProposal(proposal), "POST " + link.ChangeProposal(proposal), "POST " + link.UndoProposalChange(proposal),
		"POST " + link.MentoringOrder(order), "POST " + link.MentoringOrder(order) + "/withdraw",
		"GET " + me, "POST " + me, "POST " + me + "/answer", "GET " + link.ProposedPair(pair), "POST " + link.ProposedPair(pair),
		"GET " + p, "GET " + link.MentoringOrder(order), "GET " + link.MentoringOrder(order) + "/paper/pdf",
	}
}

// A stranger is asked to sign in, another school finds nothing, and a colleague
// opens only what is everybody's.
func TestWhoOpensWhat(t *testing.T) {
	w := sitetest.NewSite(t)
	all := addresses(w)
	stranger, elsewhere := w.As("", i18n.English), w.As("DD-B1", i18n.English)
	director := []string{"POST " + link.MentoringOrder("")} // signing alone is not the deputy's
	full := sitetest.PolicyForm("version", "1", "mentee", "T-A16", "staff", "T-A16", "answer", "yes", "number", "1")
	for _, address := range all {
		method, path, _ := strings.Cut(address, " ")
		res := stranger.Send(method, path)
		asked := res.Code == http.StatusSeeOther && strings.HasPrefix(res.Header().Get("Location"), "/sign-in")
		if method == http.MethodPost { // what was typed is kept for after the sign-in
			asked = strings.Contains(res.Body.String(), `"/sign-in`) && !strings.Contains(res.Body.String(), "T-A")
		}
		if !asked {
			t.Errorf("a stranger gets %d from %s", res.Code, address)
		}
		want := http.StatusNotFound
		if strings.HasPrefix(address, director[0]) && !strings.HasSuffix(address, "/withdraw") {
			want = http.StatusForbidden
		}
		elsewhere.Refuse(method, path, want, full...)
	}
	everybodys := all[len(all)-3:]
	for _, code := range []string{"T-A13", "T-A16", "SMU-A3"} {
		v := w.As(code, i18n.English)
		for _, address := range all {
			method, path, _ := strings.Cut(address, " ")
			want := http.StatusForbidden
			if slices.Contains(everybodys, address) {
				want = http.StatusOK
			}
			v.Refuse(method, path, want, full...)
		}
	}
	for _, code := range []string{"T-A13", "SMU-A3"} {
		w.As(code, i18n.English).Refuse(http.MethodGet, link.NewProgramme(), http.StatusForbidden)
		w.As(code, i18n.English).Refuse(http.MethodPost, link.NewProgramme(), http.StatusForbidden)
	}
}

// What one said in confidence stands on no page of anybody else.
func TestConfidenceOnPages(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	deputy := w.As("DD-A2", i18n.English)
	deputy.Do(link.Roster(programme), "mentor", "T-A2")
	deputy.Do(link.Roster(programme), "mentee", "T-A14", "mentee", "T-A16")
	w.Joins("T-A2")
	w.Joins("T-A14", "wish1", "T-A2")
	w.Joins("T-A16", "vetoes", "T-A2")
	at := deputy.Do(link.Programme(programme) + "/propose")
	for _, code := range []string{"DD-A2", "DIR-A"} {
		page := strings.ToLower(w.As(code, i18n.English).Get(at, htmlcheck.In("main", htmlcheck.HasText("T-A16"))))
		for _, word := range []string{"wish", "veto", "rather not", "refus"} {
			if strings.Contains(page, word) {
				t.Errorf("%s reads %q on the proposal", code, word)
			}
		}
	}
	deputy.Do(at+"/change", "version", "1", "mentee", "T-A16", "way", "T-A2//") // a hand is refused nothing by what she said
	deputy.Do(link.UndoProposalChange(at[strings.LastIndex(at, "/")+1:]), "version", "2")
	deputy.Do(at + "/send")
	pair := w.Text(`SELECT id FROM proposal_pair WHERE proposal_id = $1 AND state = 'asked'`, at[strings.LastIndex(at, "/")+1:])
	w.As("T-A2", i18n.English).Get(link.ProposedPair(pair), htmlcheck.In("main", htmlcheck.NoText("wish")))
}
