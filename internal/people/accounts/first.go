package accounts

import (
	"talim/internal/access"
	"talim/internal/people"
	"talim/internal/waiting"
)

// StepAccounts is the first step of a school after which everybody has a way in, and
// most have used it.
const StepAccounts = "accounts"

// FirstSteps is how far a school has come with its accounts, for those who keep them.
func FirstSteps(actor access.Actor) string {
	if !MayKeep.Allows(actor) {
		return ""
	}
	const in, none = `COUNT(CASE WHEN a.password_hash <> '' THEN 1 END)`,
		`COUNT(CASE WHEN COALESCE(a.password_hash, '') = '' AND COALESCE(a.code_expires, '') <= $3 THEN 1 END)`
	accounts := `SELECT '` + StepAccounts + `' AS name, ` + waiting.State("COUNT(*) > 1 AND "+none+" = 0 AND 2 * "+in+" > COUNT(*)") + ` AS state, ` + in + ` AS have, COUNT(*) AS total
  ` + people.FromOrganisations("o") + ` JOIN staff s ON s.school_id = o.id LEFT JOIN account a ON a.school_id = s.school_id AND a.staff_id = s.id
 WHERE o.id = $1 AND o.kind = 'school' AND ` + people.WhereAtWork("s.school_id", "s.id", "$3") + ` GROUP BY o.id`
	if !actor.Has(access.Administrator) {
		return accounts
	}
	return accounts + " UNION ALL " + stepSelf()
}
