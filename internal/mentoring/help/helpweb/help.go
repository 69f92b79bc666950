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
	Form web.Form
	Self string // staff id of the reader
	Keep bool
}

// mayWithdraw says whether the reader may take an offer back.
func (g helpPage) mayWithdraw(h help.OfferLine) bool {
	return h.State == help.HelpOpen && (g.Keep || h.OfferedBy == g.Self)
}

func (p *Pages) pairHelp(w http.ResponseWriter, r *http.Request) error {
	return p.showPairHelp(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showPairHelp(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	g := helpPage{Form: f, Self: who.Staff, Keep: mentoring.Keep.Allows(who)}
	var err error
	if g.HelpedPair, err = p.mentoring.Help.PairHelp(ctx, who, r.PathValue("id")); err != nil {
		return err
	}
	up := web.Link{Text: t(ctx, "mentoring.help.quiet.title"), URL: link.QuietPairs()}
	if !g.Keep {
		up = web.Link{Text: t(ctx, "mentoring.help.unit.title"), URL: link.UnitPairs()}
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.help.title"), Kicker: g.MenteePerson.Name() + " · " + g.MentorPerson.Name(), Back: up, Narrow: true,
		Body: pairHelpBody(g), Sees: t(ctx, "mentoring.help.sees"), Here: link.PairHelp(g.ID),
	})
}

func (p *Pages) offerHelp(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	id := r.PathValue("id")
	_, err := p.mentoring.Help.OfferHelp(ctx, actor(ctx), id, help.NewHelp{Offer: help.Help(f.Value("offer")), Words: f.Value("words")})
	if f.Take(err) {
		return p.showPairHelp(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.PairHelp(id), "mentoring.help.is_offered")
}

func (p *Pages) withdrawHelp(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	h, err := p.mentoring.Help.WithdrawHelp(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.PairHelp(h.Pairing), "mentoring.help.is_withdrawn")
}

// helpOffer shows an offer to one of the two.
func (p *Pages) helpOffer(w http.ResponseWriter, r *http.Request) error {
	return p.showHelpOffer(w, r, http.StatusOK)
}

func (p *Pages) showHelpOffer(w http.ResponseWriter, r *http.Request, status int) error {
	ctx := r.Context()
	h, err := p.mentoring.Help.HelpOffer(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.help.one.title"), Narrow: true, Body: helpOfferBody(h), Sees: t(ctx, "mentoring.help.one.sees"),
		Back: web.Link{Text: t(ctx, "mentoring.help.one.back"), URL: link.Pairing(h.Pairing)},
	})
}

// answerHelp takes the answer of one of the two and leads to what the help is.
func (p *Pages) answerHelp(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	yes, err := f.Answer("answer")
	if err != nil { // an empty form is no answer
		return p.showHelpOffer(w, r, http.StatusUnprocessableEntity)
	}
	h, err := p.mentoring.Help.AnswerHelp(ctx, actor(ctx), r.PathValue("id"), yes)
	switch {
	case err != nil:
		return err
	case yes && h.Offer == help.HelpOtherTime:
		return web.SeeOther(w, r, link.NewMeetings(h.Pairing), "mentoring.help.choose_time")
	case yes:
		return web.SeeOther(w, r, link.Pairing(h.Pairing), "mentoring.help.thanks_yes")
	}
	return web.SeeOther(w, r, link.Pairing(h.Pairing), "mentoring.help.thanks_no")
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
