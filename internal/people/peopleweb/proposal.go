package peopleweb

import (
	"net/http"

	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/link"
)

// proposalView is what the page of a proposed post shows.
type proposalView struct {
	people.Proposal
	by, name string
	seconds  bool // the reader may confirm it
	own      bool // the reader can only take it back
}

// proposal is the page on which a second person confirms a post.
func (p *Pages) proposal() web.FormOf[bool] {
	return web.FormOf[bool]{
		At: "/people/proposals/{id}", Permission: people.MaySee, Show: p.proposalPage,
		Read: func(f *web.Form) bool {
			yes, _ := f.Answer("answer") // the form notes a missing one
			return yes
		},
		Do: func(r *http.Request, yes bool) (web.Done, error) {
			key := "people.proposal.refused"
			if yes {
				key = "people.proposal.confirmed"
			}
			return web.Next(link.PostProposal(r.PathValue("id")), key), p.People.AnswerProposal(r.Context(), actorOf(r), r.PathValue("id"), yes)
		},
	}
}

func (p *Pages) proposalPage(r *http.Request, _ *web.Form) (web.Page, error) {
	ctx, actor := r.Context(), actorOf(r)
	found, err := people.ProposalFor(ctx, p.DB.Read(), actor, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	s, err := people.StaffByID(ctx, p.DB.Read(), actor.School, found.StaffID)
	if err != nil {
		return web.Page{}, err
	}
	by, err := people.StaffByID(ctx, p.DB.Read(), actor.School, found.ProposedBy)
	v := proposalView{Proposal: found, by: by.Name(), name: s.Name(), seconds: people.Giver{Actor: actor}.Seconds(found)}
	v.own = found.ProposedBy == actor.Staff || found.StaffID == actor.Staff
	page := pageAbout(r, s, "people.proposal.title", proposalPage(v))
	page.Sees = i18n.T(ctx, "people.proposal.sees")
	return page, err
}
