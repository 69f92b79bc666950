package observation

import (
	"context"

	"talim/internal/secret"
)

// What only the two people of a visit read is sealed in the database.
var (
	noteText = secret.Column{Table: "visit_note", Name: "text", Readers: `SELECT n.author_id FROM visit_note n WHERE n.school_id = $1 AND n.id = $2
		UNION ALL SELECT v.teacher_id FROM visit_note n ` + noteVisit + ` UNION ALL SELECT v.observer_id FROM visit_note n ` + noteVisit}
	reason = secret.Column{Table: "visit", Name: "reason", Readers: `SELECT v.teacher_id FROM visit v WHERE v.school_id = $1 AND v.id = $2
		UNION ALL SELECT v.observer_id FROM visit v WHERE v.school_id = $1 AND v.id = $2`}
)

const noteVisit = `JOIN visit v ON v.school_id = n.school_id AND v.id = n.visit_id WHERE n.school_id = $1 AND n.id = $2`

// readers are the two people of the visit.
func (v Visit) readers() []string { return []string{v.Teacher, v.Observer} }

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{noteText, reason}

// Reason opens the reason why a visit was taken back, as the visit's row holds it.
func (s *Service) Reason(ctx context.Context, visit, sealed string) string {
	return s.keeper.Show(ctx, reason.Of(visit), sealed)
}

func (s *Service) open(ctx context.Context, notes []Note) []Note {
	for i, n := range notes {
		_, ok := s.keeper.Text(ctx, noteText.Of(n.ID), n.Text)
		notes[i].Text, notes[i].Unreadable = s.keeper.Show(ctx, noteText.Of(n.ID), n.Text), !ok
	}
	return notes
}
