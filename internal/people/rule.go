package people

import (
	"context"
	"errors"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/rule"
)

// StavkaHours are the teaching hours a week of one stavka (R169).
var StavkaHours = rule.Rule{Name: "people.stavka_hours", Default: 18, Min: 1, Max: 48}

// DatedRules are the numbers of the area that orders change.
var DatedRules = []rule.Rule{StavkaHours}

// SetRule lets a value of a rule hold in the actor's organisation, and below it where
// nobody set another, from a day on.
func (s *Service) SetRule(ctx context.Context, actor access.Actor, r rule.Rule, in rule.New) (rule.Dated, error) {
	var made rule.Dated
	err := s.do(ctx, actor, MayKeepRules, func(w work) error {
		if r.Name == "" {
			return fault.Invalid("name", "people.rule.name_needed")
		}
		var err error
		if made, err = r.Set(w.Work, in); err != nil {
			return err
		}
		return w.record(EventRuleSet, KindOfRule, made.ID, "Name", string(r.Name), "Value", made.Value)
	})
	return made, err
}

// WithRules begins a query that reads rules: rule_in_force (name, value, depth) has
// what holds on the day in the organisation and in those above it, whose depth is
// greater. The nearest holds. Arguments are SQL.
func WithRules(school, day string) string {
	return `WITH RECURSIVE line (id, parent_id, depth) AS (
    SELECT id, parent_id, 0 FROM organisation WHERE id = ` + school + `
    UNION ALL SELECT o.id, o.parent_id, l.depth + 1 FROM organisation o JOIN line l ON o.id = l.parent_id WHERE l.depth < 10),
rule_in_force (name, value, depth) AS (SELECT r.name, r.value, l.depth FROM line l ` + rule.Join("r", "l.id", day) + `)
`
}

// SelectRule is the value of one rule that holds on the day, "" where nobody set it,
// in the middle of another query; rule.Rule.Number makes a number of it.
func SelectRule(r rule.Rule, school, day string) string {
	return "COALESCE((" + WithRules(school, day) + "SELECT value FROM rule_in_force WHERE name = '" + string(r.Name) + "' ORDER BY depth LIMIT 1), '')"
}

// RuleOn is the number that holds on a day: the school's own, else that of the
// nearest organisation above it, else the rule's default.
func RuleOn(ctx context.Context, c db.Conn, school string, r rule.Rule, on calendar.Date) (int, error) {
	value, err := db.One[string](ctx, c, WithRules("$1", "$2")+`SELECT value FROM rule_in_force WHERE name = $3 ORDER BY depth LIMIT 1`, school, on, r.Name)
	if errors.Is(err, db.ErrNotFound) {
		return r.Default, nil
	}
	return r.Number(value), err
}

// RulesOn are the numbers of several rules that hold on a day, each found like RuleOn.
func RulesOn(ctx context.Context, c db.Conn, school string, rules []rule.Rule, on calendar.Date) (map[rule.Name]int, error) {
	rows, err := db.All[struct {
		Name  rule.Name `db:"name"`
		Value string    `db:"value"`
	}](ctx, c, WithRules("$1", "$2")+`SELECT name, value FROM rule_in_force ORDER BY depth DESC`, school, on)
	set := map[rule.Name]string{}
	for _, r := range rows { // the nearest comes last
		set[r.Name] = r.Value
	}
	out := map[rule.Name]int{}
	for _, r := range rules {
		out[r.Name] = r.Number(set[r.Name])
	}
	return out, err
}

// StavkaHoursOn is the number of hours of one stavka on a day.
func StavkaHoursOn(ctx context.Context, c db.Conn, school string, on calendar.Date) (int, error) {
	return RuleOn(ctx, c, school, StavkaHours, on)
}
