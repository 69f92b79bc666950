package recordweb

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/observation/record"
	"talim/internal/web"
)

// maxBatch is how many bytes a device may send at once.
const maxBatch = 256 << 10

// wireOp is an operation as devices write it; times are milliseconds since 1970.
type wireOp struct {
	ID    string      `json:"id"`
	Kind  record.Kind `json:"kind"`
	Line  string      `json:"line,omitempty"`
	Over  []string    `json:"over"`
	At    int64       `json:"at"`             // by the clock of the device
	Skew  *int64      `json:"skew,omitempty"` // what is to be added to At, as the device knew it then
	Gone  bool        `json:"gone,omitempty"`
	Count int         `json:"count,omitempty"`

	Teacher   string   `json:"teacher,omitempty"`
	Pupils    string   `json:"pupils,omitempty"`
	Note      string   `json:"note,omitempty"`
	Tags      []string `json:"tags,omitempty"`
	Resources string   `json:"resources,omitempty"`
	Plan      string   `json:"plan,omitempty"`
	Seating   [][]int  `json:"seating,omitempty"`

	// What the program adds in its answer.
	Number     int    `json:"number,omitempty"`
	Device     string `json:"device,omitempty"`
	Received   int64  `json:"received,omitempty"`
	Unreadable bool   `json:"unreadable,omitempty"`
}

type wireBatch struct {
	Device string   `json:"device"`
	Sent   int64    `json:"sent"` // the clock of the device now
	Since  int      `json:"since"`
	Ops    []wireOp `json:"ops"`
}

type wireRefusal struct {
	ID   string         `json:"id"`
	Why  record.Refusal `json:"why"`
	Text string         `json:"text"` // why, in the reader's language
}

type wireAnswer struct {
	Now     int64         `json:"now"`
	Last    int           `json:"last"`
	State   record.State  `json:"state"`
	Ops     []wireOp      `json:"ops"`
	Refused []wireRefusal `json:"refused"`
}

// sync keeps what the page of a record sends, and answers with what it does not know.
func (p *Pages) sync(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	in, err := readBatch(web.ReadForm(r).Raw("batch"), p.records.Now())
	if err != nil {
		return err
	}
	out, err := p.records.Sync(ctx, actor(ctx), r.PathValue("id"), in)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	return json.NewEncoder(w).Encode(wireOf(ctx, out))
}

// readBatch reads a batch. A device that does not know how far its clock is off has it
// measured by the time of sending.
func readBatch(text string, now time.Time) (record.Batch, error) {
	var in wireBatch
	if len(text) > maxBatch || json.Unmarshal([]byte(text), &in) != nil || len(in.Ops) > record.MaxBatch || len(in.Device) > 64 {
		return record.Batch{}, fault.Invalid("batch", "record.unreadable")
	}
	out := record.Batch{Device: in.Device, Since: max(0, in.Since)}
	for _, o := range in.Ops {
		skew := now.UnixMilli() - in.Sent
		if o.Skew != nil {
			skew = *o.Skew
		}
		out.Ops = append(out.Ops, o.operation(now.Location(), skew))
	}
	return out, nil
}

// maxSkew is as far as a clock can be off and still be reckoned with: a century.
const maxSkew = 100 * 366 * 24 * 3600 * 1000

func (o wireOp) operation(zone *time.Location, skew int64) record.Operation {
	return record.Operation{
		Key: o.ID, Kind: o.Kind, Line: o.Line, Over: o.Over, At: time.UnixMilli(o.At).In(zone),
		Skew: time.Duration(min(max(skew, -maxSkew), maxSkew)) * time.Millisecond,
		Body: record.Body{
			Teacher: o.Teacher, Pupils: o.Pupils, Note: o.Note, Tags: o.Tags, Gone: o.Gone,
			Count: o.Count, Resources: o.Resources, Plan: o.Plan, Seating: o.Seating,
		},
	}
}

func wireOf(ctx context.Context, a record.Answer) wireAnswer {
	out := wireAnswer{Now: a.Now.UnixMilli(), Last: a.Last, State: a.State, Ops: []wireOp{}, Refused: []wireRefusal{}}
	for _, k := range a.Ops {
		skew := k.Skew.Milliseconds()
		out.Ops = append(out.Ops, wireOp{
			ID: k.Key, Kind: k.Kind, Line: k.Line, Over: k.Over, At: k.At.UnixMilli(), Skew: &skew, Gone: k.Gone, Count: k.Count,
			Teacher: k.Teacher, Pupils: k.Pupils, Note: k.Note, Tags: k.Tags, Resources: k.Resources, Plan: k.Plan, Seating: k.Seating,
			Number: k.Number, Device: k.Device, Received: millis(k.ReceivedAt), Unreadable: k.Unreadable,
		})
	}
	for id, why := range a.Refused {
		out.Refused = append(out.Refused, wireRefusal{id, why, t(ctx, "record.refused."+string(why))})
	}
	return out
}

func millis(at calendar.Instant) int64 { return at.Time().UnixMilli() }
