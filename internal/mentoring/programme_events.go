package mentoring

import "talim/internal/journal"

// The journal's events of programmes, policy, groups, talks and handovers.
const (
	eventWordsBegun    journal.Event = "mentoring.words.begun"
	eventWordsSaved    journal.Event = "mentoring.words.saved"
	eventWordsAdopted  journal.Event = "mentoring.words.adopted"
	eventWordsAsked    journal.Event = "mentoring.words.asked"
	eventWordsComment  journal.Event = "mentoring.words.commented"
	eventWordsAnswered journal.Event = "mentoring.words.answered"
)
