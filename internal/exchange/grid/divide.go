package grid

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"talim/internal/fault"
)

// Know is what a school knows of words. Any function may be nil.
type Know struct {
	Subject func(string) bool
	Teacher func(string) bool
	Class   func(string) bool
}

func ask(knows func(string) bool, text string) bool { return knows != nil && text != "" && knows(text) }

// Lesson is what one cell says of one class and one teacher; what the cell does not say
// is empty.
type Lesson struct {
	Teacher, Class, Subject, Room string
	Group, Week                   int
}

// Lessons divides the text of a cell. A message says why it cannot be understood.
func (c Cell) Lessons(know Know) ([]Lesson, *fault.Message) {
	if c.Wrong.Key != "" {
		return nil, &c.Wrong
	}
	d := dividing{Know: know, of: c.Of}
	if c.Of == Teacher {
		return d.ofTeacher(c)
	}
	return d.ofClass(c)
}

func wrong(key string, args ...any) *fault.Message {
	m := fault.Say(key, args...)
	return &m
}

type dividing struct {
	Know
	of Whose
}

// kind of a piece of text.
type kind int

const (
	unknown kind = iota
	subject
	person
	room
	groupNo
	class
	week
)

type piece struct {
	kind
	text string
	no   int // of a group or a week
	part int // which of the parts that "/" or a line divides
}

var (
	hard      = regexp.MustCompile(`\s*[/;|]\s*`)
	soft      = regexp.MustCompile(`\s*[,()\[\]]\s*|\s+[-–—]\s+`)
	shortWord = regexp.MustCompile(`(^|[\s\d(,])(\pL)/(\pL)($|[\s),.])`) // "с/з", "1 п/г"
	groupWord = regexp.MustCompile(`(?i)(?:^|[\s(])(?:(\d|i{1,3})\s*-?\s*(?:ші|шы|я|ая)?\s*-?\s*(?:подгруппа|подгр|группа|гр|п[/⁄]г|топша|топ|group)\.?|(?:подгруппа|подгр|группа|гр|топша|топ|group)\.?\s*(\d))(?:$|[\s),:.])`)
	roomWord  = regexp.MustCompile(`(?i)(?:^|[\s(,])(?:(?:кабинет|каб|к|ауд|аудитория|бөлме|room|№)\.?\s*№?\s*(\d{1,4}\s?\pL?)|(\d{1,4}\pL?)\s*-?\s*(?:кабинет|каб|бөлме)\.?)(?:$|[\s),.])`)
	roomLast  = regexp.MustCompile(`(?i)\s(\d{2,4}\pL?|с[/⁄]?з|спорт\.?\s?зал|мастерская|шеберхана|акт\.?\s?зал)$`)
	roomFirst = regexp.MustCompile(`^(\d{2,4}\pL?)\s`)
	fullName  = regexp.MustCompile(`\p{Lu}[\pL’'-]+\s+\p{Lu}\p{L}+\s+\p{Lu}\p{L}+(?:вна|вич|чна|ична|қызы|кызы|ұлы|улы|уулу)(?:\P{L}|$)`)
	noDots    = regexp.MustCompile(`^\p{Lu}\p{Ll}[\pL-]+\s+\p{Lu}{1,2}$`)
	surname   = regexp.MustCompile(`^\p{Lu}[\pL’'-]{2,}(?:\s\p{Lu}[\pL’'-]{2,})?$`)
	classIs   = regexp.MustCompile(`(?:^|[\s,;/(+])(\d{1,2}\s?-?[«"“]?(?:\p{Lu}|\p{Ll})[»"”]?)(?:$|[\s,;/)+.:-])`)
)

// pieces divides the lines of a cell and says what each piece is.
func (d dividing) pieces(lines []string) []piece {
	var out []piece
	part := 0
	for _, line := range lines {
		line = shortWord.ReplaceAllString(line, "$1$2⁄$3$4")
		parts := hard.Split(line, -1)
		if d.of == Class && ask(d.Subject, line) {
			parts = []string{line}
		}
		for _, text := range parts {
			for _, p := range d.part(text) {
				p.part, p.text = part, strings.ReplaceAll(p.text, "⁄", "/")
				out = append(out, p)
			}
			part++
		}
	}
	return out
}

// part says what stands in a text that nothing divides for sure.
func (d dividing) part(text string) []piece {
	text = tidyPart(text)
	if isNothing(text) {
		return nil
	}
	if ask(d.Subject, text) {
		return []piece{{kind: subject, text: text}}
	}
	if ask(d.Teacher, text) {
		return []piece{{kind: person, text: text}}
	}
	var out []piece
	text = d.takeWords(text, &out)
	if before, p, after := d.personIn(text); p != "" {
		out = append(append(d.whole(before), piece{kind: person, text: p}), append(d.plainPart(after), out...)...)
		return inOrder(out)
	}
	return inOrder(append(d.plainPart(text), out...))
}

// tidyPart leaves out the marks around a text; a dot behind it may be that of a short word.
func tidyPart(text string) string {
	text = strings.TrimLeft(strings.Trim(text, ",:–— "), ". ")
	if strings.HasSuffix(text, ").") || strings.HasSuffix(text, "..") {
		text = strings.TrimRight(text, ".")
	}
	return text
}

// inOrder puts what a group or a room belongs to in front of it.
func inOrder(pieces []piece) []piece {
	slices.SortStableFunc(pieces, func(a, b piece) int { return rank(a.kind) - rank(b.kind) })
	return pieces
}

func rank(k kind) int {
	switch k {
	case groupNo, week, room:
		return 1
	}
	return 0
}

// takeWords takes out what a word marks: a week, a group, a room.
func (d dividing) takeWords(text string, out *[]piece) string {
	if w := weekIn(text); w != 0 {
		*out = append(*out, piece{kind: week, no: w})
		text = firstWeek.ReplaceAllString(text, " ")
		text = secondWeek.ReplaceAllString(text, " ")
	}
	if m := groupWord.FindStringSubmatchIndex(text); m != nil {
		n := groupWord.FindStringSubmatch(text)
		*out = append(*out, piece{kind: groupNo, no: few(or(n[1], n[2]))})
		text = text[:m[0]] + " " + text[m[1]:]
	}
	if m := roomWord.FindStringSubmatchIndex(text); m != nil {
		n := roomWord.FindStringSubmatch(text)
		*out = append(*out, piece{kind: room, text: strings.TrimSpace(or(n[1], n[2]))})
		text = text[:m[0]] + " " + text[m[1]:]
	}
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(text, "()", " "), "( )", " "))
}

// personIn finds a person in a text: a name with initials or a patronymic, or one that
// the school knows behind a subject that it knows.
func (d dividing) personIn(text string) (before, name, after string) {
	for _, form := range []*regexp.Regexp{fullName, personIn} {
		for from := 0; ; {
			m := form.FindStringIndex(text[from:])
			if m == nil {
				break
			}
			at := from + m[0]
			found := strings.TrimRightFunc(text[at:from+m[1]], func(r rune) bool { return !unicode.IsLetter(r) && r != '.' })
			first, _, _ := strings.Cut(found, " ")
			if !ask(d.Subject, first) {
				return text[:at], found, text[at+len(found):]
			}
			from = at + len(first) // "Математика А.А. Иванова"
		}
	}
	if noDots.MatchString(text) && !ask(d.Subject, strings.Fields(text)[0]) {
		return "", text, ""
	}
	words := strings.Fields(strings.NewReplacer("(", " ", ")", " ", ",", " ").Replace(text))
	for n := len(words) - 1; n > 0; n-- {
		first, rest := strings.Join(words[:n], " "), strings.Join(words[n:], " ")
		switch {
		case ask(d.Teacher, rest) && !ask(d.Subject, rest), ask(d.Subject, first) && surname.MatchString(rest) && !ask(d.Subject, rest):
			return first, rest, ""
		case ask(d.Teacher, first) && ask(d.Subject, rest):
			return "", first, rest
		}
	}
	return "", "", ""
}

// whole is a text as one piece, without the brackets that stood around its neighbour.
func (d dividing) whole(text string) []piece {
	return d.plainPart(strings.TrimRight(strings.TrimSpace(text), "(,–-— "))
}

// plainPart says what a text without marked words is: rooms, and the rest.
func (d dividing) plainPart(text string) []piece {
	text = tidyPart(text)
	if text == "" || strings.Trim(text, "() ") == "" {
		return nil
	}
	if ask(d.Subject, text) {
		return []piece{{kind: subject, text: text}}
	}
	if onlyRoom.MatchString(text) && !strings.ContainsAny(text, ",/;") && (d.of != Teacher || !classBegins.MatchString(text)) {
		return []piece{{kind: room, text: text}}
	}
	var out []piece
	if parts := soft.Split(text, -1); len(parts) > 1 {
		for _, p := range parts {
			if strings.TrimSpace(p) != "" {
				out = append(out, d.part(p)...)
			}
		}
		return d.withRemarks(text, out)
	}
	for _, form := range []*regexp.Regexp{roomLast, roomFirst} {
		if m := form.FindStringSubmatchIndex(text); m != nil {
			number := text[m[2]:m[3]]
			return append(d.part(text[:m[0]]+" "+text[m[1]:]), piece{kind: room, text: number})
		}
	}
	return []piece{{kind: unknown, text: text}}
}

// withRemarks joins what stands in brackets behind a subject to it: "Технология (мальчики)".
func (d dividing) withRemarks(text string, parts []piece) []piece {
	others := slices.ContainsFunc(parts, func(p piece) bool { return p.kind == person || p.kind == room || p.kind == groupNo || p.kind == week })
	if len(parts) == 2 && !others && strings.Contains(text, "(") && !surname.MatchString(parts[1].text) {
		return []piece{{kind: parts[0].kind, text: text}}
	}
	return parts
}
