package district

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
	"talim/internal/version"
)

// A teacher who is the only one of a subject finds no mentor of it at school. In
// the district there may be one, who works with her on-line (R062, R121). Three
// say yes before anything begins: the school of the mentor, with a date, that its
// teachers may; the mentor, that she would; and both once more to each request.
// A school that did not open is not seen at all.

// OutsideRequest is a school's request for a mentor of another school.
type OutsideRequest struct {
	School     string           `db:"school_id"` // that asks
	ID         string           `db:"id"`
	Mentee     string           `db:"mentee_id"`
	Subject    string           `db:"subject_code"`
	ToSchool   string           `db:"to_school_id"`
	ToStaff    string           `db:"to_staff_id"`
	Hours      int              `db:"shared_hours"`
	State      OutsideState     `db:"state"`
	AskedBy    string           `db:"asked_by"`
	AskedAt    calendar.Instant `db:"asked_at"`
	AnsweredAt calendar.Instant `db:"answered_at"`
}

// TargetMentors is the mentors of the district.
const TargetMentors = "district.mentors"

// OutsideState is where a request stands. It never says who refused.
type OutsideState string

// The states of a request.
const (
	OutsideAsked        OutsideState = "asked"         // waits for the school of the mentor
	OutsideSchoolAgreed OutsideState = "school_agreed" // waits for the mentor
	OutsideAgreed       OutsideState = "agreed"
	OutsideNotAgreed    OutsideState = "not_agreed"
	OutsideWithdrawn    OutsideState = "withdrawn"
)

// The journal's events of mentors across schools.
const (
	eventDistrictOpened journal.Event = "mentoring.district.opened"
	eventDistrictClosed journal.Event = "mentoring.district.closed"
	eventOffered        journal.Event = "mentoring.district.offered"
	eventOutsideAsked   journal.Event = "mentoring.outside.asked"
	eventOutsideAnswer  journal.Event = "mentoring.outside.answered"
	eventOutsideBack    journal.Event = "mentoring.outside.withdrawn"
)

func (r OutsideRequest) ref() journal.Ref { return journal.Ref{Kind: "district_request", ID: r.ID} }

// after gives the state after an answer; only what waits can be answered.
func (r OutsideRequest) after(yes bool) (OutsideState, error) {
	switch {
	case r.State != OutsideAsked && r.State != OutsideSchoolAgreed:
		return r.State, fault.Conflict("mentoring.outside.over")
	case !yes:
		return OutsideNotAgreed, nil
	case r.State == OutsideAsked:
		return OutsideSchoolAgreed, nil
	}
	return OutsideAgreed, nil
}

// OpenToDistrict lets the teachers of the school mentor colleagues of other
// schools of the district from today, or ends that: the director's consent, dated.
func (s *Service) OpenToDistrict(ctx context.Context, actor access.Actor, open bool) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mentoring.MaySign(actor); err != nil {
			return err
		}
		ended, err := db.Exec(w.Ctx, w.Tx, `UPDATE district_opening SET ends = $2 WHERE school_id = $1 AND ends = $3`,
			actor.School, w.Date(), calendar.Forever)
		if err != nil || !open && ended == 0 || open && ended > 0 {
			return orConflict(err, "mentoring.changed_meanwhile")
		}
		if !open {
			return w.Record(eventDistrictClosed, journal.Ref{Kind: "school", ID: actor.School})
		}
		if err := w.insertOpening(); err != nil {
			return err
		}
		return w.Record(eventDistrictOpened, journal.Ref{Kind: "school", ID: actor.School})
	})
}

func orConflict(err error, key string) error {
	if err == nil {
		return fault.Conflict(key)
	}
	return err
}

func (w work) insertOpening() error {
	_, err := db.Exec(w.Ctx, w.Tx, `INSERT INTO district_opening (school_id, id, starts, ends, set_by, set_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		w.Actor.School, db.NewID(), w.Date(), calendar.Forever, w.Actor.Staff, w.Instant())
	return verb.Duplicate(err, "mentoring.changed_meanwhile")
}

const maxOutside = 3

// Offer is how many colleagues of other schools somebody would mentor on-line, 0 none.
type Offer struct {
	Version int `db:"version"` // counts how often an offer was made or taken back
	Places  int `db:"places"`
}

// OfferOutside says so of oneself; 0 places take the offer back.
func (s *Service) OfferOutside(ctx context.Context, actor access.Actor, in Offer) error {
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(mentoring.Take.Allows(actor) && actor.Staff != "", "mentoring.access.own"); err != nil {
			return err
		}
		if in.Places < 0 || in.Places > maxOutside {
			return fault.Invalid("places", "mentoring.policy.range", "Min", 0, "Max", maxOutside)
		}
		now, err := offerOf(w.Ctx, w.Tx, actor)
		if err != nil {
			return err
		}
		if err := version.Check(now, in.Version); err != nil {
			return err
		}
		if err := w.replaceOffer(in.Places); err != nil {
			return err
		}
		return w.Record(eventOffered, journal.Ref{Kind: "staff", ID: actor.Staff})
	})
}

func (w work) replaceOffer(places int) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE district_offer SET ends = $3 WHERE school_id = $1 AND staff_id = $2 AND ends = $4`,
		w.Actor.School, w.Actor.Staff, w.Date(), calendar.Forever)
	if err != nil || places == 0 {
		return err
	}
	_, err = db.Exec(w.Ctx, w.Tx, `INSERT INTO district_offer (school_id, id, staff_id, places, starts, ends, set_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, w.Actor.School, db.NewID(), w.Actor.Staff, places, w.Date(), calendar.Forever, w.Instant())
	return verb.Duplicate(err, "mentoring.changed_meanwhile")
}

// offerVersionSQL and offerPlacesSQL are the offer of $2 of the school $1; $3 is Forever.
const (
	offerVersionSQL = `(SELECT count(*) + count(CASE WHEN f.ends <> $3 THEN 1 END) FROM district_offer f WHERE f.school_id = $1 AND f.staff_id = $2)`
	offerPlacesSQL  = `COALESCE((SELECT max(f.places) FROM district_offer f WHERE f.school_id = $1 AND f.staff_id = $2 AND f.ends = $3), 0)`
)

func offerOf(ctx context.Context, c db.Conn, actor access.Actor) (Offer, error) {
	return db.One[Offer](ctx, c, `SELECT `+offerVersionSQL+` AS version, `+offerPlacesSQL+` AS places`, actor.School, actor.Staff, calendar.Forever)
}

// AskOutside asks the school of a mentor for her, for a mentee of one's own.
func (s *Service) AskOutside(ctx context.Context, actor access.Actor, mentee, school, mentor string) (OutsideRequest, error) {
	var made OutsideRequest
	err := s.do(ctx, actor, func(w work) error {
		found, err := w.outsideMentors(mentee)
		if err != nil {
			return err
		}
		m, still := found.of(school, mentor)
		if !still {
			return fault.Conflict("mentoring.outside.gone")
		}
		made = OutsideRequest{
			School: actor.School, ID: db.NewID(), Mentee: mentee, Subject: m.Shared[0], ToSchool: school, ToStaff: mentor, Hours: m.Hours,
			State: OutsideAsked, AskedBy: actor.Staff, AskedAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "district_request", made); err != nil {
			return verb.Duplicate(err, "mentoring.outside.asked_already")
		}
		if err := w.tellKeepers(school, "mentoring.remind.outside_asked", made.ID); err != nil {
			return err
		}
		return w.Record(eventOutsideAsked, made.ref())
	})
	return made, err
}

// AnswerOutside answers a request: first the school of the mentor, by those who
// keep its programmes, then the mentor for herself. Who of them said no is kept nowhere.
func (s *Service) AnswerOutside(ctx context.Context, actor access.Actor, request string, yes bool) error {
	return s.do(ctx, actor, func(w work) error {
		r, err := w.outsideRequest(request)
		if err != nil {
			return err
		}
		if err := r.mayAnswer(actor); err != nil {
			return err
		}
		state, err := r.after(yes)
		if err != nil {
			return err
		}
		return w.outsideGoesOn(r, state)
	})
}

// mayAnswer holds for whoever's turn it is.
func (r OutsideRequest) mayAnswer(a access.Actor) error {
	school, self := a.School == r.ToSchool && mentoring.Keep.Allows(a), a.School == r.ToSchool && a.Staff == r.ToStaff
	switch r.State {
	case OutsideAsked:
		return access.Must(school, "mentoring.access.keep")
	case OutsideSchoolAgreed:
		return access.Must(self, "mentoring.access.own")
	}
	return access.Must(school || self, "mentoring.access.own")
}

// outsideGoesOn keeps the new state and tells who is next. The program stands in
// the journal of the school that asked, whoever answered.
func (w work) outsideGoesOn(r OutsideRequest, state OutsideState) error {
	if err := w.setOutside(r, state); err != nil {
		return err
	}
	var err error
	switch state {
	case OutsideSchoolAgreed:
		err = w.tellAt(r.ToSchool, r.ToStaff, "mentoring.remind.outside_mentor", r.ID)
	case OutsideAgreed:
		if err = w.tellAt(r.School, r.Mentee, "mentoring.remind.outside_agreed", r.ID); err == nil {
			err = w.tellKeepers(r.School, "mentoring.remind.outside_agreed", r.ID)
		}
	case OutsideNotAgreed:
		err = w.tellKeepers(r.School, "mentoring.remind.outside_not_agreed", r.ID)
	}
	if err != nil {
		return err
	}
	w.Actor = access.System(r.School, "mentoring")
	return w.Record(eventOutsideAnswer, r.ref())
}

// WithdrawOutside takes a request back: by those who keep the programmes of the
// school that asked, or by the mentee, without a reason.
func (s *Service) WithdrawOutside(ctx context.Context, actor access.Actor, request string) error {
	return s.do(ctx, actor, func(w work) error {
		r, err := w.outsideRequest(request)
		if err != nil {
			return err
		}
		if err := access.Must(actor.School == r.School && (mentoring.Keep.Allows(actor) || actor.Staff == r.Mentee), "mentoring.access.keep"); err != nil {
			return err
		}
		if r.State == OutsideNotAgreed || r.State == OutsideWithdrawn {
			return fault.Conflict("mentoring.outside.over")
		}
		if err := w.setOutside(r, OutsideWithdrawn); err != nil {
			return err
		}
		w.Actor = access.System(r.School, "mentoring")
		return w.Record(eventOutsideBack, r.ref())
	})
}

func (w work) setOutside(r OutsideRequest, state OutsideState) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE district_request SET state = $3, answered_at = $4 WHERE school_id = $1 AND id = $2`,
		r.School, r.ID, state, w.Instant())
	if err != nil {
		return err
	}
	for _, school := range []string{r.School, r.ToSchool} {
		there := w
		there.Actor.School = school
		if err := there.CloseReminders(r.ID); err != nil {
			return err
		}
	}
	return nil
}

// tellAt puts a line on somebody's Today in any of the two schools.
func (w work) tellAt(school, staff, key, about string) error {
	return w.tellOf(school, staff, key, about, TargetMentors)
}

// tellOf does so with the page that it leads to.
func (w work) tellOf(school, staff, key, about, page string) error {
	w.Actor.School = school
	return mentoring.Notify(w.Work, staff, key, about, reminder.To(page, ""), nil)
}

// tellKeepers does so for those who keep the programmes of a school.
func (w work) tellKeepers(school, key, about string) error {
	return w.tellKeepersOf(school, key, about, TargetMentors)
}

func (w work) tellKeepersOf(school, key, about, page string) error {
	staff, err := people.IDsWithRole(w.Ctx, w.Tx, school, w.Date(), mentoring.Keep.Roles...)
	if err != nil {
		return err
	}
	for _, id := range staff {
		if err := w.tellOf(school, id, key, about, page); err != nil {
			return err
		}
	}
	return nil
}

// outsideRequest is a request that the actor's school made or got; any other is not found.
func (w work) outsideRequest(id string) (OutsideRequest, error) {
	r, err := db.One[OutsideRequest](w.Ctx, w.Tx, `SELECT `+db.Columns[OutsideRequest]("")+` FROM district_request
		WHERE id = $2 AND (school_id = $1 OR to_school_id = $1)`, w.Actor.School, id)
	return r, verb.Missing(err, "mentoring.outside.missing")
}

// OutsideLine is a request as a page shows it: codes and the names of schools, no names of people.
type OutsideLine struct {
	OutsideRequest
	MenteeCode string `db:"mentee_code"`
	MentorCode string `db:"mentor_code"`
	FromKK     string `db:"from_kk"`
	FromRU     string `db:"from_ru"`
	FromEN     string `db:"from_en"`
	ToKK       string `db:"to_kk"`
	ToRU       string `db:"to_ru"`
	ToEN       string `db:"to_en"`
}

// From is the school that asks, To the school of the mentor.
func (l OutsideLine) From() i18n.Text { return i18n.Text{KK: l.FromKK, RU: l.FromRU, EN: l.FromEN} }

// To is the school of the mentor.
func (l OutsideLine) To() i18n.Text { return i18n.Text{KK: l.ToKK, RU: l.ToRU, EN: l.ToEN} }

// OutsideRequests are the requests that concern the actor: those of her school and
// to her school for who keeps the programmes, else those about herself.
func (s *Service) OutsideRequests(ctx context.Context, actor access.Actor) ([]OutsideLine, error) {
	if err := access.Must(mentoring.Take.Allows(actor), "mentoring.access.own"); err != nil {
		return nil, err
	}
	mine := ` AND (r.school_id = $1 AND r.mentee_id = $2 OR r.to_school_id = $1 AND r.to_staff_id = $2 AND r.state <> 'asked')`
	args := []any{actor.School, actor.Staff}
	if mentoring.Keep.Allows(actor) {
		mine, args = "", args[:1]
	}
	return db.All[OutsideLine](ctx, s.Read(), `SELECT `+db.Columns[OutsideRequest]("r")+`, e.code AS mentee_code, m.code AS mentor_code,
		f.name_kk AS from_kk, f.name_ru AS from_ru, f.name_en AS from_en, o.name_kk AS to_kk, o.name_ru AS to_ru, o.name_en AS to_en
		FROM district_request r
		`+people.JoinStaff("e", "r.school_id", "r.mentee_id")+`
		`+people.JoinStaff("m", "r.to_school_id", "r.to_staff_id")+`
		`+people.JoinOrganisation("f", "r.school_id")+` `+people.JoinOrganisation("o", "r.to_school_id")+`
		WHERE (r.school_id = $1 OR r.to_school_id = $1) AND r.state <> 'withdrawn'`+mine+` ORDER BY r.id DESC LIMIT 50`, args...)
}
