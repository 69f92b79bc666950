package mentoringtest

import (
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/people/staffimport"
)

// A list brings people in September. Only of whom somebody has said since when they work
// here is it known whether this is the first year.
func TestNobodyIsNewByTheDayOfAList(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		p := w.opened()
		staff := people.New(d, w.Clock.Now)
		bring := func(on calendar.Date, rows ...staffimport.Row) {
			t.Helper()
			diff, err := staffimport.New(staff).Apply(ctx, w.as("director"), rows, staffimport.Options{On: on})
			w.OK(err)
			if len(diff.Refused) > 0 {
				t.Fatalf("refused: %+v", diff.Refused)
			}
		}
		says := func(when string, want map[string]bool) {
			t.Helper()
			all, err := w.Programmes.Candidates(ctx, d.Read(), school, p.ID, "2013-11-05")
			w.OK(err)
			found := 0
			for _, c := range all {
				if expected, asked := want[c.Code]; asked {
					if found++; c.NewHere != expected {
						t.Errorf("%s: %s new here: %t", when, c.Code, c.NewHere)
					}
				}
			}
			if found != len(want) {
				t.Errorf("%s: %d of %d are candidates", when, found, len(want))
			}
		}
		bring("2013-09-02", staffimport.Row{Code: "silent"}, staffimport.Row{Code: "old", Since: "01.09.1990"},
			staffimport.Row{Code: "new", Since: "1 сентября 2013 года"}, staffimport.Row{Code: "remark", Since: "давно"})
		says("first list", map[string]bool{"silent": false, "old": false, "new": true, "remark": false, "e1": false})

		bring("2013-11-04", staffimport.Row{Code: "silent", Since: "02.09.2013"}, staffimport.Row{Code: "remark", Since: "2007"},
			staffimport.Row{Code: "new", Since: "01.09.1999"})
		says("a list with the days", map[string]bool{"silent": true, "remark": false, "new": true})

		bring("2013-11-04", staffimport.Row{Code: "corrected"})
		says("another list", map[string]bool{"corrected": false})
		corrected, err := people.StaffByCode(ctx, d.Read(), school, "corrected")
		w.OK(err)
		spans, err := people.HistoryOf(ctx, d.Read(), school, corrected.ID)
		w.OK(err)
		post, err := people.PostByID(ctx, d.Read(), school, spans[0].ID)
		w.OK(err)
		_, err = staff.CorrectPost(ctx, w.as("director"), people.Correction{Post: post.ID, Version: post.Version, Starts: "2013-10-01"})
		w.OK(err)
		says("a post corrected by hand", map[string]bool{"corrected": true})
	})
}

// Whoever is added by hand after the list is one of those who need a mentor, and can be
// invited at once.
func TestAddedByHandNeedsAMentor(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		p := w.opened()
		staff := people.New(d, w.Clock.Now)
		_, err := staffimport.New(staff).Apply(ctx, w.as("director"), []staffimport.Row{{Code: "1", FamilyName: "Сейтова", GivenName: "Алма", Since: "2009"}}, staffimport.Options{On: "2013-09-02"})
		w.OK(err)
		facts := people.NoFacts
		facts.YearsExperience, facts.Category = 0, "none"
		made, err := staff.AddStaff(ctx, w.as("deputy"), people.NewStaff{
			StaffFacts: people.StaffFacts{FamilyName: "Омарова", GivenName: "Дана"}, Role: access.Teacher, Starts: "2013-09-02", Private: &facts,
		})
		w.OK(err)
		p, policy, err := w.Programmes.ProgrammeAndPolicy(ctx, w.as("deputy"), p.ID)
		w.OK(err)
		roster, err := w.Programmes.Roster(ctx, w.as("deputy"), p, policy)
		w.OK(err)
		i := slices.IndexFunc(roster.Needing, func(c mentoring.Candidate) bool { return c.ID == made.ID })
		if i < 0 {
			t.Fatalf("who was added is not among %+v", roster.Needing)
		}
		if c := roster.Needing[i]; c.Code != "2" || !c.NewHere || !slices.Contains(c.Needs(policy, "2013-09-02"), mentoring.NeedYoung) {
			t.Errorf("code %s, new here %t, needs %v", c.Code, c.NewHere, c.Needs(policy, "2013-09-02"))
		}
		_, err = w.Programmes.Invite(ctx, w.as("deputy"), p.ID, mentoring.Mentee, []string{made.ID})
		w.OK(err)
	})
}
