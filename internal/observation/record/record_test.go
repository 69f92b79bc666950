package record_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/observation"
	"talim/internal/observation/record"
	"talim/internal/observation/share"
	"talim/internal/schooltest"
	"talim/internal/secret"
	"talim/internal/timetable/timetabletest"
)

var hired = schooltest.People{
	"teacher": {access.Teacher}, "observer": {access.Teacher}, "second": {access.Teacher}, "director": {access.Director}, "deputy": {access.Deputy},
	"other": {access.Teacher},
}

func who(code string) access.Actor {
	if code == "stranger" {
		return schooltest.Actor(schooltest.Other, code, access.Director)
	}
	return hired.Who(code)
}

func as(code string) context.Context { return access.With(context.Background(), who(code)) }

// school has a lesson of the teacher, Monday 9 September at the first hour, that two
// colleagues visit; it has begun.
type school struct {
	timetabletest.School
	*record.Service

	visits *observation.Service
	shares *share.Service
	keeper *secret.Keeper
	open   string // the open lesson
	visit  string // the observer's
	other  string // the second's
}

func eachSchool(t *testing.T, fn func(t *testing.T, s school)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		at := timetabletest.New(t, d)
		at.Hire(hired)
		at.Bells()
		at.Year()
		at.Lessons("2013-09-02", timetabletest.Lesson("teacher", "3А", "Қазақ тілі", calendar.Monday, 1))
		keeper := apptest.Keeper(t)
		s := school{School: at, keeper: keeper, visits: observation.New(d, at.Times, keeper, at.Clock.Now)}
		s.shares = share.New(d, s.visits, keeper, at.Clock.Now)
		s.Service = record.New(d, s.visits, s.shares, keeper, at.Clock.Now)
		week, err := s.visits.OwnWeek(as("teacher"), who("teacher"), "2013-09-09")
		s.OK(err)
		s.open, err = s.visits.OpenLesson(as("teacher"), who("teacher"), observation.NewOpenLesson{
			LessonChoice: observation.LessonChoice{Date: week[0].Date, Lesson: week[0].Lesson}, Serves: observation.Serves{Purpose: "decade"}, Audience: observation.ForAll, Places: 5,
		})
		s.OK(err)
		s.visit, s.other = s.join("observer"), s.join("second")
		at.Clock.Set("2013-09-09T" + string(week[0].StartsAt))
		fn(t, s)
	})
}

func (s school) join(code string) string {
	s.T.Helper()
	s.OK(s.visits.JoinLesson(as(code), who(code), s.open))
	page, err := s.visits.Lesson(as(code), who(code), s.open)
	s.OK(err)
	return page.Mine.ID
}

// at is a time of the day of the lesson.
func (s school) at(clock string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04:05", "2013-09-09 "+clock, s.Now().Location())
	s.OK(err)
	return at
}

// line is an operation that says what the teacher does; over is what it corrects.
func (s school) line(key, line, clock, text string, over ...string) record.Operation {
	return record.Operation{Key: "op-00000" + key, Kind: record.OfLine, Line: "line-000" + line, At: s.at(clock), Over: keys(over), Body: record.Body{Teacher: text}}
}

func keys(short []string) []string {
	var out []string
	for _, k := range short {
		out = append(out, "op-00000"+k)
	}
	return out
}

func (s school) send(ops ...record.Operation) record.Answer {
	s.T.Helper()
	out, err := s.Sync(as("observer"), who("observer"), s.visit, record.Batch{Device: "phone", Ops: ops})
	s.OK(err)
	return out
}

// read is the record as somebody reads it, a line each: the teacher's part.
func (s school) read(code string) (record.Page, []string) {
	s.T.Helper()
	p, err := s.Read(as(code), who(code), s.visit)
	s.OK(err)
	var lines []string
	for _, l := range p.Lines {
		lines = append(lines, l.True().Format("15:04")+" "+l.Teacher)
	}
	return p, lines
}

func TestSyncKeepsEachOperationOnce(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		a, b := s.line("a", "1", "08:30:00", "greets"), s.line("b", "2", "08:31:00", "checks homework")
		first := s.send(a, b)
		again := s.send(a, b, a)
		if first.Last != 2 || len(first.Ops) != 2 || again.Last != 2 || len(again.Refused)+len(first.Refused) != 0 {
			t.Errorf("first %d, again %d, refused %v", first.Last, again.Last, again.Refused)
		}
		later, err := s.Sync(as("observer"), who("observer"), s.visit, record.Batch{Device: "laptop", Since: 1})
		s.OK(err)
		if len(later.Ops) != 1 || later.Ops[0].Key != b.Key || later.Ops[0].Device != "phone" || later.Ops[0].Number != 2 {
			t.Errorf("since the first come %+v", later.Ops)
		}
		if _, lines := s.read("teacher"); !slices.Equal(lines, []string{"08:30 greets", "08:31 checks homework"}) {
			t.Errorf("the teacher reads %v", lines)
		}
	})
}

func TestCorrectionStandsOverWhatItCorrects(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.send(s.line("a", "1", "08:30:00", "greets"), s.line("b", "2", "08:40:00", "asks"))
		s.send(s.line("c", "1", "08:45:00", "says good-bye", "a"))
		p, lines := s.read("observer")
		if !slices.Equal(lines, []string{"08:40 asks", "08:45 says good-bye"}) || len(p.Lines[1].Was) != 1 || p.Lines[1].Was[0].Teacher != "greets" {
			t.Errorf("after a correction of text and time: %v, it was %+v", lines, p.Lines[1].Was)
		}
		gone := s.line("d", "2", "08:40:00", "", "b")
		gone.Gone = true
		s.send(gone)
		p, lines = s.read("observer")
		if len(lines) != 1 || len(p.Gone) != 1 || p.Gone[0].Was[0].Teacher != "asks" {
			t.Errorf("after one was taken away: %v, gone %+v", lines, p.Gone)
		}
	})
}

func TestTwoDevicesMergeByLine(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.send(s.line("a", "1", "08:30:00", "greets"))
		s.send(s.line("b", "1", "08:30:00", "greets in English", "a"), s.line("x", "2", "08:33:00", "from the phone"))
		if _, err := s.Sync(as("observer"), who("observer"), s.visit, record.Batch{Device: "laptop", Ops: []record.Operation{
			s.line("c", "1", "08:30:00", "sings", "a"), s.line("y", "3", "08:32:00", "from the laptop"),
		}}); err != nil {
			t.Fatal(err)
		}
		p, lines := s.read("observer")
		if !slices.Equal(lines, []string{"08:30 sings", "08:32 from the laptop", "08:33 from the phone"}) {
			t.Errorf("merged: %v", lines)
		}
		if l := p.Lines[0]; len(l.Others) != 1 || l.Others[0].Teacher != "greets in English" || !slices.Equal(l.Standing(), keys([]string{"b", "c"})) {
			t.Errorf("both corrections are not shown: %+v", l)
		}
		s.send(s.line("d", "1", "08:30:00", "greets and sings", "b", "c"))
		if p, _ = s.read("observer"); len(p.Lines[0].Others) != 0 || p.Lines[0].Teacher != "greets and sings" || len(p.Lines[0].Was) != 3 {
			t.Errorf("solved: %+v", p.Lines[0])
		}
		// one that was corrected here and taken away there stays in sight
		away := s.line("e", "2", "08:33:00", "", "x")
		away.Gone = true
		s.send(s.line("f", "2", "08:33:00", "corrected", "x"), away)
		if p, _ = s.read("observer"); len(p.Gone) != 0 || len(p.Lines) != 3 {
			t.Errorf("a correction was dropped: %d lines, %d gone", len(p.Lines), len(p.Gone))
		}
	})
}

func TestWhatCannotBeKeptHoldsUpNothing(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		good := s.line("a", "1", "08:30:00", "greets")
		wrong := map[record.Refusal]record.Operation{}
		add := func(why record.Refusal, change func(o *record.Operation)) {
			o := s.line(fmt.Sprintf("w%d", len(wrong)), "9", "08:30:00", "x")
			change(&o)
			wrong[why] = o
		}
		add(record.BadKey, func(o *record.Operation) { o.Key = "../../etc" })
		add(record.BadTime, func(o *record.Operation) { o.Skew = 200 * 365 * 24 * time.Hour })
		add(record.TooLong, func(o *record.Operation) { o.Teacher = strings.Repeat("ә", record.MaxText+1) })
		add(record.Empty, func(o *record.Operation) { o.Teacher = "" })
		add(record.BadHead, func(o *record.Operation) {
			o.Kind, o.Line, o.Teacher, o.Seating = record.OfHead, "", "", [][]int{{1, 0}}
		})
		batch := []record.Operation{}
		for _, o := range wrong {
			batch = append(batch, o)
		}
		out := s.send(append(batch, good)...)
		if out.Last != 1 {
			t.Errorf("%d were kept", out.Last)
		}
		for why, o := range wrong {
			if out.Refused[o.Key] != why {
				t.Errorf("%s: refused as %q", why, out.Refused[o.Key])
			}
		}
		for name, change := range map[string]func(o *record.Operation){
			"a tag with spaces":     func(o *record.Operation) { o.Tags = []string{"who speaks"} },
			"over itself":           func(o *record.Operation) { o.Over = []string{o.Key} },
			"a head with a line":    func(o *record.Operation) { o.Kind = record.OfHead },
			"another kind":          func(o *record.Operation) { o.Kind = "note" },
			"a line without a key":  func(o *record.Operation) { o.Line = "" },
			"before there was time": func(o *record.Operation) { o.At = time.UnixMilli(0) },
			"many pupils":           func(o *record.Operation) { o.Kind, o.Line, o.Count = record.OfHead, "", 61 },
			"broken letters":        func(o *record.Operation) { o.Note = "\xff" },
		} {
			o := s.line("bad", "8", "08:30:00", "x")
			change(&o)
			if out := s.send(o); out.Last != 1 || len(out.Refused) != 1 {
				t.Errorf("%s was kept", name)
			}
		}
	})
}

func TestRecordIsOfTheTwo(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.send(s.line("a", "1", "08:30:00", "greets"))
		for _, code := range []string{"teacher", "second", "director", "deputy", "stranger"} {
			_, err := s.Sync(as(code), who(code), s.visit, record.Batch{Ops: []record.Operation{s.line("z", "7", "08:30:00", "forged")}})
			s.Refused(err, fault.KindNotFound)
			s.Refused(s.Finish(as(code), who(code), s.visit), fault.KindNotFound)
			if code != "teacher" {
				_, err = s.Read(as(code), who(code), s.visit)
				s.Refused(err, fault.KindNotFound)
			}
		}
		if n := s.Count(`SELECT count(*) FROM timed_operation WHERE body LIKE '%greets%'`); n != 0 {
			t.Error("the text lies open in the database")
		}
		// moved into the record of a visit of her own, it opens for nobody
		s.Exec(`INSERT INTO timed_record (school_id, id, teacher_id, observer_id, template_id, last_number, begun_at, finished_at) SELECT school_id, $1, teacher_id, 'second', '', 1, begun_at, '' FROM timed_record`, s.other)
		s.Exec(`UPDATE timed_operation SET record_id = $1`, s.other)
		p, err := s.Read(as("second"), who("second"), s.other)
		s.OK(err)
		if len(p.Lines) != 1 || !p.Lines[0].Unreadable || p.Lines[0].Teacher != "" {
			t.Errorf("a moved text opens: %+v", p.Lines)
		}
	})
}

func TestFinishHoldsTheVisitAndTellsTheTeacherOnce(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.Refused(s.Finish(as("observer"), who("observer"), s.visit), fault.KindConflict)
		s.send(s.line("a", "1", "08:30:00", "greets"))
		for range 2 {
			s.OK(s.Finish(as("observer"), who("observer"), s.visit))
		}
		p, _ := s.read("teacher")
		if p.State != record.Finished || p.Visit.State != observation.Held || s.Count(`SELECT count(*) FROM reminder WHERE message_key = 'record.remind.finished' AND staff_id = 'teacher'`) != 1 {
			t.Errorf("finished: %s, the visit is %s", p.State, p.Visit.State)
		}
		out := s.send(s.line("b", "2", "08:50:00", "found in the other phone"))
		if _, lines := s.read("teacher"); out.State != record.Finished || len(lines) != 2 {
			t.Errorf("what came late was dropped: %s, %v", out.State, lines)
		}
	})
}

func TestRecordWaitsForItsDay(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.School.Clock.Set("2013-09-08T20:00")
		_, err := s.Sync(as("observer"), who("observer"), s.visit, record.Batch{})
		s.Refused(err, fault.KindConflict)
	})
}

func TestWithdrawnVisitKeepsWhatWasBefore(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.School.Clock.Set("2013-09-09T08:40")
		for code, kind := range map[string]fault.Kind{"observer": fault.KindForbidden, "second": fault.KindForbidden, "director": fault.KindForbidden} {
			s.Refused(s.visits.EndVisit(as(code), who(code), s.visit), kind)
		}
		s.OK(s.visits.EndVisit(as("teacher"), who("teacher"), s.visit))
		s.Refused(s.visits.EndVisit(as("teacher"), who("teacher"), s.visit), fault.KindConflict)
		out := s.send(s.line("a", "1", "08:35:00", "before"), s.line("b", "2", "08:41:00", "after"))
		if out.State != record.WasEnded || out.Last != 1 || out.Refused["op-00000b"] != record.Withdrawn {
			t.Errorf("%s with %d kept, refused %v", out.State, out.Last, out.Refused)
		}
	})
}

func TestClockThatIsWrongKeepsBothTimes(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		late := s.line("a", "1", "11:30:00", "greets")
		late.Skew = -3 * time.Hour
		s.send(late, s.line("b", "2", "08:31:00", "asks"))
		p, lines := s.read("observer")
		if !slices.Equal(lines, []string{"08:30 greets", "08:31 asks"}) || !p.Lines[0].Off() || p.Lines[1].Off() || p.Lines[0].At.Format("15:04") != "11:30" {
			t.Errorf("ordered by %v, off %v", lines, p.Lines[0].Off())
		}
	})
}

func TestStripesShowTheLessonInTime(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		tagged := func(key, clock string, tags ...string) record.Operation {
			o := s.line(key, key, clock, "x")
			o.Tags = tags
			return o
		}
		s.send(tagged("1", "08:30:00", "speaks.teacher"), tagged("2", "08:35:00", "speaks.teacher", "work.class"), tagged("3", "08:40:00"), tagged("4", "08:50:00", "speaks.pupil"))
		p, _ := s.read("teacher")
		stripes := p.Stripes()
		if len(stripes) != 2 || stripes[0].Group.Code != "speaks" || len(stripes[0].Segments) != 3 {
			t.Fatalf("stripes: %+v", stripes)
		}
		held := map[string]int{}
		for _, total := range stripes[0].Totals() {
			held[total.Tag.Code] = int(total.Held.Minutes())
		}
		if p.EndsAt != "09:35" || held["speaks.teacher"] != 10 || held["speaks.pupil"] != 45 || len(held) != 2 {
			t.Errorf("held for %v", held)
		}
	})
}

func TestTagsAreTheSchoolsFromTheirDayOn(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.send(s.line("a", "1", "08:30:00", "greets"))
		ctx, tags := as("deputy"), func(names ...string) [][]record.Tag {
			out := make([][]record.Tag, 3)
			for i := range out {
				for _, n := range names {
					out[i] = append(out[i], record.Tag{Name: i18n.Text{RU: n}})
				}
			}
			return out
		}
		for _, code := range []string{"teacher", "observer", "stranger"} {
			if code != "stranger" {
				s.Refused(s.SetTags(as(code), who(code), record.NewTags{Kind: record.OfLesson, Groups: tags("x")}), fault.KindForbidden)
			}
		}
		s.Refused(s.SetTags(ctx, who("deputy"), record.NewTags{Kind: record.OfLesson, Groups: tags()}), fault.KindInvalid)
		s.Refused(s.SetTags(ctx, who("deputy"), record.NewTags{Kind: record.OfLesson, Groups: tags(strings.Repeat("а", 61))}), fault.KindInvalid)
		s.OK(s.SetTags(ctx, who("deputy"), record.NewTags{Kind: record.OfLesson, Groups: tags("Учитель", " ", "Ученик")}))
		s.Refused(s.SetTags(ctx, who("deputy"), record.NewTags{Kind: record.OfLesson, Groups: tags("Позже")}), fault.KindConflict) // made from the older version

		now, err := record.TemplateOn(ctx, s.D.Read(), who("deputy").School, record.OfLesson, s.Today())
		s.OK(err)
		if now.Version != 1 || len(now.Groups[0].Tags) != 2 || now.Groups[0].Tags[0].Name.KK != "Учитель" || !strings.HasPrefix(now.Groups[0].Tags[0].Code, "speaks.") {
			t.Errorf("the school's tags: %+v", now)
		}
		if p, _ := s.read("observer"); p.Template.ID != "usual-1" {
			t.Errorf("a record that was begun has the tags of %s", p.Template.ID)
		}
		if other, err := record.TemplateOn(ctx, s.D.Read(), schooltest.Other, record.OfLesson, s.Today()); err != nil || other.Version != 0 {
			t.Errorf("another school has %+v, %v", other, err)
		}
	})
}

func TestNumbersOfTwoDevicesInARace(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.send(s.line("first", "0", "08:30:00", "greets"))
		var group sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			group.Go(func() {
				_, errs[i] = s.Sync(as("observer"), who("observer"), s.visit, record.Batch{Device: fmt.Sprint(i), Ops: []record.Operation{
					s.line("same", "1", "08:31:00", "sent by all"), s.line(fmt.Sprint("own", i), fmt.Sprint("own", i), "08:32:00", "own"),
				}})
			})
		}
		group.Wait()
		for _, err := range errs {
			s.OK(err)
		}
		numbers := s.Count(`SELECT count(DISTINCT number) FROM timed_operation`)
		all := s.Count(`SELECT count(*) FROM timed_operation`)
		if numbers != all || s.Count(`SELECT count(*) FROM timed_operation WHERE op_key = 'op-00000same'`) != 1 || s.Count(`SELECT last_number FROM timed_record`) != all {
			t.Errorf("%d operations with %d numbers", all, numbers)
		}
	})
}

// Whoever the teacher shares the whole of the lesson with reads the record as it stands, and
// does nothing with it; the others, and everybody once it is taken back, find nothing.
func TestARecordIsReadAsItsTeacherSharesIt(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.send(s.line("a", "1", "08:51:00", "greets"), s.line("b", "2", "08:52:00", "asks"), s.line("d", "3", "08:53:00", "leaves"))
		gone := s.line("e", "3", "08:53:00", "", "d")
		gone.Gone = true
		s.send(s.line("c", "1", "08:51:00", "greets all", "a"), gone)
		with := func(level share.Level, code string) error {
			return s.shares.Share(as("teacher"), who("teacher"), s.open, share.NewShare{Staff: who(code).Staff, Level: level})
		}
		s.Refused(with(share.Whole, "other"), fault.KindConflict) // it has not taken place
		s.School.Clock.Set("2013-09-09T12:00")
		s.OK(s.Finish(as("observer"), who("observer"), s.visit))

		s.OK(with(share.Feedback, "other"))
		_, err := s.Read(as("other"), who("other"), s.visit)
		s.Refused(err, fault.KindNotFound)
		s.OK(with(share.Whole, "other"))
		p, lines := s.read("other")
		if !slices.Equal(lines, []string{"08:51 greets all", "08:52 asks"}) || !p.Shared || p.Mine || p.Lines[0].Was != nil || p.Gone != nil {
			t.Errorf("she reads %v of %+v", lines, p)
		}
		for _, code := range []string{"director", "deputy", "second", "stranger"} {
			_, err := s.Read(as(code), who(code), s.visit)
			s.Refused(err, fault.KindNotFound)
		}
		_, err = s.Read(as("other"), who("other"), s.other) // the second did not come
		s.Refused(err, fault.KindNotFound)
		_, err = s.ReadOwn(as("other"), who("other"), s.visit)
		s.Refused(err, fault.KindNotFound)
		s.Refused(s.Finish(as("other"), who("other"), s.visit), fault.KindNotFound)
		n := s.Count(`SELECT count(*) FROM timed_operation`)
		_, err = s.Sync(as("other"), who("other"), s.visit, record.Batch{Device: "phone", Ops: []record.Operation{s.line("f", "4", "08:55:00", "x")}})
		s.Refused(err, fault.KindNotFound)
		if after := s.Count(`SELECT count(*) FROM timed_operation`); after != n {
			t.Errorf("%d operations became %d", n, after)
		}

		g, err := s.shares.Shares(as("teacher"), who("teacher"), s.open)
		s.OK(err)
		_, err = s.shares.TakeBack(as("teacher"), who("teacher"), g.Standing[0].ID)
		s.OK(err)
		_, err = s.Read(as("other"), who("other"), s.visit)
		s.Refused(err, fault.KindNotFound)
	})
}

// A share that was written into the database opens no record, and neither does a visit that
// was moved there to a shared lesson of another teacher.
func TestAForgedShareOpensNoRecord(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.send(s.line("a", "1", "08:51:00", "greets"))
		s.School.Clock.Set("2013-09-09T12:00")
		s.OK(s.Finish(as("observer"), who("observer"), s.visit))
		s.Exec(`INSERT INTO lesson_share (school_id, id, occasion_id, teacher_id, staff_id, level, shared_at, ended_at, seal)
			VALUES ($1, 'forged', $2, $3, $4, 'whole', '', '', 'x')`, schooltest.ID, s.open, who("teacher").Staff, who("director").Staff)
		_, err := s.Read(as("director"), who("director"), s.visit)
		s.Refused(err, fault.KindNotFound)
		s.OK(s.shares.Share(as("teacher"), who("teacher"), s.open, share.NewShare{Staff: who("other").Staff, Level: share.Whole}))
		s.Exec(`UPDATE visit SET teacher_id = $1`, who("deputy").Staff)
		_, err = s.Read(as("other"), who("other"), s.visit)
		s.Refused(err, fault.KindNotFound)
	})
}
