package accounts

import (
	"context"

	"talim/internal/access"
	"talim/internal/journal"
	"talim/internal/password"
	"talim/internal/people"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service holds the verbs of the area.
type Service struct {
	verb.Runner
	staff  *people.Service
	hasher *password.Hasher
	keeper *secret.Keeper // of one-time codes, see KeepCodes
}

// New makes the service for the people of a program.
func New(staff *people.Service) *Service {
	return &Service{Runner: staff.Runner, staff: staff, hasher: password.NewHasher()}
}

// work is what a verb does in its transaction.
type work struct {
	verb.Work
	*Service
}

// do runs fn for whoever has the permission, as one change.
func (s *Service) do(ctx context.Context, actor access.Actor, may access.Permission, fn func(w work) error) error {
	if err := access.Must(may.Allows(actor), "people.forbidden"); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// record writes the journal entry of what happened to somebody's account.
func (w work) record(e journal.Event, staff string, details ...string) error {
	return w.Record(e, journal.Ref{Kind: people.KindOfStaff, ID: staff}, details...)
}

// The events of the area; their texts are "journal." + event.
const (
	EventCodesIssued       journal.Event = "people.codes.issued"
	EventAccountOpened     journal.Event = "people.account.opened"
	EventPasswordChanged   journal.Event = "people.password.changed"
	EventDisabled          journal.Event = "people.account.disabled"
	EventEnabled           journal.Event = "people.account.enabled"
	EventJoined            journal.Event = "people.accounts.joined"
	EventSelfJoined        journal.Event = "people.self.joined"
	EventSelfApart         journal.Event = "people.self.apart"
	EventParted            journal.Event = "people.account.parted"
	EventResetBegun        journal.Event = "people.reset.begun"
	EventReset             journal.Event = "people.reset.done"
	EventCodeRefused       journal.Event = "people.reset.refused"
	EventReopened          journal.Event = "people.reset.reopened"
	EventWordsMade         journal.Event = "people.words.made"
	EventConfirmerNamed    journal.Event = "people.confirmer.named"
	EventFactorMade        journal.Event = "people.factor.made"
	EventFactorSpare       journal.Event = "people.factor.spare"
	EventFactorRemoved     journal.Event = "people.factor.removed"
	EventFactorReset       journal.Event = "people.factor.reset"
	EventPasskeyMade       journal.Event = "people.passkey.made"
	EventDirectoryLinked   journal.Event = "people.directory.linked"
	EventDirectoryUnlinked journal.Event = "people.directory.unlinked"
	EventPasskeyEnded      journal.Event = "people.passkey.ended"
)
