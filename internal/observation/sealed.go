package observation

import (
	"context"

	"talim/internal/secret"
)

// What only the two people of a visit read is sealed in the database, and what a teacher
// asks those who may come.
var (
	focus = secret.Column{Table: "open_lesson", Name: "focus", Readers: `SELECT l.teacher_id FROM open_lesson l WHERE l.school_id = $1 AND l.id = $2
		UNION ALL SELECT g.staff_id FROM open_lesson_guest g WHERE g.school_id = $1 AND g.open_lesson_id = $2
		UNION ALL SELECT '` + secret.Everybody + `' FROM open_lesson l WHERE l.school_id = $1 AND l.id = $2 AND l.audience = 'all'`}
	wishes = secret.Column{Table: "visit_request", Name: "words", Readers: `SELECT r.observer_id FROM visit_request r WHERE r.school_id = $1 AND r.id = $2
		UNION ALL SELECT r.teacher_id FROM visit_request r WHERE r.school_id = $1 AND r.id = $2`}
	noteText = secret.Column{Table: "visit_note", Name: "text", Readers: `SELECT n.author_id FROM visit_note n WHERE n.school_id = $1 AND n.id = $2
		UNION ALL SELECT v.teacher_id FROM visit_note n ` + noteVisit + ` UNION ALL SELECT v.observer_id FROM visit_note n ` + noteVisit}
	reason = secret.Column{Table: "visit", Name: "reason", Readers: `SELECT v.teacher_id FROM visit v WHERE v.school_id = $1 AND v.id = $2
		UNION ALL SELECT v.observer_id FROM visit v WHERE v.school_id = $1 AND v.id = $2`}
)

const noteVisit = `JOIN visit v ON v.school_id = n.school_id AND v.id = n.visit_id WHERE n.school_id = $1 AND n.id = $2`

// readers are the two people of the visit.
func (v Visit) readers() []string { return []string{v.Teacher, v.Observer} }

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{noteText, reason, focus, wishes}

// Reason opens the reason why a visit was taken back, as the visit's row holds it.
func (s *Service) Reason(ctx context.Context, visit, sealed string) string {
	return s.keeper.Show(ctx, reason.Of(visit), sealed)
}

func (s *Service) open(ctx context.Context, notes []Note) []Note {
	for i, n := range notes {
		text, ok := s.keeper.Reveal(ctx, noteText.Of(n.ID), n.Text)
		notes[i].Text, notes[i].Unreadable = text, !ok
	}
	return notes
}

// opened is an open lesson with its question as the reader may read it.
func (s *Service) opened(ctx context.Context, l OpenLesson) OpenLesson {
	text, ok := s.keeper.Reveal(ctx, focus.Of(l.ID), l.Focus)
	l.Focus, l.Unreadable = text, !ok
	return l
}
