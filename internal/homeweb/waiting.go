package homeweb

import (
	"cmp"
	"context"
	"errors"
	"net/http"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/firststep"
	"talim/internal/reminder"
	"talim/internal/waiting"
	"talim/internal/web"
	"talim/internal/web/link"
)

// horizon is how far ahead a thing is shown at once; what is due later stands
// folded below, so that the first page of the year is not a wall.
const horizon = 14

// list is what waits, in order.
type list struct {
	today calendar.Date
	now   []waiting.Item // overdue, due within the horizon, or of no date
	later []waiting.Item
}

func newList(today calendar.Date, items []waiting.Item) list {
	waiting.Sort(items)
	l := list{today: today}
	for _, i := range items {
		if i.Due > today.AddDays(horizon) {
			l.later = append(l.later, i)
			continue
		}
		l.now = append(l.now, i)
	}
	return l
}

func (l list) empty() bool { return len(l.now)+len(l.later) == 0 }

// waitingFor puts what waits in order: the reminders, and what the areas find in one
// query, however many there are. With it come the first steps of the school.
func (p *Pages) waitingFor(ctx context.Context, actor access.Actor) (list, []waiting.Step, error) {
	items, err := p.reminders(ctx, actor)
	if err != nil {
		return list{}, nil, err
	}
	sources := make([]waiting.Source, len(p.Areas))
	var steps []waiting.StepSource
	for i, area := range p.Areas {
		sources[i] = area.Waiting
		if area.FirstSteps != nil && area.FirstSteps(actor) != "" {
			steps = append(steps, area.FirstSteps)
		}
	}
	if len(steps) > 0 {
		steps = append(steps, firststep.Later)
	}
	more, found, err := waiting.Find(ctx, p.DB.Read(), sources, steps, actor, p.date())
	return newList(p.date(), p.addressed(append(items, more...))), found, err
}

// addressed gives each item the address of today.
func (p *Pages) addressed(items []waiting.Item) []waiting.Item {
	for i, item := range items {
		items[i].URL = cmp.Or(web.AddressOf(p.Areas, item.Target.Kind, item.Target.ID), item.URL)
	}
	return items
}

// reminders are the open ones of the actor; these may be put away unread.
func (p *Pages) reminders(ctx context.Context, actor access.Actor) ([]waiting.Item, error) {
	if actor.Staff == "" {
		return nil, nil
	}
	open, err := reminder.OpenFor(ctx, p.DB.Read(), actor.School, actor.Staff)
	if err != nil {
		return nil, err
	}
	items := make([]waiting.Item, 0, len(open))
	for _, r := range open {
		items = append(items, told(item(r), p.date()))
	}
	return items, nil
}

// item is the reminder as something that waits; only an older one stored an address.
func item(r reminder.Reminder) waiting.Item {
	title := fault.Message{Key: r.Key, Args: make(map[string]any, len(r.Args))}
	for name, value := range r.Args {
		title.Args[name] = value
		if d := calendar.Date(value); d.Valid() { // stored as text, read as a date
			title.Args[name] = d
		}
	}
	return waiting.Item{Due: r.DueOn, Title: title, Target: r.Target, URL: r.URL, Dismiss: r.ID}
}

// told is a reminder that only tells something: once its day has passed it presses
// nobody and stands below what has a date.
func told(i waiting.Item, today calendar.Date) waiting.Item {
	if i.Overdue(today) {
		i.Due = ""
	}
	return i
}

// dismiss puts a reminder away. It changes nothing but this person's own page,
// so it has no journal entry. A second click finds nothing to do.
func (p *Pages) dismiss(w http.ResponseWriter, r *http.Request) error {
	actor := access.ActorFrom(r.Context())
	err := p.DB.Tx(r.Context(), func(ctx context.Context, tx db.Conn) error {
		return reminder.Dismiss(ctx, tx, p.Now(), actor.School, actor.Staff, r.PathValue("id"))
	})
	if err != nil && !errors.Is(err, db.ErrNotFound) {
		return err
	}
	return web.SeeOther(w, r, link.Home(), "home.reminder.dismissed")
}

// emptyKey is the message for somebody for whom nothing waits: it says what
// will come here and, where there is one, what to do first.
func emptyKey(a access.Actor) string {
	if a.Office && a.Has(access.Administrator) {
		return "home.empty.office"
	}
	for _, r := range []access.Role{access.Director, access.Deputy, access.Administrator, access.Methodologist, access.SMUHead} {
		if a.Has(r) {
			return "home.empty." + string(r)
		}
	}
	if a.Has(access.Coordinator) {
		return "home.empty.deputy"
	}
	return "home.empty.teacher"
}
