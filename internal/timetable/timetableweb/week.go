package timetableweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// weekView is a week ready to be drawn.
type weekView struct {
	nav
	tab   string
	days  []component.WeekDay
	hours int            // lessons of the reader in this week (R168: everybody sees their own)
	turn  timetable.Turn // of the week, in a school that has lessons of every other week
	share string         // address of the finder of time shared with this person, "" for none
	free  string         // address of the week with or without free time drawn, "" for none
	drawn bool           // free time is drawn
	files []download
}

// freeToggle is the text of the button that draws free time or leaves it out.
func freeToggle(ctx context.Context, v weekView) string {
	if v.drawn {
		return i18n.T(ctx, "timetable.week.free_hide")
	}
	return i18n.T(ctx, "timetable.week.free_show")
}

func (v weekView) empty() bool {
	for _, d := range v.days {
		if len(d.Items) > 0 || d.Note != "" {
			return false
		}
	}
	return true
}

// myWeek is one's own week. Somebody without a post of their own, such as the
// helper who only keeps accounts, is led to the choice of others.
func (p *Pages) myWeek(w http.ResponseWriter, r *http.Request) error {
	actor := access.ActorFrom(r.Context())
	if actor.Staff == "" {
		return web.SeeOther(w, r, link.Whose(), "")
	}
	return p.showWeek(w, r, actor.Staff)
}

func (p *Pages) staffWeek(w http.ResponseWriter, r *http.Request) error {
	return p.showWeek(w, r, r.PathValue("id"))
}

func (p *Pages) showWeek(w http.ResponseWriter, r *http.Request, staff string) error {
	ctx := r.Context()
	actor, monday := access.ActorFrom(ctx), mondayAsked(r, p.Timetable.Today())
	entries, days, err := p.Timetable.Week(ctx, actor, staff, monday)
	if err != nil {
		return err
	}
	names, err := people.NamesOf(ctx, p.DB.Read(), actor.School, append(othersIn(entries), staff))
	if err != nil {
		return err
	}
	who, known := names[staff]
	if !known {
		return fault.NotFound("timetable.staff.not_found")
	}
	d := drawing{pages: p, names: names, mine: staff == actor.Staff}
	view := weekView{nav: p.navOf(monday, link.Timetable), tab: "mine", days: d.days(ctx, entries, days, monday), turn: turnOf(days, monday)}
	if view.drawn = r.URL.Query().Get("free") != "" && actor.Staff != ""; view.drawn {
		if err := p.drawFree(ctx, &view, actor, staff); err != nil {
			return err
		}
	}
	page := web.Page{Title: i18n.T(ctx, "timetable.week.mine"), Sees: i18n.T(ctx, "timetable.week.sees")}
	if d.mine {
		view.hours = lessonsIn(entries)
	} else {
		view.tab, view.url = "whose", func(m string) string { return link.StaffWeek(staff, m) }
		view.share = link.FreeTime(string(monday), unique(actor.Staff, staff)...)
		page.Title, page.Back = who.Name, web.Link{Text: i18n.T(ctx, "timetable.tab.whose"), URL: link.Whose()}
	}
	if view.free = view.url(string(monday)); !view.drawn {
		view.free = link.With(view.free, "free", "1")
	}
	view.files = downloads(ctx, func(file string) string { return link.StaffTable(staff, file, string(monday)) }, "calendar.ics", "lessons.xlsx", "lessons.csv")
	page.Body = weekPage(view)
	return web.Show(w, r, http.StatusOK, page)
}

// drawFree adds to a week the time that is free: the reader's own, or what the reader
// shares with the person shown.
func (p *Pages) drawFree(ctx context.Context, v *weekView, actor access.Actor, staff string) error {
	title := "timetable.week.free"
	ids := []string{staff}
	if staff != actor.Staff {
		title, ids = "timetable.week.free_both", append(ids, actor.Staff)
	}
	free, err := p.Timetable.SharedSlots(ctx, p.DB.Read(), actor.School, ids, v.monday, v.monday.AddDays(6))
	if err != nil {
		return err
	}
	for n := range v.days {
		day := &v.days[n]
		for _, s := range free {
			last := len(day.Items) - 1
			switch {
			case s.Date != day.Date:
			case last >= 0 && strings.HasPrefix(day.Items[last].Kind, component.Free) && s.StartsAt.Minutes()-day.Items[last].Ends.Minutes() <= pause:
				day.Items[last].Ends = max(day.Items[last].Ends, s.EndsAt)
			default:
				day.Items = append(day.Items, component.WeekItem{Starts: s.StartsAt, Ends: s.EndsAt, Kind: component.Free + " near", Title: i18n.T(ctx, title)})
			}
		}
		slices.SortStableFunc(day.Items, func(a, b component.WeekItem) int { return strings.Compare(string(a.Starts), string(b.Starts)) })
	}
	return nil
}

// turnOf is the turn of the week that begins with a Monday, as its first day of lessons has it.
func turnOf(days timetable.Days, monday calendar.Date) timetable.Turn {
	if !days.TakeTurns() {
		return timetable.EveryWeek
	}
	for day := range (calendar.Period{Starts: monday, Ends: monday.AddDays(6)}).Days() {
		if days.Teaches(day) {
			return days.Turn(day)
		}
	}
	return timetable.EveryWeek
}

func lessonsIn(entries []timetable.Entry) int {
	hours := map[string]bool{} // two classes together are one hour
	for _, e := range entries {
		if !e.IsBooking() {
			hours[string(e.Date)+string(e.StartsAt)] = true
		}
	}
	return len(hours)
}

func unique(ids ...string) []string {
	var out []string
	for _, id := range ids {
		if id != "" {
			out = append(out, id)
		}
	}
	return out
}

func othersIn(entries []timetable.Entry) []string {
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.With...)
	}
	return ids
}

func (p *Pages) classWeek(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, school, monday := p.DB.Read(), access.ActorFrom(ctx).School, mondayAsked(r, p.Timetable.Today())
	id := r.PathValue("id")
	entries, days, err := timetable.ClassWeek(ctx, c, school, id, monday)
	if err != nil {
		return err
	}
	files := func(file string) string { return link.ClassTable(id, file, string(monday)) }
	if len(entries) > 0 {
		title := i18n.T(ctx, "timetable.week.class", "Class", entries[0].Class)
		return p.showLessons(w, r, title, entries, days, p.navOf(monday, func(m string) string { return link.ClassWeek(id, m) }), files)
	}
	class, err := timetable.ClassByID(ctx, c, school, id)
	if err != nil {
		return err
	}
	title := i18n.T(ctx, "timetable.week.class", "Class", class.Name)
	return p.showLessons(w, r, title, nil, days, p.navOf(monday, func(m string) string { return link.ClassWeek(id, m) }), files)
}

func (p *Pages) roomWeek(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	school, monday, room := access.ActorFrom(ctx).School, mondayAsked(r, p.Timetable.Today()), web.ReadForm(r).Value("name")
	if room == "" {
		return fault.NotFound("timetable.room.not_found")
	}
	entries, days, err := timetable.RoomWeek(ctx, p.DB.Read(), school, room, monday)
	if err != nil {
		return err
	}
	files := func(file string) string { return link.RoomTable(room, file, string(monday)) }
	return p.showLessons(w, r, i18n.Capital(roomName(ctx, room)), entries, days, p.navOf(monday, func(m string) string { return link.RoomWeek(room, m) }), files)
}

// showLessons is the week of a class or a room: who teaches is what counts.
func (p *Pages) showLessons(w http.ResponseWriter, r *http.Request, title string, entries []timetable.Entry, days timetable.Days, n nav, file func(string) string) error {
	ctx := r.Context()
	var ids []string
	for _, e := range entries {
		ids = append(ids, e.Staff)
	}
	names := map[string]people.Named{}
	if len(ids) > 0 {
		var err error
		if names, err = people.NamesOf(ctx, p.DB.Read(), access.ActorFrom(ctx).School, ids); err != nil {
			return err
		}
	}
	d := drawing{pages: p, names: names, teachers: true}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: title, Back: web.Link{Text: i18n.T(ctx, "timetable.tab.whose"), URL: link.Whose()},
		Body: weekPage(weekView{nav: n, tab: "whose", turn: turnOf(days, n.monday), days: d.days(ctx, entries, days, n.monday), files: downloads(ctx, file, "lessons.xlsx", "lessons.csv")}),
	})
}

// drawing turns entries into what the week grid shows.
type drawing struct {
	pages    *Pages
	names    map[string]people.Named
	mine     bool // the reader's own week
	teachers bool // the week of a class or room
}

func (d drawing) days(ctx context.Context, entries []timetable.Entry, days timetable.Days, monday calendar.Date) []component.WeekDay {
	var out []component.WeekDay
	for n := range 7 {
		day := monday.AddDays(n)
		drawn := component.WeekDay{Date: day, Today: day == d.pages.Timetable.Today(), Items: d.items(ctx, entries, day)}
		if holiday, off := days.Holiday(day); off {
			drawn.Note = holiday.Name().In(ctx)
		} else if absentOn(entries, day) {
			drawn.Note = i18n.T(ctx, "timetable.week.absent")
			for i := range drawn.Items { // in a wide week the note stands behind the first item
				drawn.Items[i].State = cmp.Or(drawn.Items[i].State, drawn.Note)
			}
		}
		if n < 5 || len(drawn.Items) > 0 || days.Teaches(day) {
			out = append(out, drawn)
		}
	}
	return out
}

func (d drawing) items(ctx context.Context, entries []timetable.Entry, day calendar.Date) []component.WeekItem {
	var items []component.WeekItem
	for _, e := range entries {
		switch {
		case e.Date != day || e.WholeDay():
		case e.Kind == timetable.KindCover && e.Part == timetable.Member:
			items = append(items, d.covering(ctx, e))
		case e.IsBooking():
			items = d.withBooking(ctx, items, e)
		default:
			items = append(items, d.lesson(ctx, e))
		}
	}
	return items
}

// absentOn says whether the person is away for the whole day.
func absentOn(entries []timetable.Entry, day calendar.Date) bool {
	return slices.ContainsFunc(entries, func(e timetable.Entry) bool { return e.Date == day && e.WholeDay() })
}

// covering is a lesson that the person gives for somebody else.
func (d drawing) covering(ctx context.Context, e timetable.Entry) component.WeekItem {
	item := d.lesson(ctx, e)
	item.URL = ""
	for _, id := range e.With {
		item.State = i18n.T(ctx, "timetable.cover.instead_of", "Name", d.names[id].Name)
	}
	return item
}

func (d drawing) lesson(ctx context.Context, e timetable.Entry) component.WeekItem {
	item := component.WeekItem{Starts: e.StartsAt, Ends: e.EndsAt, Kind: component.Lesson, Title: e.Subject.In(ctx)}
	details := []string{className(ctx, e.Class)}
	if d.teachers {
		details = append(details, d.names[e.Staff].Name)
		item.URL = link.StaffWeek(e.Staff, string(e.Date.Monday()))
	} else {
		item.URL = link.ClassWeek(e.ClassID, string(e.Date.Monday()))
	}
	if e.Group > 0 {
		details = append(details, i18n.T(ctx, "timetable.week.group", "Number", e.Group))
	}
	if e.Turn != timetable.EveryWeek {
		details = append(details, i18n.T(ctx, "timetable.week.every_other"))
	}
	if e.Room != "" {
		details = append(details, roomName(ctx, e.Room))
	}
	item.Detail = strings.Join(details, ", ")
	return item
}

// roomName says what a bare number is.
func roomName(ctx context.Context, room string) string {
	if strings.Trim(room, "0123456789") == "" {
		return i18n.T(ctx, "timetable.week.room", "Room", room)
	}
	return room
}

// withBooking adds a booking. A visit to the lesson of the person shown is no
// second thing at the same time: it stands on the lesson, for those who may know.
func (d drawing) withBooking(ctx context.Context, items []component.WeekItem, e timetable.Entry) []component.WeekItem {
	drawn := d.booking(ctx, e)
	for n := range items {
		lesson := &items[n]
		if lesson.Kind == component.Lesson && lesson.Starts < e.EndsAt && e.StartsAt < lesson.Ends {
			if e.Part == timetable.Visited {
				lesson.State = drawn.Title
				if e.Kind == timetable.KindCover {
					lesson.State = i18n.T(ctx, "timetable.cover.given_to", "Name", drawn.Detail)
				}
				if drawn.URL != "" {
					lesson.URL = drawn.URL
				}
			} else if e.Kind != "" {
				drawn.State = i18n.T(ctx, "timetable.week.clash")
				return append(items, drawn)
			}
			return items // a hidden booking over a lesson: busy in any case
		}
	}
	return append(items, drawn)
}

func (d drawing) booking(ctx context.Context, e timetable.Entry) component.WeekItem {
	item := component.WeekItem{Starts: e.StartsAt, Ends: e.EndsAt, Kind: drawnAs(e.Kind), Title: kindName(ctx, e.Kind)}
	var with []string
	for _, id := range e.With {
		with = append(with, d.names[id].Name)
	}
	item.Detail = strings.Join(with, ", ")
	if e.About != "" && e.Kind != timetable.KindAbsence && e.Kind != timetable.KindCover {
		item.URL = d.pages.BookingURL(e)
	}
	return item
}

// kindName names a kind of booking; one that may not be known, or that an area
// added without a word for it, is time that is taken.
func kindName(ctx context.Context, kind string) string {
	if key := "timetable.kind." + kind; i18n.From(ctx).Has(key) {
		return i18n.T(ctx, key)
	}
	return i18n.T(ctx, "timetable.busy")
}

// drawnAs is the look of a kind of booking, by its last word.
func drawnAs(kind string) string {
	switch kind[strings.LastIndexByte(kind, '.')+1:] {
	case "meeting":
		return component.Meeting
	case "visit":
		return component.Visit
	}
	return component.Busy
}

// whoseView is the choice of a person, a class or a room.
type whoseView struct {
	people  []people.Named
	classes []timetable.Class
	rooms   []string
}

func (p *Pages) whose(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, school, today := p.DB.Read(), access.ActorFrom(ctx).School, p.Timetable.Today()
	var v whoseView
	var err error
	if v.people, err = people.Choices(ctx, c, school, today); err != nil {
		return err
	}
	if v.classes, err = timetable.Classes(ctx, c, school); err != nil {
		return err
	}
	if v.rooms, err = timetable.Rooms(ctx, c, school, today); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "timetable.whose.title"), Body: whosePage(v)})
}
