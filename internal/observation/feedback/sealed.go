package feedback

import (
	"talim/internal/db"
	"talim/internal/observation"
	"talim/internal/secret"
	"talim/internal/verb"
)

// What is said about a lesson is sealed for its teacher and its observers, a next step for
// its two, and what somebody tried for herself.
var (
	reflectionText = secret.Column{Table: "feedback_reflection", Name: "text", Readers: readersOf("feedback_reflection")}
	wordsBody      = secret.Column{Table: "feedback_words", Name: "body", Readers: readersOf("feedback_words")}
	replyText      = secret.Column{Table: "feedback_reply", Name: "text", Readers: readersOf("feedback_reply")}
	stepText       = secret.Column{Table: "feedback_step", Name: "text", Readers: two}
	stepOutcome    = secret.Column{Table: "feedback_step", Name: "outcome", Readers: two}
	noteText       = secret.Column{Table: "feedback_note", Name: "text", Readers: `SELECT n.staff_id FROM feedback_note n WHERE n.school_id = $1 AND n.id = $2`}
)

const two = `SELECT s.teacher_id FROM feedback_step s WHERE s.school_id = $1 AND s.id = $2
		UNION ALL SELECT s.observer_id FROM feedback_step s WHERE s.school_id = $1 AND s.id = $2`

// readersOf are the teacher and the observers of the occasion of a row.
func readersOf(table string) string {
	from := ` ` + observation.FromVisits("v") + ` JOIN ` + table + ` f ON f.school_id = v.school_id AND ` +
		observation.WhereOccasion("v", "f.school_id", "f.occasion_id") + ` WHERE f.school_id = $1 AND f.id = $2 AND v.state <> 'cancelled'`
	return `SELECT v.teacher_id` + from + ` UNION SELECT v.observer_id` + from
}

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{reflectionText, wordsBody, replyText, stepText, stepOutcome, noteText}

// readers are for whom what is said about a lesson opens.
func readers(o observation.Occasion) []string { return append(o.Observers(), o.Teacher) }

// admit lets an observer who comes later read what was said before; whether she may yet
// is asked when she reads.
func (s *Service) admit(w verb.Work, v observation.Visit) error {
	o, err := observation.OccasionByID(w.Ctx, w.Tx, v.School, v.Occasion())
	if err != nil {
		return err
	}
	for _, c := range []secret.Column{reflectionText, wordsBody, replyText} {
		if err := s.sealAnew(w, o, c); err != nil {
			return err
		}
	}
	return nil
}

// sealAnew seals the texts of an occasion in a column for those who are of it now.
func (s *Service) sealAnew(w verb.Work, o observation.Occasion, c secret.Column) error {
	rows, err := db.All[struct {
		ID   string `db:"id"`
		Text string `db:"text"`
	}](w.Ctx, w.Tx, `SELECT id, `+c.Name+` AS text FROM `+c.Table+` WHERE school_id = $1 AND occasion_id = $2`, o.School, o.ID)
	if err != nil {
		return err
	}
	for _, r := range rows {
		sealed := s.keeper.SealAnew(c.Of(r.ID), readers(o), r.Text)
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE `+c.Table+` SET `+c.Name+` = $3 WHERE school_id = $1 AND id = $2`, o.School, r.ID, sealed); err != nil {
			return err
		}
	}
	return nil
}
