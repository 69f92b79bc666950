package timetableweb_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/exchange"
	"talim/internal/i18n"
	"talim/internal/intake"
	"talim/internal/people"
	"talim/internal/tabular"
	"talim/internal/timetable"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// The table of the whole school is one that an import takes, in every language, and
// it changes nothing.
func TestExportImportRoundTrip(t *testing.T) {
	w := newWorld(t)
	clock := apptest.ClockAt("2013-10-01T09:00")
	service := intake.New(w.D, clock.Now, people.New(w.D, clock.Now), w.table)
	system := access.System(school, "test")
	for _, lang := range i18n.Languages {
		v := w.as("T-A2", lang)
		for _, file := range []string{"lessons.csv", "lessons.xlsx", "lessons.fet"} {
			body, queries := v.get(link.SchoolTable(file, ""), http.StatusOK)
			if queries > 5 {
				t.Errorf("%s asks %d queries", file, queries)
			}
			run, err := service.Begin(t.Context(), system, intake.Timetable, file, []byte(body))
			w.OK(err)
			p, err := service.Preview(t.Context(), system, run.ID, intake.Choice{})
			w.OK(err)
			if p.Report.Unchanged != 409 || len(p.Report.Refused)+p.Report.Missing+len(p.Needs) != 0 {
				t.Errorf("%s in %s: %d as they are, %d changed, %d added, %v", file, lang, p.Report.Unchanged, p.Report.Changed, p.Report.Added, p.Report.Refused)
			}
		}
	}
}

func TestFilesOfOneView(t *testing.T) {
	w := newWorld(t)
	v := w.as("T-A2", i18n.Russian)
	class, err := timetable.Classes(t.Context(), w.D.Read(), school)
	w.OK(err)
	for address, want := range map[string]int{
		link.StaffTable("T-A14", "lessons.csv", ""):          hours(t, w, timetable.Of{Staff: "T-A14"}),
		link.ClassTable(class[0].ID, "lessons.csv", ""):      hours(t, w, timetable.Of{Class: class[0].ID}),
		link.RoomTable("7", "lessons.csv", ""):               hours(t, w, timetable.Of{Room: "7"}),
		link.SchoolTable("lessons.csv", "2013-01-07"):        0, // before the first lesson
		link.StaffTable("T-A14", "lessons.csv", "2013-11-4"): hours(t, w, timetable.Of{Staff: "T-A14"}),
	} {
		body, _ := v.get(address, http.StatusOK)
		rows, err := tabular.Read(t.Context(), []byte(body))
		w.OK(err)
		if len(rows) != want+1 || rows[0].Cell(0) != "Код учителя" {
			t.Errorf("%s: %d rows, want %d", address, len(rows)-1, want)
		}
	}
	for _, address := range []string{link.SchoolTable("lessons.exe", ""), link.RoomTable("", "lessons.csv", ""), link.StaffTable("nobody", "calendar.ics", "")} {
		v.get(address, http.StatusNotFound)
	}
}

func hours(t *testing.T, w *world, of timetable.Of) int {
	t.Helper()
	rows, err := timetable.Table(t.Context(), w.D.Read(), school, of, "2013-10-06")
	w.OK(err)
	if len(rows) == 0 {
		t.Fatalf("%+v has no lessons", of)
	}
	return len(rows)
}

// A calendar has the lessons of the year on the days on which there are lessons, and
// bookings as the page shows them: in full to those who take part.
func TestCalendarOfAPerson(t *testing.T) {
	w := newWorld(t)
	for reader, sees := range map[string]string{"T-A2": "T-A14", "T-A13": "", "DIR-A": "T-A14"} {
		v := w.as(reader, i18n.Kazakh)
		body, queries := v.get(link.StaffTable("T-A2", "calendar.ics", ""), http.StatusOK)
		if queries > 5 {
			t.Errorf("%d queries", queries)
		}
		c, err := ics.ParseCalendar(strings.NewReader(body))
		w.OK(err)
		meetings, about := 0, ""
		for _, e := range c.Events() {
			starts, err := e.GetStartAt()
			w.OK(err)
			if day := starts.Format("2006-01-02"); day < "2013-09-30" || day > "2014-05-25" || day > "2013-11-03" && day < "2013-11-11" {
				t.Errorf("an event on %s", day)
			}
			if title := e.GetProperty(ics.ComponentPropertySummary).Value; !strings.Contains(title, ",") {
				meetings++
				if p := e.GetProperty(ics.ComponentPropertyDescription); p != nil {
					about = p.Value
				}
			}
		}
		if len(c.Events()) < 100 || meetings != 1 || about != sees || strings.Contains(body, "secret") {
			t.Errorf("%s: %d events, %d meetings, %q", reader, len(c.Events()), meetings, about)
		}
		if !strings.Contains(body, "\r\nDTSTART:201310") || strings.Contains(strings.ReplaceAll(body, "\r\n", ""), "\n") {
			t.Error("lines do not end as RFC 5545 wants")
		}
	}
}

func TestPagesOfferTheFiles(t *testing.T) {
	w := newWorld(t)
	for _, lang := range i18n.Languages {
		v := w.as("T-A2", lang)
		for address, n := range map[string]int{link.Timetable(""): 3, link.StaffWeek("T-A14", ""): 3, link.RoomWeek("7", ""): 2, link.Whose(): 3} {
			body, _ := v.get(address, http.StatusOK)
			htmlcheck.Page(t, body, htmlcheck.Count("a[download]", 2*n)) // with names and with codes
		}
	}
}

// The file of FET names everybody who teaches.
func TestTheFileOfFET(t *testing.T) {
	w := newWorld(t)
	v := w.as("T-A2", i18n.English)
	body, _ := v.get(link.SchoolTable("lessons.fet", ""), http.StatusOK)
	b, known, err := exchange.Read(t.Context(), []byte(body))
	if err != nil || !known || b.Counts.Teachers != 39 || b.Counts.Lessons != 409 {
		t.Errorf("%v, %s", err, fmt.Sprint(b.Counts))
	}
}
