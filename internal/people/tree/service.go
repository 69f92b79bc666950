package tree

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/verb"
)

// MayKeep is asked by routes and verbs: the tree is kept by the administrator of an
// organisation, for it and for those below it.
var MayKeep = access.Permission{Name: "people.organisation.keep", Roles: []access.Role{access.Administrator}}

// The longest texts, in letters.
const (
	MaxCode = 40
	MaxName = 200
)

// The events of the tree; their texts are "journal." + event.
const (
	EventAdded   journal.Event = "people.organisation.added"
	EventChanged journal.Event = "people.organisation.changed"
	EventMoved   journal.Event = "people.organisation.moved"
)

// KindOf is the kind of record that the journal points to.
const KindOf = "organisation"

// Service changes the tree.
type Service struct{ verb.Runner }

// New makes the service. Business dates are days of the clock.
func New(d *db.DB, now func() time.Time) *Service {
	return &Service{verb.NewRunner(d, now)}
}

// work is what a verb does in its transaction.
type work struct{ verb.Work }

// do runs fn for whoever keeps the tree, as one change.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	if err := access.Must(MayKeep.Allows(actor), "people.forbidden"); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w}) })
}

// record writes the journal entry of the change of an organisation.
func (w work) record(e journal.Event, id string, details ...string) error {
	return w.Record(e, journal.Ref{Kind: KindOf, ID: id}, details...)
}

// InSchool is somebody of the tree above as the journal of a school names them: by
// name, as nobody of its staff. Nobody signed in is the first run.
func InSchool(a access.Actor, school string) access.Actor {
	if a.System == "" && a.Name != "" {
		return access.Actor{School: school, Name: a.Name}
	}
	if a.System == "" {
		return access.System(school, "first run")
	}
	return access.System(school, a.System)
}
