package supportweb

import (
	"net/http"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/mentoring"
	"talim/internal/support"
	"talim/internal/web"
	"talim/internal/web/link"
)

type checkInPage struct {
	support.CheckInPage
	Form  *web.Form
	Today calendar.Date
}

// kept says whether today's check-in is done: then the form steps back.
func (g checkInPage) kept() bool {
	return len(g.Past) > 0 && g.Past[len(g.Past)-1].Date == g.Today && len(g.Form.Faults()) == 0
}

// checkIn is where a mentee says how it goes, and sees how it went.
func (p *Pages) checkIn() web.FormOf[support.Answers] {
	return web.FormOf[support.Answers]{
		At: "/support/check-in", Permission: support.Take, Show: p.checkInPage,
		Read: func(f *web.Form) support.Answers {
			return support.Answers{Mood: f.Int("mood"), Backed: f.Int("backed"), Strength: f.Int("strength"), Note: f.Value("note")}
		},
		Do: web.On(p.support.KeepCheckIn, link.CheckIn(), "support.check_in.kept"),
	}
}

func (p *Pages) checkInPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.support.CheckIns(ctx, actor(ctx))
	sees := t(ctx, "support.check_in.sees")
	if read.Viewer.State == support.HelperAgreed {
		sees = t(ctx, "support.check_in.sees_with", "Who", read.Viewer.Name())
	}
	return web.Page{
		Title: t(ctx, "support.check_in.title"), Back: toSupport(ctx), Narrow: true, Body: checkInBody(checkInPage{read, f, p.support.Today()}), Sees: sees, Here: link.CheckIn(),
	}, err
}

type viewerPage struct {
	Viewer support.NamedHelper
	Staff  []mentoring.Person
	Form   *web.Form
	Self   string
}

// viewer is where a mentee chooses who sees her check-ins.
func (p *Pages) viewer() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/support/check-in/viewer", Permission: support.Take, Show: p.viewerPage,
		Read: func(f *web.Form) string { return f.Value("viewer") },
		Do:   web.On(p.support.ChooseViewer, link.CheckIn(), "support.helper.asked"),
	}
}

func (p *Pages) viewerPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.support.CheckIns(ctx, who)
	if err != nil {
		return web.Page{}, err
	}
	g := viewerPage{Viewer: read.Viewer, Form: f, Self: who.Staff}
	g.Staff, err = p.support.Staff(ctx, who)
	return web.Page{
		Title: t(ctx, "support.viewer.title"), Narrow: true, Body: viewerBody(g), Sees: t(ctx, "support.viewer.sees"), Here: link.CheckInViewer(),
		Back: web.Link{Text: t(ctx, "support.check_in.title"), URL: link.CheckIn()},
	}, err
}

// sharedCheckIns is what somebody lets the reader see.
func (p *Pages) sharedCheckIns(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	h, past, err := p.support.SharedCheckIns(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "support.check_in.of", "Who", h.By.Name()), Back: toSupport(ctx), Narrow: true, Body: sharedBody(h, past),
		Sees: t(ctx, "support.check_in.shared_sees", "Who", h.By.Name()),
	})
}

// The picture: a dot for each check-in, higher is better, a thin line through them.
const (
	pictureWidth, pictureHeight = 320, 76
	pictureEdge                 = 10
)

// dot is where a check-in stands in the picture.
type dot struct{ X, Y string }

// dots are the places of the answers to a question; what cannot be read is left out.
func dots(past []support.Opened, question string) []dot {
	var out []dot
	apart := float64(pictureWidth-2*pictureEdge) / float64(max(len(past)-1, 1))
	for i, c := range past {
		step := c.Said.Of(question)
		if c.Lost || step == 0 {
			continue
		}
		y := float64(pictureEdge) + float64(support.Steps-step)*float64(pictureHeight-2*pictureEdge)/float64(support.Steps-1)
		out = append(out, dot{X: decimal(pictureEdge + float64(i)*apart), Y: decimal(y)})
	}
	return out
}

func decimal(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }

// line is the line through the dots.
func line(list []dot) string {
	out := ""
	for _, d := range list {
		out += d.X + "," + d.Y + " "
	}
	return out
}

var viewBox = "0 0 " + strconv.Itoa(pictureWidth) + " " + strconv.Itoa(pictureHeight)
