package scheduling

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
)

// Colleague is somebody who could take over a lesson.
type Colleague struct {
	Person
	Subjects []string // beside those of her lessons
	Units    []string
	Covers   int // lessons taken over so far
}

// Absence is a day on which a teacher is away and her lessons need somebody (R173).
type Absence struct {
	Grid       Grid
	Colleagues []Colleague // with the absent one
	Absent     string
	Date       calendar.Date
	// MaxEach is how many of the lessons one colleague may take; 0 means 2.
	MaxEach int
}

// Covered is a lesson that somebody takes over.
type Covered struct {
	Lesson  Lesson
	By      string
	Reasons []Reason
	Others  []string // who else is free, the best first
}

// Uncovered is a lesson that nobody can take.
type Uncovered struct {
	Lesson Lesson
	Why    Reason
}

// CoverPlan is the answer to an absence.
type CoverPlan struct {
	Covered   []Covered // by time
	Uncovered []Uncovered
	Proved    bool
}

// What speaks against a colleague, each above everything below it: another
// subject, another unit, more lessons taken over so far, the way to school.
const (
	costOtherSubject = 60_000
	costOtherUnit    = 20_000
	costCover        = 250
	maxCovers        = 60 // more count as many
	maxOthers        = 5
)

// Cover finds who takes the lessons of an absent teacher: colleagues who are free,
// of the same subject first, then of the same unit, then those who have taken the
// fewest so far, then those for whom it is convenient (R173).
func Cover(a Absence) (CoverPlan, error) {
	persons, absentee, err := a.check()
	if err != nil {
		return CoverPlan{}, err
	}
	l := newLedger(a.Grid, persons)
	var lessons []Lesson
	var free [][]Colleague
	for _, lesson := range persons[a.Absent].Lessons {
		if !lesson.HeldOn(a.Date) {
			continue
		}
		can := slices.DeleteFunc(slices.Clone(a.Colleagues), func(c Colleague) bool {
			return c.ID == a.Absent || !c.FreeOn(a.Date, lesson.Slot)
		})
		slices.SortFunc(can, func(x, y Colleague) int {
			return cmp.Or(cmp.Compare(a.cost(absentee, x, lesson), a.cost(absentee, y, lesson)), cmp.Compare(x.ID, y.ID))
		})
		lessons, free = append(lessons, lesson), append(free, can)
		l.puzzle.tasks = append(l.puzzle.tasks, task{0, l.coverOptions(a, absentee, lesson, can)})
	}
	return a.plan(l.puzzle.solve(), absentee, lessons, free), nil
}

func (l *ledger) coverOptions(a Absence, absentee Colleague, lesson Lesson, can []Colleague) []option {
	out := make([]option, len(can))
	for k, c := range can {
		next := make([]int, a.maxEach())
		for n := range next {
			next[n] = n * costCover
		}
		uses := append(l.time(c.ID, string(a.Date), lesson.Slot), l.counter(about{rule: keyRulePerDay, who: c.ID, day: string(a.Date)}, a.maxEach(), next...))
		out[k] = option{a.cost(absentee, c, lesson), uses}
	}
	return out
}

func (a Absence) cost(absentee, c Colleague, lesson Lesson) int {
	cost := min(c.Covers, maxCovers) * costCover
	if !c.teaches(lesson.Subject) {
		cost += costOtherSubject
	}
	if !sharesUnit(absentee, c) {
		cost += costOtherUnit
	}
	come, _ := presence(a.Grid, lesson.Slot, c.Person)
	return cost + come
}

func (c Colleague) teaches(subject string) bool {
	return subject != "" && (slices.Contains(c.Subjects, subject) ||
		slices.ContainsFunc(c.Lessons, func(l Lesson) bool { return l.Subject == subject }))
}

func sharesUnit(a, b Colleague) bool {
	return slices.ContainsFunc(a.Units, func(u string) bool { return slices.Contains(b.Units, u) })
}

func (a Absence) maxEach() int { return cmp.Or(a.MaxEach, 2) }

func (a Absence) check() (people, Colleague, error) {
	list := make([]Person, len(a.Colleagues))
	for k, c := range a.Colleagues {
		list[k] = c.Person
		if c.Covers < 0 {
			return nil, Colleague{}, errorf("%s: %d lessons taken over", c.ID, c.Covers)
		}
	}
	if len(list) > maxPeople || !a.Date.Valid() || a.MaxEach < 0 || a.MaxEach > 20 {
		return nil, Colleague{}, errorf("more than %d people, no date, or more than 20 lessons each", maxPeople)
	}
	if err := a.Grid.validate(); err != nil {
		return nil, Colleague{}, err
	}
	persons, err := peopleOf(list)
	if err != nil {
		return nil, Colleague{}, err
	}
	at := slices.IndexFunc(a.Colleagues, func(c Colleague) bool { return c.ID == a.Absent })
	if at < 0 {
		return nil, Colleague{}, errorf("%q, who is absent, is unknown", a.Absent)
	}
	return persons, a.Colleagues[at], nil
}

func (a Absence) plan(got answer, absentee Colleague, lessons []Lesson, free [][]Colleague) CoverPlan {
	plan := CoverPlan{Proved: got.proved}
	for k, pick := range got.pick {
		if pick == leftOut {
			why := Reason{Key: keyNobodyFree, Args: Args{"Class": lessons[k].Class, "Starts": lessons[k].Starts}, Against: true}
			if len(free[k]) > 0 {
				why.Key = keyAllCover
			}
			plan.Uncovered = append(plan.Uncovered, Uncovered{lessons[k], why})
			continue
		}
		by := free[k][pick]
		made := Covered{Lesson: lessons[k], By: by.ID, Reasons: a.reasons(absentee, by, lessons[k])}
		for n, c := range free[k] {
			if n != pick && len(made.Others) < maxOthers {
				made.Others = append(made.Others, c.ID)
			}
		}
		plan.Covered = append(plan.Covered, made)
	}
	return plan
}

func (a Absence) reasons(absentee, by Colleague, lesson Lesson) []Reason {
	var out []Reason
	if by.teaches(lesson.Subject) {
		out = append(out, Reason{Key: keySameSubject, Args: Args{"Person": by.ID, "Subject": lesson.Subject}})
	}
	if sharesUnit(absentee, by) {
		out = append(out, Reason{Key: keySameUnit, Args: Args{"Person": by.ID}})
	}
	out = append(out, Reason{Key: keyCoversSoFar, Args: Args{"Person": by.ID, "Count": by.Covers}})
	if _, r := presence(a.Grid, lesson.Slot, by.Person); r.Key != "" {
		out = append(out, r)
	}
	return out
}
