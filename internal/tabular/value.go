package tabular

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"talim/internal/calendar"
)

// Clock reads a time of day as people and spreadsheets write it: "8:30",
// "08.30", "08-30", "08:30:00", or the part of a day that XLSX keeps (0.354166...;
// no lesson begins between midnight and one, so "0.75" is not 00:75).
func Clock(s string) (calendar.Clock, bool) {
	if f, err := strconv.ParseFloat(s, 64); err == nil && f >= 0 && f < 1 {
		return calendar.ClockAt(int(math.Round(f*24*60)) % (24 * 60)), true
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil && f >= firstSerial && f < lastSerial && f != math.Trunc(f) {
		return calendar.ClockAt(int(math.Round((f-math.Trunc(f))*24*60)) % (24 * 60)), true
	}
	m := clockText.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	hour, err := strconv.Atoi(m[1])
	if err != nil {
		return "", false
	}
	if half := strings.ToLower(m[3]); half != "" {
		if hour < 1 || hour > 12 {
			return "", false
		}
		if hour %= 12; half == "p" {
			hour += 12
		}
	}
	c, err := calendar.ParseClock(strconv.Itoa(hour) + ":" + m[2])
	return c, err == nil
}

// Days as spreadsheets count them, with the time as their part: of 1954 to 2119. A
// smaller number with a point is a time ("8.30").
const firstSerial, lastSerial = 20_000, 80_000

var clockText = regexp.MustCompile(`(?i)^(?:\d{4}-\d{2}-\d{2}[T ])?(\d{1,2})[:.\-](\d{2})(?::00)?(?:\s*([ap])\.?m\.?)?$`)

// Clocks reads a beginning with its end: "8:00-8:45", "08.50 – 09.35".
func Clocks(s string) (from, to calendar.Clock, ok bool) {
	m := clockRange.FindStringSubmatch(s)
	if m == nil {
		return "", "", false
	}
	from, begins := Clock(m[1])
	to, ends := Clock(m[2])
	return from, to, begins && ends
}

var clockRange = regexp.MustCompile(`(?i)^(\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?)\s*[-–—]\s*(\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?)$`)

// NumberIn reads the one whole number of a text of words: "1 урок", "2-сабақ", "№3".
func NumberIn(s string) (int, bool) {
	if n, ok := Number(s); ok {
		return n, true
	}
	m := numberText.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	return Number(m[1])
}

var numberText = regexp.MustCompile(`^[\pL№.\s]*?(\d{1,3})(?:\s*[-–]?\s*[\pL.\s]*)$`)

// Number reads a whole number; "1.0" counts as one.
func Number(s string) (int, bool) {
	f, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1e9 {
		return 0, false
	}
	return int(f), true
}
