package peopleweb

import (
	"context"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/rule"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

func readOrganisation(f web.Form) tree.Facts {
	return tree.Facts{
		Code: f.Value("code"), Name: readName(f, "name"), AddressKK: f.Value("address_kk"), AddressRU: f.Value("address_ru"),
		Timezone: f.Value("timezone"), Languages: f.Values("languages"),
	}
}

// standing are the fields of the form of an organisation, as the record has them.
func standing(o tree.Organisation) []string {
	pairs := []string{
		"code", o.Code, "name_kk", o.NameKK, "name_ru", o.NameRU, "name_en", o.NameEN, "address_kk", o.AddressKK, "address_ru", o.AddressRU,
		"timezone", o.Timezone, "languages", "",
	}
	for lang := range strings.FieldsSeq(o.Languages) {
		pairs = append(pairs, "languages", lang)
	}
	return pairs
}

func kindChoices(ctx context.Context, kinds ...tree.Kind) []component.Choice {
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
	nodes  []tree.Node
	school string // of the actor
	may    bool
}

func (v treeView) own() tree.Node {
	for _, n := range v.nodes {
		if n.ID == v.school {
			return n
		}
	}
	return tree.Node{}
}

// mine says whether the node is the actor's own or lies below it.
func (v treeView) mine(n tree.Node) bool { return v.may && n.Depth >= v.own().Depth }

func (p *Pages) tree(r *http.Request) (treeView, error) {
	actor := actorOf(r)
	nodes, err := tree.Of(r.Context(), p.DB.Read(), actor.School)
	return treeView{nodes: nodes, school: actor.School, may: tree.MayKeep.Allows(actor)}, err
}

func (p *Pages) organisations(w http.ResponseWriter, r *http.Request) error {
	v, err := p.tree(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(r.Context(), "people.organisation.title"), Body: organisationsPage(v)})
}

// above is the value of the field "place" that puts the new organisation on
// top of one's own.
const above = "above"

func (p *Pages) newOrganisation() web.FormOf[tree.NewOrganisation] {
	return web.FormOf[tree.NewOrganisation]{
		At: "/people/organisation/new", Permission: tree.MayKeep, Show: p.newOrganisationPage,
		Read: func(f *web.Form) tree.NewOrganisation {
			in := tree.NewOrganisation{Kind: tree.Kind(f.Value("kind")), Facts: readOrganisation(*f), Parent: f.Value("place")}
			if in.Parent == above {
				in.Parent, in.Above = "", true
			}
			return in
		},
		Do: func(r *http.Request, in tree.NewOrganisation) (web.Done, error) {
			_, err := p.Tree.Add(r.Context(), actorOf(r), in)
			return web.Next(link.Organisations(), "people.organisation.saved"), err
		},
	}
}

func (p *Pages) newOrganisationPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	f.Begin("timezone", "Asia/Almaty", "kind", string(tree.School), "place", actorOf(r).School)
	v, err := p.tree(r)
	places := v.places(ctx, "")
	if v.atTop() {
		places = append(places, component.Choice{Value: above, Label: i18n.T(ctx, "people.organisation.above", "Name", v.own().Name())})
	}
	return pageOfTree(ctx, "people.organisation.new.title", newOrganisationPage(f, places)), err
}

// pageOfTree is the page of a form about an organisation.
func pageOfTree(ctx context.Context, titleKey string, body templ.Component) web.Page {
	return web.Page{
		Title: i18n.T(ctx, titleKey), Narrow: true, Body: body, Back: web.Link{Text: i18n.T(ctx, "people.organisation.title"), URL: link.Organisations()},
	}
}

// atTop says whether nothing stands above the actor's own yet.
func (v treeView) atTop() bool { return v.own().ParentID == "" }

// mayAdd says whether there is a place for another organisation.
func (v treeView) mayAdd(ctx context.Context) bool {
	return v.may && (v.atTop() || len(v.places(ctx, "")) > 0)
}

// places are the organisations under which one may be put: those of the actor's that are
// no schools.
func (v treeView) places(ctx context.Context, except string) []component.Choice {
	var out []component.Choice
	for _, n := range v.nodes {
		if v.mine(n) && n.ID != except && n.Kind != tree.School {
			out = append(out, component.Choice{Value: n.ID, Label: i18n.T(ctx, "people.organisation.under", "Name", n.Name())})
		}
	}
	return out
}

func (p *Pages) editOrganisation() web.FormOf[change[tree.Facts]] {
	return web.FormOf[change[tree.Facts]]{
		At: "/people/organisation/{id}", Permission: tree.MayKeep, Show: p.editOrganisationPage,
		Read: func(f *web.Form) change[tree.Facts] {
			return change[tree.Facts]{f.Version(), readOrganisation(*f)}
		},
		Do: func(r *http.Request, in change[tree.Facts]) (web.Done, error) {
			_, err := p.Tree.Edit(r.Context(), actorOf(r), r.PathValue("id"), in.version, in.to)
			return web.Next(link.Organisations(), "people.organisation.saved"), err
		},
	}
}

func (p *Pages) editOrganisationPage(r *http.Request, f *web.Form) (web.Page, error) {
	v, err := p.tree(r)
	if err != nil {
		return web.Page{}, err
	}
	for _, n := range v.nodes {
		if n.ID == r.PathValue("id") && v.mine(n) {
			f.Stands(n.Version, standing(n.Organisation)...)
			return pageOfTree(r.Context(), "people.organisation.edit.title", editOrganisationPage(f, n.ID)), nil
		}
	}
	return web.Page{}, tree.ErrNoOrganisation()
}

func (p *Pages) moveOrganisation() web.FormOf[tree.NewPlace] {
	return web.FormOf[tree.NewPlace]{
		At: "/people/organisation/{id}/move", Permission: tree.MayKeep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx, id := r.Context(), r.PathValue("id")
			f.Begin("starts", formDate(p.today()))
			v, err := p.tree(r)
			for _, n := range v.nodes {
				if n.ID == id {
					f.Stands(n.Version, "parent", n.ParentID)
				}
			}
			return pageOfTree(ctx, "people.organisation.move.title", movePage(f, id, v.places(ctx, id))), err
		},
		Read: func(f *web.Form) tree.NewPlace {
			return tree.NewPlace{Version: f.Version(), Parent: f.Value("parent"), Starts: f.Date("starts")}
		},
		Do: func(r *http.Request, in tree.NewPlace) (web.Done, error) {
			err := p.Tree.Move(r.Context(), actorOf(r), r.PathValue("id"), in)
			return web.Next(link.Organisations(), "people.organisation.saved"), err
		},
	}
}

// ruleView is what the page of rules shows.
type ruleView struct {
	form  *web.Form
	dated []rule.Dated
	rules []rule.Rule
	holds map[rule.Name]int
}

// allRules are the dated rules of the program.
func (p *Pages) allRules() []rule.Rule {
	if p.Rules == nil {
		return people.DatedRules
	}
	return p.Rules()
}

// newRule is a value of a rule; the zero Rule is none that there is.
type newRule struct {
	rule rule.Rule
	rule.New
}

func (p *Pages) setRule() web.FormOf[newRule] {
	return web.FormOf[newRule]{
		Show: p.rulesPage,
		Read: func(f *web.Form) newRule {
			in := newRule{New: rule.New{Value: f.Value("value"), Source: f.Value("source"), Starts: f.Date("starts")}}
			for _, r := range p.allRules() {
				if string(r.Name) == f.Value("name") {
					in.rule = r
				}
			}
			return in
		},
		Do: func(r *http.Request, in newRule) (web.Done, error) {
			_, err := p.People.SetRule(r.Context(), actorOf(r), in.rule, in.New)
			return web.Next(link.Rules(), "people.rule.saved"), err
		},
	}
}

func (p *Pages) ruleRoutes() []web.Route {
	form := p.setRule()
	return []web.Route{
		{Pattern: "GET /people/rules", Permission: people.MaySee, Handle: form.Get},
		{Pattern: "POST /people/rules", Permission: people.MayKeepRules, Handle: form.Post},
	}
}

func (p *Pages) rulesPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx, school := r.Context(), actorOf(r).School
	f.Begin("starts", formDate(p.today()))
	v := ruleView{form: f, rules: p.allRules()}
	var err error
	if v.dated, err = rule.Of(ctx, p.DB.Read(), school); err != nil {
		return web.Page{}, err
	}
	v.holds, err = people.RulesOn(ctx, p.DB.Read(), school, v.rules, p.today())
	return web.Page{Title: i18n.T(ctx, "people.rule.title"), Narrow: true, Body: rulesPage(v)}, err
}
