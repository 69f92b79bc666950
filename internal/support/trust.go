package support

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// TrustPerson is somebody whom a programme names for what is said in confidence
// (R078, R113). All staff see who it is.
type TrustPerson struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Programme string           `db:"programme_id"`
	Staff     string           `db:"staff_id"`
	State     HelperState      `db:"state"` // asked, agreed, ended
	NamedBy   string           `db:"named_by"`
	NamedAt   calendar.Instant `db:"named_at"`
	AgreedAt  calendar.Instant `db:"agreed_at"`
	EndedAt   calendar.Instant `db:"ended_at"`
}

// TargetTrust is a person of trust, by its id.
const TargetTrust = "support.trust"

func (t TrustPerson) ref() journal.Ref { return journal.Ref{Kind: "trust_person", ID: t.ID} }

// NameTrust asks somebody of the staff to be a person of trust of the programme.
func (s *Service) NameTrust(ctx context.Context, actor access.Actor, programme, staff string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mayKeep(actor, trustRule); err != nil {
			return err
		}
		p, err := w.openProgramme(programme)
		if err != nil {
			return err
		}
		if staff == "" {
			return fault.Invalid("staff", "support.helper.nobody")
		}
		if err := w.atWork("staff", staff); err != nil {
			return err
		}
		t := TrustPerson{
			School: p.School, ID: db.NewID(), Programme: p.ID, Staff: staff, State: HelperAsked, NamedBy: actor.Staff, NamedAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "trust_person", t); err != nil {
			return verb.Duplicate(err, "support.helper.named_already")
		}
		if err := w.remind(t.Staff, "support.remind.trust", t.ID, reminder.To(TargetTrust, t.ID), w.Date(), nil); err != nil {
			return err
		}
		return w.Record(eventTrustNamed, t.ref())
	})
}

func (w work) openProgramme(id string) (mentoring.Programme, error) {
	p, err := mentoring.ProgrammeByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err == nil && p.State == mentoring.ProgrammeClosed {
		err = fault.Conflict("mentoring.programme.is_closed")
	}
	return p, err
}

// AnswerTrust is the answer of the person asked; a no ends it and needs no reason.
func (s *Service) AnswerTrust(ctx context.Context, actor access.Actor, id string, yes bool) error {
	return s.do(ctx, actor, func(w work) error {
		t, err := trustByID(w.Ctx, w.Tx, actor.School, id)
		switch {
		case err != nil:
			return err
		case !has(access.Of(actor, access.RecordOf(t.School, t.Staff)), access.Self):
			return fault.Forbidden("support.access.own")
		}
		if err := trusted.Answer(w.Work, t.ID, yes); err != nil {
			return err
		}
		return w.trustAnswered(t, map[bool]journal.Event{true: eventTrustAgreed, false: eventTrustEnded}[yes])
	})
}

// EndTrust ends it, by those who keep the programme or by the person herself.
// What was sent to her in confidence stays hers to answer.
func (s *Service) EndTrust(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		t, err := trustByID(w.Ctx, w.Tx, actor.School, id)
		switch {
		case err != nil:
			return err
		case !trustRule.Writes(access.Of(actor, access.RecordOf(t.School, t.Staff))):
			return fault.Forbidden("support.access.keep")
		}
		if ended, err := trusted.End(w.Work, t.ID); err != nil || !ended {
			return err
		}
		return w.trustAnswered(t, eventTrustEnded)
	})
}

func (w work) trustAnswered(t TrustPerson, e journal.Event) error {
	if err := w.closeReminders(t.ID, ""); err != nil {
		return err
	}
	return w.Record(e, t.ref())
}

func trustByID(ctx context.Context, c db.Conn, school, id string) (TrustPerson, error) {
	t, err := db.One[TrustPerson](ctx, c, `SELECT `+db.Columns[TrustPerson]("")+` FROM trust_person WHERE school_id = $1 AND id = $2`, school, id)
	return t, verb.Missing(err, "support.trust.missing")
}

// NamedTrust is a person of trust with her name.
type NamedTrust struct {
	TrustPerson
	Person mentoring.Person `db:"p_"`
}

// Trust reads one person of trust.
func (s *Service) Trust(ctx context.Context, actor access.Actor, id string) (NamedTrust, error) {
	t, err := db.One[NamedTrust](ctx, s.Read(), `SELECT `+db.Columns[TrustPerson]("t")+`, `+people.PersonAs("s", "p")+` FROM trust_person t
		`+people.JoinStaff("s", "t.school_id", "t.staff_id")+` WHERE t.school_id = $1 AND t.id = $2`, actor.School, id)
	if err != nil {
		return t, verb.Missing(err, "support.trust.missing")
	}
	return t, access.Private(trustRule.Reads(access.Of(actor, access.RecordOf(t.School, t.Staff))), "support.trust.missing")
}

// Rhythm is how many weeks lie between two check-ins of a programme (R111). A
// change is a new version.
type Rhythm struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Programme string           `db:"programme_id"`
	Version   int              `db:"version"` // 0: the school has set none
	Weeks     int              `db:"weeks"`   // 0: nobody is reminded
	SetBy     string           `db:"set_by"`
	SetAt     calendar.Instant `db:"set_at"`
}

// defaultWeeks is the rhythm until a school sets its own: two weeks are short
// enough to notice a bad time and long enough not to be one form more (R119).
const defaultWeeks = 2

const maxWeeks = 12

// SetRhythm makes a new version of the rhythm.
func (s *Service) SetRhythm(ctx context.Context, actor access.Actor, programme string, version, weeks int) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mayKeep(actor, trustRule); err != nil {
			return err
		}
		p, err := w.openProgramme(programme)
		if err != nil {
			return err
		}
		if weeks < 0 || weeks > maxWeeks {
			return fault.Invalid("weeks", "support.rhythm.range", "Max", maxWeeks)
		}
		old, err := rhythmOf(w.Ctx, w.Tx, p.School, p.ID)
		if err != nil {
			return err
		}
		if old.Version != version {
			return fault.Changed()
		}
		r := Rhythm{School: p.School, ID: db.NewID(), Programme: p.ID, Version: version + 1, Weeks: weeks, SetBy: actor.Staff, SetAt: w.Instant()}
		if err := db.Insert(w.Ctx, w.Tx, "support_rhythm", r); err != nil {
			return verb.Duplicate(err, "support.changed_meanwhile")
		}
		return w.Record(eventRhythmSet, journal.Ref{Kind: "programme", ID: p.ID}, "weeks", number(weeks))
	})
}

// rhythmOf is the rhythm in force.
func rhythmOf(ctx context.Context, c db.Conn, school, programme string) (Rhythm, error) {
	rows, err := db.All[Rhythm](ctx, c, `SELECT `+db.Columns[Rhythm]("")+` FROM support_rhythm WHERE school_id = $1 AND programme_id = $2 ORDER BY version DESC LIMIT 1`,
		school, programme)
	if err != nil || len(rows) == 0 {
		return Rhythm{School: school, Programme: programme, Weeks: defaultWeeks}, err
	}
	return rows[0], nil
}

// Arrangement is what a programme has arranged for support.
type Arrangement struct {
	Programme string                   `db:"id"`
	State     mentoring.ProgrammeState `db:"state"`
	Version   int                      `db:"version"` // of the rhythm; 0: the school has set none
	Weeks     int                      `db:"weeks"`
	Trusted   []NamedTrust             `db:"-"` // asked and agreed, in order of names
}

// Open says whether anything can still be changed.
func (a Arrangement) Open() bool { return a.State != mentoring.ProgrammeClosed }

// Arrangement reads the persons of trust and the rhythm of a programme for all
// staff, in two queries.
func (s *Service) Arrangement(ctx context.Context, actor access.Actor, programme string) (Arrangement, error) {
	c := s.Read()
	if err := access.Must(trustRule.Reads(access.RelationsOf(actor, actor.School)), "support.access.keep"); err != nil {
		return Arrangement{}, err
	}
	a, err := db.One[Arrangement](ctx, c, `SELECT g.id, g.state, COALESCE(r.version, 0) AS version, COALESCE(r.weeks, $3) AS weeks
		`+mentoring.FromProgrammes("g")+` LEFT JOIN support_rhythm r ON r.school_id = g.school_id AND r.programme_id = g.id
			AND r.version = (SELECT max(k.version) FROM support_rhythm k WHERE k.school_id = g.school_id AND k.programme_id = g.id)
		WHERE g.school_id = $1 AND g.id = $2`, actor.School, programme, defaultWeeks)
	if err != nil {
		return a, verb.Missing(err, "mentoring.programme.missing")
	}
	a.Trusted, err = db.All[NamedTrust](ctx, c, `SELECT `+db.Columns[TrustPerson]("t")+`, `+people.PersonAs("s", "p")+` FROM trust_person t
		`+people.JoinStaff("s", "t.school_id", "t.staff_id")+`
		WHERE t.school_id = $1 AND t.programme_id = $2 AND t.state <> 'ended' ORDER BY s.sort_key, t.id`, actor.School, programme)
	return a, err
}
