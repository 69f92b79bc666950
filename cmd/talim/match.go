package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"talim/internal/i18n"
	"talim/internal/matching"
)

type matchCommand struct {
	In     string `required:"" help:"The instance as JSON; - reads what is piped in."`
	Out    string `required:"" help:"Where the result goes as JSON; - prints it."`
	Method string `enum:"best-fit,stable," default:"" help:"best-fit or stable; without it what the policy of the instance says, else stable."`
}

// Run matches anybody's mentees and mentors.
func (c matchCommand) Run(w *world) error {
	words, err := reasonsInEnglish()
	if err != nil {
		return err
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

const (
	largeBytes = 8 << 20
	largePairs = 100_000
)

func (c matchCommand) read(p *progress) (*matching.Problem, error) {
	in, size := io.Reader(os.Stdin), int64(0)
	if c.In != "-" {
		f, err := os.Open(c.In)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
		in = f
	}
	return matching.Read(in, func(bytes int64) {
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
	f, err := os.CreateTemp(filepath.Dir(path), ".talim-*")
	if err != nil {
		return err
	}
	if err := errors.Join(fill(f), f.Chmod(0o644), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), path)
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
			args = append(args, name, value)
		}
		return i18n.T(ctx, r.Key, args...)
	}, nil
}
