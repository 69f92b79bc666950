package scheduling

import (
	"cmp"
	"slices"
)

// maxChanges are offered: the most convenient hours first.
const maxChanges = 3

// lessonsToMove finds the hours of the week in which exactly one lesson of one
// member stands in the way and could go elsewhere: the smallest change there is.
// Where no single lesson would do, it offers the hours with two.
func (w Week) lessonsToMove(members []Person, all people, taken []Slot) []Change {
	for n := 1; n <= 2; n++ {
		if out := w.withLessons(n, members, all, taken); len(out) > 0 {
			return out
		}
	}
	return nil
}

type costly struct {
	Change
	cost int
}

// withLessons are the changes for hours in which n lessons stand in the way.
func (w Week) withLessons(n int, members []Person, all people, taken []Slot) []Change {
	var found []costly
	for _, s := range w.Grid.Slots() {
		blockers, ok := w.blockers(s, members, taken)
		if !ok || len(blockers) != n {
			continue
		}
		cost, _ := convenience(w.Grid, s, members)
		for k := range blockers {
			blockers[k].To = w.Grid.elsewhere(blockers[k], all, s)
			blockers[k].Says = w.saysMove(blockers, k, s)
		}
		if !slices.ContainsFunc(blockers, func(c Change) bool { return len(c.To) == 0 }) {
			found = append(found, costly{blockers[0], cost})
		}
	}
	slices.SortStableFunc(found, func(a, b costly) int { return cmp.Compare(a.cost, b.cost) })
	var out []Change
	for _, f := range found[:min(maxChanges, len(found))] {
		out = append(out, f.Change)
	}
	return out
}

// blockers are the lessons of members at the slot; not ok when something stands
// there that cannot move.
func (w Week) blockers(s Slot, members []Person, taken []Slot) ([]Change, bool) {
	if slices.ContainsFunc(taken, s.Overlaps) {
		return nil, false
	}
	var out []Change
	for _, p := range members {
		if p.awayAt(s) {
			return nil, false
		}
		for _, l := range p.Lessons {
			if l.Overlaps(s) {
				out = append(out, Change{Person: p.ID, Lesson: l})
			}
		}
	}
	return out, true
}

func (w Week) saysMove(blockers []Change, k int, s Slot) Reason {
	c := blockers[k]
	args := Args{
		"Person": c.Person, "Class": c.Lesson.Class, "Subject": c.Lesson.Subject,
		"LessonStarts": c.Lesson.Starts, "Weekday": s.Weekday, "Starts": s.Starts, "Count": len(blockers),
	}
	if len(blockers) == 1 {
		return Reason{Key: keyMoveLesson, Args: args}
	}
	other := blockers[1-k]
	args["Other"], args["OtherClass"] = other.Person, other.Lesson.Class
	return Reason{Key: keyMoveLessons, Args: args}
}

// elsewhere are the hours to which a lesson could move: bells of the shift it is
// in, at which its teacher is free and its class has nothing, as far as the
// given people's lessons tell, and which do not touch the hour to be freed.
func (g Grid) elsewhere(c Change, all people, freed Slot) []Slot {
	shifts := g.shiftsAt(c.Lesson.Slot)
	var out []Slot
	for _, s := range g.Slots() {
		inShift := slices.ContainsFunc(g.BellsOf(s), func(b Bell) bool { return slices.Contains(shifts, b.Shift) })
		if inShift && !s.Overlaps(freed) && all[c.Person].FreeAt(s) && !all.classHas(c.Lesson.Class, s) {
			out = append(out, s)
		}
	}
	return out
}

func (p people) classHas(class string, s Slot) bool {
	if class == "" {
		return false
	}
	for _, person := range p {
		for _, l := range person.Lessons {
			if l.Class == class && l.Overlaps(s) {
				return true
			}
		}
	}
	return false
}
