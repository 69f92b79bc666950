package exchange

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"talim/internal/fault"
	"talim/internal/tabular"
)

// daysOfWeek is how many days a timetable of one week may have: one that has more is of two
// weeks, of half-days or of a cycle.
const daysOfWeek = 7

// weekday is what a day of a file means: a day of the week, or the word of the file, and
// which of two weeks; 0 is every week.
type weekday struct {
	day  string
	week int
}

// aDate is a date in the name of a day.
var aDate = regexp.MustCompile(`\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?|\d{4}-\d{2}-\d{2}`)

// weekdays says which day of the week each day of a file is: 1 is Monday. Where no name
// means a day, the first is Monday, and that is said; where some do, the others keep
// their word. The days of two weeks say which week each is of. Others that are no week are
// refused: nobody may find a lesson of the second week on a Sunday.
func (b *Book) weekdays(names []string) ([]weekday, error) {
	if days, ok := twoWeeks(names); ok {
		return days, nil
	}
	if len(names) > daysOfWeek {
		return nil, fault.Invalid("file", "exchange.days.many", "Count", len(names), "Names", someOf(names))
	}
	days, seen, any := make([]weekday, len(names)), map[int]bool{}, false
	for i, name := range names {
		if aDate.MatchString(name) {
			return nil, fault.Invalid("file", "exchange.days.date", "Name", short(name))
		}
		w, ok := weekdayIn(name)
		if days[i].day = name; !ok {
			continue
		}
		if seen[w] {
			return nil, fault.Invalid("file", "exchange.days.twice", "Names", someOf(names))
		}
		seen[w], any, days[i].day = true, true, strconv.Itoa(w)
	}
	if any || len(names) == 0 {
		return days, nil
	}
	for i := range days {
		days[i].day = strconv.Itoa(i + 1)
	}
	if strings.Join(names, "") != "" {
		b.Ignored = append(b.Ignored, fault.Say("exchange.days.assumed", "Name", short(names[0])))
	}
	return days, nil
}

// twoWeeks reads days of which each says its day and its week: "А-Понедельник" to
// "Б-Пятница", "Monday week 1". A bare number may be that of a shift and says no week.
func twoWeeks(names []string) ([]weekday, bool) {
	var days []weekday
	for _, name := range names {
		w, ok := weekdayIn(name)
		week := weekBeside(name)
		d := weekday{strconv.Itoa(w), week}
		if !ok || week == 0 || aDate.MatchString(name) || slices.Contains(days, d) {
			return nil, false
		}
		days = append(days, d)
	}
	second := slices.ContainsFunc(days, func(d weekday) bool { return d.week == 2 })
	return days, second && slices.ContainsFunc(days, func(d weekday) bool { return d.week == 1 })
}

// weekBeside is the week of two that stands beside the day in a name; 0 for none.
func weekBeside(name string) int {
	rest := words.ReplaceAllStringFunc(name, func(word string) string {
		if _, ok := tabular.Weekday(word); ok {
			return " "
		}
		return word
	})
	rest = strings.Trim(rest, " -–—,.:()")
	if !strings.ContainsFunc(rest, unicode.IsLetter) || roman.MatchString(rest) {
		return 0
	}
	if week, ok := tabular.Turn(rest); ok {
		return week
	}
	return 0
}

var (
	words = regexp.MustCompile(`\pL+`)
	roman = regexp.MustCompile(`^[IiІі]+$`)
)

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
