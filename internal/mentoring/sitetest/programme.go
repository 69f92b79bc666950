package sitetest

import (
	"strings"

	"talim/internal/i18n"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// EveryLanguage reads the page in each language: no address, no key is lacking.
func (w *Site) EveryLanguage(code, address string, texts map[i18n.Language]string) {
	w.Helper()
	for _, lang := range i18n.Languages {
		w.As(code, lang).Get(address, htmlcheck.In("html", htmlcheck.HasAttr("lang", string(lang))), htmlcheck.In("main", htmlcheck.HasText(texts[lang])))
	}
}

// PolicyForm is a policy as the form sends it.
func PolicyForm(more ...string) []string {
	form := []string{
		"eligibility", "category", "categories", "highest", "categories", "first", "newcomer_years", "4", "after_leave_months", "12",
		"mentor_min_years", "5", "mentees_per_mentor", "2", "min_shared_hours", "2", "meetings_per_week", "1", "meeting_minutes", "45",
		"visits_by_mentor", "1", "visits_by_mentee", "1", "trial_weeks", "6", "reply_days", "7", "first_year_here", "yes", "final_talk", "what you learned",
	}
	return append(more, form...)
}

// Opened opens the programme through its page and gives its id.
func (w *Site) Opened() string {
	w.Helper()
	to := w.As("DD-A2", i18n.English).Do(link.NewProgramme(), PolicyForm("year", w.Year, "starts", "2013-09-02", "ends", "2014-05-25")...)
	return to[strings.LastIndex(to, "/")+1:]
}

// Invitation is the invitation of somebody: its id.
func (w *Site) Invitation(code string) string {
	w.Helper()
	return w.Text(`SELECT id FROM participant WHERE staff_id = $1`, code)
}

// Joins accepts and fills the profile.
func (w *Site) Joins(code string, more ...string) {
	w.Helper()
	v := w.As(code, i18n.Kazakh)
	v.Do(link.Participant(w.Invitation(code))+"/answer", "answer", "yes")
	v.Do(link.Participant(w.Invitation(code)), append(more, "version", "0", "topics", "subject", "languages", "kk", "capacity", "2")...)
}

// Proposed invites T-A2 and T-A14, lets both join, and proposes: the id of the draft.
func (w *Site) Proposed(programme string) string {
	w.Helper()
	deputy := w.As("DD-A2", i18n.English)
	deputy.Do(link.Roster(programme), "mentor", "T-A2")
	deputy.Do(link.Roster(programme), "mentee", "T-A14")
	w.Joins("T-A2")
	w.Joins("T-A14", "hopes", "to learn")
	to := deputy.Do(link.Programme(programme) + "/propose")
	return to[strings.LastIndex(to, "/")+1:]
}

// Agreed sends the proposal, and both say yes: the id of the pair.
func (w *Site) Agreed(proposal string) string {
	w.Helper()
	w.As("DD-A2", i18n.English).Do(link.Proposal(proposal) + "/send")
	pair := w.Text(`SELECT id FROM proposal_pair WHERE proposal_id = $1`, proposal)
	for _, code := range []string{"T-A2", "T-A14"} {
		w.As(code, i18n.Russian).Do(link.ProposedPair(pair), "answer", "yes")
	}
	return pair
}

// Ordered prepares and signs the order: its id.
func (w *Site) Ordered(programme string) string {
	w.Helper()
	to := w.As("DD-A2", i18n.English).Do(link.Programme(programme) + "/order")
	w.As("DIR-A", i18n.Kazakh).Do(to, "number", "17-ө", "date", "2013-09-05", "starts", "2013-09-09", "ends", "2014-05-20")
	return to[strings.LastIndex(to, "/")+1:]
}

// AgreedIn is a programme whose pair agreed.
func (w *Site) AgreedIn(programme string) string {
	w.Helper()
	w.Agreed(w.Proposed(programme))
	return programme
}
