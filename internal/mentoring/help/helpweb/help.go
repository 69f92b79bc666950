package helpweb

import (
	"context"
	"net/http"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/help"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// quietPairs lists who may need help, for those who keep the programme.
func (p *Pages) quietPairs(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	pairs, err := p.mentoring.Help.QuietPairs(ctx, actor(ctx))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.help.quiet.title"), Back: wording.ToMentoring(ctx), Body: quietBody(pairs), Sees: t(ctx, "mentoring.help.sees"),
	})
}

// unitPairs shows the head of a unit that its pairs meet and visit.
func (p *Pages) unitPairs(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	pairs, err := p.mentoring.Help.UnitPairs(ctx, actor(ctx))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.help.unit.title"), Back: wording.ToMentoring(ctx), Body: unitBody(pairs),
		Sees: t(ctx, "mentoring.help.unit.sees"),
	})
}

type helpPage struct {
	help.HelpedPair
	Form *web.Form
	Self string // staff id of the reader
	Keep bool
}

// mayWithdraw says whether the reader may take an offer back.
func (g helpPage) mayWithdraw(h help.OfferLine) bool {
	return h.State == help.HelpOpen && (g.Keep || h.OfferedBy == g.Self)
}

// pairHelp shows what was offered to a pair, and the form of another offer.
func (p *Pages) pairHelp() web.FormOf[help.NewHelp] {
	return web.FormOf[help.NewHelp]{
		At: "/mentoring/pairings/{id}/help", Permission: help.OfferHelpTo, Show: p.pairHelpPage,
		Read: func(f *web.Form) help.NewHelp {
			return help.NewHelp{Offer: help.Help(f.Value("offer")), Words: f.Value("words")}
		},
		Do: func(r *http.Request, in help.NewHelp) (web.Done, error) {
			id := r.PathValue("id")
			_, err := p.mentoring.Help.OfferHelp(r.Context(), actor(r.Context()), id, in)
			return web.Next(link.PairHelp(id), "mentoring.help.is_offered"), err
		},
	}
}

func (p *Pages) pairHelpPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	g := helpPage{Form: f, Self: who.Staff, Keep: mentoring.Keep.Allows(who)}
	var err error
	g.HelpedPair, err = p.mentoring.Help.PairHelp(ctx, who, r.PathValue("id"))
	up := web.Link{Text: t(ctx, "mentoring.help.quiet.title"), URL: link.QuietPairs()}
	if !g.Keep {
		up = web.Link{Text: t(ctx, "mentoring.help.unit.title"), URL: link.UnitPairs()}
	}
	return web.Page{
		Title: t(ctx, "mentoring.help.title"), Kicker: g.MenteePerson.Name() + " · " + g.MentorPerson.Name(), Back: up, Narrow: true,
		Body: pairHelpBody(g), Sees: t(ctx, "mentoring.help.sees"), Here: link.PairHelp(g.ID),
	}, err
}

func (p *Pages) withdrawHelp(r *http.Request, _ *web.Form) (web.Done, error) {
	h, err := p.mentoring.Help.WithdrawHelp(r.Context(), actor(r.Context()), r.PathValue("id"))
	return web.Next(link.PairHelp(h.Pairing), "mentoring.help.is_withdrawn"), err
}

// helpOffer shows an offer to one of the two.
func (p *Pages) helpOffer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	h, err := p.mentoring.Help.HelpOffer(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.help.one.title"), Narrow: true, Body: helpOfferBody(h), Sees: t(ctx, "mentoring.help.one.sees"),
		Back: web.Link{Text: t(ctx, "mentoring.help.one.back"), URL: link.Pairing(h.Pairing)},
	})
}

// answerHelp takes the answer of one of the two and leads to what the help is.
func (p *Pages) answerHelp(r *http.Request, f *web.Form) (web.Done, error) {
	yes, err := f.Answer("answer")
	if err != nil {
		return web.Done{}, err
	}
	h, err := p.mentoring.Help.AnswerHelp(r.Context(), actor(r.Context()), r.PathValue("id"), yes)
	switch {
	case yes && h.Offer == help.HelpOtherTime:
		return web.Next(link.NewMeetings(h.Pairing), "mentoring.help.choose_time"), err
	case yes:
		return web.Next(link.Pairing(h.Pairing), "mentoring.help.thanks_yes"), err
	}
	return web.Next(link.Pairing(h.Pairing), "mentoring.help.thanks_no"), err
}

// helpTag is the colour of the state of an offer.
func helpTag(s help.HelpState) string {
	switch s {
	case help.HelpAccepted:
		return component.OK
	case help.HelpOpen:
		return component.Wait
	}
	return component.Plain
}

// helpChoices are what can be offered, each with what it means.
func helpChoices(ctx context.Context) []component.Choice {
	out := make([]component.Choice, len(help.Helps))
	for i, h := range help.Helps {
		out[i] = component.Choice{
			Value: string(h), Label: t(ctx, "mentoring.help.offer."+string(h)), Hint: t(ctx, "mentoring.help.about."+string(h)),
		}
	}
	return out
}

// lastHeld says when the two last met or visited.
func lastHeld(ctx context.Context, d calendar.Date) string {
	if d == "" {
		return t(ctx, "mentoring.help.never")
	}
	return t(ctx, "mentoring.help.last", "Date", i18n.DayMonth(ctx, d))
}
