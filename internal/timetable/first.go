package timetable

import (
	"talim/internal/access"
	"talim/internal/waiting"
)

// The first steps of a school that this area knows of.
const (
	StepLessons = "lessons"
	StepBells   = "bells"
	StepYear    = "year"
	StepChecked = "year_checked" // a year whose dates were proposed was compared with its order
	StepFree    = "holidays"
)

// FirstSteps is how far a school has come with its timetable, for those who keep it.
func FirstSteps(actor access.Actor) string {
	if !MayKeep.Allows(actor) {
		return ""
	}
	step := func(name, from string) string {
		return `SELECT '` + name + `' AS name, ` + waiting.State(`EXISTS (SELECT 1 FROM `+from+`)`) + ` AS state, 0 AS have, 0 AS total`
	}
	return step(StepLessons, `lesson x WHERE x.school_id = $1 AND x.ends >= $3`) +
		` UNION ALL ` + step(StepBells, `bell x WHERE x.school_id = $1 AND x.ends >= $3`) +
		` UNION ALL ` + step(StepYear, `school_year x WHERE x.school_id = $1 AND x.ends >= $3`) +
		` UNION ALL SELECT '` + StepChecked + `', ` + waiting.Open + `, 0, 0 FROM school_year x WHERE x.school_id = $1 AND x.ends >= $3 AND x.to_check` +
		` UNION ALL ` + step(StepFree, `holiday x WHERE x.school_id = $1 AND x.ends >= $3`)
}
