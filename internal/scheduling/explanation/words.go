package explanation

import (
	"context"
	"strings"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/scheduling"
)

// Words turns the reasons of scheduling, which know ids and figures, into
// sentences in the reader's language. Any function may be nil.
type Words struct {
	Name    func(staff string) string
	Subject func(id string) string
	Meeting func(id string) string // a pair, where meetings are those of pairs
	Class   func(name string) string
}

// Say is the sentence of a reason.
func (w Words) Say(ctx context.Context, r scheduling.Reason) string {
	said := r.With(func(name string, value any) any { return w.word(ctx, name, value) })
	var args []any
	for name, value := range said.Args {
		args = append(args, name, value)
	}
	return i18n.T(ctx, said.Key, args...)
}

func (w Words) word(ctx context.Context, name string, value any) any {
	switch v := value.(type) {
	case calendar.Weekday:
		return i18n.WeekdayName(ctx, v)
	case calendar.Date:
		return i18n.DayMonth(ctx, v)
	case calendar.Clock:
		return string(v)
	case []string:
		names := make([]string, len(v))
		for i, id := range v {
			names[i] = w.one(name, id)
		}
		return strings.Join(names, ", ")
	case string:
		return w.one(name, v)
	}
	return value
}

// one is an id in words, by the name of the argument that holds it. Others may
// be people or meetings: whichever knows the id.
func (w Words) one(name, id string) string {
	switch name {
	case "Subject":
		return known(w.Subject, id, id)
	case "Meeting":
		return known(w.Meeting, id, id)
	case "Class", "OtherClass", "TeacherClass":
		return known(w.Class, id, id)
	case "Person", "Observer", "Teacher", "Other", "Members", "Others":
		return known(w.Name, id, known(w.Meeting, id, id))
	}
	return id
}

func known(fn func(string) string, id, otherwise string) string {
	if fn != nil {
		if name := fn(id); name != "" {
			return name
		}
	}
	return otherwise
}

// Numbered says whether the name of a class or a room is a bare number, which says
// nothing by itself: "4" is "class 4", "7 «Ә»" and "7-кабинет" have said it.
func Numbered(name string) bool { return strings.Trim(name, "0123456789, ") == "" }
