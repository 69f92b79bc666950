package intake

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/casestudy"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/staffimport"
	"talim/internal/timetable"
	"talim/internal/timetable/workload"
)

// programFile is a file of the programs in which schools make their timetables.
func programFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := os.ReadFile("../exchange/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(name, ".gz") {
		return content
	}
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func schoolFile(t *testing.T, name string) []byte {
	t.Helper()
	if packed, err := casestudy.File(name + ".gz"); err == nil {
		r, err := gzip.NewReader(bytes.NewReader(packed))
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	return caseFile(t, name)
}

// rings sets the bells of a school of the case studies.
func (w world) rings(code string) {
	w.t.Helper()
	s, err := casestudy.Load(code)
	w.ok(err)
	var bells []timetable.BellFacts
	for _, b := range s.Bells {
		bells = append(bells, timetable.BellFacts{Shift: b.Shift, Number: b.Period, StartsAt: b.Starts, EndsAt: b.Ends})
	}
	w.ok(w.table.SaveBells(ctx, w.deputy, timetable.BellChange{From: "2013-09-01", Bells: bells}))
}

var schools = []struct{ code, name string }{{"A", "auyl"}, {"B", "audan"}, {"C", "aimak"}}

// Every file of the three schools loads without a refused row, and what one program
// says is what the next one says: nothing changes any more.
func TestEveryFileOfThreeSchools(t *testing.T) {
	programs := map[string][]string{
		"A": {"auyl_asc.xml.gz", "auyl_data_and_timetable.fet.gz", "auyl_fet_export.zip"},
		"B": {"audan_data_and_timetable.fet.gz", "audan_fet_export.zip"},
		"C": {"aimak_data_and_timetable.fet.gz", "aimak_fet_export.zip"},
	}
	for _, s := range schools {
		t.Run(s.name, func(t *testing.T) {
			apptest.Databases(t, func(t *testing.T, d *db.DB) {
				w := newWorld(t, d)
				staff := w.bring(Staff, schoolFile(t, "staff_"+s.name+"_all.csv"))
				w.refusals(staff)
				w.rings(s.code)
				first := w.bring(Timetable, schoolFile(t, "timetable_"+s.name+".csv"))
				w.refusals(first)
				if first.Added != first.Rows || first.Counts.Lessons != first.Rows {
					t.Errorf("%+v", first.Counts)
				}
				for _, name := range programs[s.code] {
					again := w.bring(Timetable, programFile(t, name))
					w.refusals(again)
					if again.Unchanged != first.Rows || again.Added+again.Changed+again.Missing != 0 {
						t.Errorf("%s: %d added, %d changed, %d as they are, %d missing", name, again.Added, again.Changed, again.Unchanged, again.Missing)
					}
					if again.Counts.Teachers != staff.Added || again.Counts.Classes != first.Counts.Classes {
						t.Errorf("%s: %+v", name, again.Counts)
					}
				}
				list := w.bring(Staff, schoolFile(t, "staff_"+s.name+"_all.csv"))
				if list.Unchanged != list.Rows {
					t.Errorf("the staff again: %+v", list)
				}
			})
		})
	}
}

// The staff may come from the same program.
func TestStaffFromPrograms(t *testing.T) {
	for _, name := range []string{"auyl_asc.xml.gz", "auyl_data_and_timetable.fet.gz", "auyl_fet_export.zip", "oneroster_1.1.zip", "oneroster_1.2.zip"} {
		apptest.Databases(t, func(t *testing.T, d *db.DB) {
			w := newWorld(t, d)
			w.rings("A")
			content := programFile(t, name)
			staff := w.bring(Staff, content)
			w.refusals(staff)
			again := w.bring(Staff, content)
			if staff.Added != 43 || again.Unchanged != 43 {
				t.Errorf("%s: %d added, again %d as they are", name, staff.Added, again.Unchanged)
			}
			lessons := w.bring(Timetable, content)
			w.refusals(lessons)
			if lessons.Added != 409 || w.bring(Timetable, content).Unchanged != 409 {
				t.Errorf("%s: %d lessons", name, lessons.Added)
			}
			if shifts := w.count(`SELECT COUNT(DISTINCT shift) FROM lesson`); shifts != 2 {
				t.Errorf("%s: %d shifts", name, shifts)
			}
		})
	}
}

// In Kazakh the same lessons are the same lessons; only a name of a room differs.
func TestAnotherLanguageIsNoOtherTimetable(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bring(Staff, caseFile(t, "staff_auyl_all.csv"))
		w.rings("A")
		w.bring(Timetable, caseFile(t, "timetable_auyl.csv"))
		for name, content := range map[string][]byte{"csv": caseFile(t, "timetable_auyl_kk.csv"), "asc": programFile(t, "auyl_asc_kk.xml.gz")} {
			kazakh := w.bring(Timetable, content)
			w.refusals(kazakh)
			if kazakh.Added+kazakh.Missing != 0 || kazakh.Changed > 33 {
				t.Errorf("%s: %d added, %d changed, %d missing", name, kazakh.Added, kazakh.Changed, kazakh.Missing)
			}
		}
		if w.count(`SELECT COUNT(*) FROM class_group`) != 13 || w.count(`SELECT COUNT(*) FROM subject`) != 25 {
			t.Error("a class or a subject came twice")
		}
	})
}

// A later file of the same school shows the difference and nothing else.
func TestPreviewShowsTheDifferenceAlone(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bring(Staff, caseFile(t, "staff_auyl_all.csv"))
		w.bring(Timetable, caseFile(t, "timetable_auyl.csv"))
		run, err := w.Begin(ctx, w.deputy, Timetable, "f", caseFile(t, "timetable_auyl_variant.csv"))
		w.ok(err)
		p, err := w.Preview(ctx, w.deputy, run.ID, Choice{EndMissing: true})
		w.ok(err)
		w.refusals(p.Report)
		if p.Report.Rows != 373 || p.Report.Added+p.Report.Changed+p.Report.Unchanged != 373 || p.Report.Unchanged == 0 {
			t.Errorf("%+v", p.Report)
		}
		_, err = w.Apply(ctx, w.deputy, run.ID, Confirmation{Choice: Choice{EndMissing: true}, Expect: p.Expect})
		w.ok(err)
		if again := w.bring(Timetable, caseFile(t, "timetable_auyl_variant.csv")); again.Unchanged != 373 || again.Missing != 0 {
			t.Errorf("again: %+v", again)
		}
	})
}

const strangers = `<timetable><periods><period period="1" starttime="8:30" endtime="9:15"/></periods><subjects><subject id="S" name="Математика"/></subjects>
<teachers><teacher id="A" name="Бірінші А.Б." lastname="Бірінші" firstname="А. Б." short="БірА" email="a@example.org"/><teacher id="B" name="T-9"/><teacher id="C" name="Кто-то Другой" short="T-1"/></teachers>
<classes><class id="X" name="5А"/><class id="Y" name="6А"/><class id="Z" name="7А"/></classes>
<lesson id="1" classids="X" teacherids="A" subjectid="S"/><lesson id="2" classids="Y" teacherids="B" subjectid="S"/><lesson id="3" classids="Z" teacherids="C" subjectid="S"/>
<card lessonid="1" period="1" days="10000"/><card lessonid="2" period="1" days="10000"/><card lessonid="3" period="1" days="10000"/></timetable>`

// Teachers whom the school does not know are named; they join with the timetable,
// in one transaction, if the reader says so.
func TestUnknownTeachersJoin(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bring(Staff, []byte("code,position\nT-1,Teacher\n"))
		run, err := w.Begin(ctx, w.deputy, Timetable, "f", []byte(strangers))
		w.ok(err)
		p, err := w.Preview(ctx, w.deputy, run.ID, Choice{})
		w.ok(err)
		if len(p.Unknown) != 2 || p.Report.Added != 1 || len(p.Report.Refused) != 2 || p.Unknown[0].Name != "Бірінші А.Б." {
			t.Fatalf("unknown %+v, %+v", p.Unknown, p.Report)
		}
		p, err = w.Preview(ctx, w.deputy, run.ID, Choice{AddTeachers: true})
		w.ok(err)
		if len(p.Joining) != 2 || p.Report.Added != 3 || p.Report.Joined != 2 || len(p.Report.Refused) != 0 || w.count(`SELECT COUNT(*) FROM staff`) != 1 {
			t.Fatalf("%+v, %+v", p.Joining, p.Report)
		}
		in := Confirmation{Choice: Choice{AddTeachers: true}, Expect: p.Expect}
		w.ok(func() error {
			_, err := staffimport.New(w.people).Apply(ctx, w.deputy, []staffimport.Row{{Line: 1, Code: "T-8"}}, staffimport.Options{})
			return err
		}())
		if _, err := w.Apply(ctx, w.deputy, run.ID, in); !fault.Is(err, fault.KindConflict) || w.count(`SELECT COUNT(*) FROM staff`) != 2 {
			t.Fatalf("the staff changed meanwhile: %v", err)
		}
		p, err = w.Preview(ctx, w.deputy, run.ID, Choice{AddTeachers: true})
		w.ok(err)
		in.Expect = p.Expect
		done, err := w.Apply(ctx, w.deputy, run.ID, in)
		w.ok(err)
		if done.Report().Joined != 2 || w.count(`SELECT COUNT(*) FROM staff`) != 4 || w.count(`SELECT COUNT(*) FROM lesson`) != 3 {
			t.Errorf("%+v", done.Report())
		}
		if n := w.count(`SELECT COUNT(*) FROM staff WHERE family_name = 'Бірінші' AND email = 'a@example.org' AND code <> ''`); n != 1 {
			t.Error("the name of the file is not that of the person")
		}
		if again := w.bring(Timetable, []byte(strangers)); again.Unchanged != 3 {
			t.Errorf("again: %+v", again)
		}
	})
}

// Rows that say what cannot be are refused one by one; the rest is taken.
func TestContradictionsOfAFile(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bring(Staff, []byte("code,position\nT-1,Teacher\nT-9,Teacher\n"))
		body := strings.Replace(strangers, `</timetable>`, `<card lessonid="2" period="1" days="10000"/><lesson id="4" classids="Z" teacherids="B" subjectid="S2"/><subject id="S2" name="Химия"/><card lessonid="4" period="1" days="10000"/></timetable>`, 1)
		r := w.bring(Timetable, []byte(body))
		var keys []string
		for _, x := range r.Refused {
			keys = append(keys, fmt.Sprint(x.Line, " ", x.Key))
		}
		want := []string{"2 timetable.import.unknown_teacher", "5 timetable.import.twice", "6 timetable.clash.staff"}
		if strings.Join(keys, ", ") != strings.Join(want, ", ") || r.Added != 2 {
			t.Errorf("refused %v, %d added", keys, r.Added)
		}
	})
}

// Two classes that a teacher has together in one room are one lesson and no clash.
func TestTwoClassesTogether(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bring(Staff, []byte("code,position\nT-1,Teacher\n"))
		r := w.bring(Timetable, []byte("teacher,class,subject,day,start,end,room\nT-1,10А,PE,1,08:30,09:15,hall\nT-1,11А,PE,1,08:30,09:15,hall\nT-1,9А,PE,1,08:30,09:15,yard\n"))
		if r.Added != 2 || len(r.Refused) != 1 || r.Refused[0].Line != 4 {
			t.Errorf("%+v", r)
		}
		load, err := workload.On(ctx, w.table.Read(), w.deputy, "2013-10-01")
		w.ok(err)
		if load.Hours != 1 || len(load.People) != 1 || load.People[0].Hours != 1 || len(load.Subjects[0].Classes) != 2 {
			t.Errorf("%+v", load)
		}
	})
}

// A file that nobody can have typed is refused at once, and nothing is kept of it.
func TestHugeFiles(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		rows := "teacher,class,subject,day,start,end\n" + strings.Repeat("T-1,5A,Math,Mon,08:30,09:15\n", 200_000)
		for _, content := range []string{rows, strings.Replace(strangers, `</timetable>`, strings.Repeat(`<card lessonid="1" period="1" days="1"/>`, 200_000)+`</timetable>`, 1), strangers[:400]} {
			if _, err := w.Begin(ctx, w.deputy, Timetable, "f", []byte(content)); !fault.Is(err, fault.KindInvalid) {
				t.Errorf("%.30q: %v", content, err)
			}
		}
		if w.count(`SELECT COUNT(*) FROM import_run`) != 0 {
			t.Error("something is kept")
		}
	})
}

func TestAFolderFromTheCommandLine(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		folder := t.TempDir()
		for name, text := range map[string]string{
			"users.csv":       "sourcedId,status,enabledUser,role,givenName,familyName,identifier\nu1,,true,teacher,,,T-1\nu2,,true,student,X,Y,P-1\n",
			"classes.csv":     "sourcedId,title,courseSourcedId,periods\nc1,5A Art,k1,\"Mon-1,Tue-2\"\n",
			"courses.csv":     "sourcedId,title\nk1,Art\n",
			"enrollments.csv": "sourcedId,classSourcedId,userSourcedId,role\ne1,c1,u1,teacher\ne2,c1,u2,student\n",
			"readme.txt":      "x",
		} {
			w.ok(os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
		}
		r, err := Run(ctx, w.Service, Staff, "A", folder, RunOptions{Apply: true})
		w.ok(err)
		if r.Added != 1 || len(r.LeftOut) != 1 {
			t.Errorf("%+v", r)
		}
		w.rings("A")
		lessons, err := Run(ctx, w.Service, Timetable, "A", folder, RunOptions{Apply: true, Choice: Choice{AddTeachers: true}})
		w.ok(err)
		if lessons.Added != 2 || lessons.Joined != 0 || lessons.Counts.Classes != 1 {
			t.Errorf("%+v", lessons)
		}
		var out bytes.Buffer
		bundle, err := i18n.NewBundle()
		w.ok(err)
		w.ok(lessons.Print(&out, bundle.Locale(i18n.English)))
		if !strings.Contains(out.String(), "intake.left_out") {
			t.Errorf("the report does not say what is left out: %s", out.String())
		}
	})
}
