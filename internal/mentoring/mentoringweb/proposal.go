package mentoringweb

import (
	"context"
	"net/http"
	"slices"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// propose asks matching for pairs and shows them.
func (p *Pages) propose(w http.ResponseWriter, r *http.Request) error {
	made, err := p.mentoring.Propose(r.Context(), actor(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Proposal(made.ID), "mentoring.proposal.made")
}

type proposalPage struct {
	Proposal mentoring.Proposal
	Pairs    []mentoring.NamedPair
	Names    mentoring.Names
	Left     []leftPage
	Form     web.Form // of the mentee whose change was refused
}

// leftPage is somebody without a mentor, why, and what would help.
type leftPage struct {
	Mentee mentoring.Person
	Why    string
	Helps  []string
}

func (p *Pages) proposal(w http.ResponseWriter, r *http.Request) error {
	return p.showProposal(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showProposal(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	page := proposalPage{Form: f}
	var err error
	if page.Proposal, page.Pairs, err = p.mentoring.Proposal(ctx, who, r.PathValue("id")); err != nil {
		return err
	}
	if page.Names, err = p.mentoring.NamesOf(ctx, who, page.Proposal.Programme); err != nil {
		return err
	}
	if page.Left, err = page.left(ctx); err != nil {
		return err
	}
	shown := web.Page{
		Title: t(ctx, "mentoring.proposal.title", "Number", page.Proposal.Number), Kicker: t(ctx, "mentoring.proposal.state."+string(page.Proposal.State)),
		Back: web.Link{Text: t(ctx, "mentoring.programme.back"), URL: link.Programme(page.Proposal.Programme)},
		Sees: t(ctx, "mentoring.sees.proposal"), Body: proposalBody(page),
	}
	if page.Proposal.State == mentoring.ProposalDraft && len(page.Pairs) > 0 {
		shown.Action = component.PostButton(component.Button{Text: t(ctx, "mentoring.proposal.send"), Action: link.Proposal(page.Proposal.ID) + "/send", Primary: true})
	}
	return web.Show(w, r, status, shown)
}

// left lists who has no mentor now: those matching left out, unless a change by
// hand gave them one, and those whom a change left without.
func (g proposalPage) left(ctx context.Context) ([]leftPage, error) {
	unmatched, err := g.Proposal.Left()
	if err != nil {
		return nil, err
	}
	var out []leftPage
	for _, u := range unmatched {
		if g.paired(u.Mentee) {
			continue
		}
		l := leftPage{Mentee: g.Names.People[u.Mentee], Why: say(ctx, u.Why, g.Names)}
		for _, h := range u.Helps {
			l.Helps = append(l.Helps, say(ctx, h, g.Names))
		}
		out = append(out, l)
	}
	return out, nil
}

func (g proposalPage) paired(mentee string) bool {
	return slices.ContainsFunc(g.Pairs, func(q mentoring.NamedPair) bool { return q.Mentee == mentee })
}

// why are the words of a pair's reasons.
func (g proposalPage) why(ctx context.Context, q mentoring.NamedPair) reasons {
	all, err := q.Why()
	if err != nil { // written by the program itself; a pair without reasons is still a pair
		return reasons{}
	}
	return reasonsFor(ctx, all, g.Names)
}

// mentorChoices are the mentors for a change by hand.
func (g proposalPage) mentorChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Label: t(ctx, "mentoring.proposal.no_mentor")}}
	for _, m := range g.Names.Mentors {
		out = append(out, component.Choice{Value: m.ID, Label: m.Name()})
	}
	return out
}

// formFor is the little form of one mentee: as typed when it was refused.
func (g proposalPage) formFor(mentee, mentor string) web.Form {
	if g.Form.Value("mentee") == mentee {
		return g.Form
	}
	return web.NewForm("mentee", mentee, "mentor", mentor)
}

func (p *Pages) setPair(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.SetPair(ctx, actor(ctx), id, f.Value("mentee"), f.Value("mentor"))
	if f.Take(err) {
		return p.showProposal(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Proposal(id), "mentoring.proposal.changed")
}

func (p *Pages) send(w http.ResponseWriter, r *http.Request) error {
	id := r.PathValue("id")
	if err := p.mentoring.Send(r.Context(), actor(r.Context()), id); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Proposal(id), "mentoring.proposal.sent")
}

type pairPage struct {
	Pair   mentoring.ProposedPair
	Names  mentoring.Names
	Policy mentoring.Policy
	Self   string
}

// proposedPair shows one of the two the proposal, to answer in private.
func (p *Pages) proposedPair(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	pair, err := p.mentoring.MyPair(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	page := pairPage{Pair: pair, Self: who.Staff}
	if page.Names, err = p.mentoring.NamesOf(ctx, who, pair.Programme); err != nil {
		return err
	}
	if _, page.Policy, err = p.mentoring.ProgrammeAndPolicy(ctx, who, pair.Programme); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.pair.title", "Who", page.partner().Name()), Back: back(ctx), Narrow: true,
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

func (g pairPage) why(ctx context.Context) reasons {
	all, err := g.Pair.Why()
	if err != nil { // written by the program itself
		return reasons{}
	}
	return reasonsFor(ctx, all, g.Names)
}

func (p *Pages) answerPair(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := r.PathValue("id")
	key := "mentoring.consent.no"
	answer := web.ReadForm(r).Value("answer")
	switch answer {
	case "yes":
		key = "mentoring.consent.yes"
	case "no":
	default: // an empty form ends no pair
		return fault.Invalid("answer", "mentoring.policy.choose")
	}
	if _, err := p.mentoring.AnswerPair(ctx, actor(ctx), id, answer == "yes"); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.ProposedPair(id), key)
}
