package bounded

import (
	"context"
	"io"
	"time"

	"talim/internal/fault"
)

// Limits of one file. A limit of 0 allows nothing.
type Limits struct {
	Parts    int           // files in an archive
	Unpacked int64         // bytes that are read of all parts together
	Piece    int64         // bytes of one tag, one text between tags, one row
	Depth    int           // elements that stand in one another
	Elements int           // of all documents together
	Whole    int           // elements of what is decoded at once
	Time     time.Duration // from the beginning to the end
}

// Reading is one file being read: its limits and what has been used of them.
type Reading struct {
	request  context.Context // whoever waits for the file
	ctx      context.Context // the same, until the time is over
	limits   Limits
	unpacked int64
	elements int
}

// Begin begins to read a file for a request; the caller calls stop at the end.
func Begin(request context.Context, limits Limits) (reading *Reading, stop context.CancelFunc) {
	ctx, stop := context.WithTimeout(request, limits.Time)
	return &Reading{request: request, ctx: ctx, limits: limits}, stop
}

// Err says whether to go on: nobody may wait any more, or it takes too long. Loops that
// read nothing ask it themselves.
func (r *Reading) Err() error {
	if r.ctx.Err() == nil {
		return nil
	}
	if err := r.request.Err(); err != nil {
		return err
	}
	return fault.Invalid("file", "bounded.slow", "Seconds", int(r.limits.Time.Seconds()))
}

// Context ends with the request, or when the time is over.
func (r *Reading) Context() context.Context { return r.ctx }

// End is err as it is to be told: that nobody waits any more, or that it takes too long,
// comes before whatever broke by that.
func (r *Reading) End(err error) error {
	if ended := r.Err(); err != nil && ended != nil {
		return ended
	}
	return err
}

// Reader counts what is read from in.
func (r *Reading) Reader(in io.Reader) *Reader {
	return &Reader{reading: r, in: in, left: r.limits.Piece}
}

// Reader reads within the limits of a file.
type Reader struct {
	reading *Reading
	in      io.Reader
	left    int64 // of the piece
}

// Next says that a piece is at its end and another begins.
func (r *Reader) Next() { r.left = r.reading.limits.Piece }

// Read reads what the limits allow.
func (r *Reader) Read(p []byte) (int, error) {
	if err := r.reading.Err(); err != nil {
		return 0, err
	}
	limits := r.reading.limits
	if r.left <= 0 {
		return 0, fault.Invalid("file", "bounded.piece", "KB", int(limits.Piece>>10))
	}
	n, err := r.in.Read(p)
	r.left -= int64(n)
	if r.reading.unpacked += int64(n); r.reading.unpacked > limits.Unpacked {
		return n, tooMuch(limits.Unpacked)
	}
	return n, err
}

func tooMuch(most int64) error {
	return fault.Invalid("file", "bounded.unpacked", "MB", int(most>>20))
}
