package mentoring

import (
	"talim/internal/access"
	"talim/internal/waiting"
)

// StepProgramme is the first step of a school that this area knows of.
const StepProgramme = "programme"

// FirstSteps says whether a programme runs, to the director and the deputies, who open it.
func FirstSteps(actor access.Actor) string {
	if !actor.Has(access.Director, access.Deputy) {
		return ""
	}
	return `SELECT '` + StepProgramme + `' AS name, ` + waiting.State(`EXISTS (SELECT 1 FROM programme x WHERE x.school_id = $1 AND x.ends >= $3)`) + ` AS state, 0 AS have, 0 AS total`
}
