package link

// Support is the area's first page: what carries me, and what others ask of me.
func Support() string { return "/support" }

// FirstDay is everything a mentee needs on the first day.
func FirstDay(pairing string) string { return Path("support", "pairings", pairing) + "/first-day" }

// SchoolWords is the list of the words of the school.
func SchoolWords() string { return "/support/words" }

// NewSchoolWord is the form of a new word.
func NewSchoolWord() string { return SchoolWords() + "/new" }

// SchoolWord is the form that changes a word.
func SchoolWord(id string) string { return Path("support", "words", id) }

// SupportQuestions is where one asks, and sees what was asked.
func SupportQuestions() string { return "/support/questions" }

// SupportQuestion is a question with its answers.
func SupportQuestion(id string) string { return SupportQuestions() + Path(id) }

// CloseQuestion says that an answer helped (POST).
func CloseQuestion(id string) string { return SupportQuestion(id) + "/close" }

// NewHelper is the form that names a helper.
func NewHelper() string { return "/support/helpers" }

// SupportHelper is a choice of a helper, for the two of them.
func SupportHelper(id string) string { return NewHelper() + Path(id) }

// EndHelper ends a choice (POST).
func EndHelper(id string) string { return SupportHelper(id) + "/end" }

// SharedCheckIns are the check-ins that somebody lets me see.
func SharedCheckIns(helper string) string { return SupportHelper(helper) + "/check-ins" }

// CheckIn is one's own check-in with its picture over time.
func CheckIn() string { return "/support/check-in" }

// CheckInViewer chooses who may see one's check-ins.
func CheckInViewer() string { return CheckIn() + "/viewer" }

// GuidanceWish is the wish for more freedom or more guidance.
func GuidanceWish(pairing string) string { return Path("support", "pairings", pairing) + "/wish" }

// SeenGuidanceWish says that the mentor has read the wish (POST).
func SeenGuidanceWish(pairing string) string { return GuidanceWish(pairing) + "/seen" }

// NewMismatch is where one tells in confidence that it does not work.
func NewMismatch(pairing string) string { return Path("support", "pairings", pairing) + "/report" }

// Mismatch is what was told in confidence, for the two of them.
func Mismatch(id string) string { return Path("support", "reports", id) }

// AnswerMismatchOffer answers an offer (POST).
func AnswerMismatchOffer(id string) string { return Mismatch(id) + "/answer" }

// EndMismatch settles it or takes it back (POST).
func EndMismatch(id string) string { return Mismatch(id) + "/end" }

// SupportArrangement is what a programme has arranged: persons of trust, rhythm.
func SupportArrangement(programme string) string { return Path("support", "programmes", programme) }

// SupportRhythm sets the weeks between check-ins (POST).
func SupportRhythm(programme string) string { return SupportArrangement(programme) + "/rhythm" }

// TrustPerson is a person of trust, for her to answer.
func TrustPerson(id string) string { return Path("support", "trust", id) }

// EndTrust ends it (POST).
func EndTrust(id string) string { return TrustPerson(id) + "/end" }
