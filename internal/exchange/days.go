package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"talim/internal/fault"
	"talim/internal/tabular"
)

// daysOfWeek is how many days a timetable may have: one that has more is of two weeks, of
// half-days or of a cycle, and no day of it is a day of the week.
const daysOfWeek = 7

// aDate is a date in the name of a day.
var aDate = regexp.MustCompile(`\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d{2}-\d{2}`)

// weekdays says which day of the week each day of a file is: 1 is Monday. Where no name
// means a day, the first is Monday, and that is said; where some do, the others keep
// their word. Days that are no week are refused: nobody may find a lesson of the second
// week on a Sunday.
func (b *Book) weekdays(names []string) ([]string, error) {
	if len(names) > daysOfWeek {
		return nil, fault.Invalid("file", "exchange.days.many", "Count", len(names), "Names", someOf(names))
	}
	days, seen, any := make([]string, len(names)), map[int]bool{}, false
	for i, name := range names {
		if aDate.MatchString(name) {
			return nil, fault.Invalid("file", "exchange.days.date", "Name", short(name))
		}
		w, ok := weekdayIn(name)
		if days[i] = name; !ok {
			continue
		}
		if seen[w] {
			return nil, fault.Invalid("file", "exchange.days.twice", "Names", someOf(names))
		}
		seen[w], any, days[i] = true, true, strconv.Itoa(w)
	}
	if any || len(names) == 0 {
		return days, nil
	}
	for i := range days {
		days[i] = strconv.Itoa(i + 1)
	}
	if strings.Join(names, "") != "" {
		b.Ignored = append(b.Ignored, fault.Say("exchange.days.assumed", "Name", short(names[0])))
	}
	return days, nil
}

func someOf(names []string) string {
	const few = 4
	if len(names) <= few {
		return short(strings.Join(names, ", "))
	}
	return strings.Join([]string{short(names[0]), short(names[1]), "…", short(names[len(names)-1])}, ", ")
}

// weekdayIn finds the one day of the week in a name: "А-Понедельник", "Дүйсенбі 1-ауысым".
func weekdayIn(name string) (int, bool) {
	if w, ok := tabular.Weekday(name); ok {
		return w, true
	}
	found := 0
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		w, ok := tabular.Weekday(word)
		if ok && found != 0 && found != w {
			return 0, false
		}
		if ok {
			found = w
		}
	}
	return found, found != 0
}
