package belltext

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/timetable"
)

func bell(shift, number int, starts, ends calendar.Clock) timetable.BellFacts {
	return timetable.BellFacts{Shift: shift, Number: number, StartsAt: starts, EndsAt: ends}
}

func TestRead(t *testing.T) {
	one := []timetable.BellFacts{bell(1, 1, "08:00", "08:45"), bell(1, 2, "08:55", "09:40")}
	two := append(one[:2:2], bell(2, 1, "13:20", "14:05"), bell(2, 2, "14:15", "15:00"))
	for name, c := range map[string]struct {
		text string
		want []timetable.BellFacts
	}{
		"as one types":       {"1 8:00-8:45\n2 8:55-9:40", one},
		"dots and dashes":    {"8.00–8.45\r\n08.55 — 09.40", one},
		"dashes for colons":  {"8-00 – 8-45\n8-55 – 9-40", one},
		"from a spreadsheet": {"№\tНачало\tКонец\n1\t8:00\t8:45\n2\t8:55\t9:40", one},
		"with seconds":       {"1\t08:00:00\t08:45:00\n2\t08:55:00\t09:40:00", one},
		"words":              {"Расписание звонков на 2026-2027 учебный год\n1 урок: 8:00 - 8:45\nПеремена 10 минут\n2 урок: 8:55 - 9:40", one},
		"breaks with times":  {"1-сабақ 08:00–08:45\nүзіліс 08:45–08:55\n2-сабақ 08:55–09:40", one},
		"numbers and dots":   {"1. 8:00-8:45\n2. 8:55-9:40", one},
		"shifts by headings": {"I смена\n1 8:00-8:45\n2 8:55-9:40\nII смена\n1 13:20-14:05\n2 14:15-15:00", two},
		"shifts in words":    {"Бірінші ауысым\n1 8:00-8:45\n2 8:55-9:40\n2-ауысым\n1 13:20-14:05\n2 14:15-15:00", two},
		"shift numbered":     {"1 смена\n8:00-8:45\n8:55-9:40\n2-я смена\n13:20-14:05\n14:15-15:00", two},
		"shifts beside":      {"1\t8:00-8:45\t13:20-14:05\n2\t8:55-9:40\t14:15-15:00", two},
		"shifts by numbers":  {"1 8:00-8:45\n2 8:55-9:40\n1 13:20-14:05\n2 14:15-15:00", two},
		"shifts that overlap": {"8:00-8:45\n8:55-9:40\n9:30-10:15", []timetable.BellFacts{
			bell(1, 1, "08:00", "08:45"), bell(1, 2, "08:55", "09:40"), bell(2, 1, "09:30", "10:15"),
		}},
		"a gap in the numbers": {"1 8:00-8:45\n3 9:50-10:35", []timetable.BellFacts{bell(1, 1, "08:00", "08:45"), bell(1, 3, "09:50", "10:35")}},
		"breaks only, en": {"first lesson at 8:00, 45 minutes, breaks 5,10,15", []timetable.BellFacts{
			bell(1, 1, "08:00", "08:45"), bell(1, 2, "08:50", "09:35"), bell(1, 3, "09:45", "10:30"), bell(1, 4, "10:45", "11:30"),
		}},
		"breaks only, ru":      {"Первый урок в 8.00, по 45 мин, перемены 10", one},
		"breaks only, kk":      {"1-сабақ 8:00\nсабақ 45 минут\nүзілістер 10", one},
		"the last is repeated": {"8:00, 3 урока по 45 мин, перемены 10", append(one[:2:2], bell(1, 3, "09:50", "10:35"))},
		"breaks of two shifts": {"1 смена: 8:00, 45 мин, перемены 10\n2 смена: 13:20, 45 мин, перемены 10", two},
	} {
		got, err := Read("text", c.text)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// What a line does not say is refused with its number.
func TestReadNamesTheLine(t *testing.T) {
	for text, want := range map[string]struct {
		key  string
		line any
	}{
		"1 8:00-8:45\n2 8:55":                {"timetable.bell.text.line", 2},
		"1 8:00-8:45\n2 25:10-25:55":         {"timetable.bell.text.line", 2},
		"1 8:45-8:00":                        {"timetable.bell.text.order", 1},
		"13 8:00-8:45":                       {"timetable.bell.text.number", 1},
		"99999999999999999999 8:00-8:45":     {"timetable.bell.text.number", 1},
		"1 смена: 8:00, перемены 5":          {"timetable.bell.text.breaks", 1},
		"8:00, 45 мин, перемены":             {"timetable.bell.text.breaks", 1},
		"20:00, 45 мин, перемены 99, 99, 99": {"timetable.bell.text.breaks", 1},
		"":       {"timetable.bell.text.none", nil},
		"Звонки": {"timetable.bell.text.none", nil},
		"8:00-8:45 8:55-9:40 10:00-10:45 11:00-11:45": {"timetable.bell.text.line", 1},
	} {
		_, err := Read("text", text)
		f, ok := fault.As(err)
		if !ok || f.Fields[0].Name != "text" || f.Fields[0].Key != want.key {
			t.Errorf("%q: %v, want %s", text, err, want.key)
			continue
		}
		if line := f.Fields[0].Args["Line"]; line != want.line {
			t.Errorf("%q: line %v, want %v", text, line, want.line)
		}
	}
}
