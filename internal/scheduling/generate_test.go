package scheduling

import (
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"talim/internal/calendar"
)

var weekdays = map[string]calendar.Weekday{
	"Monday": calendar.Monday, "Tuesday": calendar.Tuesday, "Wednesday": calendar.Wednesday,
	"Thursday": calendar.Thursday, "Friday": calendar.Friday, "Saturday": calendar.Saturday,
}

// auyl reads the timetable of the village school.
func auyl(t testing.TB) (Grid, []Person) {
	t.Helper()
	f, err := os.Open("testdata/auyl.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	g := Grid{Days: []calendar.Weekday{1, 2, 3, 4, 5, 6}}
	var persons []Person
	for _, r := range rows[1:] {
		l := Lesson{Slot: Slot{weekdays[r[4]], calendar.Clock(r[6]), calendar.Clock(r[7])}, Class: r[1], Subject: r[2], Room: r[3]}
		at := slices.IndexFunc(persons, func(p Person) bool { return p.ID == r[0] })
		if at < 0 {
			at = len(persons)
			persons = append(persons, Person{ID: r[0]})
		}
		persons[at].Lessons = append(persons[at].Lessons, l)
		b := Bell{number(t, r[8]), number(t, r[5]), l.Starts, l.Ends}
		if !slices.Contains(g.Bells, b) {
			g.Bells = append(g.Bells, b)
		}
	}
	return g, persons
}

func number(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// tinyGrid has two shifts whose hours overlap in part.
func tinyGrid(days int) Grid {
	g := Grid{Bells: []Bell{{1, 1, "08:30", "09:15"}, {1, 2, "09:20", "10:05"}, {2, 1, "09:50", "10:35"}, {2, 2, "17:30", "18:15"}}}
	for d := range days {
		g.Days = append(g.Days, calendar.Weekday(6-d)) // Saturday first, to see the order kept
	}
	return g
}

// tinySchool has few people with random lessons.
func tinySchool(r *rand.Rand, g Grid, n int) []Person {
	var out []Person
	slots := g.Slots()
	for i := range n {
		p := Person{ID: fmt.Sprintf("T%d", i)}
		for _, s := range slots {
			switch r.IntN(10) {
			case 0, 1, 2, 3, 4:
				if p.FreeAt(s) {
					p.Lessons = append(p.Lessons, Lesson{Slot: s, Class: fmt.Sprint("C", r.IntN(3))})
				}
			case 5:
				p.Away = append(p.Away, s)
			}
		}
		out = append(out, p)
	}
	return out
}

// bigSchool is a school of 120 teachers in two shifts with 15 pairs.
func bigSchool(seed uint64) (Grid, []Person, []VisitPair) { return schoolOf(seed, 120, 15, 2) }

// schoolOf is a school in two shifts with pairs, so many for each mentor.
func schoolOf(seed uint64, teachers, pairs, perMentor int) (Grid, []Person, []VisitPair) {
	r := rand.New(rand.NewPCG(seed, 9))
	g := Grid{Days: []calendar.Weekday{1, 2, 3, 4, 5, 6}}
	for k := range 6 {
		g.Bells = append(g.Bells,
			Bell{1, k + 1, calendar.ClockAt(8*60 + 30 + 50*k), calendar.ClockAt(8*60 + 75 + 50*k)},
			Bell{2, k + 1, calendar.ClockAt(14*60 + 50*k), calendar.ClockAt(14*60 + 45 + 50*k)})
	}
	var persons []Person
	for i := range teachers {
		persons = append(persons, teacher(r, g, fmt.Sprintf("T%03d", i)))
	}
	var out []VisitPair
	for k := range pairs {
		out = append(out, VisitPair{fmt.Sprintf("P%02d", k), persons[k/perMentor].ID, persons[teachers/2+k].ID, 1, 1})
	}
	return g, persons, out
}

// crowdedSchool makes it harder: mentors of three, two visits a week to the
// mentee, a holiday, days on which people are away.
func crowdedSchool(seed uint64, teachers, pairs int) Horizon {
	h := Horizon{Period: fourWeeks, Holidays: []calendar.Period{{Starts: "2013-09-17", Ends: "2013-09-18"}}, MaxPerDay: 2}
	h.Grid, h.People, h.Pairs = schoolOf(seed, teachers, pairs, 3)
	r := rand.New(rand.NewPCG(seed, 10))
	for k := range h.Pairs {
		h.Pairs[k].MentorPerWeek = 1 + r.IntN(2)
	}
	for k := range h.People {
		day := h.Period.Starts.AddDays(r.IntN(28))
		h.People[k].Busy = []Dated{{day, "08:00", "20:00"}}
	}
	return h
}

var fourWeeks = calendar.Period{Starts: "2013-09-02", Ends: "2013-09-28"}

// teacher has 18 to 24 lessons, most in one shift.
func teacher(r *rand.Rand, g Grid, id string) Person {
	p := Person{ID: id}
	shift, want := 1+r.IntN(2), 18+r.IntN(7)
	slots := g.Slots()
	for len(p.Lessons) < want {
		s := slots[r.IntN(len(slots))]
		mine := g.BellsOf(s)[0].Shift == shift
		if p.FreeAt(s) && (mine || r.IntN(5) == 0) {
			p.Lessons = append(p.Lessons, Lesson{Slot: s, Class: fmt.Sprint(1 + r.IntN(12))})
		}
	}
	return p
}
