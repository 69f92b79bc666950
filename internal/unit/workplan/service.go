package workplan

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Service has the verbs and questions of the area.
type Service struct{ verb.Runner }

// New makes the service; plans follow the years and terms of the timetable.
func New(d *db.DB, _ *timetable.Service, now func() time.Time) *Service {
	return &Service{verb.NewRunner(d, now)}
}

type work struct {
	verb.Work
	*Service
}

func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// The journal's events of the area.
const (
	eventAdded   journal.Event = "workplan.item.added"
	eventChanged journal.Event = "workplan.item.changed"
	eventHeld    journal.Event = "workplan.item.held"
	eventDropped journal.Event = "workplan.item.dropped"
	eventAgain   journal.Event = "workplan.item.again"
	eventBegun   journal.Event = "workplan.begun"
)

const kindOfItem = "unit_plan_item"

func (w work) record(e journal.Event, item string) error {
	return w.Record(e, journal.Ref{Kind: kindOfItem, ID: item})
}
