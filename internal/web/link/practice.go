package link

// Practice is where everybody finds what concerns the own work in mentoring.
func Practice() string { return "/mentoring/practice" }

// PairStyle is where the two choose how they want to talk.
func PairStyle(pairing string) string { return Pairing(pairing) + "/style" }

// HoldMeeting records with one tap that a meeting took place (POST).
func HoldMeeting(id string) string { return Meeting(id) + "/held" }

// MeetingPrompts is a meeting with other prompts.
func MeetingPrompts(id, page string) string { return With(Meeting(id), "prompts", page) }

// QuietPairs lists pairs that may need help.
func QuietPairs() string { return "/mentoring/quiet" }

// UnitPairs lists the pairs of the units that one heads.
func UnitPairs() string { return "/mentoring/units" }

// PairHelp is where help is offered to a pair, with what was offered before.
func PairHelp(pairing string) string { return Pairing(pairing) + "/help" }

// HelpOffer is an offer of help, for the two to answer.
func HelpOffer(id string) string { return Path("mentoring", "help", id) }

// WithdrawHelp takes an offer back (POST).
func WithdrawHelp(id string) string { return HelpOffer(id) + "/withdraw" }

// LearningLog is the log of what one learns as a mentor.
func LearningLog() string { return Practice() + "/log" }

// LearningLogPaper is the log as a paper: format docx, pdf or html.
func LearningLogPaper(format string) string { return LearningLog() + Path("paper", format) }

// EraseLog takes an entry away for good (POST).
func EraseLog(id string) string { return Path("mentoring", "practice", "entries", id, "erase") }

// ResistanceNotes are a mentor's own notes on how the mentee takes it.
func ResistanceNotes(pairing string) string { return Pairing(pairing) + "/resistance" }

// EraseResistanceNote takes a note away for good (POST).
func EraseResistanceNote(pairing, id string) string {
	return ResistanceNotes(pairing) + Path(id, "erase")
}

// Evidence is what one's mentoring counts for.
func Evidence() string { return Practice() + "/evidence" }

// EvidencePaper is the same as a paper: format docx, pdf or html.
func EvidencePaper(format string) string { return Evidence() + Path("paper", format) }

// Incentives is what the school gave for mentoring.
func Incentives() string { return Practice() + "/incentives" }

// TakeBackIncentive withdraws what was recorded by mistake (POST).
func TakeBackIncentive(id string) string {
	return Path("mentoring", "practice", "incentives", id, "withdraw")
}

// Training lists courses and the mentors against the standard.
func Training() string { return Practice() + "/training" }

// Course is a course with who did it.
func Course(id string) string { return Path("mentoring", "practice", "training", id) }

// CourseShared records that somebody shared what a course gave (POST).
func CourseShared(course, done string) string { return Course(course) + Path(done, "shared") }

// MentorRole is the role description of a mentor.
func MentorRole() string { return Practice() + "/role" }

// EditMentorRole is the form of the role description.
func EditMentorRole() string { return MentorRole() + "/edit" }
