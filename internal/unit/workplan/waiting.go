package workplan

import (
	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/waiting"
)

// waits is what of plans waits for who is to do it, or of the unit as a whole for its head:
// $2 is the reader, $3 today, $4 a week from today.
var waits = `
SELECT 'plan' AS what, i.unit_id AS id, min(i.ends) AS due, count(*) AS n, ` + people.NobodyAs("p") + ` FROM unit_plan_item i
	WHERE i.school_id = $1 AND i.state = 'planned' AND i.ends < $4 AND (i.owner_id = $2 OR i.owner_id = '' AND EXISTS (
		SELECT 1 ` + people.FromHolders("h", "hs", "$3", access.SMUHead) + ` WHERE h.school_id = i.school_id AND h.unit_id = i.unit_id AND h.staff_id = $2))
	GROUP BY i.unit_id`

// Waiting is what of plans waits for somebody.
var Waiting = waiting.Source{
	SQL: func(access.Actor) string { return waits },
	Item: func(r waiting.Row) waiting.Item {
		return waiting.Item{Due: r.Due, Title: fault.Say("workplan.waiting.plan", "Count", r.Count), Button: fault.Say("workplan.waiting.plan.do"), Target: reminder.To(Target, r.ID)}
	},
}
