package people

import (
	"strings"

	"talim/internal/access"
	"talim/internal/waiting"
)

// The first steps of a school that this area knows of.
const (
	StepStaff     = "staff"      // the list of staff is in
	StepFirstDays = "first_days" // of everybody it is known since when they work here
	StepDeputy    = "deputy"     // somebody leads mentoring
)

// FirstSteps is how far a school has come with its people, for those who can go on. An
// organisation that is no school has no first steps.
func FirstSteps(actor access.Actor) string {
	if !MayKeepStaff.Allows(actor) {
		return ""
	}
	steps := []string{
		stepSQL(StepStaff, waiting.State("COUNT(*) > 1"), "COUNT(*)", "0"),
		stepSQL(StepFirstDays, waiting.State("COUNT(CASE WHEN s.since_unknown THEN 1 END) = 0 AND COUNT(*) > 1"), "COUNT(CASE WHEN NOT s.since_unknown THEN 1 END)", "COUNT(*)"),
	}
	if actor.Has(appointers...) {
		alone := ""
		if !actor.Has(access.Director) { // the administrator appoints deputies only before there is a director
			alone = ` AND NOT EXISTS (SELECT 1 FROM post d WHERE d.school_id = o.id AND d.role = 'director')`
		}
		steps = append(steps, `SELECT '`+StepDeputy+`' AS name, `+waiting.State(`EXISTS (SELECT 1 FROM post d WHERE d.school_id = o.id AND d.role = 'deputy' AND d.starts <= $3 AND d.ends >= $3)`)+
			` AS state, 0 AS have, 0 AS total FROM organisation o WHERE o.id = $1 AND o.kind = 'school'`+alone)
	}
	return strings.Join(steps, " UNION ALL ")
}

// stepSQL counts over everybody who works in the school today.
func stepSQL(name, state, have, total string) string {
	return `SELECT '` + name + `' AS name, ` + state + ` AS state, ` + have + ` AS have, ` + total + ` AS total
  FROM organisation o JOIN staff s ON s.school_id = o.id
 WHERE o.id = $1 AND o.kind = 'school' AND ` + WhereAtWork("s.school_id", "s.id", "$3") + ` GROUP BY o.id`
}
