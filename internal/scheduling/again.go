package scheduling

import (
	"cmp"
	"slices"

	"talim/internal/calendar"
)

// costMoved is what a place other than in the present plan costs: more than all
// convenience together can win, less than leaving something out. So a plan that is
// made again, after a lesson moved, an illness or a holiday, moves as little as
// it can.
const costMoved = 10_000

// MeetingMove is a meeting of the present plan that must move.
type MeetingMove struct {
	Meeting string
	From    Slot
	To      *Slot // nil: there is no other hour
	Says    Reason
}

// VisitMove is a visit of the present plan that must move.
type VisitMove struct {
	From Visit
	To   *Visit // nil: there is no other lesson that week, or near enough
	Says Reason
}

// holds says whether the present plan has the meeting at the slot.
func (w Week) holds(meeting string, s Slot) bool {
	return slices.ContainsFunc(w.Keep, func(p Placed) bool { return p.Meeting == meeting && p.Slot == s })
}

// holds says whether the present plan has the visit.
func (h Horizon) holds(w way, date calendar.Date, s Slot) bool {
	return slices.ContainsFunc(h.Keep, func(v Visit) bool { return v.Date == date && v.Lesson.Slot == s && w.has(v) })
}

func (w way) has(v Visit) bool {
	return v.Pair == w.pair && v.Observer == w.observer && v.Teacher == w.teacher
}

// moves are what differs from the present plan, old beside new for each meeting.
func (w Week) moves(placed []Placed) []MeetingMove {
	var out []MeetingMove
	fresh := slices.DeleteFunc(slices.Clone(placed), func(p Placed) bool { return w.holds(p.Meeting, p.Slot) })
	old := slices.SortedFunc(slices.Values(w.Keep), func(a, b Placed) int {
		return cmp.Or(cmp.Compare(a.Meeting, b.Meeting), compareSlots(a.Slot, b.Slot))
	})
	for _, p := range old {
		if slices.ContainsFunc(placed, func(q Placed) bool { return q.Meeting == p.Meeting && q.Slot == p.Slot }) {
			continue
		}
		m := MeetingMove{Meeting: p.Meeting, From: p.Slot, Says: movedFrom(Args{"Day": p.Slot.Weekday, "Starts": p.Slot.Starts})}
		at := slices.IndexFunc(fresh, func(q Placed) bool { return q.Meeting == p.Meeting })
		if at >= 0 {
			m.To = &fresh[at].Slot
			fresh = slices.Concat(fresh[:at], fresh[at+1:])
		} else {
			m.Says.Key, m.Says.Against = keyNoLonger, true
		}
		out = append(out, m)
	}
	return out
}

func movedFrom(args Args) Reason { return Reason{Key: keyMoved, Args: args} }

// moves are what differs from the present plan, old beside new within the week.
func (h Horizon) moves(visits []Visit) []VisitMove {
	var out []VisitMove
	same := func(a, b Visit) bool {
		return a.Pair == b.Pair && a.Observer == b.Observer && a.Date == b.Date && a.Lesson.Slot == b.Lesson.Slot
	}
	in := func(list []Visit, v Visit) bool {
		return slices.ContainsFunc(list, func(o Visit) bool { return same(o, v) })
	}
	fresh := slices.DeleteFunc(slices.Clone(visits), func(v Visit) bool { return in(h.Keep, v) })
	for _, v := range slices.SortedFunc(slices.Values(h.Keep), compareVisits) {
		if in(visits, v) || !h.Period.Contains(v.Date) {
			continue
		}
		m := VisitMove{From: v, Says: movedFrom(Args{"Day": v.Date, "Starts": v.Lesson.Starts})}
		at := slices.IndexFunc(fresh, func(n Visit) bool {
			return n.Pair == v.Pair && n.Observer == v.Observer && n.Instead == "" && n.Date.Monday() == v.Date.Monday()
		})
		if at < 0 {
			at = slices.IndexFunc(fresh, func(n Visit) bool {
				return n.Pair == v.Pair && n.Observer == v.Observer && n.week() == v.week()
			})
		}
		if at >= 0 {
			to := fresh[at]
			m.To = &to
			fresh = slices.Concat(fresh[:at], fresh[at+1:])
		} else {
			m.Says.Key, m.Says.Against = keyNoLonger, true
		}
		out = append(out, m)
	}
	return out
}

func compareVisits(a, b Visit) int {
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Lesson.Starts, b.Lesson.Starts),
		cmp.Compare(a.Pair, b.Pair), cmp.Compare(a.Observer, b.Observer))
}
