package people

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/tree"
	"talim/internal/version"
)

// TestEditStaffRefusesAnOlderVersion has two deputies with the form of one person
// open; each changes another field, and nothing of either is lost.
func TestEditStaffRefusesAnOlderVersion(t *testing.T) {
	each(t, func(w *world) {
		p, err := StaffByID(w.ctx, w.d.Read(), w.school, w.teacher.Staff)
		w.ok(err)
		first, second := p.Facts(), p.Facts() // what both forms show
		first.Phone, second.Email = "+7 700 111 22 33", "t@school.kz"
		_, err = w.s.EditStaff(w.ctx, w.deputy, p.ID, p.Version, first)
		w.ok(err)
		_, err = w.s.EditStaff(w.ctx, w.director, p.ID, p.Version, second)
		w.is(err, fault.KindConflict)
		now, ok := version.Meanwhile[Staff](err)
		if !ok || now.Phone != first.Phone {
			w.Fatalf("the conflict shows %+v of the other's change", now)
		}
		second.Phone = now.Phone
		made, err := w.s.EditStaff(w.ctx, w.director, p.ID, now.Version, second)
		w.ok(err)
		if made.Phone != first.Phone || made.Email != second.Email || made.Version != now.Version+1 {
			w.Errorf("after the second save %+v", made)
		}
	})
}

// TestVersionsOfTwoAtOnce lets two people save every form of the area at the same
// moment: one wins, the other is told.
func TestVersionsOfTwoAtOnce(t *testing.T) {
	each(t, func(w *world) {
		school, err := tree.ByID(w.ctx, w.d.Read(), w.school)
		w.ok(err)
		post := w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{Staff: w.teacher.Staff, Role: access.ClassLead, Starts: start}))
		for name, save := range map[string]func(n int) error{
			"staff": func(n int) error {
				_, err := w.s.EditStaff(w.ctx, w.deputy, w.teacher.Staff, 0, StaffFacts{Code: "T-1", Phone: []string{"1", "2"}[n]})
				return err
			},
			"unit": func(n int) error {
				_, err := w.s.EditUnit(w.ctx, w.deputy, w.unit.ID, 0, UnitFacts{Code: "1", Name: i18n.Text{KK: []string{"а", "ә"}[n]}})
				return err
			},
			"organisation": func(n int) error {
				_, err := w.tree.Edit(w.ctx, w.admin, w.school, 0, tree.Facts{
					Code: school.Code, Name: i18n.Text{RU: []string{"один", "два"}[n]}, Timezone: school.Timezone,
				})
				return err
			},
			"post": func(n int) error {
				_, err := w.s.CorrectPost(w.ctx, w.director, Correction{Post: post.ID, Starts: start, OrderNo: []string{"1", "2"}[n]})
				return err
			},
			"subjects": func(n int) error {
				return w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: w.teacher.Staff, Version: 1, Subjects: []string{[]string{"math", "art"}[n]}, Starts: start})
			},
			"private": func(n int) error {
				facts := NoFacts
				facts.YearsExperience = n + 1
				return w.s.RecordPrivate(w.ctx, w.deputy, w.teacher.Staff, 0, facts)
			},
		} {
			errs := make([]error, 2)
			var both sync.WaitGroup
			for n := range errs {
				both.Go(func() { errs[n] = save(n) })
			}
			both.Wait()
			won := slices.IndexFunc(errs, func(err error) bool { return err == nil })
			if won < 0 || !fault.Is(errs[1-won], fault.KindConflict) {
				w.Errorf("%s: of two at once one wins and the other is told: %v", name, errs)
			}
		}
	})
}

// TestChangesRaiseTheVersion holds that what changes a record without its form makes
// the form stale as well.
func TestChangesRaiseTheVersion(t *testing.T) {
	each(t, func(w *world) {
		post := w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{Staff: w.teacher.Staff, Role: access.ClassLead, Starts: start}))
		w.ok(w.s.EndStaff(w.ctx, w.deputy, w.teacher.Staff, "2013-12-31"))
		_, err := w.s.CorrectPost(w.ctx, w.director, Correction{Post: post.ID, Version: post.Version, Starts: start}) // would open it again
		w.is(err, fault.KindConflict)
		w.is(w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: w.teacher.Staff, Version: 1, Subjects: []string{"math"}, Starts: start}), fault.KindConflict)

		heads, err := HeadsOf(w.ctx, w.d.Read(), w.school, w.unit.ID)
		w.ok(err)
		w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{Staff: w.deputy.Staff, Role: access.SMUHead, Unit: w.unit.ID, Starts: "2013-11-01", Replace: true}))
		_, err = w.s.CorrectPost(w.ctx, w.director, Correction{Post: heads[0].ID, Starts: start})
		w.is(err, fault.KindConflict)
	})
}

// TestEditStaffKeepsFormerFacts follows a name and a telephone number through their
// changes.
func TestEditStaffKeepsFormerFacts(t *testing.T) {
	each(t, func(w *world) {
		id, f := w.teacher.Staff, StaffFacts{Code: "T-1", FamilyName: "Ахметова", GivenName: "Айгүл", Phone: "111"}
		w.rename(id, f)
		w.clock.Set("2013-10-01T09:00")
		f.Phone = "222"
		w.rename(id, f)
		w.rename(id, f) // the same again is no history
		w.clock.Set("2013-12-02T09:00")
		f.FamilyName = "Омарова"
		w.rename(id, f)
		f.Phone = "" // twice on one day
		w.rename(id, f)
		card, err := CardOf(w.ctx, w.d.Read(), w.school, id)
		w.ok(err)
		var got []string
		for _, x := range card.Former {
			got = append(got, strings.Join([]string{x.Field, x.Value, string(x.Starts), string(x.Ends)}, " "))
		}
		want := []string{
			"phone 222 2013-10-01 2013-12-02", "name Ахметова Айгүл 2013-09-03 2013-12-01", "phone 111 2013-09-03 2013-09-30", "name T-1 2013-09-02 2013-09-02",
		}
		if card.Name() != "Омарова Айгүл" || card.Phone != "" || !slices.Equal(got, want) {
			w.Errorf("%s was\n%s, want\n%s", card.Name(), strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		_, err = CardOf(w.ctx, w.d.Read(), w.other, id)
		w.is(err, fault.KindNotFound)
	})
}

// TestRecordPrivateRefusesAnOlderVersion holds that a stale page wipes nothing, on the
// day itself and later.
func TestRecordPrivateRefusesAnOlderVersion(t *testing.T) {
	each(t, func(w *world) {
		mine, yours := NoFacts, NoFacts
		mine.Category, yours.StudyRoute = "first", "distance"
		for _, day := range []string{"2013-09-02T09:00", "2013-11-02T09:00"} {
			w.clock.Set(day)
			now, err := runningPrivate(w.ctx, w.d.Read(), w.school, w.teacher.Staff)
			w.ok(err)
			mine.YearsExperience++
			w.ok(w.s.RecordPrivate(w.ctx, w.deputy, w.teacher.Staff, now.Version, mine))
			err = w.s.RecordPrivate(w.ctx, w.director, w.teacher.Staff, now.Version, yours)
			if there, ok := version.Meanwhile[PrivateVersion](err); !fault.Is(err, fault.KindConflict) || !ok || there.Category != "first" {
				w.Errorf("on %s: %v, stands there %+v", day, err, there.PrivateFacts)
			}
		}
	})
}

// TestLengthsAreBounded gives every form of the area a text that is too long.
func TestLengthsAreBounded(t *testing.T) {
	each(t, func(w *world) {
		long := strings.Repeat("ә", 20_000)
		name := i18n.Text{KK: long, RU: long, EN: long}
		facts := StaffFacts{long, long, long, long, long, "a@" + long}
		for form, try := range map[string]func() error{
			"code family_name given_name patronymic phone email": func() error {
				_, err := w.s.EditStaff(w.ctx, w.deputy, w.teacher.Staff, 0, facts)
				return err
			},
			"code name_kk name_ru name_en": func() error {
				_, err := w.s.AddUnit(w.ctx, w.deputy, NewUnit{UnitFacts{long, name}, start})
				return err
			},
			"code name_kk name_ru name_en ": func() error {
				_, err := w.s.EditUnit(w.ctx, w.deputy, w.unit.ID, 0, UnitFacts{long, name})
				return err
			},
			"code name_kk name_ru name_en address_kk address_ru languages": func() error {
				_, err := w.tree.Edit(w.ctx, w.admin, w.school, 0, tree.Facts{Code: long, Name: name, AddressKK: long, AddressRU: long, Timezone: "Asia/Almaty", Languages: []string{long}})
				return err
			},
			"order_no area_kk area_ru area_en": func() error {
				_, err := w.s.BeginPost(w.ctx, w.director, NewPost{Staff: w.teacher.Staff, Role: access.Deputy, Area: name, Starts: start, OrderNo: long})
				return err
			},
			"subjects": func() error {
				return w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: w.teacher.Staff, Version: 1, Subjects: []string{long}, Starts: start})
			},
			"subjects ": func() error {
				return w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: w.teacher.Staff, Version: 1, Subjects: make([]string, 61), Starts: start})
			},
			"category coe_level": func() error {
				return w.s.RecordPrivate(w.ctx, w.deputy, w.teacher.Staff, 0, PrivateFacts{
					Category: long, CoELevel: long, BirthYear: Unknown, AgeRecorded: Unknown, YearsExperience: Unknown, MonthsTaught: Unknown,
				})
			},
		} {
			err := try()
			w.is(err, fault.KindInvalid)
			e, _ := fault.As(err)
			var got []string
			for _, f := range e.Fields {
				got = append(got, f.Name)
			}
			if slices.Sort(got); !slices.Equal(slices.Compact(got), sorted(strings.Fields(form))) {
				w.Errorf("too long: %v, want %s", got, form)
			}
		}
	})
}

func sorted(words []string) []string { slices.Sort(words); return words }
