package recognitionweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/access"
	"talim/internal/mentoring/pairing"
	"talim/internal/recognition"
	"talim/internal/web"
	"talim/internal/web/link"
)

type storyPage struct {
	recognition.StoryPage
	Self string
	Form web.Form
}

// agreed says whether the reader agrees to the version that stands there.
func (g storyPage) agreed() bool { return g.Story.AgreedBy(g.Pairing, g.Self) }

// writes says whether the pair may still write.
func (g storyPage) writes() bool {
	return g.State == pairing.Running || g.State == pairing.Completed
}

func (p *Pages) story(w http.ResponseWriter, r *http.Request) error {
	return p.showStory(w, r, http.StatusOK, nil)
}

func (p *Pages) showStory(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	read, err := p.recognition.Story(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := storyPage{StoryPage: read, Self: actor(ctx).Staff, Form: web.NewForm("title", read.Story.Title, "text", read.Story.Text)}
	g.Form.LeaveOut(read.Story.Unreadable...)
	if typed != nil {
		g.Form = *typed
	}
	g.Form.Set("version", strconv.Itoa(read.Story.Version))
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "recognition.story.title"), Back: toPairing(ctx, read.ID), Body: storyBody(g), Narrow: true,
		Kicker: t(ctx, "recognition.story.of", "Mentor", read.MentorPerson.Name(), "Mentee", read.MenteePerson.Name()),
		Sees:   t(ctx, "recognition.story.sees"), Here: link.Story(read.ID),
	})
}

func (p *Pages) saveStory(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	in := recognition.NewStory{Title: f.Value("title"), Text: f.Value("text"), Version: f.Int("version"), LeftOut: f.LeftOut()}
	err := f.Err()
	if err == nil {
		err = p.recognition.SaveStory(ctx, actor(ctx), r.PathValue("id"), in)
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showStory(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Story(r.PathValue("id")), "recognition.story.saved")
}

func (p *Pages) agreeStory(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	version := f.Int("version")
	err := f.Err()
	if err == nil {
		err = p.recognition.AgreeStory(ctx, actor(ctx), r.PathValue("id"), version)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Story(r.PathValue("id")), "recognition.story.agreed")
}

func (p *Pages) takeBackStory(w http.ResponseWriter, r *http.Request) error {
	return p.did(w, r, p.recognition.TakeBackStory, link.Story(r.PathValue("id")), "recognition.story.taken_back")
}

func (p *Pages) takeBackNomination(w http.ResponseWriter, r *http.Request) error {
	return p.did(w, r, p.recognition.TakeBackNomination, link.Nomination(r.PathValue("id")), "recognition.nomination.taken_back")
}

// did does something of one button and says that it was done.
func (p *Pages) did(w http.ResponseWriter, r *http.Request, verb func(context.Context, access.Actor, string) error, to, said string) error {
	if err := verb(r.Context(), actor(r.Context()), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, to, said)
}

type nominationPage struct {
	recognition.NominationPage
	Form web.Form
}

func (p *Pages) nomination(w http.ResponseWriter, r *http.Request) error {
	return p.showNomination(w, r, http.StatusOK, nil)
}

func (p *Pages) showNomination(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	read, err := p.recognition.Nomination(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := nominationPage{NominationPage: read, Form: web.NewForm("words", read.Nomination.Words)}
	if read.Nomination.Unreadable {
		g.Form.LeaveOut("words")
	}
	if read.Nomination.Aloud {
		g.Form.Set("aloud", "1")
	}
	if typed != nil {
		g.Form = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "recognition.nomination.title", "Who", read.MentorPerson.Name()), Back: toPairing(ctx, read.ID), Body: nominationBody(g), Narrow: true,
		Sees: t(ctx, "recognition.nomination.sees"), Here: link.Nomination(read.ID),
	})
}

func (p *Pages) nominate(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	err := p.recognition.Nominate(ctx, actor(ctx), r.PathValue("id"), recognition.NewNomination{
		Words: f.Value("words"), Aloud: f.Checked("aloud"), LeftOut: len(f.LeftOut()) > 0,
	})
	if status := web.Refused(&f, err); status != 0 {
		return p.showNomination(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Nomination(r.PathValue("id")), "recognition.nomination.made")
}
