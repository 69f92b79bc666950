package mentoringweb

import (
	"net/http"
	"strconv"

	"talim/internal/mentoring"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type participantPage struct {
	Participant mentoring.Participant
	Profile     mentoring.Profile
	Choices     []mentoring.Choice
	Form        *web.Form
}

// participant shows the invitation and the profile, which it takes.
func (p *Pages) participant() web.FormOf[mentoring.NewProfile] {
	return web.FormOf[mentoring.NewProfile]{
		At: "/mentoring/participants/{id}", Permission: mentoring.Take, Show: p.participantPage, Read: readProfile,
		Do: func(r *http.Request, in mentoring.NewProfile) (web.Done, error) {
			err := p.mentoring.Programmes.SaveProfile(r.Context(), actor(r.Context()), r.PathValue("id"), in)
			return web.Next(link.Mentoring(), "mentoring.profile.saved"), err
		},
	}
}

func (p *Pages) participantPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	page := participantPage{Form: f}
	var err error
	if page.Participant, page.Profile, page.Choices, err = p.mentoring.Programmes.MyProfile(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	f.Stands(page.Profile.Version, profileValues(page.Profile, page.Choices)...)
	f.LeaveOut(page.Profile.Unreadable...)
	return web.Page{
		Title: t(ctx, "mentoring.profile.title."+string(page.Participant.Side)), Back: wording.ToMentoring(ctx), Narrow: true,
		Sees: t(ctx, "mentoring.sees.profile"), Body: participantBody(page),
	}, nil
}

// wishes is how many wishes the form offers.
const wishes = 3

// profileValues hold what the profile says; every field of the form has its value, so
// that an empty one is known to have been empty.
func profileValues(f mentoring.Profile, choices []mentoring.Choice) []string {
	pairs := []string{"strengths", f.Strengths, "needs", f.Needs, "hopes", f.Hopes, "capacity", strconv.Itoa(f.Capacity)}
	for _, x := range f.TopicList() {
		pairs = append(pairs, "topics", x)
	}
	for _, x := range f.LanguageList() {
		pairs = append(pairs, "languages", x)
	}
	for _, c := range choices {
		switch c.Kind {
		case "wish":
			pairs = append(pairs, "wish"+strconv.Itoa(c.Rank), c.ID)
		case "veto":
			pairs = append(pairs, "vetoes", c.ID)
		}
	}
	return pairs
}

func readProfile(f *web.Form) mentoring.NewProfile {
	in := mentoring.NewProfile{
		Version: f.Version(), Topics: f.Values("topics"), Strengths: f.Value("strengths"), Needs: f.Value("needs"), Hopes: f.Value("hopes"),
		Capacity: f.Int("capacity"), Languages: f.Values("languages"), LeftOut: f.LeftOut(),
		Preferences: mentoring.Preferences{Vetoes: f.Values("vetoes")},
	}
	for i := 1; i <= wishes; i++ {
		in.Wishes = append(in.Wishes, f.Value("wish"+strconv.Itoa(i)))
	}
	return in
}

func (p *Pages) answerInvitation(r *http.Request, f *web.Form) (web.Done, error) {
	ctx, id := r.Context(), r.PathValue("id")
	if f.Value("answer") == "withdraw" {
		return web.Next(link.Mentoring(), "mentoring.invite.withdrawn"), p.mentoring.Programmes.Withdraw(ctx, actor(ctx), id)
	}
	yes, err := f.Answer("answer")
	if err != nil { // an empty form is no answer
		return web.Done{}, err
	}
	done := web.Next(link.Mentoring(), "mentoring.invite.declined")
	if yes {
		done = web.Next(link.Participant(id), "mentoring.invite.accepted")
	}
	return done, p.mentoring.Programmes.AnswerInvitation(ctx, actor(ctx), id, yes)
}

func (g participantPage) colleagues(none string) []component.Choice {
	out := make([]component.Choice, 0, len(g.Choices)+1)
	if none != "" {
		out = append(out, component.Choice{Label: none})
	}
	for _, c := range g.Choices {
		out = append(out, component.Choice{Value: c.ID, Label: c.Name()})
	}
	return out
}
