package lessonimport

import (
	"cmp"
	"maps"
	"slices"

	"talim/internal/calendar"
	"talim/internal/timetable"
)

// anotherShift is by how many minutes the same lesson of another shift begins later at
// least. Other bells on some days, such as a short Saturday, differ by less.
const anotherShift = 90

// bellsOf are the bells that a school rings by, as the times of its lessons show them:
// for a school that has none yet, where no free hour could be found without. A file
// seldom has one time for each lesson (short days, misprints): the most frequent time
// counts, and what does not fit between the others is left out.
func bellsOf(rows []Row) []timetable.BellFacts {
	rung := map[timetable.BellFacts]int{}
	for _, b := range numbered(rows) {
		rung[b]++
	}
	often := slices.SortedFunc(maps.Keys(rung), func(a, b timetable.BellFacts) int {
		return cmp.Or(cmp.Compare(rung[b], rung[a]), compareBells(a, b))
	})
	var bells []timetable.BellFacts
	for _, b := range often {
		if !slices.ContainsFunc(bells, func(x timetable.BellFacts) bool { return b.Shift == x.Shift && !inOrder(b, x) }) {
			bells = append(bells, b)
		}
	}
	slices.SortFunc(bells, compareBells)
	return bells
}

func compareBells(a, b timetable.BellFacts) int {
	return cmp.Or(cmp.Compare(a.Shift, b.Shift), cmp.Compare(a.Number, b.Number), cmp.Compare(a.StartsAt, b.StartsAt), cmp.Compare(a.EndsAt, b.EndsAt))
}

// inOrder says whether two lessons of a shift follow one another as their numbers do.
func inOrder(a, b timetable.BellFacts) bool {
	return a.Number < b.Number && a.EndsAt <= b.StartsAt || b.Number < a.Number && b.EndsAt <= a.StartsAt
}

// numbered are the times of the rows with the shift and number of each; a number that a
// file does not give is the place of the time in the day.
func numbered(rows []Row) []timetable.BellFacts {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !timed(r) })
	begins := map[int][]calendar.Clock{} // number, 0 where none is given -> its beginnings in order
	for _, r := range rows {
		begins[r.Number] = append(begins[r.Number], r.StartsAt)
	}
	for number, starts := range begins {
		slices.Sort(starts)
		begins[number] = slices.Compact(starts)
	}
	bells := make([]timetable.BellFacts, 0, len(rows))
	for _, r := range rows {
		b := timetable.BellFacts{Shift: r.Shift, Number: r.Number, StartsAt: r.StartsAt, EndsAt: r.EndsAt}
		if b.Number == 0 {
			place, _ := slices.BinarySearch(begins[0], r.StartsAt)
			b.Number, b.Shift = place+1, max(b.Shift, 1)
		}
		if b.Shift == 0 {
			b.Shift = shiftOf(begins[b.Number], r.StartsAt)
		}
		if b.Number <= timetable.MaxLessonsOfDay && b.Shift <= timetable.MaxShift {
			bells = append(bells, b)
		}
	}
	return bells
}

// shiftOf is the shift in which a lesson of one number begins at that time.
func shiftOf(begins []calendar.Clock, at calendar.Clock) int {
	shift, first := 1, begins[0]
	for _, x := range begins {
		if x.Minutes()-first.Minutes() >= anotherShift {
			shift, first = shift+1, x
		}
		if x == at {
			break
		}
	}
	return shift
}

// timed says whether a row gives the whole time of a lesson that a bell may have.
func timed(r Row) bool {
	return timetable.ValidClock(r.StartsAt) && timetable.ValidClock(r.EndsAt) && r.StartsAt < r.EndsAt
}
