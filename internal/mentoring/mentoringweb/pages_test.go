package mentoringweb_test

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// everyLanguage reads the page in each language: no address, no key is lacking.
func (w *world) everyLanguage(code, address string, texts map[i18n.Language]string) {
	w.Helper()
	for _, lang := range i18n.Languages {
		w.as(code, lang).get(address, htmlcheck.In("html", htmlcheck.HasAttr("lang", string(lang))), htmlcheck.In("main", htmlcheck.HasText(texts[lang])))
	}
}

// policyForm is a policy as the form sends it.
func policyForm(more ...string) []string {
	form := []string{
		"eligibility", "category", "categories", "highest", "categories", "first", "newcomer_years", "4", "after_leave_months", "12",
		"mentor_min_years", "5", "mentees_per_mentor", "2", "min_shared_hours", "2", "meetings_per_week", "1", "meeting_minutes", "45",
		"visits_by_mentor", "1", "visits_by_mentee", "1", "trial_weeks", "6", "reply_days", "7", "first_year_here", "yes", "final_talk", "what you learned",
	}
	return append(more, form...)
}

// opened opens the programme through its page and gives its id.
func (w *world) opened() string {
	w.Helper()
	to := w.as("DD-A2", i18n.English).do(link.NewProgramme(), policyForm("year", w.year, "starts", "2013-09-02", "ends", "2014-05-25")...)
	return to[strings.LastIndex(to, "/")+1:]
}

func (w *world) invitation(code string) string {
	w.Helper()
	return w.text(`SELECT id FROM participant WHERE staff_id = $1`, code)
}

// joins accepts and fills the profile.
func (w *world) joins(code string, more ...string) {
	w.Helper()
	v := w.as(code, i18n.Kazakh)
	v.do(link.Participant(w.invitation(code))+"/answer", "answer", "yes")
	v.do(link.Participant(w.invitation(code)), append(more, "version", "0", "topics", "subject", "languages", "kk", "capacity", "2")...)
}

// proposed invites T-A2 and T-A14, lets both join, and proposes: the id of the draft.
func (w *world) proposed(programme string) string {
	w.Helper()
	deputy := w.as("DD-A2", i18n.English)
	deputy.do(link.Roster(programme), "side", "mentor", "staff", "T-A2")
	deputy.do(link.Roster(programme), "side", "mentee", "staff", "T-A14")
	w.joins("T-A2")
	w.joins("T-A14", "hopes", "to learn")
	to := deputy.do(link.Programme(programme) + "/propose")
	return to[strings.LastIndex(to, "/")+1:]
}

// agreed sends the proposal, and both say yes: the id of the pair.
func (w *world) agreed(proposal string) string {
	w.Helper()
	w.as("DD-A2", i18n.English).do(link.Proposal(proposal) + "/send")
	pair := w.text(`SELECT id FROM proposal_pair WHERE proposal_id = $1`, proposal)
	for _, code := range []string{"T-A2", "T-A14"} {
		w.as(code, i18n.Russian).do(link.ProposedPair(pair), "answer", "yes")
	}
	return pair
}

// ordered prepares and signs the order: its id.
func (w *world) ordered(programme string) string {
	w.Helper()
	to := w.as("DD-A2", i18n.English).do(link.Programme(programme) + "/order")
	w.as("DIR-A", i18n.Kazakh).do(to, "number", "17-ө", "date", "2013-09-05", "starts", "2013-09-09", "ends", "2014-05-20")
	return to[strings.LastIndex(to, "/")+1:]
}

func TestHome(t *testing.T) {
	w := newWorld(t)
	w.as("DD-A2", i18n.English).get(link.Mentoring(), htmlcheck.Has("a[href='"+link.NewProgramme()+"']"))
	w.as("T-A13", i18n.English).get(link.Mentoring(), htmlcheck.Not("a[href='"+link.NewProgramme()+"']"))
	w.everyLanguage("T-A13", link.Mentoring(), map[i18n.Language]string{
		i18n.Kazakh: "бағдарлама", i18n.Russian: "программ", i18n.English: "No programme yet",
	})
	programme := w.opened()
	w.as("T-A13", i18n.English).get(link.Mentoring(), htmlcheck.Has("a[href='"+link.Programme(programme)+"']"))
	w.ordered(w.agreedIn(programme))
	for _, lang := range i18n.Languages {
		w.as("T-A2", lang).get(link.Mentoring(), htmlcheck.In("main", htmlcheck.HasText("T-A14")))
	}
}

// agreedIn is a programme whose pair agreed.
func (w *world) agreedIn(programme string) string {
	w.Helper()
	w.agreed(w.proposed(programme))
	return programme
}

func TestOpenProgramme(t *testing.T) {
	w := newWorld(t)
	w.everyLanguage("DD-A2", link.NewProgramme(), map[i18n.Language]string{i18n.Kazakh: "Бағдарлама", i18n.Russian: "программ", i18n.English: "Open a programme"})
	deputy := w.as("DD-A2", i18n.English)
	deputy.wrong(link.NewProgramme(), policyForm("year", w.year, "starts", "2013-08-01", "ends", "2014-05-25"),
		htmlcheck.In("input[name=starts]", htmlcheck.HasAttr("value", "2013-08-01"), htmlcheck.HasAttr("aria-invalid", "true")),
		htmlcheck.In("main", htmlcheck.HasText("must lie within the school year")),
		htmlcheck.In("textarea[name=final_talk]", htmlcheck.HasText("what you learned")))
	programme := w.opened()
	deputy.refuse(http.MethodPost, link.NewProgramme(), http.StatusConflict, policyForm("year", w.year, "starts", "2013-09-02", "ends", "2014-05-25")...)
	for _, code := range []string{"DD-A2", "DIR-A"} {
		w.everyLanguage(code, link.Programme(programme), map[i18n.Language]string{i18n.Kazakh: "what you learned", i18n.Russian: "what you learned", i18n.English: "Invitations"})
	}
	w.as("T-A13", i18n.English).get(link.Programme(programme), // the rules, and no figures (R106)
		htmlcheck.In("main", htmlcheck.HasText("what you learned"), htmlcheck.NoText("Invitations")), htmlcheck.Not("a[href='"+link.Roster(programme)+"']"))
}

func TestPolicy(t *testing.T) {
	w := newWorld(t)
	programme := w.opened()
	at := link.ProgrammePolicy(programme)
	w.everyLanguage("DD-A2", at, map[i18n.Language]string{i18n.Kazakh: "ереже", i18n.Russian: "Правила", i18n.English: "Rules of the programme"})
	deputy := w.as("DD-A2", i18n.English)
	typed := policyForm("version", "1", "mentees_per_mentor", "99", "trial_weeks", "many")
	deputy.wrong(at, typed, htmlcheck.In("input[name=trial_weeks]", htmlcheck.HasAttr("value", "many"), htmlcheck.HasAttr("aria-invalid", "true")))
	deputy.wrong(at, policyForm("version", "1", "mentees_per_mentor", "99"),
		htmlcheck.In("input[name=mentees_per_mentor]", htmlcheck.HasAttr("value", "99"), htmlcheck.HasAttr("aria-invalid", "true")),
		htmlcheck.In("main", htmlcheck.HasText("from 1 to 10")))
	deputy.do(at, policyForm("version", "1", "reply_days", "10")...)
	deputy.refuse(http.MethodPost, at, http.StatusConflict, policyForm("version", "1")...)
	deputy.get(link.Programme(programme), htmlcheck.In("main", htmlcheck.HasText("Version 2"), htmlcheck.HasText("10")))
}

func TestRoster(t *testing.T) {
	w := newWorld(t)
	programme := w.opened()
	at := link.Roster(programme)
	w.everyLanguage("DD-A2", at, map[i18n.Language]string{i18n.Kazakh: "Тәлімгер", i18n.Russian: "наставник", i18n.English: "young teacher, 2 years of service"})
	deputy := w.as("DD-A2", i18n.English)
	for _, side := range []string{"mentor", "mentee"} {
		deputy.wrong(at, []string{"side", side}, htmlcheck.In("main", htmlcheck.HasText("Please tick whom you want to invite")))
	}
	deputy.wrong(at, []string{"side", "mentor", "staff", "T-A13"}, htmlcheck.In("main", htmlcheck.HasText("category")))
	deputy.refuse(http.MethodPost, at, http.StatusNotFound, "side", "mentee", "staff", "DD-B1")
	deputy.do(at, "side", "mentee", "staff", "T-A14", "staff", "T-A13")
	deputy.get(at, htmlcheck.In("main", htmlcheck.HasText("invited"), htmlcheck.HasText("chosen after talks")))
}

func TestParticipant(t *testing.T) {
	w := newWorld(t)
	programme := w.opened()
	deputy := w.as("DD-A2", i18n.English)
	deputy.do(link.Roster(programme), "side", "mentee", "staff", "T-A14")
	deputy.do(link.Roster(programme), "side", "mentor", "staff", "T-A2")
	at := link.Participant(w.invitation("T-A14"))
	asked := map[i18n.Language]string{i18n.Kazakh: "тәлімгер", i18n.Russian: "наставник", i18n.English: "offers you a mentor"}
	w.everyLanguage("T-A14", at, asked)
	mentee := w.as("T-A14", i18n.English)
	mentee.refuse(http.MethodPost, at+"/answer", http.StatusUnprocessableEntity) // an empty form is no answer
	mentee.do(at+"/answer", "answer", "no")
	mentee.get(at, htmlcheck.In("main", htmlcheck.HasText("not this year")))
	mentee.do(at+"/answer", "answer", "yes")
	w.everyLanguage("T-A14", at, map[i18n.Language]string{i18n.Kazakh: "тілек", i18n.Russian: "пожелан", i18n.English: "Where I would like help"})
	mentee.wrong(at, []string{"version", "0", "capacity", "1", "hopes", "to grow", "wish1", "T-A2", "vetoes", "T-A2", "languages", "kk"},
		htmlcheck.In("textarea[name=hopes]", htmlcheck.HasText("to grow")),
		htmlcheck.In("select[name=wish1] option[value='T-A2']", htmlcheck.HasAttr("selected", "")),
		htmlcheck.In("input[name=vetoes]", htmlcheck.HasAttr("checked", "")),
		htmlcheck.In("main", htmlcheck.HasText("Please choose at least one")))
	mentee.wrong(at, []string{"version", "0", "capacity", "1", "topics", "subject", "wish1", "T-A14", "languages", "kk"},
		htmlcheck.In("main", htmlcheck.HasText("You cannot choose yourself")))
	mentee.do(at, "version", "0", "capacity", "1", "hopes", "to grow", "topics", "subject", "languages", "kk", "wish1", "T-A2")
	mentee.get(at, htmlcheck.In("textarea[name=hopes]", htmlcheck.HasText("to grow")), htmlcheck.In("select[name=wish1] option[value='T-A2']", htmlcheck.HasAttr("selected", "")))
	mentee.refuse(http.MethodPost, at, http.StatusConflict, "version", "0", "topics", "subject", "languages", "kk")
	mentee.do(at+"/answer", "answer", "withdraw")
	w.everyLanguage("T-A14", at, map[i18n.Language]string{i18n.Kazakh: "бағдарламадан шықтыңыз", i18n.Russian: "вышли из этой программы", i18n.English: "You stepped back"})
	mentor := w.as("T-A2", i18n.English)
	mentor.do(link.Participant(w.invitation("T-A2"))+"/answer", "answer", "yes")
	mentor.wrong(link.Participant(w.invitation("T-A2")), []string{"version", "0", "topics", "subject", "languages", "kk", "capacity", "50"},
		htmlcheck.In("input[name=capacity]", htmlcheck.HasAttr("value", "50"), htmlcheck.HasAttr("aria-invalid", "true")))
}

func TestProposal(t *testing.T) {
	w := newWorld(t)
	programme := w.opened()
	proposal := w.proposed(programme)
	at := link.Proposal(proposal)
	for lang, text := range map[i18n.Language]string{i18n.Kazakh: "T-A14", i18n.Russian: "T-A14", i18n.English: "T-A14 with mentor T-A2"} {
		w.as("DD-A2", lang).get(at, htmlcheck.In("main", htmlcheck.HasText(text)), htmlcheck.Has("form[action='"+at+"/send']"))
	}
	deputy := w.as("DD-A2", i18n.English)
	change := link.ChangeProposal(proposal)
	deputy.wrong(change, []string{"version", "1", "mentee", "T-A14", "way", "T-A13//"}, htmlcheck.In("main", htmlcheck.HasText("does not take part")))
	deputy.wrong(change, []string{"version", "1", "mentee", "T-A14"}, htmlcheck.In("main", htmlcheck.HasText("Choose a mentor")))
	for _, lang := range i18n.Languages {
		w.as("DD-A2", lang).get(link.ChangeMentor(proposal, "T-A14", ""), htmlcheck.In("form[action='"+change+"']", htmlcheck.Has("input[value='//']")))
	}
	deputy.get(link.ChangeMentor(proposal, "T-A14", ""), htmlcheck.In("main", htmlcheck.HasText("T-A14 would be left without a mentor")))
	deputy.refuse(http.MethodGet, link.ChangeMentor(proposal, "T-A13", ""), http.StatusNotFound)
	deputy.do(change, "version", "1", "mentee", "T-A14", "way", "//")
	for lang, text := range map[i18n.Language]string{i18n.Kazakh: "Тәлімгері қолмен", i18n.Russian: "Наставник снят вручную", i18n.English: "taken away by hand"} {
		w.as("DD-A2", lang).get(at, htmlcheck.In("main", htmlcheck.HasText(text)), htmlcheck.Not("form[action='"+at+"/send']"))
	}
	late := deputy.send(http.MethodPost, change, "version", "1", "mentee", "T-A14", "way", "T-A2//")
	if late.Code != http.StatusConflict || !strings.Contains(late.Body.String(), "Your change was not made") || !strings.Contains(late.Body.String(), "taken away by hand") {
		t.Errorf("a late change answers %d", late.Code)
	}
	deputy.refuse(http.MethodPost, at+"/send", http.StatusConflict)
	deputy.do(link.UndoProposalChange(proposal), "version", "2")
	deputy.get(at, htmlcheck.In("main", htmlcheck.HasText("T-A14 with mentor T-A2")), htmlcheck.Not("form[action='"+link.UndoProposalChange(proposal)+"']"))
	deputy.do(at + "/send")
	for _, lang := range i18n.Languages {
		w.as("DIR-A", lang).get(at, htmlcheck.Not("form[action='"+change+"']"), htmlcheck.Not("form[action='"+at+"/send']"))
	}
	deputy.refuse(http.MethodPost, change, http.StatusConflict, "version", "3", "mentee", "T-A14", "way", "//")
	deputy.refuse(http.MethodGet, link.ChangeMentor(proposal, "T-A14", ""), http.StatusConflict)
}

func TestProposedPair(t *testing.T) {
	w := newWorld(t)
	proposal := w.proposed(w.opened())
	w.as("DD-A2", i18n.English).do(link.Proposal(proposal) + "/send")
	at := link.ProposedPair(w.text(`SELECT id FROM proposal_pair WHERE proposal_id = $1`, proposal))
	for _, lang := range i18n.Languages {
		w.as("T-A2", lang).get(at, htmlcheck.In("main", htmlcheck.HasText("T-A14")), htmlcheck.Has("form[action='"+at+"']"))
		w.as("T-A14", lang).get(at, htmlcheck.In("main", htmlcheck.HasText("T-A2")), htmlcheck.Has("form[action='"+at+"']"))
	}
	mentee, mentor := w.as("T-A14", i18n.English), w.as("T-A2", i18n.English)
	mentee.refuse(http.MethodPost, at, http.StatusUnprocessableEntity) // an empty form is no answer
	mentee.do(at, "answer", "yes")
	mentee.refuse(http.MethodPost, at, http.StatusConflict, "answer", "no")
	mentee.get(at, htmlcheck.In("main", htmlcheck.HasText("We wait for the other answer")))
	mentor.do(at, "answer", "no")
	for _, v := range []*visitor{mentee, mentor} {
		v.get(at, htmlcheck.In("main", htmlcheck.HasText("This pair is not made")), htmlcheck.Not("form[action='"+at+"']"))
	}
	w.as("DD-A2", i18n.English).get(link.Proposal(proposal), htmlcheck.In("main", htmlcheck.HasText("not made")))
}

func TestOrder(t *testing.T) {
	w := newWorld(t)
	programme := w.agreedIn(w.opened())
	deputy, director := w.as("DD-A2", i18n.English), w.as("DIR-A", i18n.English)
	at := deputy.do(link.Programme(programme) + "/order")
	deputy.refuse(http.MethodPost, link.Programme(programme)+"/order", http.StatusConflict)
	w.everyLanguage("DIR-A", at, map[i18n.Language]string{i18n.Kazakh: "T-A14", i18n.Russian: "T-A14", i18n.English: "Sign the order"})
	deputy.get(at, htmlcheck.Not("input[name=number]"), htmlcheck.Has("form[action='"+at+"/withdraw']"))
	w.as("T-A2", i18n.English).refuse(http.MethodGet, at, http.StatusForbidden) // a draft
	w.as("DIR-A", i18n.English).refuse(http.MethodGet, at+"/paper/pdf", http.StatusConflict)
	director.wrong(at, []string{"number", " ", "date", "2013-09-05", "starts", "2013-09-01", "ends", "2014-05-20"},
		htmlcheck.In("input[name=number]", htmlcheck.HasAttr("aria-invalid", "true")),
		htmlcheck.In("input[name=starts]", htmlcheck.HasAttr("value", "2013-09-01"), htmlcheck.HasAttr("aria-invalid", "true")),
		htmlcheck.In("main", htmlcheck.HasText("Please enter the number"), htmlcheck.HasText("within the programme")))
	deputy.do(at + "/withdraw")
	for _, lang := range i18n.Languages {
		w.as("DD-A2", lang).get(at, htmlcheck.Not("input[name=number]"))
	}
	order := w.ordered(programme)
	for _, lang := range i18n.Languages {
		w.as("T-A13", lang).get(link.MentoringOrder(order), htmlcheck.In("h1", htmlcheck.HasText("17-ө")), htmlcheck.Count(".papers a", 9))
	}
	director.refuse(http.MethodPost, link.MentoringOrder(order), http.StatusConflict, "number", "18", "date", "2013-09-05", "starts", "2013-09-09", "ends", "2014-05-20")
}

// The order as a paper holds the same words in each format, in the language asked for.
func TestOrderPapers(t *testing.T) {
	w := newWorld(t)
	order := link.MentoringOrder(w.ordered(w.agreedIn(w.opened())))
	texts := map[string][]string{
		"kk": {"Тәлімгерлерді тағайындау туралы", "тәлімгерлер тағайындалсын", "БҰЙЫРАМЫН", "17-ө", "T-A14", "T-A2", "DIR-A"},
		"ru": {"О назначении наставников", "назначить наставников", "ПРИКАЗЫВАЮ", "17-ө", "T-A14", "T-A2", "DIR-A"},
		"en": {"On the appointment of mentors", "the following mentors are appointed", "17-ө", "T-A14", "T-A2", "DIR-A"},
	}
	reader := w.as("T-A13", i18n.Kazakh)
	for lang, want := range texts {
		for format, read := range map[string]func([]byte) string{"docx": w.docx, "html": plain} {
			res := reader.send(http.MethodGet, order+"/paper/"+format+"?in="+lang)
			text := read(res.Body.Bytes())
			for _, s := range want {
				if res.Code != http.StatusOK || !strings.Contains(text, s) {
					t.Errorf("%s in %s (%d) lacks %q: %.600s", format, lang, res.Code, s, text)
				}
			}
		}
		pdf := reader.send(http.MethodGet, order+"/paper/pdf?in="+lang)
		if pdf.Code != http.StatusOK || !strings.HasPrefix(pdf.Body.String(), "%PDF-") || pdf.Header().Get("Content-Type") != "application/pdf" {
			t.Errorf("pdf in %s answers %d", lang, pdf.Code)
		}
		if name := pdf.Header().Get("Content-Disposition"); !strings.Contains(name, "-"+lang+".pdf") {
			t.Errorf("the file is called %s", name)
		}
	}
	reader.refuse(http.MethodGet, order+"/paper/odt", http.StatusNotFound)
}

var tag = regexp.MustCompile(`<[^>]*>`)

// plain is the text between tags.
func plain(body []byte) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(string(body), " ")), " ")
}

// docx is the text of a Word document, whose runs follow one another.
func (w *world) docx(body []byte) string {
	w.Helper()
	pack, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	w.ok(err)
	file, err := pack.Open("word/document.xml")
	w.ok(err)
	text, err := io.ReadAll(file)
	w.ok(err)
	return tag.ReplaceAllString(string(text), "")
}

// addresses are all pages of the area with the ids of records that exist.
func (w *world) addresses() []string {
	w.Helper()
	programme := w.opened()
	proposal := w.proposed(programme)
	pair := w.agreed(proposal)
	order := w.ordered(programme)
	p, me := link.Programme(programme), link.Participant(w.invitation("T-A2"))
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
	w := newWorld(t)
	all := w.addresses()
	stranger, elsewhere := w.as("", i18n.English), w.as("DD-B1", i18n.English)
	director := []string{"POST " + link.MentoringOrder("")} // signing alone is not the deputy's
	full := policyForm("version", "1", "side", "mentee", "staff", "T-A16", "answer", "yes", "number", "1")
	for _, address := range all {
		method, path, _ := strings.Cut(address, " ")
		res := stranger.send(method, path)
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
		elsewhere.refuse(method, path, want, full...)
	}
	everybodys := all[len(all)-3:]
	for _, code := range []string{"T-A13", "T-A16", "SMU-A3"} {
		v := w.as(code, i18n.English)
		for _, address := range all {
			method, path, _ := strings.Cut(address, " ")
			want := http.StatusForbidden
			if slices.Contains(everybodys, address) {
				want = http.StatusOK
			}
			v.refuse(method, path, want, full...)
		}
	}
	for _, code := range []string{"T-A13", "SMU-A3"} {
		w.as(code, i18n.English).refuse(http.MethodGet, link.NewProgramme(), http.StatusForbidden)
		w.as(code, i18n.English).refuse(http.MethodPost, link.NewProgramme(), http.StatusForbidden)
	}
}

// What one said in confidence stands on no page of anybody else.
func TestConfidenceOnPages(t *testing.T) {
	w := newWorld(t)
	programme := w.opened()
	deputy := w.as("DD-A2", i18n.English)
	deputy.do(link.Roster(programme), "side", "mentor", "staff", "T-A2")
	deputy.do(link.Roster(programme), "side", "mentee", "staff", "T-A14", "staff", "T-A16")
	w.joins("T-A2")
	w.joins("T-A14", "wish1", "T-A2")
	w.joins("T-A16", "vetoes", "T-A2")
	at := deputy.do(link.Programme(programme) + "/propose")
	for _, code := range []string{"DD-A2", "DIR-A"} {
		page := strings.ToLower(w.as(code, i18n.English).get(at, htmlcheck.In("main", htmlcheck.HasText("T-A16"))))
		for _, word := range []string{"wish", "veto", "rather not", "refus"} {
			if strings.Contains(page, word) {
				t.Errorf("%s reads %q on the proposal", code, word)
			}
		}
	}
	deputy.wrong(at+"/change", []string{"version", "1", "mentee", "T-A16", "way", "T-A2//"},
		htmlcheck.In("main", htmlcheck.NoText("rather not"), htmlcheck.NoText("veto"), htmlcheck.NoText("wish")))
	deputy.do(at + "/send")
	pair := w.text(`SELECT id FROM proposal_pair WHERE proposal_id = $1 AND state = 'asked'`, at[strings.LastIndex(at, "/")+1:])
	w.as("T-A2", i18n.English).get(link.ProposedPair(pair), htmlcheck.In("main", htmlcheck.NoText("wish")))
}
