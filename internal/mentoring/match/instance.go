package match

import (
	"slices"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Instance is what matching is asked, with the facts it was made from, so that
// a change by hand is checked by the very same rules.
type Instance struct {
	matching.Instance
	People  map[string]matching.Person
	openly  matching.Instance // the same without what people would rather not
	names   map[string]mentoring.Person
	between func(mentee, mentor string) matching.Between
	runs    map[string]joined // mentees who work with a mentor now
	asked   map[string]int    // places of a mentor that other proposals hold
}

// Admit asks the rules about one pair; why is nil when it is admissible. Only a
// mentee who still needs a mentor and a mentor who takes part make a pair. What one of
// them would rather not is none of the rules for a hand: a refusal would tell it. She is asked,
// reads what she said, and says no.
func (in Instance) Admit(mentee, mentor string) (matching.Pair, *matching.Reason) {
	a, b := in.People[mentee], in.People[mentor]
	waits := slices.ContainsFunc(in.Mentees, func(m matching.Mentee) bool { return m.ID == mentee })
	mentors := slices.ContainsFunc(in.Mentors, func(m matching.Mentor) bool { return m.ID == mentor })
	if !waits || !mentors {
		return matching.Pair{}, &matching.Reason{Key: "mentoring.proposal.not_taking_part"}
	}
	got := matching.Admit(a.Openly(), b.Openly(), in.between(mentee, mentor), in.Policy)
	if !got.OK {
		return matching.Pair{}, &got.Refused.Why
	}
	return got.Pair, nil
}

// places is how many mentees of a draft a mentor can take: those who run and are
// not moved by the draft, and those being asked, have their places.
func (in Instance) places(mentor string, moved func(mentee string) bool) int {
	free := in.People[mentor].Capacity - in.asked[mentor]
	for mentee, j := range in.runs {
		if j.With == mentor && !moved(mentee) {
			free--
		}
	}
	return free
}

func (in Instance) name(staff string) string { return in.names[staff].Name() }

// Words are the arguments of a reason as a message takes them, with names for ids.
func (in Instance) Words(r matching.Reason) []any {
	var out []any
	for name, value := range r.Args {
		if id, ok := value.(string); ok && in.names[id].ID != "" {
			value = in.name(id)
		}
		out = append(out, name, value)
	}
	return out
}

// joined is one participant with the newest profile, as matching needs it.
type joined struct {
	Staff     string         `db:"staff_id"`
	Side      mentoring.Side `db:"side"`
	ID        string         `db:"participant_id"`
	Topics    string         `db:"topics"`
	Languages string         `db:"languages"`
	Capacity  int            `db:"capacity"`
	Asked     int            `db:"asked"`     // of a mentor: places that pairs being asked or agreed hold
	Works     int            `db:"works"`     // of a mentor: places that running pairings hold
	With      string         `db:"with_id"`   // of a mentee: the mentor she works with, "" nobody
	Pairing   string         `db:"pairing"`   // and that pairing
	Busy      bool           `db:"busy"`      // of a mentee: is being asked
	Completed bool           `db:"completed"` // of a mentee: had her year
}

// waits says whether the mentee has no mentor and is not being asked about one.
func (j joined) waits() bool {
	return j.Side == mentoring.Mentee && !j.Busy && !j.Completed && j.With == ""
}

const joinedQuery = `
SELECT x.staff_id, x.side, x.id AS participant_id, COALESCE(f.topics, '') AS topics, COALESCE(f.languages, '') AS languages,
	COALESCE(f.capacity, 1) AS capacity,
	(SELECT count(*) FROM pairing g WHERE g.school_id = x.school_id AND g.programme_id = x.programme_id
		AND g.mentor_id = x.staff_id AND g.state = 'running') AS works,
	(SELECT count(*) FROM proposal_pair q JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
		WHERE q.school_id = x.school_id AND r.programme_id = x.programme_id AND q.mentor_id = x.staff_id
		AND q.state IN ('asked', 'agreed')) AS asked,
	COALESCE(w.mentor_id, '') AS with_id, COALESCE(w.id, '') AS pairing,
	EXISTS (SELECT 1 FROM pairing g WHERE g.school_id = x.school_id AND g.programme_id = x.programme_id
		AND g.mentee_id = x.staff_id AND g.state = 'completed') AS completed,
	EXISTS (SELECT 1 FROM proposal_pair q JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
		WHERE q.school_id = x.school_id AND r.programme_id = x.programme_id AND q.mentee_id = x.staff_id
		AND q.state IN ('asked', 'agreed')) AS busy
FROM participant x LEFT JOIN profile f ON f.school_id = x.school_id AND f.participant_id = x.id
	AND f.version = (SELECT max(k.version) FROM profile k WHERE k.school_id = x.school_id AND k.participant_id = x.id)
LEFT JOIN pairing w ON w.school_id = x.school_id AND w.programme_id = x.programme_id AND w.mentee_id = x.staff_id AND w.state = 'running'
WHERE x.school_id = $1 AND x.programme_id = $2 AND x.state = 'accepted' ORDER BY x.id`

// FactsOf gathers the facts for a programme: who takes part, profiles, wishes
// and vetoes, free time in common, and the pairs that a no or a change has
// already ended, which are not proposed again. With the name of somebody who
// asks, it is the question of a re-match: those who run take part as well.
func (s *Service) FactsOf(change verb.Work, p mentoring.Programme, asks string) (Instance, error) {
	w := work{change, s}
	policy, err := mentoring.PolicyOf(w.Ctx, w.Tx, p.School, p.ID)
	if err != nil {
		return Instance{}, err
	}
	parts, err := db.All[joined](w.Ctx, w.Tx, joinedQuery, p.School, p.ID)
	if err != nil {
		return Instance{}, err
	}
	facts, err := w.facts(p, policy, parts)
	if err != nil {
		return Instance{}, err
	}
	if facts.between, err = w.between(p); err != nil {
		return Instance{}, err
	}
	facts.build(parts, policy, asks)
	return facts, nil
}

// build chooses who takes part in the question and asks the rules about every pair.
func (in *Instance) build(parts []joined, policy mentoring.Policy, asks string) {
	in.asked, in.runs = map[string]int{}, map[string]joined{}
	var mentees, mentors []matching.Person
	var current []matching.Couple
	for _, j := range parts {
		person, here := in.People[j.Staff]
		if j.Side == mentoring.Mentee && j.With != "" {
			in.runs[j.Staff] = j
		}
		switch {
		case !here:
		case j.Side == mentoring.Mentor:
			in.asked[j.Staff] = j.Asked
			if asks != "" { // whoever runs stands among the mentees with his place
				person.Load = j.Asked
			}
			mentors = append(mentors, person)
		case j.waits() && (asks == "" || asks == j.Staff):
			mentees = append(mentees, person)
		case asks != "" && j.With != "" && !j.Busy:
			mentees = append(mentees, person)
			current = append(current, matching.Couple{Mentee: j.Staff, Mentor: j.With})
		}
	}
	rules := matching.Policy{
		Method: policy.Method, Weights: policy.Weights(), MinShared: policy.MinSharedHours, LoadPenalty: loadPenalty,
	}
	in.Instance = matching.Build(mentees, mentors, current, rules, in.between)
	in.openly = matching.Build(openly(mentees), openly(mentors), current, rules, in.between)
}

func openly(all []matching.Person) []matching.Person {
	out := make([]matching.Person, len(all))
	for i, p := range all {
		out[i] = p.Openly()
	}
	return out
}

// Pairs that the rules allow to a hand, whatever people would rather not.
func (in Instance) OpenPairs() []matching.Pair { return in.openly.Pairs }

// left explains those whom pairs leave without a mentor, as those who keep the programme may know it.
func (in Instance) left(pairs []matching.Pair) []matching.Unmatched {
	return in.openly.Left(matching.Result{Pairs: pairs}.Couples())
}

// loadPenalty makes a mentor's second mentee cost as much as a part of the fit,
// so that work is spread where the fit is alike (R077).
var loadPenalty = []int{0, 60, 150}

// facts turns participants into the persons of matching.
func (w work) facts(p mentoring.Programme, policy mentoring.Policy, parts []joined) (Instance, error) {
	all, err := w.programmes.Candidates(w.Ctx, w.Tx, p.School, p.ID, w.Date())
	if err != nil {
		return Instance{}, err
	}
	byStaff := make(map[string]mentoring.Candidate, len(all))
	for _, c := range all {
		byStaff[c.ID] = c
	}
	wishes, err := db.All[mentoring.Preference](w.Ctx, w.Tx, `SELECT r.school_id, r.id, r.participant_id, r.other_id, r.kind, r.rank, r.set_at, r.ended_at
		FROM preference r JOIN participant x ON x.school_id = r.school_id AND x.id = r.participant_id
		WHERE r.school_id = $1 AND x.programme_id = $2 AND r.ended_at = '' ORDER BY r.participant_id, r.kind, r.rank`, p.School, p.ID)
	if err != nil {
		return Instance{}, err
	}
	in := Instance{People: map[string]matching.Person{}, names: map[string]mentoring.Person{}}
	for _, j := range parts {
		c, here := byStaff[j.Staff]
		if !here || c.Away {
			continue // left the school since, or is on long leave
		}
		in.names[c.ID] = c.Person
		in.People[c.ID] = personOf(j, c, policy, w, wishes)
	}
	return in, nil
}

func personOf(j joined, c mentoring.Candidate, policy mentoring.Policy, w work, wishes []mentoring.Preference) matching.Person {
	m := matching.Person{
		ID: c.ID, Subjects: c.SubjectCodes(), Units: c.UnitIDs(), Languages: mentoring.SplitList(j.Languages),
		Years: max(0, c.YearsAt(w.Date())),
	}
	if j.Side == mentoring.Mentor {
		m.Strengths = mentoring.SplitList(j.Topics)
		m.Capacity = min(j.Capacity, policy.MenteesPerMentor)
		m.Load = j.Asked + j.Works
	} else {
		m.Needs = mentoring.SplitList(j.Topics)
	}
	for _, r := range wishes {
		switch {
		case r.Participant != j.ID:
		case r.Kind == "veto":
			m.Vetoes = append(m.Vetoes, r.Other)
		default:
			m.Wishes = append(m.Wishes, r.Other)
		}
	}
	return m
}

// between counts the free lesson hours a week that two share near their lessons, and keeps apart
// those of whom one decides about the other, and those who said no before.
func (w work) between(p mentoring.Programme) (func(mentee, mentor string) matching.Between, error) {
	slots, err := timetable.WeekSlots(w.Ctx, w.Tx, p.School, max(p.Starts, w.Date()))
	if err != nil {
		return nil, err
	}
	load, err := timetable.WeeklyLoad(w.Ctx, w.Tx, p.School, max(p.Starts, w.Date()))
	if err != nil {
		return nil, err
	}
	near, err := timetable.NearMinutesOn(w.Ctx, w.Tx, p.School, max(p.Starts, w.Date()))
	if err != nil {
		return nil, err
	}
	over, err := db.All[struct {
		Mentor string `db:"mentor_id"`
		Mentee string `db:"mentee_id"`
	}](w.Ctx, w.Tx, `SELECT q.mentor_id, q.mentee_id FROM proposal_pair q JOIN proposal r ON r.school_id = q.school_id AND r.id = q.proposal_id
		WHERE q.school_id = $1 AND r.programme_id = $2 AND q.state = 'not_agreed'
		UNION SELECT g.mentor_id, g.mentee_id FROM pairing g WHERE g.school_id = $1 AND g.programme_id = $2 AND g.state IN ('left', 'changed')`,
		p.School, p.ID)
	if err != nil {
		return nil, err
	}
	deciders, err := people.IDsWithRole(w.Ctx, w.Tx, p.School, w.Date(), access.Director, access.Deputy)
	return func(mentee, mentor string) matching.Between {
		b := matching.Between{
			SharedHours: len(timetable.Counted(slots, near, load[mentee], load[mentor])),
			Superior:    slices.Contains(deciders, mentor) || slices.Contains(deciders, mentee),
		}
		for _, o := range over {
			b.Apart = b.Apart || o.Mentor == mentor && o.Mentee == mentee
		}
		return b
	}, err
}
