package share_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/observation/share"
	"talim/internal/reminder"
	"talim/internal/schooltest"
	"talim/internal/secret"
	"talim/internal/timetable/timetabletest"
)

var hired = schooltest.People{
	"teacher": {access.Teacher}, "observer": {access.Teacher}, "second": {access.Teacher}, "other": {access.Teacher},
	"director": {access.Director}, "deputy": {access.Deputy}, "head": {access.SMUHead}, "keeper": {access.Administrator},
}

func who(code string) access.Actor {
	if code == "stranger" {
		return schooltest.Actor(schooltest.Other, code, access.Director)
	}
	return hired.Who(code)
}

func as(code string) context.Context { return access.With(context.Background(), who(code)) }

// school has a lesson of the teacher, Monday 9 September at the first hour: the observer
// visited it, and the second was to come.
type school struct {
	timetabletest.School
	*share.Service

	d      *db.DB
	keeper *secret.Keeper
	visits *observation.Service
	open   string
	visit  string // the observer's
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
		s := school{School: at, d: d, keeper: keeper, visits: observation.New(d, at.Times, keeper, at.Clock.Now)}
		s.Service = share.New(d, s.visits, keeper, at.Clock.Now)
		s.open = s.opens("2013-09-09")
		s.visit = s.joins("observer")
		s.joins("second")
		at.Clock.Set("2013-09-09T12:00")
		fn(t, s)
	})
}

func (s school) opens(day calendar.Date) string {
	s.T.Helper()
	week, err := s.visits.OwnWeek(as("teacher"), who("teacher"), day)
	s.OK(err)
	id, err := s.visits.OpenLesson(as("teacher"), who("teacher"), observation.NewOpenLesson{
		LessonChoice: observation.LessonChoice{Date: week[0].Date, Lesson: week[0].Lesson}, Serves: observation.Serves{Purpose: "decade"}, Audience: observation.ForAll, Places: 5,
	})
	s.OK(err)
	return id
}

func (s school) joins(code string) string {
	s.T.Helper()
	s.OK(s.visits.JoinLesson(as(code), who(code), s.open))
	page, err := s.visits.Lesson(as(code), who(code), s.open)
	s.OK(err)
	return page.Mine.ID
}

func (s school) held() {
	s.T.Helper()
	s.OK(s.visits.HoldVisit(as("observer"), who("observer"), s.visit, ""))
}

func with(code string, level share.Level) share.NewShare {
	return share.NewShare{Staff: who(code).Staff, Level: level}
}

func toSchool(level share.Level) share.NewShare {
	return share.NewShare{School: true, Level: level}
}

// shares shares the lesson as the teacher.
func (s school) shares(in share.NewShare) {
	s.T.Helper()
	s.OK(s.Share(as("teacher"), who("teacher"), s.open, in))
}

func (s school) level(code string) share.Level {
	s.T.Helper()
	level, err := s.LevelOf(as(code), s.Read(), who(code), s.open, who("teacher").Staff)
	s.OK(err)
	return level
}

// levels fails unless exactly those named read the lesson, at the level.
func (s school) levels(level share.Level, codes ...string) {
	s.T.Helper()
	for _, code := range []string{"observer", "second", "other", "director", "deputy", "head", "keeper", "stranger"} {
		want := share.None
		if slices.Contains(codes, code) {
			want = level
		}
		if got := s.level(code); got != want {
			s.T.Errorf("%s reads %q, not %q", code, got, want)
		}
	}
}

func (s school) page() share.Page {
	s.T.Helper()
	g, err := s.Shares(as("teacher"), who("teacher"), s.open)
	s.OK(err)
	return g
}

func (s school) today(code string) string {
	s.T.Helper()
	open, err := reminder.OpenFor(context.Background(), s.Read(), schooltest.ID, who(code).Staff)
	s.OK(err)
	var keys []string
	for _, r := range open {
		if strings.HasPrefix(r.Key, "share.") {
			keys = append(keys, r.Key)
		}
	}
	return strings.Join(keys, " ")
}

func TestALessonIsSharedInPersonAndTakenBack(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.held()
		s.levels(share.None)
		s.shares(with("other", share.Feedback))
		s.levels(share.Feedback, "other")
		if got := s.today("other"); got != "share.remind.shared" {
			t.Errorf("the receiver is told %q", got)
		}
		g := s.page()
		if len(g.Standing) != 1 || g.Standing[0].With.Name() == "" || len(g.Observers) != 2 || len(g.Ended) != 0 {
			t.Errorf("the page says %+v", g)
		}
		id := g.Standing[0].ID
		for range 2 { // a second click takes nothing back twice
			occasion, err := s.TakeBack(as("teacher"), who("teacher"), id)
			if s.OK(err); occasion != s.open {
				t.Errorf("taken back is %s", occasion)
			}
		}
		s.levels(share.None)
		if got := s.today("other"); got != "" {
			t.Errorf("she is still told %q", got)
		}
		if g := s.page(); len(g.Standing) != 0 || len(g.Ended) != 1 || g.Ended[0].EndedAt == "" {
			t.Errorf("of what was taken back stays %+v", g.Ended)
		}
	})
}

func TestALessonIsSharedWithTheSchool(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.held()
		s.shares(toSchool(share.Happened))
		s.levels(share.Happened, "observer", "second", "other", "director", "deputy", "head", "keeper")
		s.shares(with("other", share.Whole))
		if s.level("other") != share.Whole || s.level("director") != share.Happened {
			t.Errorf("%q and %q", s.level("other"), s.level("director"))
		}
		s.shares(toSchool(share.Feedback)) // what is greater counts, whatever came later
		if s.level("other") != share.Whole || s.level("director") != share.Feedback || s.today("director") != "" {
			t.Errorf("%q and %q, told %q", s.level("other"), s.level("director"), s.today("director"))
		}
	})
}

func TestAnotherLevelIsAnotherPeriod(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.held()
		for _, level := range []share.Level{share.Happened, share.Whole, share.Whole, share.Feedback} {
			s.shares(with("other", level))
		}
		g := s.page()
		if len(g.Standing) != 1 || g.Standing[0].Level != share.Feedback || len(g.Ended) != 2 {
			t.Errorf("standing %v, ended %v", g.Standing, g.Ended)
		}
		if s.level("other") != share.Feedback {
			t.Errorf("she reads %q", s.level("other"))
		}
		if n := s.Count(`SELECT count(*) FROM reminder WHERE message_key = 'share.remind.shared'`); n != 1 {
			t.Errorf("told %d times", n)
		}
	})
}

func TestOnlyTheTeacherShares(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.held()
		s.shares(with("other", share.Happened))
		id := s.page().Standing[0].ID
		for _, code := range []string{"observer", "other", "director", "deputy", "head", "keeper", "stranger"} {
			before := s.rows()
			s.Refused(s.Share(as(code), who(code), s.open, toSchool(share.Whole)), fault.KindNotFound)
			_, err := s.TakeBack(as(code), who(code), id)
			s.Refused(err, fault.KindNotFound)
			_, err = s.Shares(as(code), who(code), s.open)
			s.Refused(err, fault.KindNotFound)
			if after := s.rows(); after != before {
				t.Errorf("%s changed %s to %s", code, before, after)
			}
		}
	})
}

// rows are the shares as they stand in the database.
func (s school) rows() string {
	s.T.Helper()
	all, err := db.All[share.Share](context.Background(), s.Read(), `SELECT `+db.Columns[share.Share]("")+` FROM lesson_share ORDER BY id`)
	s.OK(err)
	return fmt.Sprint(all)
}

func TestWhatCannotBeShared(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		try := func(in share.NewShare) error { return s.Share(as("teacher"), who("teacher"), s.open, in) }
		s.Refused(try(toSchool(share.Whole)), fault.KindConflict) // nobody has visited it yet
		s.held()
		for name, in := range map[string]share.NewShare{
			"nobody": {Level: share.Whole}, "herself": with("teacher", share.Whole), "another school": with("stranger", share.Whole),
			"both": {Staff: who("other").Staff, School: true, Level: share.Whole}, "no level": with("other", ""), "a level that is none": with("other", "all"),
			"nobody known": {Staff: "x", Level: share.Whole},
		} {
			if err := try(in); !fault.Is(err, fault.KindInvalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		s.Exec(`UPDATE post SET ends = '2013-09-08' WHERE staff_id = $1`, who("other").Staff)
		s.Refused(try(with("other", share.Whole)), fault.KindInvalid)
		if n := s.Count(`SELECT count(*) FROM lesson_share`); n != 0 {
			t.Errorf("%d shares", n)
		}
	})
}

func TestWhoHasLeftReadsNothing(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.held()
		s.shares(with("other", share.Whole))
		s.shares(toSchool(share.Happened))
		s.Exec(`UPDATE post SET ends = '2013-09-08' WHERE staff_id = $1`, who("other").Staff)
		if got := s.level("other"); got != share.None {
			t.Errorf("who left reads %q", got)
		}
		if list, err := s.SharedWithMe(as("other"), who("other"), share.Filter{Limit: 10}); err != nil || len(list) != 0 {
			t.Errorf("and finds %v, %v", list, err)
		}
	})
}

// Whoever writes into the database opens nothing: not by a row of her own, not by another
// level, receiver, lesson or teacher in one of the program, and not by the end of one that
// was taken back.
func TestAForgedShareGivesNothing(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.held()
		s.shares(with("second", share.Happened))
		s.shares(with("other", share.Happened))
		_, err := s.TakeBack(as("teacher"), who("teacher"), s.standingWith("second"))
		s.OK(err)
		genuine := s.standingWith("other")
		seal, err := db.One[string](context.Background(), s.Read(), `SELECT seal FROM lesson_share WHERE id = $1`, genuine)
		s.OK(err)
		s.Exec(`INSERT INTO lesson_share (school_id, id, occasion_id, teacher_id, staff_id, level, shared_at, ended_at, seal)
			VALUES ($1, 'forged', $2, $3, $4, 'whole', '2013-09-09T06:00:00.000Z', '', $5)`, schooltest.ID, s.open, who("teacher").Staff, who("deputy").Staff, seal)
		s.Exec(`UPDATE lesson_share SET ended_at = '' WHERE staff_id = $1`, who("second").Staff)
		s.levels(share.Happened, "other")
		for _, change := range []string{"level = 'whole'", "staff_id = ''", "staff_id = '" + who("director").Staff + "'"} {
			s.Exec(`UPDATE lesson_share SET `+change+` WHERE id = $1`, genuine)
			s.levels(share.None)
			s.Exec(`UPDATE lesson_share SET level = 'happened', staff_id = $2 WHERE id = $1`, genuine, who("other").Staff)
		}
		s.levels(share.Happened, "other")
		list, err := s.SharedWithMe(as("deputy"), who("deputy"), share.Filter{Limit: 10})
		if s.OK(err); len(list) != 1 || list[0].Level != share.None || len(list[0].Visits) != 0 {
			t.Errorf("the forged one shows %+v", list)
		}
		if g := s.page(); len(g.Standing) != 1 {
			t.Errorf("the page shows %+v", g.Standing)
		}
		s.shares(with("deputy", share.Feedback)) // the forged one is in nobody's way
		if s.level("deputy") != share.Feedback || s.Count(`SELECT count(*) FROM lesson_share WHERE id = 'forged' AND ended_at <> ''`) != 1 {
			t.Errorf("the deputy reads %q", s.level("deputy"))
		}
	})
}

func (s school) standingWith(code string) string {
	s.T.Helper()
	for _, x := range s.page().Standing {
		if x.Staff == who(code).Staff {
			return x.ID
		}
	}
	s.T.Fatalf("nothing is shared with %s", code)
	return ""
}

// A lesson that is moved in the database to a share of another teacher stays closed.
func TestAShareCountsForItsTeacherAlone(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.held()
		s.shares(with("other", share.Whole))
		level, err := s.LevelOf(as("other"), s.Read(), who("other"), s.open, who("second").Staff)
		if s.OK(err); level != share.None {
			t.Errorf("of another teacher she reads %q", level)
		}
		s.Exec(`UPDATE visit SET teacher_id = $1 WHERE id = $2`, who("second").Staff, s.visit)
		if list, err := s.SharedWithMe(as("other"), who("other"), share.Filter{Limit: 10}); err != nil || len(list) != 0 {
			t.Errorf("and finds %v, %v", list, err)
		}
	})
}

func TestOneShareStandsForEach(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.held()
		for _, in := range []share.NewShare{with("other", ""), toSchool("")} {
			var group sync.WaitGroup
			for i := range 6 {
				group.Go(func() {
					in := in
					in.Level = share.Levels[i%len(share.Levels)]
					if err := s.Share(as("teacher"), who("teacher"), s.open, in); err != nil && !fault.Is(err, fault.KindConflict) {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if n := s.Count(`SELECT count(*) FROM lesson_share WHERE ended_at = '' AND staff_id = $1`, in.Staff); n != 1 {
				t.Errorf("%d shares stand", n)
			}
			err := s.d.Tx(context.Background(), func(ctx context.Context, tx db.Conn) error {
				_, err := db.Exec(ctx, tx, `INSERT INTO lesson_share (school_id, id, occasion_id, teacher_id, staff_id, level, shared_at, ended_at, seal)
					VALUES ($1, 'twice', $2, $3, $4, 'whole', '', '', '')`, schooltest.ID, s.open, who("teacher").Staff, in.Staff)
				return err
			})
			if err == nil {
				t.Error("the database holds two for one")
			}
		}
	})
}

func TestSharedWithMe(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.held()
		first := s.open
		s.shares(with("other", share.Happened))
		s.shares(toSchool(share.Whole))
		s.open = s.opens("2013-09-16")
		s.visit = s.joins("observer")
		s.School.Clock.Set("2013-09-16T12:00")
		s.held()
		s.shares(with("other", share.Feedback))

		list, err := s.SharedWithMe(as("other"), who("other"), share.Filter{Limit: 10})
		if s.OK(err); len(list) != 2 || list[0].ID != s.open || list[0].Level != share.Feedback || list[1].Level != share.Whole {
			t.Fatalf("%+v", list)
		}
		if len(list[0].Visits) != 0 || len(list[1].Visits) != 1 || list[1].By[0].Name() == "" || list[1].Who.Name() == "" || list[1].Class != "3А" {
			t.Errorf("%+v", list)
		}
		page, err := s.SharedWithMe(as("other"), who("other"), share.Filter{Limit: 1, After: list[0].Key(), Teacher: who("teacher").Staff})
		if s.OK(err); len(page) != 1 || page[0].ID != first {
			t.Errorf("the next page is %+v", page)
		}
		none, err := s.SharedWithMe(as("other"), who("other"), share.Filter{Limit: 1, Teacher: who("second").Staff})
		if s.OK(err); len(none) != 0 {
			t.Errorf("of another teacher there is %+v", none)
		}
		if own, err := s.SharedWithMe(as("teacher"), who("teacher"), share.Filter{Limit: 9}); err != nil || len(own) != 0 {
			t.Errorf("her own are shared with her: %+v, %v", own, err)
		}
		givers, err := s.Givers(as("other"), who("other"))
		if s.OK(err); len(givers) != 1 || givers[0].ID != who("teacher").Staff {
			t.Errorf("givers %+v", givers)
		}
	})
}
