package letterhead_test

import (
	"context"
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/letterhead"
	"talim/internal/people/tree"
)

var ctx = context.Background()

// TestOfNamesSchoolAndAuthorities reads what stands on the papers.
func TestOfNamesSchoolAndAuthorities(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		clock := apptest.ClockAt("2013-09-02T09:00")
		s := people.New(d, clock.Now)
		admin, director := school(t, s)
		up := func(code, name string, actor access.Actor, kind tree.Kind) access.Actor {
			made, err := tree.New(d, clock.Now).Add(ctx, actor, tree.NewOrganisation{
				Kind: kind, Above: true, Facts: tree.Facts{Code: code, Name: i18n.Text{KK: name, RU: name}, Timezone: "Asia/Almaty"},
			})
			ok(t, err)
			actor.School = made.ID
			return actor
		}
		district := up("district", "Аудан", admin, tree.District)
		region := up("region", "Облыс", district, tree.Region)
		up("ministry", "Министрлік", region, tree.Ministry)
		ok(t, s.EndStaff(ctx, admin, director, "2013-12-31"))
		for on, signs := range map[calendar.Date]string{"2013-12-31": "DIR-1", "2014-01-01": ""} {
			head, err := letterhead.Of(ctx, d.Read(), admin.School, on)
			ok(t, err)
			if !slices.Equal(head.Kazakh, []string{"Облыс", "Аудан", ""}) || !slices.Equal(head.Russian, []string{"Облыс", "Аудан", "auyl"}) || head.Director != signs || head.School.RU != "auyl" {
				t.Errorf("on %s: %+v", on, head)
			}
		}
	})
}

// school is one with an administrator and a director.
func school(t *testing.T, s *people.Service) (admin access.Actor, director string) {
	t.Helper()
	made, err := accounts.New(s).CreateSchool(ctx, access.System("", "test"), accounts.NewSchool{
		NewSchool: people.NewSchool{
			Kind: tree.School, Facts: tree.Facts{Code: "auyl", Name: i18n.Text{RU: "auyl"}, Timezone: "Asia/Almaty"},
			Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADM-1"}},
		},
		Login: "auyl.admin",
	})
	ok(t, err)
	admin = access.Actor{Account: made.Account, School: made.School.ID, Staff: made.Staff.ID, Name: "ADM-1", Roles: []access.Role{access.Administrator}}
	p, err := s.AddStaff(ctx, admin, people.NewStaff{StaffFacts: people.StaffFacts{Code: "DIR-1"}, Role: access.Director, Starts: "2013-09-02"})
	ok(t, err)
	return admin, p.ID
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
