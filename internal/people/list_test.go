package people

import (
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people/tree"
)

// TestHistoryOfTellsEverythingDated follows one person through posts, a unit, subjects
// and leave.
func TestHistoryOfTellsEverythingDated(t *testing.T) {
	each(t, func(w *world) {
		id := w.teacher.Staff
		w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{
			Staff: id, Role: access.Deputy, Area: i18n.Text{RU: "Воспитание"}, Starts: "2013-10-01", OrderNo: "12", OrderDate: "2013-09-28",
		}))
		_, err := w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, id, "2013-10-02")
		w.ok(err)
		w.ok(w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: id, Version: 1, Subjects: []string{"math"}, Starts: "2013-10-03"}))
		_, err = w.s.BeginState(w.ctx, w.deputy, id, UnpaidLeave, "2013-10-04", "2013-10-05")
		w.ok(err)
		spans, err := HistoryOf(w.ctx, w.d.Read(), w.school, id)
		w.ok(err)
		var got []string
		for _, s := range spans {
			got = append(got, s.Kind+" "+s.What+" "+s.Name().RU+" "+s.OrderNo+" "+string(s.Starts))
		}
		want := []string{
			"state unpaid_leave   2013-10-04", "teaches math   2013-10-03", "member  Языки  2013-10-02", "post deputy Воспитание 12 2013-10-01", "post teacher   2013-09-02",
		}
		if !slices.Equal(got, want) {
			w.Errorf("history\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		for day, away := range map[calendar.Date]bool{"2013-10-03": false, "2013-10-04": true, "2013-10-05": true, "2013-10-06": false} {
			if AwayOn(spans, day) != away {
				w.Errorf("away on %s: %v", day, !away)
			}
		}
		if since := InSchoolSince(spans); since != start {
			w.Errorf("in the school since %s", since)
		}
		p, taught, err := TaughtBy(w.ctx, w.d.Read(), w.school, id)
		w.ok(err)
		if !slices.Equal(taught, []string{"math"}) || p.SubjectsVersion != 2 {
			w.Errorf("teaches %v, version %d", taught, p.SubjectsVersion)
		}
		_, _, err = TaughtBy(w.ctx, w.d.Read(), w.other, id)
		w.is(err, fault.KindNotFound)
	})
}

func TestSetSubjectsEndsAndBegins(t *testing.T) {
	each(t, func(w *world) {
		id, n := w.teacher.Staff, 1
		set := func(from calendar.Date, subjects ...string) {
			w.Helper()
			w.ok(w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: id, Version: n, Subjects: subjects, Starts: from}))
			n++
		}
		set("2013-09-02", "math", " math ", "", "physics")
		set("2013-11-01", "math", "art")
		set("2013-11-01", "math") // begun and ended on one day
		rows, err := db.All[Teaches](w.ctx, w.d.Read(), `SELECT `+db.Columns[Teaches]("")+` FROM teaches WHERE staff_id = $1 ORDER BY subject_code`, id)
		w.ok(err)
		var got []string
		for _, r := range rows {
			got = append(got, r.SubjectCode+" "+string(r.Starts)+" "+string(r.Ends))
		}
		want := []string{"art 2013-11-01 2013-11-01", "math 2013-09-02 9999-12-31", "physics 2013-09-02 2013-10-31"}
		if !slices.Equal(got, want) {
			w.Errorf("subjects %q, want %q", got, want)
		}
		w.is(w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: id, Version: n, Starts: ""}), fault.KindInvalid)
	})
}

// TestChoicesAreOfTheDay lists who works, in alphabetical order, and names whoever
// ever did.
func TestChoicesAreOfTheDay(t *testing.T) {
	each(t, func(w *world) {
		w.rename(w.teacher.Staff, StaffFacts{Code: "T-1", FamilyName: "Әлиева", GivenName: "Бота"})
		w.ok(w.s.EndStaff(w.ctx, w.deputy, w.teacher.Staff, "2013-09-30"))
		for day, want := range map[calendar.Date]string{"2013-09-30": "ADM-1 DD-1 DIR-1 SMU-1 Әлиева Бота", "2013-10-01": "ADM-1 DD-1 DIR-1 SMU-1", "2013-09-01": ""} {
			all, err := Choices(w.ctx, w.d.Read(), w.school, day)
			w.ok(err)
			var names []string
			for _, n := range all {
				names = append(names, n.Name)
			}
			if slices.Sort(names); strings.Join(names, " ") != want {
				w.Errorf("on %s: %q, want %q", day, names, want)
			}
		}
		names, err := NamesOf(w.ctx, w.d.Read(), w.school, []string{w.teacher.Staff, w.teacher.Staff, w.outsider.Staff})
		w.ok(err)
		if len(names) != 1 || names[w.teacher.Staff].Name != "Әлиева Бота" || names[w.teacher.Staff].Code != "T-1" {
			w.Errorf("names %+v", names)
		}
	})
}

// TestLogNarrowsAndPages reads the journal by area, by person and page by page.
func TestLogNarrowsAndPages(t *testing.T) {
	each(t, func(w *world) {
		w.rename(w.teacher.Staff, StaffFacts{Code: "T-1", Phone: "1"})
		w.rename(w.head.Staff, StaffFacts{Code: "SMU-1", Phone: "1"})
		for _, c := range []struct {
			name string
			f    journal.Filter
			want func(n int) bool
		}{
			{"of the deputy", journal.Filter{Staff: w.deputy.Staff, Limit: 50}, func(n int) bool { return n == 2 }},
			{"of the area", journal.Filter{Area: "people", Limit: 1000}, func(n int) bool { return n == w.count() }},
			{"of an area that is a part of the name", journal.Filter{Area: "peop", Limit: 50}, func(n int) bool { return n == 0 }},
			{"of an area with a sign of its own", journal.Filter{Area: "%", Limit: 50}, func(n int) bool { return n == 0 }},
			{"bounded", journal.Filter{Limit: 3}, func(n int) bool { return n == 3 }},
		} {
			entries, err := w.s.Log(w.ctx, w.director, c.f)
			w.ok(err)
			if !c.want(len(entries)) {
				w.Errorf("%s: %d entries", c.name, len(entries))
			}
		}
		first, err := w.s.Log(w.ctx, w.director, journal.Filter{Limit: 1})
		w.ok(err)
		next, err := w.s.Log(w.ctx, w.director, journal.Filter{Before: first[0].ID, Limit: 1})
		w.ok(err)
		if first[0].RecordID != w.head.Staff || next[0].RecordID != w.teacher.Staff {
			w.Errorf("pages %+v, %+v", first, next)
		}
		_, err = w.s.Log(w.ctx, w.teacher, journal.Filter{Limit: 1})
		w.is(err, fault.KindForbidden)
		others, err := w.s.Log(w.ctx, w.outsider, journal.Filter{Limit: 50})
		w.ok(err)
		for _, e := range others {
			if e.School != w.other {
				w.Errorf("another school's entry %+v", e)
			}
		}
	})
}

// TestEditOrganisationAsksForItsFacts holds what a form of an organisation must say.
func TestEditOrganisationAsksForItsFacts(t *testing.T) {
	each(t, func(w *world) {
		good := tree.Facts{Code: "auyl", Name: i18n.Text{KK: "Ауыл мектебі"}, Timezone: "Asia/Almaty", Languages: []string{"kk", "ru"}}
		for want, change := range map[string]func(f *tree.Facts){
			"code:people.organisation.code_needed":           func(f *tree.Facts) { f.Code = "" },
			"code:people.organisation.code_needed ":          func(f *tree.Facts) { f.Code = "a b" },
			"name_kk:people.organisation.name_needed":        func(f *tree.Facts) { f.Name = i18n.Text{} },
			"timezone:people.organisation.timezone_unknown":  func(f *tree.Facts) { f.Timezone = "" },
			"timezone:people.organisation.timezone_unknown ": func(f *tree.Facts) { f.Timezone = "Asia/Nowhere" },
			"languages:people.organisation.language_unknown": func(f *tree.Facts) { f.Languages = []string{"kk", "de"} },
			"code:people.organisation.code_taken":            func(f *tree.Facts) { f.Code = "audan" },
		} {
			f := good
			change(&f)
			_, err := w.tree.Edit(w.ctx, w.admin, w.school, 0, f)
			if got := keyOf(err); got != strings.TrimSpace(want) {
				w.Errorf("%+v: %s (%v), want %s", f, got, err, want)
			}
		}
		made, err := w.tree.Edit(w.ctx, w.admin, w.school, 0, good)
		w.ok(err)
		if e := w.entry(tree.KindOf, w.school); e.Details["WasRU"] != "auyl" || made.Version != 1 || made.Languages != "kk ru" || made.Location().String() != "Asia/Almaty" {
			w.Errorf("%+v, journal %v", made, e.Details)
		}
		_, err = w.tree.Edit(w.ctx, w.admin, w.other, 0, good)
		w.is(err, fault.KindNotFound) // not below
		_, err = w.tree.Add(w.ctx, w.admin, tree.NewOrganisation{Kind: "club", Parent: w.school, Facts: good})
		if got := keyOf(err); got != "kind:people.organisation.kind_needed" {
			w.Errorf("an unknown kind: %s", got)
		}
		_, err = w.tree.Add(w.ctx, w.admin, tree.NewOrganisation{Kind: tree.School, Parent: w.other, Facts: good})
		w.is(err, fault.KindNotFound)
		if (tree.Organisation{Timezone: "Asia/Nowhere"}).Location().String() != "UTC" {
			w.Error("an unknown zone is UTC")
		}
	})
}
