package recordweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"talim/internal/db"
	"talim/internal/observation/record"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// tagField is the field of the tags of a group; keptTags are those of a corrected line that
// the template has no more, which stay.
const (
	tagField = "tags_"
	keptTags = "kept_tags"
)

type livePage struct {
	record.Page
	Form *web.Form
	Line record.Line // that is corrected; the zero Line: a new one
}

// live is where an observer writes line by line what happens: the time is taken by itself.
func (p *Pages) live() web.FormOf[record.Written] {
	return web.FormOf[record.Written]{
		At: "/observation/records/{id}/live", Permission: take, Show: p.livePage, Read: readLine,
		Do: web.OnThe(p.records.WriteLine, link.LiveRecord, "record.line_kept"),
	}
}

func readLine(f *web.Form) record.Written {
	in := record.Written{Key: f.Value("key"), Line: f.Value("line"), Over: strings.Fields(f.Value("over")), At: f.Clock("time")}
	in.Teacher, in.Pupils, in.Note, in.Gone = f.Value("teacher"), f.Value("pupils"), f.Value("note"), f.Checked("gone")
	for group := range strings.FieldsSeq(f.Value("groups")) {
		in.Tags = append(in.Tags, f.Values(tagField+group)...)
	}
	in.Tags = append(in.Tags, f.Values(keptTags)...)
	return in
}

func (p *Pages) livePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.records.ReadOwn(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := livePage{Page: read, Form: f}
	f.Begin("key", db.NewID(), "groups", groupsOf(g.Template))
	if i := slices.IndexFunc(g.Lines, func(l record.Line) bool { return l.Key == f.Value("line") }); i >= 0 {
		g.Line = g.Lines[i]
		f.Begin(lineFields(g)...)
	}
	return web.Page{
		Title: t(ctx, liveTitle(g)), Kicker: g.InWords(ctx), Back: web.Link{Text: t(ctx, "record.title."+g.Kind), URL: link.LessonRecord(g.ID)}, Narrow: true,
		Body: liveBody(g), Sees: sees(ctx, g.Page), Here: link.LiveRecord(g.ID),
	}, nil
}

// lineFields are what the form holds of the line that is corrected.
func lineFields(g livePage) []string {
	l := g.Line
	pairs := []string{
		"line", l.Key, "over", strings.Join(l.Standing(), " "), "time", clockOf(l.True()), "teacher", l.Teacher, "pupils", l.Pupils, "note", l.Note,
	}
	for _, tag := range l.Tags {
		name := keptTags
		if group, _, _ := strings.Cut(tag, "."); has(g.Template, tag) {
			name = tagField + group
		}
		pairs = append(pairs, name, tag)
	}
	return pairs
}

func has(t record.Template, tag string) bool {
	_, ok := t.Tag(tag)
	return ok
}

func liveTitle(g livePage) string {
	if g.Line.Key != "" {
		return "record.live.correct"
	}
	return "record.live.do"
}

// tagChoices are the answers to a question.
func tagChoices(ctx context.Context, g record.Group) []component.Choice {
	var out []component.Choice
	for _, tag := range g.Tags {
		out = append(out, component.Choice{Value: tag.Code, Label: tag.Name.In(ctx)})
	}
	return out
}

// latest are the lines that stand below the form, the last first.
func latest(g livePage) []record.Line {
	out := slices.Clone(g.Lines)
	slices.Reverse(out)
	return out
}

// correctAt is the form with a line in it.
func correctAt(g livePage, l record.Line) string {
	return link.With(link.LiveRecord(g.ID), "line", l.Key)
}
