package people

import (
	"context"
	"errors"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
)

// RuleName names a dated rule.
type RuleName string

// The rules of this area. Other areas name theirs; all are kept here, because
// an order of a ministry speaks about everything at once.
const (
	// StavkaHours are the teaching hours a week of one stavka (R169).
	StavkaHours RuleName = "people.stavka_hours"
)

// RuleNames lists the rules with what holds where nobody set one.
var RuleNames = []struct {
	Name    RuleName
	Default string
}{
	{StavkaHours, "18"},
}

// DatedRule is a rule of an organisation for a period.
type DatedRule struct {
	SchoolID string   `db:"school_id"`
	ID       string   `db:"id"`
	Name     RuleName `db:"name"`
	Value    string   `db:"value"`
	Source   string   `db:"source"` // the order or decision it follows
	calendar.Period
}

// NewRule is a rule from a day on.
type NewRule struct {
	Name   RuleName
	Value  string
	Source string
	Starts calendar.Date
}

func (n NewRule) check() error {
	var faults fault.Fields
	if n.Name == "" {
		faults.Add("name", "people.rule.name_needed")
	}
	if hours, err := strconv.Atoi(n.Value); n.Name == StavkaHours && (err != nil || hours < 1 || hours > 48) {
		faults.Add("value", "people.rule.hours_invalid")
	}
	if clean(n.Value) == "" {
		faults.Add("value", "people.rule.value_needed")
	}
	if !n.Starts.Valid() {
		faults.Add("starts", "people.date_needed")
	}
	return faults.Err()
}

// SetRule lets a value hold from a day on; the one before ends on the day
// before. A day at or before the start of the running value is refused, as it
// would rewrite history.
func (s *Service) SetRule(ctx context.Context, actor access.Actor, in NewRule) (DatedRule, error) {
	now := s.now()
	made := DatedRule{SchoolID: actor.School, ID: db.NewID(), Name: in.Name, Value: clean(in.Value), Source: clean(in.Source), Period: calendar.From(in.Starts)}
	if err := require(actor, MayKeepRules); err != nil {
		return made, err
	}
	if err := in.check(); err != nil {
		return made, err
	}
	err := s.db.Tx(ctx, func(tx db.Conn) error {
		if err := endRule(ctx, tx, made); err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "school_rule", made); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, now, EventRuleSet, KindOfRule, made.ID, "Name", string(in.Name), "Value", made.Value)
	})
	return made, err
}

func endRule(ctx context.Context, tx db.Conn, made DatedRule) error {
	old, err := db.One[DatedRule](ctx, tx, `SELECT * FROM school_rule WHERE school_id = $1 AND name = $2 AND ends = $3`,
		made.SchoolID, made.Name, calendar.Forever)
	if errors.Is(err, db.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if old.Starts >= made.Starts {
		return fault.Invalid("starts", "people.rule.before_running")
	}
	old.Ends = made.Starts.AddDays(-1)
	return db.Update(ctx, tx, "school_rule", old, "school_id", "id")
}

// Rule is the value that holds on a day: the school's own, else that of the
// nearest organisation above it; "" where nobody has set one.
func Rule(ctx context.Context, c db.Conn, school string, name RuleName, on calendar.Date) (string, error) {
	v, err := db.One[string](ctx, c, `
WITH RECURSIVE line (id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM organisation WHERE id = $1
    UNION ALL SELECT o.id, o.parent_id, l.depth + 1 FROM organisation o JOIN line l ON o.id = l.parent_id WHERE l.depth < 10)
SELECT r.value FROM line l JOIN school_rule r ON r.school_id = l.id
 WHERE r.name = $2 AND r.starts <= $3 AND r.ends >= $3 ORDER BY l.depth LIMIT 1`, school, name, on)
	if errors.Is(err, db.ErrNotFound) {
		return defaultRule(name), nil
	}
	return v, err
}

func defaultRule(name RuleName) string {
	for _, r := range RuleNames {
		if r.Name == name {
			return r.Default
		}
	}
	return ""
}

// StavkaHoursOn is the number of hours of one stavka on a day.
func StavkaHoursOn(ctx context.Context, c db.Conn, school string, on calendar.Date) (int, error) {
	v, err := Rule(ctx, c, school, StavkaHours, on)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(v)
}

// RulesOf lists the school's own rules with their history.
func RulesOf(ctx context.Context, c db.Conn, school string) ([]DatedRule, error) {
	return db.All[DatedRule](ctx, c, `SELECT * FROM school_rule WHERE school_id = $1 ORDER BY name, starts DESC`, school)
}
