package intakeweb

import (
	"context"
	"slices"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/intake"
	"talim/internal/timetable"
	"talim/internal/web/component"
)

// weekView is the week of one class as the file has it.
type weekView struct {
	classes []string
	class   string
	days    []dayView
}

type dayView struct {
	day   calendar.Weekday
	slots []slotView
}

// slotView is what stands at one time; row is its place beside the other days.
type slotView struct {
	row     int
	lessons []lessonView
}

type lessonView struct {
	intake.WeekLesson
	problem string
}

// rowsOfWeek is how many rows the sheet of the week has.
const rowsOfWeek = 24

func weekOf(ctx context.Context, v intake.Preview, class string) weekView {
	out := weekView{classes: v.Week.Classes(), class: class}
	if !slices.Contains(out.classes, class) && len(out.classes) > 0 {
		out.class = out.classes[0]
	}
	lessons := v.Week.Of(out.class)
	times := slices.Clone(lessons)
	slices.SortStableFunc(times, intake.WeekLesson.Before)
	times = slices.CompactFunc(times, func(a, b intake.WeekLesson) bool { return a.Before(b) == 0 })
	problems := problemsOf(ctx, v.Report)
	for day := calendar.Monday; day <= lastDay(lessons); day++ {
		d := dayView{day: day}
		for n, at := range times {
			s := slotView{row: min(n+1, rowsOfWeek)}
			for _, l := range lessons {
				if l.Weekday == day && l.Before(at) == 0 {
					s.lessons = append(s.lessons, lessonView{l, problems[l.Line]})
				}
			}
			if len(s.lessons) > 0 {
				d.slots = append(d.slots, s)
			}
		}
		out.days = append(out.days, d)
	}
	return out
}

// lastDay is Friday, or a later day that has lessons.
func lastDay(lessons []intake.WeekLesson) calendar.Weekday {
	last := calendar.Friday
	for _, l := range lessons {
		last = max(last, l.Weekday)
	}
	return last
}

// problemsOf are the reasons why rows are not taken, by their lines.
func problemsOf(ctx context.Context, r intake.Report) map[int]string {
	out := map[int]string{}
	for _, x := range r.Refused {
		out[x.Line] = i18n.Say(ctx, x.Reason())
	}
	return out
}

// timeOf is the number of a lesson and when it begins, as far as the file says.
func (l lessonView) timeOf() string {
	switch {
	case l.Number > 0 && l.Starts != "":
		return strconv.Itoa(l.Number) + " · " + string(l.Starts)
	case l.Number > 0:
		return strconv.Itoa(l.Number)
	}
	return string(l.Starts)
}

func (l lessonView) detail(ctx context.Context) string {
	text := l.Teacher
	if l.Group > 0 {
		text += ", " + i18n.T(ctx, "intake.lesson.group", "Number", strconv.Itoa(l.Group))
	}
	if l.Turn != timetable.EveryWeek {
		text += ", " + i18n.T(ctx, "intake.lesson.turn", "Number", int(l.Turn))
	}
	if l.Room != "" {
		text += ", " + l.Room
	}
	return text
}

// weekWords are what of the week wants to be known, in words.
func weekWords(ctx context.Context, w intake.Week) []string {
	var out []string
	for _, x := range []struct {
		key string
		n   int
	}{{"teacher_twice", w.TeacherTwice}, {"room_twice", w.RoomTwice}, {"divided", w.Divided}} {
		if x.n > 0 {
			out = append(out, i18n.T(ctx, "intake.week."+x.key, "Count", x.n))
		}
	}
	return out
}

func classChoices(classes []string) []component.Choice {
	var out []component.Choice
	for _, c := range classes {
		out = append(out, component.Choice{Value: c, Label: c})
	}
	return out
}
