package recognitionweb

import (
	"net/http"

	"talim/internal/mentoring/pairing"
	"talim/internal/recognition"
	"talim/internal/web"
	"talim/internal/web/link"
)

type storyPage struct {
	recognition.StoryPage
	Self string
	Form *web.Form
}

// agreed says whether the reader agrees to the version that stands there.
func (g storyPage) agreed() bool { return g.Story.AgreedBy(g.Pairing, g.Self) }

// writes says whether the pair may still write.
func (g storyPage) writes() bool {
	return g.State == pairing.Running || g.State == pairing.Completed
}

// story is where a pair writes what it tells the school.
func (p *Pages) story() web.FormOf[recognition.NewStory] {
	return web.FormOf[recognition.NewStory]{
		At: "/recognition/pairings/{id}/story", Permission: recognition.Take, Show: p.storyPage,
		Read: func(f *web.Form) recognition.NewStory {
			return recognition.NewStory{Title: f.Value("title"), Text: f.Value("text"), Version: f.Version(), LeftOut: f.LeftOut()}
		},
		Do: web.OnThe(p.recognition.SaveStory, link.Story, "recognition.story.saved"),
	}
}

func (p *Pages) storyPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.recognition.Story(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f.Stands(read.Story.Version, "title", read.Story.Title, "text", read.Story.Text)
	f.LeaveOut(read.Story.Unreadable...)
	return web.Page{
		Title: t(ctx, "recognition.story.title"), Back: toPairing(ctx, read.ID), Body: storyBody(storyPage{read, actor(ctx).Staff, f}), Narrow: true,
		Kicker: t(ctx, "recognition.story.of", "Mentor", read.MentorPerson.Name(), "Mentee", read.MenteePerson.Name()),
		Sees:   t(ctx, "recognition.story.sees"), Here: link.Story(read.ID),
	}, nil
}

func (p *Pages) takeBackStory(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.Story(id), "recognition.story.taken_back"), p.recognition.TakeBackStory(r.Context(), actor(r.Context()), id)
}

func (p *Pages) takeBackNomination(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.Nomination(id), "recognition.nomination.taken_back"), p.recognition.TakeBackNomination(r.Context(), actor(r.Context()), id)
}

type nominationPage struct {
	recognition.NominationPage
	Form *web.Form
}

// nominate is where a mentee nominates her mentor.
func (p *Pages) nominate() web.FormOf[recognition.NewNomination] {
	return web.FormOf[recognition.NewNomination]{
		At: "/recognition/pairings/{id}/nomination", Permission: recognition.Take, Show: p.nominationPage,
		Read: func(f *web.Form) recognition.NewNomination {
			return recognition.NewNomination{Words: f.Value("words"), Aloud: f.Checked("aloud"), LeftOut: len(f.LeftOut()) > 0}
		},
		Do: web.OnThe(p.recognition.Nominate, link.Nomination, "recognition.nomination.made"),
	}
}

func (p *Pages) nominationPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.recognition.Nomination(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f.Begin("words", read.Nomination.Words)
	if read.Nomination.Aloud {
		f.Begin("aloud", "1")
	}
	if read.Nomination.Unreadable {
		f.LeaveOut("words")
	}
	return web.Page{
		Title: t(ctx, "recognition.nomination.title", "Who", read.MentorPerson.Name()), Back: toPairing(ctx, read.ID),
		Body: nominationBody(nominationPage{read, f}), Narrow: true, Sees: t(ctx, "recognition.nomination.sees"), Here: link.Nomination(read.ID),
	}, nil
}
