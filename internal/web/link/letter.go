package link

// ObservationLetters are the letters about visited lessons of the reader, and those she writes.
func ObservationLetters() string { return "/observation/letters" }

// NewLetter is where a teacher asks for one.
func NewLetter() string { return ObservationLetters() + "/new" }

// ObservationLetter is a letter about visited lessons, for the two.
func ObservationLetter(id string) string { return ObservationLetters() + Path(id) }

// WriteLetter is where its conclusion is written.
func WriteLetter(id string) string { return ObservationLetter(id) + "/conclusion" }

// AnswerLetter is where the teacher answers the conclusion.
func AnswerLetter(id string) string { return ObservationLetter(id) + "/reply" }

// IssueLetter issues it (POST).
func IssueLetter(id string) string { return ObservationLetter(id) + "/issue" }

// EndLetter ends what was asked (POST).
func EndLetter(id string) string { return ObservationLetter(id) + "/end" }

// LetterPaper is an issued letter as a paper.
func LetterPaper(id, format string) string { return ObservationLetter(id) + "/paper" + Path(format) }
