package exchange

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/gzip"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"talim/internal/casestudy"
	"talim/internal/tabular"
)

// unpacked reads a file of testdata; README.md there says what they are.
func unpacked(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile("testdata/" + name)
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

func read(t testing.TB, content []byte) Book {
	t.Helper()
	b, known, err := Read(t.Context(), content)
	if err != nil || !known {
		t.Fatalf("known %v, %v", known, err)
	}
	return b
}

func TestTheFilesOfThreeSchools(t *testing.T) {
	for name, want := range map[string]Counts{
		"auyl_asc.xml.gz":                 {Teachers: 43, Classes: 13, Groups: 52, Subjects: 25, Rooms: 11, Lessons: 409},
		"auyl_asc_kk.xml.gz":              {Teachers: 43, Classes: 13, Groups: 52, Subjects: 25, Rooms: 11, Lessons: 409},
		"auyl_data_and_timetable.fet.gz":  {Teachers: 43, Classes: 13, Groups: 22, Subjects: 25, Rooms: 11, Lessons: 409},
		"audan_data_and_timetable.fet.gz": {Teachers: 119, Classes: 39, Groups: 72, Subjects: 25, Rooms: 31, Lessons: 1434},
		"aimak_data_and_timetable.fet.gz": {Teachers: 102, Classes: 32, Groups: 64, Subjects: 16, Rooms: 65, Lessons: 1592},
		"auyl_fet_export.zip":             {Teachers: 43, Classes: 13, Groups: 22, Subjects: 25, Rooms: 11, Lessons: 409},
		"audan_fet_export.zip":            {Teachers: 119, Classes: 39, Groups: 72, Subjects: 25, Rooms: 31, Lessons: 1434},
		"aimak_fet_export.zip":            {Teachers: 102, Classes: 32, Groups: 64, Subjects: 16, Rooms: 65, Lessons: 1592},
		"oneroster_1.1.zip":               {Teachers: 43, Classes: 13, Groups: 22, Subjects: 25, Rooms: 11, Lessons: 409},
		"oneroster_1.2.zip":               {Teachers: 43, Classes: 13, Groups: 22, Subjects: 25, Rooms: 11, Lessons: 409},
	} {
		b := read(t, unpacked(t, name))
		if b.Counts != want {
			t.Errorf("%s: %+v, want %+v; ignored %v", name, b.Counts, want, b.Ignored)
		}
	}
}

// asCSV is the rows of the plain CSV of a school as a book has them.
func asCSV(t *testing.T, code string) [][]string {
	t.Helper()
	s, err := casestudy.Load(code)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, l := range s.Lessons {
		out = append(out, []string{
			l.Staff, l.Class, l.Room.EN, written(int(l.Weekday)), written(l.Shift), written(l.Period), string(l.Starts), written(l.Group),
		})
	}
	return sorted(out)
}

func sorted(rows [][]string) [][]string {
	slices.SortFunc(rows, slices.Compare)
	return rows
}

// Every format of one school has the same lessons, hour by hour.
func TestFormatsAgreeWithThePlainTable(t *testing.T) {
	for name, code := range map[string]string{
		"auyl_asc.xml.gz": "A", "auyl_data_and_timetable.fet.gz": "A", "auyl_fet_export.zip": "A", "oneroster_1.1.zip": "A", "oneroster_1.2.zip": "A",
		"audan_data_and_timetable.fet.gz": "B", "audan_fet_export.zip": "B", "aimak_data_and_timetable.fet.gz": "C", "aimak_fet_export.zip": "C",
	} {
		rows, err := read(t, unpacked(t, name)).LessonTable()
		if err != nil {
			t.Fatal(err)
		}
		m := map[string]int{}
		for i, h := range rows[0].Cells {
			m[h] = i
		}
		var got [][]string
		for _, r := range rows[1:] {
			start := ""
			if s := r.Cell(m["start"]); s != "" {
				start = padded(s)
			}
			got = append(got, []string{
				r.Cell(m["teacher"]), r.Cell(m["class"]), r.Cell(m["room"]), r.Cell(m["day"]), cmp.Or(r.Cell(m["shift"]), "1"), r.Cell(m["period"]),
				start, r.Cell(m["group"]),
			})
		}
		want := asCSV(t, code)
		for _, rows := range [][][]string{want, got} {
			for i := range rows {
				if code != "A" { // our data name the special rooms of the larger schools in three languages
					rows[i][2] = ""
				}
				if strings.HasPrefix(name, "oneroster") { // it has no times, and one room for all hours of a class
					rows[i][2], rows[i][6] = "", ""
				}
			}
		}
		if diff := gocmp.Diff(sorted(want), sorted(got)); diff != "" {
			t.Errorf("%s: %.2000s", name, diff)
		}
	}
}

func TestPeopleOfAFile(t *testing.T) {
	for label, want := range map[string]Teacher{
		"T-A2":                 {Label: "T-A2", Code: "T-A2"},
		"DIR-A":                {Label: "DIR-A", Code: "DIR-A"},
		"Auyl-Preschool-1":     {Label: "Auyl-Preschool-1", Code: "Auyl-Preschool-1"},
		"Фамилия И.О.":         {Label: "Фамилия И.О.", FamilyName: "Фамилия", GivenName: "И.", Patronymic: "О."},
		"Фамилия Имя Отчество": {Label: "Фамилия Имя Отчество", FamilyName: "Фамилия", GivenName: "Имя", Patronymic: "Отчество"},
	} {
		if diff := gocmp.Diff(want, Person(label)); diff != "" {
			t.Errorf("%s: %s", label, diff)
		}
	}
	for _, name := range []string{"oneroster_1.1.zip", "oneroster_1.2.zip"} {
		b := read(t, unpacked(t, name))
		i := slices.IndexFunc(b.Teachers, func(p Teacher) bool { return p.Code == "T-A2" })
		if i < 0 || !slices.Equal(b.Teachers[i].Subjects, []string{"Mathematics"}) {
			t.Errorf("%s: %+v", name, b.Teachers)
		}
		rows, err := b.StaffTable()
		if err != nil || len(rows) != 44 {
			t.Errorf("%s: %d rows, %v", name, len(rows), err)
		}
	}
}

func TestPlainTablesAreLeftToOthers(t *testing.T) {
	csv, err := casestudy.File("timetable_auyl.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, content := range [][]byte{nil, []byte("a,b\n1,2\n"), csv} {
		if _, known, err := Read(t.Context(), content); known || err != nil {
			t.Errorf("%.20q: known %v, %v", content, known, err)
		}
	}
	if _, err := tabular.Read(t.Context(), csv); err != nil {
		t.Error(err)
	}
}

// A file of a district holds several schools, and people who are something else elsewhere.
func TestOneRosterKeepsTheTeachersOfOneSchool(t *testing.T) {
	files := map[string]string{
		"manifest.csv": "propertyName,value\nfile.users,delta\n",
		"orgs.csv":     "sourcedId,name,type\nd,Аудан,district\no1,Мектеп 1,school\no2,Мектеп 2,school\n",
		"roles.csv":    "userSourcedId,role,orgSourcedId\nu1,teacher,o1\nu1,student,o2\nu2,teacher,o1\nu3,teacher,o2\nu4,administrator,d\nu5,student,o1\n",
		"users.csv": "sourcedId,enabledUser,givenName,familyName,preferredGivenName,identifier\n" +
			"u1,true,Гүлнар,Ахметова,Гуля,101\nu2,true,Анна,Иванова,,102\nu3,true,Болат,Омаров,,901\nu4,true,Ерлан,Сапаров,,7\nu5,true,Али,Оқушы,,8\n",
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	b, _, err := Read(t.Context(), out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range b.Teachers {
		got = append(got, p.FamilyName+" "+p.GivenName)
	}
	if strings.Join(got, ", ") != "Ахметова Гүлнар, Иванова Анна, Сапаров Ерлан" || !b.Partial {
		t.Errorf("%v, partial %v, %v", got, b.Partial, b.Ignored)
	}
}
