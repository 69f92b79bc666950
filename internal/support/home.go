package support

import (
	"context"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
)

// MyPair is a running pairing of the reader with the name of the partner.
type MyPair struct {
	ID        string           `db:"id"`
	Programme string           `db:"programme_id"`
	Side      mentoring.Side   `db:"side"` // of the reader
	Partner   mentoring.Person `db:"p_"`
}

// Mentee says whether the reader is the mentee.
func (p MyPair) Mentee() bool { return p.Side == mentoring.Mentee }

// MyPairs are the running pairings of the actor, in one query.
func (s *Service) MyPairs(ctx context.Context, actor access.Actor) ([]MyPair, error) {
	return db.All[MyPair](ctx, s.Read(), `SELECT g.id, g.programme_id,
		`+pairing.SelectSide("g", "$2")+` AS side, `+people.PersonAs("s", "p")+` `+pairing.FromPairings("g")+`
		`+people.JoinStaff("s", "g.school_id", pairing.SelectPartner("g", "$2"))+`
		WHERE g.school_id = $1 AND `+pairing.WhereOneOf("g", "$2")+` AND `+pairing.WhereRunning("g")+` ORDER BY side, s.sort_key, g.id`,
		actor.School, actor.Staff)
}

// Home is what the first page of the area shows.
type Home struct {
	Pairs   []MyPair
	Helpers []NamedHelper // that the reader named or was named by, also as a person of trust
	Reports []Mismatch    // in confidence, to the reader
}

// TargetSupport is the first page of the area.
const TargetSupport = "support.home"

// Home reads the first page of the area, in three queries.
func (s *Service) Home(ctx context.Context, actor access.Actor) (Home, error) {
	var h Home
	var err error
	if h.Pairs, err = s.MyPairs(ctx, actor); err != nil {
		return h, err
	}
	if h.Helpers, err = s.helpersAndTrust(ctx, actor); err != nil {
		return h, err
	}
	h.Reports, err = s.ReceivedReports(ctx, actor)
	return h, err
}
