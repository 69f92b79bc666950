package district

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Ask is what a school asks of the office above it, where it finds no mentor of a subject
// by itself: the subject and how many colleagues need one. It has no words, so that
// nothing private can stand in it.
//
// Who does what, in words: those who keep the programmes of a school ask and take back;
// the methodologists of the office above read what its schools asked, with the school and
// the subject and no person, and answer it with another of its schools or with nobody.
// Those who keep the programmes of the school read the answer, and those of the school
// that was named learn that it was. Nobody else reads any of it, the administrator of the
// office neither.
type Ask struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Office     string           `db:"office_id"`
	Subject    string           `db:"subject_code"`
	Places     int              `db:"places"`
	State      AskState         `db:"state"`
	ToSchool   string           `db:"to_school_id"`
	AskedBy    string           `db:"asked_by"`
	AskedAt    calendar.Instant `db:"asked_at"`
	AnsweredAt calendar.Instant `db:"answered_at"`
}

// TargetAsks is what the schools asked of an office, TargetOwnAsks what one's own asked.
const (
	TargetAsks    = "district.asks"
	TargetOwnAsks = "district.own_asks"
)

// AskState is where it stands.
type AskState string

// The states of what was asked.
const (
	AskWaits     AskState = "asked"
	AskNamed     AskState = "named" // with a school
	AskNobody    AskState = "nobody"
	AskWithdrawn AskState = "withdrawn"
)

// AnswerAsks is what the methodologists of a district may do.
var AnswerAsks = access.Permission{Name: "mentoring.district.answer", Office: true, Roles: []access.Role{access.Methodologist}}

// The journal's events of what a school asked of its office.
const (
	eventAsked        journal.Event = "mentoring.ask.asked"
	eventAskAnswered  journal.Event = "mentoring.ask.answered"
	eventAskWithdrawn journal.Event = "mentoring.ask.withdrawn"
)

func (a Ask) ref() journal.Ref { return journal.Ref{Kind: "district_ask", ID: a.ID} }

// NewAsk is what is asked.
type NewAsk struct {
	Subject string
	Places  int
}

const maxAsked = 20

func (n NewAsk) check(f fault.Fields, known bool) error {
	f.When(!known, "subject", "mentoring.ask.subject")
	f.When(n.Places < 1 || n.Places > maxAsked, "places", "mentoring.policy.range", "Min", 1, "Max", maxAsked)
	return f.Err()
}

// AskOffice asks the office above the school; of one subject once at a time.
func (s *Service) AskOffice(ctx context.Context, actor access.Actor, in NewAsk) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mentoring.MayKeep(actor); err != nil {
			return err
		}
		known, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) `+timetable.FromSubjects("j")+` WHERE j.school_id = $1 AND j.code = $2`, actor.School, in.Subject)
		if err != nil {
			return err
		}
		if err := in.check(nil, known > 0); err != nil {
			return err
		}
		office, err := db.One[string](w.Ctx, w.Tx, `SELECT o.parent_id `+people.FromOrganisations("o")+` WHERE o.id = $1`, actor.School)
		if err != nil {
			return err
		}
		if office == "" {
			return fault.Conflict("mentoring.ask.no_office")
		}
		a := Ask{
			School: actor.School, ID: db.NewID(), Office: office, Subject: in.Subject, Places: in.Places, State: AskWaits,
			AskedBy: actor.Staff, AskedAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "district_ask", a); err != nil {
			return verb.Duplicate(err, "mentoring.ask.already")
		}
		if err := w.tellOffice(a); err != nil {
			return err
		}
		return w.Record(eventAsked, a.ref())
	})
}

// tellOffice puts it on Today of the methodologists of the office.
func (w work) tellOffice(a Ask) error {
	staff, err := people.IDsWithRole(w.Ctx, w.Tx, a.Office, w.Date(), AnswerAsks.Roles...)
	for _, id := range staff {
		if err := w.tellOf(a.Office, id, "mentoring.remind.ask", a.ID, TargetAsks); err != nil {
			return err
		}
	}
	return err
}

// AnswerAsk is the answer of the office: one of its schools, or "" for nobody now.
func (s *Service) AnswerAsk(ctx context.Context, actor access.Actor, id, school string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(AnswerAsks.Allows(actor), "mentoring.ask.access"); err != nil {
			return err
		}
		a, err := db.One[Ask](w.Ctx, w.Tx, `SELECT `+db.Columns[Ask]("")+` FROM district_ask WHERE id = $1 AND office_id = $2`, id, actor.School)
		if err != nil {
			return verb.Missing(err, "mentoring.ask.missing")
		}
		key := "mentoring.remind.ask_nobody"
		a.State, a.ToSchool = AskNobody, school
		if school != "" {
			key, a.State = "mentoring.remind.ask_named", AskNamed
			if err := w.isBelow(a, school); err != nil {
				return err
			}
		}
		if err := w.settleAsk(a); err != nil {
			return err
		}
		if err := w.tellKeepersOf(a.School, key, a.ID, TargetOwnAsks); err != nil {
			return err
		}
		if school != "" {
			if err := w.tellKeepers(school, "mentoring.remind.ask_yours", a.ID); err != nil {
				return err
			}
		}
		w.Actor = access.System(a.School, "mentoring")
		return w.Record(eventAskAnswered, a.ref())
	})
}

// isBelow says whether the school is another one of the same office.
func (w work) isBelow(a Ask, school string) error {
	n, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) `+people.FromOrganisations("o")+` WHERE o.id = $1 AND o.parent_id = $2 AND o.kind = 'school' AND o.id <> $3`,
		school, a.Office, a.School)
	if err == nil && n == 0 {
		err = fault.Invalid("school", "mentoring.ask.school")
	}
	return err
}

// WithdrawAsk takes back what was asked and is not answered.
func (s *Service) WithdrawAsk(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mentoring.MayKeep(actor); err != nil {
			return err
		}
		a, err := db.One[Ask](w.Ctx, w.Tx, `SELECT `+db.Columns[Ask]("")+` FROM district_ask WHERE school_id = $1 AND id = $2`, actor.School, id)
		if err != nil {
			return verb.Missing(err, "mentoring.ask.missing")
		}
		a.State = AskWithdrawn
		if err := w.settleAsk(a); err != nil {
			return err
		}
		return w.Record(eventAskWithdrawn, a.ref())
	})
}

// settleAsk ends what waits; of two answers at the same moment one counts.
func (w work) settleAsk(a Ask) error {
	n, err := db.Exec(w.Ctx, w.Tx, `UPDATE district_ask SET state = $3, to_school_id = $4, answered_at = $5 WHERE school_id = $1 AND id = $2 AND state = 'asked'`,
		a.School, a.ID, a.State, a.ToSchool, w.Instant())
	if err != nil || n == 0 {
		return orConflict(err, "mentoring.outside.over")
	}
	there := w
	there.Actor.School = a.Office
	return there.CloseReminders(a.ID)
}

// AskLine is what was asked as a page shows it, with the names of the subject and of the
// schools.
type AskLine struct {
	Ask
	SubjectKK string `db:"subject_kk"`
	SubjectRU string `db:"subject_ru"`
	SubjectEN string `db:"subject_en"`
	FromKK    string `db:"from_kk"`
	FromRU    string `db:"from_ru"`
	FromEN    string `db:"from_en"`
	ToKK      string `db:"to_kk"`
	ToRU      string `db:"to_ru"`
	ToEN      string `db:"to_en"`
}

// SubjectName is the subject as the school calls it.
func (l AskLine) SubjectName() i18n.Text {
	return i18n.Text{KK: l.SubjectKK, RU: l.SubjectRU, EN: l.SubjectEN}
}

// From is the school that asks.
func (l AskLine) From() i18n.Text { return i18n.Text{KK: l.FromKK, RU: l.FromRU, EN: l.FromEN} }

// To is the school that the office named.
func (l AskLine) To() i18n.Text { return i18n.Text{KK: l.ToKK, RU: l.ToRU, EN: l.ToEN} }

var askLines = `SELECT ` + db.Columns[Ask]("a") + `, j.name_kk AS subject_kk, j.name_ru AS subject_ru, j.name_en AS subject_en,
	f.name_kk AS from_kk, f.name_ru AS from_ru, f.name_en AS from_en,
	COALESCE(t.name_kk, '') AS to_kk, COALESCE(t.name_ru, '') AS to_ru, COALESCE(t.name_en, '') AS to_en
FROM district_ask a ` + people.JoinOrganisation("f", "a.school_id") + ` LEFT ` + people.JoinOrganisation("t", "a.to_school_id") + `
JOIN (SELECT j.school_id, j.code, j.name_kk, j.name_ru, j.name_en ` + timetable.FromSubjects("j") + `) j ON j.school_id = a.school_id AND j.code = a.subject_code
WHERE a.state <> 'withdrawn' AND `

// Asks are those of the actor's school, the newest first.
func (s *Service) Asks(ctx context.Context, actor access.Actor) ([]AskLine, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return nil, err
	}
	return db.All[AskLine](ctx, s.Read(), askLines+`a.school_id = $1 ORDER BY a.asked_at DESC, a.id LIMIT 20`, actor.School)
}

// Subjects are those of the school, of which one is asked for.
func (s *Service) Subjects(ctx context.Context, actor access.Actor) ([]timetable.Subject, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return nil, err
	}
	return timetable.Subjects(ctx, s.Read(), actor.School)
}

// School is one that an office can name, with how many places its teachers offer in a
// subject; one that did not open itself offers none.
type School struct {
	ID       string `db:"id"`
	KK       string `db:"name_kk"`
	RU       string `db:"name_ru"`
	EN       string `db:"name_en"`
	Subjects string `db:"subjects"` // of one who offers
	Places   int    `db:"places"`
}

// Name is the name of the school.
func (o School) Name() i18n.Text { return i18n.Text{KK: o.KK, RU: o.RU, EN: o.EN} }

// Asked is what an office was asked, and whom it can name.
type Asked struct {
	Lines   []AskLine
	offered []School
}

// Schools are those that the office can name for a line, the most places first.
func (o Asked) Schools(l AskLine) []School {
	var out []School
	for _, offer := range o.offered {
		if offer.ID == l.School {
			continue
		}
		at := slices.IndexFunc(out, func(x School) bool { return x.ID == offer.ID })
		if at < 0 {
			at, out = len(out), append(out, School{ID: offer.ID, KK: offer.KK, RU: offer.RU, EN: offer.EN})
		}
		if slices.Contains(mentoring.SplitList(offer.Subjects), l.Subject) {
			out[at].Places += offer.Places
		}
	}
	slices.SortStableFunc(out, func(a, b School) int { return b.Places - a.Places })
	return out
}

// OfficeAsks is what the schools of the actor's office asked: what waits first.
func (s *Service) OfficeAsks(ctx context.Context, actor access.Actor) (Asked, error) {
	var out Asked
	err := access.Must(AnswerAsks.Allows(actor), "mentoring.ask.access")
	if err != nil {
		return out, err
	}
	out.Lines, err = db.All[AskLine](ctx, s.Read(), askLines+`a.office_id = $1 ORDER BY CASE a.state WHEN 'asked' THEN 0 ELSE 1 END, a.asked_at DESC, a.id LIMIT 50`, actor.School)
	if err != nil {
		return out, err
	}
	out.offered, err = db.All[School](ctx, s.Read(), `SELECT o.id, o.name_kk, o.name_ru, o.name_en, COALESCE(`+people.SelectSubjects("f.school_id", "f.staff_id", "$2")+`, '') AS subjects,
		COALESCE(f.places, 0) AS places `+people.FromOrganisations("o")+`
		LEFT JOIN district_opening d ON d.school_id = o.id AND d.starts <= $2 AND d.ends > $2
		LEFT JOIN district_offer f ON f.school_id = d.school_id AND f.starts <= $2 AND f.ends > $2
		WHERE o.parent_id = $1 AND o.kind = 'school' ORDER BY o.code, f.id`, actor.School, s.Today())
	return out, err
}
