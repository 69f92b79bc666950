// Package schools keeps the schools of a district or region: the administrator of the
// tree adds them with their first administrators, moves and closes them.
package schools

import (
	"context"

	"talim/internal/access"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/verb"
)

// Service holds the verbs and questions.
type Service struct {
	verb.Runner
	people   *people.Service
	accounts *accounts.Service
}

// New makes the service for the people of a program and their accounts.
func New(staff *people.Service, logins *accounts.Service) *Service {
	return &Service{Runner: staff.Runner, people: staff, accounts: logins}
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
func (w work) record(e journal.Event, school people.Organisation, details ...string) error {
	ref := journal.Ref{Kind: people.KindOfOrganisation, ID: school.ID}
	details = append([]string{"Code", school.Code}, details...)
	tree := w.Actor.School
	if tree == "" { // the program itself belongs to none
		tree = school.ParentID
	}
	if tree != "" {
		above := w.Actor
		above.School = tree
		if err := w.As(above).Record(e, ref, details...); err != nil {
			return err
		}
	}
	return w.As(people.InSchool(w.Actor, school.ID)).Record(e, ref, details...)
}
