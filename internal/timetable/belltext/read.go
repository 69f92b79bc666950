package belltext

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/timetable"
)

// reader reads bells that somebody typed or pasted, line by line.
type reader struct {
	shift int
	last  map[int]timetable.BellFacts // by shift
	bells []timetable.BellFacts
}

// maxBellLines is more than the bells of three shifts fill.
const maxBellLines = 100

var (
	clockText  = regexp.MustCompile(`(?:^|[^\d:.])([01]?\d|2[0-3])[:.]([0-5]\d)(?:[:.]00)?(?:$|[^\d])`)
	clockDash  = regexp.MustCompile(`(?:^|[^\d-])([01]?\d|2[0-3])-([0-5]\d)(?:$|[^\d-])`)
	numberText = regexp.MustCompile(`\d+`)
	shiftText  = regexp.MustCompile(`(?i)(?:(1|2|3|i{1,3}|перв\p{L}*|втор\p{L}*|трет\p{L}*|бірінші|екінші|үшінші|first|second|third)[\s.-]*(?:-?\p{L}{1,2}\s+)?(?:смен\p{L}*|ауысым\p{L}*|shift)|(?:смена|ауысым|shift)\s*№?\s*(1|2|3|i{1,3}))`)
	pauseText  = regexp.MustCompile(`(?i)перемен|үзіліс|break|recess|обед|түскі|lunch|пауза`)
	lessonText = regexp.MustCompile(`(?i)урок|сабақ|lesson|period`)
	minuteText = regexp.MustCompile(`(?i)(\d+)\s*(?:мин|min)`)
	countText  = regexp.MustCompile(`(?i)(\d+)\s+(?:урок(?:ов|а)|сабақ|lessons)`)
	titleText  = regexp.MustCompile(`(?i)звонк|расписан|қоңырау|кесте|bell|учебн|оқу жыл|school year|начало|конец|басталу|аяқталу`)
	plainDash  = strings.NewReplacer("–", "-", "—", "-", "−", "-", "‑", "-", "\u00a0", " ", "\u202f", " ")
)

// Read reads bells from text: a line for each lesson ("1 8:00-8:45", with or without
// its number, two shifts below or beside one another), or the first lesson with its
// length and the breaks ("8:00, 45 min, breaks 5, 10, 15"). The first line that
// does not say it is refused with its number, at the field.
func Read(field, text string) ([]timetable.BellFacts, error) {
	r := reader{shift: 1, last: map[int]timetable.BellFacts{}}
	text = plainDash.Replace(text)
	lines := strings.Split(text, "\n")
	switch {
	case len(lines) > maxBellLines:
		return nil, fault.Invalid(field, "timetable.bell.text.too_long", "Max", maxBellLines)
	case len(clocksIn(strings.Join(lines, " "))) == 1 && pauseText.MatchString(text):
		lines = []string{strings.Join(lines, " ")}
	}
	for i, line := range lines {
		if key := r.line(strings.TrimSpace(line)); key != "" {
			return nil, fault.Invalid(field, key, "Line", i+1, "Text", strings.TrimSpace(line))
		}
	}
	if len(r.bells) == 0 {
		return nil, fault.Invalid(field, "timetable.bell.text.none")
	}
	slices.SortStableFunc(r.bells, timetable.ByPlace)
	return r.bells, nil
}

// line reads one line and gives the key of what is wrong with it.
func (r *reader) line(line string) string {
	if found := shiftText.FindStringIndex(line); found != nil {
		r.shift = shiftNumber(shiftText.FindStringSubmatch(line))
		rest := line[:found[0]] + " " + line[found[1]:]
		if !lessonText.MatchString(rest) && !pauseText.MatchString(rest) {
			return ""
		}
		line = rest
	}
	clocks := clocksIn(line)
	switch {
	case len(clocks) == 1 && pauseText.MatchString(line):
		return r.breaks(line, clocks[0])
	case pauseText.MatchString(line), len(clocks) == 0 && isTitle(line):
		return ""
	case len(clocks) == 0 || len(clocks)%2 == 1 || len(clocks)/2 > timetable.MaxShift:
		return "timetable.bell.text.line"
	}
	return r.row(line, clocks)
}

// isTitle says whether a line without a time is a heading.
func isTitle(line string) bool {
	return titleText.MatchString(line) || strings.IndexFunc(line, unicode.IsDigit) < 0
}

// clockAt is a time of day in a line, and where it stands.
type clockAt struct {
	calendar.Clock
	from, to int
}

// clocksIn finds "8:00", "08.00", and where there are none of these "8-00". The search goes
// on at the character after a time, since it may stand between two.
func clocksIn(line string) []clockAt {
	for _, form := range []*regexp.Regexp{clockText, clockDash} {
		var found []clockAt
		for from := 0; from < len(line); {
			m := form.FindStringSubmatchIndex(line[from:])
			if m == nil {
				break
			}
			hour, minute := line[from+m[2]:from+m[3]], line[from+m[4]:from+m[5]]
			if c, err := calendar.ParseClock(hour + ":" + minute); err == nil {
				found = append(found, clockAt{c, from + m[2], from + m[5]})
			}
			from += m[5]
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// shiftNumber is the number that a heading says in figures, in Roman figures or in words.
func shiftNumber(found []string) int {
	word := strings.ToLower(found[1] + found[2])
	for number, words := range map[int]string{1: "1 i перв бірінші first", 2: "2 ii втор екінші second", 3: "3 iii трет үшінші third"} {
		for _, w := range strings.Fields(words) {
			if word == w || len(w) > 3 && strings.HasPrefix(word, w) {
				return number
			}
		}
	}
	return 1
}

// row takes a lesson of each shift that stands in the line.
func (r *reader) row(line string, clocks []clockAt) string {
	number := 0
	for i := 0; i+1 < len(clocks); i += 2 {
		before := line[:clocks[0].from]
		if i > 0 {
			before = line[clocks[i-1].to:clocks[i].from]
		}
		if n := numberText.FindString(before); n != "" {
			number, _ = strconv.Atoi(n) // figures only; too many give the greatest number, which is refused
		}
		shift := r.shift
		if i > 0 {
			shift = i/2 + 1
		}
		b := timetable.BellFacts{Shift: shift, Number: number, StartsAt: clocks[i].Clock, EndsAt: clocks[i+1].Clock}
		if len(clocks) == 2 {
			b = r.placed(b)
		} else if number == 0 {
			b.Number = r.last[shift].Number + 1
		}
		if key := r.add(b); key != "" {
			return key
		}
	}
	return ""
}

// placed gives a lesson the number that its line does not say, and begins the next
// shift where numbers or times begin anew.
func (r *reader) placed(b timetable.BellFacts) timetable.BellFacts {
	last, begun := r.last[b.Shift]
	anew := b.Number > 0 && b.Number <= last.Number || b.Number == 0 && b.StartsAt < last.EndsAt
	if begun && anew {
		r.shift++
		b.Shift = r.shift
		last = timetable.BellFacts{}
	}
	if b.Number == 0 {
		b.Number = last.Number + 1
	}
	return b
}

func (r *reader) add(b timetable.BellFacts) string {
	switch {
	case b.EndsAt <= b.StartsAt:
		return "timetable.bell.text.order"
	case b.Shift > timetable.MaxShift || b.Number < 1 || b.Number > timetable.MaxLessonsOfDay:
		return "timetable.bell.text.number"
	}
	r.last[b.Shift] = b
	r.bells = append(r.bells, b)
	return ""
}

// breaks makes the lessons of a shift from the first, their length and the breaks.
// Where more lessons are asked for than there are breaks, the last break is repeated.
func (r *reader) breaks(line string, first clockAt) string {
	if _, begun := r.last[r.shift]; begun {
		r.shift++
	}
	word := pauseText.FindStringIndex(line)
	var breaks []int
	for _, n := range numberText.FindAllString(countText.ReplaceAllString(line[word[1]:], ""), -1) {
		minutes, _ := strconv.Atoi(n) // as in row
		breaks = append(breaks, minutes)
	}
	length, count := numberOf(minuteText, line[:word[0]]), numberOf(countText, line)
	if count == 0 {
		count = len(breaks) + 1
	}
	if len(breaks) == 0 || length == 0 || first.from > word[0] || count > timetable.MaxLessonsOfDay {
		return "timetable.bell.text.breaks"
	}
	begins := first.Minutes()
	for n := 1; n <= count; n++ {
		ends := begins + length
		if ends >= 24*60 {
			return "timetable.bell.text.breaks"
		}
		if key := r.add(timetable.BellFacts{Shift: r.shift, Number: n, StartsAt: calendar.ClockAt(begins), EndsAt: calendar.ClockAt(ends)}); key != "" {
			return key
		}
		begins = ends + breaks[min(n, len(breaks))-1]
	}
	return ""
}

func numberOf(form *regexp.Regexp, line string) int {
	found := form.FindStringSubmatch(line)
	if found == nil {
		return 0
	}
	n, _ := strconv.Atoi(found[1]) // as in row
	return n
}
