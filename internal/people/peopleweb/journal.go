package peopleweb

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

const pageOfJournal = 50

// journalView is what the journal shows.
type journalView struct {
	form    web.Form
	entries []journal.Entry
	staff   []component.Choice
	first   string
	next    string
}

// journalAreas are the areas whose entries can be asked for alone.
var journalAreas = []string{"people", "timetable", "mentoring", "observation"}

func areaChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Value: "", Label: i18n.T(ctx, "people.journal.all")}}
	for _, a := range journalAreas {
		out = append(out, component.Choice{Value: a, Label: i18n.T(ctx, "people.journal.area."+a)})
	}
	return out
}

func (p *Pages) journal(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := journalView{form: web.ReadForm(r)}
	f := journal.Filter{Area: v.form.Value("area"), Staff: v.form.Value("staff"), Before: v.form.Value("before"), Limit: pageOfJournal + 1}
	var err error
	if v.entries, err = p.People.Log(ctx, actorOf(r), f); err != nil {
		return err
	}
	staff, err := people.Choices(ctx, p.DB.Read(), actorOf(r).School, p.today())
	if err != nil {
		return err
	}
	v.staff = personChoices(ctx, staff)
	v.staff[0].Label = i18n.T(ctx, "people.journal.everybody")
	here := link.With(link.Journal(), "area", f.Area, "staff", f.Staff)
	if f.Before != "" {
		v.first = here
	}
	if len(v.entries) > pageOfJournal {
		v.entries = v.entries[:pageOfJournal]
		v.next = link.With(here, "before", v.entries[pageOfJournal-1].ID)
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "people.journal.title"), Body: journalPage(v), Sees: i18n.T(ctx, "people.journal.sees")})
}

func (p *Pages) recordJournal(w http.ResponseWriter, r *http.Request) error {
	ctx, kind, id := r.Context(), r.PathValue("kind"), r.PathValue("id")
	entries, err := p.People.LogOf(ctx, actorOf(r), journal.Ref{Kind: kind, ID: id})
	if err != nil {
		return err
	}
	page := web.Page{Title: i18n.T(ctx, "people.journal.title"), Sees: i18n.T(ctx, "people.journal.sees")}
	switch kind {
	case people.KindOfStaff:
		s, err := people.StaffByID(ctx, p.DB.Read(), actorOf(r).School, id)
		if err != nil {
			return err
		}
		page = p.personPage(ctx, s, page)
	case people.KindOfUnit:
		u, err := people.UnitByID(ctx, p.DB.Read(), actorOf(r).School, id)
		if err != nil {
			return err
		}
		page.Kicker, page.Back = u.Name().In(ctx), web.Link{Text: u.Name().In(ctx), URL: link.Unit(id)}
	default:
		if len(entries) == 0 {
			return errNoRecord
		}
	}
	page.Body = recordJournalPage(entries, kind, id)
	return web.Show(w, r, http.StatusOK, page)
}

// happened is the sentence of an entry, in the reader's language.
func happened(ctx context.Context, e journal.Entry) string {
	var args []any
	for _, name := range slices.Sorted(maps.Keys(e.Details)) {
		value := readable(ctx, e.Details[name])
		if e.Event == string(people.EventRuleSet) && name == "Name" {
			value = i18n.T(ctx, e.Details[name]) // the message of the area that owns the rule
		}
		args = append(args, name, value)
	}
	return i18n.T(ctx, "journal."+e.Event, args...)
}

// readable turns what entries hold as codes into words: dates and roles.
func readable(ctx context.Context, value string) any {
	if d := calendar.Date(value); d.Valid() {
		if d == calendar.Forever {
			return i18n.T(ctx, "people.journal.open")
		}
		return d
	}
	if slices.Contains(access.Roles, access.Role(value)) {
		return i18n.T(ctx, "web.role."+value)
	}
	return value
}

// who acted; what the program does by itself has no person behind it.
func who(ctx context.Context, e journal.Entry) string {
	if e.Staff == "" {
		return i18n.T(ctx, "people.journal.program")
	}
	return e.Actor
}

// recordLink leads to the record where there is a page for it.
func recordLink(e journal.Entry) string {
	switch e.RecordKind {
	case people.KindOfStaff:
		return link.Staff(e.RecordID)
	case people.KindOfUnit:
		return link.Unit(e.RecordID)
	}
	return ""
}

var errNoRecord = fault.NotFound("people.journal.no_record")
