package intake

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
)

// bookOfStaff is a workbook with a cover, a list under headings that nobody knows, and
// a list under headings that are known.
func bookOfStaff(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	err := document.Sheet(&out, document.Spreadsheet{Sheets: []document.Grid{
		{Name: "Титул", Head: []string{"Школа"}, Rows: [][]any{{"2013"}}},
		{Name: "Педагоги", Head: []string{"Список"}, Rows: [][]any{{}, {"Кто это", "Кем работает", "№"}, {"Омарова Әсел", "завуч", "1"}}},
		{Name: "Другие", Head: []string{"ФИО", "Должность"}, Rows: [][]any{{"Ли Анна", "директор"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// The command line says where a list stands and what its columns mean.
func TestRunTakesWhatIsPointedOut(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		path := filepath.Join(t.TempDir(), "s.xlsx")
		w.ok(os.WriteFile(path, bookOfStaff(t), 0o600))
		full := Pointed{Sheet: "Педагоги", Headings: 3, Columns: []string{"Кто это=full_name", "кем работает = Должность"}}
		r, err := Run(ctx, w.Service, Staff, "A", path, RunOptions{Apply: true, Pointed: full})
		w.ok(err)
		if r.Added != 1 || len(r.Unread) != 0 || w.count(`SELECT COUNT(*) FROM post p JOIN staff s ON s.school_id = p.school_id AND s.id = p.staff_id WHERE role = 'deputy' AND given_name = 'Әсел'`) != 1 {
			t.Errorf("%+v", r)
		}
		if again, err := Run(ctx, w.Service, Staff, "A", path, RunOptions{}); err != nil || again.Unchanged != 1 {
			t.Errorf("not remembered: %+v, %v", again, err)
		}
		for field, p := range map[string]Pointed{
			"sheet": {Sheet: "Тарификация"}, "header": {Sheet: "Педагоги", Headings: 40}, "column": {Columns: []string{"Оклад=position"}},
		} {
			_, err := Run(ctx, w.Service, Staff, "A", path, RunOptions{Pointed: p})
			if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		if n := w.count(`SELECT COUNT(*) FROM import_run WHERE state = 'previewed'`); n != 0 {
			t.Errorf("%d files are left waiting", n)
		}
	})
}

// A column that is missing is named in the language of the reader, with what such
// columns are usually called.
func TestRunNamesTheColumnThatIsMissing(t *testing.T) {
	w := newWorld(t, apptest.Database(t))
	path := filepath.Join(t.TempDir(), "t.csv")
	w.ok(os.WriteFile(path, []byte("Предмет,День недели,Урок,кто,где\nФизика,пн,1,Ким В.,5А\n"), 0o600))
	_, err := Run(ctx, w.Service, Timetable, "A", path, RunOptions{})
	f, ok := fault.As(err)
	bundle, problem := i18n.NewBundle(os.DirFS("intakeweb/messages"))
	w.ok(problem)
	for language, want := range map[i18n.Language]string{i18n.Russian: "Учитель (например, «Учитель», «ФИО учителя»), Класс", i18n.Kazakh: "Мұғалім (мысалы, «Мұғалім»", i18n.English: "Teacher (such as “Teacher”"} {
		if !ok || !strings.Contains(bundle.Locale(language).Say(f.Says), want) {
			t.Errorf("%s: %v", language, bundle.Locale(language).Say(f.Says))
		}
	}
}

// Another sheet or another row of headings is read from the file that is kept.
func TestSetColumnsReadsAnotherPlace(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		p, err := w.Begin(ctx, w.deputy, Staff, "s.xlsx", bookOfStaff(t))
		w.ok(err)
		if p.Sheet != 2 || p.Remembered || p.Report.Added != 1 {
			t.Errorf("%+v", p.View)
		}
		p, err = w.SetColumns(ctx, w.deputy, p.ID, Chosen{Place: &Place{Sheet: 1}, Columns: map[int]string{0: "code"}, Starts: "2013-09-02", Version: 1})
		w.ok(err)
		if !p.Moved || p.Sheet != 1 || p.Columns().Header != 1 || len(p.Columns().Columns) != 0 {
			t.Errorf("%+v", p.Columns())
		}
		if diff := cmp.Diff([]string{"Кто это", "Кем работает"}, p.Unread()); diff != "" {
			t.Error(diff)
		}
		for field, place := range map[string]Place{"sheet": {Sheet: 7}, "header": {Sheet: 1, Header: 2}} {
			_, err := w.SetColumns(ctx, w.deputy, p.ID, Chosen{Place: &place, Starts: "2013-09-02", Version: 2})
			if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Name != field {
				t.Errorf("%s: %v", field, err)
			}
		}
		p, err = w.SetColumns(ctx, w.deputy, p.ID, Chosen{Place: &Place{Sheet: 1, Header: 1}, Columns: map[int]string{0: "full_name", 1: "position"}, Starts: "2013-09-02", Version: 2})
		w.ok(err)
		done, err := w.Apply(ctx, w.deputy, p.ID, Confirmation{Expect: p.Expect})
		w.ok(err)
		if done.Report().Added != 1 || w.count(`SELECT COUNT(*) FROM staff WHERE given_name = 'Әсел'`) != 1 {
			t.Errorf("%+v", done.Report())
		}
	})
}
