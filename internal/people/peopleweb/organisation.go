package peopleweb

import (
	"context"
	"net/http"
	"strings"

	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

func readOrganisation(f web.Form) people.OrganisationFacts {
	return people.OrganisationFacts{
		Code: f.Value("code"), Name: readName(f, "name"), AddressKK: f.Value("address_kk"), AddressRU: f.Value("address_ru"),
		Timezone: f.Value("timezone"), Languages: f.Values("languages"),
	}
}

func organisationForm(o people.Organisation) web.Form {
	pairs := []string{
		"code", o.Code, "name_kk", o.NameKK, "name_ru", o.NameRU, "name_en", o.NameEN, "address_kk", o.AddressKK, "address_ru", o.AddressRU, "timezone", o.Timezone,
	}
	for lang := range strings.FieldsSeq(o.Languages) {
		pairs = append(pairs, "languages", lang)
	}
	return web.NewForm(pairs...)
}

func kindChoices(ctx context.Context, kinds ...people.Kind) []component.Choice {
	var out []component.Choice
	for _, k := range kinds {
		out = append(out, component.Choice{Value: string(k), Label: i18n.T(ctx, "people.organisation.kind."+string(k))})
	}
	return out
}

func languageChoices(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, l := range i18n.Languages {
		out = append(out, component.Choice{Value: string(l), Label: i18n.T(ctx, "people.language."+string(l))})
	}
	return out
}

func languageNames(ctx context.Context, languages string) string {
	var names []string
	for l := range strings.FieldsSeq(languages) {
		names = append(names, i18n.T(ctx, "people.language."+l))
	}
	return strings.Join(names, ", ")
}

// treeView is the tree with the part that this person may change.
type treeView struct {
	nodes  []people.Node
	school string // of the actor
	may    bool
}

func (v treeView) own() people.Node {
	for _, n := range v.nodes {
		if n.ID == v.school {
			return n
		}
	}
	return people.Node{}
}

// mine says whether the node is the actor's own or lies below it.
func (v treeView) mine(n people.Node) bool { return v.may && n.Depth >= v.own().Depth }

func (p *Pages) tree(r *http.Request) (treeView, error) {
	actor := actorOf(r)
	nodes, err := people.Tree(r.Context(), p.DB.Read(), actor.School)
	return treeView{nodes: nodes, school: actor.School, may: people.MayKeepTree.Allows(actor)}, err
}

func (p *Pages) organisations(w http.ResponseWriter, r *http.Request) error {
	v, err := p.tree(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(r.Context(), "people.organisation.title"), Body: organisationsPage(v)})
}

func (p *Pages) newOrganisation(w http.ResponseWriter, r *http.Request) error {
	form := web.NewForm("timezone", "Asia/Almaty", "kind", string(people.School), "place", actorOf(r).School)
	return p.showNewOrganisation(w, r, http.StatusOK, form)
}

// above is the value of the field "place" that puts the new organisation on
// top of one's own.
const above = "above"

func (p *Pages) addOrganisation(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	in := people.NewOrganisation{Kind: people.Kind(form.Value("kind")), OrganisationFacts: readOrganisation(form), Parent: form.Value("place")}
	if in.Parent == above {
		in.Parent, in.Above = "", true
	}
	_, err := p.People.AddOrganisation(r.Context(), actorOf(r), in)
	if form.Take(err) {
		return p.showNewOrganisation(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Organisations(), "people.organisation.saved")
}

func (p *Pages) showNewOrganisation(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	v, err := p.tree(r)
	if err != nil {
		return err
	}
	places := v.places(ctx, "")
	if v.own().ParentID == "" {
		places = append(places, component.Choice{Value: above, Label: i18n.T(ctx, "people.organisation.above", "Name", v.own().Name())})
	}
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.organisation.new.title"), Narrow: true, Body: newOrganisationPage(form, places),
		Back: web.Link{Text: i18n.T(ctx, "people.organisation.title"), URL: link.Organisations()},
	})
}

// places are the organisations under which one may be put.
func (v treeView) places(ctx context.Context, except string) []component.Choice {
	var out []component.Choice
	for _, n := range v.nodes {
		if v.mine(n) && n.ID != except {
			out = append(out, component.Choice{Value: n.ID, Label: i18n.T(ctx, "people.organisation.under", "Name", n.Name())})
		}
	}
	return out
}

func (p *Pages) editOrganisation(w http.ResponseWriter, r *http.Request) error {
	v, err := p.tree(r)
	if err != nil {
		return err
	}
	for _, n := range v.nodes {
		if n.ID == r.PathValue("id") && v.mine(n) {
			return p.showEditOrganisation(w, r, http.StatusOK, organisationForm(n.Organisation))
		}
	}
	return people.ErrNoOrganisation()
}

func (p *Pages) saveOrganisation(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	_, err := p.People.EditOrganisation(r.Context(), actorOf(r), r.PathValue("id"), readOrganisation(form))
	if form.Take(err) {
		return p.showEditOrganisation(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Organisations(), "people.organisation.saved")
}

func (p *Pages) showEditOrganisation(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx := r.Context()
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.organisation.edit.title"), Narrow: true, Body: editOrganisationPage(form, r.PathValue("id")),
		Back: web.Link{Text: i18n.T(ctx, "people.organisation.title"), URL: link.Organisations()},
	})
}

func (p *Pages) moveOrganisation(w http.ResponseWriter, r *http.Request) error {
	return p.showMove(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) placeOrganisation(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	err := p.People.MoveOrganisation(r.Context(), actorOf(r), r.PathValue("id"), form.Value("parent"))
	if form.Take(err) {
		return p.showMove(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Organisations(), "people.organisation.saved")
}

func (p *Pages) showMove(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, id := r.Context(), r.PathValue("id")
	v, err := p.tree(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.organisation.move.title"), Narrow: true, Body: movePage(form, id, v.places(ctx, id)),
		Back: web.Link{Text: i18n.T(ctx, "people.organisation.title"), URL: link.Organisations()},
	})
}

// ruleView is what the page of rules shows.
type ruleView struct {
	form  web.Form
	rules []people.DatedRule
	holds []ruleNow
}

type ruleNow struct {
	name  people.RuleName
	value string
}

func (p *Pages) rules(w http.ResponseWriter, r *http.Request) error {
	return p.showRules(w, r, http.StatusOK, web.NewForm("starts", formDate(p.today())))
}

func (p *Pages) setRule(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	_, err := p.People.SetRule(r.Context(), actorOf(r), people.NewRule{
		Name: people.RuleName(form.Value("name")), Value: form.Value("value"), Source: form.Value("source"), Starts: form.Date("starts"),
	})
	if form.Take(err) {
		return p.showRules(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Rules(), "people.rule.saved")
}

func (p *Pages) showRules(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, school := r.Context(), actorOf(r).School
	v := ruleView{form: form}
	var err error
	if v.rules, err = people.RulesOf(ctx, p.DB.Read(), school); err != nil {
		return err
	}
	now, err := people.RulesOn(ctx, p.DB.Read(), school, p.today())
	if err != nil {
		return err
	}
	for _, rule := range people.RuleNames {
		v.holds = append(v.holds, ruleNow{rule.Name, now[rule.Name]})
	}
	return web.Show(w, r, status, web.Page{Title: i18n.T(ctx, "people.rule.title"), Narrow: true, Body: rulesPage(v)})
}
