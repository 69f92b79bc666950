package peopleweb

import (
	"context"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// formOf shows a form about one person.
func (p *Pages) formOf(w http.ResponseWriter, r *http.Request, status int, s people.Staff, titleKey string, body templ.Component) error {
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(r.Context(), titleKey), Kicker: s.Name(), Narrow: true, Body: body,
		Back: web.Link{Text: s.Name(), URL: link.Staff(s.ID)},
	})
}

// roleChoices are the posts that this person may give. A head is appointed on
// the page of the unit.
func roleChoices(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, r := range access.Roles {
		if r != access.SMUHead && people.MayGive(access.ActorFrom(ctx), r) {
			out = append(out, component.Choice{Value: string(r), Label: roleName(ctx, r)})
		}
	}
	return out
}

func (p *Pages) newPost(w http.ResponseWriter, r *http.Request) error {
	return p.showNewPost(w, r, http.StatusOK, web.NewForm("starts", formDate(p.today())))
}

func (p *Pages) beginPost(w http.ResponseWriter, r *http.Request) error {
	form, id := web.ReadForm(r), r.PathValue("id")
	_, err := p.People.BeginPost(r.Context(), actorOf(r), people.NewPost{
		Staff: id, Role: access.Role(form.Value("role")), Area: readName(form, "area"), Starts: form.Date("starts"), Ends: form.Date("ends"),
		OrderNo: form.Value("order_no"), OrderDate: form.Date("order_date"),
	})
	if form.Take(err) {
		return p.showNewPost(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Staff(id), "people.post.saved")
}

func (p *Pages) showNewPost(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	s, err := people.StaffByID(r.Context(), p.DB.Read(), actorOf(r).School, r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.formOf(w, r, status, s, "people.post.new.title", newPostPage(form, s.ID))
}

func readName(f web.Form, prefix string) i18n.Text {
	return i18n.Text{KK: f.Value(prefix + "_kk"), RU: f.Value(prefix + "_ru"), EN: f.Value(prefix + "_en")}
}

// post shows the form that corrects one.
func (p *Pages) post(w http.ResponseWriter, r *http.Request) error {
	post, err := people.PostByID(r.Context(), p.DB.Read(), actorOf(r).School, r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showPost(w, r, http.StatusOK, post, web.NewForm("starts", formDate(post.Starts), "ends", formDate(post.Ends), "order_no", post.OrderNo,
		"order_date", formDate(post.OrderDate), "area_kk", post.AreaKK, "area_ru", post.AreaRU, "area_en", post.AreaEN))
}

func (p *Pages) correctPost(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	post, err := p.People.CorrectPost(r.Context(), actorOf(r), people.Correction{
		Post: r.PathValue("id"), Area: readName(form, "area"), Starts: form.Date("starts"), Ends: form.Date("ends"),
		OrderNo: form.Value("order_no"), OrderDate: form.Date("order_date"),
	})
	if form.Take(err) {
		if post, err = people.PostByID(r.Context(), p.DB.Read(), actorOf(r).School, r.PathValue("id")); err != nil {
			return err
		}
		return p.showPost(w, r, http.StatusUnprocessableEntity, post, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Staff(post.StaffID), "people.post.saved")
}

func (p *Pages) showPost(w http.ResponseWriter, r *http.Request, status int, post people.Post, form web.Form) error {
	s, err := people.StaffByID(r.Context(), p.DB.Read(), actorOf(r).School, post.StaffID)
	if err != nil {
		return err
	}
	return p.formOf(w, r, status, s, "people.post.correct.title", postPage(form, post))
}

func (p *Pages) newState(w http.ResponseWriter, r *http.Request) error {
	return p.showNewState(w, r, http.StatusOK, web.NewForm("starts", formDate(p.today())))
}

func (p *Pages) beginState(w http.ResponseWriter, r *http.Request) error {
	form, id := web.ReadForm(r), r.PathValue("id")
	_, err := p.People.BeginState(r.Context(), actorOf(r), id, people.State(form.Value("state")), form.Date("starts"), form.Date("ends"))
	if form.Take(err) {
		return p.showNewState(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Staff(id), "people.state.saved")
}

func (p *Pages) showNewState(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	s, err := people.StaffByID(r.Context(), p.DB.Read(), actorOf(r).School, r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.formOf(w, r, status, s, "people.state.new.title", newStatePage(form, s.ID))
}

func stateChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Value: "", Label: i18n.T(ctx, "people.choose")}}
	for _, s := range people.States {
		out = append(out, component.Choice{Value: string(s), Label: i18n.T(ctx, "people.state.name."+string(s))})
	}
	return out
}

// private shows the private facts to those who may see them.
func (p *Pages) private(w http.ResponseWriter, r *http.Request) error {
	ctx, actor, id := r.Context(), actorOf(r), r.PathValue("id")
	if !people.MaySeePrivate(actor, id) {
		return fault.Forbidden("people.private.forbidden")
	}
	versions, err := people.PrivateOf(ctx, p.DB.Read(), actor.School, id)
	if err != nil {
		return err
	}
	facts := people.NoFacts
	if len(versions) > 0 && versions[0].Open() {
		facts = versions[0].PrivateFacts
	}
	return p.showPrivate(w, r, http.StatusOK, versions, privateForm(facts))
}

func privateForm(f people.PrivateFacts) web.Form {
	return web.NewForm("study_route", f.StudyRoute, "birth_year", known(f.BirthYear), "age_recorded", known(f.AgeRecorded),
		"years_experience", known(f.YearsExperience), "months_taught", known(f.MonthsTaught), "coe_level", f.CoELevel, "category", f.Category, "gender", f.Gender)
}

// known is a number as text, "" where nobody stated one.
func known(n int) string {
	if n == people.Unknown {
		return ""
	}
	return strconv.Itoa(n)
}

func (p *Pages) savePrivate(w http.ResponseWriter, r *http.Request) error {
	ctx, form, id := r.Context(), web.ReadForm(r), r.PathValue("id")
	number := func(name string) int {
		if form.Value(name) == "" {
			return people.Unknown
		}
		return form.Int(name)
	}
	facts := people.PrivateFacts{
		StudyRoute: form.Value("study_route"), BirthYear: number("birth_year"), AgeRecorded: number("age_recorded"), YearsExperience: number("years_experience"),
		MonthsTaught: number("months_taught"), CoELevel: form.Value("coe_level"), Category: form.Value("category"), Gender: form.Value("gender"),
	}
	err := form.Err()
	if err == nil {
		err = p.People.RecordPrivate(ctx, actorOf(r), id, facts)
	}
	if form.Take(err) {
		versions, err := people.PrivateOf(ctx, p.DB.Read(), actorOf(r).School, id)
		if err != nil {
			return err
		}
		return p.showPrivate(w, r, http.StatusUnprocessableEntity, versions, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.StaffPrivate(id), "people.private.saved")
}

func (p *Pages) showPrivate(w http.ResponseWriter, r *http.Request, status int, versions []people.PrivateVersion, form web.Form) error {
	ctx := r.Context()
	s, err := people.StaffByID(ctx, p.DB.Read(), actorOf(r).School, r.PathValue("id"))
	if err != nil {
		return err
	}
	may := people.MayKeepPrivate.Allows(actorOf(r))
	return web.Show(w, r, status, p.personPage(ctx, s, web.Page{
		Sees: i18n.T(ctx, "people.private.sees"), Body: privatePage(s.ID, versions, form, may),
	}))
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
