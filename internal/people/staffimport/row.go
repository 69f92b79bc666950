package staffimport

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
)

// readRow is a row with its words understood.
type readRow struct {
	line     int
	facts    people.StaffFacts
	roles    []access.Role
	area     i18n.Text // of a deputy
	subjects []string
	unitCode string
	unitName string
	states   []people.State
	private  people.PrivateFacts // unknown where the row says nothing
	since    calendar.Date
	becomes  string            // the code that the person takes
	spelled  string            // what the person is called here, where only the name told who it is
	ignored  []fault.Message   // words that say nothing we know: the person is taken without them
	words    Words             // what the school says that words mean
	known    map[string]string // subjects by their names
	unknown  []Word            // that nobody understood
	skipped  string            // the post of somebody whom the school does not take
}

// read understands the words of a row, or says why it cannot be taken. A word of a
// duty, a state or a course that nobody knows is left out and named: lists of schools
// hold remarks in every cell, and a remark is no reason to do without a person.
func (r Row) read(subjects map[string]string, on calendar.Date) (readRow, *fault.Message) {
	out := readRow{
		line: r.Line,
		facts: people.StaffFacts{
			Code: people.OneLine(r.Code), FamilyName: people.OneLine(r.FamilyName), GivenName: people.OneLine(r.GivenName), Patronymic: people.OneLine(r.Patronymic),
			Phone: people.OneLine(r.Phone), Email: people.OneLine(r.Email),
		},
		unitCode: people.OneLine(r.UnitCode), unitName: people.OneLine(r.UnitName), words: r.words, known: subjects,
	}
	var faults fault.Fields
	if r.unclear != nil {
		return out, r.unclear
	}
	out.becomes = r.becomes
	if out.spelled = r.spelled; out.spelled != "" && i18n.Fold(out.spelled) != i18n.Fold(r.name()) {
		out.ignored = append(out.ignored, fault.Say("people.import.taken_as", "Name", r.name(), "Known", out.spelled))
	}
	out.dropRemarks()
	if out.facts.Check(&faults); len(faults) > 0 {
		return out, &faults[0].Message
	}
	if out.readSubjects(r.Subjects, subjects); len(out.subjects) == 0 {
		out.subjects = out.subjectsOfPosts(r.Position, subjects)
	}
	refused := out.readRoles(r.Position, r.ExtraRoles)
	for _, word := range cells(r.State) {
		if state, ok := StateMeant(word); ok {
			out.states = append(out.states, state)
			continue
		}
		if m, said := out.schoolMeans(State, word); said {
			if m != "" {
				out.states = append(out.states, people.State(m))
			}
			continue
		}
		out.wonder(State, word)
		out.ignore("people.import.state_unknown", word)
	}
	out.readSince(r.Since, on)
	if m := out.readPrivate(r); refused == nil { // all words are looked at, to be asked about together
		refused = m
	}
	return out, refused
}

// dropRemarks leaves out what stands in place of an address: "нет".
func (r *readRow) dropRemarks() {
	if r.facts.Email != "" && !strings.Contains(r.facts.Email, "@") {
		if !isNothing(r.facts.Email) {
			r.ignore("people.import.not_an_email", r.facts.Email)
		}
		r.facts.Email = ""
	}
	if isNothing(r.facts.Phone) {
		r.facts.Phone = ""
	}
}

// isNothing: words by which lists say that there is nothing.
func isNothing(text string) bool {
	return slices.Contains([]string{"нет", "жоқ", "no", "none", "-", "–", "—", "--", "н/д", "n/a", "не указан", "отсутствует"}, i18n.Fold(text))
}

// divided are the parts of a cell between commas, slashes and pluses, but not of a number
// with a comma: "0,5 ставки".
func divided(word string) []string {
	var out []string
	for _, part := range strings.FieldsFunc(decimal.ReplaceAllString(word, "$1.$2"), func(r rune) bool { return strings.ContainsRune(",/+", r) }) {
		if p := people.OneLine(part); p != "" {
			out = append(out, p)
		}
	}
	return out
}

var decimal = regexp.MustCompile(`(\d),(\d)`)

func said(key string, args ...any) *fault.Message {
	m := fault.Say(key, args...)
	return &m
}

func (r *readRow) ignore(key, word string) {
	r.ignored = append(r.ignored, fault.Say(key, "Word", word))
}

// cells divides a cell at its semicolons, but not inside brackets.
func cells(text string) []string {
	depth := 0
	parts := strings.FieldsFunc(text, func(c rune) bool {
		switch c {
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
		}
		return c == ';' && depth == 0
	})
	var words []string
	for _, part := range parts {
		if p := people.OneLine(part); p != "" {
			words = append(words, p)
		}
	}
	return words
}

// posts divides a cell of posts: at semicolons, and at commas, slashes and pluses where
// each part is a post of its own.
func (r *readRow) posts(text string) []string {
	var out []string
	for _, word := range cells(text) {
		parts := divided(word)
		for _, p := range parts {
			if _, _, ok := r.role(p); !ok && !r.leaves(Post, p) {
				parts = []string{word}
				break
			}
		}
		out = append(out, parts...)
	}
	return out
}

func (r *readRow) readRoles(position, extra string) *fault.Message {
	left := false // a post that the school leaves out
	for _, word := range append(r.posts(position), r.posts(extra)...) {
		if r.leaves(Post, word) {
			left = true
			continue
		}
		if isNothing(word) {
			continue
		}
		role, area, ok := r.role(word)
		if !ok && r.taughtBy(word) {
			role, ok = access.Teacher, true
		}
		if !ok {
			r.wonder(Post, word)
			r.ignore("people.import.role_unknown", word)
			continue
		}
		if role == access.Deputy && area != "" {
			r.area = inItsLanguage(area)
		}
		if !slices.Contains(r.roles, role) {
			r.roles = append(r.roles, role)
		}
	}
	// Nobody is made a teacher by a post that we do not know, unless they teach.
	if len(r.roles) == 0 && len(cells(position)) > 0 && len(r.subjects) == 0 {
		if left && !slices.ContainsFunc(r.unknown, func(w Word) bool { return w.Kind == Post }) {
			r.skipped = position
			return nil
		}
		return said("people.import.role_unknown", "Word", position)
	}
	// Whoever has a subject teaches, whatever else they do (R002).
	if len(r.roles) > 0 && len(r.subjects) > 0 && !slices.Contains(r.roles, access.Teacher) && !slices.Contains(r.roles, access.InternationalTeacher) {
		r.roles = append(r.roles, access.Teacher)
	}
	if slices.Contains(r.roles, access.SMUHead) && r.unitCode == "" && r.unitName == "" {
		return said("people.import.head_without_unit")
	}
	return nil
}

func (r *readRow) readPrivate(in Row) *fault.Message {
	f := people.NoFacts
	words := []struct {
		to    *string
		text  string
		words map[string][]string
		kind  WordKind
	}{
		{&f.StudyRoute, in.StudyRoute, routeWords, StudyRoute},
		{&f.Gender, in.Gender, genderWords, Gender},
		{&f.Category, in.Category, categoryWords, Category},
		{&f.CoELevel, in.CoE, coeWords, Course},
	}
	for _, w := range words {
		if people.OneLine(w.text) == "" {
			continue
		}
		if key, ok := meant(w.words, w.text); ok {
			*w.to = key
			continue
		}
		if key, ok := looselyMeant(w.words, w.text); ok {
			*w.to = key
			continue
		}
		if isNothing(w.text) {
			continue
		}
		if key, said := r.schoolMeans(w.kind, w.text); said {
			*w.to = key
			continue
		}
		r.wonder(w.kind, people.OneLine(w.text))
		r.ignore("people.import.word_unknown", people.OneLine(w.text))
	}
	for _, n := range []struct {
		to        *int
		text      string
		low, most int
	}{{&f.YearsExperience, in.Years, 0, 80}, {&f.AgeRecorded, in.Age, 14, 100}} {
		if people.OneLine(n.text) == "" || isNothing(n.text) {
			continue
		}
		if v, ok := yearsMeant(n.text); ok && v >= n.low && v <= n.most {
			*n.to = v
			continue
		}
		r.ignore("people.import.not_a_number", people.OneLine(n.text))
	}
	r.private = f
	if err, ok := fault.As(f.Check()); ok {
		return &err.Fields[0].Message
	}
	return nil
}

var (
	yearsAlone = regexp.MustCompile(`^(\d{1,4})(?:[.,]\d+)?$`)
	yearsNamed = regexp.MustCompile(`^(\d{1,2})(?:[.,]\d+)? ?(?:лет|года?|год|г\.?|л\.?|жыл|ж\.?|жас|years?|y\.?)(?:[ ,]*\d{1,2} ?(?:месяц\S*|мес\.?|м\.?|ай|months?)?\.?)?(?:[ ,]*\d{1,2} ?(?:дн\S*|день|д\.?|күн))?$`)
	monthsOnly = regexp.MustCompile(`^\d{1,2} ?(?:месяц\S*|мес\.?|ай|months?)$`)
)

// yearsMeant reads whole years: "12 лет", "2,5", "3 г. 5 мес.".
func yearsMeant(text string) (int, bool) {
	folded := i18n.Fold(text)
	if monthsOnly.MatchString(folded) {
		return 0, true
	}
	m := yearsAlone.FindStringSubmatch(folded)
	if m == nil {
		m = yearsNamed.FindStringSubmatch(folded)
	}
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// over lays what the row states over what was known.
func over(f, old people.PrivateFacts) people.PrivateFacts {
	for _, w := range []struct{ to, from *string }{
		{&old.StudyRoute, &f.StudyRoute},
		{&old.Gender, &f.Gender},
		{&old.Category, &f.Category},
		{&old.CoELevel, &f.CoELevel},
	} {
		if *w.from != "" {
			*w.to = *w.from
		}
	}
	for _, n := range []struct{ to, from *int }{
		{&old.YearsExperience, &f.YearsExperience},
		{&old.AgeRecorded, &f.AgeRecorded},
	} {
		if *n.from != people.Unknown {
			*n.to = *n.from
		}
	}
	return old
}

// stated lists what differs, the new values only.
func stated(f, old people.PrivateFacts) []FieldChange {
	var out []FieldChange
	add := func(field, was, now string) {
		if was != now {
			out = append(out, FieldChange{Field: field, New: now})
		}
	}
	add("study_route", old.StudyRoute, f.StudyRoute)
	add("years", strconv.Itoa(old.YearsExperience), strconv.Itoa(f.YearsExperience))
	add("coe", old.CoELevel, f.CoELevel)
	add("category", old.Category, f.Category)
	add("age", strconv.Itoa(old.AgeRecorded), strconv.Itoa(f.AgeRecorded))
	add("gender", old.Gender, f.Gender)
	return out
}
