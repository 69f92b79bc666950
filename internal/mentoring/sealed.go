package mentoring

import (
	"context"

	"talim/internal/access"
	"talim/internal/secret"
)

// The private texts of the area: words in somebody's own hand that managers never
// read, or not yet. They are sealed in the database, so that a copy of it without
// the file of keys tells nobody what a pair talks about. What is counted, compared
// or guarded by the database stays readable there: dates, states, topics, who wishes
// for whom (docs/decisions/0012-private-texts.md).
var (
	sealedStrengths = secret.Column{Table: "profile", Name: "strengths", Readers: profileReaders}
	sealedNeeds     = secret.Column{Table: "profile", Name: "needs", Readers: profileReaders}
	sealedHopes     = secret.Column{Table: "profile", Name: "hopes", Readers: profileReaders}
)

// profileReaders: the author's own. The partner of a pair reads it on her behalf.
const profileReaders = `SELECT p.staff_id FROM profile f JOIN participant p ON p.school_id = f.school_id AND p.id = f.participant_id WHERE f.school_id = $1 AND f.id = $2`

// ReadersOf are the staff member and those who decide, for whom a text about her is sealed.
func ReadersOf(staff string) []string {
	return []string{staff, secret.Role(access.Deputy), secret.Role(access.Director)}
}

// OneAndDeciders asks for them, of a row of a table that names the staff member.
func OneAndDeciders(table string) string {
	return `SELECT x.staff_id FROM ` + table + ` x WHERE x.school_id = $1 AND x.id = $2 UNION ALL ` + secret.SelectRoles(access.Deputy, access.Director)
}

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{sealedStrengths, sealedNeeds, sealedHopes, sealedTalk}

// unseal opens the text of a row for a page that only shows it.
func (s *Service) unseal(ctx context.Context, c secret.Column, id, sealed string) string {
	return s.keeper.Show(ctx, c.Of(id), sealed)
}

// unsealField opens a text that a form may show, too: the fields of those that
// cannot be opened are noted.
func (s *Service) unsealField(ctx context.Context, c secret.Column, id, sealed string, unreadable *[]string, field string) string {
	text, ok := s.keeper.Reveal(ctx, c.Of(id), sealed)
	if !ok {
		*unreadable = append(*unreadable, field)
	}
	return text
}

// OpenProfile opens the texts of a profile for whoever may read them.
func (s *Service) OpenProfile(ctx context.Context, p Profile) Profile {
	p.Strengths = s.unsealField(ctx, sealedStrengths, p.ID, p.Strengths, &p.Unreadable, "strengths")
	p.Needs = s.unsealField(ctx, sealedNeeds, p.ID, p.Needs, &p.Unreadable, "needs")
	p.Hopes = s.unsealField(ctx, sealedHopes, p.ID, p.Hopes, &p.Unreadable, "hopes")
	return p
}
