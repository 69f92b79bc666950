package match

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/verb"
)

// Order is the director's order on mentors (R067). It begins the pairings of
// the agreed pairs it names, changes pairings, or says that they have ended.
type Order struct {
	School    string        `db:"school_id"`
	ID        string        `db:"id"`
	Programme string        `db:"programme_id"`
	Kind      OrderKind     `db:"kind"`
	Number    string        `db:"number"` // "" until signed
	Date      calendar.Date `db:"date"`
	calendar.Period
	State      OrderState       `db:"state"`
	PreparedBy string           `db:"prepared_by"`
	PreparedAt calendar.Instant `db:"prepared_at"`
	SignedBy   string           `db:"signed_by"`
	SignedAt   calendar.Instant `db:"signed_at"`
}

// TargetOrder is an order on pairs, by its id.
const TargetOrder = "match.order"

// OrderKind is what an order does.
type OrderKind string

// The kinds of an order.
const (
	OrderNew     OrderKind = "new"     // appoints
	OrderChanged OrderKind = "changed" // gives a mentee another mentor
	OrderEnded   OrderKind = "ended"   // says that pairs have ended
)

// OrderState is where an order stands.
type OrderState string

// The states of an order.
const (
	OrderDraft     OrderState = "draft"
	OrderSigned    OrderState = "signed"
	OrderWithdrawn OrderState = "withdrawn"
)

func (o Order) ref() journal.Ref { return journal.Ref{Kind: "mentoring_order", ID: o.ID} }

// PrepareOrder puts the agreed pairs of the programme into a draft order for the
// director: those of mentees who had no mentor yet, or else those who change
// mentors, in an order of its own. Without an agreed pair there is no order.
func (s *Service) PrepareOrder(ctx context.Context, actor access.Actor, programme string) (Order, error) {
	return s.prepare(ctx, actor, programme, func(w work, p mentoring.Programme) (OrderKind, []orderPair, error) {
		agreed, err := agreedPairs(w.Ctx, w.Tx, p)
		if err != nil {
			return "", nil, err
		}
		kind, lines := splitAgreed(agreed)
		return kind, lines, nil
	})
}

// prepare makes a draft order of the lines found.
func (s *Service) prepare(ctx context.Context, actor access.Actor, programme string, find func(work, mentoring.Programme) (OrderKind, []orderPair, error)) (Order, error) {
	var made Order
	err := s.do(ctx, actor, func(w work) error {
		if err := mentoring.MayKeep(actor); err != nil {
			return err
		}
		p, err := mentoring.OpenProgramme(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		kind, lines, err := find(w, p)
		switch {
		case err != nil:
			return err
		case len(lines) == 0 && kind == OrderEnded:
			return fault.Conflict("mentoring.order.none_ended")
		case len(lines) == 0:
			return fault.Conflict("mentoring.order.no_pairs")
		}
		made = Order{
			School: p.School, ID: db.NewID(), Programme: p.ID, Kind: kind, Date: w.Date(),
			Period: calendar.Period{Starts: min(max(p.Starts, w.Date()), p.Ends), Ends: p.Ends}, State: OrderDraft,
			PreparedBy: actor.Staff, PreparedAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "mentoring_order", made); err != nil {
			return verb.Duplicate(err, "mentoring.order.exists")
		}
		for i := range lines {
			lines[i].School, lines[i].Order, lines[i].Position = made.School, made.ID, i+1
		}
		if err := db.InsertAll(w.Ctx, w.Tx, "mentoring_order_pair", lines); err != nil {
			return err
		}
		return w.Record(EventOrderPrepared, made.ref(), "pairs", strconv.Itoa(len(lines)))
	})
	return made, err
}

// WithdrawOrder takes a draft back, for example because somebody joined later.
func (s *Service) WithdrawOrder(ctx context.Context, actor access.Actor, order string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mentoring.MayKeep(actor); err != nil {
			return err
		}
		o, err := draftOrder(w.Ctx, w.Tx, actor.School, order)
		if err != nil {
			return err
		}
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE mentoring_order SET state = 'withdrawn' WHERE school_id = $1 AND id = $2`,
			o.School, o.ID); err != nil {
			return err
		}
		return w.Record(eventOrderWithdrawn, o.ref())
	})
}

// Signature is what the director enters to sign.
type Signature struct {
	Number string
	Date   calendar.Date
	Starts calendar.Date
	Ends   calendar.Date
}

// check says what is wrong, field by field. An order that ends pairs begins none, so it has no period.
func (s Signature) check(p mentoring.Programme, kind OrderKind) error {
	var f fault.Fields
	f.When(s.Number == "", "number", "mentoring.order.number_missing")
	f.Text("number", s.Number, false, mentoring.MaxNumber)
	f.Day("date", s.Date)
	switch {
	case kind == OrderEnded:
	case !s.Starts.Valid():
		f.Add("starts", "fault.date_missing")
	case !s.Ends.Valid():
		f.Add("ends", "fault.date_missing")
	case s.Starts > s.Ends:
		f.Add("ends", "mentoring.date.order")
	case s.Starts < p.Starts || s.Ends > p.Ends:
		f.Add("starts", "mentoring.order.outside", "Starts", p.Starts, "Ends", p.Ends)
	}
	return f.Err()
}

// SignOrder signs the order; its pairings begin.
func (s *Service) SignOrder(ctx context.Context, actor access.Actor, order string, in Signature) error {
	in.Number = strings.TrimSpace(in.Number)
	return s.do(ctx, actor, func(w work) error {
		if err := mentoring.MaySign(actor); err != nil {
			return err
		}
		o, err := draftOrder(w.Ctx, w.Tx, actor.School, order)
		if err != nil {
			return err
		}
		p, err := mentoring.OpenProgramme(w.Ctx, w.Tx, actor.School, o.Programme)
		if err != nil {
			return err
		}
		if err := in.check(p, o.Kind); err != nil {
			return err
		}
		o.Number, o.Date, o.State = in.Number, in.Date, OrderSigned
		if o.Kind != OrderEnded {
			o.Starts, o.Ends = in.Starts, in.Ends
		}
		o.SignedBy, o.SignedAt = actor.Staff, w.Instant()
		if err := db.Update(w.Ctx, w.Tx, "mentoring_order", o, "school_id", "id"); err != nil {
			if dup := verb.Duplicate(err, ""); fault.Is(dup, fault.KindConflict) {
				return fault.Invalid("number", "mentoring.order.number_taken")
			}
			return err
		}
		n := 0
		if o.Kind != OrderEnded {
			if n, err = w.beginPairings(p, o); err != nil {
				return err
			}
			if err := mentoring.SetState(w.Work, p, mentoring.ProgrammeRunning); err != nil {
				return err
			}
		}
		return w.Record(EventOrderSigned, o.ref(), "number", o.Number, "pairs", strconv.Itoa(n))
	})
}

// beginPairings makes a pairing of every pair of the order. A mentor's places
// are counted again here: since the proposal another order may have taken them.
func (w work) beginPairings(p mentoring.Programme, o Order) (int, error) {
	policy, err := mentoring.PolicyOf(w.Ctx, w.Tx, p.School, p.ID)
	if err != nil {
		return 0, err
	}
	pairs, err := db.All[Pair](w.Ctx, w.Tx, `SELECT `+db.Columns[Pair]("q")+` FROM mentoring_order_pair x
		JOIN proposal_pair q ON q.school_id = x.school_id AND q.id = x.pair_id
		WHERE x.school_id = $1 AND x.order_id = $2 ORDER BY x.position`, o.School, o.ID)
	if err != nil {
		return 0, err
	}
	for _, q := range pairs { // first the places that are given up
		if err := w.giveUp(q); err != nil {
			return 0, err
		}
	}
	for _, q := range pairs {
		if err := w.BeginPairing(w.Work, p, policy, o, q); err != nil {
			return 0, err
		}
	}
	return len(pairs), nil
}

// giveUp ends the pairing whose place a pair takes, if it still runs.
func (w work) giveUp(q Pair) error {
	if q.Instead == "" {
		return nil
	}
	former, err := pairing.ByID(w.Ctx, w.Tx, q.School, q.Instead)
	if err != nil || former.State != pairing.Running {
		return err
	}
	return w.change(former)
}

// BeginPairing begins the pairing of an agreed pair that the order names.
func (s *Service) BeginPairing(change verb.Work, p mentoring.Programme, policy mentoring.Policy, o Order, q Pair) error {
	w := work{change, s}
	if q.State != PairAgreed {
		return fault.Conflict("mentoring.order.not_agreed")
	}
	taken, err := db.All[int](w.Ctx, w.Tx, `SELECT place FROM pairing WHERE school_id = $1 AND programme_id = $2
		AND mentor_id = $3 AND state = 'running'`, p.School, p.ID, q.Mentor)
	if err != nil {
		return err
	}
	place := freePlace(taken, policy.MenteesPerMentor)
	if place == 0 {
		return fault.Conflict("mentoring.order.no_place")
	}
	row := pairing.Pairing{
		School: p.School, ID: db.NewID(), Programme: p.ID, Policy: policy.ID, Order: o.ID, Pair: q.ID, Mentor: q.Mentor,
		Mentee: q.Mentee, Place: place, Period: o.Period, State: pairing.Running,
	}
	if policy.TrialWeeks > 0 {
		row.TrialEnds = min(o.Ends, o.Starts.AddDays(7*policy.TrialWeeks))
	}
	if err := w.pairings.Begin(w.Work, row); err != nil {
		return verb.Duplicate(err, "mentoring.order.no_place")
	}
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE proposal_pair SET state = 'ordered' WHERE school_id = $1 AND id = $2`, q.School, q.ID)
	return err
}

func orderByID(ctx context.Context, c db.Conn, school, id string) (Order, error) {
	o, err := db.One[Order](ctx, c, `SELECT `+db.Columns[Order]("")+` FROM mentoring_order WHERE school_id = $1 AND id = $2`, school, id)
	return o, verb.Missing(err, "mentoring.order.missing")
}

func draftOrder(ctx context.Context, c db.Conn, school, id string) (Order, error) {
	o, err := orderByID(ctx, c, school, id)
	if err == nil && o.State != OrderDraft {
		err = fault.Conflict("mentoring.order.not_draft")
	}
	return o, err
}

// OrderedPair is a line of the order. Of an order that ends pairs the mentor is
// the one whose work ended.
type OrderedPair struct {
	Mentor mentoring.Person `db:"mentor_"`
	Mentee mentoring.Person `db:"mentee_"`
	Former mentoring.Person `db:"former_"` // the mentor before; without an id there was none
	Starts calendar.Date    `db:"starts"`  // of the pairing that ended, "" none
	Ended  calendar.Date    `db:"ended"`
	Group  int              `db:"group_number"` // 0: no group (R079)
	Second mentoring.Person `db:"second_"`      // mentor of the group; without an id there is none
}

// Order reads an order with its lines. A draft is seen by those who keep the
// programme; a signed order by all staff, as an order is (R106).
func (s *Service) Order(ctx context.Context, actor access.Actor, id string) (Order, []OrderedPair, error) {
	c := s.Read()
	o, err := orderByID(ctx, c, actor.School, id)
	if err != nil {
		return o, nil, err
	}
	if o.State != OrderSigned {
		if err := mentoring.MayKeep(actor); err != nil {
			return Order{}, nil, err
		}
	}
	lines, err := db.All[OrderedPair](ctx, c, `SELECT `+people.PersonAs("o", "mentor")+`, `+people.PersonAs("e", "mentee")+`,
		`+people.PersonOrNoneAs("b", "former")+`, COALESCE(f.starts, '') AS starts, COALESCE(f.ends, '') AS ended,
		`+s.groups.Number+` AS group_number, `+people.PersonOrNoneAs("v", "second")+`
		FROM mentoring_order_pair x JOIN proposal_pair q ON q.school_id = x.school_id AND q.id = x.pair_id
		`+people.JoinStaff("o", "q.school_id", "q.mentor_id")+`
		`+people.JoinStaff("e", "q.school_id", "q.mentee_id")+`
		LEFT JOIN pairing f ON f.school_id = x.school_id AND f.id = x.former
		`+people.LeftJoinStaff("b", "f.school_id", "f.mentor_id")+`
		`+s.groups.Join("q.school_id", "q.id")+`
		`+people.LeftJoinStaff("v", "q.school_id", s.groups.Second)+`
		WHERE x.school_id = $1 AND x.order_id = $2 ORDER BY group_number, x.position`, o.School, o.ID)
	return o, lines, err
}

// Orders are the orders of a programme that the actor may see, newest first.
func (s *Service) Orders(ctx context.Context, actor access.Actor, programme string) ([]Order, error) {
	if err := access.Must(mentoring.Take.Allows(actor), "mentoring.access.own"); err != nil {
		return nil, err
	}
	all, err := db.All[Order](ctx, s.Read(), `SELECT `+db.Columns[Order]("")+` FROM mentoring_order
		WHERE school_id = $1 AND programme_id = $2 AND state <> 'withdrawn' ORDER BY id DESC`, actor.School, programme)
	if mentoring.Keep.Allows(actor) {
		return all, err
	}
	return slices.DeleteFunc(all, func(o Order) bool { return o.State != OrderSigned }), err
}

// freePlace is the lowest place of a mentor that is not taken; 0 when all are.
func freePlace(taken []int, places int) int {
	for place := 1; place <= places; place++ {
		free := true
		for _, t := range taken {
			free = free && t != place
		}
		if free {
			return place
		}
	}
	return 0
}
