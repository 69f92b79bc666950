package exchange

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"talim/internal/fault"
	"talim/internal/tabular"
)

const ascHead = `<timetable ascttversion="2021.6.2"><periods><period period="1" starttime="8:30" endtime="9:15"/><period period="2" starttime="9:20" endtime="10:05"/></periods>
<subjects><subject id="S" name="Математика"/></subjects><teachers><teacher id="T" name="Фамилия И.О." short="ФИО"/><teacher id="U" name="T-2"/></teachers>
<classes><class id="C" name="5А"/><class id="D" name="5Ә"/></classes><classrooms><classroom id="R" name="7"/><classroom id="Q" name="8"/></classrooms>
<groups><group id="G0" classid="C" entireclass="1" divisiontag="0"/><group id="G1" classid="C" entireclass="0" divisiontag="1"/><group id="G2" classid="C" entireclass="0" divisiontag="1"/></groups>`

func ascOf(body string) string { return ascHead + body + `</timetable>` }

func key(err error) string {
	f, ok := fault.As(err)
	if !ok || len(f.Fields) == 0 {
		return fmt.Sprint("no fault: ", err)
	}
	return f.Fields[0].Key
}

func packed(t testing.TB, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, content := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestHostileFilesAreRefusedWithAReason(t *testing.T) {
	lol := `<!DOCTYPE timetable [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`
	cards := strings.Repeat(`<card lessonid="L" period="1" days="1"/>`, 200_000)
	for name, c := range map[string]struct {
		content string
		want    string
	}{
		"truncated":        {string(unpacked(t, "auyl_asc.xml.gz")[:60_000]), "exchange.xml.truncated"},
		"truncated FET":    {string(unpacked(t, "auyl_data_and_timetable.fet.gz")[:60_000]), "exchange.xml.truncated"},
		"entities":         {lol + `<timetable>&b;</timetable>`, "exchange.xml.entities"},
		"outside entity":   {`<!DOCTYPE fet SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]><fet>&x;</fet>`, "exchange.xml.entities"},
		"unknown entity":   {`<timetable>&nosuch;</timetable>`, "exchange.xml.entities"},
		"odd nesting":      {`<timetable><cards></timetable>`, "exchange.xml.broken"},
		"deep":             {`<timetable>` + strings.Repeat("<a>", 100_000), "bounded.deep"},
		"deep FET":         {`<fet><Activity>` + strings.Repeat("<a>", 100_000), "bounded.deep"},
		"many cards":       {ascOf(`<lesson id="L" classids="C" teacherids="T" subjectid="S"/>` + cards), "exchange.many.lessons"},
		"other XML":        {`<svg xmlns="http://www.w3.org/2000/svg"/>`, "exchange.xml.unknown"},
		"web page":         {`<!DOCTYPE html><html><body>x</body></html>`, "exchange.xml.unknown"},
		"result of FET":    {`<Activities_Timetable/>`, "exchange.fet.result"},
		"zip of nothing":   {string(packed(t, map[string]string{"a.txt": "x"})), "exchange.zip.unknown"},
		"nested zip":       {string(packed(t, map[string]string{"a.zip": string(packed(t, map[string]string{"users.csv": "x"}))})), "exchange.zip.unknown"},
		"two of a name":    {string(packed(t, map[string]string{"a/users.csv": "x", "b/users.csv": "y"})), "exchange.zip.twice"},
		"zip bomb":         {string(packed(t, map[string]string{"users.csv": strings.Repeat("0", maxPart+1)})), "bounded.unpacked"},
		"many small bombs": {string(packed(t, manyParts(limits.Parts+1))), "bounded.parts"},
		"torn zip":         {"PK\x03\x04" + strings.Repeat("x", 100), "tabular.file.broken"},
	} {
		_, known, err := Read(t.Context(), []byte(c.content))
		if got := key(err); got != c.want || !known {
			t.Errorf("%s: %s, want %s (%v)", name, got, c.want, err)
		}
	}
	if _, _, err := Read(t.Context(), make([]byte, tabular.MaxBytes+1)); key(err) != "tabular.file.big" {
		t.Error(err)
	}
}

func manyParts(n int) map[string]string {
	all := map[string]string{}
	for i := range n {
		all[fmt.Sprint(i, ".csv")] = "x"
	}
	return all
}

// A declaration of the encoding may be missing, right, or wrong.
func TestEncodings(t *testing.T) {
	body := ascOf(`<lesson id="L" classids="C" teacherids="T" subjectid="S"/><card lessonid="L" period="1" days="10000"/>`)
	russian := strings.ReplaceAll(body, "5Ә", "5Б")
	cp1251, err := charmap.Windows1251.NewEncoder().String(russian)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		content string
		odd     bool
	}{
		"utf-8":               {`<?xml version="1.0" encoding="UTF-8"?>` + body, false},
		"mark":                {"\xEF\xBB\xBF" + body, false},
		"windows-1251":        {`<?xml version="1.0" encoding="windows-1251"?>` + cp1251, false},
		"not said":            {cp1251, true},
		"utf-8 as 1251":       {`<?xml version="1.0" encoding="windows-1251"?>` + body, true},
		"1251 as utf-8":       {`<?xml version="1.0" encoding="utf-8"?>` + cp1251, true},
		"1251 as nonsense":    {`<?xml version="1.0" encoding="x-klingon"?>` + cp1251, true},
		"utf-8 as utf-16":     {`<?xml version="1.0" encoding="UTF-16"?>` + body, true},
		"wide utf-8 nonsense": {`<?xml version="1.0" encoding="x-klingon"?>` + body, true},
	} {
		b := read(t, []byte(c.content))
		if len(b.Lessons) != 1 || b.Lessons[0].Class != "5А" || b.Lessons[0].Subject != "Математика" || b.Lessons[0].Short != "ФИО" {
			t.Errorf("%s: %+v", name, b.Lessons)
		}
		if odd := said(b, "exchange.ignored.encoding"); odd != c.odd {
			t.Errorf("%s: odd %v", name, odd)
		}
	}
}

func said(b Book, key string) bool {
	for _, m := range b.Ignored {
		if m.Key == key {
			return true
		}
	}
	return false
}

// What Tälim has no place for is left out, and said.
func TestForeignFilesSayWhatIsLeftOut(t *testing.T) {
	b := read(t, []byte(ascOf(`
<daysdefs><daysdef name="Пятница" days="10000"/><daysdef name="Montag" days="01000"/></daysdefs>
<students><student id="P1"/><student id="P2"/></students><timeoffs/>
<lesson id="L1" classids="C,D" teacherids="T,U" subjectid="S" periodspercard="2" groupids="G2"/>
<lesson id="L2" classids="C" teacherids="" subjectid="S"/><lesson id="L3" classids="" teacherids="T" subjectid="S"/>
<card lessonid="L1" period="1" days="10000" classroomids="R,Q"/><card lessonid="L1" period="1" days="01000" weeks="010"/><card lessonid="L1" period="" days="01000"/>
<card lessonid="L2" period="1" days="01000"/><card lessonid="L3" period="1" days="01000"/><card lessonid="none" period="1" days="01000"/>`)))
	for _, want := range []string{"pupils", "odd_weeks", "unplaced", "no_teacher", "no_class", "dangling", "tables"} {
		if !said(b, "exchange.ignored."+want) {
			t.Errorf("%s is not said: %+v", want, b.Ignored)
		}
	}
	if len(b.Lessons) != 8 { // two classes, two teachers, two hours
		t.Fatalf("%+v", b.Lessons)
	}
	l := b.Lessons[0]
	if l.Day != "5" || l.Group != 2 || l.Room != "7" || b.Lessons[1].Room != "8" || b.Lessons[2].Group != 0 || b.Lessons[4].Starts != "9:20" {
		t.Errorf("%+v", b.Lessons)
	}
}

func TestFETWithoutATimetable(t *testing.T) {
	b := read(t, unpacked(t, "auyl.fet.gz"))
	if len(b.Lessons) != 1 || !said(b, "exchange.ignored.unplaced") || !said(b, "exchange.ignored.wishes") {
		t.Errorf("%d lessons, %v", len(b.Lessons), b.Ignored)
	}
	none := read(t, []byte(`<fet><Activity><Teacher>T-1</Teacher><Subject>S</Subject><Students>5A</Students><Id>1</Id></Activity></fet>`))
	if got := key(none.TimesKnown()); got != "exchange.fet.not_placed" {
		t.Error(got)
	}
}

// A year of FET is a class of ours, unless its groups are.
func TestGroupsOfFET(t *testing.T) {
	year := func(name string, groups ...string) string {
		out := "<Year><Name>" + name + "</Name>"
		for _, g := range groups {
			out += "<Group><Name>" + g + "</Name><Subgroup><Name>" + g + " x</Name></Subgroup></Group>"
		}
		return out + "</Year>"
	}
	head := `<fet><Days_List><Day><Name>Luni</Name></Day><Day><Name>Marți</Name></Day></Days_List><Hours_List><Hour><Name>1</Name></Hour></Hours_List>` +
		year("7А", "7А gr1", "7А gr2") + year("8", "8A", "8B") + year("9C", "girls", "boys")
	for students, want := range map[string][]studentSet{
		"7А": {{"7А", 0}}, "7А gr2": {{"7А", 2}}, "8": {{"8A", 0}, {"8B", 0}}, "8B": {{"8B", 0}}, "boys": {{"9C", 2}}, "boys x": {{"9C", 2}}, "10Z Group 3": {{"10Z", 3}},
	} {
		b := read(t, []byte(head+`<Activity><Teacher>T-1</Teacher><Subject>S</Subject><Students>`+students+`</Students><Id>4</Id></Activity>
<ConstraintActivityPreferredStartingTime><Weight_Percentage>100</Weight_Percentage><Activity_Id>4</Activity_Id><Preferred_Day>Marți</Preferred_Day><Preferred_Hour>1</Preferred_Hour></ConstraintActivityPreferredStartingTime></fet>`))
		var got []studentSet
		for _, l := range b.Lessons {
			got = append(got, studentSet{l.Class, l.Group})
			if l.Day != "2" || l.Hour != 1 || l.Starts != "" {
				t.Errorf("%+v", l)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s is %v, want %v", students, got, want)
		}
	}
}

func FuzzXML(f *testing.F) {
	f.Add([]byte(ascOf(`<lesson id="L" classids="C" teacherids="T" subjectid="S" periodspercard="2"/><card lessonid="L" period="1" days="11000"/>`)))
	f.Add([]byte(`<fet><Day><Name>Mo</Name></Day><Hour><Name>08:30-09:15</Name></Hour><Year><Name>7</Name><Group><Name>7A</Name></Group></Year><Activity><Teacher>T</Teacher><Students>7</Students><Id>1</Id></Activity>` +
		`<ConstraintActivityPreferredStartingTime><Activity_Id>1</Activity_Id><Preferred_Day>Mo</Preferred_Day><Preferred_Hour>08:30-09:15</Preferred_Hour></ConstraintActivityPreferredStartingTime></fet>`))
	f.Add([]byte("<?xml version=\"1.0\" encoding=\"windows-1251\"?><timetable>\xcf</timetable>"))
	f.Fuzz(sound)
}

func FuzzFETTable(f *testing.F) {
	f.Add([]byte("Activity Id,Day,Hour,Students Sets,Subject,Teachers,Activity Tags,Room,Comments\n1,Monday,08:30-09:15,7A gr1+7B,S,T-1+T-2,,R,\n"))
	f.Add([]byte("activity id;day;hour;students sets;subject;teachers\n1;Пн;1;5;S;;\n"))
	f.Fuzz(sound)
}

func FuzzArchive(f *testing.F) {
	f.Add(unpacked(f, "oneroster_1.2.zip"))
	f.Add(packed(f, map[string]string{"a_timetable.csv": "Activity Id,Day,Hour,Students Sets,Subject,Teachers\n1,Mo,1,A,S,T\n", "a_students.csv": "Year,Group,Subgroup\nA,A g1,\n"}))
	f.Add(packed(f, map[string]string{"users.csv": "sourcedId,role,familyName\n1,teacher,A\n", "classes.csv": "sourcedId,title,periods\nc,5 S,Mon-1\n", "enrollments.csv": "classSourcedId,userSourcedId\nc,1\n"}))
	f.Fuzz(sound)
}

// sound: whatever the bytes, a fault or a book whose tables can be read.
func sound(t *testing.T, content []byte) {
	b, known, err := Read(t.Context(), content)
	if err != nil {
		if _, ok := fault.As(err); !ok {
			t.Fatalf("no fault: %v", err)
		}
		return
	}
	if !known {
		return
	}
	for _, table := range []func() ([]tabular.Row, error){b.StaffTable, b.LessonTable} {
		if _, err := table(); err != nil {
			if _, ok := fault.As(err); !ok {
				t.Fatalf("no fault: %v", err)
			}
		}
	}
}
