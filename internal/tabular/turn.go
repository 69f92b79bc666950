package tabular

import (
	"regexp"
	"strings"
)

// Lessons of every other week: lists name the weeks that take turns by number, by letter,
// as odd and even, as numerator and denominator.
const (
	firstWords  = `нечетн\pL*|нечётн\pL*|нечет|нечёт|числит\pL*|числ|тақ|odd`
	secondWords = `четн\pL*|чётн\pL*|чет|чёт|знамен\pL*|знам|жұп|even`
	weekWords   = `нед\pL*|апта\pL*|weeks?`
)

var (
	firstTurn  = regexp.MustCompile(`^(?:(?:` + weekWords + `)?\.?\s*[«"№]?(?:1|i|a|а|` + firstWords + `)[»"]?\.?(?:\s*-?\s*(?:я|ші|st))?[\s-]*(?:` + weekWords + `)?\.?)$`)
	secondTurn = regexp.MustCompile(`^(?:(?:` + weekWords + `)?\.?\s*[«"№]?(?:2|ii|b|б|в|` + secondWords + `)[»"]?\.?(?:\s*-?\s*(?:я|ші|nd))?[\s-]*(?:` + weekWords + `)?\.?)$`)
	everyTurn  = regexp.MustCompile(`^(?:0|все|всегда|еженед\pL*|кажд\pL*(?:\s+нед\pL*)?|барлы\pL*(?:\s+апта\pL*)?|әр(?:бір)?\s+апта\pL*|апта\s+сайын|every(?:\s+week)?|all|weekly|1\s*[,/;+-]\s*2|[aа]\s*[,/;+]\s*[bбв])$`)
)

// Turn reads the cell of a column of weeks: 1 or 2 of two that take turns, 0 for every week.
func Turn(cell string) (week int, ok bool) {
	word := strings.ToLower(strings.Join(strings.Fields(cell), " "))
	switch {
	case word == "", everyTurn.MatchString(word):
		return 0, true
	case firstTurn.MatchString(word):
		return 1, true
	case secondTurn.MatchString(word):
		return 2, true
	}
	return 0, false
}

var (
	firstBehind  = regexp.MustCompile(`(?i)[\s(\[,/–-]+(?:` + firstWords + `|1-?я нед\pL*|1-апта|нед\pL*\.? ?[1аa]|week ?[1a])(?:\.|\s*(?:` + weekWords + `))?\.?[\])\s]*$`)
	secondBehind = regexp.MustCompile(`(?i)[\s(\[,/–-]+(?:` + secondWords + `|2-?я нед\pL*|2-апта|нед\pL*\.? ?[2бb]|week ?[2b])(?:\.|\s*(?:` + weekWords + `))?\.?[\])\s]*$`)
)

// TurnBehind reads the week that stands behind the name of a subject, and gives the name
// without it; 0 is every week.
func TurnBehind(name string) (rest string, week int) {
	for i, words := range []*regexp.Regexp{firstBehind, secondBehind} {
		if at := words.FindStringIndex(name); at != nil && at[0] > 0 {
			return name[:at[0]], i + 1
		}
	}
	return name, 0
}
