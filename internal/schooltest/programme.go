package schooltest

import (
	"fmt"

	"talim/internal/calendar"
)

// Programme is a mentoring programme at work.
type Programme struct {
	ID, Year, FinalTalk string
	InYear, Runs        calendar.Period // the school year, and the programme in it
	Pairs               calendar.Period // what the order says
	TrialWeeks          int
}

// Open writes the programme as it stands once its order is signed.
func (s *School) Open(p Programme) {
	s.T.Helper()
	s.Exec(`INSERT INTO school_year (school_id, id, label, starts, ends) VALUES ($1, $2, $2, $3, $4)`, ID, p.Year, p.InYear.Starts, p.InYear.Ends)
	s.Exec(`INSERT INTO programme (school_id, id, year_id, kind, starts, ends, state, opened_by, opened_at)
VALUES ($1, $2, $3, 'one_to_one', $4, $5, 'running', 'deputy', '')`, ID, p.ID, p.Year, p.Runs.Starts, p.Runs.Ends)
	s.Exec(`INSERT INTO programme_policy (school_id, id, programme_id, version, eligibility, categories, mentor_min_years, newcomer_years, first_year_here,
after_leave, after_leave_months, mentees_per_mentor, min_shared_hours, meetings_per_week, meeting_minutes, visits_by_mentor, visits_by_mentee, trial_weeks,
reply_days, final_talk, set_by, set_at) VALUES ($1, $2, $2, 1, 'willing', '', 0, 0, FALSE, FALSE, 0, 2, 0, 1, 45, 1, 1, $3, 7, $4, '', '')`, ID, p.ID, p.TrialWeeks, p.FinalTalk)
	s.Exec(`INSERT INTO proposal (school_id, id, programme_id, number, state, unmatched, made_by, made_at, sent_at)
VALUES ($1, $2, $2, 1, 'sent', '', '', '', '')`, ID, p.ID)
	s.Exec(`INSERT INTO mentoring_order (school_id, id, programme_id, number, date, starts, ends, state, prepared_by, prepared_at, signed_by, signed_at)
VALUES ($1, $2, $2, '1', $3, $3, $4, 'signed', '', '', '', '')`, ID, p.ID, p.Pairs.Starts, p.Pairs.Ends)
}

// OpenYear makes a programme of a school year that begins in the year, with running
// pairs of m1 and e1, m2 and e2 and so on.
func (s *School) OpenYear(id, year string, pairs int) {
	s.T.Helper()
	starts := calendar.Date(year + "-09-01")
	all := calendar.Period{Starts: starts, Ends: starts.AddDays(267)}
	s.Open(Programme{ID: id, Year: year, InYear: all, Runs: all, Pairs: all})
	for n := 1; n <= pairs; n++ {
		s.Pair(id, fmt.Sprintf("m%d", n), fmt.Sprintf("e%d", n), "running", all)
	}
}

// Pair writes a pair of the programme: its id.
func (s *School) Pair(programme, mentor, mentee, state string, during calendar.Period) string {
	s.T.Helper()
	s.Staff(mentor, mentee)
	id, proposed := programme+mentor+mentee, "removed"
	if state == "running" {
		proposed = "ordered"
	}
	s.Exec(`INSERT INTO proposal_pair (school_id, id, proposal_id, mentor_id, mentee_id, fit, reasons, by_hand, state)
VALUES ($1, $2, $3, $4, $5, 0, '', FALSE, $6)`, ID, id, programme, mentor, mentee, proposed)
	s.Exec(`INSERT INTO pairing (school_id, id, programme_id, policy_id, order_id, pair_id, mentor_id, mentee_id, place, starts, ends, trial_ends, state, closed_at)
VALUES ($1, $2, $3, $3, $3, $2, $4, $5, 1, $6, $7, '', $8, '')`, ID, id, programme, mentor, mentee, during.Starts, during.Ends, state)
	return id
}
