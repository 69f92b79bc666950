package lessonimport

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/casestudy"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/schooltest"
	"talim/internal/timetable"
	"talim/internal/verb"
)

func TestTheThreeSchools(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		for code, lessons := range map[string]int{"A": 409, "B": 1434, "C": 1592} {
			if code != "A" && testing.Short() {
				continue
			}
			w := newWorld(t, d)
			w.theSchool(code, lessons)
			for _, table := range []string{"lesson", "class_group", "subject", "bell", "bell_schedule", "staff", "organisation"} {
				w.Exec(`DELETE FROM ` + table)
			}
		}
	})
}

// theSchool imports a whole school once, and again.
func (w world) theSchool(code string, lessons int) {
	rows := caseRows(w.Study(code))
	first := w.lessons(rows...)
	if len(first.Added) != lessons || len(first.NewClasses)+len(first.NewSubjects)+len(first.Changed) != 0 {
		w.T.Errorf("%s: %d added, new %v %v, %d changed", code, len(first.Added), first.NewClasses, first.NewSubjects, len(first.Changed))
	}
	again := w.lessons(rows...)
	if again.Unchanged != lessons || !again.Empty() || len(again.Missing) != 0 {
		w.T.Errorf("%s again: %d unchanged, %d added, %d changed", code, again.Unchanged, len(again.Added), len(again.Changed))
	}
	if n := w.Count(`SELECT COUNT(*) FROM lesson`); n != lessons {
		w.T.Errorf("%s: %d lessons", code, n)
	}
}

func TestASecondTimetableEndsWhatChanges(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.lessons(caseRows(w.Study("A"))...)
		s, err := casestudy.Load("A")
		w.OK(err)
		rows := caseRows(s)
		rows[0].Room = "another"             // changed
		moved := rows[1]                     // moved in the week: the same lesson at another time
		rows = append(rows[:1], rows[2:]...) // ...
		moved.Weekday, moved.StartsAt, moved.EndsAt = 7, "10:00", "10:45"
		rows = append(rows, moved)
		gone := rows[2]
		rows = append(rows[:2], rows[3:]...) // missing
		d1, err := w.Apply(ctx, w.deputy, Import{Rows: rows, From: "2014-01-13"})
		w.OK(err)
		if len(d1.Changed) != 2 || len(d1.Added) != 0 || len(d1.Missing) != 1 || d1.Unchanged != 406 || len(d1.Refused) != 0 {
			t.Fatalf("changed %d, added %d, missing %d, unchanged %d, refused %v", len(d1.Changed), len(d1.Added), len(d1.Missing), d1.Unchanged, d1.Refused)
		}
		if m := d1.Missing[0].Was; m.Teacher != gone.Teacher || m.StartsAt != gone.StartsAt || m.Weekday != gone.Weekday {
			t.Errorf("missing %+v, want %+v", m, gone)
		}
		on := func(day calendar.Date) int {
			return w.Count(`SELECT COUNT(*) FROM lesson WHERE starts <= $1 AND ends >= $1`, day)
		}
		if on("2014-01-12") != 409 || on("2014-01-13") != 409 || w.Count(`SELECT COUNT(*) FROM lesson`) != 411 {
			t.Errorf("%d before, %d after", on("2014-01-12"), on("2014-01-13"))
		}
		d2, err := w.Apply(ctx, w.deputy, Import{Rows: rows, From: "2014-01-13", EndMissing: true})
		w.OK(err)
		if len(d2.Missing) != 1 || on("2014-01-12") != 409 || on("2014-01-13") != 408 {
			t.Errorf("missing %d; %d before, %d after", len(d2.Missing), on("2014-01-12"), on("2014-01-13"))
		}
		if n := w.Count(`SELECT COUNT(*) FROM journal_entry WHERE event = $1`, timetable.EventLessonsImported); n != 3 {
			t.Errorf("%d journal entries", n)
		}
	})
}

func TestLessonsTaughtLeavesOutReplacedLessons(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "T1")
		w.Bells()
		w.lessons(row(2, "T1", "5А", "Физика", 1, 1))
		w.lessons(row(2, "T1", "5А", "Физика", 1, 2))
		on, err := w.timetable.LessonsTaught(ctx, d.Read(), school, "T1", "2013-09-02", "2013-09-02")
		w.OK(err)
		if len(on) != 1 || on[0].StartsAt != "09:55" {
			t.Errorf("%+v", on)
		}
		if again := w.lessons(row(2, "T1", "5А", "Физика", 1, 2)); !again.Empty() {
			t.Errorf("again: %+v", again)
		}
	})
}

// basic is a school with two teachers, bells and one lesson, for pure comparisons.
func basic(lessons ...timetable.Content) schoolNow {
	index, names := indexTeachers([]teacher{
		{ID: "t1", Code: "T-1", FamilyName: "Иванова", GivenName: "Анна", Patronymic: "Павловна"},
		{ID: "t2", Code: "T-2", FamilyName: "Иванова", GivenName: "Дина"},
		{ID: "t3", Code: "T-3"},
	})
	c := timetable.Class{ID: "5a", Name: "5А", Fold: timetable.ClassKey("5А"), Shift: 2}
	s := timetable.Subject{ID: "phys", Code: "Phys", NameKK: "Физика", NameRU: "Физика", NameEN: "Physics"}
	now := schoolNow{
		school: school, teachers: index, names: names, classes: map[string]timetable.Class{c.Fold: c}, byID: map[string]timetable.Class{c.ID: c},
		subjects: timetable.IndexSubjects([]timetable.Subject{s}), subject: map[string]timetable.Subject{s.ID: s},
		bells: []timetable.Bell{
			{Shift: 1, Number: 1, StartsAt: "08:50", EndsAt: "09:35"},
			{Shift: 1, Number: 6, StartsAt: "13:20", EndsAt: "14:05"},
			{Shift: 2, Number: 1, StartsAt: "13:20", EndsAt: "14:05"},
			{Shift: 2, Number: 2, StartsAt: "14:15", EndsAt: "15:00"},
		},
	}
	for i, k := range lessons {
		l := k.Lesson(school, "2013-09-01")
		l.ID = string(rune('a' + i))
		now.lessons = append(now.lessons, l)
	}
	return now
}

func TestRowsThatAreRefused(t *testing.T) {
	good := Row{Line: 2, Teacher: "T-1", Class: "5А", Subject: "Physics", Weekday: 1, Number: 1}
	with := func(line int, fn func(*Row)) Row { r := good; r.Line = line; fn(&r); return r }
	tests := map[string]struct {
		row  Row
		want string
	}{
		"no teacher":      {with(3, func(r *Row) { r.Teacher = "" }), "timetable.import.no_teacher"},
		"unknown teacher": {with(3, func(r *Row) { r.Teacher = "T-9" }), "timetable.import.unknown_teacher"},
		"two of one name": {with(3, func(r *Row) { r.Teacher = "Иванова" }), "timetable.import.two_teachers"},
		"no class":        {with(3, func(r *Row) { r.Class = " - " }), "timetable.import.no_class"},
		"no subject":      {with(3, func(r *Row) { r.Subject = "" }), "timetable.import.no_subject"},
		"no weekday":      {with(3, func(r *Row) { r.Weekday = 0 }), "timetable.import.no_weekday"},
		"long class":      {with(3, func(r *Row) { r.Class = "5" + strings.Repeat("А", timetable.MaxClassName) }), "timetable.import.long_class"},
		"long subject":    {with(3, func(r *Row) { r.Subject = strings.Repeat("ф", timetable.MaxSubjectName+1) }), "timetable.import.long_subject"},
		"long room":       {with(3, func(r *Row) { r.Room = strings.Repeat("7", maxRoom+1) }), "timetable.import.long_room"},
		"as long as may be": {with(3, func(r *Row) {
			r.Class, r.Subject, r.Room = "6"+strings.Repeat("Ә", timetable.MaxClassName-1), strings.Repeat("ф", timetable.MaxSubjectName), strings.Repeat("7", maxRoom)
			r.Teacher, r.Number = "T-3", 2
		}), ""},
		"no such period":   {with(3, func(r *Row) { r.Number = 9 }), "timetable.import.no_time"},
		"ends first":       {with(3, func(r *Row) { r.StartsAt, r.EndsAt = "10:00", "09:00" }), "timetable.time.order"},
		"twice":            {with(3, func(*Row) {}), "timetable.import.twice"},
		"teacher twice":    {with(3, func(r *Row) { r.Class, r.Shift, r.Room = "6А", 2, "9" }), "timetable.clash.staff"},
		"two classes":      {with(3, func(r *Row) { r.Class = "6А" }), ""},
		"two groups":       {with(3, func(r *Row) { r.Class, r.Group = "6А", 2 }), ""},
		"divided class":    {with(3, func(r *Row) { r.Teacher, r.Room = "T-3", "x" }), ""},
		"class twice":      {with(3, func(r *Row) { r.Teacher, r.Room, r.Subject = "T-3", "x", "Chemistry" }), "timetable.clash.class"},
		"group and class":  {with(3, func(r *Row) { r.Teacher, r.Room, r.Group = "T-3", "x", 1 }), "timetable.clash.class"},
		"overlapping time": {with(3, func(r *Row) { r.Class, r.StartsAt, r.EndsAt = "6А", "14:00", "14:30" }), "timetable.clash.staff"},
		"touching time":    {with(3, func(r *Row) { r.Class, r.StartsAt, r.EndsAt = "6А", "14:05", "14:50" }), ""},
		"team teaching":    {with(3, func(r *Row) { r.Teacher = "T-3" }), ""},
		"by full name":     {with(3, func(r *Row) { r.Teacher, r.Number = "Иванова Анна Павловна", 2 }), ""},
		"by initials":      {with(3, func(r *Row) { r.Teacher, r.Number = "Иванова А. П.", 2 }), ""},
	}
	for name, test := range tests {
		diff := compareLessons(basic(), Import{Rows: []Row{good, test.row}, From: "2013-09-02"})
		switch {
		case test.want == "" && len(diff.Refused) > 0:
			t.Errorf("%s: refused: %+v", name, diff.Refused)
		case test.want != "" && (len(diff.Refused) != 1 || diff.Refused[0].Key != test.want || diff.Refused[0].Line != 3):
			t.Errorf("%s: %+v, want %s", name, diff.Refused, test.want)
		}
	}
}

func TestTwoGroupsAtOneTimeAreNoClash(t *testing.T) {
	rows := []Row{
		{Line: 2, Teacher: "T-1", Class: "5А", Subject: "Physics", Weekday: 1, Number: 1, Group: 1, Room: "1"},
		{Line: 3, Teacher: "T-3", Class: "5А", Subject: "Physics", Weekday: 1, Number: 1, Group: 2, Room: "2"},
	}
	diff := compareLessons(basic(), Import{Rows: rows, From: "2013-09-02"})
	if len(diff.Added) != 2 || len(diff.Refused) != 0 {
		t.Errorf("%+v", diff)
	}
}

func TestTimesComeFromTheBells(t *testing.T) {
	tests := map[string]struct {
		in   Row
		want Row
	}{
		"period, shift of the class": {Row{Class: "5a", Number: 1}, Row{Shift: 2, Number: 1, StartsAt: "13:20", EndsAt: "14:05"}},
		"period and shift":           {Row{Class: "5a", Shift: 1, Number: 1}, Row{Shift: 1, Number: 1, StartsAt: "08:50", EndsAt: "09:35"}},
		"time in both shifts":        {Row{Class: "6А", StartsAt: "13:20", Number: 1}, Row{Shift: 2, Number: 1, StartsAt: "13:20", EndsAt: "14:05"}},
		"start only":                 {Row{Class: "6А", StartsAt: "08:50"}, Row{Shift: 1, Number: 1, StartsAt: "08:50", EndsAt: "09:35"}},
		"times of its own":           {Row{Class: "6А", StartsAt: "07:00", EndsAt: "07:45"}, Row{Shift: 1, StartsAt: "07:00", EndsAt: "07:45"}},
	}
	for name, test := range tests {
		c := &comparison{schoolNow: basic()}
		got, want := test.in, test.want
		want.Class = got.Class
		if !c.timed(&got) || cmp.Diff(want, got) != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A refused change leaves its lesson where it was; a row that took that place
// must then give way too.
func TestCompareRefusedChangeKeepsItsLesson(t *testing.T) {
	was := basic(
		timetable.Content{Staff: "t1", Class: "5a", Subject: "phys", Weekday: 1, Shift: 1, Number: 1, StartsAt: "08:50", EndsAt: "09:35"},
		timetable.Content{Staff: "t3", Class: "5a", Subject: "phys", Weekday: 2, Shift: 1, Number: 1, StartsAt: "08:50", EndsAt: "09:35", Group: 1},
	)
	rows := []Row{
		{Line: 2, Teacher: "T-2", Class: "6А", Subject: "Physics", Weekday: 1, Number: 1, Shift: 1},              // stays
		{Line: 3, Teacher: "T-1", Class: "6А", Subject: "Chemistry", Room: "9", Weekday: 1, Number: 1, Shift: 1}, // clashes with line 2
		{Line: 4, Teacher: "T-1", Class: "5А", Subject: "Physics", Weekday: 1, Number: 1, Shift: 1, Room: "2"},
		{Line: 5, Teacher: "T-3", Class: "5А", Subject: "Physics", Weekday: 2, Number: 1, Shift: 1, Group: 1},
	}
	diff := compareLessons(was, Import{Rows: rows, From: "2013-09-02"})
	if len(diff.Refused) != 1 || diff.Refused[0].Line != 3 || diff.Unchanged != 1 || len(diff.Changed) != 1 {
		t.Errorf("refused %+v, changed %d, unchanged %d", diff.Refused, len(diff.Changed), diff.Unchanged)
	}
	// The first lesson wants to move onto the second, which stays: it is refused and
	// keeps its place, so that the new row there is refused as well.
	rows = []Row{
		{Line: 2, Teacher: "T-2", Class: "5А", Subject: "Chemistry", Weekday: 1, Number: 1, Shift: 1, Room: "3"},
		{Line: 3, Teacher: "T-1", Class: "5А", Subject: "Physics", Weekday: 2, Number: 1, Shift: 1, Room: "7"},
		{Line: 4, Teacher: "T-3", Class: "5А", Subject: "Physics", Weekday: 2, Number: 1, Shift: 1, Group: 1},
	}
	diff = compareLessons(was, Import{Rows: rows, From: "2013-09-02"})
	var lines []int
	for _, r := range diff.Refused {
		lines = append(lines, r.Line)
	}
	if cmp.Diff([]int{2, 3}, lines) != "" || !diff.Empty() {
		t.Errorf("refused %v; %+v", lines, diff)
	}
}

func TestLessonsLeftAloneAreInTheWayUntilTheyEnd(t *testing.T) {
	was := basic(timetable.Content{Staff: "t1", Class: "5a", Subject: "phys", Weekday: 1, Shift: 1, Number: 1, StartsAt: "08:50", EndsAt: "09:35"})
	in := Import{From: "2013-09-02", Rows: []Row{
		{Line: 2, Teacher: "T-1", Class: "6А", Subject: "Chemistry", Weekday: 1, Number: 1, Shift: 1},
	}}
	diff := compareLessons(was, in)
	if len(diff.Refused) != 1 || diff.Refused[0].Key != "timetable.clash.staff_kept" || len(diff.NewClasses) != 0 || len(diff.Missing) != 1 {
		t.Errorf("%+v", diff)
	}
	in.EndMissing = true
	diff = compareLessons(was, in)
	if len(diff.Refused) != 0 || len(diff.Added) != 1 || len(diff.writes.Ended) != 1 || diff.writes.Ended[0].Ends != "2013-09-01" {
		t.Errorf("%+v", diff)
	}
	if len(diff.NewClasses) != 1 || len(diff.NewSubjects) != 1 || diff.NewSubjects[0].Name.KK != "Химия" {
		t.Errorf("new %v %v", diff.NewClasses, diff.NewSubjects)
	}
}

func TestWhoMayImport(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "T1")
		w.Bells()
		in := Import{Rows: []Row{row(2, "T1", "5А", "Физика", 1, 1)}, From: "2013-09-02"}
		for _, actor := range []access.Actor{{}, schooltest.Actor(school, "T1", access.Teacher), schooltest.Actor(school, "T1", access.SMUHead)} {
			if _, err := w.Apply(ctx, actor, in); !fault.Is(err, fault.KindForbidden) {
				t.Errorf("%v imported: %v", actor.Roles, err)
			}
			if _, err := w.Compare(ctx, actor, in); !fault.Is(err, fault.KindForbidden) {
				t.Errorf("%v compared: %v", actor.Roles, err)
			}
		}
		shown, err := w.Compare(ctx, w.deputy, in)
		w.OK(err)
		if w.Count(`SELECT COUNT(*) FROM lesson`)+w.Count(`SELECT COUNT(*) FROM class_group`) != 0 {
			t.Error("comparing wrote something")
		}
		in.Expect = shown.Fingerprint()
		if _, err := w.Apply(ctx, w.deputy, in); err != nil {
			t.Errorf("what was shown: %v", err)
		}
		if _, err := w.Apply(ctx, w.deputy, in); !fault.Is(err, fault.KindConflict) {
			t.Errorf("what was shown before something else changed: %v", err)
		}
		elsewhere := access.Actor{Account: "x", School: "other", Roles: []access.Role{access.Deputy}}
		diff, err := w.Compare(ctx, elsewhere, Import{Rows: in.Rows, From: in.From})
		if err != nil || len(diff.Refused) != 1 {
			t.Errorf("the teacher of one school is found from another: %+v, %v", diff, err)
		}
	})
}

// A new timetable that lies over a booking is told to those who take part.
func TestApplyTellsOfClashes(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, "mentor", "mentee", "other")
		w.Bells()
		w.lessons(row(1, "other", "5А", "Физика", calendar.Monday, 1), row(2, "other", "5А", "Физика", calendar.Tuesday, 1))
		_, err := w.timetable.SaveYear(ctx, w.deputy, timetable.YearFacts{
			Label: "2013-2014", Period: calendar.Period{Starts: "2013-09-01", Ends: "2014-05-25"}, Terms: []calendar.Period{{Starts: "2013-09-01", Ends: "2013-11-03"}},
		})
		w.OK(err)
		w.OK(w.timetable.Do(ctx, access.System(school, "test"), func(v verb.Work) error {
			_, err := w.timetable.Book(v, timetable.NewBooking{
				Date: "2013-09-10", StartsAt: "13:20", EndsAt: "14:05", Kind: "test.meeting", About: "m",
				People: []timetable.Person{{Staff: "mentor", Part: timetable.Member}, {Staff: "mentee", Part: timetable.Member}},
			})
			return err
		}))
		w.lessons(row(3, "mentor", "8А", "Физика", calendar.Monday, 3))
		if n := w.Count(`SELECT COUNT(*) FROM reminder`); n != 0 {
			t.Errorf("%d are told of a lesson on another day", n)
		}
		w.lessons(row(4, "mentor", "8А", "Химия", calendar.Tuesday, 3))
		if n := w.Count(`SELECT COUNT(*) FROM reminder WHERE staff_id IN ('mentor', 'mentee')`); n != 2 {
			t.Errorf("%d of the two are told", n)
		}
	})
}

func TestRoomNumbers(t *testing.T) {
	for in, want := range map[string]string{
		"Room 7": "7", "7-кабинет": "7", "7": "7", "каб. 12а": "12а", "Кабинет №7": "7", "№7": "7", "Sports hall": "Sports hall", "Спорт залы": "Спорт залы",
		"S-12": "S-12", "Room 26 (Physics lab)": "Room 26 (Physics lab)", "": "",
	} {
		if got := roomNumber(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}
