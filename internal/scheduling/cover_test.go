package scheduling

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"talim/internal/calendar"
)

func tinyAbsence(seed uint64) Absence {
	r := rand.New(rand.NewPCG(seed, 5))
	a := Absence{Grid: tinyGrid(2), Absent: "T0", Date: calendar.Date("2013-09-06").AddDays(r.IntN(2)), MaxEach: r.IntN(3)}
	for _, p := range tinySchool(r, a.Grid, 5) {
		for k := range p.Lessons {
			p.Lessons[k].Subject = fmt.Sprint("S", r.IntN(3))
		}
		c := Colleague{Person: p, Units: []string{fmt.Sprint("U", r.IntN(2))}, Covers: r.IntN(4)}
		a.Colleagues = append(a.Colleagues, c)
	}
	return a
}

// worth ranks a plan as R173 does: lessons covered, then subjects, units, fairness, convenience.
func worth(a Absence, by map[int]string, lessons []Lesson) ([]int, bool) {
	find := func(id string) Colleague {
		return a.Colleagues[slices.IndexFunc(a.Colleagues, func(c Colleague) bool { return c.ID == id })]
	}
	absentee, total, cost := find(a.Absent), map[string]int{}, 0
	for k, l := range lessons {
		id, ok := by[k]
		if !ok {
			cost += absent
			continue
		}
		c := find(id)
		for o := range k {
			if by[o] == id && lessons[o].Overlaps(l.Slot) {
				return nil, false
			}
		}
		if !c.FreeOn(a.Date, l.Slot) || total[id] == a.maxEach() {
			return nil, false
		}
		come, _ := presence(a.Grid, l.Slot, c.Person)
		cost += come + (c.Covers+total[id])*costCover
		total[id]++
		if !c.teaches(l.Subject) {
			cost += costOtherSubject
		}
		if !sharesUnit(absentee, c) {
			cost += costOtherUnit
		}
	}
	return []int{cost}, true
}

func bestCover(a Absence, lessons []Lesson, k int, by map[int]string) int {
	w, ok := worth(a, by, lessons[:k])
	if !ok {
		return math.MaxInt
	}
	if k == len(lessons) {
		return w[0]
	}
	best := bestCover(a, lessons, k+1, by)
	for _, c := range a.Colleagues {
		if c.ID != a.Absent {
			by[k] = c.ID
			best = min(best, bestCover(a, lessons, k+1, by))
			delete(by, k)
		}
	}
	return best
}

func TestCoverEqualsBruteForce(t *testing.T) {
	covered, uncovered := 0, 0
	for seed := range uint64(300) {
		a := tinyAbsence(seed)
		plan, err := Cover(a)
		if err != nil {
			t.Fatal(err)
		}
		var lessons []Lesson
		by := map[int]string{}
		for _, l := range a.Colleagues[0].Lessons {
			if l.Weekday != a.Date.Weekday() {
				continue
			}
			if at := slices.IndexFunc(plan.Covered, func(c Covered) bool { return c.Lesson.Slot == l.Slot && c.Lesson.Class == l.Class }); at >= 0 {
				by[len(lessons)] = plan.Covered[at].By
			}
			lessons = append(lessons, l)
		}
		got, ok := worth(a, by, lessons)
		if want := bestCover(a, lessons, 0, map[int]string{}); !ok || !plan.Proved || got[0] != want {
			t.Fatalf("seed %d: rules kept %v, %v, best %d\n%+v\n%+v", seed, ok, got, want, a, plan)
		}
		covered, uncovered = covered+len(plan.Covered), uncovered+len(plan.Uncovered)
		slices.Reverse(a.Colleagues)
		if again, err := Cover(a); err != nil || !reflect.DeepEqual(plan, again) {
			t.Fatalf("seed %d: the order of the input changed the plan", seed)
		}
	}
	if covered < 100 || uncovered < 20 {
		t.Errorf("%d covered, %d not", covered, uncovered)
	}
}

func TestCoverTakesTheSubjectFirstThenTheUnitThenTheFairShare(t *testing.T) {
	g := Grid{Days: []calendar.Weekday{1}, Bells: []Bell{{1, 1, "08:30", "09:15"}, {1, 2, "09:20", "10:05"}}}
	second := []Lesson{{Slot: Slot{1, "09:20", "10:05"}, Class: "5", Subject: "other"}}
	person := func(id string, units []string, subjects []string, covers int) Colleague {
		return Colleague{Person: Person{ID: id, Lessons: second}, Units: units, Subjects: subjects, Covers: covers}
	}
	away := Colleague{Person: Person{ID: "A", Lessons: []Lesson{{Slot: Slot{1, "08:30", "09:15"}, Class: "7", Subject: "maths"}}}, Units: []string{"U"}}
	list := []Colleague{
		away, person("B", nil, nil, 0), person("C", []string{"U"}, nil, 5), person("D", []string{"U"}, nil, 1),
		person("E", nil, []string{"maths"}, 9), person("F", []string{"U"}, []string{"maths"}, 50),
	}
	for _, want := range []string{"F", "E", "D", "C", "B"} {
		plan, err := Cover(Absence{Grid: g, Colleagues: list, Absent: "A", Date: "2013-09-02"})
		if err != nil || len(plan.Covered) != 1 || plan.Covered[0].By != want || len(plan.Covered[0].Reasons) == 0 {
			t.Fatalf("want %s: %v %+v", want, err, plan)
		}
		list = slices.DeleteFunc(list, func(c Colleague) bool { return c.ID == want })
	}
	plan, err := Cover(Absence{Grid: g, Colleagues: list, Absent: "A", Date: "2013-09-02"})
	if err != nil || len(plan.Uncovered) != 1 || plan.Uncovered[0].Why.Key != keyNobodyFree {
		t.Errorf("nobody is left: %v %+v", err, plan)
	}
}

func TestBadAbsences(t *testing.T) {
	one := []Colleague{{Person: Person{ID: "A"}}}
	for name, a := range map[string]Absence{
		"unknown":  {Colleagues: one, Absent: "B", Date: "2013-09-02"},
		"no date":  {Colleagues: one, Absent: "A"},
		"negative": {Colleagues: []Colleague{{Person: Person{ID: "A"}, Covers: -1}}, Absent: "A", Date: "2013-09-02"},
	} {
		if _, err := Cover(a); !errors.Is(err, ErrInput) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFindMeetingTimeTakesTheHourAtWhichNobodyTeaches(t *testing.T) {
	g, persons := auyl(t)
	var members []Person
	for _, p := range persons {
		if len(p.Lessons) <= 12 {
			members = append(members, p)
		}
	}
	hours, err := FindMeetingTime(g, members)
	if err != nil || len(hours) != len(g.Slots()) {
		t.Fatalf("%v, %d hours", err, len(hours))
	}
	for k, h := range hours {
		teach := 0
		for _, p := range members {
			if !p.FreeAt(h.Slot) {
				teach++
			}
		}
		if teach != len(h.Absent) || k > 0 && len(hours[k-1].Absent) > teach {
			t.Errorf("%v: %d teach, it says %+v", h.Slot, teach, h.Absent)
		}
	}
	shared := Shared(g, members...)
	if len(shared) > 0 && (len(hours[0].Absent) > 0 || hours[0].Cost != shared[0].Cost) {
		t.Errorf("the best hour is %+v, the shared one %+v", hours[0], shared[0])
	}
	if _, err := FindMeetingTime(g, []Person{{ID: "A"}, {ID: "A"}}); !errors.Is(err, ErrInput) {
		t.Errorf("somebody stands twice: %v", err)
	}
}
