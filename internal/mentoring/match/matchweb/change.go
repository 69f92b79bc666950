package matchweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"talim/internal/fault"
	"talim/internal/matching"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// changePage is a draft seen from one mentee: who could be her mentor instead,
// and what each would cost.
type changePage struct {
	proposalPage
	Mentee     mentoring.Person
	Pair       match.NamedPair // as it stands; without an id she has no mentor
	Ways       []match.Option
	Impossible []match.Impossible
	All        bool
}

// shownWays is how many ways stand on the page until one asks for all.
const shownWays = 8

func (p *Pages) change(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	return p.showChange(w, r, http.StatusOK, web.NewForm("mentee", q.Get("mentee"), "mentor", q.Get("mentor"), "all", q.Get("all")))
}

func (p *Pages) showChange(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	read, err := p.readProposal(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if read.Draft.State != match.ProposalDraft {
		return fault.Conflict("mentoring.proposal.not_draft")
	}
	page := changePage{proposalPage: read, All: f.Value("all") != ""}
	page.Form = f
	var known bool
	if page.Mentee, known = page.Names.People[f.Value("mentee")]; !known {
		return fault.NotFound("mentoring.staff.missing")
	}
	if at := slices.IndexFunc(page.Draft.Pairs, func(q match.NamedPair) bool { return q.Mentee == page.Mentee.ID }); at >= 0 {
		page.Pair = page.Draft.Pairs[at]
	}
	if page.Ways, page.Impossible, err = page.Draft.Options(page.Mentee.ID); err != nil {
		return err
	}
	page.choose()
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.proposal.change_of", "Who", page.Mentee.Name()), Narrow: true,
		Back: web.Link{Text: t(ctx, "mentoring.proposal.title", "Number", page.Draft.Number), URL: link.Proposal(page.Draft.ID)},
		Sees: t(ctx, "mentoring.sees.proposal"), Body: changeBody(page), Here: link.ChangeMentor(page.Draft.ID, page.Mentee.ID, f.Value("mentor")),
	})
}

// choose ticks the way that leads to the mentor whom one came with.
func (g *changePage) choose() {
	if g.Form.Value("way") != "" {
		return
	}
	for _, o := range g.Ways {
		if o.Mentor != "" && o.Mentor == g.Form.Value("mentor") {
			g.Form.Set("way", wayValue(o))
			return
		}
	}
}

// wayValue writes a way into a form: mentor, who makes room, whom she gets.
func wayValue(o match.Option) string { return o.Mentor + "/" + o.With + "/" + o.WithMentor }

func readWay(text string) (in match.PairChange, ok bool) {
	parts := strings.Split(text, "/")
	if len(parts) != 3 {
		return in, false
	}
	return match.PairChange{Mentor: parts[0], With: parts[1], WithMentor: parts[2]}, true
}

// choices are the ways with their costs; the one that is ticked is always among them.
func (g changePage) choices(ctx context.Context) []component.Choice {
	var out []component.Choice
	for n, o := range g.Ways {
		if g.visible(n, o) {
			out = append(out, component.Choice{Value: wayValue(o), Label: g.label(ctx, o), Hint: g.hint(ctx, o)})
		}
	}
	return out
}

func (g changePage) label(ctx context.Context, o match.Option) string {
	mentor := g.Names.People[o.Mentor].Name()
	switch {
	case o.Mentor == "" && g.Pair.Instead != "":
		return t(ctx, "mentoring.proposal.stays")
	case o.Mentor == "":
		return t(ctx, "mentoring.proposal.no_mentor")
	case o.With != "":
		return t(ctx, "mentoring.proposal.room", "Mentor", mentor, "Who", g.Names.People[o.With].Name())
	}
	return mentor
}

// hint is what the way costs, then what speaks for the pair and against it.
func (g changePage) hint(ctx context.Context, o match.Option) string {
	if o.Mentor == "" && g.Pair.Instead != "" {
		return t(ctx, "mentoring.proposal.stays_about")
	}
	why := wording.ReasonsFor(ctx, o.Why, g.Names)
	lines := append(g.costs(ctx, o), why.For...)
	return strings.Join(append(lines, why.Against...), ". ") + "."
}

// costs says in words how the whole would fit; the total itself tells a reader nothing.
func (g proposalPage) costs(ctx context.Context, o match.Option) []string {
	var out []string
	rest := slices.Clone(o.Costs)
	if i := slices.IndexFunc(rest, func(x matching.Reason) bool { return x.Key == match.KeyFit }); i >= 0 {
		out = append(out, t(ctx, fitKey(rest[i].Args)))
		rest = slices.Delete(rest, i, i+1)
	}
	all := wording.ReasonsFor(ctx, rest, g.Names)
	return append(append(out, all.Against...), all.For...)
}

// A pair fits by 1000 at most: so much less is a little, and so much more is much.
const littleFit, muchFit = 100, 300

func fitKey(args matching.Args) string {
	from, _ := args["From"].(int)
	to, _ := args["To"].(int)
	switch less := from - to; {
	case less < 0:
		return "mentoring.proposal.fits_better"
	case less <= littleFit:
		return "mentoring.proposal.fits_little_less"
	case less <= muchFit:
		return "mentoring.proposal.fits_less"
	}
	return "mentoring.proposal.fits_much_less"
}

func (g changePage) visible(n int, o match.Option) bool {
	return n < shownWays || g.All || o.Mentor == "" || wayValue(o) == g.Form.Value("way")
}

// more says whether there are ways that do not stand on the page.
func (g changePage) more() bool {
	for n, o := range g.Ways {
		if !g.visible(n, o) {
			return true
		}
	}
	return false
}

func (g changePage) nowTitle(ctx context.Context) string {
	if g.Pair.ID == "" {
		return t(ctx, "mentoring.proposal.now_title")
	}
	return t(ctx, "mentoring.proposal.now", "Who", g.Pair.MentorPerson.Name())
}

// whyNot gathers the mentors who are not possible under what stands in the way.
func (g changePage) whyNot(ctx context.Context) []impossible {
	var out []impossible
	for _, x := range g.Impossible {
		text := wording.Say(ctx, x.Why, g.Names)
		at := slices.IndexFunc(out, func(i impossible) bool { return i.Why == text })
		if at < 0 {
			out, at = append(out, impossible{Why: text}), len(out)
		}
		out[at].Who = append(out[at].Who, g.Names.People[x.Mentor].Name())
	}
	return out
}

// came says why the mentor with whom one came to the page is not possible, "" when he is.
func (g changePage) came(ctx context.Context) string {
	for _, x := range g.Impossible {
		if x.Mentor == g.Form.Value("mentor") {
			return g.Names.People[x.Mentor].Name() + ": " + wording.Say(ctx, x.Why, g.Names)
		}
	}
	return ""
}

type impossible struct {
	Why string
	Who []string
}

// makeChange makes the change that was chosen; who was late sees how the
// proposal stands now.
func (p *Pages) makeChange(w http.ResponseWriter, r *http.Request) error {
	f := web.ReadForm(r)
	version := f.Int("version")
	in, chosen := readWay(f.Value("way"))
	in.Mentee, in.Version = f.Value("mentee"), version
	err := f.Err()
	switch {
	case err != nil:
	case !chosen:
		err = fault.Invalid("way", "mentoring.policy.choose")
	default:
		err = p.mentoring.Matches.ChangePair(r.Context(), actor(r.Context()), r.PathValue("id"), in)
	}
	if f.Take(under(err, "way")) {
		return p.showChange(w, r, http.StatusUnprocessableEntity, f)
	}
	return p.changed(w, r, err, "mentoring.proposal.changed")
}

// under puts what is wrong with the mentor at the field in which he was chosen.
func under(err error, field string) error {
	e, is := fault.As(err)
	if !is || e.Kind != fault.KindInvalid {
		return err
	}
	for i := range e.Fields {
		if e.Fields[i].Name == "mentor" {
			e.Fields[i].Name = field
		}
	}
	return e
}

func (p *Pages) undo(w http.ResponseWriter, r *http.Request) error {
	f := web.ReadForm(r)
	version := f.Int("version")
	err := f.Err()
	if err == nil {
		err = p.mentoring.Matches.UndoChange(r.Context(), actor(r.Context()), r.PathValue("id"), version)
	}
	return p.changed(w, r, err, "mentoring.proposal.undone")
}

// changed leads back to the proposal; a conflict shows it as it stands now.
func (p *Pages) changed(w http.ResponseWriter, r *http.Request, err error, done string) error {
	e, known := fault.As(err)
	switch {
	case err == nil:
		return web.SeeOther(w, r, link.Proposal(r.PathValue("id")), done)
	case known && e.Kind == fault.KindConflict:
		return p.showProposal(w, r, http.StatusConflict, e.Says)
	}
	return err
}
