package people

import (
	"slices"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
)

// added is a teacher without a code, as a form gives her.
func added(family, given, patronymic string) NewStaff {
	return NewStaff{StaffFacts: StaffFacts{FamilyName: family, GivenName: given, Patronymic: patronymic}, Role: access.Teacher, Starts: start}
}

func (w *world) asksAt(err error, field string) {
	w.Helper()
	f, ok := fault.As(err)
	if !ok || !slices.ContainsFunc(f.Fields, func(x fault.Field) bool { return x.Name == field }) {
		w.Errorf("%v, not a question at %s", err, field)
	}
}

// A person added by hand needs no code, and brings with her what decides whether she
// needs a mentor.
func TestAddedByHand(t *testing.T) {
	each(t, func(w *world) {
		for _, code := range []string{"1", "3"} {
			w.hire(access.System(w.school, "test"), code, access.Teacher)
		}
		in := added("Омарова", "Дана", "")
		facts := NoFacts
		facts.YearsExperience, facts.Category = 0, "teacher"
		in.Private = &facts
		made, err := w.s.AddStaff(w.ctx, w.deputy, in)
		w.ok(err)
		if made.Code != "2" || made.SinceUnknown {
			w.Errorf("made %+v", made)
		}
		versions, err := PrivateOf(w.ctx, w.d.Read(), w.school, made.ID)
		w.ok(err)
		if len(versions) != 1 || versions[0].YearsExperience != 0 || versions[0].Category != "teacher" || versions[0].Version != 1 {
			w.Errorf("kept apart: %+v", versions)
		}
		in = added("Сейтова", "Алма", "")
		in.Starts, in.Private = "", &NoFacts
		unknown, err := w.s.AddStaff(w.ctx, w.deputy, in)
		w.ok(err)
		if unknown.Code != "4" || !unknown.SinceUnknown {
			w.Errorf("made %+v", unknown)
		}
		if versions, err = PrivateOf(w.ctx, w.d.Read(), w.school, unknown.ID); err != nil || len(versions) != 0 {
			w.Errorf("nothing was stated, kept %+v, %v", versions, err)
		}
	})
}

func TestNamesakesAreAskedAbout(t *testing.T) {
	each(t, func(w *world) {
		known, err := w.s.AddStaff(w.ctx, w.deputy, added("Омарова", "Әсел", "Серікқызы"))
		w.ok(err)
		for _, same := range []NewStaff{added("ОМАРОВА", "Асел", "Сериккызы"), added("Омарова", "Ә.", ""), added("Әсел", "Омарова", "")} {
			_, err := w.s.AddStaff(w.ctx, w.deputy, same)
			w.asksAt(err, "others")
		}
		other := added("Омарова", "Әсел", "")
		other.Others = []string{known.ID}
		second, err := w.s.AddStaff(w.ctx, w.deputy, other)
		w.ok(err)
		_, err = w.s.AddStaff(w.ctx, w.deputy, other)
		w.asksAt(err, "others") // about the second, who was not there when the form was made
		found, err := Namesakes(w.ctx, w.d.Read(), w.school, other.StaffFacts)
		w.ok(err)
		if len(found) != 2 || second.ID == known.ID {
			w.Errorf("namesakes %+v", found)
		}
		_, err = w.s.AddStaff(w.ctx, w.deputy, added("Омарова", "Дина", ""))
		w.ok(err) // another given name is another person
		_, err = w.s.AddStaff(w.ctx, w.outsider, added("Омарова", "Әсел", "Серікқызы"))
		w.ok(err) // of another school
	})
}

// Two who add the same person at once are one added and one asked; two who add different
// people at once give different codes.
func TestTwoAddAtOnce(t *testing.T) {
	each(t, func(w *world) {
		both := func(a, b NewStaff) (errs [2]error) {
			var wait sync.WaitGroup
			for i, in := range []NewStaff{a, b} {
				wait.Go(func() { _, errs[i] = w.s.AddStaff(w.ctx, w.deputy, in) })
			}
			wait.Wait()
			return errs
		}
		errs := both(added("Омарова", "Дана", ""), added("Омарова", "Д.", ""))
		if (errs[0] == nil) == (errs[1] == nil) {
			w.Fatalf("the same person at once: %v", errs)
		}
		for _, err := range errs {
			if err != nil {
				w.asksAt(err, "others")
			}
		}
		if errs := both(added("Сейтова", "Алма", ""), added("Ким", "Елена", "")); errs[0] != nil || errs[1] != nil {
			w.Errorf("different people at once: %v", errs)
		}
	})
}
