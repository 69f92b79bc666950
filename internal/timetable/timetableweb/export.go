package timetableweb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/exchange"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/tabular"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/link"
)

// The timetable leaves the screen as a table, as a calendar, and as a file of FET.
// Who sees the page may take the file: it holds what the page shows, and bookings of
// others only as time that is taken.

func (p *Pages) staffFile(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("file") == "calendar.ics" {
		return p.calendar(w, r)
	}
	return p.tableFile(w, r, timetable.Of{Staff: r.PathValue("id")})
}

func (p *Pages) classFile(w http.ResponseWriter, r *http.Request) error {
	return p.tableFile(w, r, timetable.Of{Class: r.PathValue("id")})
}

func (p *Pages) roomFile(w http.ResponseWriter, r *http.Request) error {
	room := web.ReadForm(r).Value("name")
	if room == "" {
		return fault.NotFound("timetable.room.not_found")
	}
	return p.tableFile(w, r, timetable.Of{Room: room})
}

func (p *Pages) schoolFile(w http.ResponseWriter, r *http.Request) error {
	if r.PathValue("file") == "lessons.fet" {
		return p.fetFile(w, r)
	}
	return p.tableFile(w, r, timetable.Of{})
}

// tableOf reads the lessons in force at the end of the week that is shown.
func (p *Pages) tableOf(r *http.Request, of timetable.Of) ([]timetable.TableRow, error) {
	ctx := r.Context()
	return timetable.Table(ctx, p.DB.Read(), access.ActorFrom(ctx).School, of, mondayAsked(r, p.Timetable.Today()).AddDays(6))
}

func (p *Pages) tableFile(w http.ResponseWriter, r *http.Request, of timetable.Of) error {
	ctx, file := r.Context(), r.PathValue("file")
	if file != "lessons.csv" && file != "lessons.xlsx" {
		return fault.NotFound("timetable.paper.not_found")
	}
	rows, err := p.tableOf(r, of)
	if err != nil {
		return err
	}
	head, cells := tableHead(ctx), tableCells(ctx, rows)
	if file == "lessons.csv" {
		return web.Download(w, r, file, "text/csv; charset=utf-8", func(out io.Writer) error {
			return tabular.Write(out, append([][]string{head}, cells...))
		})
	}
	grid := document.Grid{Name: i18n.T(ctx, "timetable.table.title"), Head: head}
	for _, row := range cells {
		var line []any
		for _, c := range row {
			line = append(line, c)
		}
		grid.Rows = append(grid.Rows, line)
	}
	sheet := document.Spreadsheet{Title: grid.Name, Date: p.Timetable.Today(), Sheets: []document.Grid{grid}}
	return web.Spreadsheet(w, r, file, sheet)
}

// tableColumns are the headings by which an import knows the columns again.
var tableColumns = []string{"code", "teacher", "class", "subject", "room", "day", "period", "start", "end", "shift", "group", "week"}

func tableHead(ctx context.Context) []string {
	var head []string
	for _, name := range tableColumns {
		head = append(head, i18n.T(ctx, "timetable.table."+name))
	}
	return head
}

func tableCells(ctx context.Context, rows []timetable.TableRow) [][]string {
	var out [][]string
	for _, r := range rows {
		out = append(out, []string{
			r.Code, r.Teacher(), r.Class, r.Subject().In(ctx), r.Room, i18n.WeekdayName(ctx, r.Weekday), counted(r.Number),
			string(r.StartsAt), string(r.EndsAt), counted(r.Shift), counted(r.Group), counted(int(r.Turn)),
		})
	}
	return out
}

// counted leaves the cell of a number that is not known empty.
func counted(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (p *Pages) fetFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	rows, err := p.tableOf(r, timetable.Of{})
	if err != nil {
		return err
	}
	school, err := tree.ByID(ctx, p.DB.Read(), access.ActorFrom(ctx).School)
	if err != nil {
		return err
	}
	t := exchange.Timetable{School: school.Name().In(ctx), Lessons: lessonsOf(ctx, rows)}
	for i := range t.Days {
		t.Days[i] = i18n.WeekdayName(ctx, calendar.Weekday(i+1))
	}
	return web.Download(w, r, "lessons.fet", "application/xml", func(out io.Writer) error { return exchange.WriteFET(out, t) })
}

// lessonsOf names each teacher by the name where only one person bears it, else by
// the code: FET knows people by nothing else.
func lessonsOf(ctx context.Context, rows []timetable.TableRow) []exchange.Lesson {
	codes := map[string]string{}
	shared := map[string]bool{}
	for _, r := range rows {
		if code, known := codes[r.Teacher()]; known && code != r.Code {
			shared[r.Teacher()] = true
		}
		codes[r.Teacher()] = r.Code
	}
	var out []exchange.Lesson
	for _, r := range rows {
		name := r.Teacher()
		if name == "" || shared[name] {
			name = r.Code
		}
		out = append(out, exchange.Lesson{
			Teacher: name, Class: r.Class, Group: r.Group, Subject: subjectOf(ctx, r), Room: r.Room, Day: strconv.Itoa(int(r.Weekday)),
			Starts: string(r.StartsAt), Ends: string(r.EndsAt),
		})
	}
	return out
}

// subjectOf names the week of a lesson of every other week behind its subject: FET knows of
// no weeks, and so the import knows it again.
func subjectOf(ctx context.Context, r timetable.TableRow) string {
	if r.Turn == timetable.EveryWeek {
		return r.Subject().In(ctx)
	}
	return r.Subject().In(ctx) + " (" + i18n.T(ctx, "timetable.table.turn", "Number", int(r.Turn)) + ")"
}

// calendarDays is how far a calendar reaches: to the end of any school year.
const calendarDays = 365

// calendar is the plan of a person from the week that is shown on.
func (p *Pages) calendar(w http.ResponseWriter, r *http.Request) error {
	ctx, staff := r.Context(), r.PathValue("id")
	actor, from := access.ActorFrom(ctx), mondayAsked(r, p.Timetable.Today())
	entries, _, err := p.Timetable.Between(ctx, actor, staff, from, from.AddDays(calendarDays))
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
	school, err := tree.ByID(ctx, p.DB.Read(), actor.School)
	if err != nil {
		return err
	}
	var events []exchange.Event
	for _, e := range entries {
		events = append(events, eventOf(ctx, e, names, school.Location()))
	}
	stamp := momentOf(p.Timetable.Today(), "00:00", school.Location())
	return web.Download(w, r, "calendar.ics", exchange.CalendarType, func(out io.Writer) error {
		return exchange.WriteCalendar(out, who.Name, stamp, events)
	})
}

// momentOf is a clock of the school on a day.
func momentOf(day calendar.Date, at calendar.Clock, zone *time.Location) time.Time {
	d := day.Time()
	return time.Date(d.Year(), d.Month(), d.Day(), 0, at.Minutes(), 0, 0, zone)
}

// eventID names an event to calendars, which replace what has the same name. A lesson that
// moves to another room is a new row of the timetable and the same hour of the teacher.
func eventID(e timetable.Entry) string {
	if e.IsBooking() {
		return e.Lesson + e.Booking + "-" + string(e.Date)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{e.Staff, e.ClassID, strconv.Itoa(e.Group), string(e.StartsAt)}, "\x1f")))
	return hex.EncodeToString(sum[:12]) + "-" + string(e.Date)
}

func eventOf(ctx context.Context, e timetable.Entry, names map[string]people.Named, zone *time.Location) exchange.Event {
	out := exchange.Event{
		ID: eventID(e), Starts: momentOf(e.Date, e.StartsAt, zone), Ends: momentOf(e.Date, e.EndsAt, zone),
	}
	if e.IsBooking() {
		var with []string
		for _, id := range e.With {
			with = append(with, names[id].Name)
		}
		out.Title, out.About = kindName(ctx, e.Kind), strings.Join(with, ", ")
		if e.Kind == timetable.KindCover && e.Part == timetable.Member {
			out.Title, out.About = lessonWords(ctx, e), i18n.T(ctx, "timetable.cover.instead_of", "Name", strings.Join(with, ", "))
		}
		return out
	}
	out.Title = e.Subject.In(ctx) + ", " + e.Class
	if e.Group > 0 {
		out.Title += ", " + i18n.T(ctx, "timetable.week.group", "Number", e.Group)
	}
	if e.Room != "" {
		out.Place = roomName(ctx, e.Room)
	}
	return out
}

// download is a file of what the page shows.
type download struct{ text, url string }

// downloads are the files of a view; url gives the address of one.
func downloads(ctx context.Context, url func(file string) string, files ...string) []download {
	var out []download
	for _, file := range files {
		ending := file[strings.LastIndexByte(file, '.')+1:]
		out = append(out, download{i18n.T(ctx, "timetable.download."+ending), url(file)})
	}
	return out
}

// schoolFiles are the files of the whole school.
func schoolFiles(ctx context.Context) []download {
	return downloads(ctx, func(file string) string { return link.SchoolTable(file, "") }, "lessons.xlsx", "lessons.csv", "lessons.fet")
}
