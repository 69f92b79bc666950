// Package schools keeps the schools of a district or region: the administrator of the
// tree adds them with their first administrators, moves and closes them.
package schools

import (
	"context"

	"talim/internal/access"
	"talim/internal/journal"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
	"talim/internal/verb"
)

// Service holds the verbs and questions.
type Service struct {
	verb.Runner
	tree     *tree.Service
	accounts *accounts.Service
}

// New makes the service for the organisations of a program and the accounts of their people.
func New(organisations *tree.Service, logins *accounts.Service) *Service {
	return &Service{Runner: organisations.Runner, tree: organisations, accounts: logins}
}

// work is what a verb does in its transaction.
type work struct {
	verb.Work
	*Service
}

// do runs fn for who keeps the tree, as one change.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	if err := access.Must(MayKeep.Allows(actor), "people.forbidden"); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// The events of the area; their texts are "journal." + event.
const (
	eventAdded      journal.Event = "schools.added"
	eventClosed     journal.Event = "schools.closed"
	eventReopened   journal.Event = "schools.reopened"
	eventCodeIssued journal.Event = "schools.code.issued"
	eventDeparted   journal.Event = "schools.departed"
	eventStayed     journal.Event = "schools.stayed"
	eventLeft       journal.Event = "schools.left"
	eventArrived    journal.Event = "schools.arrived"
)

// record writes the entry of a change of a school into the journal of the tree, which is
// that of whoever acts or stands above the school, and, so that the school knows, into its own.
func (w work) record(e journal.Event, school tree.Organisation, details ...string) error {
	ref := journal.Ref{Kind: tree.KindOf, ID: school.ID}
	details = append([]string{"Code", school.Code}, details...)
	own := w.Actor.School
	if own == "" { // the program itself belongs to none
		own = school.ParentID
	}
	if own != "" {
		above := w.Actor
		above.School = own
		if err := w.As(above).Record(e, ref, details...); err != nil {
			return err
		}
	}
	return w.As(tree.InSchool(w.Actor, school.ID)).Record(e, ref, details...)
}
