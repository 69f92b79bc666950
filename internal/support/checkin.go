package support

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/reminder"
)

// CheckIn is how a mentee is: three questions and, if she wants, a line (R111).
type CheckIn struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Pairing string           `db:"pairing_id"`
	Person  string           `db:"person_id"`
	Helper  string           `db:"helper_id"` // the choice of who may see it; "" nobody
	Date    calendar.Date    `db:"date"`
	Answers string           `db:"answers"` // sealed
	KeptAt  calendar.Instant `db:"kept_at"`
}

// TargetCheckIn is one's own check-in; TargetSharedCheckIns are those of somebody else, by
// the id of the choice that lets one see them.
const (
	TargetCheckIn        = "support.check_in"
	TargetSharedCheckIns = "support.check_in.shared"
)

// Answers are the three steps of a check-in, 1 to 5 from hard to well, and a line.
type Answers struct {
	Mood     int    `json:"mood"`     // how are you
	Backed   int    `json:"backed"`   // do you feel supported
	Strength int    `json:"strength"` // have you strength and time for the work
	Note     string `json:"note"`
}

// AskedInCheckIn are the three questions in their order; their messages are
// "support.check_in.<question>".
var AskedInCheckIn = []string{"mood", "backed", "strength"}

// Of is the step of a question, 0 without one.
func (a Answers) Of(question string) int {
	switch question {
	case "mood":
		return a.Mood
	case "backed":
		return a.Backed
	case "strength":
		return a.Strength
	}
	return 0
}

// Steps is how many steps a scale has.
const Steps = 5

func step(f *fault.Fields, field string, n int) {
	f.When(n < 1 || n > Steps, field, "support.step.missing")
}

func (c CheckIn) about() string { return sealedCheckIn.Of(c.ID) }

// Opened is a check-in with its answers; Lost says that they cannot be read.
type Opened struct {
	CheckIn
	Said Answers
	Lost bool
}

// KeepCheckIn keeps the check-in of a mentee with a running pairing. Who was
// chosen to see it, and agreed, sees it from now on.
func (s *Service) KeepCheckIn(ctx context.Context, actor access.Actor, in Answers) error {
	return s.do(ctx, actor, func(w work) error {
		pairs, err := w.ownAsMentee()
		if err != nil {
			return err
		}
		var f fault.Fields
		for _, q := range AskedInCheckIn {
			step(&f, q, in.Of(q))
		}
		in.Note = tidy(&f, "note", in.Note, false, maxNote)
		if err := f.Err(); err != nil {
			return err
		}
		viewer, err := viewerOf(w.Ctx, w.Tx, actor.School, actor.Staff)
		if err != nil {
			return err
		}
		for _, p := range pairs { // of two programmes, one check-in is enough
			if err := w.closeReminders(p.ID, keyCheckIn); err != nil {
				return err
			}
		}
		readers := []string{actor.Staff}
		c := CheckIn{School: actor.School, ID: db.NewID(), Pairing: pairs[0].ID, Person: actor.Staff, Date: w.Date(), KeptAt: w.Instant()}
		if viewer.State == HelperAgreed {
			c.Helper, readers = viewer.ID, append(readers, viewer.Helper)
		}
		if c.Answers, err = w.sealAs(c.about(), readers, in); err != nil {
			return err
		}
		return w.keepCheckIn(c, viewer)
	})
}

func (w work) keepCheckIn(c CheckIn, viewer Helper) error {
	if err := db.Insert(w.Ctx, w.Tx, "check_in", c); err != nil {
		return err
	}
	if c.Helper != "" {
		if err := w.remind(viewer.Helper, "support.remind.check_in_shared", c.ID, reminder.To(TargetSharedCheckIns, viewer.ID), w.Date(), db.Texts{"Who": w.Actor.Name}); err != nil {
			return err
		}
	}
	return w.recordPrivate()
}

// ownAsMentee are the running pairings in which the actor is the mentee: one, or
// one in each of two programmes.
func (w work) ownAsMentee() ([]pairing.Pairing, error) {
	pairs, err := pairing.Of(w.Ctx, w.Tx, w.Actor.School, w.Actor.Staff)
	if err != nil {
		return nil, err
	}
	pairs = slices.DeleteFunc(pairs, func(p pairing.Pairing) bool {
		return p.State != pairing.Running || w.Actor.Staff == "" || p.Mentee != w.Actor.Staff
	})
	return pairs, access.Must(len(pairs) > 0, "support.access.mentee")
}

// ChooseViewer asks somebody of the staff to see one's check-ins. One person at
// most: whoever was chosen before sees them no more.
func (s *Service) ChooseViewer(ctx context.Context, actor access.Actor, staff string) error {
	return s.do(ctx, actor, func(w work) error {
		if _, err := w.ownAsMentee(); err != nil {
			return err
		}
		switch staff {
		case "":
			return fault.Invalid("viewer", "support.helper.nobody")
		case actor.Staff:
			return fault.Invalid("viewer", "support.helper.self")
		}
		old, err := viewerOf(w.Ctx, w.Tx, actor.School, actor.Staff)
		if err != nil {
			return err
		}
		if old.ID != "" {
			if old.Helper == staff {
				return fault.Invalid("viewer", "support.helper.named_already")
			}
			if err := w.endHelper(old); err != nil {
				return err
			}
		}
		return w.choose(Helper{Purpose: ForCheckIns, Helper: staff, State: HelperAsked}, OutsidePerson{})
	})
}

// viewerOf is who was chosen to see somebody's check-ins; the zero Helper for nobody.
func viewerOf(ctx context.Context, c db.Conn, school, person string) (Helper, error) {
	rows, err := db.All[Helper](ctx, c, `SELECT `+helperColumns+` FROM support_helper h WHERE h.school_id = $1 AND h.person_id = $2
		AND h.purpose = 'check_ins' AND h.state <> 'ended'`, school, person)
	if err != nil || len(rows) == 0 {
		return Helper{}, err
	}
	return rows[0], nil
}

// relations are what the actor is to the check-in: the author, or the one the
// author chose for it, while the choice holds.
func (c CheckIn) relations(a access.Actor, viewer Helper) []access.Relation {
	trusted := ""
	if c.Helper != "" && c.Helper == viewer.ID && viewer.State == HelperAgreed && viewer.Person == c.Person {
		trusted = viewer.Helper
	}
	return access.Of(a, access.Record{School: c.School, Selves: []string{c.Person}, Trusted: []string{trusted}})
}

// open reads the answers of those that the actor may read.
func (s *Service) open(ctx context.Context, actor access.Actor, rows []CheckIn, viewer Helper) []Opened {
	out := make([]Opened, 0, len(rows))
	for _, c := range rows {
		if !checkInRule.Reads(c.relations(actor, viewer)) {
			continue
		}
		said, ok := openAs[Answers](ctx, s, c.about(), c.Answers)
		out = append(out, Opened{CheckIn: c, Said: said, Lost: !ok})
	}
	return out
}

// shownCheckIns is how many check-ins the picture shows: a year of every other week.
const shownCheckIns = 26

// CheckInPage is what the page of one's own check-ins shows.
type CheckInPage struct {
	Past   []Opened // oldest first
	Viewer NamedHelper
	Paired bool // has a running pairing as mentee
}

// CheckIns reads one's own page, in two queries.
func (s *Service) CheckIns(ctx context.Context, actor access.Actor) (CheckInPage, error) {
	c := s.Read()
	var page CheckInPage
	rows, err := db.All[CheckIn](ctx, c, `SELECT `+db.Columns[CheckIn]("")+` FROM check_in WHERE school_id = $1 AND person_id = $2 ORDER BY id DESC LIMIT $3`,
		actor.School, actor.Staff, shownCheckIns)
	if err != nil {
		return page, err
	}
	slices.Reverse(rows)
	page.Past = s.open(ctx, actor, rows, Helper{})
	found, err := db.All[viewerRow](ctx, c, `SELECT `+helperRowOrNone+`, `+people.PersonOrNoneAs("p", "who")+`,
		`+pairing.WhereMentored("s.school_id", "s.id")+` AS paired
		`+people.FromStaff("s")+` LEFT JOIN support_helper h ON h.school_id = s.school_id AND h.person_id = s.id AND h.purpose = 'check_ins' AND h.state <> 'ended'
		`+people.LeftJoinStaff("p", "h.school_id", "h.helper_id")+` WHERE s.school_id = $1 AND s.id = $2`, actor.School, actor.Staff)
	for _, f := range found {
		page.Viewer, page.Paired = NamedHelper{Helper: f.Helper, Who: f.Who}, f.Paired
	}
	return page, err
}

type viewerRow struct {
	Helper
	Who    mentoring.Person `db:"who_"`
	Paired bool             `db:"paired"`
}

const helperRowOrNone = `s.school_id, COALESCE(h.id, '') AS id, COALESCE(h.person_id, '') AS person_id, COALESCE(h.purpose, '') AS purpose,
	COALESCE(h.helper_id, '') AS helper_id, COALESCE(h.outside, '') AS outside, COALESCE(h.state, '') AS state,
	COALESCE(h.asked_at, '') AS asked_at, COALESCE(h.agreed_at, '') AS agreed_at, COALESCE(h.ended_at, '') AS ended_at`

// SharedCheckIns reads the check-ins that somebody lets the actor see, in two queries.
func (s *Service) SharedCheckIns(ctx context.Context, actor access.Actor, helper string) (NamedHelper, []Opened, error) {
	h, err := s.Helper(ctx, actor, helper)
	switch {
	case err != nil:
		return h, nil, err
	case h.Purpose != ForCheckIns || h.State != HelperAgreed || h.Helper.Helper != actor.Staff:
		return h, nil, fault.NotFound("support.helper.missing")
	}
	rows, err := db.All[CheckIn](ctx, s.Read(), `SELECT `+db.Columns[CheckIn]("")+` FROM check_in WHERE school_id = $1 AND helper_id = $2 ORDER BY id DESC LIMIT $3`,
		actor.School, helper, shownCheckIns)
	slices.Reverse(rows)
	return h, s.open(ctx, actor, rows, h.Helper), err
}
