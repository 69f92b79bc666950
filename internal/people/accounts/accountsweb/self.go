package accountsweb

import (
	"cmp"
	"context"
	"net/http"
	"strings"

	"talim/internal/i18n"
	"talim/internal/people/accounts"
	"talim/internal/people/naming"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// selfView asks the reader which person of the list they are.
type selfView struct {
	form           *web.Form
	name           string             // of the reader, as they wrote it
	likely, others []component.Choice // those whose name may be another way of writing it
}

// self asks whoever signed in before the list of staff came who of it they are.
func (p *Pages) self() web.FormOf[string] {
	return web.FormOf[string]{
		At: link.Self(), Permission: accounts.MayKeepOwn, Show: p.selfPage,
		Read: func(f *web.Form) string { return cmp.Or(f.Value("among"), f.Value("other")) },
		Do: func(r *http.Request, in string) (web.Done, error) {
			return web.Next(link.Home(), "people.self.joined"), p.Accounts.JoinSelf(r.Context(), actorOf(r), in)
		},
	}
}

func (p *Pages) selfPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	v := selfView{form: f, name: actorOf(r).Name}
	all, err := p.Accounts.Namesakes(ctx, actorOf(r))
	if err != nil {
		return web.Page{}, err
	}
	names, err := timetable.SubjectNames(ctx, p.DB.Read(), actorOf(r).School)
	if err != nil {
		return web.Page{}, err
	}
	mine := naming.Text(v.name)
	for _, n := range all {
		what := whatOf(ctx, n, names)
		if mine.Akin(naming.Of(n.FamilyName, n.GivenName, n.Patronymic)) {
			v.likely = append(v.likely, component.Choice{Value: n.ID, Label: n.Name(), Hint: what})
			continue
		}
		v.others = append(v.others, component.Choice{Value: n.ID, Label: n.Name() + " – " + what})
	}
	return web.Page{
		Title: i18n.T(ctx, "people.self.title"), Narrow: true, Body: selfPage(v), Sees: i18n.T(ctx, "people.self.sees"),
	}, nil
}

// whatOf says by what somebody is known beside the name.
func whatOf(ctx context.Context, n accounts.Namesake, names map[string]i18n.Text) string {
	var what []string
	for _, role := range n.RoleList() {
		what = append(what, i18n.T(ctx, "web.role."+string(role)))
	}
	for _, code := range n.SubjectList() {
		what = append(what, cmp.Or(names[code].In(ctx), code))
	}
	return i18n.Capital(strings.Join(what, ", "))
}

func (p *Pages) stayApart(r *http.Request, _ *web.Form) (web.Done, error) {
	return web.Next(link.Home(), "people.self.apart"), p.Accounts.StayApart(r.Context(), actorOf(r))
}
