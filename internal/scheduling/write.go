package scheduling

import (
	"encoding/json"
	"io"

	"talim/internal/calendar"
)

// Write gives a result as JSON; words makes the sentence of a reason.
func (r Result) Write(w io.Writer, words func(Reason) string) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r.object(words))
}

// object of JSON: names and values in no need of types.
type object map[string]any

func (r Result) object(words func(Reason) string) object {
	say := sayer(words)
	out := object{}
	if p := r.Meetings; p != nil {
		out["meetings"] = object{
			"placed": each(p.Placed, func(m Placed) object { return with(slotObject(m.Slot), "meeting", m.Meeting, "cost", m.Cost) }),
			"missed": each(p.Missed, say.missed), "moved": each(p.Moved, say.meetingMove), "cost": p.Cost, "proved": p.Proved,
		}
	}
	if p := r.Visits; p != nil {
		out["visits"] = object{
			"placed": each(p.Visits, say.visit), "missed": each(p.Missed, say.missedVisits),
			"moved": each(p.Moved, say.visitMove), "cost": p.Cost, "proved": p.Proved,
		}
	}
	if p := r.Decades; p != nil {
		out["decades"] = object{
			"placed": each(p.Decades, say.decade), "missed": each(p.Missed, say.missedDecade),
			"moved": each(p.Moved, say.decadeMove), "cost": p.Cost, "proved": p.Proved,
		}
	}
	if r.MeetingTimes != nil {
		out["meeting_times"] = each(r.MeetingTimes, func(g MeetingTimePlan) object {
			return object{"meeting": g.ID, "hours": each(g.Hours, say.meetingTime)}
		})
	}
	if r.Absences != nil {
		out["absences"] = each(r.Absences, say.absence)
	}
	return out
}

// each never gives nothing at all: an empty list is a list.
func each[T any](list []T, fn func(T) object) []object {
	out := make([]object, 0, len(list))
	for _, v := range list {
		out = append(out, fn(v))
	}
	return out
}

func with(o object, pairs ...any) object {
	for k := 0; k+1 < len(pairs); k += 2 {
		if name, ok := pairs[k].(string); ok {
			o[name] = pairs[k+1]
		}
	}
	return o
}

func slotObject(s Slot) object { return object{"day": s.Weekday, "starts": s.Starts, "ends": s.Ends} }

func lessonObject(l Lesson) object {
	o := with(slotObject(l.Slot), "class", l.Class, "subject", l.Subject, "room", l.Room)
	if l.Weeks != nil {
		o["weeks"] = l.Weeks
	}
	return o
}

// sayer gives reasons with their sentences.
type sayer func(Reason) string

func (s sayer) reason(r Reason) object {
	return object{"key": r.Key, "args": r.Args, "against": r.Against, "text": s(r)}
}

func (s sayer) change(c Change) object {
	return object{"says": s.reason(c.Says), "person": c.Person, "lesson": lessonObject(c.Lesson), "to": each(c.To, slotObject)}
}

func (s sayer) missed(m Missed) object {
	return object{
		"meeting": m.Meeting, "lacking": m.Lacking, "why": s.reason(m.Why), "changes": each(m.Changes, s.change),
		"collides": append([]string{}, m.Collides...), "rules": each(m.Rules, s.reason), "helps": each(m.Helps, s.reason),
	}
}

func (s sayer) meetingMove(m MeetingMove) object {
	o := object{"meeting": m.Meeting, "from": slotObject(m.From), "says": s.reason(m.Says)}
	if m.To != nil {
		o["to"] = slotObject(*m.To)
	}
	return o
}

func (s sayer) visit(v Visit) object {
	o := object{
		"pair": v.Pair, "observer": v.Observer, "teacher": v.Teacher, "date": v.Date, "starts": v.Lesson.Starts, "ends": v.Lesson.Ends,
		"class": v.Lesson.Class, "subject": v.Lesson.Subject, "room": v.Lesson.Room,
	}
	if v.Instead != "" {
		o["instead_of"] = v.Instead
		o["says"] = s.reason(Reason{Key: keyMadeUp, Args: Args{"Week": v.Instead}})
	}
	return o
}

func (s sayer) missedVisits(m MissedVisits) object {
	return object{
		"pair": m.Pair, "observer": m.Observer, "teacher": m.Teacher, "weeks": m.Weeks, "count": m.Count,
		"why": s.reason(m.Why), "changes": each(m.Changes, s.change),
		"collides": append([]string{}, m.Collides...), "rules": each(m.Rules, s.reason),
	}
}

func (s sayer) visitMove(m VisitMove) object {
	o := object{"from": s.visit(m.From), "says": s.reason(m.Says)}
	if m.To != nil {
		o["to"] = s.visit(*m.To)
	}
	return o
}

func (s sayer) decade(d Decade) object {
	return object{"unit": d.Unit, "starts": d.Period.Starts, "ends": d.Period.Ends, "cost": d.Cost, "reasons": each(d.Reasons, s.reason)}
}

func (s sayer) decadeMove(m DecadeMove) object {
	o := object{"unit": m.Unit, "from": periodObject(m.From), "says": s.reason(m.Says)}
	if m.To != nil {
		o["to"] = periodObject(*m.To)
	}
	return o
}

func periodObject(p calendar.Period) object { return object{"starts": p.Starts, "ends": p.Ends} }

func (s sayer) missedDecade(m MissedDecade) object {
	return object{"unit": m.Unit, "why": s.reason(m.Why), "rules": each(m.Rules, s.reason), "changes": each(m.Changes, s.reason)}
}

func (s sayer) meetingTime(g MeetingTime) object {
	return with(slotObject(g.Slot), "cost", g.Cost, "reasons", each(g.Reasons, s.reason), "absent", each(g.Absent, func(a Absent) object {
		return object{"person": a.Person, "lessons": each(a.Lessons, lessonObject)}
	}))
}

func (s sayer) absence(a AbsencePlan) object {
	return object{
		"person": a.Absence.Absent, "date": a.Absence.Date, "proved": a.Plan.Proved,
		"covered": each(a.Plan.Covered, func(c Covered) object {
			return object{"lesson": lessonObject(c.Lesson), "by": c.By, "reasons": each(c.Reasons, s.reason), "others": append([]string{}, c.Others...)}
		}),
		"uncovered": each(a.Plan.Uncovered, func(u Uncovered) object {
			return object{"lesson": lessonObject(u.Lesson), "why": s.reason(u.Why)}
		}),
	}
}
