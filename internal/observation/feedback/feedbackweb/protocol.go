package feedbackweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/i18n"
	"talim/internal/observation/feedback"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// protocol shows to all staff how lessons are discussed.
func (p *Pages) protocol(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	now, err := p.feedback.Protocol(ctx, actor(ctx))
	if err != nil {
		return err
	}
	page := web.Page{Title: t(ctx, "feedback.protocol.title"), Back: toObservation(ctx), Narrow: true, Body: protocolBody(now)}
	if feedback.SetProtocol.Allows(actor(ctx)) {
		page.Action = component.Primary(t(ctx, "feedback.protocol.change"), link.ChangeProtocol())
	}
	return web.Show(w, r, http.StatusOK, page)
}

// changeProtocol is where the leaders set it.
func (p *Pages) changeProtocol() web.FormOf[feedback.Protocol] {
	return web.FormOf[feedback.Protocol]{
		At: link.ChangeProtocol(), Permission: feedback.SetProtocol, Show: p.changeProtocolPage, Read: readProtocol,
		Do: web.On(p.feedback.ChangeProtocol, link.FeedbackProtocol(), "feedback.protocol.kept"),
	}
}

func readProtocol(f *web.Form) feedback.Protocol {
	in := feedback.Protocol{
		Version: f.Version(), Order: feedback.Order(f.Value("order")), WaitDays: f.Int("wait_days"), DueDays: f.Int("due_days"), Minutes: map[string]int{},
	}
	for _, step := range feedback.Steps {
		in.Minutes[step] = f.Int("minutes_" + step)
	}
	for _, code := range feedback.Asked {
		in.Asks = append(in.Asks, feedback.Ask{
			Code: code, Need: feedback.Need(f.Value("need_" + code)),
			Own: i18n.Text{KK: f.Value("own_kk_" + code), RU: f.Value("own_ru_" + code), EN: f.Value("own_en_" + code)},
		})
	}
	return in
}

func (p *Pages) changeProtocolPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	now, err := p.feedback.Protocol(ctx, actor(ctx))
	if err != nil {
		return web.Page{}, err
	}
	pairs := []string{"order", string(now.Order), "wait_days", strconv.Itoa(now.WaitDays), "due_days", strconv.Itoa(now.DueDays)}
	for _, step := range feedback.Steps {
		pairs = append(pairs, "minutes_"+step, strconv.Itoa(now.Minutes[step]))
	}
	for _, code := range feedback.Asked {
		a := now.Ask(code)
		pairs = append(pairs, "need_"+code, string(a.Need), "own_kk_"+code, a.Own.KK, "own_ru_"+code, a.Own.RU, "own_en_"+code, a.Own.EN)
	}
	f.Stands(now.Version, pairs...)
	return web.Page{
		Title: t(ctx, "feedback.protocol.change"), Back: web.Link{Text: t(ctx, "feedback.protocol.title"), URL: link.FeedbackProtocol()},
		Narrow: true, Body: protocolForm(f), Here: link.ChangeProtocol(),
	}, nil
}

func orders(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, order := range feedback.Orders {
		key := "feedback.protocol.order." + string(order)
		out = append(out, component.Choice{Value: string(order), Label: t(ctx, key), Hint: t(ctx, key+".hint")})
	}
	return out
}

func needs(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, need := range feedback.Needs {
		out = append(out, component.Choice{Value: string(need), Label: t(ctx, "feedback.protocol.need."+string(need))})
	}
	return out
}
