package homeweb

import (
	"context"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/pairing/pairingweb"
	"talim/internal/timetable"
	"talim/internal/web/component"
)

func english(t *testing.T) context.Context {
	t.Helper()
	b, err := i18n.NewBundle(Messages(), pairingweb.Messages())
	if err != nil {
		t.Fatal(err)
	}
	return i18n.With(t.Context(), b.Locale(i18n.English))
}

func TestLessonSaysWhere(t *testing.T) {
	tests := []struct {
		class, room string
		group       int
		want        string
	}{
		{"7 «Ә»", "12", 2, "7 «Ә», group 2, room 12"},
		{"11", "7-кабинет", 0, "class 11, 7-кабинет"},
		{"PS-1", "", 0, "PS-1"},
	}
	for _, tt := range tests {
		got := lesson(english(t), timetable.Entry{Class: tt.class, Room: tt.room, Group: tt.group})
		if got.Detail != tt.want || got.Kind != component.Lesson {
			t.Errorf("%+v: %q, want %q", tt, got.Detail, tt.want)
		}
	}
}

func TestBookingNamesItsKind(t *testing.T) {
	tests := []struct {
		kind string
		part timetable.Part
		want string
		as   string
	}{
		{"mentoring.meeting", timetable.Member, "Mentoring meeting", component.Meeting},
		{"mentoring.visit", timetable.Observer, "You visit a lesson", component.Visit},
		{"mentoring.visit", timetable.Visited, "A colleague visits your lesson", component.Visit},
		{"units.assembly", timetable.Member, "Busy", component.Busy},
		{"", timetable.Member, "Busy", component.Busy},
	}
	for _, tt := range tests {
		got := New(Config{}).booking(english(t), timetable.Entry{Booking: "b", Kind: tt.kind, Part: tt.part})
		if got.Title != tt.want || got.Kind != tt.as || got.URL != "" {
			t.Errorf("%s as %s: %+v", tt.kind, tt.part, got)
		}
	}
}

// A visit whose lesson moved away must not vanish from the week.
func TestVisitWithoutItsLesson(t *testing.T) {
	visit := timetable.Entry{Booking: "b", Kind: "mentoring.visit", Part: timetable.Visited, Date: monday, StartsAt: "08:30", EndsAt: "09:15"}
	other := timetable.Entry{Lesson: "l", Class: "5", Date: monday, StartsAt: "10:00", EndsAt: "10:45"}
	items := New(Config{}).itemsOn(english(t), []timetable.Entry{visit, other}, monday)
	if len(items) != 2 || items[0].State != "" || items[1].Title != "A colleague visits your lesson" {
		t.Errorf("got %+v", items)
	}
}
