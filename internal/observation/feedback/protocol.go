package feedback

import (
	"context"
	_ "embed"
	"encoding/json"
	"slices"
	"sync"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/version"
)

// Protocol is how the feedback of a school goes, for lessons from a day on (R141).
type Protocol struct {
	ID       string         `json:"id"`
	Version  int            `json:"-"` // 0: what holds where the school has set none
	Starts   calendar.Date  `json:"starts"`
	Order    Order          `json:"order"`
	WaitDays int            `json:"wait_days"` // after the lesson: then observers write, whether the teacher looked back or not
	DueDays  int            `json:"due_days"`  // after the lesson: until then it stands on Today
	Minutes  map[string]int `json:"minutes"`   // of each step, when they sit together (R140); a step with 0 is left out
	Asks     []Ask          `json:"asks"`
}

// Order is how strict a protocol is.
type Order string

// The orders.
const (
	Strict Order = "strict" // one after another; observers read each other's words after their own
	Free   Order = "open"   // the same questions, whenever somebody comes to them
	None   Order = "none"   // nothing is asked, and nothing waits; who wants writes
)

// Orders are all orders, in the order of the form.
var Orders = []Order{Strict, Free, None}

// Steps are the steps of a protocol in their order.
var Steps = []string{"reflection", "words", "reply", "step"}

// Ask is something that observers are asked.
type Ask struct {
	Code string    `json:"code"` // of Asked
	Need Need      `json:"need"`
	Own  i18n.Text `json:"own"` // the school's own words for it; empty: the usual ones
}

// Need says whether an answer is needed.
type Need string

// The needs.
const (
	Required Need = "required"
	Optional Need = "optional"
	LeftOut  Need = "left_out"
)

// Needs are all needs, in the order of the form.
var Needs = []Need{Required, Optional, LeftOut}

// Asked are the questions in their order: what shows that pupils learned (R139), a question
// to the teacher, what one learned and will use (R138), and a suggestion.
var Asked = []string{"evidence", "question", "learned", "suggestion"}

const (
	maxMinutes = 120
	maxDays    = 60
	maxOwn     = 200 // characters
)

// Ask is what is asked under a code.
func (p Protocol) Ask(code string) Ask {
	if i := slices.IndexFunc(p.Asks, func(a Ask) bool { return a.Code == code }); i >= 0 {
		return p.Asks[i]
	}
	return Ask{Code: code, Need: LeftOut}
}

// Has says whether a step is part of the protocol.
func (p Protocol) Has(step string) bool { return p.Minutes[step] > 0 || p.Order == None }

// Whole is how long all steps take together, with a number of observers.
func (p Protocol) Whole(observers int) int {
	sum := 0
	for _, step := range Steps {
		if step == "words" {
			sum += p.Minutes[step] * observers
		} else {
			sum += p.Minutes[step]
		}
	}
	return sum
}

// waitsFor says whether observers wait for the teacher's look back on the day.
func (p Protocol) waitsFor(lesson, day calendar.Date) bool {
	return p.Order == Strict && p.Has("reflection") && day < lesson.AddDays(p.WaitDays)
}

//go:embed protocol.json
var usual []byte

// usualProtocols are what holds where a school has set nothing, the latest first.
var usualProtocols = sync.OnceValue(func() []Protocol {
	var all []Protocol
	if err := json.Unmarshal(usual, &all); err != nil { // embedded, and tested
		return []Protocol{{Order: None}}
	}
	return all
})

func usualOn(day calendar.Date) (oldest Protocol) {
	for _, p := range usualProtocols() {
		if p.Starts <= day {
			return p
		}
		oldest = p
	}
	return oldest
}

type protocolRow struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Version int              `db:"version"`
	Starts  calendar.Date    `db:"starts"`
	Body    string           `db:"body"`
	MadeBy  string           `db:"made_by"`
	MadeAt  calendar.Instant `db:"made_at"`
}

func (r protocolRow) protocol() Protocol {
	var p Protocol
	if err := json.Unmarshal([]byte(r.Body), &p); err != nil { // written by ChangeProtocol alone
		p = usualOn(r.Starts)
	}
	p.ID, p.Version, p.Starts = r.ID, r.Version, r.Starts
	return p
}

func (p Protocol) check() error {
	var f fault.Fields
	f.When(!slices.Contains(Orders, p.Order), "order", "feedback.protocol.choose")
	f.When(p.WaitDays < 0 || p.WaitDays > maxDays, "wait_days", "feedback.protocol.days", "Most", maxDays)
	f.When(p.DueDays < 1 || p.DueDays > maxDays, "due_days", "feedback.protocol.days", "Most", maxDays)
	for _, step := range Steps {
		f.When(p.Minutes[step] < 0 || p.Minutes[step] > maxMinutes, "minutes_"+step, "feedback.protocol.minutes", "Most", maxMinutes)
	}
	f.When(p.Minutes["words"] == 0, "minutes_words", "feedback.protocol.needs_words")
	needed := false
	for i, code := range Asked {
		ask := p.Ask(code)
		needed = needed || ask.Need == Required
		f.When(!slices.Contains(Needs, ask.Need) || len(p.Asks) <= i, "need_"+code, "feedback.protocol.choose")
		f.When(ask.Own.Longest() > maxOwn, "own_"+code, "fault.too_long", "Count", maxOwn)
	}
	f.When(!needed && p.Order != None, "need_learned", "feedback.protocol.needs_one")
	return f.Err()
}

// trimmed is the protocol with the school's own words in each language.
func (p Protocol) trimmed() Protocol {
	p.Asks = slices.Clone(p.Asks)
	for i := range p.Asks {
		p.Asks[i].Own = p.Asks[i].Own.Filled()
	}
	return p
}

// ChangeProtocol says how the feedback of lessons goes that are given from today on; in.Version
// is the one that was seen.
func (s *Service) ChangeProtocol(ctx context.Context, actor access.Actor, in Protocol) error {
	in = in.trimmed()
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(SetProtocol.Allows(actor), "feedback.access.protocol"); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		body, err := json.Marshal(in)
		if err != nil {
			return err
		}
		row := protocolRow{School: actor.School, ID: db.NewID(), Starts: w.Date(), Body: string(body), MadeBy: actor.Staff, MadeAt: w.Instant()}
		if _, err := version.Add(w.Work, "feedback_protocol", in.Version, &row, "school_id"); err != nil {
			return err
		}
		return w.Record(eventProtocol, journal.Ref{Kind: "feedback_protocol", ID: row.ID})
	})
}

// Protocol is the one that holds for the lessons of today.
func (s *Service) Protocol(ctx context.Context, actor access.Actor) (Protocol, error) {
	return ProtocolOn(ctx, s.Read(), actor.School, s.Today())
}

// ProtocolOn is the protocol for a lesson of a school on a day.
func ProtocolOn(ctx context.Context, c db.Conn, school string, day calendar.Date) (Protocol, error) {
	rows, err := db.All[protocolRow](ctx, c, `SELECT `+db.Columns[protocolRow]("")+` FROM feedback_protocol
		WHERE school_id = $1 AND starts <= $2 ORDER BY version DESC LIMIT 1`, school, day)
	switch {
	case err != nil:
		return Protocol{}, err
	case len(rows) > 0:
		return rows[0].protocol(), nil
	}
	return usualOn(day), nil
}
