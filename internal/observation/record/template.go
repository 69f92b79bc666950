package record

import (
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
	"talim/internal/version"
)

// Template is the tags of a school's records from a day on: what an observer taps beside
// a line (R203).
type Template struct {
	ID      string
	Kind    string // Observed
	Version int    // 0: what holds where the school has set none
	Starts  calendar.Date
	Groups  []Group
}

// Group is a question that tags answer: who speaks, how the class works, what shows that
// pupils learn.
type Group struct {
	Code string
	Name i18n.Text
	One  bool // one tag holds at a time, and stripes show it along the lesson
	Tags []Tag
}

// Tag is an answer, as observers see it.
type Tag struct {
	Code string // "speaks.teacher": the group's and its own
	Name i18n.Text
}

// Tag finds a tag of the template.
func (t Template) Tag(code string) (Tag, bool) {
	for _, g := range t.Groups {
		if i := slices.IndexFunc(g.Tags, func(x Tag) bool { return x.Code == code }); i >= 0 {
			return g.Tags[i], true
		}
	}
	return Tag{}, false
}

const (
	maxTagName = 60 // characters
	// MaxPerGroup is how many tags answer one question.
	MaxPerGroup = 12
)

//go:embed tags.json
var usual []byte

// usualTemplates are what holds where a school has set nothing, the latest first.
var usualTemplates = sync.OnceValue(func() []Template {
	var all []Template
	if err := json.Unmarshal(usual, &all); err != nil { // embedded, and tested
		return []Template{{}}
	}
	return all
})

type templateRow struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Kind    string           `db:"kind"`
	Version int              `db:"version"`
	Starts  calendar.Date    `db:"starts"`
	Groups  string           `db:"groups"`
	MadeBy  string           `db:"made_by"`
	MadeAt  calendar.Instant `db:"made_at"`
}

func (r templateRow) template() Template {
	t := Template{ID: r.ID, Kind: r.Kind, Version: r.Version, Starts: r.Starts}
	if err := json.Unmarshal([]byte(r.Groups), &t.Groups); err != nil { // written by SetTags alone
		t.Groups = usualOn(r.Kind, r.Starts).Groups
	}
	return t
}

// NewTags are the names of the tags of each group, in the order of the template; a tag
// without a name goes, one without a code is new.
type NewTags struct {
	Kind    string // Observed
	Version int
	Groups  [][]Tag
}

// SetTags says from today on which tags the school's records have. Records that were begun
// keep theirs.
func (s *Service) SetTags(ctx context.Context, actor access.Actor, in NewTags) error {
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(SetTags.Allows(actor), "record.access.tags"); err != nil {
			return err
		}
		if !slices.Contains(Observed, in.Kind) {
			return fault.NotFound("observation.visit.missing")
		}
		was, err := TemplateOn(w.Ctx, w.Tx, actor.School, in.Kind, w.Date())
		if err != nil {
			return err
		}
		groups, err := was.with(in.Groups)
		if err != nil {
			return err
		}
		text, err := json.Marshal(groups)
		if err != nil {
			return err
		}
		row := templateRow{School: actor.School, ID: db.NewID(), Kind: in.Kind, Starts: w.Date(), Groups: string(text), MadeBy: actor.Staff, MadeAt: w.Instant()}
		if _, err := version.Add(w.Work, "record_template", in.Version, &row, "school_id", "kind"); err != nil {
			return err
		}
		return w.Record(eventTags, journal.Ref{Kind: "record_template", ID: row.ID})
	})
}

// with is the template's groups with other tags.
func (t Template) with(tags [][]Tag) ([]Group, error) {
	var f fault.Fields
	out := slices.Clone(t.Groups)
	for i := range out {
		out[i].Tags = nil
		if i >= len(tags) {
			f.Add(out[i].Code, "record.tags.none")
			continue
		}
		for _, tag := range tags[i] {
			named, ok := filled(tag, out[i].Code)
			f.When(ok && named.Name.Longest() > maxTagName, out[i].Code, "fault.too_long", "Count", maxTagName)
			if ok {
				out[i].Tags = append(out[i].Tags, named)
			}
		}
		f.When(len(out[i].Tags) == 0, out[i].Code, "record.tags.none")
		f.When(len(out[i].Tags) > MaxPerGroup, out[i].Code, "record.tags.too_many", "Most", MaxPerGroup)
	}
	return out, f.Err()
}

// filled is a tag with a code, and with a name in each language where one was given.
func filled(t Tag, group string) (Tag, bool) {
	t.Name = t.Name.Filled()
	if !tagForm.MatchString(t.Code) || !strings.HasPrefix(t.Code, group+".") {
		t.Code = group + "." + db.NewID()
	}
	return t, !t.Name.Empty()
}

// Tags are those of new records of a kind of the actor's school.
func (s *Service) Tags(ctx context.Context, actor access.Actor, kind string) (Template, error) {
	if !slices.Contains(Observed, kind) {
		return Template{}, fault.NotFound("observation.visit.missing")
	}
	return TemplateOn(ctx, s.Runner.Read(), actor.School, kind, s.Today())
}

// TemplateOn is the template of a kind that holds for a school on a day.
func TemplateOn(ctx context.Context, c db.Conn, school, kind string, day calendar.Date) (Template, error) {
	rows, err := db.All[templateRow](ctx, c, `SELECT `+db.Columns[templateRow]("")+` FROM record_template
		WHERE school_id = $1 AND kind = $2 AND starts <= $3 ORDER BY version DESC LIMIT 1`, school, kind, day)
	if err != nil {
		return Template{}, err
	}
	if len(rows) > 0 {
		return rows[0].template(), nil
	}
	return usualOn(kind, day), nil
}

// UsualTags are the tags of a kind that hold on a day where a school has set none.
func UsualTags(kind string, day calendar.Date) Template { return usualOn(kind, day) }

func usualOn(kind string, day calendar.Date) (oldest Template) {
	for _, t := range usualTemplates() {
		if t.Kind != kind {
			continue
		}
		if t.Starts <= day {
			return t
		}
		oldest = t
	}
	return oldest
}

// templateOf is the template with which a record began; before that, the one of the day.
func templateOf(ctx context.Context, c db.Conn, school, kind, id string, day calendar.Date) (Template, error) {
	if i := slices.IndexFunc(usualTemplates(), func(t Template) bool { return t.ID == id }); i >= 0 {
		return usualTemplates()[i], nil
	}
	if id == "" {
		return TemplateOn(ctx, c, school, kind, day)
	}
	rows, err := db.All[templateRow](ctx, c, `SELECT `+db.Columns[templateRow]("")+` FROM record_template WHERE school_id = $1 AND id = $2`, school, id)
	if err != nil {
		return Template{}, err
	}
	if len(rows) > 0 {
		return rows[0].template(), nil
	}
	return TemplateOn(ctx, c, school, kind, day)
}
