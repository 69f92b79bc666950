package peopleweb

import (
	"context"
	"net/http"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/link"
)

const pageOfAccounts = 100

// accountView is what the list of accounts shows.
type accountView struct {
	form  web.Form
	lines []people.AccountLine
	first string
	next  string
	now   calendar.Instant
	zone  *time.Location
}

func (p *Pages) accounts(w http.ResponseWriter, r *http.Request) error {
	return p.showAccounts(w, r, http.StatusOK, web.NewForm("who", "new", "after", web.ReadForm(r).Value("after")))
}

func (p *Pages) showAccounts(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, after := r.Context(), form.Value("after")
	lines, err := people.AccountLines(ctx, p.DB.Read(), actorOf(r).School, p.today(), after, pageOfAccounts+1)
	if err != nil {
		return err
	}
	v := accountView{form: form, lines: lines, now: p.People.Instant(), zone: web.Zone(ctx)}
	if after != "" {
		v.first = link.Accounts()
	}
	if len(lines) > pageOfAccounts {
		v.lines = lines[:pageOfAccounts]
		v.next = link.With(link.Accounts(), "after", v.lines[pageOfAccounts-1].Key())
	}
	return web.Show(w, r, status, web.Page{Title: i18n.T(ctx, "people.account.title"), Body: accountsPage(v), Sees: i18n.T(ctx, "people.account.sees")})
}

// issueCodes answers with the sheet itself: the codes are nowhere else.
func (p *Pages) issueCodes(w http.ResponseWriter, r *http.Request) error {
	ctx, form, actor := r.Context(), web.ReadForm(r), actorOf(r)
	staff := form.Values("staff")
	if form.Value("who") == "new" {
		var err error
		if staff, err = p.neverIn(ctx, actor); err != nil {
			return err
		}
	}
	tickets, err := p.People.IssueCodes(ctx, actor, staff)
	if form.Take(err) {
		return p.showAccounts(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	org, err := people.OrganisationByID(ctx, p.DB.Read(), actor.School)
	if err != nil {
		return err
	}
	return web.Paper(w, r, form.Value("format"), "codes", codeSheet(ctx, org.Name().In(ctx), tickets, p.today()))
}

// neverIn are those of today who have not set a password yet.
func (p *Pages) neverIn(ctx context.Context, actor access.Actor) ([]string, error) {
	lines, err := people.AccountLines(ctx, p.DB.Read(), actor.School, p.today(), "", wholeList)
	var out []string
	for _, l := range lines {
		if !l.HasPass && l.DisabledAt == "" {
			out = append(out, l.StaffID)
		}
	}
	return out, err
}

// codeSheet is the paper with a line for each person, to be cut apart (R230).
func codeSheet(ctx context.Context, school string, tickets []people.Ticket, today calendar.Date) document.Document {
	t := document.Table{
		Head: []string{
			i18n.T(ctx, "people.field.name"), i18n.T(ctx, "people.signin.login"), i18n.T(ctx, "people.first.code"), i18n.T(ctx, "people.codes.until"),
		},
		Widths: []float64{4, 3, 3, 3},
	}
	for _, x := range tickets {
		t.Rows = append(t.Rows, []string{x.Name, x.Login, x.OneTime, i18n.Moment(ctx, x.Expires, web.Zone(ctx))})
	}
	title := i18n.T(ctx, "people.codes.title")
	return document.Document{
		Language: i18n.From(ctx).Language(), Title: title, Author: school, Date: today,
		Blocks: []document.Block{
			document.Heading{Level: 1, Text: title},
			document.Paragraph{Text: school, Align: document.Center},
			document.Paragraph{Text: i18n.T(ctx, "people.codes.how")},
			t,
			document.Paragraph{Text: i18n.T(ctx, "people.codes.care"), Small: true},
		},
	}
}

// turnAccount closes an account that is open and opens one that is closed.
func (p *Pages) turnAccount(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	if web.ReadForm(r).Value("turn") == "on" {
		if err := p.People.EnableAccount(ctx, actorOf(r), id); err != nil {
			return err
		}
		return web.SeeOther(w, r, link.Accounts(), "people.account.enabled")
	}
	if err := p.People.DisableAccount(ctx, actorOf(r), id); err != nil {
		return err
	}
	if err := web.EndSessions(ctx, id); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Accounts(), "people.account.turned_off")
}

var errNoRecord = fault.NotFound("people.journal.no_record")
