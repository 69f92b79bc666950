package observation

import (
	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/waiting"
)

// TargetVisit is a visit that was agreed here, by its id.
const TargetVisit = "observation.visit_of"

// waits is what waits for anybody: $2 is the reader, $3 today, $4 a week from today. A
// visit waits until it is recorded, a lesson of one's own on its day, a request for its
// answer.
var waits = `
SELECT 'visit' AS what, v.id, v.date AS due, 0 AS n, ` + people.PersonAs("t", "p") + ` FROM visit v
	JOIN open_lesson l ON l.school_id = v.school_id AND l.id = v.about
	` + people.JoinStaff("t", "v.school_id", "v.teacher_id") + `
	WHERE v.school_id = $1 AND v.observer_id = $2 AND v.state = 'planned' AND v.date < $4
UNION ALL SELECT 'lesson', l.id, l.date, count(*), ` + people.NobodyAs("p") + ` FROM open_lesson l
	JOIN visit v ON v.school_id = l.school_id AND v.about = l.id AND v.state = 'planned'
	WHERE l.school_id = $1 AND l.teacher_id = $2 AND l.state = 'open' AND l.date >= $3 AND l.date < $4 GROUP BY l.id, l.date
UNION ALL SELECT CASE WHEN r.afterwards THEN 'was_there' ELSE 'request' END, r.id, r.date, 0, ` + people.PersonAs("o", "p") + ` FROM visit_request r
	` + people.JoinStaff("o", "r.school_id", "r.observer_id") + `
	WHERE r.school_id = $1 AND r.teacher_id = $2 AND r.state = 'asked' AND (r.afterwards OR r.date >= $3)
UNION ALL SELECT 'friend', f.id, '', 0, ` + people.PersonAs("c", "p") + ` FROM critical_friend f
	` + people.JoinStaff("c", "f.school_id", "f.person_id") + ` WHERE f.school_id = $1 AND f.friend_id = $2 AND f.state = 'asked'`

var waitingTargets = map[string]string{"visit": TargetVisit, "lesson": TargetLesson, "request": TargetRequest, "was_there": TargetRequest, "friend": TargetFriend}

// Waiting is what of visits waits for somebody. What pairs plan, mentoring says.
var Waiting = waiting.Source{
	SQL: func(access.Actor) string { return waits },
	Item: func(r waiting.Row) waiting.Item {
		key := "observation.waiting." + r.What
		return waiting.Item{
			Due: r.Due, Title: fault.Say(key, "Who", people.Person(r.Who).Name(), "Count", r.Count), Button: fault.Say(key + ".do"),
			Target: reminder.To(waitingTargets[r.What], r.ID),
		}
	},
}
