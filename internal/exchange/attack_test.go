package exchange

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"talim/internal/bounded/boundedtest"
	"talim/internal/tabular"
)

// numbered repeats a text with the numbers from 1.
func numbered(n int, format string) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, format, i+1)
	}
	return all.String()
}

// A file of a program takes neither much memory nor a core for long, whatever stands
// in it how often, and the reader is told what there is too much of.
func TestReadBoundsFilesOfPrograms(t *testing.T) {
	lesson := `<lesson id="L" classids="C" teacherids="T" subjectid="S"/>`
	fetTimes := numbered(2_000, `<ConstraintActivityPreferredStartingTime><Activity_Id>%d</Activity_Id><Preferred_Day>Mo</Preferred_Day><Preferred_Hour>1</Preferred_Hour></ConstraintActivityPreferredStartingTime>`)
	fetDay := `<fet><Day><Name>Mo</Name></Day><Hour><Name>1</Name></Hour>`
	table := "Activity Id,Day,Hour,Students Sets,Subject,Teachers\n"
	users := "sourcedId,role,familyName\n"
	for name, c := range map[string]struct {
		content string
		want    string // "" for a file that is read
	}{
		"aSc: periods":                   {ascOf(numbered(1_000, `<period period="%d"/>`)), "exchange.many.hours"},
		"aSc: teachers":                  {ascOf(numbered(20_000, `<teacher id="x%d"/>`)), "exchange.many.teachers"},
		"aSc: classes":                   {ascOf(numbered(20_000, `<class id="x%d"/>`)), "exchange.many.classes"},
		"aSc: subjects":                  {ascOf(numbered(20_000, `<subject id="x%d"/>`)), "exchange.many.subjects"},
		"aSc: rooms":                     {ascOf(numbered(20_000, `<classroom id="x%d"/>`)), "exchange.many.rooms"},
		"aSc: groups":                    {ascOf(numbered(60_000, `<group id="x%d"/>`)), "exchange.many.groups"},
		"aSc: lessons":                   {ascOf(numbered(tabular.MaxRows+1, `<lesson id="x%d"/>`)), "exchange.many.lessons"},
		"aSc: lessons of many hours":     {ascOf(`<lesson id="L" classids="` + strings.Repeat("C,", 1_000) + `" teacherids="` + strings.Repeat("T,", 1_000) + `" subjectid="S"/><card lessonid="L" period="1" days="1"/>`), "exchange.many.lessons"},
		"aSc: people who are not there":  {ascOf(`<lesson id="L" classids="C" teacherids="` + strings.Repeat("no,", 300_000) + `" subjectid="S"/>` + strings.Repeat(`<card lessonid="L" period="1" days="1"/>`, 9_500)), ""},
		"aSc: groups that are not there": {ascOf(`<lesson id="L" classids="C" teacherids="T" groupids="` + strings.Repeat("no,", 300_000) + `" subjectid="S"/>` + strings.Repeat(`<card lessonid="L" period="1" days="1"/>`, 9_500)), ""},
		"aSc: attributes":                {ascOf(lesson + strings.Repeat(`<card a="" b="" c="" d="" e="" f="" g="" h="" i="" j="" k=""/>`, 9_500)), ""},
		"aSc: one tag":                   {ascOf(`<card ` + strings.Repeat(`a="" `, 1_500_000) + `/>`), "bounded.piece"},
		"aSc: tables without a place":    {ascOf(numbered(500_000, `<x%d/>`)), ""},
		"aSc: elements":                  {ascOf(strings.Repeat(`<x/>`, 700_000)), "bounded.elements"},
		"FET: hours":                     {`<fet>` + numbered(1_000, `<Hour><Name>%d</Name></Hour>`), "exchange.many.hours"},
		"FET: days":                      {`<fet>` + numbered(1_000, `<Day><Name>%d</Name></Day>`), "exchange.many.days"},
		"FET: teachers":                  {`<fet>` + numbered(20_000, `<Teacher><Name>x%d</Name></Teacher>`), "exchange.many.teachers"},
		"FET: years":                     {`<fet>` + numbered(20_000, `<Year><Name>x%d</Name></Year>`), "exchange.many.classes"},
		"FET: groups of a year":          {`<fet><Year><Name>7</Name>` + numbered(2_000, `<Group><Name>7 %d</Name></Group>`) + `</Year>`, "exchange.many.students"},
		"FET: subgroups":                 {`<fet><Year><Name>7</Name><Group><Name>7A</Name>` + numbered(30_000, `<Subgroup><Name>%d</Name></Subgroup>`), "bounded.whole"},
		"FET: pupils of a lesson":        {`<fet><Activity>` + strings.Repeat(`<Students>5</Students>`, 2_000) + `</Activity>`, "exchange.many.students"},
		"FET: activities":                {`<fet>` + strings.Repeat(`<Activity/>`, tabular.MaxRows+1), "exchange.many.lessons"},
		"FET: times":                     {`<fet>` + numbered(tabular.MaxRows+1, `<ConstraintActivityPreferredStartingTime><Activity_Id>%d</Activity_Id></ConstraintActivityPreferredStartingTime>`), "exchange.many.lessons"},
		"FET: all classes in all lessons": {fetDay + `<Year><Name>7</Name>` + numbered(1_000, `<Group><Name>7 x%d</Name></Group>`) + `</Year>` +
			numbered(2_000, `<Activity><Teacher>T</Teacher>`+strings.Repeat(`<Students>7</Students>`, 100)+`<Id>%d</Id></Activity>`) + fetTimes + `</fet>`, "exchange.many.lessons"},
		"FET table: hours":                   {table + numbered(1_000, "1,Mo,%d,A,S,T\n"), "exchange.many.hours"},
		"FET table: teachers and classes":    {table + strings.Repeat("1,Mo,1,"+strings.Repeat("A+", 900)+",S,"+strings.Repeat("T+", 900)+"\n", 1_000), "exchange.many.lessons"},
		"FET folder: teachers":               {string(packed(t, map[string]string{"a_timetable.csv": table, "a_teachers.csv": "Teacher\n" + numbered(20_000, "x%d\n")})), "exchange.many.teachers"},
		"OneRoster: wide tables":             {string(packed(t, map[string]string{"users.csv": wide(20_000), "courses.csv": wide(20_000), "classes.csv": wide(20_000)})), "tabular.file.cells"},
		"OneRoster: teachers":                {string(packed(t, map[string]string{"users.csv": users + numbered(20_000, "%d,teacher,A\n")})), "exchange.many.teachers"},
		"OneRoster: roles of one":            {string(packed(t, map[string]string{"users.csv": users + strings.Repeat("1,teacher,A\n", 49_000), "roles.csv": "userSourcedId,role\n" + strings.Repeat("1,guest\n", 49_000)})), ""},
		"OneRoster: teachers of one class":   {string(packed(t, map[string]string{"users.csv": users + "1,teacher,A\n", "enrollments.csv": "classSourcedId,userSourcedId\n" + strings.Repeat("c,1\n", 2_000)})), "exchange.many.students"},
		"OneRoster: classes":                 {string(packed(t, map[string]string{"users.csv": users, "classes.csv": "sourcedId,title\n" + numbered(30_000, "%d,5 S\n")})), "exchange.many.groups"},
		"OneRoster: a part that unpacks far": {string(packed(t, map[string]string{"users.csv": strings.Repeat("0", maxPart+1)})), "bounded.unpacked"},
	} {
		t.Run(name, func(t *testing.T) {
			var err error
			content := []byte(c.content)
			boundedtest.Within(t, len(content), func() string { _, _, err = Read(t.Context(), content); return answer(err) })
			if got := key(err); got != c.want && (c.want != "" || err != nil) {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// wide is a table of as many columns as may be.
func wide(rows int) string {
	return "sourcedId" + strings.Repeat(",x", tabular.MaxColumns-1) + "\n" + strings.Repeat(strings.Repeat("1,", tabular.MaxColumns-1)+"1\n", rows)
}

func TestReadEndsWithTheRequest(t *testing.T) {
	for name, content := range map[string][]byte{
		"aSc": unpacked(t, "auyl_asc.xml.gz"), "FET": unpacked(t, "auyl_data_and_timetable.fet.gz"), "FET table": unpacked(t, "auyl_fet_export.zip"),
		"OneRoster": unpacked(t, "oneroster_1.2.zip"),
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, _, err := Read(ctx, content); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: nobody waits: %v", name, err)
		}
		was := limits.Time
		limits.Time = -time.Second // over before it begins
		_, _, err := Read(t.Context(), content)
		limits.Time = was
		if key(err) != "bounded.slow" {
			t.Errorf("%s: a slow file: %v", name, err)
		}
	}
}

// answer is what somebody is told of a file.
func answer(err error) string {
	if err == nil {
		return "read"
	}
	return key(err)
}
