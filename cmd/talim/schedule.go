package main

import (
	"context"
	"io"
	"os"
	"strings"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/scheduling"
)

type scheduleCommand struct {
	In       string `required:"" help:"The week as JSON (docs/scheduling.md); - reads what is piped in."`
	Out      string `required:"" help:"Where the plan goes as JSON; - prints it."`
	Language string `enum:"kk,ru,en" default:"en" help:"Language of the reasons: kk, ru or en."`
}

// Run finds time for anybody's people.
func (c scheduleCommand) Run(w *world) error {
	words, err := scheduleWords(i18n.Language(c.Language))
	if err != nil {
		return err
	}
	order, err := c.read()
	if err != nil {
		return err
	}
	plan, err := order.Plan()
	if err != nil {
		return err
	}
	return writeWhole(w, c.Out, func(out io.Writer) error { return plan.Write(out, words) })
}

func (c scheduleCommand) read() (scheduling.Order, error) {
	if c.In == "-" {
		return scheduling.Read(unmarked(os.Stdin))
	}
	f, err := os.Open(c.In)
	if err != nil {
		return scheduling.Order{}, err
	}
	defer f.Close()
	return scheduling.Read(unmarked(f))
}

// scheduleWords gives the sentence of a reason in a language.
func scheduleWords(language i18n.Language) (func(scheduling.Reason) string, error) {
	bundle, err := i18n.NewBundle(scheduling.Messages)
	if err != nil {
		return nil, err
	}
	ctx := i18n.With(context.Background(), bundle.Locale(language))
	return func(r scheduling.Reason) string {
		var args []any
		for name, value := range r.Args {
			args = append(args, name, scheduleWord(ctx, value))
		}
		return i18n.T(ctx, r.Key, args...)
	}, nil
}

func scheduleWord(ctx context.Context, value any) any {
	switch v := value.(type) {
	case calendar.Weekday:
		return i18n.WeekdayName(ctx, v)
	case calendar.Date:
		return i18n.Date(ctx, v)
	case []string:
		return strings.Join(v, ", ")
	default:
		return value
	}
}
