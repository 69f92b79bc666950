package homeweb

import (
	"context"
	"net/http"
	"slices"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/waiting"
	"talim/internal/web"
	"talim/internal/web/link"
)

// firstSteps is the list that leads a new school to its first pair, until all is done.
type firstSteps struct {
	steps []waiting.Step
	url   map[string]string // of the page of each
}

// inOrder are the steps as a school goes them, whichever areas know of them.
var inOrder = []string{"staff", "self", "lessons", "bells", "year", "holidays", "accounts", "deputy", "first_days", "programme", "year_checked"}

// firstSteps puts the steps in order. An organisation without staff of a school has none:
// a district has other work.
func (p *Pages) firstSteps(found []waiting.Step) firstSteps {
	out := firstSteps{url: map[string]string{}}
	if !slices.ContainsFunc(found, func(s waiting.Step) bool { return s.Name == inOrder[0] }) {
		return out
	}
	for _, name := range inOrder {
		if i := slices.IndexFunc(found, func(s waiting.Step) bool { return s.Name == name }); i >= 0 {
			out.steps = append(out.steps, found[i])
			out.url[name] = web.AddressOf(p.Areas, "first."+name, "")
		}
	}
	return out
}

// shown says whether anything is still to be done.
func (f firstSteps) shown() bool { return f.count(func(s waiting.Step) bool { return !s.Done }) > 0 }

func (f firstSteps) done() int { return f.count(func(s waiting.Step) bool { return s.Done }) }

func (f firstSteps) count(is func(waiting.Step) bool) int {
	n := 0
	for _, s := range f.steps {
		if is(s) {
			n++
		}
	}
	return n
}

// next is the step to be done now: the first that is open and not put off.
func (f firstSteps) next() (waiting.Step, bool) {
	for _, s := range f.steps {
		if !s.Done && !s.Later {
			return s, true
		}
	}
	return waiting.Step{}, false
}

// leads says whether the first steps have the one coloured button of the page.
func (v view) leads() bool {
	_, open := v.first.next()
	return open
}

// how says how far a step has come.
func (f firstSteps) how(ctx context.Context, s waiting.Step) string {
	if s.Of > 0 {
		return i18n.T(ctx, "home.first."+s.Name+".how", "Have", s.Have, "Of", s.Of)
	}
	return i18n.T(ctx, "home.first."+s.Name+".why")
}

// stepOf is the step of the address; one that no school has is not found.
func stepOf(r *http.Request) (string, error) {
	step := r.PathValue("step")
	if !slices.Contains(inOrder, step) {
		return "", fault.NotFound("home.first.no_step")
	}
	return step, nil
}

func (p *Pages) putOff(r *http.Request, _ *web.Form) (web.Done, error) {
	step, err := stepOf(r)
	if err == nil {
		err = p.Begin.PutOff(r.Context(), access.ActorFrom(r.Context()), step)
	}
	return web.Next(link.Home(), "home.first.put_off"), err
}

func (p *Pages) takeBack(r *http.Request, _ *web.Form) (web.Done, error) {
	step, err := stepOf(r)
	if err == nil {
		err = p.Begin.TakeBack(r.Context(), access.ActorFrom(r.Context()), step)
	}
	return web.Next(link.Home(), ""), err
}
