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

// The rules of all areas are kept here, because an order of a ministry speaks
// about everything at once.
const (
	// StavkaHours are the teaching hours a week of one stavka (R169).
	StavkaHours RuleName = "people.stavka_hours"
	// NearMinutes is how long before the first or after the last lesson of somebody an
	// hour still counts as time in common (R100).
	NearMinutes RuleName = "timetable.near_minutes"
	// QuietDays is after how many days without a meeting or visit help is offered to a pair (R089).
	QuietDays RuleName = "mentoring.quiet_days"
	// PaceWeeks is how many weeks back a mentor's hint on pace looks (R104); the three
	// after it are what it takes as much.
	PaceWeeks RuleName = "practice.pace_weeks"
	// PaceMoved are meetings of a pair moved or cancelled.
	PaceMoved RuleName = "practice.pace_moved"
	// PaceNotes are signs of resistance that the mentor noted.
	PaceNotes RuleName = "practice.pace_notes"
	// PaceHours are hours of meetings and visits with all mentees.
	PaceHours RuleName = "practice.pace_hours"
	// TrainingHours are the hours of courses that a mentor is expected to have done (R086); 0: no standard.
	TrainingHours RuleName = "practice.training_hours"
)

// RuleDefault is what holds where nobody set a rule, and between what its value lies.
type RuleDefault struct {
	Name    RuleName
	Default string
	Min     int
	Max     int
}

// RuleNames lists the rules.
var RuleNames = []RuleDefault{
	{StavkaHours, "18", 1, 48},
	{NearMinutes, "60", 0, 600},
	{QuietDays, "21", 7, 120},
	{PaceWeeks, "6", 1, 30},
	{PaceMoved, "3", 1, 50},
	{PaceNotes, "4", 1, 100},
	{PaceHours, "24", 1, 300},
	{TrainingHours, "0", 0, 1000},
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
	if ruleOf(n.Name).Name == "" {
		faults.Add("name", "people.rule.name_needed")
	}
	known := ruleOf(n.Name)
	if v, err := strconv.Atoi(n.Value); known.Name != "" && (err != nil || v < known.Min || v > known.Max) {
		faults.Add("value", "people.rule.number_invalid", "Min", known.Min, "Max", known.Max)
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

// RulesOn are the values of all rules that hold on a day, each found like Rule.
func RulesOn(ctx context.Context, c db.Conn, school string, on calendar.Date) (map[RuleName]string, error) {
	rows, err := db.All[struct {
		Name  RuleName `db:"name"`
		Value string   `db:"value"`
	}](ctx, c, `
WITH RECURSIVE line (id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM organisation WHERE id = $1
    UNION ALL SELECT o.id, o.parent_id, l.depth + 1 FROM organisation o JOIN line l ON o.id = l.parent_id WHERE l.depth < 10)
SELECT r.name, r.value FROM line l JOIN school_rule r ON r.school_id = l.id
 WHERE r.starts <= $2 AND r.ends >= $2 ORDER BY l.depth DESC`, school, on)
	out := map[RuleName]string{}
	for _, r := range RuleNames {
		out[r.Name] = r.Default
	}
	for _, r := range rows { // the nearest comes last
		out[r.Name] = r.Value
	}
	return out, err
}

// RuleNumber is the value of a rule as a number; what is none counts as what
// holds where nobody set the rule.
func RuleNumber(name RuleName, value string) int {
	n, err := strconv.Atoi(value)
	if err != nil {
		n, _ = strconv.Atoi(defaultRule(name))
	}
	return n
}

func ruleOf(name RuleName) RuleDefault {
	for _, r := range RuleNames {
		if r.Name == name {
			return r
		}
	}
	return RuleDefault{}
}

func defaultRule(name RuleName) string { return ruleOf(name).Default }

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
