package pairpage

import (
	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/timetable"
	"talim/internal/waiting"
)

// waitingFor is a kind of thing that waits; its messages are
// "mentoring.waiting.<kind>" and "mentoring.waiting.<kind>.do".
type waitingFor string

const (
	waitInvitation waitingFor = "invitation"
	waitProfile    waitingFor = "profile"
	waitPair       waitingFor = "pair"
	waitPlan       waitingFor = "plan"
	waitPlanAgree  waitingFor = "plan_agree"
	waitMeetings   waitingFor = "meetings"
	waitMeeting    waitingFor = "meeting"
	waitVisit      waitingFor = "visit"
	waitStep       waitingFor = "step"
	waitReport     waitingFor = "report"
	waitReply      waitingFor = "reply"
	waitSign       waitingFor = "sign"
	waitOpen       waitingFor = "open"
	waitPropose    waitingFor = "propose"
	waitSend       waitingFor = "send"
	waitOrder      waitingFor = "order"
	waitClose      waitingFor = "close"
	waitSendGroups waitingFor = "send_groups"
	waitGroupTimes waitingFor = "group_times"
	waitGroup      waitingFor = "group"
)

// waitingTargets is the kind of thing that the button of each leads to.
var waitingTargets = map[waitingFor]string{
	waitInvitation: mentoring.TargetParticipant, waitProfile: mentoring.TargetParticipant, waitPair: match.TargetPair,
	waitPlan: pairing.TargetPlan, waitPlanAgree: pairing.TargetPlan, waitMeetings: pairing.TargetNewMeetings,
	waitMeeting: pairing.TargetMeeting, waitVisit: pairing.TargetVisit, waitStep: pairing.TargetPairing,
	waitReport: pairing.TargetReport, waitReply: pairing.TargetReport, waitSign: match.TargetOrder,
	waitOpen: mentoring.TargetNewProgramme, waitPropose: mentoring.TargetProgramme, waitSend: match.TargetProposal,
	waitOrder: mentoring.TargetProgramme, waitClose: pairing.TargetClosing,
	waitSendGroups: group.TargetProposal, waitGroupTimes: group.TargetTimes, waitGroup: group.TargetMeeting,
}

// nobody fills the columns of a partner where there is none.
var nobody = people.NobodyAs("p")

// own is what waits for anybody: $2 is the reader, $3 today, $4 a week from
// today, $5 three weeks from today. What is long past and unrecorded comes as a
// reminder of its own, so that it can be put away.
var own = `
SELECT 'invitation' AS what, x.id, '' AS due, 0 AS n, ` + nobody + ` FROM participant x
	JOIN programme g ON g.school_id = x.school_id AND g.id = x.programme_id AND g.state <> 'closed'
	WHERE x.school_id = $1 AND x.staff_id = $2 AND x.state = 'invited'
UNION ALL SELECT 'profile', x.id, '', 0, ` + nobody + ` FROM participant x
	JOIN programme g ON g.school_id = x.school_id AND g.id = x.programme_id AND g.state <> 'closed'
	WHERE x.school_id = $1 AND x.staff_id = $2 AND x.state = 'accepted'
	AND NOT EXISTS (SELECT 1 FROM profile f WHERE f.school_id = x.school_id AND f.participant_id = x.id)
UNION ALL SELECT 'pair', q.id, '', 0, s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key FROM proposal_pair q
	` + people.JoinStaff("s", "q.school_id", "CASE WHEN q.mentor_id = $2 THEN q.mentee_id ELSE q.mentor_id END") + `
	WHERE q.school_id = $1 AND (q.mentor_id = $2 OR q.mentee_id = $2) AND q.state = 'asked'
	AND NOT EXISTS (SELECT 1 FROM consent a WHERE a.school_id = q.school_id AND a.pair_id = q.id AND a.staff_id = $2)
	AND NOT EXISTS (SELECT 1 FROM mentoring_group_pair y WHERE y.school_id = q.school_id AND y.pair_id = q.id)
UNION ALL SELECT CASE WHEN l.id IS NULL THEN 'plan' ELSE 'plan_agree' END, g.id, '', 0,
	s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key FROM pairing g
	` + people.JoinStaff("s", "g.school_id", "CASE WHEN g.mentor_id = $2 THEN g.mentee_id ELSE g.mentor_id END") + `
	LEFT JOIN mentoring_plan l ON l.school_id = g.school_id AND l.pairing_id = g.id
		AND l.version = (SELECT max(k.version) FROM mentoring_plan k WHERE k.school_id = g.school_id AND k.pairing_id = g.id)
	WHERE g.school_id = $1 AND (g.mentor_id = $2 OR g.mentee_id = $2) AND g.state = 'running'
	AND (l.id IS NULL OR l.agreed_by NOT LIKE '%' || $2 || '%')
	AND NOT EXISTS (SELECT 1 FROM mentoring_group_pair y WHERE y.school_id = g.school_id AND y.pair_id = g.pair_id)
UNION ALL SELECT 'meetings', g.id, '', 0, s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key FROM pairing g
	` + people.JoinStaff("s", "g.school_id", "CASE WHEN g.mentor_id = $2 THEN g.mentee_id ELSE g.mentor_id END") + `
	WHERE g.school_id = $1 AND (g.mentor_id = $2 OR g.mentee_id = $2) AND g.state = 'running' AND g.ends > $5
	AND NOT EXISTS (SELECT 1 FROM mentoring_group_pair y WHERE y.school_id = g.school_id AND y.pair_id = g.pair_id)
	AND NOT EXISTS (SELECT 1 FROM meeting m WHERE m.school_id = g.school_id AND m.pairing_id = g.id AND m.state = 'planned' AND m.date >= $3)
UNION ALL SELECT 'meeting', m.id, m.date, 0, s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key FROM meeting m
	JOIN pairing g ON g.school_id = m.school_id AND g.id = m.pairing_id
	` + people.JoinStaff("s", "g.school_id", "CASE WHEN g.mentor_id = $2 THEN g.mentee_id ELSE g.mentor_id END") + `
	WHERE m.school_id = $1 AND (g.mentor_id = $2 OR g.mentee_id = $2) AND m.state = 'planned' AND m.date >= $3 AND m.date < $4
UNION ALL SELECT 'visit', v.id, v.date, 0, s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key ` + observation.FromVisits("v") + `
	` + pairing.JoinPairing("g", "v.school_id", "v.about") + ` AND g.state = 'running'
	` + people.JoinStaff("s", "v.school_id", "CASE WHEN v.observer_id = $2 THEN v.teacher_id ELSE v.observer_id END") + `
	WHERE v.school_id = $1 AND (v.observer_id = $2 OR v.teacher_id = $2) AND v.state = 'planned' AND v.date < $4
UNION ALL SELECT 'step', n.pairing_id, min(n.due), count(*), ` + nobody + ` FROM next_step n
	JOIN pairing g ON g.school_id = n.school_id AND g.id = n.pairing_id AND g.state = 'running'
	WHERE n.school_id = $1 AND n.owner_id = $2 AND n.done_on = '' AND n.due < $4 GROUP BY n.pairing_id
UNION ALL SELECT 'report', g.id, g.ends, 0, s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key FROM pairing g
	` + people.JoinStaff("s", "g.school_id", "g.mentee_id") + `
	WHERE g.school_id = $1 AND g.mentor_id = $2 AND g.state = 'running' AND g.ends <= $5
	AND NOT EXISTS (SELECT 1 FROM mentoring_group_pair y WHERE y.school_id = g.school_id AND y.pair_id = g.pair_id)
	AND NOT EXISTS (SELECT 1 FROM mentoring_report r WHERE r.school_id = g.school_id AND r.pairing_id = g.id AND r.state = 'shared')
UNION ALL SELECT 'reply', g.id, r.reply_by, 0, s.id, s.code, s.family_name, s.given_name, s.patronymic, s.sort_key FROM pairing g
	JOIN mentoring_report r ON r.school_id = g.school_id AND r.pairing_id = g.id AND r.state = 'shared'
	` + people.JoinStaff("s", "g.school_id", "g.mentor_id") + `
	WHERE g.school_id = $1 AND g.mentee_id = $2 AND g.state = 'running'
	AND NOT EXISTS (SELECT 1 FROM mentoring_report_reply y WHERE y.school_id = r.school_id AND y.report_id = r.id)
UNION ALL SELECT 'group_times', k.id, '', 0, ` + nobody + ` FROM mentoring_group k
	WHERE k.school_id = $1 AND k.mentor_id = $2 AND k.state = 'asked'
	AND EXISTS (SELECT 1 FROM mentoring_group_pair y JOIN pairing g ON g.school_id = y.school_id AND g.pair_id = y.pair_id
		AND g.state = 'running' AND g.ends > $5 WHERE y.school_id = k.school_id AND y.group_id = k.id)
	AND NOT EXISTS (SELECT 1 FROM group_meeting m WHERE m.school_id = k.school_id AND m.group_id = k.id AND m.state = 'planned' AND m.date >= $3)
UNION ALL SELECT 'group', m.id, m.date, 0, ` + nobody + ` FROM group_meeting m
	JOIN mentoring_group k ON k.school_id = m.school_id AND k.id = m.group_id
	WHERE m.school_id = $1 AND m.state = 'planned' AND m.date >= $3 AND m.date < $4 AND (k.mentor_id = $2
	OR EXISTS (SELECT 1 FROM mentoring_group_second x WHERE x.school_id = k.school_id AND x.group_id = k.id AND x.staff_id = $2 AND x.state = 'agreed')
	OR EXISTS (SELECT 1 FROM mentoring_group_pair y JOIN pairing g ON g.school_id = y.school_id AND g.pair_id = y.pair_id
		AND g.state = 'running' AND g.mentee_id = $2 WHERE y.school_id = k.school_id AND y.group_id = k.id))`

// keepers is what waits for those who keep the programme.
var keepers = `
UNION ALL SELECT 'open', y.id, '', 0, ` + nobody + ` ` + timetable.FromYears("y") + `
	WHERE y.school_id = $1 AND y.starts <= $4 AND y.ends > $5
	AND NOT EXISTS (SELECT 1 FROM programme g WHERE g.school_id = y.school_id AND g.year_id = y.id)
UNION ALL SELECT 'propose', g.id, '', count(*), ` + nobody + ` FROM programme g
	JOIN participant x ON x.school_id = g.school_id AND x.programme_id = g.id AND x.side = 'mentee' AND x.state = 'accepted'
	WHERE g.school_id = $1 AND g.state <> 'closed'
	AND NOT EXISTS (SELECT 1 FROM pairing p WHERE p.school_id = g.school_id AND p.programme_id = g.id AND p.mentee_id = x.staff_id AND p.state NOT IN ('left', 'changed'))
	AND NOT EXISTS (SELECT 1 FROM proposal r JOIN proposal_pair q ON q.school_id = r.school_id AND q.proposal_id = r.id
		WHERE r.school_id = g.school_id AND r.programme_id = g.id AND q.mentee_id = x.staff_id AND r.state <> 'replaced'
		AND q.state IN ('draft', 'asked', 'agreed'))
	GROUP BY g.id
UNION ALL SELECT CASE g.kind WHEN 'group' THEN 'send_groups' ELSE 'send' END, r.id, '', 0, ` + nobody + ` FROM proposal r
	JOIN programme g ON g.school_id = r.school_id AND g.id = r.programme_id WHERE r.school_id = $1 AND r.state = 'draft'
UNION ALL SELECT 'order', g.id, '', count(*), ` + nobody + ` FROM programme g
	JOIN proposal r ON r.school_id = g.school_id AND r.programme_id = g.id
	JOIN proposal_pair q ON q.school_id = r.school_id AND q.proposal_id = r.id AND q.state = 'agreed'` + match.AsAWhole + `
	WHERE g.school_id = $1 AND g.state <> 'closed'
	AND NOT EXISTS (SELECT 1 FROM mentoring_order o WHERE o.school_id = g.school_id AND o.programme_id = g.id AND o.state = 'draft')
	GROUP BY g.id
UNION ALL SELECT 'close', g.programme_id, '', count(*), ` + nobody + ` FROM pairing g
	JOIN mentoring_report r ON r.school_id = g.school_id AND r.pairing_id = g.id AND r.state = 'shared'
	WHERE g.school_id = $1 AND g.state = 'running' AND (r.reply_by < $3 OR EXISTS (SELECT 1 FROM mentoring_report_reply y
		WHERE y.school_id = r.school_id AND y.report_id = r.id)) GROUP BY g.programme_id`

// signers is what waits for the director.
var signers = `
UNION ALL SELECT 'sign', o.id, '', 0, ` + nobody + ` FROM mentoring_order o WHERE o.school_id = $1 AND o.state = 'draft'`

// Waiting is what of mentoring waits for somebody.
var Waiting = waiting.Source{SQL: waitingSQL, Item: waitingItem}

func waitingSQL(actor access.Actor) string {
	query := own
	if mentoring.Keep.Allows(actor) {
		query += keepers
	}
	if mentoring.Sign.Allows(actor) {
		query += signers
	}
	return query
}

func waitingItem(r waiting.Row) waiting.Item {
	key := "mentoring.waiting." + r.What
	return waiting.Item{
		Due: r.Due, Title: fault.Say(key, "Who", people.Person(r.Who).Name(), "Count", r.Count), Button: fault.Say(key + ".do"),
		Target: reminder.To(waitingTargets[waitingFor(r.What)], r.ID),
	}
}
