package homeweb

import (
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/reminder"
	"talim/internal/waiting"
	"talim/internal/web"
)

const monday calendar.Date = "2013-09-02"

func TestListPutsAwayWhatIsFarOff(t *testing.T) {
	l := newList(monday, []waiting.Item{
		{URL: "far", Due: "2013-09-17"}, {URL: "any day"}, {URL: "last day shown", Due: "2013-09-16"}, {URL: "overdue", Due: "2013-08-30"},
	})
	var now, later string
	for _, i := range l.now {
		now += i.URL + ", "
	}
	for _, i := range l.later {
		later += i.URL + ", "
	}
	if now != "overdue, last day shown, any day, " || later != "far, " {
		t.Errorf("now %q, later %q", now, later)
	}
	if l.empty() || !newList(monday, nil).empty() {
		t.Error("empty is wrong")
	}
}

func TestReminderBecomesAnItem(t *testing.T) {
	i := item(reminder.Reminder{
		ID: "r1", Key: "i18n.date.moment", Args: db.Texts{"Date": "2013-09-05", "Clock": "09:40"}, URL: "/mentoring", DueOn: monday,
	})
	if i.Dismiss != "r1" || i.URL != "/mentoring" || i.Due != monday {
		t.Errorf("got %+v", i)
	}
	if got, want := i18n.Say(t.Context(), i.Title), "5 қыркүйек 2013 ж., 09:40"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
}

func TestReminderLeadsToTheRecordWhereItStandsToday(t *testing.T) {
	p := &Pages{Config: Config{Areas: []web.Area{
		{Addresses: map[string]func(string) string{"mentoring.pairing": func(id string) string { return "/pairs/" + id }}},
		{Addresses: map[string]func(string) string{"units.meeting": func(id string) string { return "/units/" + id }}},
	}}}
	for want, r := range map[string]reminder.Reminder{
		"/pairs/7": {Target: reminder.Target{Kind: "mentoring.pairing", ID: "7"}, URL: "/mentoring/old/7"},
		"/units/3": {Target: reminder.Target{Kind: "units.meeting", ID: "3"}},
		"/older/5": {URL: "/older/5"},
		"/week":    {Target: reminder.Target{Kind: "of.no.area", ID: "1"}, URL: "/week"},
		"":         {Target: reminder.Target{Kind: "of.no.area", ID: "1"}},
	} {
		if got := p.addressed([]waiting.Item{item(r)})[0].URL; got != want {
			t.Errorf("%+v leads to %q, want %q", r.Target, got, want)
		}
	}
}

func TestEmptyKey(t *testing.T) {
	tests := []struct {
		roles []access.Role
		want  string
	}{
		{[]access.Role{access.Teacher}, "home.empty.teacher"},
		{[]access.Role{access.Teacher, access.SMUHead}, "home.empty.smu_head"},
		{[]access.Role{access.Deputy, access.Teacher}, "home.empty.deputy"},
		{[]access.Role{access.Coordinator}, "home.empty.deputy"},
		{[]access.Role{access.Director, access.Administrator}, "home.empty.director"},
		{[]access.Role{access.Administrator}, "home.empty.administrator"},
		{[]access.Role{access.Methodologist}, "home.empty.methodologist"},
		{[]access.Role{access.Psychologist}, "home.empty.teacher"},
		{nil, "home.empty.teacher"},
	}
	bundle, err := i18n.NewBundle(Messages())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		got := emptyKey(access.Actor{Account: "a", Roles: tt.roles})
		if got != tt.want {
			t.Errorf("%v: %s, want %s", tt.roles, got, tt.want)
		}
		for _, lang := range i18n.Languages {
			if !bundle.Locale(lang).Has(got) {
				t.Errorf("%s is not in %s", got, lang)
			}
		}
	}
}
