package grid

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"talim/internal/calendar"
	"talim/internal/tabular"
)

// label is what the edge of a grid says of its cells.
type label struct {
	day          calendar.Weekday
	date         string // of a day that has one
	shift, week  int
	number       int // -1 where none is given
	starts, ends calendar.Clock
	class        string
	role         role
}

// role is what a column holds below the name of a class.
type role int

const (
	noRole role = iota
	ofLesson
	ofTeacher
	ofRoom
	ofHours // the heading of numbers and times
)

var roles = map[string]role{}

func init() {
	for r, words := range map[role]string{
		ofRoom:    "каб,кабинет,кабинеты,бөлме,кабинеті,ауд,аудитория,room,кб,№ каб,№ кабинета,каб №,кабинет №",
		ofTeacher: "учитель,мұғалім,мұғалімі,преподаватель,педагог,фио,фио учителя,ф и о,ф и о учителя,мұғалімнің аты-жөні,teacher,пән мұғалімі",
		ofLesson:  "предмет,пән,пәні,subject,дисциплина,наименование предмета,сабақ атауы",
		ofHours:   "№,урок,№ урока,урок №,сабақ,сабақ №,№ сабақ,сабақ нөмірі,lesson,time,время,уақыт,уақыты,день,күн,күні,день недели,апта күні,дни,дни недели,күндер,day,№ п/п,р/с,№ р/с,звонок,звонки,қоңырау",
	} {
		for _, word := range strings.Split(words, ",") {
			roles[word] = r
		}
	}
}

func roleOf(text string) role {
	return roles[strings.Trim(strings.Join(strings.Fields(strings.NewReplacer(".", " ", ":", " ").Replace(strings.ToLower(text))), " "), " ")]
}

// longestLabel is how many bytes a text of the edge has at most; a title may be longer,
// and says nothing that its first words do not.
const longestLabel = 160

// read understands the text of an edge.
func read(lines []string) label {
	text := upright(lines)
	if text == "" || len(text) > longestLabel {
		return label{number: -1}
	}
	l := label{number: -1, role: roleOf(text)}
	l.shift, l.week = shiftIn(text), weekIn(text)
	l.day, l.date = dayIn(text)
	l.class = classIn(text)
	starts, ends, rest := timesIn(text)
	if l.starts, l.ends = starts, ends; l.date == "" {
		l.number = numberIn(rest)
	}
	return l
}

// upright joins a word that is written with one letter a line: П О Н Е Д Е Л Ь Н И К.
func upright(lines []string) string {
	text := strings.Join(lines, " ")
	words := strings.Fields(text)
	if len(words) < 4 {
		return text
	}
	for _, w := range words {
		if utf8.RuneCountInString(w) > 1 {
			return text
		}
	}
	return strings.Join(words, "")
}

var aDate = regexp.MustCompile(`\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})|\d{4}-\d{2}-\d{2}|^\d{1,2}\.\d{2}$`)

// mostWords is how many words stand on the edge beside a day: "Понедельник, 1 смена".
const mostWords = 5

// dayIn finds the one day of the week in a text, and its date where it has one.
func dayIn(text string) (calendar.Weekday, string) {
	date := ""
	if aDate.MatchString(text) {
		date = text
	}
	if strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return 0, date
	}
	if d, ok := tabular.Weekday(text); ok {
		return calendar.Weekday(d), date
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	found := 0
	for _, word := range words {
		d, ok := tabular.Weekday(word)
		if ok && found != 0 && found != d || len(words) > mostWords {
			return 0, date
		}
		if ok {
			found = d
		}
	}
	return calendar.Weekday(found), date
}

var (
	shiftWord  = regexp.MustCompile(`(?i)смен[аыуе]?(?:\P{L}|$)|ауысым|shift`)
	shiftText  = regexp.MustCompile(`(?i)(?:^|[^\pL\d])(?:(\d|[iі]{1,3})|(перв|бірінші|first)|(втор|екінші|second)|(трет|үшінші|third))\pL*[\s-]*(?:ші|шы|ая|я|й)?[\s-]*(?:смен|ауысым|shift)`)
	shiftAfter = regexp.MustCompile(`(?i)(?:смена|ауысым|shift)\s*[:№-]?\s*(\d|[iі]{1,3})(?:\P{L}|$)`)
)

// shiftIn reads "2 смена", "II ауысым", "вторая смена"; 0 for none.
func shiftIn(text string) int {
	if !shiftWord.MatchString(text) {
		return 0
	}
	if m := shiftText.FindStringSubmatch(text); m != nil {
		for n := 2; n < len(m); n++ {
			if m[n] != "" {
				return n - 1
			}
		}
		return few(m[1])
	}
	if m := shiftAfter.FindStringSubmatch(text); m != nil {
		return few(m[1])
	}
	return 0
}

// few reads 1, 2, 3 and I, II, III.
func few(text string) int {
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	return utf8.RuneCountInString(text)
}

var (
	firstWeek  = regexp.MustCompile(`(?i)(?:^|\P{L})(?:неч[её]т\pL*|числит\pL*|тақ(?:\s+апта\pL*)?|odd|(?:1|i|і)[\s-]*(?:я|ші)?[\s-]*(?:нед\pL*|апта\pL*)|week\s*[1a])(?:\P{L}|$)`)
	secondWeek = regexp.MustCompile(`(?i)(?:^|\P{L})(?:ч[её]т\.?|ч[её]тн\pL*|знамен\pL*|жұп(?:\s+апта\pL*)?|even|(?:2|ii|іі)[\s-]*(?:я|ші)?[\s-]*(?:нед\pL*|апта\pL*)|week\s*[2b])(?:\P{L}|$)`)
)

// weekIn reads which of two weeks a text means: 1, 2, or 0 for every week. A text that
// means both means neither.
func weekIn(text string) int {
	first, second := firstWeek.MatchString(text), secondWeek.MatchString(text)
	switch {
	case first == second:
		return 0
	case first:
		return 1
	}
	return 2
}

var (
	raised    = strings.NewReplacer("⁰", "0", "¹", "1", "²", "2", "³", "3", "⁴", "4", "⁵", "5", "⁶", "6", "⁷", "7", "⁸", "8", "⁹", "9")
	hourRaise = regexp.MustCompile(`(\d{1,2})([⁰¹²³⁴⁵⁶⁷⁸⁹]{2})`)
	timeRange = regexp.MustCompile(`\(?\s*(\d{1,2})\s*[:.\-]\s*(\d{2})(?::00)?\s*(?:[-–—]|до|\s)\s*(\d{1,2})\s*[:.\-]\s*(\d{2})(?::00)?\s*\)?`)
	oneTime   = regexp.MustCompile(`^(?:с\s+)?(\d{1,2})[:.](\d{2})(?::00)?$`)
)

// timesIn reads the beginning and the end of a lesson, and gives the text without them.
func timesIn(text string) (from, to calendar.Clock, rest string) {
	if strings.ContainsAny(text, "⁰¹²³⁴⁵⁶⁷⁸⁹") {
		text = hourRaise.ReplaceAllStringFunc(text, func(s string) string {
			at := strings.IndexFunc(s, func(r rune) bool { return r > '9' })
			return s[:at] + ":" + raised.Replace(s[at:])
		})
	}
	if m := timeRange.FindStringSubmatchIndex(text); m != nil {
		from, to = clock(text[m[2]:m[3]], text[m[4]:m[5]]), clock(text[m[6]:m[7]], text[m[8]:m[9]])
		if from != "" && from < to {
			return from, to, strings.TrimSpace(text[:m[0]] + " " + text[m[1]:])
		}
	}
	if m := oneTime.FindStringSubmatch(text); m != nil {
		return clock(m[1], m[2]), "", ""
	}
	if strings.HasPrefix(text, "0.") && len(text) > len("0.12") {
		if c, ok := tabular.Clock(text); ok {
			return c, "", ""
		}
	}
	return "", "", text
}

// Lessons begin and end within these hours.
const firstHour, lastHour = 6, 22

func clock(hour, minute string) calendar.Clock {
	c, err := calendar.ParseClock(hour + ":" + minute)
	if h, wrong := strconv.Atoi(hour); err != nil || wrong != nil || h < firstHour || h > lastHour {
		return ""
	}
	return c
}

var numberText = regexp.MustCompile(`(?i)^(?:№\s*)?(?:(\d{1,2})|([ivxі]{1,4}))[.)]?\s*-?\s*(?:ші|шы|й|ый|ой)?\s*-?\s*(?:урок|ур|сабақ|саб|lesson|period|пара)?\.?$`)

var romans = map[string]int{"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10, "xi": 11, "xii": 12}

// MaxNumber is the greatest number of a lesson of a day, of two shifts counted through.
const MaxNumber = 20

// numberIn reads the number of a lesson: "1", "1 урок", "2-сабақ", "III"; -1 for none.
func numberIn(text string) int {
	m := numberText.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return -1
	}
	if m[1] == "" {
		if n, known := romans[strings.ReplaceAll(strings.ToLower(m[2]), "і", "i")]; known {
			return n
		}
		return -1
	}
	if n, err := strconv.Atoi(m[1]); err == nil && n <= MaxNumber {
		return n
	}
	return -1
}

var (
	classWord   = regexp.MustCompile(`(?i)(?:^|[\s,«"-])(?:классы?|сыныбы?|сынып|class)(?:$|[\s.,:])`)
	classText   = regexp.MustCompile(`^(\d{1,2})\s*[-–]?\s*[«"“„(]?\s*(\pL)\s*[»"”“)]?$`)
	classLong   = regexp.MustCompile(`^(\d{1,2})\s*[-–]?\s*[«"“„]?\s*(\p{Lu}{1,3}\d?)\s*[»"”“]?$`)
	classNumber = regexp.MustCompile(`^\d{1,2}$`)
	before      = regexp.MustCompile(`(?i)^(?:МАД|ДПП|ПШП|КПП|PS|предшк\pL*)[\s-]*\d?\s*[«"]?\pL?[»"]?$`)
	beside      = regexp.MustCompile(`\s*\([^)]*\)$|\s+каб\.?\s*№?\s*\S+$|\s*[-–]\s*\d+\s*(?:уч|оқушы)\pL*\.?$`)
)

// greatestGrade is that of the last class of a school.
const greatestGrade = 12

// classIn reads the name of a class: "5А", «5 "А" класс», "5-А (каз.)", "11 сынып".
func classIn(text string) string {
	text = strings.TrimSpace(beside.ReplaceAllString(strings.TrimSpace(text), ""))
	worded := classWord.MatchString(text)
	if worded {
		text = strings.TrimSpace(strings.Trim(classWord.ReplaceAllString(text, " "), " -:.,"))
	}
	if before.MatchString(text) && utf8.RuneCountInString(text) > 1 {
		return text
	}
	for _, form := range []*regexp.Regexp{classText, classLong} {
		if m := form.FindStringSubmatch(text); m != nil && grade(m[1]) {
			return m[1] + strings.ToUpper(m[2])
		}
	}
	if worded && classNumber.MatchString(text) && grade(text) {
		return text
	}
	return ""
}

func grade(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n <= greatestGrade
}
