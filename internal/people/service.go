package people

import (
	"context"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/journal"
)

// Service holds the verbs of the area.
type Service struct {
	db     *db.DB
	now    func() time.Time
	hasher *hasher
}

// New makes the service. The clock gives the time in the zone of the
// installation; business dates are its days.
func New(d *db.DB, now func() time.Time) *Service {
	return &Service{db: d, now: now, hasher: newHasher()}
}

// Today is the business date.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.now()) }

// Instant is the moment by the clock of the program.
func (s *Service) Instant() calendar.Instant { return calendar.InstantOf(s.now()) }

// The events of the area; their texts are "journal." + event.
const (
	EventSchoolCreated       journal.Event = "people.school.created"
	EventOrganisationAdded   journal.Event = "people.organisation.added"
	EventOrganisationChanged journal.Event = "people.organisation.changed"
	EventOrganisationMoved   journal.Event = "people.organisation.moved"
	EventStaffAdded          journal.Event = "people.staff.added"
	EventStaffChanged        journal.Event = "people.staff.changed"
	EventStaffEnded          journal.Event = "people.staff.ended"
	EventStaffImported       journal.Event = "people.staff.imported"
	EventStaffListed         journal.Event = "people.staff.listed"
	EventPostBegun           journal.Event = "people.post.begun"
	EventPostEnded           journal.Event = "people.post.ended"
	EventPostCorrected       journal.Event = "people.post.corrected"
	EventUnitAdded           journal.Event = "people.unit.added"
	EventUnitChanged         journal.Event = "people.unit.changed"
	EventUnitEnded           journal.Event = "people.unit.ended"
	EventMemberJoined        journal.Event = "people.member.joined"
	EventMemberLeft          journal.Event = "people.member.left"
	EventStateBegun          journal.Event = "people.state.begun"
	EventStateEnded          journal.Event = "people.state.ended"
	EventPrivateRecorded     journal.Event = "people.private.recorded"
	EventSubjectsSet         journal.Event = "people.subjects.set"
	EventCodesIssued         journal.Event = "people.codes.issued"
	EventAccountOpened       journal.Event = "people.account.opened"
	EventPasswordChanged     journal.Event = "people.password.changed"
	EventAccountDisabled     journal.Event = "people.account.disabled"
	EventAccountEnabled      journal.Event = "people.account.enabled"
	EventRuleSet             journal.Event = "people.rule.set"
)

// The kinds of record the journal points to.
const (
	KindOfStaff        = "staff"
	KindOfUnit         = "unit"
	KindOfOrganisation = "organisation"
	KindOfRule         = "rule"
)

// note writes the journal entry of a verb.
func (s *Service) note(
	ctx context.Context, tx db.Conn, actor access.Actor, at time.Time, e journal.Event, kind, id string, details ...string,
) error {
	return journal.Record(ctx, tx, actor, at, e, journal.Ref{Kind: kind, ID: id}, details...)
}
