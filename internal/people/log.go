package people

import (
	"context"

	"talim/internal/access"
	"talim/internal/journal"
)

// Log lists the journal of the actor's school, the newest first (R238).
func (s *Service) Log(ctx context.Context, actor access.Actor, f journal.Filter) ([]journal.Entry, error) {
	if err := require(actor, MayReadJournal); err != nil {
		return nil, err
	}
	return journal.Find(ctx, s.Read(), actor.School, f)
}

// LogOf lists what happened to one record.
func (s *Service) LogOf(ctx context.Context, actor access.Actor, ref journal.Ref) ([]journal.Entry, error) {
	if err := require(actor, MayReadJournal); err != nil {
		return nil, err
	}
	return journal.OfRecord(ctx, s.Read(), actor.School, ref, 200)
}
