package letter

import "talim/internal/secret"

// The words of both are sealed for the two; the conclusion for its writer, until shown.
var (
	words      = secret.Column{Table: "observation_letter", Name: "words", Readers: two}
	reply      = secret.Column{Table: "observation_letter", Name: "reply", Readers: two}
	conclusion = secret.Column{Table: "observation_letter", Name: "conclusion", Readers: `SELECT l.writer_id FROM observation_letter l WHERE l.school_id = $1 AND l.id = $2
		UNION ALL SELECT l.teacher_id FROM observation_letter l WHERE l.school_id = $1 AND l.id = $2 AND l.shown_at <> ''`}
)

const two = `SELECT l.writer_id FROM observation_letter l WHERE l.school_id = $1 AND l.id = $2
		UNION ALL SELECT l.teacher_id FROM observation_letter l WHERE l.school_id = $1 AND l.id = $2`

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{words, conclusion, reply}

// readers are the two.
func (l Letter) readers() []string { return []string{l.Teacher, l.Writer} }

// conclusionReaders are the writer, and the teacher once it was shown.
func (l Letter) conclusionReaders() []string {
	if l.ShownAt == "" {
		return []string{l.Writer}
	}
	return l.readers()
}
