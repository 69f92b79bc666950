package timetableweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// The deputy records an absence, takes all proposals with one click, prints the
// sheet, and takes one back.
func TestCoverFromAbsenceToSheet(t *testing.T) {
	w := newWorld(t)
	for _, lang := range i18n.Languages {
		v := w.as("DD-A2", lang)
		body, _ := v.get(link.Cover("2013-10-02"), http.StatusOK)
		htmlcheck.Page(t, body, htmlcheck.Has("div.empty a.primary"))
		v.get(link.NewAbsence("2013-10-02"), http.StatusOK)
	}
	v := w.as("DD-A2", i18n.English)
	status, body, _ := v.post(link.NewAbsence(""), "staff", "T-A2", "from", "")
	if status != http.StatusUnprocessableEntity {
		t.Errorf("without a day: %d", status)
	}
	htmlcheck.Page(t, body, htmlcheck.Has("option[value=T-A2][selected]"))
	status, _, to := v.post(link.NewAbsence(""), "staff", "T-A2", "from", "2013-10-02", "reason", "illness")
	if status != http.StatusSeeOther || to != link.Cover("2013-10-02") {
		t.Fatalf("recorded: %d to %s", status, to)
	}
	body, queries := v.get(to, http.StatusOK)
	if queries > 4 {
		t.Errorf("%d queries", queries)
	}
	htmlcheck.Page(t, body, htmlcheck.In("main", htmlcheck.HasText("illness"), htmlcheck.HasText("teaches the same subject"), htmlcheck.HasText("Take all")))
	fields := []string{"date", "2013-10-02"}
	for _, part := range strings.Split(between(body, "Take all", `action="/timetable/cover"`), `name="choice" value="`)[1:] {
		fields = append(fields, "choice", part[:strings.Index(part, `"`)])
	}
	if status, _, _ := v.post(link.GiveCover(), fields...); status != http.StatusSeeOther {
		t.Errorf("taken: %d", status)
	}
	body, _ = v.get(to, http.StatusOK)
	htmlcheck.Page(t, body, htmlcheck.In("main", htmlcheck.HasText("Every lesson has somebody"), htmlcheck.HasText("gives the lesson")))
	for format, begins := range map[string]string{"pdf": "%PDF", "docx": "PK", "html": "<!doctype html>"} {
		paper, _ := v.get(link.With(link.CoverPaper(format), "date", "2013-10-02", "in", "kk"), http.StatusOK)
		if !strings.HasPrefix(strings.TrimSpace(paper), begins) {
			t.Errorf("%s begins with %.20q", format, paper)
		}
		if format == "html" && (!strings.Contains(paper, "Сабақтарды ауыстыру") || strings.Contains(paper, "ауыру")) {
			t.Error("the sheet is not in Kazakh, or says why")
		}
	}
	action := link.TakeBackCover(between(body, "/take-back", "/timetable/cover/"))
	if status, _, _ := v.post(action); status != http.StatusSeeOther {
		t.Errorf("taken back: %d", status)
	}
	week, _ := w.as("T-A13", i18n.English).get(link.StaffWeek("T-A2", "2013-10-02"), http.StatusOK)
	if !strings.Contains(week, "absent") || strings.Contains(week, "illness") {
		t.Error("a colleague sees no absence, or its reason")
	}
	for _, who := range []string{"T-A2", "SMU-A3"} {
		w.as(who, i18n.English).get(link.Cover(""), http.StatusForbidden)
		w.as(who, i18n.English).get(link.CoverPaper("html"), http.StatusForbidden)
		if status, _, _ := w.as(who, i18n.English).post(action); status != http.StatusForbidden {
			t.Errorf("%s takes cover back: %d", who, status)
		}
	}
}

// between is what stands before end, from the last begin on.
func between(text, end, begin string) string {
	at := strings.Index(text, end)
	if at < 0 {
		return ""
	}
	from := strings.LastIndex(text[:at], begin)
	if from < 0 {
		return ""
	}
	return text[from+len(begin) : at]
}

// The director's meeting: hours at which nobody teaches first, and into the calendar.
func TestTheMeetingOfMany(t *testing.T) {
	w := newWorld(t)
	for _, lang := range i18n.Languages {
		body, queries := w.as("DIR-A", lang).get(link.FindMeetingTime("2013-10-07", "DIR-A", "DD-A2", "SMU-A3"), http.StatusOK)
		if queries > 4 || !strings.Contains(body, "meeting.ics?at=") {
			t.Errorf("%s: %d queries", lang, queries)
		}
	}
	v := w.as("DIR-A", i18n.English)
	v.get(link.FindMeetingTime(""), http.StatusOK)
	v.get("/timetable/gather?week=2013-10-07", http.StatusMovedPermanently) // where it stood before
	body, _ := v.get(link.FindMeetingTime("2013-10-07", "T-A2", "T-A14", "SMU-A3"), http.StatusOK)
	htmlcheck.Page(t, body, htmlcheck.In("main", htmlcheck.HasText("everybody can come")), htmlcheck.Count("input[name=with]", 3))
	file, _ := v.get(link.With(link.MeetingTimeFile(), "at", "2 14:15 15:00", "week", "2013-12-23"), http.StatusOK)
	if !strings.HasPrefix(file, "BEGIN:VCALENDAR") || strings.Count(file, "BEGIN:VEVENT") != 1 {
		t.Errorf("calendar: %d events", strings.Count(file, "BEGIN:VEVENT"))
	}
	for _, at := range []string{"", "9 14:15 15:00", "2 15:00 14:15", "x y z"} {
		v.get(link.With(link.MeetingTimeFile(), "at", at), http.StatusNotFound)
	}
	many := make([]string, 0, 31)
	for n := range 31 {
		many = append(many, "T-A"+string(rune('0'+n%10)))
	}
	v.get(link.FindMeetingTime("", many...), http.StatusOK) // the same people again are the same people
}

// What can no longer be held stands on the deputy's page with the smallest change.
func TestProtectedTimeShowsClashes(t *testing.T) {
	w := newWorld(t)
	v := w.as("DD-A2", i18n.English)
	before, _ := v.get(link.Protected("2013-09-30"), http.StatusOK)
	htmlcheck.Page(t, before, htmlcheck.In("main", htmlcheck.HasText("can be held")), htmlcheck.Has("li.item.meeting"))
	if status, _, _ := v.post(link.NewAbsence(""), "staff", "T-A14", "from", "2013-10-01", "to", "2013-10-01", "reason", "leave"); status != http.StatusSeeOther {
		t.Fatalf("absence: %d", status)
	}
	for _, lang := range i18n.Languages {
		body, queries := w.as("DD-A2", lang).get(link.Protected("2013-09-30"), http.StatusOK)
		if queries > 4 {
			t.Errorf("%d queries", queries)
		}
		htmlcheck.Page(t, body, htmlcheck.Has(`input[name=starts]`), htmlcheck.Has("span.state"))
	}
	body, _ := v.get(link.Protected("2013-09-30"), http.StatusOK)
	htmlcheck.Page(t, body, htmlcheck.In("main", htmlcheck.HasText("T-A14 is absent"), htmlcheck.HasText("Smallest change")))
}

// A week draws its free time when asked: one's own, or what is shared with a colleague.
func TestTheWeekDrawsFreeTime(t *testing.T) {
	w := newWorld(t)
	v := w.as("T-A2", i18n.English)
	plain, _ := v.get(link.Timetable("2013-10-07"), http.StatusOK)
	htmlcheck.Page(t, plain, htmlcheck.Not("li.item.free"), htmlcheck.HasText("Draw free time"))
	for address, words := range map[string]string{link.Timetable("2013-10-07"): "Free", link.StaffWeek("T-A14", "2013-10-07"): "Free for both"} {
		body, queries := v.get(link.With(address, "free", "1"), http.StatusOK)
		htmlcheck.Page(t, body, htmlcheck.Has("li.item.free"), htmlcheck.In("main", htmlcheck.HasText(words), htmlcheck.HasText("Leave free time out")))
		if queries > 4 {
			t.Errorf("%s: %d queries", address, queries)
		}
	}
}
