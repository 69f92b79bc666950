package support

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
)

// Receiver is somebody to whom it can be told.
type Receiver struct {
	mentoring.Person
	Why   string `db:"why"`   // "trust", "coordinator" or "deputy"
	Heads bool   `db:"heads"` // is director or administrator as well
	Leads bool   `db:"leads"` // is deputy as well
}

// receivers are those to whom one of a pair can tell it: the persons of trust of
// the programme and the coordinators; where there is neither, the deputies. The
// partner is never one, whatever posts she holds; nor is the director or the administrator
// in another coat, and a deputy only as the deputy she is.
func receivers(ctx context.Context, c db.Conn, p pairing.Pairing, self string, today calendar.Date) ([]Receiver, error) {
	also := ", " + people.WhereAtWork("s.school_id", "s.id", "$3", access.Director, access.Administrator) + " AS heads, " +
		people.WhereAtWork("s.school_id", "s.id", "$3", access.Deputy) + " AS leads"
	rows, err := db.All[Receiver](ctx, c, `SELECT `+people.PersonColumns("s")+`, 'trust' AS why`+also+`
		FROM trust_person t `+people.JoinStaff("s", "t.school_id", "t.staff_id")+`
		WHERE t.school_id = $1 AND t.programme_id = $2 AND t.state = 'agreed'
		UNION SELECT `+people.PersonColumns("s")+`, p.role`+also+` `+people.FromHolders("p", "s", "$3", access.Coordinator, access.Deputy)+`
		WHERE p.school_id = $1
		ORDER BY why DESC, sort_key`, p.School, p.Programme, today)
	if err != nil {
		return nil, err
	}
	return choice(rows, p, self), nil
}

// choice leaves out the two of the pair and the heads of the school, names nobody twice,
// and the deputies only where there is nobody else.
func choice(rows []Receiver, p pairing.Pairing, self string) []Receiver {
	var first, deputies []Receiver
	seen := map[string]bool{self: true, p.Other(self): true}
	for _, r := range rows {
		switch {
		case seen[r.ID], r.Heads, r.Leads && r.Why != "deputy":
		case r.Why == "deputy":
			deputies = append(deputies, r)
		default:
			seen[r.ID] = true
			first = append(first, r)
		}
	}
	if len(first) > 0 {
		return first
	}
	return deputies
}

// Receivers lists to whom the actor can tell it, and what she told before about
// this pairing, in three queries.
func (s *Service) Receivers(ctx context.Context, actor access.Actor, pairing string) (pairing.NamedPairing, []Receiver, []Mismatch, error) {
	p, err := s.pair(ctx, actor, pairing)
	if err != nil {
		return p, nil, nil, err
	}
	may, err := receivers(ctx, s.Read(), p.Pairing, actor.Staff, s.Today())
	if err != nil {
		return p, nil, nil, err
	}
	sent, err := db.All[Mismatch](ctx, s.Read(), `SELECT `+db.Columns[Mismatch]("")+` FROM mismatch WHERE school_id = $1 AND sender_id = $2 AND pairing_id = $3 ORDER BY id DESC LIMIT 20`,
		actor.School, actor.Staff, pairing)
	return p, may, sent, err
}
