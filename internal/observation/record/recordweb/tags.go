package recordweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"talim/internal/i18n"
	"talim/internal/observation/record"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// emptyTags is how many new tags a group can get at once.
const emptyTags = 2

// tags is the form of the tags of the school's records of a kind; who may not set them reads
// them on the page of a record.
func (p *Pages) tags() web.FormOf[record.NewTags] {
	return web.FormOf[record.NewTags]{
		At: "/observation/tags/{kind}", Permission: record.SetTags, Show: p.tagsPage, Read: p.readTags,
		Do: func(r *http.Request, in record.NewTags) (web.Done, error) {
			in.Kind = r.PathValue("kind")
			return web.Next(link.RecordTags(in.Kind), "record.tags.kept"), p.records.SetTags(r.Context(), actor(r.Context()), in)
		},
	}
}

// fieldOf is the field of a tag: what it holds, of which group, and which tag of it.
func fieldOf(what, group string, i int) string { return what + "_" + group + "_" + strconv.Itoa(i) }

func (p *Pages) readTags(f *web.Form) record.NewTags {
	in := record.NewTags{Version: f.Version()}
	for group := range strings.FieldsSeq(f.Value("groups")) {
		tags := []record.Tag{}
		for i := range record.MaxPerGroup + 1 {
			name := i18n.Text{KK: f.Value(fieldOf("kk", group, i)), RU: f.Value(fieldOf("ru", group, i)), EN: f.Value(fieldOf("en", group, i))}
			tags = append(tags, record.Tag{Code: f.Value(fieldOf("code", group, i)), Name: name})
		}
		in.Groups = append(in.Groups, tags)
	}
	return in
}

func (p *Pages) tagsPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	now, err := p.records.Tags(ctx, actor(ctx), r.PathValue("kind"))
	if err != nil {
		return web.Page{}, err
	}
	pairs := []string{}
	for _, g := range now.Groups {
		for i, tag := range g.Tags {
			pairs = append(pairs, fieldOf("kk", g.Code, i), tag.Name.KK, fieldOf("ru", g.Code, i), tag.Name.RU, fieldOf("en", g.Code, i), tag.Name.EN)
		}
	}
	f.Stands(now.Version, pairs...)
	return web.Page{
		Title: t(ctx, "record.tags.title"), Kicker: t(ctx, "record.kind."+now.Kind), Body: tagsBody(f, now), Here: link.RecordTags(now.Kind),
		Back: web.Link{Text: t(ctx, "observation.title"), URL: link.Observation()},
	}, nil
}

// groupsOf are the codes of the groups, as the form carries them.
func groupsOf(t record.Template) string {
	var codes []string
	for _, g := range t.Groups {
		codes = append(codes, g.Code)
	}
	return strings.Join(codes, " ")
}

// kindTabs are the kinds of what is observed.
func kindTabs(ctx context.Context, shown string) []component.Tab {
	var out []component.Tab
	for _, kind := range record.Observed {
		out = append(out, component.Tab{Text: t(ctx, "record.kind."+kind), URL: link.RecordTags(kind), Current: kind == shown})
	}
	return out
}

// rowsOf is how many rows the form has for a group: its tags, and some to fill.
func rowsOf(g record.Group) int { return min(len(g.Tags)+emptyTags, record.MaxPerGroup+1) }

// codeOf is the code of the tag in a row; "" for a new one.
func codeOf(g record.Group, i int) string {
	if i < len(g.Tags) {
		return g.Tags[i].Code
	}
	return ""
}

// inLanguages are the fields of a tag, by the language of its name.
func inLanguages(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, lang := range i18n.Languages {
		out = append(out, component.Choice{Value: string(lang), Label: lang.Name()})
	}
	return out
}
