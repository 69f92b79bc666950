package observation_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/schooltest"
	"talim/internal/timetable/timetabletest"
	"talim/internal/waiting"
)

var ctx = context.Background()

// school has a teacher with two lessons on Monday and one on Tuesday, a colleague who
// teaches at the hour of the second, and others who are free.
type school struct {
	timetabletest.School
	*observation.Service
}

var hired = schooltest.People{
	"teacher": {access.Teacher}, "busy": {access.Teacher}, "free": {access.Teacher}, "guest": {access.Teacher},
	"director": {access.Director}, "deputy": {access.Deputy}, "head": {access.SMUHead},
}

func who(code string) access.Actor {
	if code == "stranger" {
		return schooltest.Actor(schooltest.Other, code, access.Director)
	}
	return hired.Who(code)
}

func eachSchool(t *testing.T, fn func(t *testing.T, s school)) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		at := timetabletest.New(t, d)
		at.Hire(schooltest.People{
			"teacher": hired["teacher"], "busy": hired["busy"], "free": hired["free"], "guest": hired["guest"], "director": hired["director"], "head": hired["head"],
		})
		at.Bells()
		at.Year()
		at.Lessons("2013-09-02",
			timetabletest.Lesson("teacher", "7А", "Физика", calendar.Monday, 1), timetabletest.Lesson("teacher", "8А", "Физика", calendar.Monday, 2),
			timetabletest.Lesson("teacher", "9А", "Физика", calendar.Tuesday, 1), timetabletest.Lesson("busy", "5А", "Химия", calendar.Monday, 2))
		fn(t, school{at, observation.New(d, at.Times, apptest.Keeper(t), at.Clock.Now)})
	})
}

// lessons are those of the teacher in the second week of the year.
func (s school) lessons() []observation.LessonChoice {
	s.T.Helper()
	week, err := s.OwnWeek(ctx, who("teacher"), "2013-09-09")
	s.OK(err)
	var out []observation.LessonChoice
	for _, l := range week {
		out = append(out, observation.LessonChoice{Date: l.Date, Lesson: l.Lesson})
	}
	return out
}

// forAll is a lesson for all colleagues, the nth of the week.
func (s school) forAll(n, places int) observation.NewOpenLesson {
	return observation.NewOpenLesson{
		LessonChoice: s.lessons()[n], Serves: observation.Serves{Purpose: "sharing", Focus: "Кім сөйлейді?", Rehearsed: true}, Audience: observation.ForAll, Places: places,
	}
}

func (s school) forNamed(n int, guests ...string) observation.NewOpenLesson {
	in := s.forAll(n, 0)
	in.Audience, in.Guests = observation.ForNamed, guests
	return in
}

func (s school) opened(in observation.NewOpenLesson) string {
	s.T.Helper()
	id, err := s.OpenLesson(ctx, who("teacher"), in)
	s.OK(err)
	return id
}

// as is the context of somebody's request: private texts open for her alone.
func as(code string) context.Context { return access.With(ctx, who(code)) }

// waits are the kinds of things that wait for somebody.
func (s school) waits(code string) []string {
	s.T.Helper()
	var out []string
	items, _, err := waiting.Find(ctx, s.D.Read(), []waiting.Source{observation.Waiting}, nil, who(code), s.Today())
	s.OK(err)
	for _, i := range items {
		out = append(out, strings.TrimPrefix(i.Title.Key, "observation.waiting."))
	}
	slices.Sort(out)
	return out
}

// reminded counts what somebody was told.
func (s school) reminded(code, key string) int {
	return s.Count(`SELECT count(*) FROM reminder WHERE staff_id = $1 AND message_key = $2 AND done_at = ''`, code, "observation.remind."+key)
}

func TestOpenLessonRefusesWhatIsWrong(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		open := func(change func(*observation.NewOpenLesson)) func() error {
			return func() error {
				in := s.forAll(0, 5)
				change(&in)
				_, err := s.OpenLesson(ctx, who("teacher"), in)
				return err
			}
		}
		all := map[string]struct {
			want   string
			change func(*observation.NewOpenLesson)
		}{
			"no purpose":       {"purpose", func(n *observation.NewOpenLesson) { n.Purpose = "inspection" }},
			"no places":        {"places", func(n *observation.NewOpenLesson) { n.Places = 0 }},
			"too many places":  {"places", func(n *observation.NewOpenLesson) { n.Places = 31 }},
			"for nobody":       {"guests", func(n *observation.NewOpenLesson) { n.Audience = observation.ForNamed }},
			"for oneself":      {"guests", func(n *observation.NewOpenLesson) { n.Audience, n.Guests = observation.ForNamed, []string{"teacher"} }},
			"for who is gone":  {"guests", func(n *observation.NewOpenLesson) { n.Audience, n.Guests = observation.ForNamed, []string{"nobody"} }},
			"for whom":         {"audience", func(n *observation.NewOpenLesson) { n.Audience = "" }},
			"a long question":  {"focus", func(n *observation.NewOpenLesson) { n.Focus = strings.Repeat("ә", 501) }},
			"no lesson":        {"lesson", func(n *observation.NewOpenLesson) { n.Lesson = "" }},
			"another's lesson": {"lesson", func(n *observation.NewOpenLesson) { n.Lesson = "none" }},
			"before today":     {"date", func(n *observation.NewOpenLesson) { n.Date = "2013-09-01" }},
			"far ahead":        {"date", func(n *observation.NewOpenLesson) { n.Date = "2013-12-30" }},
			"no day":           {"date", func(n *observation.NewOpenLesson) { n.Date = "soon" }},
		}
		watch := apptest.NewWatch(t, s.D)
		changed := watch.Changed(func() {
			for name, c := range all {
				if got := apptest.FieldsOf(open(c.change)()); got != c.want {
					t.Errorf("%s is said at %q", name, got)
				}
			}
		})
		if len(changed) > 0 {
			t.Errorf("what was refused changed %q", changed)
		}
		s.School.Clock.Set("2013-09-09T09:00") // the first lesson has begun
		if week, err := s.OwnWeek(ctx, who("teacher"), "2013-09-09"); err != nil || len(week) != 2 {
			t.Errorf("%d lessons are still to come, %v", len(week), err)
		}
	})
}

func TestJoinTakesAPlace(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.opened(s.forAll(1, 2))
		watch := apptest.NewWatch(t, s.D)
		join := func(code string) func() error { return func() error { return s.JoinLesson(ctx, who(code), id) } }
		watch.Refuses(
			apptest.Refusal{Name: "the teacher", Err: join("teacher"), Want: "conflict observation.lesson.own"},
			apptest.Refusal{Name: "who teaches then", Err: join("busy"), Want: "conflict timetable.collision.lesson"},
			apptest.Refusal{Name: "another school", Err: join("stranger"), Want: "notfound observation.lesson.missing"},
		)
		s.OK(join("free")())
		watch = apptest.NewWatch(t, s.D)
		watch.Refuses(apptest.Refusal{Name: "a second click", Err: join("free")})
		if s.reminded("teacher", "joined") != 1 {
			t.Errorf("the teacher is told %d times", s.reminded("teacher", "joined"))
		}
		s.OK(join("guest")())
		watch = apptest.NewWatch(t, s.D)
		watch.Refuses(apptest.Refusal{Name: "a third of two places", Err: join("director"), Want: "conflict observation.lesson.full"})
		s.OK(s.LeaveLesson(ctx, who("guest"), id))
		s.OK(join("director")())
		s.School.Clock.Set("2013-09-09T10:00")
		watch = apptest.NewWatch(t, s.D)
		watch.Refuses(
			apptest.Refusal{Name: "leaving once it has begun", Err: func() error { return s.LeaveLesson(ctx, who("free"), id) }, Want: "conflict observation.lesson.begun"},
			apptest.Refusal{Name: "joining once it has begun", Err: join("head"), Want: "conflict observation.lesson.begun"},
			apptest.Refusal{Name: "leaving without a place", Err: func() error { return s.LeaveLesson(ctx, who("head"), id) }, Want: "notfound observation.visit.missing"},
		)
	})
}

// Of many who want the last place one gets it.
func TestLastPlaceInARace(t *testing.T) {
	eachSchool(t, func(_ *testing.T, s school) {
		id := s.opened(s.forAll(0, 1))
		racers := []string{"free", "guest", "director", "head"}
		s.Race("the last place", func(i int) error { return s.JoinLesson(ctx, who(racers[i]), id) })
	})
}

func TestLessonForNamedPeopleIsTheirs(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.opened(s.forNamed(0, "guest", "guest"))
		if s.reminded("guest", "invited") != 1 || s.reminded("free", "invited") != 0 {
			t.Error("the guest is told once, and nobody else")
		}
		for _, code := range []string{"free", "director", "deputy", "head", "stranger"} {
			if _, err := s.Lesson(as(code), who(code), id); !fault.Is(err, fault.KindNotFound) {
				t.Errorf("%s: %v", code, err)
			}
			if lines, err := s.LessonsToVisit(as(code), who(code), observation.Filter{Limit: 9}); err != nil || len(lines) != 0 {
				t.Errorf("%s is offered %d, %v", code, len(lines), err)
			}
			s.refuses(t, "joining by "+code, func() error { return s.JoinLesson(ctx, who(code), id) }, "notfound observation.lesson.missing")
		}
		g, err := s.Lesson(as("guest"), who("guest"), id)
		s.OK(err)
		if g.Focus != "Кім сөйлейді?" || len(g.Guests) != 0 || g.Coming != nil {
			t.Errorf("the guest reads %q, guests %d", g.Focus, len(g.Guests))
		}
		if l, err := s.Lesson(as("free"), who("guest"), id); err != nil || l.Focus == "Кім сөйлейді?" {
			t.Errorf("the question opens in somebody else's request: %q, %v", l.Focus, err)
		}
		if n := s.Count(`SELECT count(*) FROM journal_entry WHERE event LIKE 'observation.%' AND (staff_id <> '' OR record_id <> '')`); n != 0 {
			t.Errorf("the journal tells of it %d times", n)
		}
	})
}

func (s school) refuses(t *testing.T, name string, do func() error, want string) {
	t.Helper()
	apptest.NewWatch(t, s.D).Refuses(apptest.Refusal{Name: name, Err: do, Want: want})
}

// What a lesson serves is said by its teacher alone, before and after; what it was stays.
func TestPurposeIsTheTeachers(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.opened(s.forAll(0, 3))
		s.OK(s.JoinLesson(ctx, who("free"), id))
		s.School.Clock.Set("2013-09-10T12:00")
		change := observation.LessonChange{Version: 1, Serves: observation.Serves{Purpose: "attestation", Focus: "x"}}
		for _, code := range []string{"free", "director", "deputy", "head"} {
			s.refuses(t, code, func() error { return s.ChangeLesson(ctx, who(code), id, change) }, "forbidden observation.access.teacher")
			s.refuses(t, code, func() error { return s.WithdrawLesson(ctx, who(code), id) }, "forbidden observation.access.teacher")
		}
		s.OK(s.ChangeLesson(ctx, who("teacher"), id, change))
		if n := s.Count(`SELECT count(*) FROM open_lesson_was WHERE open_lesson_id = $1 AND version = 1 AND purpose = 'sharing'`, id); n != 1 {
			t.Errorf("what it was stands %d times", n)
		}
		s.refuses(t, "an older form", func() error { return s.ChangeLesson(ctx, who("teacher"), id, change) }, "conflict fault.changed_meanwhile")
		s.refuses(t, "taken back afterwards", func() error { return s.WithdrawLesson(ctx, who("teacher"), id) }, "conflict observation.lesson.begun")
	})
}

func TestWithdrawGivesTheHourBack(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.opened(s.forAll(0, 3))
		s.OK(s.JoinLesson(ctx, who("free"), id))
		s.OK(s.WithdrawLesson(ctx, who("teacher"), id))
		if s.reminded("free", "withdrawn") != 1 || s.Count(`SELECT count(*) FROM busy WHERE staff_id = 'free'`) != 0 {
			t.Error("who would have come is not told, or has no hour")
		}
		s.refuses(t, "joining", func() error { return s.JoinLesson(ctx, who("guest"), id) }, "conflict observation.lesson.is_withdrawn")
		s.refuses(t, "twice", func() error { return s.WithdrawLesson(ctx, who("teacher"), id) }, "conflict observation.lesson.is_withdrawn")
		again := s.opened(s.forAll(0, 3)) // it may be opened anew
		s.refuses(t, "the same hour twice", func() error { _, err := s.OpenLesson(ctx, who("teacher"), s.forAll(0, 3)); return err }, "conflict observation.lesson.open_already")
		s.OK(s.JoinLesson(ctx, who("free"), again))
	})
}

func TestLessonsToVisitAreFound(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		first, second := s.opened(s.forAll(0, 3)), s.opened(s.forAll(1, 3))
		third := s.opened(s.forNamed(2, "busy"))
		found := func(code string, by observation.Filter) (out []string) {
			by.Limit = max(by.Limit, 1)
			lines, err := s.LessonsToVisit(as(code), who(code), by)
			s.OK(err)
			for _, l := range lines {
				out = append(out, l.ID)
			}
			return out
		}
		for name, c := range map[string]struct {
			by   observation.Filter
			want []string
		}{
			"all":           {observation.Filter{Limit: 9}, []string{first, second, third}},
			"of a class":    {observation.Filter{Limit: 9, Class: "8А"}, []string{second}},
			"of a subject":  {observation.Filter{Limit: 9, Subject: "Химия"}, nil},
			"of a day":      {observation.Filter{Limit: 9, Day: "2013-09-10"}, []string{third}},
			"a page":        {observation.Filter{Limit: 2}, []string{first, second}},
			"the next page": {observation.Filter{Limit: 2, After: "2013-09-09 09:55 " + second}, []string{third}},
		} {
			if got := found("busy", c.by); !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
			}
		}
		if got := found("teacher", observation.Filter{Limit: 9}); got != nil {
			t.Errorf("her own lessons are offered: %v", got)
		}
		lines, err := s.LessonsToVisit(as("busy"), who("busy"), observation.Filter{Limit: 9})
		s.OK(err)
		if lines[0].Busy || !lines[1].Busy {
			t.Errorf("busy at the first: %v, at the second: %v", lines[0].Busy, lines[1].Busy)
		}
		kinds, err := s.KindsToVisit(ctx, who("free"))
		if err != nil || !slices.Equal(kinds.Classes, []string{"7А", "8А"}) || len(kinds.Subjects) != 1 {
			t.Errorf("%+v, %v", kinds, err)
		}
		s.OK(s.JoinLesson(ctx, who("free"), first))
		own, err := s.OwnLessons(ctx, who("free"), false, observation.Filter{Limit: 9})
		if err != nil || len(own) != 1 || !own[0].Comes || own[0].Taken != 1 {
			t.Errorf("%+v, %v", own, err)
		}
		s.School.Clock.Set("2013-09-11T08:00")
		before, err := s.OwnLessons(ctx, who("teacher"), true, observation.Filter{Limit: 9})
		if err != nil || len(before) != 3 || before[0].ID != third {
			t.Errorf("%d were, %v", len(before), err)
		}
	})
}

func (s school) asks(code string, n int) (string, error) {
	return s.AskToVisit(ctx, who(code), observation.NewRequest{Teacher: "teacher", LessonChoice: s.lessons()[n], Purpose: "help", Words: "Топтық жұмыс"})
}

func TestVisitNeedsLeave(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id, err := s.asks("free", 0)
		s.OK(err)
		if n := s.Count(`SELECT count(*) FROM visit`); n != 0 {
			t.Fatalf("%d visits before anybody agreed", n)
		}
		if !slices.Equal(s.waits("teacher"), []string{"request"}) || s.waits("free") != nil {
			t.Errorf("waits for the teacher: %v, for who asks: %v", s.waits("teacher"), s.waits("free"))
		}
		for _, code := range []string{"guest", "director", "deputy", "stranger"} {
			_, err := s.Request(as(code), who(code), id)
			if !fault.Is(err, fault.KindNotFound) {
				t.Errorf("%s reads it: %v", code, err)
			}
			s.refuses(t, code, func() error { return s.AnswerRequest(ctx, who(code), id, true) }, "notfound observation.request.missing")
			s.refuses(t, code, func() error { return s.EndRequest(ctx, who(code), id) }, "notfound observation.request.missing")
		}
		s.refuses(t, "who asks agrees", func() error { return s.AnswerRequest(ctx, who("free"), id, true) }, "forbidden observation.access.teacher")
		s.refuses(t, "the teacher takes it back", func() error { return s.EndRequest(ctx, who("teacher"), id) }, "forbidden observation.access.two")
		s.refuses(t, "asked twice", func() error { _, err := s.asks("free", 0); return err }, "conflict observation.request.twice")
		s.OK(s.AnswerRequest(ctx, who("teacher"), id, true))
		s.refuses(t, "answered twice", func() error { return s.AnswerRequest(ctx, who("teacher"), id, false) }, "conflict observation.request.answered")
		if s.reminded("free", "agreed") != 1 || s.Count(`SELECT count(*) FROM visit WHERE observer_id = 'free' AND purpose = 'help' AND state = 'planned'`) != 1 {
			t.Error("the visit is not planned, or nobody is told")
		}
		other, err := s.asks("guest", 0) // a second colleague comes to the same lesson
		s.OK(err)
		s.OK(s.AnswerRequest(ctx, who("teacher"), other, true))
		if n := s.Count(`SELECT count(*) FROM open_lesson`); n != 1 {
			t.Errorf("%d open lessons at one hour", n)
		}
	})
}

// A no, no answer and what was taken back leave the same rows.
func TestNoLooksLikeTakingBack(t *testing.T) {
	var traces []string
	eachSchool(t, func(t *testing.T, s school) {
		for _, no := range []func(id string) error{
			func(id string) error { return s.AnswerRequest(ctx, who("teacher"), id, false) },
			func(id string) error { return s.EndRequest(ctx, who("free"), id) },
		} {
			id, err := s.asks("free", 0)
			s.OK(err)
			s.OK(no(id))
			r, err := s.Request(as("free"), who("free"), id)
			s.OK(err)
			traces = append(traces, string(r.State)+string(r.AgreedAt)+string(r.EndedAt))
		}
		if _, err := s.asks("busy", 1); apptest.FieldsOf(err) != "lesson" {
			t.Errorf("who teaches then asks: %v", err)
		}
		s.opened(s.forAll(0, 2))
		if _, err := s.asks("free", 0); apptest.FieldsOf(err) != "lesson" {
			t.Errorf("what is open to all is asked for: %v", err)
		}
	})
	if slices.ContainsFunc(traces, func(x string) bool { return x != traces[0] }) {
		t.Errorf("%q", traces)
	}
}

// Leave for a lesson that is open to others by name lets the new one read the question.
func TestLeaveOpensTheQuestion(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		lesson := s.opened(s.forNamed(0, "guest"))
		id, err := s.asks("free", 0)
		s.OK(err)
		s.OK(s.AnswerRequest(ctx, who("teacher"), id, true))
		for _, code := range []string{"guest", "free", "teacher"} {
			if g, err := s.Lesson(as(code), who(code), lesson); err != nil || g.Focus != "Кім сөйлейді?" {
				t.Errorf("%s reads %q, %v", code, g.Focus, err)
			}
		}
	})
}

func TestCriticalFriendIsChosenAndAgrees(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		for _, wrong := range []string{"", "teacher", "nobody"} {
			if err := s.NameFriend(ctx, who("teacher"), wrong); apptest.FieldsOf(err) != "friend" {
				t.Errorf("%q: %v", wrong, err)
			}
		}
		s.OK(s.NameFriend(ctx, who("teacher"), "free"))
		s.refuses(t, "twice", func() error { return s.NameFriend(ctx, who("teacher"), "free") }, "conflict observation.friend.twice")
		mine, err := s.Friends(ctx, who("free"))
		s.OK(err)
		id := mine[0].ID
		for _, code := range []string{"guest", "director", "stranger"} {
			s.refuses(t, code, func() error { return s.AnswerFriend(ctx, who(code), id, true) }, "notfound observation.friend.missing")
			s.refuses(t, code, func() error { return s.EndFriend(ctx, who(code), id) }, "notfound observation.friend.missing")
		}
		s.refuses(t, "who chose answers", func() error { return s.AnswerFriend(ctx, who("teacher"), id, true) }, "forbidden observation.access.two")
		s.refuses(t, "who is asked ends", func() error { return s.EndFriend(ctx, who("free"), id) }, "forbidden observation.access.two")
		s.OK(s.AnswerFriend(ctx, who("free"), id, true))
		if s.reminded("teacher", "friend_agreed") != 1 {
			t.Error("who chose is not told")
		}
		s.OK(s.EndFriend(ctx, who("free"), id))
		if left, err := s.Friends(ctx, who("teacher")); err != nil || len(left) != 0 {
			t.Errorf("%d are left, %v", len(left), err)
		}
		s.OK(s.NameFriend(ctx, who("teacher"), "free")) // somebody may be chosen again
	})
}

func TestVisitIsNotedByTheTwo(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.opened(s.forAll(0, 3))
		s.OK(s.JoinLesson(ctx, who("free"), id))
		g, err := s.Lesson(as("free"), who("free"), id)
		s.OK(err)
		visit := g.Mine.ID
		s.refuses(t, "before it", func() error { return s.HoldVisit(as("free"), who("free"), visit, "x") }, "conflict observation.visit.not_yet")
		s.School.Clock.Set("2013-09-09T12:00")
		for _, code := range []string{"guest", "director", "head"} {
			if _, err := s.VisitOf(as(code), who(code), visit); apptest.Says(err) != "forbidden observation.access.two" {
				t.Errorf("%s: %v", code, err)
			}
			s.refuses(t, code, func() error { return s.HoldVisit(as(code), who(code), visit, "x") }, "forbidden observation.access.two")
		}
		s.OK(s.HoldVisit(as("free"), who("free"), visit, "Сұрақ қою тәсілін аламын."))
		read, err := s.VisitOf(as("teacher"), who("teacher"), visit)
		if err != nil || len(read.Notes) != 1 || read.Notes[0].Text != "Сұрақ қою тәсілін аламын." || read.State != observation.Held {
			t.Errorf("%+v, %v", read, err)
		}
		lesson, err := s.LessonOfBooking(as("free"), who("free"), g.Mine.Booking)
		if err != nil || lesson != id {
			t.Errorf("the booking leads to %q, %v", lesson, err)
		}
		if _, err := s.LessonOfBooking(as("guest"), who("guest"), g.Mine.Booking); err == nil || errors.Is(err, db.ErrNotFound) {
			t.Errorf("a booking of others: %v", err)
		}
	})
}

func TestTextsOfVisitsAreSealed(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		lesson := s.opened(s.forAll(0, 3))
		s.OK(s.JoinLesson(ctx, who("free"), lesson))
		_, err := s.asks("guest", 1)
		s.OK(err)
		s.School.Clock.Set("2013-09-09T12:00")
		g, err := s.Lesson(as("free"), who("free"), lesson)
		s.OK(err)
		s.OK(s.HoldVisit(as("free"), who("free"), g.Mine.ID, "Жұптық жұмыс"))
		for _, c := range observation.Sealed {
			if c.Table == "visit" {
				continue // the reason of a visit that was taken back, which pairs write
			}
			if all, sealed := s.Count(`SELECT count(*) FROM `+c.Table+` WHERE `+c.Name+` <> ''`), s.Count(`SELECT count(*) FROM `+c.Table+` WHERE `+c.Name+` LIKE 'sealed:%'`); all == 0 || sealed != all {
				t.Errorf("of %d texts in %s.%s %d are sealed", all, c.Table, c.Name, sealed)
			}
		}
	})
}
