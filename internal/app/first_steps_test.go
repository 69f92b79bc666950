package app_test

import (
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/schooltest"
	"talim/internal/timetable"
	"talim/internal/timetable/national"
	"talim/internal/waiting"
)

// The first steps are done when the records say so, and each role is shown those that it can do.
func TestFirstStepsFollowTheRecords(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		school := schooltest.New(t, d, "2026-11-30T09:00")
		staff, times := people.New(d, school.Clock.Now), timetable.New(d, school.Clock.Now)
		logins := accounts.New(staff)
		system := access.System(schooltest.ID, "test")
		find := func(role access.Role) map[string]waiting.Step {
			_, found, err := waiting.Find(t.Context(), d.Read(), nil, []waiting.StepSource{people.FirstSteps, accounts.FirstSteps, timetable.FirstSteps, mentoring.FirstSteps},
				schooltest.Actor(schooltest.ID, "A", role), "2026-11-30")
			school.OK(err)
			steps := map[string]waiting.Step{}
			for _, s := range found {
				steps[s.Name] = s
			}
			return steps
		}
		var ids []string
		for code, role := range map[string]access.Role{"A": access.Administrator, "D": access.Deputy, "T": access.Teacher} {
			p, err := staff.AddStaff(t.Context(), system, people.NewStaff{StaffFacts: people.StaffFacts{Code: code}, Role: role, Starts: "2026-09-01"})
			school.OK(err)
			ids = append(ids, p.ID)
		}
		before := find(access.Director)
		for _, name := range []string{accounts.StepAccounts, timetable.StepLessons, timetable.StepBells, timetable.StepYear, timetable.StepFree, mentoring.StepProgramme} {
			if s, is := before[name]; !is || s.Done {
				t.Errorf("%s in a school that begins: %+v", name, s)
			}
		}
		for _, name := range []string{people.StepStaff, people.StepDeputy, people.StepFirstDays} {
			if !before[name].Done {
				t.Errorf("%s: %+v", name, before[name])
			}
		}
		if s := before[accounts.StepAccounts]; s.Have != 0 || s.Of != 3 {
			t.Errorf("accounts %+v", s)
		}
		year := national.YearOf(2026, national.FiveDays)
		_, err := times.SaveYear(t.Context(), system, timetable.YearFacts{
			Label: year.Label(), Period: year.Period, Terms: year.Terms, ToCheck: year.ToCheck,
			Free: []timetable.FreeTime{{Key: "winter", HolidayFacts: timetable.HolidayFacts{Period: year.Breaks[1].Period, Name: year.Breaks[1].Name}}},
		})
		school.OK(err)
		school.OK(times.SaveBells(t.Context(), system, timetable.BellChange{From: "2026-11-30", Bells: []timetable.BellFacts{{Shift: 1, Number: 1, StartsAt: "08:00", EndsAt: "08:45"}}}))
		tickets, err := logins.IssueCodes(t.Context(), system, ids)
		school.OK(err)
		for _, ticket := range tickets[:2] {
			_, err := logins.Open(t.Context(), accounts.FirstSignIn{Login: ticket.Login, Code: ticket.OneTime, Password: "long enough", Repeat: "long enough"})
			school.OK(err)
		}
		after := find(access.Administrator)
		for _, name := range []string{timetable.StepYear, timetable.StepFree, timetable.StepBells, accounts.StepAccounts} {
			if !after[name].Done {
				t.Errorf("%s: %+v", name, after[name])
			}
		}
		if s := after[timetable.StepChecked]; s.Name == "" || s.Done {
			t.Errorf("dates that nobody compared: %+v", s)
		}
		if s := after[accounts.StepAccounts]; s.Have != 2 {
			t.Errorf("accounts %+v", s)
		}
		if _, is := after[mentoring.StepProgramme]; is {
			t.Error("the administrator is told to open a programme")
		}
		if _, is := find(access.Deputy)[accounts.StepAccounts]; is {
			t.Error("the deputy is told to print codes")
		}
		if len(find(access.Teacher)) != 0 {
			t.Error("a teacher is shown first steps")
		}
	})
}
