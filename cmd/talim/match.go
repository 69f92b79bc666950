package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"talim/internal/durable"
	"talim/internal/i18n"
	"talim/internal/matching"
)

type matchCommand struct {
	In     string `required:"" help:"The instance as JSON; - reads what is piped in."`
	Out    string `required:"" help:"Where the result goes as JSON; - prints it."`
	Method string `enum:"best-fit,stable," default:"" help:"best-fit or stable; without it what the policy of the instance says, else stable."`
	Groups bool   `help:"Make groups of five to ten around one or two mentors, each around one need in one common hour."`
}

// Validate refuses what does not go together.
func (c matchCommand) Validate() error {
	if c.Groups && c.Method != "" {
		return errors.New("--method is for pairs and not for --groups")
	}
	return nil
}

// Run matches anybody's mentees and mentors.
func (c matchCommand) Run(w *world) error {
	words, err := reasonsInEnglish()
	if err != nil {
		return err
	}
	if c.Groups {
		return c.groups(w, words)
	}
	p := &progress{out: w, last: time.Now()}
	problem, err := c.read(p)
	if err != nil {
		return err
	}
	if c.Method != "" {
		problem.Use(matching.Method(c.Method))
	}
	mentees, mentors, pairs := problem.Size()
	p.large = p.large || pairs > largePairs
	p.say("%d mentees, %d mentors, %d admissible pairs", mentees, mentors, pairs)
	answer, err := problem.Solve(w.ctx, func(done, all int) { p.sometimes("matching: %d of %d parts", done, all) })
	if err != nil {
		return err
	}
	if err := answer.Fault(); err != nil {
		return err
	}
	p.say("matched %d of %d, %d blocking pairs; writing", answer.Matched, mentees, answer.Blocking)
	return writeWhole(w, c.Out, func(out io.Writer) error { return answer.Write(out, words) })
}

// groups answers a file of groups to be made.
func (c matchCommand) groups(w *world, words func(matching.Reason) string) error {
	in, size, err := c.open()
	if err != nil {
		return err
	}
	defer in.Close()
	(&progress{large: size > largeBytes, out: w}).say("reading %d MB", size>>20)
	circle, err := matching.ReadCircle(unmarked(in))
	if err != nil {
		return err
	}
	made, err := matching.Groups(w.ctx, circle)
	if err != nil {
		return err
	}
	if err := circle.Verify(made); err != nil {
		return err
	}
	return writeWhole(w, c.Out, func(out io.Writer) error { return made.Write(out, words) })
}

// open gives what is piped in, or the file and its size.
func (c matchCommand) open() (io.ReadCloser, int64, error) {
	if c.In == "-" {
		return io.NopCloser(os.Stdin), 0, nil
	}
	f, err := os.Open(c.In)
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(err, f.Close())
	}
	return f, info.Size(), nil
}

// unmarked leaves out the byte order mark that programs of Windows write before JSON;
// RFC 8259, section 8.1, lets a reader ignore it.
func unmarked(in io.Reader) io.Reader {
	b := bufio.NewReader(in)
	if mark, err := b.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		_, _ = b.Discard(len(byteOrderMark)) // they are there: it cannot fail
	}
	return b
}

const byteOrderMark = "\ufeff"

const (
	largeBytes = 8 << 20
	largePairs = 100_000
)

func (c matchCommand) read(p *progress) (*matching.Problem, error) {
	in, size, err := c.open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return matching.Read(unmarked(in), func(bytes int64) {
		p.large = p.large || bytes > largeBytes
		if size > 0 {
			p.sometimes("reading: %d of %d MB", bytes>>20, size>>20)
		} else {
			p.sometimes("reading: %d MB", bytes>>20)
		}
	})
}

// writeWhole puts a whole file in place, or none; - prints it.
func writeWhole(w *world, path string, fill func(io.Writer) error) error {
	if path == "-" {
		return fill(w.out)
	}
	return durable.Write(path, 0o644, fill)
}

// progress tells a person who waits how far it is, once a second at most.
type progress struct {
	mu    sync.Mutex
	out   *world
	large bool
	last  time.Time
}

func (p *progress) say(format string, args ...any) {
	if p.large {
		(&world{out: p.out.errs}).say("talim match: "+format, args...)
	}
}

func (p *progress) sometimes(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.last) < time.Second {
		return
	}
	p.last = time.Now()
	p.say(format, args...)
}

// reasonsInEnglish gives the sentence of a reason.
func reasonsInEnglish() (func(matching.Reason) string, error) {
	bundle, err := i18n.NewBundle(matching.Messages)
	if err != nil {
		return nil, err
	}
	locale := bundle.Locale(i18n.English)
	ctx := i18n.With(context.Background(), locale)
	return func(r matching.Reason) string {
		args := make([]any, 0, 2*len(r.Args))
		for name, value := range r.Args {
			if list, several := value.([]string); several {
				value = strings.Join(list, ", ")
			}
			args = append(args, name, value)
		}
		return i18n.T(ctx, r.Key, args...)
	}, nil
}
