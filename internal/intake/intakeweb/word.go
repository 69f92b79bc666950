package intakeweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/intake"
	"talim/internal/people"
	"talim/internal/people/staffimport"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// wordField asks what a word of a file means.
type wordField struct {
	staffimport.Word
	name    string // of the field
	chosen  string
	choices []component.Choice
}

// manyPeople are more than a list to choose from shows: then only those whose names begin
// as the word does.
const manyPeople = 150

// wordFields are the words of an import, as many as are asked about at once. Teachers are
// asked about after classes.
func (p *Pages) wordFields(ctx context.Context, v intake.Preview) ([]wordField, error) {
	words := v.Words
	if slices.ContainsFunc(words, func(w staffimport.Word) bool { return w.Kind == intake.Class }) {
		words = slices.DeleteFunc(slices.Clone(words), func(w staffimport.Word) bool { return w.Kind == intake.Teacher })
	}
	options := map[staffimport.WordKind][]intake.Meaning{}
	var out []wordField
	for i, w := range words[:min(len(words), intake.MostAsked)] {
		if _, there := options[w.Kind]; !there {
			all, err := p.intake.MeaningsOf(ctx, v.School, w.Kind)
			if err != nil {
				return nil, err
			}
			options[w.Kind] = all
		}
		f := wordField{Word: w, name: "word_" + strconv.Itoa(i), choices: meaningChoices(ctx, w, options[w.Kind])}
		if mayBeNew(w.Kind) {
			f.chosen = staffimport.NewWord
		}
		out = append(out, f)
	}
	return out, nil
}

func mayBeNew(kind staffimport.WordKind) bool {
	return kind == staffimport.Subject || kind == intake.Class
}

func meaningChoices(ctx context.Context, w staffimport.Word, options []intake.Meaning) []component.Choice {
	out := []component.Choice{{Value: "", Label: i18n.T(ctx, "intake.word.choose")}}
	if mayBeNew(w.Kind) {
		out[0] = component.Choice{Value: staffimport.NewWord, Label: i18n.T(ctx, "intake.word.new."+string(w.Kind))}
	}
	var named []component.Choice
	for _, o := range options {
		if w.Kind == intake.Teacher && len(options) > manyPeople && initialOf(o.Name.In(ctx)) != initialOf(w.Text) {
			continue
		}
		named = append(named, component.Choice{Value: o.Code, Label: meaningName(ctx, w.Kind, o)})
	}
	if mayBeNew(w.Kind) {
		slices.SortStableFunc(named, func(a, b component.Choice) int { return cmp.Compare(i18n.Fold(a.Label), i18n.Fold(b.Label)) })
	}
	return append(append(out, named...), component.Choice{Value: leftOut, Label: i18n.T(ctx, "intake.column.leave")})
}

func initialOf(name string) string {
	for _, r := range i18n.RussianLetters(i18n.Fold(name)) {
		return string(r)
	}
	return ""
}

func meaningName(ctx context.Context, kind staffimport.WordKind, m intake.Meaning) string {
	if prefix := meaningPrefixes[kind]; prefix != "" {
		return i18n.T(ctx, prefix+m.Code)
	}
	return m.Name.In(ctx)
}

// meaningPrefixes are the beginnings of the messages that name the meanings of a kind.
var meaningPrefixes = map[staffimport.WordKind]string{
	staffimport.Post: "web.role.", staffimport.State: "people.state.name.", staffimport.Category: "people.private.category.",
	staffimport.StudyRoute: "people.private.route.", staffimport.Gender: "people.private.gender.", staffimport.Course: "people.private.coe.",
}

// explain takes what the words of a file mean.
func (p *Pages) explain(w http.ResponseWriter, r *http.Request) error {
	ctx, form, id := r.Context(), web.ReadForm(r), r.PathValue("id")
	found, err := p.intake.Explain(ctx, access.ActorFrom(ctx), id, answersOf(form))
	if web.Refused(&form, err) == http.StatusConflict {
		return p.showAgain(w, r, form, err)
	}
	return lead(w, r, found, err)
}

func answersOf(form web.Form) []intake.Answer {
	var out []intake.Answer
	for i := range intake.MostAsked {
		name := "word_" + strconv.Itoa(i)
		meaning := form.Value(name)
		if meaning == "" {
			continue
		}
		if meaning == leftOut {
			meaning = ""
		}
		out = append(out, intake.Answer{Kind: staffimport.WordKind(form.Value(name + "_kind")), Text: form.Value(name + "_text"), Meaning: meaning})
	}
	return out
}

type wordsView struct {
	words []intake.Word
	names map[string]people.Named
}

// words lists what the school says that words of its files mean.
func (p *Pages) words(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := wordsView{}
	school := access.ActorFrom(ctx).School
	var err error
	if v.words, err = intake.WordsInForce(ctx, p.db.Read(), school); err != nil {
		return err
	}
	var ids []string
	for _, x := range v.words {
		if ids = append(ids, x.ChosenBy); x.Kind == intake.Teacher {
			ids = append(ids, x.Meaning)
		}
	}
	if v.names, err = people.NamesOf(ctx, p.db.Read(), school, ids); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "intake.words.title"), Sees: i18n.T(ctx, "intake.words.sees"), Back: back(ctx), Body: wordsPage(v)})
}

func (p *Pages) endWord(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	if err := p.intake.EndWord(ctx, access.ActorFrom(ctx), staffimport.WordKind(form.Value("kind")), form.Value("key")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.ImportWords(), "intake.word.ended")
}

// meaningInWords is what a word of the list means.
func (v wordsView) meaningInWords(ctx context.Context, x intake.Word) string {
	switch {
	case x.Meaning == "":
		return i18n.T(ctx, "intake.word.is_left_out")
	case x.Meaning == staffimport.NewWord:
		return i18n.T(ctx, "intake.word.new."+string(x.Kind))
	case x.Kind == intake.Teacher:
		return cmp.Or(v.names[x.Meaning].Name, x.Meaning)
	}
	return meaningName(ctx, x.Kind, intake.Meaning{Code: x.Meaning, Name: i18n.Text{KK: x.Meaning, RU: x.Meaning, EN: x.Meaning}})
}

// lineOf says where a word stands.
func lineOf(ctx context.Context, w staffimport.Word) string {
	return strings.Join([]string{i18n.T(ctx, "intake.word.kind."+string(w.Kind)), i18n.T(ctx, "intake.word.rows", "Count", w.Rows, "Line", w.Line)}, " · ")
}
