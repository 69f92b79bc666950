package staffimport

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"talim/internal/i18n"
	"talim/internal/people"
)

// readSubjects divides a cell at commas and slashes too, where every part or the whole
// tells a subject.
func (r *readRow) readSubjects(text string, known map[string]string) {
	for _, word := range cells(text) {
		parts := []string{word}
		if _, whole := subjectCode(word, known); !whole {
			parts = divided(word)
		}
		for _, part := range parts {
			if isNothing(part) {
				continue
			}
			code, taken := r.subject(part, known)
			if taken && !slices.Contains(r.subjects, code) {
				r.subjects = append(r.subjects, code)
			}
		}
	}
}

// subjectCode finds a subject by its name, or by its shortened words where only one
// fits: "Рус. яз.", "физ-ра". Otherwise the word stays as it is.
func subjectCode(word string, known map[string]string) (string, bool) {
	folded := strings.TrimRight(i18n.Fold(word), ".")
	if code, ok := known[cmp.Or(usualShort[folded], folded)]; ok {
		return code, true
	}
	if !i18n.Shortened(word) {
		return word, false
	}
	code, ok := onlySubject(known, func(name string) bool { return i18n.Abbreviates(folded, name) })
	return cmp.Or(code, word), ok
}

// usualShort are short names that no rule makes of the long ones.
var usualShort = map[string]string{
	"физкультура": "физическая культура", "физ. культура": "физическая культура", "физвоспитание": "физическая культура",
	"изо": "изобразительное искусство", "инглиш": "английский язык", "литчтение": "литературное чтение",
	"нвп": "начальная военная подготовка", "нвтп": "начальная военная и технологическая подготовка", "нвитп": "начальная военная и технологическая подготовка", "нвпит": "начальная военная и технологическая подготовка",
	"әад": "алғашқы әскери дайындық", "аәд": "алғашқы әскери дайындық", "аәтд": "алғашқы әскери және технологиялық дайындық", "аәжтд": "алғашқы әскери және технологиялық дайындық",
	"дш": "дене шынықтыру", "дене тәрбиесі": "дене шынықтыру",
}

// onlySubject is the only subject of whose names one fits.
func onlySubject(known map[string]string, fits func(name string) bool) (string, bool) {
	return i18n.Only(maps.All(known), func(code string) string { return code }, fits)
}

// taught are the words of a post that stand in place of a subject: "учитель математики",
// "математика пәнінің мұғалімі", "teacher of mathematics".
var taught = []*regexp.Regexp{
	regexp.MustCompile(`^(?:старший |молодой )?(?:учитель|учительница|преподаватель|педагог|уч\.)[ -]*(?:предмета )?(.+)$`),
	regexp.MustCompile(`^(.+?) (?:пәнінің |пәні )?(?:мұғалімі?|ұстазы)$`),
	regexp.MustCompile(`^teacher of (.+)$`),
	regexp.MustCompile(`^(.+) teacher$`),
}

// subjectsOfPosts are the subjects that the posts of a row name, where a subject is
// known: "учитель начальных классов" names none.
func (r *readRow) subjectsOfPosts(position string, known map[string]string) []string {
	var out []string
	for _, post := range r.posts(position) {
		named := subjectInPost(post)
		if _, _, role := r.role(post); named == "" && !role && !r.leaves(Post, post) {
			named = post // "англ. яз." in the column of posts
		}
		for _, code := range subjectsNamed(named, known) {
			if !slices.Contains(out, code) {
				out = append(out, code)
			}
		}
	}
	return out
}

// taughtBy says whether a word in the column of posts is a subject, which makes a teacher:
// "англ. яз.". What else stands in it is named and left out.
func (r *readRow) taughtBy(word string) bool {
	if len(subjectsNamed(word, r.known)) == 0 {
		return false
	}
	for _, part := range divided(word) {
		if len(subjectsNamed(part, r.known)) == 0 {
			r.ignore("people.import.role_unknown", part)
		}
	}
	return true
}

// subjectsNamed are the subjects of a text, which may be several: "математики и физики",
// "физкультура, НВП". A subject may have such a word in its name.
func subjectsNamed(text string, known map[string]string) []string {
	var out []string
	for _, part := range divided(text) {
		if code, ok := subjectInCase(part, known); ok {
			out = append(out, code)
			continue
		}
		for _, one := range both.Split(i18n.Fold(part), -1) {
			if code, ok := subjectInCase(one, known); ok {
				out = append(out, code)
			}
		}
	}
	return out
}

var both = regexp.MustCompile(` (?:и|және|мен|and) `)

func subjectInPost(post string) string {
	folded := i18n.Fold(people.OneLine(post))
	for _, pattern := range taught {
		if m := pattern.FindStringSubmatch(folded); m != nil {
			return m[1]
		}
	}
	return ""
}

func subjectInCase(word string, known map[string]string) (string, bool) {
	if code, ok := subjectCode(word, known); ok {
		return code, true
	}
	for short, name := range usualShort {
		if code, ok := known[name]; ok && i18n.Inflects(i18n.Fold(word), short) {
			return code, true
		}
	}
	return onlySubject(known, func(name string) bool { return i18n.Inflects(word, name) })
}
