package mentoringweb

import (
	"net/http"
	"strconv"

	"talim/internal/fault"
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
	Form        web.Form
}

func (p *Pages) participant(w http.ResponseWriter, r *http.Request) error {
	return p.showParticipant(w, r, http.StatusOK, nil)
}

// showParticipant shows the invitation and the profile; typed is what a refused form held.
func (p *Pages) showParticipant(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	var page participantPage
	var err error
	if page.Participant, page.Profile, page.Choices, err = p.mentoring.Programmes.MyProfile(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return err
	}
	page.Form = profileForm(page.Profile, page.Choices)
	if typed != nil {
		page.Form = *typed
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.profile.title."+string(page.Participant.Side)), Back: wording.ToMentoring(ctx), Narrow: true,
		Sees: t(ctx, "mentoring.sees.profile"), Body: participantBody(page),
	})
}

func profileForm(f mentoring.Profile, choices []mentoring.Choice) web.Form {
	pairs := []string{
		"version", strconv.Itoa(f.Version), "strengths", f.Strengths, "needs", f.Needs, "hopes", f.Hopes,
		"capacity", strconv.Itoa(f.Capacity),
	}
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
	form := web.NewForm(pairs...)
	form.LeaveOut(f.Unreadable...)
	return form
}

// wishes is how many wishes the form offers.
const wishes = 3

func (p *Pages) saveProfile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	in := mentoring.NewProfile{
		Version: f.Int("version"), Topics: f.Values("topics"), Strengths: f.Value("strengths"), Needs: f.Value("needs"),
		Hopes: f.Value("hopes"), Capacity: f.Int("capacity"), Languages: f.Values("languages"), LeftOut: f.LeftOut(),
	}
	for i := 1; i <= wishes; i++ {
		in.Wishes = append(in.Wishes, f.Value("wish"+strconv.Itoa(i)))
	}
	in.Vetoes = f.Values("vetoes")
	err := f.Err()
	if err == nil {
		if err = p.mentoring.Programmes.SaveProfile(ctx, actor(ctx), r.PathValue("id"), in); err == nil {
			return web.SeeOther(w, r, link.Mentoring(), "mentoring.profile.saved")
		}
	}
	if f.Take(err) {
		return p.showParticipant(w, r, http.StatusUnprocessableEntity, &f)
	}
	return err
}

func (p *Pages) answerInvitation(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id, who := r.PathValue("id"), actor(ctx)
	to, said := link.Mentoring(), ""
	var err error
	switch f.Value("answer") {
	case "yes":
		to, said, err = link.Participant(id), "mentoring.invite.accepted", p.mentoring.Programmes.AnswerInvitation(ctx, who, id, true)
	case "no":
		said, err = "mentoring.invite.declined", p.mentoring.Programmes.AnswerInvitation(ctx, who, id, false)
	case "withdraw":
		said, err = "mentoring.invite.withdrawn", p.mentoring.Programmes.Withdraw(ctx, who, id)
	default: // an empty form is no answer
		err = fault.Invalid("answer", "mentoring.policy.choose")
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, to, said)
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
