package intake

import (
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/people"
	"talim/internal/people/staffimport"
)

const otherCodes = "код;фио;должность\n4711;Омарова Дана Маратовна;учитель\n4712;Ким Вера;учитель\n"

// byHand adds a teacher whom the list knows under another code.
func (w world) byHand(family, given, patronymic, code string, others ...string) string {
	w.t.Helper()
	made, err := w.people.AddStaff(ctx, w.deputy, people.NewStaff{
		StaffFacts: people.StaffFacts{Code: code, FamilyName: family, GivenName: given, Patronymic: patronymic}, Role: access.Teacher, Starts: "2013-09-02", Others: others,
	})
	w.ok(err)
	return made.ID
}

// says previews a list with what is said of namesakes, and brings it in.
func (w world) says(same SameName, content string) (shown Preview, done Report) {
	w.t.Helper()
	run, err := w.Begin(ctx, w.deputy, Staff, "staff.csv", []byte(content))
	w.ok(err)
	choice := Choice{SameName: same}
	shown, err = w.Preview(ctx, w.deputy, run.ID, choice)
	w.ok(err)
	applied, err := w.Apply(ctx, w.deputy, run.ID, Confirmation{Choice: choice, Expect: shown.Expect})
	w.ok(err)
	return shown, applied.Report()
}

// Somebody who was added by hand stands in a list under another code: nobody is doubled or
// merged before the school has said which it is.
func TestNamesakesUnderAnotherCode(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.byHand("ОМАРОВА", "Дана", "", "T-5")
		shown, done := w.says("", otherCodes)
		if done.Added != 1 || len(done.Refused) != 1 || done.Refused[0].Key != "people.import.same_name" || done.SameName != 1 {
			t.Fatalf("asked: %+v", done)
		}
		if asked := shown.Staff.Namesakes; len(asked) != 1 || asked[0].Code != "4711" || asked[0].Line != 2 || len(asked[0].Known) != 1 || asked[0].Known[0].Code != "T-5" {
			t.Errorf("the question is %+v", shown.Staff.Namesakes)
		}
		if _, done = w.says(SameName("").With("4711", "T-5"), otherCodes); done.Changed != 1 || done.Unchanged != 1 || len(done.Refused) != 0 {
			t.Fatalf("the same person: %+v", done)
		}
		p, err := people.StaffByID(ctx, d.Read(), w.deputy.School, id)
		w.ok(err)
		if p.Code != "4711" || p.Name() != "Омарова Дана Маратовна" {
			t.Errorf("the same person is %s, %s", p.Code, p.Name())
		}
		if _, done = w.says("", otherCodes); done.Unchanged != 2 || done.SameName != 0 {
			t.Errorf("the list again: %+v", done)
		}
	})
}

func TestNamesakesWhoAreOthers(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		first := w.byHand("Омарова", "Дана", "", "T-5")
		_, done := w.says(staffimport.AnotherPerson, otherCodes)
		if done.Added != 2 || len(done.Refused) != 0 {
			t.Fatalf("another person: %+v", done)
		}
		if _, done = w.says("", otherCodes); done.Unchanged != 2 || done.SameName != 0 {
			t.Errorf("the list again: %+v", done)
		}
		// One answer for all is none where the name may be that of two people.
		w.byHand("Омарова", "Д.", "", "T-6", first, w.idOf("4711"))
		short := "код;фио;должность\n9;Омарова Д.;учитель\n"
		if _, done = w.says(staffimport.SamePerson, short); done.SameName != 1 || done.Added+done.Changed != 0 {
			t.Errorf("two may be meant: %+v", done)
		}
	})
}

func (w world) idOf(code string) string {
	w.t.Helper()
	p, err := people.StaffByCode(ctx, w.d.Read(), w.deputy.School, code)
	w.ok(err)
	return p.ID
}

// Who may be meant by a row that waits for an answer is not missing.
func TestNamesakesAreNotMissing(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		id := w.byHand("Омарова", "Дана", "", "T-5")
		run, err := w.Begin(ctx, w.deputy, Staff, "staff.csv", []byte(otherCodes))
		w.ok(err)
		choice := Choice{EndMissing: true}
		p, err := w.Preview(ctx, w.deputy, run.ID, choice)
		w.ok(err)
		for _, x := range p.Staff.Missing {
			if x.ID == id {
				t.Error("somebody about whom is asked is missing")
			}
		}
	})
}
