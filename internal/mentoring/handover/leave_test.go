package handover

import (
	"context"
	"slices"
	"testing"
	"time"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
)

// TestPersonLeavesEndsWhatWasExpected records in people that somebody leaves, and
// looks at what is expected here: nothing after the day, the recorded day before it.
func TestPersonLeavesEndsWhatWasExpected(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		ctx, clock := context.Background(), apptest.ClockAt("2013-10-01T09:00")
		staff, here := people.New(d, clock.Now), New(d, nil, clock.Now)
		staff.OnLeave(here.PersonLeaves)
		school, err := accounts.New(staff).CreateSchool(ctx, access.System("", "test"), accounts.NewSchool{
			NewSchool: people.NewSchool{
				Kind: tree.School, Facts: tree.Facts{Code: "auyl", Name: i18n.Text{RU: "auyl"}, Timezone: "Asia/Almaty"},
				Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADM"}},
			},
			Login: "auyl.admin",
		})
		if err != nil {
			t.Fatal(err)
		}
		as := access.System(school.School.ID, "test")
		for code, c := range map[string]struct {
			expected calendar.Date // "" nothing
			left     calendar.Date
			want     []string // "day" expected, "day!" ended
		}{
			"A": {"2014-05-31", "2013-09-30", []string{"2014-05-31!"}},
			"B": {"2014-05-31", "2013-12-31", []string{"2013-12-31", "2014-05-31!"}},
			"C": {"2014-05-31", "2014-05-31", []string{"2014-05-31"}},
			"D": {"", "2013-12-31", nil},
		} {
			p, err := staff.AddStaff(ctx, as, people.NewStaff{StaffFacts: people.StaffFacts{Code: code}, Role: access.Teacher, Starts: "2013-09-02"})
			if err != nil {
				t.Fatal(err)
			}
			if c.expected != "" {
				l := ExpectedLeave{School: p.SchoolID, ID: db.NewID(), Staff: p.ID, LeavesOn: c.expected, ToldOn: "2013-09-01"}
				if err := db.Insert(ctx, d.Write(), "expected_leave", l); err != nil {
					t.Fatal(err)
				}
			}
			if err := staff.EndStaff(ctx, as, p.ID, c.left); err != nil {
				t.Fatal(err)
			}
			got, err := db.All[string](ctx, d.Read(), `SELECT leaves_on || CASE WHEN ended_at = '' THEN '' ELSE '!' END FROM expected_leave WHERE staff_id = $1 ORDER BY leaves_on`, p.ID)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%s: expected %v, want %v (%v)", code, got, c.want, err)
			}
		}
	})
}

// A recorded day asks for a handover when that day begins at the school.
func TestPersonLeavesRemindsInTheMorningOfTheSchool(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		ctx, clock := context.Background(), apptest.ClockAt("2013-10-01T09:00")
		staff, here := people.New(d, clock.Now), New(d, nil, clock.Now)
		staff.OnLeave(here.PersonLeaves)
		school, err := accounts.New(staff).CreateSchool(ctx, access.System("", "test"), accounts.NewSchool{
			NewSchool: people.NewSchool{
				Kind: tree.School, Facts: tree.Facts{Code: "auyl", Name: i18n.Text{RU: "auyl"}, Timezone: "Asia/Almaty"},
				Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADM"}},
			},
			Login: "auyl.admin",
		})
		if err != nil {
			t.Fatal(err)
		}
		as := access.System(school.School.ID, "test")
		p, err := staff.AddStaff(ctx, as, people.NewStaff{StaffFacts: people.StaffFacts{Code: "A"}, Role: access.Teacher, Starts: "2013-09-02"})
		if err != nil {
			t.Fatal(err)
		}
		expected := ExpectedLeave{School: p.SchoolID, ID: db.NewID(), Staff: p.ID, LeavesOn: "2014-08-31", ToldOn: "2013-09-01"}
		if err := db.Insert(ctx, d.Write(), "expected_leave", expected); err != nil {
			t.Fatal(err)
		}
		if err := staff.EndStaff(ctx, as, p.ID, "2014-05-31"); err != nil {
			t.Fatal(err)
		}
		due, err := db.One[calendar.Instant](ctx, d.Read(), `SELECT run_at FROM job WHERE kind = $1`, jobLeaving)
		if err != nil {
			t.Fatal(err)
		}
		want := time.Date(2014, 1, 31, 0, 0, 0, 0, clock.Now().Location())
		if !due.Time().Equal(want) {
			t.Errorf("reminds at %s, want %s", due.Time(), want)
		}
	})
}
