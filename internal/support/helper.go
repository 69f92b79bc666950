package support

import (
	"context"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/request"
	"talim/internal/verb"
)

// Helper is somebody whom a member of staff has chosen: to ask questions, or to
// see the check-ins (R118, R111).
type Helper struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Person  string           `db:"person_id"` // who chose
	Purpose Purpose          `db:"purpose"`
	Helper  string           `db:"helper_id"` // staff; "" outside the school
	Outside string           `db:"outside"`   // sealed
	State   HelperState      `db:"state"`
	AskedAt calendar.Instant `db:"asked_at"`
	Agreed  calendar.Instant `db:"agreed_at"`
	Ended   calendar.Instant `db:"ended_at"`
}

// TargetHelper is a choice of a helper, by its id.
const TargetHelper = "support.helper"

// Purpose is what a helper was chosen for.
type Purpose string

// The purposes. A person of trust is named by a programme, not by one colleague; among
// what others ask of her she finds it beside the rest.
const (
	ForQuestions Purpose = "questions"
	ForCheckIns  Purpose = "check_ins"
	ForTrust     Purpose = "trust"
)

// HelperState is where the choice stands.
type HelperState string

// The states. Ended says neither who ended it nor whether it was a no (R118).
const (
	HelperAsked  HelperState = "asked"
	HelperAgreed HelperState = "agreed"
	HelperEnded  HelperState = "ended"
)

// helpers are asked and answer, persons of trust as well.
var (
	helpers = request.Kind{Table: "support_helper", Answered: "support.helper.answered"}
	trusted = request.Kind{Table: "trust_person", Answered: "support.helper.answered"}
	offers  = request.Kind{
		Table: "mismatch_offer", Column: "answer", Agreed: "yes", Declined: "no", AgreedAt: "answered_at", EndedAt: "answered_at",
		Answered: "support.helper.answered",
	}
)

// OutsidePerson is a helper outside the school, as the one who asks noted them.
type OutsidePerson struct {
	Name    string `json:"name"`
	Contact string `json:"contact"`
}

func (h Helper) about() string { return sealedOutside.Of(h.ID) }

// relations are what the actor is to the choice: who chose, and who was chosen.
func (h Helper) relations(a access.Actor) []access.Relation {
	return access.Of(a, access.Record{School: h.School, Selves: []string{h.Person}, Trusted: []string{h.Helper}})
}

// NewHelper is whom one names: somebody of the staff, or a person outside with
// their leave to be written down here.
type NewHelper struct {
	Staff   string
	Outside OutsidePerson
	Agreed  bool // the person outside agreed
}

func (n *NewHelper) check(self string) error {
	var f fault.Fields
	if n.Staff != "" {
		if n.Staff == self {
			f.Add("staff", "support.helper.self")
		}
		return f.Err()
	}
	n.Outside.Name = tidy(&f, "name", n.Outside.Name, false, maxLine)
	n.Outside.Contact = tidy(&f, "contact", n.Outside.Contact, false, maxLine)
	switch {
	case n.Outside.Name == "":
		f.Add("staff", "support.helper.nobody")
	case !n.Agreed:
		f.Add("agreed", "support.helper.agree_first")
	}
	return f.Err()
}

// NameHelper asks somebody of the staff to be one's helper, or notes a helper
// outside the school, who has agreed already.
func (s *Service) NameHelper(ctx context.Context, actor access.Actor, in NewHelper) error {
	return s.do(ctx, actor, func(w work) error {
		if err := in.check(actor.Staff); err != nil {
			return err
		}
		h := Helper{Purpose: ForQuestions, Helper: in.Staff, State: HelperAsked}
		if in.Staff == "" {
			h.State, h.Agreed = HelperAgreed, w.Instant()
		}
		return w.choose(h, in.Outside)
	})
}

// choose keeps the choice and, inside the school, asks the person on Today.
func (w work) choose(h Helper, outside OutsidePerson) (err error) {
	h.School, h.ID, h.Person, h.AskedAt = w.Actor.School, db.NewID(), w.Actor.Staff, w.Instant()
	if h.Person == "" {
		return fault.Forbidden("support.access.own")
	}
	if h.Helper == "" {
		if h.Outside, err = w.sealAs(h.about(), []string{h.Person}, outside); err != nil {
			return err
		}
	} else if err := w.atWork("staff", h.Helper); err != nil {
		return err
	}
	if err := db.Insert(w.Ctx, w.Tx, "support_helper", h); err != nil {
		return verb.Duplicate(err, "support.helper.named_already")
	}
	if h.Helper != "" {
		if err := w.remind(h.Helper, "support.remind.helper."+string(h.Purpose), h.ID, reminder.To(TargetHelper, h.ID), w.Date(), db.Texts{"Who": w.Actor.Name}); err != nil {
			return err
		}
	}
	return w.recordPrivate()
}

// atWork asks that the person holds a post of the school today.
func (w work) atWork(field, staff string) error {
	n, err := people.AtWork(w.Ctx, w.Tx, w.Actor.School, w.Date(), staff)
	if err == nil && n == 0 {
		err = fault.Invalid(field, "support.person.gone")
	}
	return err
}

// AnswerHelper is the answer of the one who was chosen. A no ends the choice and
// needs no reason.
func (s *Service) AnswerHelper(ctx context.Context, actor access.Actor, id string, yes bool) error {
	return s.do(ctx, actor, func(w work) error {
		h, err := w.helper(id)
		switch {
		case err != nil:
			return err
		case h.Helper != actor.Staff:
			return fault.NotFound("support.helper.missing")
		}
		if err := helpers.Answer(w.Work, h.ID, yes); err != nil {
			return err
		}
		if !yes {
			return w.helperEnded(h)
		}
		if err := w.closeReminders(h.ID, ""); err != nil {
			return err
		}
		if err := w.remind(h.Person, "support.remind.helper_yes."+string(h.Purpose), h.ID, helperPage(h.Purpose), w.Date(), db.Texts{"Who": actor.Name}); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

func helperPage(p Purpose) reminder.Target {
	if p == ForCheckIns {
		return reminder.To(TargetCheckIn, "")
	}
	return reminder.To(TargetQuestions, "")
}

// EndHelper ends the choice, for either of the two, at any time and without a reason.
func (s *Service) EndHelper(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		h, err := w.helper(id)
		if err != nil {
			return err
		}
		return w.endHelper(h)
	})
}

// endHelper ends the choice; where that was done already, whoever did, nothing happens.
func (w work) endHelper(h Helper) error {
	if ended, err := helpers.End(w.Work, h.ID); err != nil || !ended {
		return err
	}
	return w.helperEnded(h)
}

// helperEnded tells the other of the two, if she is of the staff.
func (w work) helperEnded(h Helper) error {
	if err := w.closeReminders(h.ID, ""); err != nil {
		return err
	}
	other, page := h.Helper, reminder.To(TargetSupport, "")
	if w.Actor.Staff == h.Helper {
		other, page = h.Person, helperPage(h.Purpose)
	}
	if other != "" && (w.Actor.Staff == h.Helper || h.State == HelperAgreed) {
		if err := w.remind(other, "support.remind.helper_ended."+string(h.Purpose), h.ID, page, w.Date(), db.Texts{"Who": w.Actor.Name}); err != nil {
			return err
		}
	}
	return w.recordPrivate()
}

// helper is a choice of which the actor is one of the two.
func (w work) helper(id string) (Helper, error) {
	h, err := helperByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err != nil {
		return h, err
	}
	return h, access.Private(helperRule.Writes(h.relations(w.Actor)), "support.helper.missing")
}

const helperColumns = `h.school_id, h.id, h.person_id, h.purpose, h.helper_id, h.outside, h.state, h.asked_at, h.agreed_at, h.ended_at`

func helperByID(ctx context.Context, c db.Conn, school, id string) (Helper, error) {
	h, err := db.One[Helper](ctx, c, `SELECT `+helperColumns+` FROM support_helper h WHERE h.school_id = $1 AND h.id = $2`, school, id)
	return h, verb.Missing(err, "support.helper.missing")
}

// NamedHelper is a choice with the names of both.
type NamedHelper struct {
	Helper
	By   mentoring.Person `db:"by_"`
	Who  mentoring.Person `db:"who_"` // of the staff
	Out  OutsidePerson    `db:"-"`    // outside the school
	Lost bool             `db:"-"`    // the name outside cannot be read
}

// Name is the helper's name; "" where it cannot be read.
func (h NamedHelper) Name() string {
	if h.Helper.Helper != "" {
		return h.Who.Name()
	}
	return h.Out.Name
}

const namedHelpers = `SELECT ` + helperColumns + `, `

func helperQuery() string {
	return namedHelpers + people.PersonAs("b", "by") + `, ` + people.PersonOrNoneAs("p", "who") + ` FROM support_helper h
		` + people.JoinStaff("b", "h.school_id", "h.person_id") + `
		` + people.LeftJoinStaff("p", "h.school_id", "h.helper_id") + ` `
}

// helpersOfReader are those of $2 in the school $1, from either side, that have not ended.
func helpersOfReader() string {
	return helperQuery() + `WHERE h.school_id = $1 AND (h.person_id = $2 OR h.helper_id = $2) AND h.state <> 'ended' `
}

func (s *Service) openHelper(ctx context.Context, h NamedHelper) NamedHelper {
	if h.Outside != "" {
		var ok bool
		h.Out, ok = openAs[OutsidePerson](ctx, s, h.about(), h.Outside)
		h.Lost = !ok
	}
	return h
}

// Helper reads a choice for one of the two.
func (s *Service) Helper(ctx context.Context, actor access.Actor, id string) (NamedHelper, error) {
	h, err := db.One[NamedHelper](ctx, s.Read(), helperQuery()+`WHERE h.school_id = $1 AND h.id = $2`, actor.School, id)
	if err != nil {
		return NamedHelper{}, verb.Missing(err, "support.helper.missing")
	}
	if err := access.Private(helperRule.Reads(h.relations(actor)), "support.helper.missing"); err != nil {
		return NamedHelper{}, err
	}
	return s.openHelper(ctx, h), nil
}

// Helpers are the choices, not ended, that the actor made or was chosen by.
func (s *Service) Helpers(ctx context.Context, actor access.Actor) ([]NamedHelper, error) {
	rows, err := db.All[NamedHelper](ctx, s.Read(), helpersOfReader()+`ORDER BY h.id`, actor.School, actor.Staff)
	return s.openHelpers(ctx, actor, rows), err
}

func (s *Service) openHelpers(ctx context.Context, actor access.Actor, rows []NamedHelper) []NamedHelper {
	out := make([]NamedHelper, 0, len(rows))
	for _, h := range rows {
		if helperRule.Reads(h.relations(actor)) {
			out = append(out, s.openHelper(ctx, h))
		}
	}
	return out
}

// helpersAndTrust are Helpers, and the programmes that named the reader as a person of trust.
func (s *Service) helpersAndTrust(ctx context.Context, actor access.Actor) ([]NamedHelper, error) {
	rows, err := db.All[NamedHelper](ctx, s.Read(), helpersOfReader()+`
UNION ALL SELECT t.school_id, t.id, t.named_by, '`+string(ForTrust)+`', t.staff_id, '', t.state, t.named_at, t.agreed_at, t.ended_at, `+
		people.PersonOrNoneAs("b", "by")+`, `+people.PersonAs("p", "who")+` FROM trust_person t
		`+people.LeftJoinStaff("b", "t.school_id", "t.named_by")+`
		`+people.JoinStaff("p", "t.school_id", "t.staff_id")+` WHERE t.school_id = $1 AND t.staff_id = $2 AND t.state <> 'ended' ORDER BY 2`, actor.School, actor.Staff)
	return s.openHelpers(ctx, actor, rows), err
}

// Staff lists who works at the school today, for a choice of one of them.
func (s *Service) Staff(ctx context.Context, actor access.Actor) ([]mentoring.Person, error) {
	if err := access.Must(Take.Allows(actor), "support.access.own"); err != nil {
		return nil, err
	}
	return people.PersonsAtWork(ctx, s.Read(), actor.School, s.Today())
}

func number(n int) string { return strconv.Itoa(n) }
