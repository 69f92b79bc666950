package feedbackweb

import (
	"net/http"

	"talim/internal/observation/feedback"
	"talim/internal/web"
	"talim/internal/web/link"
)

// reflection is where the teacher looks back at her lesson.
func (p *Pages) reflection() web.FormOf[feedback.Reflection] {
	return web.FormOf[feedback.Reflection]{
		At: "/observation/occasions/{id}/reflection", Permission: take, Show: p.reflectionPage,
		Read: func(f *web.Form) feedback.Reflection {
			return feedback.Reflection{Version: f.Version(), Text: f.Value("text")}
		},
		Do: web.OnThe(p.feedback.Reflect, link.Occasion, "feedback.reflect.kept"),
	}
}

func (p *Pages) reflectionPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, err := p.feedback.ToReflect(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f.Stands(g.Reflection.Version, "text", readable(g.Reflection.Text, g.Reflection.Unreadable))
	return web.Page{
		Title: t(ctx, reflectKey(g)), Kicker: g.InWords(ctx), Back: toOccasion(ctx, g.ID), Narrow: true, Body: reflectionForm(g, f),
		Sees: t(ctx, "feedback.sees"), Here: link.LookBack(g.ID),
	}, nil
}

// readable is a text as a form may begin with it: one that cannot be opened is left out.
func readable(text string, unreadable bool) string {
	if unreadable {
		return ""
	}
	return text
}

// words is where an observer writes about the lesson.
func (p *Pages) words() web.FormOf[feedback.Saying] {
	return web.FormOf[feedback.Saying]{
		At: "/observation/occasions/{id}/words", Permission: take, Show: p.wordsPage,
		Read: func(f *web.Form) feedback.Saying {
			in := feedback.Saying{Version: f.Version()}
			for _, code := range feedback.Asked {
				*in.At(code) = f.Value(code)
			}
			return in
		},
		Do: web.OnThe(p.feedback.Say, link.Occasion, "feedback.say.kept"),
	}
}

func (p *Pages) wordsPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, own, err := p.feedback.ToSay(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	pairs := []string{}
	for _, code := range feedback.Asked {
		pairs = append(pairs, code, own.Words.Of(code))
	}
	f.Stands(own.Version, pairs...)
	return web.Page{
		Title: t(ctx, "feedback.say.do"), Kicker: g.InWords(ctx), Back: toOccasion(ctx, g.ID), Narrow: true, Body: wordsForm(g, f),
		Sees: t(ctx, "feedback.say.sees"), Here: link.SayOfLesson(g.ID),
	}, nil
}

// reply is where the teacher answers what an observer said.
func (p *Pages) reply() web.FormOf[feedback.Reply] {
	return web.FormOf[feedback.Reply]{
		At: "/observation/occasions/{id}/words/{visit}/reply", Permission: take, Show: p.replyPage,
		Read: func(f *web.Form) feedback.Reply {
			return feedback.Reply{Version: f.Version(), Seen: f.Int("seen"), Text: f.Value("text")}
		},
		Do: func(r *http.Request, in feedback.Reply) (web.Done, error) {
			id := r.PathValue("id")
			in.Visit = r.PathValue("visit")
			return web.Next(link.Occasion(id), "feedback.reply.kept"), p.feedback.ReplyTo(r.Context(), actor(r.Context()), id, in)
		},
	}
}

func (p *Pages) replyPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	g, x, err := p.feedback.ToReply(ctx, actor(ctx), r.PathValue("id"), r.PathValue("visit"))
	if err != nil {
		return web.Page{}, err
	}
	f.Stands(x.Reply.Version, "text", readable(x.Reply.Text, x.Reply.Unreadable))
	return web.Page{
		Title: t(ctx, replyKey(x)), Kicker: x.By.Name(), Back: toOccasion(ctx, g.ID), Narrow: true, Body: replyForm(g, x, f),
		Sees: t(ctx, "feedback.sees"), Here: link.ReplyToWords(g.ID, x.Visit.ID),
	}, nil
}
