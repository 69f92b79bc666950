package intake

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/people/staffimport"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
	"talim/internal/verb"
)

// Words of files that nobody understood. The school says once what one means, and it is
// so in the next file as well, on the page and on the command line, until somebody ends it.

// The kinds of words of a timetable; subjects are those of staff lists, too.
const (
	Teacher staffimport.WordKind = "teacher"
	Class   staffimport.WordKind = "class"
)

// Word is what a school says that a word means, from a moment on.
type Word struct {
	School   string               `db:"school_id"`
	Kind     staffimport.WordKind `db:"kind"`
	Key      string               `db:"word_key"`
	Version  int                  `db:"version"`
	Text     string               `db:"word"`
	Meaning  string               `db:"meaning"`
	ChosenBy string               `db:"chosen_by"`
	ChosenAt calendar.Instant     `db:"chosen_at"`
	EndedBy  string               `db:"ended_by"`
	EndedAt  calendar.Instant     `db:"ended_at"` // "" while it holds
}

// Answer is what somebody says that a word means.
type Answer struct {
	Kind    staffimport.WordKind
	Text    string
	Meaning string
}

func (a Answer) key() [2]string { return [2]string{string(a.Kind), staffimport.WordKey(a.Text)} }

// How many words are asked about at once, and how many a school may have.
const (
	MostAsked = 60
	mostWords = 3000
)

// KindOfWord is the kind of record the journal points to.
const KindOfWord = "import_word"

// Explain takes what words of a file mean, keeps it for the school, and compares anew.
func (s *Service) Explain(ctx context.Context, actor access.Actor, id string, answers []Answer) (Preview, error) {
	var p Preview
	err := s.alone(ctx, actor, func(d desk) error {
		run, read, err := d.open(ctx, actor.School, id)
		if p.Import = run; err != nil {
			return err
		}
		if err := d.check(answers); err != nil {
			return err
		}
		d.answers = answers
		next, err := d.compare(run, read, kept(run).Choice)
		if err != nil {
			return err
		}
		if next.Result, err = next.picture(); err != nil {
			return err
		}
		p = next
		return d.do(func(w verb.Work) error {
			if err := still(w, run); err != nil {
				return err
			}
			if err := learn(w, answers); err != nil {
				return err
			}
			return keepPicture(w, next)
		})
	})
	return p, err
}

// check refuses meanings that there are not.
func (d desk) check(answers []Answer) error {
	if len(answers) > MostAsked {
		return fault.Conflict("intake.word.many", "Most", MostAsked)
	}
	known, err := d.meanings(answers)
	if err != nil {
		return err
	}
	for _, a := range answers {
		free := a.Meaning == "" || a.Meaning == staffimport.NewWord && (a.Kind == staffimport.Subject || a.Kind == Class)
		if a.Text == "" || utf8.RuneCountInString(a.Text) > maxName || !free && !slices.Contains(known[a.Kind], a.Meaning) {
			return fault.Conflict("intake.word.unknown_meaning", "Word", a.Text)
		}
	}
	return nil
}

// meanings are those that the answers may give.
func (d desk) meanings(answers []Answer) (map[staffimport.WordKind][]string, error) {
	out := map[staffimport.WordKind][]string{}
	for _, a := range answers {
		if _, there := out[a.Kind]; there {
			continue
		}
		options, err := d.MeaningsOf(d.ctx, d.actor.School, a.Kind)
		if err != nil {
			return nil, err
		}
		for _, o := range options {
			out[a.Kind] = append(out[a.Kind], o.Code)
		}
	}
	return out, nil
}

// Meaning is one thing that a word may mean; the name of a post or a category is a message.
type Meaning struct {
	Code string
	Name i18n.Text
}

// MeaningsOf are the values of the school that a word of a kind may mean.
func (s *Service) MeaningsOf(ctx context.Context, school string, kind staffimport.WordKind) ([]Meaning, error) {
	var out []Meaning
	switch kind {
	case staffimport.Subject:
		all, err := timetable.SubjectsToChoose(ctx, s.Read(), school)
		for _, f := range all {
			out = append(out, Meaning{f.Code, f.Name})
		}
		return out, err
	case Teacher:
		all, err := people.PersonsAtWork(ctx, s.Read(), school, s.Today())
		for _, x := range all {
			out = append(out, Meaning{x.ID, i18n.Text{KK: x.Name(), RU: x.Name(), EN: x.Name()}})
		}
		return out, err
	case Class:
		all, err := timetable.Classes(ctx, s.Read(), school)
		for _, x := range all {
			out = append(out, Meaning{x.Name, i18n.Text{KK: x.Name, RU: x.Name, EN: x.Name}})
		}
		return out, err
	}
	for _, code := range staffimport.Meanings(kind) {
		out = append(out, Meaning{Code: code})
	}
	return out, nil
}

// learn writes the answers; what a word meant before ends.
func learn(w verb.Work, answers []Answer) error {
	newest, err := newestWords(w.Ctx, w.Tx, w.Actor.School)
	if err != nil {
		return err
	}
	changed := 0
	for _, a := range answers {
		was, there := newest[a.key()]
		holds := there && was.EndedAt == ""
		if holds && was.Meaning == a.Meaning {
			continue
		}
		if holds {
			if err := endWord(w, was); err != nil {
				return err
			}
		}
		made := Word{
			School: w.Actor.School, Kind: a.Kind, Key: staffimport.WordKey(a.Text), Version: was.Version + 1, Text: a.Text, Meaning: a.Meaning,
			ChosenBy: w.Actor.Staff, ChosenAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "import_word", made); err != nil {
			return err
		}
		newest[a.key()] = made
		changed++
	}
	if len(newest) > mostWords {
		return fault.Conflict("intake.word.full", "Most", mostWords)
	}
	if changed == 0 {
		return nil
	}
	return w.Record(EventWords, journal.Ref{Kind: KindOfWord, ID: w.Actor.School}, "Count", strconv.Itoa(changed))
}

func endWord(w verb.Work, x Word) error {
	x.EndedBy, x.EndedAt = w.Actor.Staff, w.Instant()
	return db.Update(w.Ctx, w.Tx, "import_word", x, "school_id", "kind", "word_key", "version")
}

// EndWord ends what a word means: it is asked about in the next file that has it.
func (s *Service) EndWord(ctx context.Context, actor access.Actor, kind staffimport.WordKind, key string) error {
	if err := require(actor); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error {
		newest, err := newestWords(w.Ctx, w.Tx, actor.School)
		x, there := newest[[2]string{string(kind), key}]
		switch {
		case err != nil:
			return err
		case !there:
			return fault.NotFound("intake.word.not_found")
		case x.EndedAt != "":
			return nil
		}
		if err := endWord(w, x); err != nil {
			return err
		}
		return w.Record(EventWordEnded, journal.Ref{Kind: KindOfWord, ID: actor.School}, "Word", x.Text)
	})
}

// newestWords are the latest versions of all words, whether they hold or not.
func newestWords(ctx context.Context, c db.Conn, school string) (map[[2]string]Word, error) {
	all, err := db.All[Word](ctx, c, `SELECT `+db.Columns[Word]("")+` FROM import_word WHERE school_id = $1 ORDER BY kind, word_key, version`, school)
	out := make(map[[2]string]Word, len(all))
	for _, x := range all {
		out[[2]string{string(x.Kind), x.Key}] = x
	}
	return out, err
}

// WordsInForce are the words that hold, the latest first.
func WordsInForce(ctx context.Context, c db.Conn, school string) ([]Word, error) {
	return db.All[Word](ctx, c, `SELECT `+db.Columns[Word]("")+` FROM import_word WHERE school_id = $1 AND ended_at = ''
ORDER BY chosen_at DESC, kind, word_key LIMIT `+strconv.Itoa(mostWords), school)
}

// wordsOf are the words of a school as lists use them, with the answers over them.
func wordsOf(ctx context.Context, c db.Conn, school string, answers []Answer) (staffimport.Words, error) {
	all, err := WordsInForce(ctx, c, school)
	out := staffimport.Words{}
	say := func(kind staffimport.WordKind, key, meaning string) {
		if out[kind] == nil {
			out[kind] = map[string]string{}
		}
		out[kind][key] = meaning
	}
	for _, x := range all {
		say(x.Kind, x.Key, x.Meaning)
	}
	for _, a := range answers {
		say(a.Kind, staffimport.WordKey(a.Text), a.Meaning)
	}
	return out, err
}

// explained puts in place of the words of a timetable what the school says they mean.
// Rows with a word that is left out are taken away, and named.
func (f *file) explained(ctx context.Context, c db.Conn, school string) error {
	if len(f.words[Teacher])+len(f.words[Class])+len(f.words[staffimport.Subject]) == 0 || len(f.lessons) == 0 {
		return nil
	}
	codes := map[string]string{}
	if len(f.words[Teacher]) > 0 {
		all, err := people.Persons(ctx, c, school)
		if err != nil {
			return err
		}
		for _, x := range all {
			codes[x.ID] = x.Code
		}
	}
	left := map[string]int{}
	kept := make([]lessonimport.Row, 0, len(f.lessons))
	for _, l := range f.lessons {
		if word := f.explain(&l, codes); word != "" {
			left[word]++
			continue
		}
		kept = append(kept, l)
	}
	f.lessons = kept
	for _, word := range slices.Sorted(maps.Keys(left)) {
		f.leftOut = append(f.leftOut, Refused{Key: "intake.word.left_out", Args: map[string]any{"Word": word, "Count": left[word]}})
	}
	return nil
}

// explain changes a row as its words say, or names the word because of which it is left out.
func (f *file) explain(l *lessonimport.Row, codes map[string]string) string {
	for _, x := range []struct {
		kind staffimport.WordKind
		cell *string
	}{{Teacher, &l.Teacher}, {Class, &l.Class}, {staffimport.Subject, &l.Subject}} {
		meaning, said := f.words[x.kind][staffimport.WordKey(*x.cell)]
		switch {
		case !said || meaning == staffimport.NewWord:
		case meaning == "":
			return *x.cell
		case x.kind == Teacher:
			if code := codes[meaning]; code != "" {
				*x.cell, l.Short = code, ""
			}
		default:
			*x.cell = meaning
		}
	}
	return ""
}

// unknownWords are the words of a file that nobody understood: of a timetable the
// subjects that are none of the usual ones, classes without a number, and teachers.
func (p Preview) unknownWords(f file) []staffimport.Word {
	if p.Kind == Staff {
		return p.Staff.Unknown
	}
	var out []staffimport.Word
	for _, x := range p.Lessons.NewSubjects {
		if x.Code == x.Name.RU && !f.says(staffimport.Subject, x.Code) {
			out = append(out, f.wordOf(staffimport.Subject, x.Code, func(l lessonimport.Row) string { return l.Subject }))
		}
	}
	for _, name := range p.Lessons.NewClasses {
		if !strings.ContainsAny(name, "0123456789") && !f.says(Class, name) {
			out = append(out, f.wordOf(Class, name, func(l lessonimport.Row) string { return l.Class }))
		}
	}
	if !f.knowsMost(p.Unknown) {
		return out
	}
	for _, u := range p.Unknown {
		w := f.wordOf(Teacher, u.Name, func(l lessonimport.Row) string { return l.Teacher })
		w.Rows = u.Rows
		out = append(out, w)
	}
	return out
}

// knowsMost says whether the school knows most teachers of a timetable: before its staff
// list is in, nobody is asked who each of them is.
func (f file) knowsMost(unknown []lessonimport.Unknown) bool {
	teachers := map[string]bool{}
	for _, l := range f.lessons {
		teachers[l.Teacher] = true
	}
	return 2*len(unknown) <= len(teachers)
}

func (f file) says(kind staffimport.WordKind, text string) bool {
	_, said := f.words[kind][staffimport.WordKey(text)]
	return said
}

// wordOf finds the first line of a word, and counts its rows.
func (f file) wordOf(kind staffimport.WordKind, text string, cell func(lessonimport.Row) string) staffimport.Word {
	w := staffimport.Word{Kind: kind, Text: text}
	for _, l := range f.lessons {
		if staffimport.WordKey(cell(l)) == staffimport.WordKey(text) {
			if w.Rows++; w.Line == 0 {
				w.Line = l.Line
			}
		}
	}
	return w
}
