package link

// Occasion is what is said about a lesson that colleagues visited together.
func Occasion(id string) string { return Path("observation", "occasions", id) }

// OccasionPaper is it as a paper.
func OccasionPaper(id, format string) string { return Occasion(id) + "/paper" + Path(format) }

// LookBack is where its teacher looks back.
func LookBack(occasion string) string { return Occasion(occasion) + "/reflection" }

// SayOfLesson is where an observer writes about it.
func SayOfLesson(occasion string) string { return Occasion(occasion) + "/words" }

// ReplyToWords is where its teacher replies to what was said by a visit.
func ReplyToWords(occasion, visit string) string {
	return Occasion(occasion) + "/words" + Path(visit, "reply")
}

// WordsRead says that the teacher has read them (POST).
func WordsRead(occasion, visit string) string {
	return Occasion(occasion) + "/words" + Path(visit, "read")
}

// NewNextStep is where one of the two proposes a next step.
func NewNextStep(occasion string) string { return Occasion(occasion) + "/step" }

// NextStep is a next step, for the two.
func NextStep(id string) string { return Path("observation", "steps", id) }

// FinishNextStep is where one of the two says what came of it.
func FinishNextStep(id string) string { return NextStep(id) + "/outcome" }

// EndNextStep ends it (POST).
func EndNextStep(id string) string { return NextStep(id) + "/end" }

// Learning is what one learned from visits, for oneself.
func Learning() string { return "/observation/learning" }

// NewTry is where one notes what one tried of a visited lesson.
func NewTry(visit string) string { return Learning() + Path(visit) }

// LearningPaper is it as a paper.
func LearningPaper(format string) string { return Learning() + "/paper" + Path(format) }

// FeedbackProtocol is how the school discusses lessons.
func FeedbackProtocol() string { return "/observation/protocol" }

// ChangeProtocol is where that is set.
func ChangeProtocol() string { return FeedbackProtocol() + "/change" }
