package letter

import (
	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/waiting"
)

// waits is what waits for one of the two: an answer, a conclusion, its reading, its issue.
var waits = `
SELECT CASE WHEN l.state = 'asked' THEN 'ask' WHEN l.shown_at = '' THEN 'write' ELSE 'issue' END AS what, l.id, '' AS due, 0 AS n, ` + people.PersonAs("t", "p") + `
	FROM observation_letter l ` + people.JoinStaff("t", "l.school_id", "l.teacher_id") + `
	WHERE l.school_id = $1 AND l.writer_id = $2 AND l.issued_at = '' AND (l.state = 'asked' OR l.state = 'agreed' AND (l.shown_at = '' OR l.seen_at <> ''))
UNION ALL SELECT 'read', l.id, '', 0, ` + people.PersonAs("w", "p") + `
	FROM observation_letter l ` + people.JoinStaff("w", "l.school_id", "l.writer_id") + `
	WHERE l.school_id = $1 AND l.teacher_id = $2 AND l.issued_at = '' AND l.state = 'agreed' AND l.shown_at <> '' AND l.seen_at = ''`

// Waiting is what of letters waits for somebody.
var Waiting = waiting.Source{
	SQL: func(access.Actor) string { return waits },
	Item: func(r waiting.Row) waiting.Item {
		key := "letter.waiting." + r.What
		return waiting.Item{Title: fault.Say(key, "Who", people.Person(r.Who).Name()), Button: fault.Say(key + ".do"), Target: reminder.To(Target, r.ID)}
	},
}
