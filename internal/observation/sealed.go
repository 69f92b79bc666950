package observation

import (
	"context"

	"talim/internal/secret"
)

// What only the two people of a visit read is sealed in the database.
var (
	noteText = secret.Column{Table: "visit_note", Name: "text"}
	reason   = secret.Column{Table: "visit", Name: "reason"}
)

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
