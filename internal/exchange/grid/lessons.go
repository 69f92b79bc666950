package grid

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"talim/internal/fault"
)

// mostParts is how many groups of a class have lessons at once, at most.
const mostParts = 4

// draft is a lesson that is being put together from the pieces of a cell.
type draft struct {
	Lesson
	part int
}

// ofClass understands a cell in the grid of a class: subject, teacher, room.
func (d dividing) ofClass(c Cell) ([]Lesson, *fault.Message) {
	pieces := d.resolve(d.pieces(c.Lines))
	for _, text := range eachOf(c.Teachers) {
		pieces = append(pieces, piece{kind: person, text: text, part: -1})
	}
	for _, text := range eachOf(c.Rooms) {
		if !isNothing(text) {
			pieces = append(pieces, d.roomPiece(text))
		}
	}
	drafts, ok := assemble(pieces)
	if !ok {
		return nil, wrong("exchange.grid.unclear", "Text", strings.Join(c.Lines, " / "))
	}
	out := make([]Lesson, len(drafts))
	for i, x := range drafts {
		x.Class = c.Name
		if x.Week = or(x.Week, c.Week); len(drafts) == 1 {
			x.Group = or(x.Group, c.Group)
		}
		out[i] = x.Lesson
	}
	return out, nil
}

func (d dividing) roomPiece(text string) piece {
	var taken []piece
	if d.takeWords(text, &taken); len(taken) == 1 && taken[0].kind == room {
		text = taken[0].text
	}
	return piece{kind: room, text: text, part: -1}
}

var listed = regexp.MustCompile(`\s*[,;/|]\s*`)

// eachOf divides the texts of a column beside the lessons.
func eachOf(texts []string) []string {
	var out []string
	for _, text := range texts {
		for _, x := range listed.Split(text, -1) {
			if x = strings.TrimSpace(x); x != "" {
				out = append(out, x)
			}
		}
	}
	return out
}

// resolve says what the pieces are that nobody knows: the first is the subject, a word
// like a family name beside a subject is a person.
func (d dividing) resolve(pieces []piece) []piece {
	has := slices.ContainsFunc(pieces, func(p piece) bool { return p.kind == subject })
	for i := range pieces {
		p := &pieces[i]
		if p.kind != unknown {
			continue
		}
		behind := i > 0 && (pieces[i-1].kind == person || pieces[i-1].kind == room || pieces[i-1].kind == groupNo || pieces[i-1].kind == week)
		switch {
		case has && i > 0 && pieces[i-1].kind == person && pieces[i-1].part == p.part && nameOfRoom.MatchString(p.text):
			p.kind = room
		case has && surname.MatchString(p.text):
			p.kind = person
		case !has && strings.ContainsFunc(p.text, unicode.IsLetter):
			p.kind, has = subject, true
		case has && behind && strings.ContainsFunc(p.text, unicode.IsLetter) && firstOfPart(pieces, i):
			p.kind = subject
		}
	}
	return pieces
}

// nameOfRoom is how rooms without a number are written behind a teacher: "каб. инф.",
// "маст.", "актовый зал".
var nameOfRoom = regexp.MustCompile(`^(?:\p{Ll}{2,}\.?(?:\s\pL+\.?)?|(?i:каб|маст|лаб|спорт|акт|библ|комп|зал|кітап|шебер|зертхана)\pL*\.?(?:\s\pL+\.?)?)$`)

func firstOfPart(pieces []piece, i int) bool { return i == 0 || pieces[i-1].part != pieces[i].part }

// assemble puts the pieces of a cell together; ok is false where that is not certain.
func assemble(pieces []piece) (drafts []draft, ok bool) {
	var rooms, groups, weeks []piece
	for _, p := range pieces {
		switch p.kind {
		case subject:
			drafts = withSubject(drafts, p)
		case person:
			drafts = withTeacher(drafts, p)
		case room:
			rooms = append(rooms, p)
		case groupNo:
			groups = append(groups, p)
		case week:
			weeks = append(weeks, p)
		default:
			return nil, false
		}
	}
	if len(drafts) == 0 || len(drafts) > mostParts || len(rooms) > len(drafts) {
		return nil, false
	}
	for i := range drafts {
		if drafts[i].Subject == "" && i > 0 {
			drafts[i].Subject = drafts[i-1].Subject
		}
	}
	give(drafts, rooms, func(l *Lesson, p piece) { l.Room = p.text })
	give(drafts, groups, func(l *Lesson, p piece) { l.Group = p.no })
	give(drafts, weeks, func(l *Lesson, p piece) { l.Week = p.no })
	return drafts, divided(drafts)
}

func withSubject(drafts []draft, p piece) []draft {
	if n := len(drafts); n > 0 && drafts[n-1].Subject == "" && (n == 1 || drafts[n-1].part == p.part) {
		drafts[n-1].Subject = p.text
		return drafts
	}
	return append(drafts, draft{Lesson{Subject: p.text}, p.part})
}

func withTeacher(drafts []draft, p piece) []draft {
	for i := range drafts {
		if drafts[i].Teacher == "" {
			drafts[i].Teacher = p.text
			return drafts
		}
	}
	return append(drafts, draft{Lesson{Teacher: p.text}, p.part})
}

// give gives each lesson its piece: in their order where there are as many, else by the
// part in which both stand.
func give(drafts []draft, pieces []piece, set func(*Lesson, piece)) {
	if len(pieces) == len(drafts) {
		for i, p := range pieces {
			set(&drafts[i].Lesson, p)
		}
		return
	}
	for _, p := range pieces {
		for i := range drafts {
			if drafts[i].part == p.part {
				set(&drafts[i].Lesson, p)
			}
		}
	}
}

// divided numbers the groups of a divided class. One teacher cannot have two of them.
func divided(drafts []draft) bool {
	if len(drafts) < 2 {
		return true
	}
	weeks, numbered := 0, 0
	for i, x := range drafts {
		for _, y := range drafts[:i] {
			if x.Teacher != "" && x.Teacher == y.Teacher && x.Week == y.Week {
				return false
			}
		}
		if x.Week != 0 {
			weeks++
		}
		if x.Group != 0 {
			numbered++
		}
	}
	for i := range drafts {
		if weeks < len(drafts) && numbered < len(drafts) {
			drafts[i].Group = i + 1
		}
	}
	return true
}

// ofTeacher understands a cell in the grid of a teacher: class, subject, room.
func (d dividing) ofTeacher(c Cell) ([]Lesson, *fault.Message) {
	unclear := wrong("exchange.grid.unclear", "Text", strings.Join(c.Lines, " / "))
	if parts := weekly(c.Lines); len(parts) > 1 {
		var out []Lesson
		for _, part := range parts {
			x := c
			x.Lines = []string{part}
			lessons, m := d.ofTeacher(x)
			if m != nil {
				return nil, unclear
			}
			out = append(out, lessons...)
		}
		return out, nil
	}
	classes, rest := classesIn(c.Lines)
	one := Lesson{Teacher: c.Name, Week: c.Week}
	subjects, rooms := 0, 0
	for _, p := range d.pieces(rest) {
		switch {
		case p.kind == subject, p.kind == unknown && strings.ContainsFunc(p.text, unicode.IsLetter):
			one.Subject = p.text
			subjects++
		case p.kind == room && len(classes) == 0 && ask(d.Class, p.text):
			classes = append(classes, p.text)
		case p.kind == room:
			one.Room = p.text
			rooms++
		case p.kind == groupNo:
			one.Group = p.no
		case p.kind == week:
			one.Week = p.no
		default:
			return nil, unclear
		}
	}
	one.Subject, one.Room = or(one.Subject, c.Subject), or(one.Room, strings.Join(eachOf(c.Rooms), ", "))
	if len(classes) == 0 || subjects > 1 || rooms > 1 {
		return nil, unclear
	}
	out := make([]Lesson, len(classes))
	for i, name := range classes {
		out[i] = one
		out[i].Class = name
	}
	return out, nil
}

// weekly divides a cell whose parts are of different weeks.
func weekly(lines []string) []string {
	var parts []string
	weeks := 0
	for _, line := range lines {
		for _, part := range hard.Split(line, -1) {
			if weekIn(part) != 0 {
				weeks++
			}
			parts = append(parts, part)
		}
	}
	if weeks < 2 {
		return nil
	}
	return parts
}

// classesIn takes the classes out of the lines of a cell.
func classesIn(lines []string) (classes, rest []string) {
	for _, line := range lines {
		for {
			m := classIs.FindStringSubmatchIndex(line)
			if m == nil {
				break
			}
			name := classIn(line[m[2]:m[3]])
			if name == "" || roomWord.MatchString(line[m[2]:]) && strings.HasSuffix(line[m[2]:m[3]], "к") {
				break
			}
			classes = append(classes, name)
			line = line[:m[2]] + " " + line[m[3]:]
		}
		if line = strings.Trim(line, " ,+"); line != "" {
			rest = append(rest, line)
		}
	}
	return classes, rest
}
