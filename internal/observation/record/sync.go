package record

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/verb"
)

// Batch is what a device sends.
type Batch struct {
	Device string
	Since  int // the greatest number that the device knows
	Ops    []Operation
	Typed  bool // from paper, afterwards
}

// Kept is an operation as it is kept.
type Kept struct {
	Operation
	ID         string
	Number     int
	Device     string
	Typed      bool
	ReceivedAt calendar.Instant
	Unreadable bool // its text cannot be opened, and says so
}

// Answer is what a device learns.
type Answer struct {
	Now     time.Time
	Last    int // the greatest number there is
	State   State
	Ops     []Kept             // whose number is greater than Batch.Since
	Refused map[string]Refusal // by the key of the operation
}

// State is where a record stands.
type State string

// The states of a record.
const (
	Open     State = "open"
	Finished State = "finished"
	WasEnded State = "withdrawn" // the visit was taken back; what stands stays
)

type recordRow struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Teacher    string           `db:"teacher_id"`
	Observer   string           `db:"observer_id"`
	Template   string           `db:"template_id"`
	Last       int              `db:"last_number"`
	BegunAt    calendar.Instant `db:"begun_at"`
	FinishedAt calendar.Instant `db:"finished_at"`
}

type operationRow struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Record     string           `db:"record_id"`
	Number     int              `db:"number"`
	Key        string           `db:"op_key"`
	Kind       Kind             `db:"kind"`
	Line       string           `db:"line_key"`
	Over       string           `db:"over_keys"`
	Device     string           `db:"device"`
	DeviceMS   int64            `db:"device_ms"`
	SkewMS     int64            `db:"skew_ms"`
	Typed      bool             `db:"typed"`
	ReceivedAt calendar.Instant `db:"received_at"`
	Body       string           `db:"body"`
}

// readers are for whom what is recorded opens.
func (r recordRow) readers() []string {
	if r.Teacher == "" {
		return []string{r.Observer}
	}
	return []string{r.Teacher, r.Observer}
}

// state says where the record of a visit stands.
func (r recordRow) state(v observation.Visit) State {
	switch {
	case v.State == observation.Cancelled:
		return WasEnded
	case r.FinishedAt != "":
		return Finished
	}
	return Open
}

// Sync keeps what a device of the observer sends, each operation once, and answers with
// what the device does not know yet. An operation that cannot be kept holds up no other.
func (s *Service) Sync(ctx context.Context, actor access.Actor, visit string, in Batch) (Answer, error) {
	var out Answer
	return out, s.do(ctx, actor, func(w work) error {
		v, err := w.recordable(visit)
		if err != nil {
			return err
		}
		out = Answer{Now: w.At, Refused: map[string]Refusal{}}
		r, err := w.begin(v)
		if err != nil {
			return err
		}
		if err := w.keepAll(&r, v, in, out.Refused); err != nil {
			return err
		}
		out.Last, out.State = r.Last, r.state(v)
		out.Ops, err = s.operations(w.Ctx, w.Tx, r, in.Since)
		return err
	})
}

// recordable is a visit whose record the actor may write.
func (w work) recordable(visit string) (observation.Visit, error) {
	v, err := w.observed(visit)
	if err != nil {
		return v, err
	}
	if err := mayWrite(w.Actor, v); err != nil {
		return v, err
	}
	if v.Date > w.Date() {
		return v, fault.Conflict("record.not_yet")
	}
	return v, nil
}

// observed is what is recorded: a visit, or a meeting.
func (w work) observed(id string) (observation.Visit, error) {
	v, err := observation.ByID(w.Ctx, w.Tx, w.Actor.School, id)
	if !fault.Is(err, fault.KindNotFound) {
		return v, err
	}
	m, err := w.meetingByID(w.Ctx, w.Tx, w.Actor.School, id)
	return m.visit(), err
}

// kindOf is the kind of tags for what is recorded.
func (w work) kindOf(v observation.Visit) (string, error) {
	if !ofMeeting(v) {
		return OfLesson, nil
	}
	m, err := w.meetingByID(w.Ctx, w.Tx, v.School, v.ID)
	return m.Kind, err
}

// begin reads the row of a record and holds it until the end of the transaction, so that
// numbers are given one after another; the first time it makes it.
func (w work) begin(v observation.Visit) (recordRow, error) {
	kind, err := w.kindOf(v)
	if err != nil {
		return recordRow{}, err
	}
	template, err := TemplateOn(w.Ctx, w.Tx, v.School, kind, w.Date())
	if err != nil {
		return recordRow{}, err
	}
	if _, err := db.Exec(w.Ctx, w.Tx, `INSERT INTO timed_record (school_id, id, teacher_id, observer_id, template_id, last_number, begun_at, finished_at)
		VALUES ($1, $2, $3, $4, $5, 0, $6, '') ON CONFLICT DO NOTHING`, v.School, v.ID, v.Teacher, v.Observer, template.ID, w.Instant()); err != nil {
		return recordRow{}, err
	}
	return db.One[recordRow](w.Ctx, w.Tx, `UPDATE timed_record SET last_number = last_number WHERE school_id = $1 AND id = $2
		RETURNING `+db.Columns[recordRow](""), v.School, v.ID)
}

// keepAll keeps the operations that are new and can be kept.
func (w work) keepAll(r *recordRow, v observation.Visit, in Batch, refused map[string]Refusal) error {
	known, err := w.knownOf(*r, in.Ops)
	if err != nil {
		return err
	}
	var rows []operationRow
	for _, o := range in.Ops {
		if known[o.Key] {
			continue
		}
		known[o.Key] = true
		if why := w.refusal(*r, v, o, len(rows)); why != "" {
			refused[o.Key] = why
			continue
		}
		row, err := w.rowOf(*r, o, in)
		if err != nil {
			return err
		}
		row.Number = r.Last + len(rows) + 1
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	r.Last += len(rows)
	if err := db.InsertAll(w.Ctx, w.Tx, "timed_operation", rows); err != nil {
		return verb.Duplicate(err, "fault.changed_meanwhile")
	}
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE timed_record SET last_number = $3 WHERE school_id = $1 AND id = $2`, r.School, r.ID, r.Last); err != nil {
		return err
	}
	return w.RecordPrivate(eventPrivate)
}

// keepWhole keeps what a form sends, all of it or nothing.
func (w work) keepWhole(r *recordRow, v observation.Visit, in Batch) error {
	refused := map[string]Refusal{}
	if err := w.keepAll(r, v, in, refused); err != nil {
		return err
	}
	for _, why := range refused {
		return fault.Conflict("record.refused." + string(why))
	}
	return nil
}

// refusal says why an operation is not kept. Of a visit that was taken back is kept what
// happened before.
func (w work) refusal(r recordRow, v observation.Visit, o Operation, more int) Refusal {
	switch {
	case v.State == observation.Cancelled && calendar.InstantOf(o.True()) > v.RecordedAt:
		return Withdrawn
	case r.Last+more >= MaxKept:
		return TooMany
	}
	return o.check()
}

// knownOf are the keys of operations that are kept already.
func (w work) knownOf(r recordRow, ops []Operation) (map[string]bool, error) {
	known := map[string]bool{}
	if len(ops) == 0 {
		return known, nil
	}
	keys := make([]string, len(ops))
	for i, o := range ops {
		keys[i] = o.Key
	}
	places, args := db.In(3, keys)
	list, err := db.All[string](w.Ctx, w.Tx, `SELECT op_key FROM timed_operation WHERE school_id = $1 AND record_id = $2 AND op_key IN (`+places+`)`,
		append([]any{r.School, r.ID}, args...)...)
	for _, key := range list {
		known[key] = true
	}
	return known, err
}

func (w work) rowOf(r recordRow, o Operation, in Batch) (operationRow, error) {
	text, err := json.Marshal(o.Body)
	if err != nil {
		return operationRow{}, err
	}
	row := operationRow{
		School: r.School, ID: db.NewID(), Record: r.ID, Key: o.Key, Kind: o.Kind, Line: o.Line, Over: strings.Join(o.Over, " "), Device: in.Device,
		DeviceMS: o.At.UnixMilli(), SkewMS: o.Skew.Milliseconds(), Typed: in.Typed, ReceivedAt: w.Instant(),
	}
	row.Body = w.keeper.SealFor(body.Of(row.ID), r.readers(), string(text))
	return row, nil
}

// operations reads the operations of a record after a number, in their order.
func (s *Service) operations(ctx context.Context, c db.Conn, r recordRow, since int) ([]Kept, error) {
	rows, err := db.All[operationRow](ctx, c, `SELECT `+db.Columns[operationRow]("")+` FROM timed_operation
		WHERE school_id = $1 AND record_id = $2 AND number > $3 ORDER BY number`, r.School, r.ID, since)
	out := make([]Kept, len(rows))
	for i, row := range rows {
		out[i] = s.kept(ctx, row)
	}
	return out, err
}

func (s *Service) kept(ctx context.Context, row operationRow) Kept {
	k := Kept{ID: row.ID, Number: row.Number, Device: row.Device, Typed: row.Typed, ReceivedAt: row.ReceivedAt}
	k.Key, k.Kind, k.Line, k.Over = row.Key, row.Kind, row.Line, strings.Fields(row.Over)
	k.At, k.Skew = time.UnixMilli(row.DeviceMS).In(s.Now().Location()), time.Duration(row.SkewMS)*time.Millisecond
	text, ok := s.keeper.Text(ctx, body.Of(row.ID), row.Body)
	if !ok || json.Unmarshal([]byte(text), &k.Body) != nil {
		k.Unreadable, k.Body = true, Body{}
	}
	return k
}
