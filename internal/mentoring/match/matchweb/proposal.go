package matchweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// propose asks matching for pairs and shows them.
func (p *Pages) propose(r *http.Request, _ *web.Form) (web.Done, error) {
	made, err := p.mentoring.Matches.Propose(r.Context(), actor(r.Context()), r.PathValue("id"))
	return web.Next(link.Proposal(made.ID), "mentoring.proposal.made"), err
}

type proposalPage struct {
	Draft    match.Draft
	Standing match.Standing
	Names    mentoring.Names
	Left     []leftPage
	Form     web.Form      // of a change by hand
	Says     fault.Message // why what was asked could not be done
}

// leftPage is somebody without a mentor, why, and what would help.
type leftPage struct {
	Mentee mentoring.Person
	Why    string
	Helps  []string
}

func (p *Pages) proposal(w http.ResponseWriter, r *http.Request) error {
	return p.showProposal(w, r, http.StatusOK, fault.Message{})
}

// readProposal reads a proposal with its names, in three queries.
func (p *Pages) readProposal(ctx context.Context, id string) (proposalPage, error) {
	var page proposalPage
	who := actor(ctx)
	proposal, pairs, err := p.mentoring.Matches.Proposal(ctx, who, id)
	if err != nil {
		return page, err
	}
	if page.Names, err = p.mentoring.Programmes.NamesOf(ctx, who, proposal.Programme); err != nil {
		return page, err
	}
	page.Draft, err = proposal.Drafted(pairs)
	return page, err
}

func (p *Pages) showProposal(w http.ResponseWriter, r *http.Request, status int, says fault.Message) error {
	ctx := r.Context()
	page, err := p.readProposal(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	page.Says = says
	if page.Standing, err = page.Draft.Standing(); err != nil {
		return err
	}
	if page.Left, err = page.left(ctx); err != nil {
		return err
	}
	d := page.Draft
	shown := web.Page{
		Title: t(ctx, "mentoring.proposal.title", "Number", d.Number), Kicker: t(ctx, "mentoring.proposal.state."+string(d.State)),
		Back: web.Link{Text: t(ctx, "mentoring.programme.back"), URL: link.Programme(d.Programme)},
		Sees: t(ctx, "mentoring.sees.proposal"), Body: proposalBody(page), Here: link.Proposal(d.ID),
	}
	if page.draft() && len(d.Pairs) > 0 {
		shown.Action = component.PostButton(component.Button{Text: t(ctx, "mentoring.proposal.send"), Action: link.Proposal(d.ID) + "/send", Primary: true})
	}
	return web.Show(w, r, status, shown)
}

func (g proposalPage) draft() bool { return g.Draft.State == match.ProposalDraft }

// counted says whether the draft can be reckoned with: those of an older program cannot.
func (g proposalPage) counted() bool { return g.draft() && g.Draft.Choices != "" }

// fit is the total as it may be said.
func (g proposalPage) fit(ctx context.Context) string {
	if g.Standing.AtLeast {
		return t(ctx, "mentoring.proposal.at_least", "Fit", g.Standing.Fit)
	}
	return strconv.Itoa(g.Standing.Fit)
}

func (g proposalPage) blocking(ctx context.Context) string {
	switch g.Standing.Blocking {
	case -1:
		return ""
	case 0:
		return t(ctx, "mentoring.proposal.blocking_none")
	}
	return t(ctx, "mentoring.proposal.blocking", "Count", g.Standing.Blocking)
}

// nextBest is the mentor who would come next for somebody, and why he did not.
func (g proposalPage) nextBest(ctx context.Context, mentee string) string {
	o, found, err := g.Draft.NextBest(mentee)
	if err != nil || !found { // a fault is shown a link further, where the ways stand
		return ""
	}
	return t(ctx, "mentoring.proposal.next_best", "Who", g.Names.People[o.Mentor].Name(), "Costs", strings.Join(g.costs(ctx, o), ", "))
}

// moves counts those who work with somebody now and would change.
func (g proposalPage) moves() int {
	n := 0
	for _, q := range g.Draft.Pairs {
		if q.Instead != "" {
			n++
		}
	}
	return n
}

// free are the mentors who still have a place in this draft.
func (g proposalPage) free() []mentoring.Person {
	var out []mentoring.Person
	for _, id := range g.Draft.Free() {
		out = append(out, g.Names.People[id])
	}
	return out
}

// left lists who has no mentor now: those matching left out, unless a change by
// hand gave them one, and those whom a change left without.
func (g proposalPage) left(ctx context.Context) ([]leftPage, error) {
	unmatched, err := g.Draft.Left()
	if err != nil {
		return nil, err
	}
	var out []leftPage
	for _, u := range unmatched {
		if g.paired(u.Mentee) {
			continue
		}
		l := leftPage{Mentee: g.Names.People[u.Mentee], Why: wording.Say(ctx, u.Why, g.Names)}
		for _, h := range u.Helps {
			l.Helps = append(l.Helps, wording.Say(ctx, h, g.Names))
		}
		out = append(out, l)
	}
	return out, nil
}

func (g proposalPage) paired(mentee string) bool {
	return slices.ContainsFunc(g.Draft.Pairs, func(q match.NamedPair) bool { return q.Mentee == mentee })
}

// why are the words of a pair's reasons.
func (g proposalPage) why(ctx context.Context, q match.NamedPair) wording.Reasons {
	all, err := q.Why()
	if err != nil { // written by the program itself; a pair without reasons is still a pair
		return wording.Reasons{}
	}
	return wording.ReasonsFor(ctx, all, g.Names)
}

func (p *Pages) send(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.Proposal(id), "mentoring.proposal.sent"), p.mentoring.Matches.Send(r.Context(), actor(r.Context()), id)
}

type pairPage struct {
	Pair   match.ProposedPair
	Names  mentoring.Names
	Policy mentoring.Policy
	Self   string
}

// proposedPair shows one of the two the proposal, to answer in private.
func (p *Pages) proposedPair(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	pair, err := p.mentoring.Matches.MyPair(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := pairPage{Pair: pair, Self: who.Staff}
	if page.Names, err = p.mentoring.Programmes.NamesOf(ctx, who, pair.Programme); err != nil {
		return err
	}
	if _, page.Policy, err = p.mentoring.Programmes.ProgrammeAndPolicy(ctx, who, pair.Programme); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.pair.title", "Who", page.partner().Name()), Back: wording.ToMentoring(ctx), Narrow: true,
		Sees: t(ctx, "mentoring.sees.consent"), Body: pairBody(page),
	})
}

func (g pairPage) mentors() bool { return g.Self == g.Pair.Mentor }

func (g pairPage) partner() mentoring.Person {
	if g.mentors() {
		return g.Pair.MenteePerson
	}
	return g.Pair.MentorPerson
}

func (g pairPage) why(ctx context.Context) wording.Reasons {
	all, err := g.Pair.Why()
	if err != nil { // written by the program itself
		return wording.Reasons{}
	}
	return wording.ReasonsFor(ctx, all, g.Names)
}

func (p *Pages) answerPair(r *http.Request, f *web.Form) (web.Done, error) {
	id, key := r.PathValue("id"), "mentoring.consent.no"
	answer := f.Value("answer")
	switch answer {
	case "yes":
		key = "mentoring.consent.yes"
	case "no":
	default: // an empty form ends no pair
		return web.Done{}, fault.Invalid("answer", "mentoring.policy.choose")
	}
	_, err := p.mentoring.Matches.AnswerPair(r.Context(), actor(r.Context()), id, answer == "yes")
	return web.Next(link.ProposedPair(id), key), err
}
