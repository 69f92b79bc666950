package staffimport

import (
	"maps"
	"slices"

	"talim/internal/access"
	"talim/internal/people"
)

// A word that nobody understood is named, and the school may say what it means: then it
// means that in every list.

// WordKind is what a word of a list is about.
type WordKind string

// The kinds.
const (
	Post       WordKind = "post"
	State      WordKind = "state"
	Category   WordKind = "category"
	StudyRoute WordKind = "study_route"
	Gender     WordKind = "gender"
	Course     WordKind = "coe"
	Subject    WordKind = "subject"
)

// Word is a word that nobody understood.
type Word struct {
	Kind WordKind `json:"kind"`
	Text string   `json:"text"`
	Line int      `json:"line"` // the first with it
	Rows int      `json:"rows"`
}

// Words are what a school says that words mean: by kind, by WordKey of the word. "" leaves
// the word out, NewWord lets it stand for something of its own.
type Words map[WordKind]map[string]string

// NewWord is the meaning of a word that is the name of something new.
const NewWord = "+"

// WordKey is the same for spellings of one word.
func WordKey(text string) string { return foldWord(people.OneLine(text)) }

func (w Words) meaning(kind WordKind, text string) (string, bool) {
	m, said := w[kind][WordKey(text)]
	return m, said
}

// Meanings are what a word of a kind may mean; those of subjects the school knows.
func Meanings(kind WordKind) []string {
	switch kind {
	case Post:
		return postsOfLists
	case State:
		var out []string
		for _, s := range people.States {
			out = append(out, string(s))
		}
		return out
	case Category:
		return []string{"intern", "teacher", "moderator", "expert", "researcher", "master", "second", "first", "highest", "none"}
	case StudyRoute:
		return slices.Sorted(maps.Keys(routeWords))
	case Gender:
		return slices.Sorted(maps.Keys(genderWords))
	case Course:
		return slices.Sorted(maps.Keys(coeWords))
	}
	return nil
}

// postsOfLists are the posts that a list may give, in the order in which they are
// offered. That of an administrator no list gives.
var postsOfLists = []string{
	string(access.Teacher), string(access.Deputy), string(access.Director), string(access.SMUHead), string(access.ClassLead),
	string(access.Psychologist), string(access.SocialPedagogue), string(access.Librarian), string(access.LabAssistant), string(access.Methodologist),
	string(access.InternationalTeacher), string(access.Coordinator), string(access.Secretary), string(access.SocialAnalyst),
}

// role is what a word of a post means: to the program, or to the school.
func (r *readRow) role(word string) (access.Role, string, bool) {
	if role, area, ok := RoleMeant(word); ok {
		return role, area, true
	}
	m, said := r.words.meaning(Post, word)
	return access.Role(m), "", said && slices.Contains(postsOfLists, m)
}

// leaves says whether the school wants a word left out.
func (r *readRow) leaves(kind WordKind, word string) bool {
	m, said := r.words.meaning(kind, word)
	return said && m == ""
}

// wonder notes a word that nobody understood.
func (r *readRow) wonder(kind WordKind, word string) {
	r.unknown = append(r.unknown, Word{Kind: kind, Text: word, Line: r.line, Rows: 1})
}

// schoolMeans is what the school says that a private fact means.
func (r *readRow) schoolMeans(kind WordKind, word string) (string, bool) {
	m, said := r.words.meaning(kind, word)
	return m, said && (m == "" || slices.Contains(Meanings(kind), m))
}

// asked joins the words of all rows: each once, the most frequent first.
func asked(all []Word) []Word {
	var out []Word
	place := map[[2]string]int{}
	for _, w := range all {
		key := [2]string{string(w.Kind), WordKey(w.Text)}
		if i, there := place[key]; there {
			out[i].Rows++
			continue
		}
		place[key] = len(out)
		out = append(out, w)
	}
	return out
}

// subject is the code of a subject by its name, as the program knows it or as the school
// says. A word that is neither stays as it is, and is asked about.
func (r *readRow) subject(word string, known map[string]string) (code string, taken bool) {
	if code, ok := subjectCode(word, known); ok {
		return code, true
	}
	switch m, said := r.words.meaning(Subject, word); {
	case said && m == NewWord:
		return word, true
	case said:
		return m, m != ""
	}
	r.wonder(Subject, word)
	return word, true
}
