// Package rule keeps numbers that orders change, such as the hours of a stavka
// (R169): each value holds in an organisation from a day on, and what was stays. The
// names, the bounds and the number that holds where nobody set one belong to the area
// that asks; it lists them as its DatedRules. This package keeps what was set.
//
// Which organisation's value holds, people says, who know the tree: people.RuleOn.
package rule

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

// Name names a rule; it is the key of the message that says what the number is.
type Name string

// Rule is a number that may be set, from Min to Max, and what holds where nobody has.
type Rule struct {
	Name    Name
	Default int
	Min     int
	Max     int
}

// Number is a value that was read for the rule, or what holds where none was set. A
// value outside of the bounds counts: it was set under other ones.
func (r Rule) Number(value string) int {
	n, err := strconv.Atoi(value)
	if err != nil {
		return r.Default
	}
	return n
}

// Dated is a value of a rule for a period.
type Dated struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Name   Name   `db:"name"`
	Value  string `db:"value"`
	Source string `db:"source"` // the order or decision it follows
	calendar.Period
}

// New is a value from a day on.
type New struct {
	Value  string
	Source string
	Starts calendar.Date
}

// MaxSource is how many characters of a source fit.
const MaxSource = 200

func (r Rule) check(in New) error {
	var f fault.Fields
	n, err := strconv.Atoi(in.Value)
	f.When(in.Value == "", "value", "rule.value_needed")
	f.When(in.Value != "" && (err != nil || n < r.Min || n > r.Max), "value", "rule.number_invalid", "Min", r.Min, "Max", r.Max)
	f.When(utf8.RuneCountInString(in.Source) > MaxSource, "source", "fault.too_long", "Count", MaxSource)
	f.Day("starts", in.Starts)
	return f.Err()
}

// Set lets a value hold from a day on in the organisation of the actor; the one before
// ends on the day before. A day at or before the start of the running value is
// refused, as it would rewrite history.
func (r Rule) Set(w verb.Work, in New) (Dated, error) {
	in.Value, in.Source = strings.TrimSpace(in.Value), strings.Join(strings.Fields(in.Source), " ")
	if err := r.check(in); err != nil {
		return Dated{}, err
	}
	made := Dated{School: w.Actor.School, ID: db.NewID(), Name: r.Name, Value: in.Value, Source: in.Source, Period: calendar.From(in.Starts)}
	if err := endBefore(w, made); err != nil {
		return made, err
	}
	return made, verb.Duplicate(db.Insert(w.Ctx, w.Tx, "school_rule", made), "fault.changed_meanwhile")
}

func endBefore(w verb.Work, made Dated) error {
	old, err := db.One[Dated](w.Ctx, w.Tx, `SELECT `+db.Columns[Dated]("")+` FROM school_rule WHERE school_id = $1 AND name = $2 AND ends = $3`,
		made.School, made.Name, calendar.Forever)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if old.Starts >= made.Starts {
		return fault.Invalid("starts", "rule.before_running")
	}
	old.Ends = made.Starts.AddDays(-1)
	return db.Update(w.Ctx, w.Tx, "school_rule", old, "school_id", "id")
}

// Of lists what an organisation set, with its history.
func Of(ctx context.Context, c db.Conn, school string) ([]Dated, error) {
	return db.All[Dated](ctx, c, `SELECT `+db.Columns[Dated]("")+` FROM school_rule WHERE school_id = $1 ORDER BY name, starts DESC`, school)
}

// Join joins, under the alias, the values of an organisation that hold on the day.
// Arguments are SQL.
func Join(alias, school, day string) string {
	return "JOIN school_rule " + alias + " ON " + alias + ".school_id = " + school + " AND " + alias + ".starts <= " + day + " AND " + alias + ".ends >= " + day
}
