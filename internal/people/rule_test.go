package people

import (
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/tree"
	"talim/internal/rule"
)

// TestRuleOnIsOfTheNearest sets a rule in the district and in the school and reads it
// in each of the three ways, day by day.
func TestRuleOnIsOfTheNearest(t *testing.T) {
	each(t, func(w *world) {
		facts := tree.Facts{Code: "raiono", Name: i18n.Text{RU: "РОО"}, Timezone: "Asia/Almaty"}
		district, err := w.tree.Add(w.ctx, w.admin, tree.NewOrganisation{Kind: tree.District, Above: true, Facts: facts})
		w.ok(err)
		other := rule.Rule{Name: "test.other", Default: 7, Min: 0, Max: 9}
		_, err = w.s.SetRule(w.ctx, access.System(district.ID, "test"), StavkaHours, rule.New{Value: "16", Starts: "2014-01-01"})
		w.ok(err)
		_, err = w.s.SetRule(w.ctx, w.director, StavkaHours, rule.New{Value: "17", Starts: "2014-03-01"})
		w.ok(err)
		_, err = w.s.SetRule(w.ctx, w.director, rule.Rule{}, rule.New{Value: "17", Starts: "2014-03-01"})
		w.is(err, fault.KindInvalid)
		for day, want := range map[calendar.Date]int{"2013-12-31": 18, "2014-01-01": 16, "2014-02-28": 16, "2014-03-01": 17} {
			one, err := RuleOn(w.ctx, w.d.Read(), w.school, StavkaHours, day)
			w.ok(err)
			several, err := RulesOn(w.ctx, w.d.Read(), w.school, []rule.Rule{StavkaHours, other}, day)
			w.ok(err)
			value, err := db.One[string](w.ctx, w.d.Read(), `SELECT `+SelectRule(StavkaHours, "s.school_id", "$2")+` FROM staff s WHERE s.id = $1`, w.teacher.Staff, day)
			w.ok(err)
			if one != want || several[StavkaHours.Name] != want || several[other.Name] != 7 || StavkaHours.Number(value) != want {
				w.Errorf("on %s: %d, %v, %q, want %d", day, one, several, value, want)
			}
		}
	})
}
