package accountsweb

import (
	"context"
	"net/http"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/people/accounts"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

const (
	pageOfAccounts = 100
	wholeSchool    = 2000
)

// accountView is what the list of accounts shows.
type accountView struct {
	form   web.Form
	filter web.Form
	lines  []accounts.Line
	count  accounts.Count
	first  string
	next   string
	now    calendar.Instant
	zone   *time.Location
	tabs   []component.Tab
}

func (p *Pages) accounts(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	return p.showAccounts(w, r, http.StatusOK, web.NewForm("who", "new", "after", form.Value("after"), "role", form.Value("role"), "state", form.Value("state")))
}

func (p *Pages) showAccounts(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, school := r.Context(), actorOf(r).School
	f := accounts.Filter{
		On: p.today(), Now: p.Accounts.Instant(), Role: access.Role(form.Value("role")), State: accounts.State(form.Value("state")),
		After: form.Value("after"), Limit: pageOfAccounts + 1,
	}
	lines, err := accounts.List(ctx, p.DB.Read(), school, f)
	if err != nil {
		return err
	}
	count, err := accounts.CountOf(ctx, p.DB.Read(), school, f.On, f.Now)
	if err != nil {
		return err
	}
	v := accountView{form: form, filter: web.NewForm("role", string(f.Role), "state", string(f.State)), lines: lines, count: count, now: f.Now, zone: web.Zone(ctx), tabs: p.Tabs(ctx, link.Accounts())}
	here := link.With(link.Accounts(), "role", string(f.Role), "state", string(f.State))
	if f.After != "" {
		v.first = here
	}
	if len(lines) > pageOfAccounts {
		v.lines = lines[:pageOfAccounts]
		v.next = link.With(here, "after", v.lines[pageOfAccounts-1].Key())
	}
	return web.Show(w, r, status, web.Page{Title: i18n.T(ctx, "people.account.title"), Body: accountsPage(v), Sees: i18n.T(ctx, "people.account.sees")})
}

// issueCodes makes the codes and leads to the page of their sheet.
func (p *Pages) issueCodes(w http.ResponseWriter, r *http.Request) error {
	ctx, form, actor := r.Context(), web.ReadForm(r), actorOf(r)
	staff := form.Values("staff")
	if form.Value("who") == "new" {
		var err error
		if staff, err = p.withoutWayIn(ctx, actor); err != nil {
			return err
		}
	}
	tickets, err := p.Accounts.IssueCodes(ctx, actor, staff)
	if form.Take(err) {
		return p.showAccounts(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.CodeSheet(string(tickets[0].Expires)), "people.codes.made", "Count", len(tickets))
}

// withoutWayIn are those of today who have neither a password nor a code that opens.
func (p *Pages) withoutWayIn(ctx context.Context, actor access.Actor) ([]string, error) {
	lines, err := accounts.List(ctx, p.DB.Read(), actor.School, accounts.Filter{
		On: p.today(), Now: p.Accounts.Instant(), State: accounts.NoAccount, Limit: wholeSchool,
	})
	var out []string
	for _, l := range lines {
		if l.DisabledAt == "" {
			out = append(out, l.StaffID)
		}
	}
	return out, err
}

// turnAccount closes an account that is open and opens one that is closed.
func (p *Pages) turnAccount(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	if web.ReadForm(r).Value("turn") == "on" {
		if err := p.Accounts.Enable(ctx, actorOf(r), id); err != nil {
			return err
		}
		return web.SeeOther(w, r, link.Accounts(), "people.account.enabled")
	}
	if err := p.Accounts.Disable(ctx, actorOf(r), id); err != nil {
		return err
	}
	if err := web.EndSessions(ctx, id); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Accounts(), "people.account.turned_off")
}

// accountState is the tag of an account in the list.
func accountState(l accounts.Line, now calendar.Instant) (kind, key string) {
	switch {
	case l.DisabledAt != "":
		return component.Late, "people.account.state.disabled"
	case l.CodeUntil > now:
		return component.Wait, "people.account.state.code"
	case l.HasPass:
		return component.OK, "people.account.state.used"
	case l.AccountID != "":
		return component.Wait, "people.account.state.expired"
	}
	return component.Plain, "people.account.state.none"
}
