package intake

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/casestudy"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/tabular"
	"talim/internal/timetable"
)

var ctx = context.Background()

const school = "auyl"

type world struct {
	*Service
	t      *testing.T
	d      *db.DB
	people *people.Service
	table  *timetable.Service
	clock  *apptest.Clock
	deputy access.Actor
}

func newWorld(t *testing.T, d *db.DB) world {
	t.Helper()
	clock := apptest.ClockAt("2013-09-02T09:00")
	p, table := people.New(d, clock.Now), timetable.New(d, clock.Now)
	w := world{Service: New(d, clock.Now, p, table), t: t, d: d, people: p, table: table, clock: clock, deputy: access.System(school, "test")}
	w.exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, '', 'school', 'A', $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '')`, school)
	return w
}

func (w world) exec(query string, args ...any) {
	w.t.Helper()
	w.ok(w.d.Tx(ctx, func(ctx context.Context, tx db.Conn) error { _, err := db.Exec(ctx, tx, query, args...); return err }))
}

func (w world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w world) count(query string, args ...any) int {
	w.t.Helper()
	n, err := db.One[int](ctx, w.d.Read(), query, args...)
	w.ok(err)
	return n
}

func caseFile(t *testing.T, name string) []byte {
	t.Helper()
	content, err := casestudy.File(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// bring imports a file as it is recognised.
func (w world) bring(kind Kind, content []byte) Report {
	w.t.Helper()
	run, err := w.Begin(ctx, w.deputy, kind, "file", content)
	w.ok(err)
	p, err := w.Preview(ctx, w.deputy, run.ID, Choice{})
	w.ok(err)
	if len(p.Needs) > 0 {
		w.t.Fatalf("columns not recognised: %v of %v", p.Needs, p.Header)
	}
	done, err := w.Apply(ctx, w.deputy, run.ID, Confirmation{Expect: p.Expect})
	w.ok(err)
	if diff := cmp.Diff(p.Report, done.Report()); diff != "" {
		w.t.Errorf("shown and done differ: %s", diff)
	}
	return done.Report()
}

func (w world) refusals(r Report) {
	w.t.Helper()
	for _, x := range r.Refused {
		w.t.Errorf("line %d %v refused: %s %v", x.Line, x.Cells, x.Key, x.Args)
	}
}

func TestTheFilesOfASchool(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		staff := w.bring(Staff, caseFile(t, "staff_auyl_all.csv"))
		w.refusals(staff)
		if staff.Added != 43 || w.count(`SELECT COUNT(*) FROM staff`) != 43 {
			t.Errorf("staff: %+v", staff)
		}
		lessons := w.bring(Timetable, caseFile(t, "timetable_auyl.csv"))
		w.refusals(lessons)
		if lessons.Added != 409 || w.count(`SELECT COUNT(*) FROM class_group`) != 13 || w.count(`SELECT COUNT(*) FROM subject`) != 25 {
			t.Errorf("lessons: %+v", lessons)
		}
		before := w.count(`SELECT COUNT(*) FROM journal_entry`)
		for kind, content := range map[Kind][]byte{Staff: caseFile(t, "staff_auyl_all.csv"), Timetable: caseFile(t, "timetable_auyl.csv")} {
			again := w.bring(kind, content)
			if again.Added+again.Changed+again.Missing != 0 || again.Unchanged != again.Rows {
				t.Errorf("%s again: %+v", kind, again)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM journal_entry WHERE event IN ('people.staff.imported', 'timetable.lessons.imported')`); n != 2 {
			t.Errorf("%d changes in the journal, %d entries before", n, before)
		}
		if n := w.count(`SELECT COUNT(*) FROM import_run WHERE state <> 'applied' OR length(content) > 0`); n != 0 {
			t.Errorf("%d files are kept", n)
		}
		variant := w.bring(Timetable, caseFile(t, "timetable_auyl_variant.csv"))
		if variant.Changed == 0 || variant.Ended != 0 || variant.Missing == 0 {
			t.Errorf("another timetable: %d changed, %d missing, %d ended", variant.Changed, variant.Missing, variant.Ended)
		}
	})
}

func TestTheKazakhTimetableAndItsForms(t *testing.T) {
	kk := caseFile(t, "timetable_auyl_kk.csv")
	forms := map[string][]byte{
		"utf-8":                   kk,
		"with a mark, semicolons": append([]byte("\xEF\xBB\xBF"), bytes.ReplaceAll(kk, []byte(","), []byte(";"))...),
		"kazakh windows, tabs":    kz(t, bytes.ReplaceAll(kk, []byte(","), []byte("\t"))),
		"xlsx":                    sheetOf(t, kk),
	}
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bring(Staff, caseFile(t, "staff_auyl_all.csv"))
		first := true
		for name, content := range forms {
			r := w.bring(Timetable, content)
			w.refusals(r)
			if r.Unchanged != 409 && !first || r.Added != 409 && first {
				t.Errorf("%s: %d added, %d changed, %d unchanged", name, r.Added, r.Changed, r.Unchanged)
			}
			first = false
		}
		subjects, err := timetable.Subjects(ctx, d.Read(), school)
		w.ok(err)
		for _, s := range subjects {
			if s.NameKK == s.NameEN {
				t.Errorf("%s has no English name", s.NameKK)
			}
		}
	})
}

// kz writes text in the Kazakh form of windows-1251.
func kz(t *testing.T, text []byte) []byte {
	t.Helper()
	back := strings.NewReplacer("Қ", "Ќ", "қ", "ќ", "Һ", "Ћ", "һ", "ћ", "Ұ", "Ў", "ұ", "ў", "Ә", "Ј", "ә", "ј", "Ө", "Ґ", "ө", "ґ", "Ғ", "Є", "ғ", "є", "Ү", "Ї", "ү", "ї", "Ң", "Ѕ", "ң", "ѕ")
	out, err := charmap.Windows1251.NewEncoder().Bytes([]byte(back.Replace(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func sheetOf(t *testing.T, csv []byte) []byte {
	t.Helper()
	rows, err := tabular.Read(ctx, csv)
	if err != nil {
		t.Fatal(err)
	}
	f := excelize.NewFile()
	for _, r := range rows {
		for i, cell := range r.Cells {
			at, err := excelize.CoordinatesToCellName(i+1, r.Line+3) // a title stands above
			if err != nil {
				t.Fatal(err)
			}
			if err := f.SetCellValue("Sheet1", at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := f.SetCellValue("Sheet1", "A1", "Ауыл мектебінің сабақ кестесі"); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const small = `учитель;класс;предмет;день;начало;конец;кабинет
T-1;5А;Физика;понедельник;8:30;9:15;7
T-9;5А;Химия;вторник;8:30;9:15;7
T-1;6А;Физика;Пн;09:00;09:45;8
T-2;6А;Физика;никогда;09:00;09:45;8
T-2;6А;Физика;среда;утром;09:45;8
T-2;6А;?мір;четверг;09:00;09:45;8
T-2;6А;Физика;пятница;09:00;09:45;8
`

func (w world) two() {
	w.t.Helper()
	for _, code := range []string{"T-1", "T-2"} {
		_, err := w.people.AddStaff(ctx, w.deputy, people.NewStaff{StaffFacts: people.StaffFacts{Code: code}, Role: access.Teacher, Starts: "2013-09-01"})
		w.ok(err)
	}
}

func TestRefusedRowsAreToldWithTheirReason(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		content, err := charmap.Windows1251.NewEncoder().Bytes([]byte(small))
		w.ok(err)
		r := w.bring(Timetable, content)
		var got []string
		for _, x := range r.Refused {
			got = append(got, fmt.Sprint(x.Line, " ", x.Key))
		}
		want := []string{
			"3 timetable.import.unknown_teacher", "4 timetable.clash.staff", "5 intake.row.weekday", "6 intake.row.time", "7 tabular.flaw.encoding",
		}
		if diff := cmp.Diff(want, got); diff != "" || r.Added != 2 {
			t.Errorf("%d added; %s", r.Added, diff)
		}
		bundle, err := i18n.NewBundle()
		w.ok(err)
		var csv bytes.Buffer
		w.ok(r.RefusedCSV(&csv, bundle.Locale(i18n.Russian)))
		if text := csv.String(); !strings.Contains(text, "T-9,5А,Химия,вторник,8:30,9:15,7") || strings.Count(text, "\n") != 6 {
			t.Errorf("refused rows:\n%s", text)
		}
		sheet := r.RefusedSheet(bundle.Locale(i18n.Russian)).Sheets[0]
		if len(sheet.Rows) != 5 || sheet.Rows[0][0] != 3 || sheet.Rows[0][2] != "T-9" {
			t.Errorf("refused sheet: %+v", sheet.Rows)
		}
	})
}

func TestColumnsAreAskedForAndRemembered(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		content := []byte("кто,где,что,когда,урок\nT-1,5А,Физика,пн,1\n")
		run, err := w.Begin(ctx, w.deputy, Timetable, `..\..\x.csv`, content)
		w.ok(err)
		p, err := w.Preview(ctx, w.deputy, run.ID, Choice{})
		w.ok(err)
		if diff := cmp.Diff([]string{"teacher", "class", "subject", "day"}, p.Needs); diff != "" || p.Ready() {
			t.Error(diff)
		}
		if _, err := w.Apply(ctx, w.deputy, run.ID, Confirmation{}); !fault.Is(err, fault.KindConflict) {
			t.Errorf("applied without columns: %v", err)
		}
		good := tabular.Mapping{"teacher": 0, "class": 1, "subject": 2, "day": 3, "period": 4}
		for name, bad := range map[string]map[int]string{
			"":       {0: "teacher", 1: "class", 2: "subject"},
			"take_1": {0: "teacher", 1: "teacher", 2: "subject", 3: "day"},
			"take_9": {0: "teacher", 1: "class", 2: "subject", 3: "day", 9: "period"},
			"take_4": {0: "teacher", 1: "class", 2: "subject", 3: "day", 4: "shoes"},
		} {
			_, err := w.SetColumns(ctx, w.deputy, run.ID, Chosen{Columns: bad, Starts: "2013-09-02", Version: 1})
			f, ok := fault.As(err)
			if !ok || f.Fields[0].Name != name {
				t.Errorf("%s: %v", name, f)
			}
		}
		w.ok(w.table.SaveBells(ctx, w.deputy, timetable.BellChange{From: "2013-09-01", Bells: []timetable.BellFacts{{Shift: 1, Number: 1, StartsAt: "08:30", EndsAt: "09:15"}}}))
		if p, err = w.SetColumns(ctx, w.deputy, run.ID, Chosen{Columns: TakenFor(good), Starts: "2013-09-02", Version: 1}); err != nil || p.Report.Added != 1 || !p.Ready() {
			t.Errorf("%+v, %v", p.Report, err)
		}
		if r := w.bring(Timetable, append(content, "T-2,6А,Химия,вт,1\n"...)); r.Added != 2 {
			t.Errorf("a file with the same header: %+v", r)
		}
		elsewhere := access.System("other", "test")
		if _, err := w.Preview(ctx, elsewhere, run.ID, Choice{}); !fault.Is(err, fault.KindNotFound) {
			t.Errorf("seen from another school: %v", err)
		}
	})
}

func TestAListWithoutCodes(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		content := []byte("ФИО;Должность\nИванова Анна Павловна;учитель\nӘлиев Дәурен;директор\n")
		r := w.bring(Staff, content)
		w.refusals(r)
		if r.Added != 2 || w.count(`SELECT COUNT(*) FROM staff WHERE family_name = 'Иванова' AND patronymic = 'Павловна'`) != 1 {
			t.Errorf("%+v", r)
		}
		again := w.bring(Staff, append(content, "Омаров Ерлан;учитель\n"...))
		if again.Unchanged != 2 || again.Added != 1 {
			t.Errorf("again: %+v", again)
		}
	})
}

// A form for inspections: its headings are sentences, and the subject stands in the place of
// the post. What has no column of posts says that everybody becomes a teacher.
func TestStaffListOfAnInspection(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		bare := w.bring(Staff, []byte("ФИО;Телефон\nЛи Анна;\n"))
		if !bare.NoPosts {
			t.Error("nobody says that the list has no posts")
		}
		r := w.bring(Staff, []byte(`Тарификационный список;;;
№;Фамилия, имя, отчество работника;Занимаемая должность, преподаваемый предмет;Педагогический стаж на 1 сентября
№;Фамилия, имя, отчество работника;Занимаемая должность, преподаваемый предмет;лет
1;Байжанова Шолпан Ермековна;директор;35
2;Кравец Анна Игоревна;англ.яз.;2
;Зам. директора по УВР;Дорошенко Л.Н.;
`))
		w.refusals(r)
		if r.Added != 2 || r.NoPosts || w.count(`SELECT COUNT(*) FROM staff WHERE family_name IN ('Байжанова', 'Кравец')`) != 2 || w.count(`SELECT COUNT(*) FROM post WHERE role = 'director'`) != 1 {
			t.Errorf("%+v", r)
		}
	})
}

func TestStaffMissingFromTheListLeaveOnlyWhenAsked(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		run, err := w.Begin(ctx, w.deputy, Staff, "f", []byte("код,должность\nT-1,учитель\n"))
		w.ok(err)
		p, err := w.Preview(ctx, w.deputy, run.ID, Choice{})
		w.ok(err)
		if p.Report.Missing != 1 || p.Report.Ended != 0 || p.Ready() {
			t.Errorf("%+v", p.Report)
		}
		if p, err = w.Preview(ctx, w.deputy, run.ID, Choice{EndMissing: true}); err != nil || p.Report.Ended != 1 || !p.Ready() {
			t.Errorf("%+v, %v", p.Report, err)
		}
		if _, err := w.Apply(ctx, w.deputy, run.ID, Confirmation{Choice: Choice{EndMissing: true}, Expect: "something else"}); !fault.Is(err, fault.KindConflict) {
			t.Errorf("applied what was not shown: %v", err)
		}
		_, err = w.Apply(ctx, w.deputy, run.ID, Confirmation{Choice: Choice{EndMissing: true}, Expect: p.Expect})
		w.ok(err)
		if n := w.count(`SELECT COUNT(*) FROM post WHERE ends < '9999'`); n != 1 {
			t.Errorf("%d posts ended", n)
		}
	})
}

func TestApplyingTwiceAtOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		for kind, content := range map[Kind]string{Timetable: small, Staff: "код,должность\nT-1,учитель\nT-3,учитель\n"} {
			run, err := w.Begin(ctx, w.deputy, kind, "f", []byte(content))
			w.ok(err)
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					if done, err := w.Apply(ctx, w.deputy, run.ID, Confirmation{}); err != nil || done.State != Applied {
						t.Errorf("%s: %v %v", kind, done.State, err)
					}
				})
			}
			wg.Wait()
		}
		if lessons, applied := w.count(`SELECT COUNT(*) FROM lesson`), w.count(`SELECT COUNT(*) FROM journal_entry WHERE event = $1`, EventApplied); lessons != 3 || applied != 2 {
			t.Errorf("%d lessons, applied %d times", lessons, applied)
		}
	})
}

func TestDropping(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		run, err := w.Begin(ctx, w.deputy, Timetable, "f", []byte(small))
		w.ok(err)
		w.ok(w.Drop(ctx, w.deputy, run.ID))
		w.ok(w.Drop(ctx, w.deputy, run.ID))
		if _, err := w.Apply(ctx, w.deputy, run.ID, Confirmation{}); !fault.Is(err, fault.KindConflict) {
			t.Errorf("applied after it was put away: %v", err)
		}
		old, err := w.Begin(ctx, w.deputy, Timetable, "f", []byte(small))
		w.ok(err)
		w.exec(`UPDATE import_run SET created_at = '2013-08-01T00:00:00.000Z' WHERE id = $1`, old.ID)
		w.ok(w.DropOld(ctx))
		if n := w.count(`SELECT COUNT(*) FROM import_run WHERE state = 'dropped' AND length(content) = 0`); n != 2 {
			t.Errorf("%d put away", n)
		}
		all, err := Imports(ctx, d.Read(), school, "", 10)
		if err != nil || len(all) != 2 || all[0].ID != old.ID {
			t.Errorf("%+v, %v", all, err)
		}
		rest, err := Imports(ctx, d.Read(), school, old.ID, 10)
		if err != nil || len(rest) != 1 || rest[0].ID != run.ID {
			t.Errorf("%+v, %v", rest, err)
		}
	})
}

func TestWhoMayImport(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	for _, roles := range [][]access.Role{nil, {access.Teacher}, {access.SMUHead}, {access.Coordinator}} {
		actor := access.Actor{Account: "a", School: school, Staff: "x", Roles: roles}
		if _, err := w.Begin(ctx, actor, Timetable, "f", []byte(small)); !fault.Is(err, fault.KindForbidden) {
			t.Errorf("%v began: %v", roles, err)
		}
		if _, err := w.Apply(ctx, actor, "x", Confirmation{}); !fault.Is(err, fault.KindForbidden) {
			t.Errorf("%v applied: %v", roles, err)
		}
		if err := w.Drop(ctx, actor, "x"); !fault.Is(err, fault.KindForbidden) {
			t.Errorf("%v dropped: %v", roles, err)
		}
		if _, err := w.SetColumns(ctx, actor, "x", Chosen{Starts: "2013-09-02"}); !fault.Is(err, fault.KindForbidden) {
			t.Errorf("%v set columns: %v", roles, err)
		}
		if _, err := w.Preview(ctx, actor, "x", Choice{}); !fault.Is(err, fault.KindForbidden) {
			t.Errorf("%v looked: %v", roles, err)
		}
	}
}

func TestRunFromTheCommandLine(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.two()
		path := filepath.Join(t.TempDir(), "t.csv")
		w.ok(os.WriteFile(path, []byte(small), 0o600))
		dry, err := Run(ctx, w.Service, Timetable, "A", path, RunOptions{Apply: false})
		w.ok(err)
		if dry.Added != 3 || w.count(`SELECT COUNT(*) FROM lesson`) != 0 || w.count(`SELECT COUNT(*) FROM import_run WHERE state = 'dropped'`) != 1 {
			t.Errorf("looked only: %+v", dry)
		}
		real, err := Run(ctx, w.Service, Timetable, "A", path, RunOptions{Apply: true})
		w.ok(err)
		if len(real.Refused) != 4 || w.count(`SELECT COUNT(*) FROM lesson`) != 3 {
			t.Errorf("%+v", real)
		}
		if _, err := Run(ctx, w.Service, Timetable, "none", path, RunOptions{Apply: true}); !fault.Is(err, fault.KindNotFound) {
			t.Errorf("no such school: %v", err)
		}
		if _, err := Run(ctx, w.Service, Timetable, "A", path+"x", RunOptions{Apply: true}); err == nil {
			t.Error("no such file, no error")
		}
		w.ok(os.WriteFile(path, []byte("a,b\n1,2\n"), 0o600))
		if _, err := Run(ctx, w.Service, Timetable, "A", path, RunOptions{Apply: true}); !fault.Is(err, fault.KindConflict) {
			t.Errorf("no columns: %v", err)
		}
	})
}
