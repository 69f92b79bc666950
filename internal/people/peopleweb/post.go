package peopleweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// roleChoices are the posts that this person may give to a member of staff, or propose to
// a second person; "" is somebody who is not there yet, of whom nothing is proposed. A head
// is appointed on the page of the unit.
func roleChoices(ctx context.Context, giver people.Giver, staff string) []component.Choice {
	var out []component.Choice
	for _, r := range access.Roles {
		choice := component.Choice{Value: string(r), Label: roleName(ctx, r)}
		switch how := giver.Of(staff, r); {
		case r == access.SMUHead || how == "" || how == people.Proposes && staff == "":
			continue
		case how == people.Proposes:
			choice.Label = i18n.T(ctx, "people.post.by_two_choice", "Role", choice.Label)
		}
		out = append(out, choice)
	}
	return out
}

func (p *Pages) giver(ctx context.Context) (people.Giver, error) {
	return people.GiverOf(ctx, p.DB.Read(), access.ActorFrom(ctx))
}

func (p *Pages) newPost() web.FormOf[people.NewPost] {
	return web.FormOf[people.NewPost]{
		At: "/people/staff/{id}/post", Permission: people.MayKeepStaff,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			s, err := p.staffOf(r)
			if err != nil {
				return web.Page{}, err
			}
			giver, err := p.giver(r.Context())
			f.Begin("starts", formDate(p.today()))
			return pageAbout(r, s, "people.post.new.title", newPostPage(f, s.ID, roleChoices(r.Context(), giver, s.ID))), err
		},
		Read: func(f *web.Form) people.NewPost {
			return people.NewPost{
				Role: access.Role(f.Value("role")), Area: readName(*f, "area"), Starts: f.Date("starts"), Ends: f.Date("ends"),
				OrderNo: f.Value("order_no"), OrderDate: f.Date("order_date"),
			}
		},
		Do: func(r *http.Request, in people.NewPost) (web.Done, error) {
			in.Staff = r.PathValue("id")
			giver, err := p.giver(r.Context())
			if err != nil {
				return web.Done{}, err
			}
			if giver.Of(in.Staff, in.Role) == people.Proposes {
				return web.Next(link.Staff(in.Staff), "people.proposal.made"), p.People.ProposePost(r.Context(), actorOf(r), in)
			}
			_, err = p.People.BeginPost(r.Context(), actorOf(r), in)
			return web.Next(link.Staff(in.Staff), "people.post.saved"), err
		},
	}
}

func readName(f web.Form, prefix string) i18n.Text {
	return i18n.Text{KK: f.Value(prefix + "_kk"), RU: f.Value(prefix + "_ru"), EN: f.Value(prefix + "_en")}
}

// correctPost is the form that mends a post.
func (p *Pages) correctPost() web.FormOf[people.Correction] {
	return web.FormOf[people.Correction]{
		At: "/people/posts/{id}", Permission: people.MayKeepStaff, Show: p.postPage,
		Read: func(f *web.Form) people.Correction {
			return people.Correction{
				Version: f.Version(), Area: readName(*f, "area"), Starts: f.Date("starts"), Ends: f.Date("ends"),
				OrderNo: f.Value("order_no"), OrderDate: f.Date("order_date"),
			}
		},
		Do: func(r *http.Request, in people.Correction) (web.Done, error) {
			in.Post = r.PathValue("id")
			post, err := p.People.CorrectPost(r.Context(), actorOf(r), in)
			return web.Next(link.Staff(post.StaffID), "people.post.saved"), err
		},
	}
}

func (p *Pages) postPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx, school := r.Context(), actorOf(r).School
	post, err := people.PostByID(ctx, p.DB.Read(), school, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	f.Stands(post.Version, "starts", formDate(post.Starts), "ends", formDate(post.Ends), "order_no", post.OrderNo,
		"order_date", formDate(post.OrderDate), "area_kk", post.AreaKK, "area_ru", post.AreaRU, "area_en", post.AreaEN)
	s, err := people.StaffByID(ctx, p.DB.Read(), school, post.StaffID)
	return pageAbout(r, s, "people.post.correct.title", postPage(f, post)), err
}

// newState is a staffing state from a day on.
type newState struct {
	state        people.State
	starts, ends calendar.Date
}

func (p *Pages) beginState() web.FormOf[newState] {
	return web.FormOf[newState]{
		At: "/people/staff/{id}/state", Permission: people.MayKeepStaff,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			s, err := p.staffOf(r)
			f.Begin("starts", formDate(p.today()))
			return pageAbout(r, s, "people.state.new.title", newStatePage(f, s.ID)), err
		},
		Read: func(f *web.Form) newState {
			return newState{people.State(f.Value("state")), f.Date("starts"), f.Date("ends")}
		},
		Do: func(r *http.Request, in newState) (web.Done, error) {
			id := r.PathValue("id")
			_, err := p.People.BeginState(r.Context(), actorOf(r), id, in.state, in.starts, in.ends)
			return web.Next(link.Staff(id), "people.state.saved"), err
		},
	}
}

func stateChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Value: "", Label: i18n.T(ctx, "people.choose")}}
	for _, s := range people.States {
		out = append(out, component.Choice{Value: string(s), Label: i18n.T(ctx, "people.state.name."+string(s))})
	}
	return out
}

// private shows the private facts to those who may see them, with the form for
// those who keep them.
func (p *Pages) private() web.FormOf[change[people.PrivateFacts]] {
	return web.FormOf[change[people.PrivateFacts]]{
		Show: p.privatePage,
		Read: func(f *web.Form) change[people.PrivateFacts] {
			return change[people.PrivateFacts]{f.Version(), people.PrivateFacts{
				StudyRoute: f.Value("study_route"), BirthYear: numberOf(f, "birth_year"), AgeRecorded: numberOf(f, "age_recorded"),
				YearsExperience: numberOf(f, "years_experience"), MonthsTaught: numberOf(f, "months_taught"),
				CoELevel: f.Value("coe_level"), Category: f.Value("category"), Gender: f.Value("gender"),
			}}
		},
		Do: func(r *http.Request, in change[people.PrivateFacts]) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.StaffPrivate(id), "people.private.saved"), p.People.RecordPrivate(r.Context(), actorOf(r), id, in.version, in.to)
		},
	}
}

func (p *Pages) privateRoutes() []web.Route {
	form := p.private()
	return []web.Route{
		{Pattern: "GET /people/staff/{id}/private", Permission: people.MaySee, Handle: form.Get},
		{Pattern: "POST /people/staff/{id}/private", Permission: people.MayKeepPrivate, Handle: form.Post},
	}
}

// known is a number as text, "" where nobody stated one.
func known(n int) string {
	if n == people.Unknown {
		return ""
	}
	return strconv.Itoa(n)
}

// numberOf is the number of a field, Unknown where nobody stated one.
func numberOf(f *web.Form, name string) int {
	if f.Value(name) == "" {
		return people.Unknown
	}
	if n := f.Int(name); n != people.Unknown {
		return n
	}
	return people.Unknown - 1 // somebody typed it: a number below what is possible
}

func (p *Pages) privatePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx, actor, id := r.Context(), actorOf(r), r.PathValue("id")
	if !people.MaySeePrivate(actor, id) {
		return web.Page{}, fault.Forbidden("people.private.forbidden")
	}
	s, err := p.staffOf(r)
	if err != nil {
		return web.Page{}, err
	}
	versions, err := people.PrivateOf(ctx, p.DB.Read(), actor.School, id)
	now := people.PrivateVersion{PrivateFacts: people.NoFacts}
	if len(versions) > 0 && versions[0].Open() {
		now = versions[0]
	}
	f.Stands(now.Version, "study_route", now.StudyRoute, "birth_year", known(now.BirthYear), "age_recorded", known(now.AgeRecorded),
		"years_experience", known(now.YearsExperience), "months_taught", known(now.MonthsTaught), "coe_level", now.CoELevel,
		"category", now.Category, "gender", now.Gender)
	return p.personPage(ctx, s, web.Page{
		Sees: i18n.T(ctx, "people.private.sees"), Body: privatePage(s.ID, versions, f, people.MayKeepPrivate.Allows(actor)),
	}), err
}

// wordChoices are the words of a private fact; "" is "not stated".
func wordChoices(ctx context.Context, prefix string, words []string, value string) []component.Choice {
	out := []component.Choice{{Value: "", Label: i18n.T(ctx, "people.private.not_stated")}}
	there := value == ""
	for _, word := range words {
		out = append(out, component.Choice{Value: word, Label: i18n.T(ctx, prefix+word)})
		there = there || word == value
	}
	if !there { // what a file said in its own words
		out = append(out, component.Choice{Value: value, Label: value})
	}
	return out
}

func word(ctx context.Context, prefix string, words []string, value string) string {
	for _, c := range wordChoices(ctx, prefix, words, value) {
		if c.Value == value && value != "" {
			return c.Label
		}
	}
	return ""
}
