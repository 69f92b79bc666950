package support

import (
	"cmp"
	"context"
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/verb"
)

// Term is a word of the school in plain language (R107).
type Term struct {
	School  string           `db:"school_id" json:"-"`
	ID      string           `db:"id" json:"id"`
	Version int              `db:"version" json:"-"` // 0: of the starter list, never changed here
	WordKK  string           `db:"word_kk" json:"word_kk"`
	WordRU  string           `db:"word_ru" json:"word_ru"`
	WordEN  string           `db:"word_en" json:"word_en"`
	MeansKK string           `db:"means_kk" json:"means_kk"`
	MeansRU string           `db:"means_ru" json:"means_ru"`
	MeansEN string           `db:"means_en" json:"means_en"`
	Hidden  bool             `db:"hidden" json:"-"`
	SetBy   string           `db:"set_by" json:"-"`
	SetAt   calendar.Instant `db:"set_at" json:"-"`
}

// Word is the word in all languages.
func (t Term) Word() i18n.Text { return i18n.Text{KK: t.WordKK, RU: t.WordRU, EN: t.WordEN} }

// Means is what the word means.
func (t Term) Means() i18n.Text { return i18n.Text{KK: t.MeansKK, RU: t.MeansRU, EN: t.MeansEN} }

//go:embed terms.json
var starterJSON []byte

// starters reads the starter list once; a test reads it, too.
var starters = sync.OnceValues(func() ([]Term, error) {
	var list []Term
	err := json.Unmarshal(starterJSON, &list)
	return list, err
})

// matches says whether every word asked for stands in the term, in any language.
func (t Term) matches(query string) bool {
	text := i18n.Fold(strings.Join([]string{t.WordKK, t.WordRU, t.WordEN, t.MeansKK, t.MeansRU, t.MeansEN}, " "))
	for part := range strings.FieldsSeq(i18n.Fold(query)) {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// merged puts the school's own words in the place of those they replace.
func merged(starter, own []Term) []Term {
	newest := map[string]Term{}
	for _, t := range starter {
		newest[t.ID] = t
	}
	for _, t := range own {
		if t.Version > newest[t.ID].Version {
			newest[t.ID] = t
		}
	}
	list := make([]Term, 0, len(newest))
	for _, t := range newest {
		list = append(list, t)
	}
	return list
}

func (t Term) check() (Term, error) {
	var f fault.Fields
	for _, x := range []struct {
		field string
		text  *string
		max   int
	}{
		{"word_kk", &t.WordKK, maxLine},
		{"word_ru", &t.WordRU, maxLine},
		{"word_en", &t.WordEN, maxLine},
		{"means_kk", &t.MeansKK, maxNote},
		{"means_ru", &t.MeansRU, maxNote},
		{"means_en", &t.MeansEN, maxNote},
	} {
		*x.text = tidy(&f, x.field, *x.text, false, x.max)
	}
	f.When(t.Word().Empty(), "word_kk", "support.term.word_missing")
	f.When(t.Means().Empty(), "means_kk", "support.term.means_missing")
	return t, f.Err()
}

// SaveTerm keeps a new version of a word, or a new word when in has no id. The
// version given is the one that was changed.
func (s *Service) SaveTerm(ctx context.Context, actor access.Actor, in Term) error {
	return s.do(ctx, actor, func(w work) error {
		if err := mayKeep(actor, termRule); err != nil {
			return err
		}
		in, err := in.check()
		if err != nil {
			return err
		}
		if in.ID == "" {
			in.ID, in.Version = db.NewID(), 0
		} else if old, err := w.term(in.ID); err != nil {
			return err
		} else if old.Version != in.Version {
			return fault.Changed()
		}
		in.School, in.Version, in.SetBy, in.SetAt = actor.School, in.Version+1, actor.Staff, w.Instant()
		if err := db.Insert(w.Ctx, w.Tx, "support_term", in); err != nil {
			return verb.Duplicate(err, "support.changed_meanwhile")
		}
		return w.Record(eventTermSet, journal.Ref{Kind: "support_term", ID: in.ID}, "version", number(in.Version))
	})
}

func (w work) term(id string) (Term, error) {
	return termByID(w.Ctx, w.Tx, w.Actor.School, id)
}

func termByID(ctx context.Context, c db.Conn, school, id string) (Term, error) {
	own, err := db.All[Term](ctx, c, `SELECT `+db.Columns[Term]("")+` FROM support_term WHERE school_id = $1 AND id = $2`, school, id)
	if err != nil {
		return Term{}, err
	}
	starter, err := starters()
	if err != nil {
		return Term{}, err
	}
	for _, t := range merged(starter, own) {
		if t.ID == id {
			return t, nil
		}
	}
	return Term{}, fault.NotFound("support.term.missing")
}

// Term reads a word for those who change it.
func (s *Service) Term(ctx context.Context, actor access.Actor, id string) (Term, error) {
	if err := mayKeep(actor, termRule); err != nil {
		return Term{}, err
	}
	return termByID(ctx, s.Read(), actor.School, id)
}

// Terms lists the words of the school that hold all the words of the query, in
// the order of a language. Those who keep the list also see what was taken off it.
func (s *Service) Terms(ctx context.Context, actor access.Actor, query string, lang i18n.Language) ([]Term, error) {
	if err := access.Must(termRule.Reads(access.RelationsOf(actor, actor.School)), "support.access.keep"); err != nil {
		return nil, err
	}
	own, err := db.All[Term](ctx, s.Read(), `SELECT `+db.Columns[Term]("")+` FROM support_term WHERE school_id = $1`, actor.School)
	if err != nil {
		return nil, err
	}
	starter, err := starters()
	if err != nil {
		return nil, err
	}
	keeps := Keep.Allows(actor)
	list := slices.DeleteFunc(merged(starter, own), func(t Term) bool { return t.Hidden && !keeps || !t.matches(query) })
	slices.SortFunc(list, func(a, b Term) int {
		return cmp.Or(cmp.Compare(i18n.SortKey(a.Word().For(lang)), i18n.SortKey(b.Word().For(lang))), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}
