package demoweb

import (
	"context"
	"embed"
	"errors"
	"io/fs"
	"net/http"
	"slices"
	"time"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/demo"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/web"
	"talim/internal/web/link"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // only for an invalid path
		return messages
	}
	return sub
}

// Pages holds the handlers.
type Pages struct {
	clock *demo.Clock
	story demo.Story
}

// New makes the pages.
func New(clock *demo.Clock, story demo.Story) *Pages { return &Pages{clock, story} }

// MaySetClock is everybody's: in the demo nobody's work is at stake.
var MaySetClock = access.Permission{Name: "demo.clock.set", Open: true}

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /demo/clock", Permission: MaySetClock, Handle: p.showClock},
		{Pattern: "POST /demo/clock", Permission: MaySetClock, Handle: p.setClock},
		{Pattern: "POST /demo/story", Permission: MaySetClock, Handle: p.tellStory},
		{Pattern: "POST /demo/restart", Permission: MaySetClock, Handle: p.restart},
	}
}

// Banner stands above every page of the demo: which day it is there, the way to
// another person and the way to another day.
func (p *Pages) Banner(ctx context.Context) templ.Component {
	return banner(i18n.DateWeekday(ctx, calendar.DateOf(p.clock.Now())), link.Personas())
}

type jump struct {
	name string
	day  calendar.Date
}

// The days to jump to stand for what happens in a mentoring year.
var jumps = []jump{
	{"september", "2013-09-02"},
	{"october", "2013-10-07"},
	{"january", "2014-01-13"},
	{"may", "2014-05-12"},
}

// between are the days the story's data covers.
var between = calendar.Period{Starts: "2013-08-26", Ends: "2014-06-30"}

func (p *Pages) showClock(w http.ResponseWriter, r *http.Request) error {
	return p.show(w, r, http.StatusOK, clockView{form: p.now()})
}

// clockView is the page of the clock: how far the year was told, and whether it is not
// told since somebody began it by hand.
type clockView struct {
	form  web.Form
	told  calendar.Date
	begun bool   // what was done by hand stands in the way
	part  string // of the year, that was asked for then
}

// jumps are the days that were told: on others nothing would have happened.
func (v clockView) jumps() []jump {
	return slices.DeleteFunc(slices.Clone(jumps), func(j jump) bool { return j.day > max(v.told, jumps[0].day) })
}

// untold are the parts of the year that are still to come.
func (v clockView) untold() []string {
	return slices.DeleteFunc([]string{"january", "may"}, func(part string) bool { return demo.Until[part] <= v.told })
}

func (p *Pages) now() web.Form {
	now := p.clock.Now()
	return web.NewForm("date", string(calendar.DateOf(now)), "time", string(calendar.ClockOf(now)))
}

func (p *Pages) show(w http.ResponseWriter, r *http.Request, status int, v clockView) error {
	ctx := r.Context()
	told, err := p.story.Told(ctx)
	if err != nil {
		return err
	}
	v.told = told
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "demo.clock.title"), Body: clockPage(v), Narrow: true,
		Back: web.Link{Text: i18n.T(ctx, "demo.clock.back"), URL: link.Home()},
	})
}

func (p *Pages) setClock(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	to, err := p.read(form)
	if err == nil {
		err = p.clock.Set(r.Context(), to)
	}
	if form.Take(err) {
		return p.show(w, r, http.StatusUnprocessableEntity, clockView{form: form})
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Home(), "demo.clock.done", "Date", i18n.Date(r.Context(), calendar.DateOf(to)))
}

// read gives the time that was asked for, in the zone of the clock.
func (p *Pages) read(f web.Form) (time.Time, error) {
	var faults fault.Fields
	day, clock := f.Date("date"), f.Clock("time")
	if !day.Valid() || !between.Contains(day) {
		faults.Add("date", "demo.clock.day_wrong", "From", string(between.Starts), "To", string(between.Ends))
	}
	if _, err := calendar.ParseClock(string(clock)); err != nil {
		faults.Add("time", "demo.clock.time_wrong")
	}
	at := day.Time().Add(time.Duration(clock.Minutes()) * time.Minute)
	zone := p.clock.Now().Location()
	return time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, zone), faults.Err()
}

// tellStory lets the year go on, which takes some seconds; closing the page does
// not cut it short.
func (p *Pages) tellStory(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	until, known := demo.Until[r.PostFormValue("until")]
	if !known {
		return fault.NotFound("demo.story.unknown")
	}
	switch err := p.story.Tell(context.WithoutCancel(ctx), until); {
	case errors.Is(err, demo.ErrBegun), errors.Is(err, demo.ErrByHand):
		return p.show(w, r, http.StatusConflict, clockView{form: p.now(), begun: true, part: r.PostFormValue("until")})
	case err != nil:
		return inWords(err)
	}
	return web.SeeOther(w, r, link.Home(), "demo.story.done", "Date", i18n.Date(ctx, until))
}

func inWords(err error) error {
	if errors.Is(err, demo.ErrTelling) {
		return fault.Conflict("demo.story.telling")
	}
	return err
}

// restart begins the demo again, which ends what its visitors did and their sessions.
func (p *Pages) restart(w http.ResponseWriter, r *http.Request) error {
	part := r.PostFormValue("until")
	until, known := demo.Until[part]
	if part != "" && !known {
		return fault.NotFound("demo.story.unknown")
	}
	if err := p.story.Restart(context.WithoutCancel(r.Context()), until); err != nil {
		return inWords(err)
	}
	http.Redirect(w, r, link.Personas(), http.StatusSeeOther)
	return nil
}
