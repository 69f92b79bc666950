package timetable

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// clashing is a school of two who meet on Mondays, with a deputy.
func clashing(t *testing.T, d *db.DB) world {
	w := newWorld(t, d, "ill", "pupil")
	w.bells()
	w.year()
	w.lessons(row(1, "ill", "7A", "mathematics", calendar.Monday, 1), row(2, "ill", "8A", "mathematics", calendar.Monday, 2))
	w.Exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, 'p', 'deputy', 'deputy', '', '', '', '', '2013-09-01', '9999-12-31', '', '')`, school)
	return w
}

const monday calendar.Date = "2013-09-09"

// absent writes that somebody is away for whole days, as timetable/cover does.
func (w world) absent(staff string, from, to calendar.Date) {
	w.T.Helper()
	w.Exec(`INSERT INTO absence (school_id, id, staff_id, starts, ends, starts_at, ends_at, reason, state, recorded_by, recorded_at)
VALUES ($1, $2, $3, $4, $5, '00:00', '23:59', 'illness', 'recorded', 'deputy', '')`, school, db.NewID(), staff, from, to)
	w.OK(w.Do(ctx, w.deputy, func(v verb.Work) error { return w.Changed(v, Change{From: from}) }))
}

// today is what somebody is told, by the last words of the keys.
func (w world) today(staff string) string {
	w.T.Helper()
	list, err := reminder.OpenFor(ctx, w.D.Read(), school, staff)
	w.OK(err)
	var keys []string
	for _, r := range list {
		keys = append(keys, strings.TrimPrefix(r.Key, "timetable.remind."))
	}
	return strings.Join(keys, " ")
}

// TestClashOfLooksAtWhoMustBeFree: whose lesson is visited need not be free for it, so
// a visit is in nobody's way, and two meetings at one time are.
func TestClashOfLooksAtWhoMustBeFree(t *testing.T) {
	meeting := Entry{Staff: "ill", Date: monday, StartsAt: "09:00", EndsAt: "09:45", Booking: "meeting", Part: Member}
	for part, want := range map[Part]Obstacle{Member: WithBooking, Observer: WithBooking, Visited: ""} {
		other := meeting
		other.Booking, other.Part = "other", part
		clash := plan{entries: []Entry{meeting, other}}.clashOf(meeting)
		if got := with(clash); got != want {
			t.Errorf("beside a booking as %s: %q, want %q", part, got, want)
		}
	}
}

func with(c *Clash) Obstacle {
	if c == nil {
		return ""
	}
	return c.With
}

// TestChangedRunsHooks: a hook sees the change in the transaction, and its error ends
// the whole.
func TestChangedRunsHooks(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		var seen []calendar.Date
		stop := error(nil)
		w.OnChange(func(v verb.Work, c Change) error {
			seen = append(seen, c.From)
			return stop
		})
		w.bells()
		w.year() // its terms, and one holiday
		w.lessons(row(1, "deputy", "7A", "mathematics", calendar.Monday, 1))
		if want := []calendar.Date{"2013-09-01", "2013-09-01", "2013-12-16", "2013-09-02"}; !slices.Equal(seen, want) {
			t.Errorf("changes from %v, want %v", seen, want)
		}
		stop = errors.New("stop")
		_, err := w.AddHoliday(ctx, w.deputy, HolidayFacts{calendar.Period{Starts: monday, Ends: monday}, i18n.Text{KK: "x"}})
		if !errors.Is(err, stop) || w.Count(`SELECT count(*) FROM holiday WHERE starts = $1`, monday) != 0 {
			t.Errorf("a change whose hook fails: %v", err)
		}
	})
}

// TestSaveYearNotifiesClashes: a day that leaves its term has no lessons, and no
// meetings.
func TestSaveYearNotifiesClashes(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := clashing(t, d)
		_, err := w.book(w.deputy, NewBooking{
			Date: monday, StartsAt: "13:20", EndsAt: "14:05", Kind: "units.meeting", About: "u1", People: []Person{{"ill", Member}, {"pupil", Member}},
		})
		w.OK(err)
		years, err := Years(ctx, d.Read(), school)
		w.OK(err)
		facts := YearFacts{ID: years[0].ID, Label: years[0].Label, Period: years[0].Period, Terms: []calendar.Period{{Starts: "2013-09-16", Ends: "2013-11-03"}}}
		_, err = w.SaveYear(ctx, w.deputy, facts)
		w.OK(err)
		if w.today("ill") != "clash" || w.today("pupil") != "clash" || w.today("deputy") != "clashes" {
			t.Errorf("told: %q %q %q", w.today("ill"), w.today("pupil"), w.today("deputy"))
		}
		facts.Version, facts.Terms[0].Starts = 1, "2013-09-02"
		_, err = w.SaveYear(ctx, w.deputy, facts)
		w.OK(err)
		if w.today("ill") != "" || w.today("deputy") != "" {
			t.Errorf("nothing clashes, and still: %q %q", w.today("ill"), w.today("deputy"))
		}
	})
}

// TestNotifyClashesLeadsToPageOfArea: each area that books has pages of its own, and
// one that has none yet leads to the week.
func TestNotifyClashesLeadsToPageOfArea(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "a", "b", "c")
		w.bells()
		w.year()
		w.LeadTo(func(kind string) bool { return kind == "units.meeting" })
		units, err := w.book(access.System(school, "x"), NewBooking{
			Date: "2013-09-09", StartsAt: "12:00", EndsAt: "12:45", Kind: "units.meeting", About: "u1",
			People: []Person{{"a", Member}, {"b", Member}},
		})
		w.OK(err)
		_, err = w.book(access.System(school, "x"), NewBooking{
			Date: "2013-09-09", StartsAt: "14:00", EndsAt: "14:45", Kind: "council.meeting", About: "k1",
			People: []Person{{"a", Member}, {"c", Member}},
		})
		w.OK(err)
		w.absent("a", "2013-09-09", "2013-09-09")
		for staff, want := range map[string]reminder.Target{"b": {Kind: "units.meeting", ID: units.ID}, "c": {Kind: TargetWeek, ID: "2013-09-09"}} {
			list, err := reminder.OpenFor(ctx, d.Read(), school, staff)
			w.OK(err)
			if len(list) != 1 || list[0].Target != want {
				t.Errorf("%s is led by %+v, want %+v", staff, list, want)
			}
		}
	})
}

// After an import the pair and the deputy are told what can no longer be held, and
// the nearest time is offered.
func TestNewTimetableTellsOfClashes(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := clashing(t, d)
		for week := range 3 {
			_, err := w.book(w.deputy, NewBooking{
				Date: monday.AddDays(7 * week), StartsAt: "13:20", EndsAt: "14:05", Kind: "mentoring.meeting", About: "pair", Protected: true,
				People: []Person{{"ill", Member}, {"pupil", Member}},
			})
			w.OK(err)
		}
		w.OK(w.layLessons("2013-09-16", row(1, "pupil", "10A", "physics", calendar.Monday, 3)))
		if w.today("pupil") != "clash" || w.today("ill") != "clash" || w.today("deputy") != "clashes" {
			t.Errorf("told: %q %q %q", w.today("pupil"), w.today("ill"), w.today("deputy"))
		}
		found, err := w.ClashesFrom(ctx, d.Read(), school, "2013-09-09", "2013-09-30")
		w.OK(err)
		if len(found) != 2 || found[0].With != WithLesson || found[0].Other.Class != "10A" || found[0].Staff != "pupil" {
			t.Fatalf("clashes %+v", found)
		}
		if o := found[0].Offer; o == nil || o.Date != "2013-09-16" || o.StartsAt != "14:15" {
			t.Errorf("offered %+v", o)
		}
		_, err = w.AddHoliday(ctx, w.deputy, HolidayFacts{calendar.Period{Starts: monday, Ends: monday}, i18n.Text{KK: "x"}})
		w.OK(err)
		if found, _ := w.ClashesFrom(ctx, d.Read(), school, "2013-09-09", "2013-09-30"); len(found) != 3 || found[0].With != WithHoliday {
			t.Errorf("on a holiday: %+v", found)
		}
	})
}
