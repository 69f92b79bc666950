package matchweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

func TestProposal(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	proposal := w.Proposed(programme)
	at := link.Proposal(proposal)
	for lang, text := range map[i18n.Language]string{i18n.Kazakh: "T-A14", i18n.Russian: "T-A14", i18n.English: "T-A14 with mentor T-A2"} {
		w.As("DD-A2", lang).Get(at, htmlcheck.In("main", htmlcheck.HasText(text)), htmlcheck.Has("form[action='"+at+"/send']"))
	}
	deputy := w.As("DD-A2", i18n.English)
	// What somebody ticked is for her and her partner: no need is named to managers.
	deputy.Get(at, htmlcheck.In("main", htmlcheck.HasText("strong in something that help is asked for"), htmlcheck.NoText("assessment"), htmlcheck.NoText("Assessment")))
	change := link.ChangeProposal(proposal)
	deputy.Wrong(change, []string{"version", "1", "mentee", "T-A14", "way", "T-A13//"}, htmlcheck.In("main", htmlcheck.HasText("does not take part")))
	deputy.Wrong(change, []string{"version", "1", "mentee", "T-A14"}, htmlcheck.In("main", htmlcheck.HasText("Choose a mentor")))
	for _, lang := range i18n.Languages {
		w.As("DD-A2", lang).Get(link.ChangeMentor(proposal, "T-A14", ""), htmlcheck.In("form[action='"+change+"']", htmlcheck.Has("input[value='//']")))
	}
	deputy.Get(link.ChangeMentor(proposal, "T-A14", ""), htmlcheck.In("main", htmlcheck.HasText("T-A14 would be left without a mentor")))
	deputy.Refuse(http.MethodGet, link.ChangeMentor(proposal, "T-A13", ""), http.StatusNotFound)
	deputy.Do(change, "version", "1", "mentee", "T-A14", "way", "//")
	for lang, text := range map[i18n.Language]string{i18n.Kazakh: "Тәлімгері қолмен", i18n.Russian: "Наставник снят вручную", i18n.English: "taken away by hand"} {
		w.As("DD-A2", lang).Get(at, htmlcheck.In("main", htmlcheck.HasText(text)), htmlcheck.Not("form[action='"+at+"/send']"))
	}
	late := deputy.Send(http.MethodPost, change, "version", "1", "mentee", "T-A14", "way", "T-A2//")
	if late.Code != http.StatusConflict || !strings.Contains(late.Body.String(), "Your change was not made") || !strings.Contains(late.Body.String(), "taken away by hand") {
		t.Errorf("a late change answers %d", late.Code)
	}
	deputy.Refuse(http.MethodPost, at+"/send", http.StatusConflict)
	deputy.Do(link.UndoProposalChange(proposal), "version", "2")
	deputy.Get(at, htmlcheck.In("main", htmlcheck.HasText("T-A14 with mentor T-A2")), htmlcheck.Not("form[action='"+link.UndoProposalChange(proposal)+"']"))
	deputy.Do(at + "/send")
	for _, lang := range i18n.Languages {
		w.As("DIR-A", lang).Get(at, htmlcheck.Not("form[action='"+change+"']"), htmlcheck.Not("form[action='"+at+"/send']"))
	}
	deputy.Refuse(http.MethodPost, change, http.StatusConflict, "version", "3", "mentee", "T-A14", "way", "//")
	deputy.Refuse(http.MethodGet, link.ChangeMentor(proposal, "T-A14", ""), http.StatusConflict)
}

func TestProposedPair(t *testing.T) {
	w := sitetest.NewSite(t)
	proposal := w.Proposed(w.Opened())
	w.As("DD-A2", i18n.English).Do(link.Proposal(proposal) + "/send")
	at := link.ProposedPair(w.Text(`SELECT id FROM proposal_pair WHERE proposal_id = $1`, proposal))
	for _, lang := range i18n.Languages {
		w.As("T-A2", lang).Get(at, htmlcheck.In("main", htmlcheck.HasText("T-A14")), htmlcheck.Has("form[action='"+at+"']"))
		w.As("T-A14", lang).Get(at, htmlcheck.In("main", htmlcheck.HasText("T-A2")), htmlcheck.Has("form[action='"+at+"']"))
	}
	mentee, mentor := w.As("T-A14", i18n.English), w.As("T-A2", i18n.English)
	mentee.Refuse(http.MethodPost, at, http.StatusUnprocessableEntity) // an empty form is no answer
	mentee.Do(at, "answer", "yes")
	mentee.Refuse(http.MethodPost, at, http.StatusConflict, "answer", "no")
	mentee.Get(at, htmlcheck.In("main", htmlcheck.HasText("We wait for the other answer")))
	mentor.Do(at, "answer", "no")
	for _, v := range []*sitetest.Visitor{mentee, mentor} {
		v.Get(at, htmlcheck.In("main", htmlcheck.HasText("This pair is not made")), htmlcheck.Not("form[action='"+at+"']"))
	}
	w.As("DD-A2", i18n.English).Get(link.Proposal(proposal), htmlcheck.In("main", htmlcheck.HasText("not made")))
}

func TestOrder(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.AgreedIn(w.Opened())
	deputy, director := w.As("DD-A2", i18n.English), w.As("DIR-A", i18n.English)
	at := deputy.Do(link.Programme(programme) + "/order")
	deputy.Refuse(http.MethodPost, link.Programme(programme)+"/order", http.StatusConflict)
	w.EveryLanguage("DIR-A", at, map[i18n.Language]string{i18n.Kazakh: "T-A14", i18n.Russian: "T-A14", i18n.English: "Sign the order"})
	deputy.Get(at, htmlcheck.Not("input[name=number]"), htmlcheck.Has("form[action='"+at+"/withdraw']"))
	w.As("T-A2", i18n.English).Refuse(http.MethodGet, at, http.StatusForbidden) // a draft
	w.As("DIR-A", i18n.English).Refuse(http.MethodGet, at+"/paper/pdf", http.StatusConflict)
	director.Wrong(at, []string{"number", " ", "date", "2013-09-05", "starts", "2013-09-01", "ends", "2014-05-20"},
		htmlcheck.In("input[name=number]", htmlcheck.HasAttr("aria-invalid", "true")),
		htmlcheck.In("input[name=starts]", htmlcheck.HasAttr("value", "2013-09-01"), htmlcheck.HasAttr("aria-invalid", "true")),
		htmlcheck.In("main", htmlcheck.HasText("Please enter the number"), htmlcheck.HasText("within the programme")))
	deputy.Do(at + "/withdraw")
	for _, lang := range i18n.Languages {
		w.As("DD-A2", lang).Get(at, htmlcheck.Not("input[name=number]"))
	}
	order := w.Ordered(programme)
	for _, lang := range i18n.Languages {
		w.As("T-A13", lang).Get(link.MentoringOrder(order), htmlcheck.In("h1", htmlcheck.HasText("17-ө")), htmlcheck.Count(".papers a", 18))
	}
	again := director.Send(http.MethodPost, link.MentoringOrder(order), "number", "18", "date", "2013-09-05", "starts", "2013-09-09", "ends", "2014-05-20")
	if again.Code != http.StatusConflict || !strings.Contains(again.Body.String(), "This order is signed or withdrawn already") {
		t.Errorf("a second signing answers %d without the reason", again.Code)
	}
}

// The order as a paper holds the same words in each format, in the language asked for.
func TestOrderPapers(t *testing.T) {
	w := sitetest.NewSite(t)
	order := link.MentoringOrder(w.Ordered(w.AgreedIn(w.Opened())))
	texts := map[string][]string{
		"kk": {"Тәлімгерлерді тағайындау туралы", "тәлімгерлер тағайындалсын", "БҰЙЫРАМЫН", "17-ө", "T-A14", "T-A2", "DIR-A"},
		"ru": {"О назначении наставников", "назначить наставников", "ПРИКАЗЫВАЮ", "17-ө", "T-A14", "T-A2", "DIR-A"},
		"en": {"On the appointment of mentors", "the following mentors are appointed", "17-ө", "T-A14", "T-A2", "DIR-A"},
	}
	reader := w.As("T-A13", i18n.Kazakh)
	for lang, want := range texts {
		for format, read := range map[string]func([]byte) string{"docx": w.Docx, "html": sitetest.Plain} {
			res := reader.Send(http.MethodGet, order+"/paper/"+format+"?in="+lang)
			text := read(res.Body.Bytes())
			for _, s := range want {
				if res.Code != http.StatusOK || !strings.Contains(text, s) {
					t.Errorf("%s in %s (%d) lacks %q: %.600s", format, lang, res.Code, s, text)
				}
			}
		}
		pdf := reader.Send(http.MethodGet, order+"/paper/pdf?in="+lang)
		if pdf.Code != http.StatusOK || !strings.HasPrefix(pdf.Body.String(), "%PDF-") || pdf.Header().Get("Content-Type") != "application/pdf" {
			t.Errorf("pdf in %s answers %d", lang, pdf.Code)
		}
		if name := pdf.Header().Get("Content-Disposition"); !strings.Contains(name, "-"+lang+".pdf") {
			t.Errorf("the file is called %s", name)
		}
	}
	reader.Refuse(http.MethodGet, order+"/paper/odt", http.StatusNotFound)
}

// The deputy's pages of a draft stand as they were when one of the two says that she would
// rather not; she alone reads it where she answers.
func TestPagesTellOfNoVeto(t *testing.T) {
	w := sitetest.NewSite(t)
	proposal := w.Proposed(w.Opened())
	pages := func() (out []string) {
		for _, lang := range i18n.Languages {
			for _, at := range []string{link.Proposal(proposal), link.ChangeMentor(proposal, "T-A14", ""), link.ChangeMentor(proposal, "T-A14", "T-A2") + "&all=1"} {
				out = append(out, w.As("DD-A2", lang).Send(http.MethodGet, at).Body.String())
			}
		}
		return out
	}
	before := pages()
	w.As("T-A14", i18n.Kazakh).Do(link.Participant(w.Invitation("T-A14")), "version", "1", "topics", "subject", "languages", "kk", "capacity", "2", "hopes", "to learn", "vetoes", "T-A2")
	if n := w.Text(`SELECT CAST(count(*) AS TEXT) FROM preference WHERE kind = 'veto' AND ended_at = ''`); n != "1" {
		t.Fatalf("%s vetoes", n)
	}
	for i, after := range pages() {
		if after != before[i] {
			t.Errorf("page %d differs:\n%s\nbefore\n%s", i, after, before[i])
		}
	}
	w.As("DD-A2", i18n.English).Do(link.Proposal(proposal) + "/send")
	at := link.ProposedPair(w.Text(`SELECT id FROM proposal_pair WHERE proposal_id = $1`, proposal))
	for lang, text := range map[i18n.Language]string{i18n.Kazakh: "жұп болғыңыз келмейтінін", i18n.Russian: "не хотелось бы работать", i18n.English: "you would rather not be paired"} {
		w.As("T-A14", lang).Get(at, htmlcheck.In("main", htmlcheck.HasText(text)))
		w.As("T-A2", lang).Get(at, htmlcheck.In("main", htmlcheck.NoText(text)))
	}
}
