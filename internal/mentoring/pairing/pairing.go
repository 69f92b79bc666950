package pairing

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Pairing is a mentor and a mentee by order of the director.
type Pairing struct {
	School    string `db:"school_id"`
	ID        string `db:"id"`
	Programme string `db:"programme_id"`
	Policy    string `db:"policy_id"` // the version it was made under
	Order     string `db:"order_id"`
	Pair      string `db:"pair_id"`
	Mentor    string `db:"mentor_id"`
	Mentee    string `db:"mentee_id"`
	Place     int    `db:"place"` // which of the mentor's places
	calendar.Period
	TrialEnds calendar.Date    `db:"trial_ends"` // "" without a trial
	State     PairingState     `db:"state"`
	ClosedAt  calendar.Instant `db:"closed_at"`
	Seal      string           `db:"seal"` // vouches for whose it is
}

// vouched: whoever writes a pair into the database, or another person into one, is no
// partner of anybody. What the two wrote names its readers by itself; their profiles, which
// are older than the pair, ask here.
var vouched = secret.Vouched{
	Table: "pairing", Name: "seal", Since: secret.TakenBound, Over: []string{"school_id", "id", "programme_id", "mentor_id", "mentee_id"},
}

// Vouched lists the tables whose rows are vouched for.
var Vouched = []secret.Vouched{vouched}

func (p Pairing) people() []string { return []string{p.School, p.ID, p.Programme, p.Mentor, p.Mentee} }

// vouches says whether the pair is one that the program made.
func (s *Service) vouches(p Pairing) bool {
	return s.keeper.Vouches(p.Seal, vouched.Table, p.people()...)
}

// TargetPairing is a pairing by its id, TargetClosing the end of the year of a programme,
// by the programme.
const (
	TargetPairing = "pairing.pairing"
	TargetClosing = "pairing.closing"
)

// PairingState is where a pairing stands.
type PairingState string

// The states of a pairing. Changed says that a change was asked for, by either
// of the two or for them; who and why is not kept (product promise 3). Left says
// that one of the two has left the school.
const (
	Running   PairingState = "running"
	Completed PairingState = "completed"
	Left      PairingState = "left"
	Changed   PairingState = "changed"
)

// EndedEarly says whether the pairing ended before its time.
func (p Pairing) EndedEarly() bool { return p.State == Left || p.State == Changed }

// Has says whether the staff member is one of the two.
func (p Pairing) Has(staff string) bool {
	return staff != "" && (staff == p.Mentor || staff == p.Mentee)
}

// Other is the partner of one of the two.
func (p Pairing) Other(staff string) string {
	if staff == p.Mentor {
		return p.Mentee
	}
	return p.Mentor
}

// SideOf is the side on which one of the two stands.
func (p Pairing) SideOf(staff string) mentoring.Side {
	if staff == p.Mentor {
		return mentoring.Mentor
	}
	return mentoring.Mentee
}

// Ref is the pairing in the journal.
func (p Pairing) Ref() journal.Ref { return journal.Ref{Kind: "pairing", ID: p.ID} }

// MustRun is the rule for every change of the work of a pair.
func (p Pairing) MustRun() error {
	if p.State != Running {
		return fault.Conflict("mentoring.pairing.is_closed")
	}
	return nil
}

// Begin keeps a pairing that the signed order names, and has its first days attended to.
func (s *Service) Begin(w verb.Work, p Pairing) error {
	p.Seal = s.keeper.Vouch(vouched.Table, p.people()...)
	if err := db.Insert(w.Ctx, w.Tx, "pairing", p); err != nil {
		return err
	}
	if err := mentoring.Later(w, JobBegun, p.ID, w.At); err != nil || p.TrialEnds == "" {
		return err
	}
	return mentoring.Later(w, JobTrial, p.ID, mentoring.MorningOf(w, p.TrialEnds.AddDays(-7)))
}

// Complete closes a pairing at the end of its time: the mentor's report must
// count (R114).
func (s *Service) Complete(ctx context.Context, actor access.Actor, pairing string) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.running(mentoring.MayKeep, pairing)
		if err != nil {
			return err
		}
		report, err := reportOf(w.Ctx, w.Tx, p)
		if err != nil {
			return err
		}
		if !report.Counts(w.Date()) {
			return fault.Conflict("mentoring.report.counts_not_yet")
		}
		if err := w.End(w.Work, p, Completed); err != nil {
			return err
		}
		return w.Record(EventCompleted, p.Ref())
	})
}

// EndForGone ends a pairing of which one has left the school: nobody of the two
// could close it in the usual way.
func (s *Service) EndForGone(ctx context.Context, actor access.Actor, pairing string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mentoring.MayKeep(actor); err != nil {
			return err
		}
		p, err := ByID(w.Ctx, w.Tx, actor.School, pairing)
		if err != nil {
			return err
		}
		here, err := people.AtWork(w.Ctx, w.Tx, p.School, w.Date(), p.Mentor, p.Mentee)
		if err != nil {
			return err
		}
		if here == 2 {
			return fault.Conflict("mentoring.pairing.both_here")
		}
		if err := w.End(w.Work, p, Left); err != nil {
			return err
		}
		return w.Record(eventLeft, p.Ref())
	})
}

// End closes the pairing today and frees the time that was booked ahead.
func (s *Service) End(change verb.Work, p Pairing, state PairingState) error {
	w := work{change, s}
	if err := p.MustRun(); err != nil {
		return err
	}
	ends := max(p.Starts, min(p.Ends, w.Date()))
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE pairing SET state = $3, ends = $4, closed_at = $5
		WHERE school_id = $1 AND id = $2`, p.School, p.ID, state, ends, w.Instant()); err != nil {
		return err
	}
	if err := w.dropMeetings(p, w.Date()); err != nil {
		return err
	}
	if err := w.visits.CancelPlanned(w.Work, p.ID, w.Date()); err != nil {
		return err
	}
	for _, then := range w.onEnd {
		if err := then(w.Work, p); err != nil {
			return err
		}
	}
	return w.CloseReminders(p.ID)
}

// Own is a running pairing of the actor: the start of every verb of a pair.
func Own(w verb.Work, id string) (Pairing, error) {
	p, err := ByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return p, err
	}
	if err := MayOpen(w.Actor, p); err != nil {
		return p, err
	}
	if err := p.MustRun(); err != nil {
		return p, err
	}
	return p, mayWork(w.Actor, p)
}

// running is a running pairing for whoever may: the start of every verb of others about
// a pair.
func (w work) running(may func(access.Actor) error, id string) (Pairing, error) {
	if err := may(w.Actor); err != nil {
		return Pairing{}, err
	}
	p, err := ByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return p, err
	}
	return p, p.MustRun()
}

// ByID reads a pairing of the school.
func ByID(ctx context.Context, c db.Conn, school, id string) (Pairing, error) {
	p, err := db.One[Pairing](ctx, c, `SELECT `+db.Columns[Pairing]("")+` FROM pairing WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "mentoring.pairing.missing")
}

// NamedPairing is a pairing with both names.
type NamedPairing struct {
	Pairing
	MentorPerson mentoring.Person `db:"mentor_person_"`
	MenteePerson mentoring.Person `db:"mentee_person_"`

	MentorHours calendar.Date `db:"mentor_hours"` // last day of an agreement on hours, "" none
	MenteeHours calendar.Date `db:"mentee_hours"`
}

// HoursAgreementOf says whether the staff member, one of the two, has an agreement on hours
// on a day (R117); what it says is on its own page.
func (p NamedPairing) HoursAgreementOf(staff string, on calendar.Date) bool {
	if staff == p.Mentor {
		return p.MentorHours >= on
	}
	return staff == p.Mentee && p.MenteeHours >= on
}

// Self is the one of the two who reads, and Partner the other.
func (p NamedPairing) Self(staff string) mentoring.Person {
	if staff == p.Mentor {
		return p.MentorPerson
	}
	return p.MenteePerson
}

// Partner is the other of the two.
func (p NamedPairing) Partner(staff string) mentoring.Person { return p.Self(p.Other(staff)) }

// NamedQuery selects a NamedPairing of a pairing g with its mentor o and its mentee e.
var NamedQuery = db.Columns[Pairing]("g") + `, ` + people.PersonAs("o", "mentor_person") + `,
	` + people.PersonAs("e", "mentee_person") + `,
	COALESCE((SELECT max(d.ends) FROM timetable_deal d WHERE d.school_id = g.school_id AND d.staff_id = g.mentor_id AND d.ended_at = ''), '') AS mentor_hours,
	COALESCE((SELECT max(d.ends) FROM timetable_deal d WHERE d.school_id = g.school_id AND d.staff_id = g.mentee_id AND d.ended_at = ''), '') AS mentee_hours
	FROM pairing g
	` + people.JoinStaff("o", "g.school_id", "g.mentor_id") + `
	` + people.JoinStaff("e", "g.school_id", "g.mentee_id") + ``

// NamedByID reads a pairing with both names.
func NamedByID(ctx context.Context, c db.Conn, school, id string) (NamedPairing, error) {
	p, err := db.One[NamedPairing](ctx, c, `SELECT `+NamedQuery+` WHERE g.school_id = $1 AND g.id = $2`, school, id)
	return p, verb.Missing(err, "mentoring.pairing.missing")
}

// Pairing reads a pairing for the two or for those who keep the programme: who, when and how it stands.
func (s *Service) Pairing(ctx context.Context, actor access.Actor, id string) (NamedPairing, error) {
	p, err := NamedByID(ctx, s.Read(), actor.School, id)
	if err != nil {
		return p, err
	}
	return p, MayCount(actor, p.Pairing)
}

// OfProgramme reads the pairings of a programme, also those that ended.
func OfProgramme(ctx context.Context, c db.Conn, school, programme string) ([]Pairing, error) {
	return db.All[Pairing](ctx, c, `SELECT `+db.Columns[Pairing]("")+` FROM pairing WHERE school_id = $1 AND programme_id = $2 ORDER BY id`, school, programme)
}

// Of reads the pairings of a member of staff on either side, the newest first.
func Of(ctx context.Context, c db.Conn, school, staff string) ([]Pairing, error) {
	return db.All[Pairing](ctx, c, `SELECT `+db.Columns[Pairing]("")+` FROM pairing WHERE school_id = $1
		AND (mentor_id = $2 OR mentee_id = $2) ORDER BY starts DESC, id DESC`, school, staff)
}
