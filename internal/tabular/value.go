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
	m := clockText.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	c, err := calendar.ParseClock(m[1] + ":" + m[2])
	return c, err == nil
}

var clockText = regexp.MustCompile(`^(\d{1,2})[:.\-](\d{2})(?::00)?$`)

// Number reads a whole number; "1.0" counts as one.
func Number(s string) (int, bool) {
	f, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1e9 {
		return 0, false
	}
	return int(f), true
}
