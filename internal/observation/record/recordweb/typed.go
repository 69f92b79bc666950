package recordweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"talim/internal/db"
	"talim/internal/observation/record"
	"talim/internal/web"
	"talim/internal/web/link"
)

// typedRows is how many lines of a paper one form takes; longer papers are sent in parts.
const typedRows = 16

// typed is the form for what was written on paper.
func (p *Pages) typed() web.FormOf[record.Typed] {
	return web.FormOf[record.Typed]{
		At: "/observation/records/{id}/typed", Permission: take, Show: p.typedPage, Read: readTyped,
		Do: web.OnThe(p.records.TypeIn, link.LessonRecord, "record.typed.kept"),
	}
}

func readTyped(f *web.Form) record.Typed {
	in := record.Typed{Key: "paper-" + f.Value("key"), Head: record.TypedHead{
		Over: strings.Fields(f.Value("over")), Count: f.Int("count"), Resources: f.Value("resources"), Plan: f.Value("plan"), Seating: f.Value("seating"),
	}}
	shown := strings.SplitN(f.Raw("was"), "\x1f", 4) // as typedPage writes it
	if len(shown) == 4 {
		in.Head.Was.Count, _ = strconv.Atoi(shown[0])
		in.Head.Was.Resources, in.Head.Was.Plan = shown[1], shown[2]
		in.Head.Was.Seating, _ = record.ParseSeating(shown[3])
	}
	for i := 1; i <= typedRows; i++ {
		n := "_" + strconv.Itoa(i)
		in.Rows = append(in.Rows, record.TypedRow{At: f.Clock("time" + n), Teacher: f.Value("teacher" + n), Pupils: f.Value("pupils" + n), Note: f.Value("note" + n)})
	}
	return in
}

func (p *Pages) typedPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, err := p.records.ReadOwn(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	seating := record.FormatSeating(g.Head.Seating)
	f.Begin("key", db.NewID(), "over", strings.Join(g.Head.Standing(), " "), "was", strings.Join([]string{pupilsText(g), g.Head.Resources, g.Head.Plan, seating}, "\x1f"),
		"count", pupilsText(g), "resources", g.Head.Resources, "plan", g.Head.Plan, "seating", seating)
	return web.Page{
		Title: t(ctx, "record.typed.title"), Kicker: g.InWords(ctx), Back: web.Link{Text: t(ctx, "record.title."+g.Kind), URL: link.LessonRecord(g.ID)},
		Body: typedBody(f, g), Sees: sees(ctx, g), Here: link.TypeRecord(g.ID),
	}, nil
}

// sees says who reads a record.
func sees(ctx context.Context, g record.Page) string {
	if g.Kind != record.OfLesson {
		return t(ctx, "record.meeting.sees")
	}
	return t(ctx, "record.sees", "Teacher", g.Who.Name(), "Observer", g.By.Name())
}
