package feedback_test

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/observation"
	"talim/internal/observation/feedback"
	"talim/internal/observation/share"
	"talim/internal/reminder"
	"talim/internal/schooltest"
	"talim/internal/secret"
	"talim/internal/timetable/timetabletest"
	"talim/internal/waiting"
)

var hired = schooltest.People{
	"teacher": {access.Teacher}, "observer": {access.Teacher}, "director": {access.Director}, "third": {access.Teacher}, "colleague": {access.Teacher},
	"deputy": {access.Deputy},
}

func who(code string) access.Actor {
	if code == "stranger" {
		return schooltest.Actor(schooltest.Other, code, access.Director)
	}
	return hired.Who(code)
}

func as(code string) context.Context { return access.With(context.Background(), who(code)) }

// school has a lesson of the teacher, Monday 9 September at the first hour, that an
// observer and the director visit; it is over.
type school struct {
	timetabletest.School
	*feedback.Service

	visits *observation.Service
	shares *share.Service
	keeper *secret.Keeper
	id     string            // the occasion
	visit  map[string]string // of each observer
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
		s := school{School: at, keeper: keeper, visits: observation.New(d, at.Times, keeper, at.Clock.Now), visit: map[string]string{}}
		s.shares = share.New(d, s.visits, keeper, at.Clock.Now)
		s.Service = feedback.New(d, s.visits, s.shares, keeper, at.Clock.Now)
		week, err := s.visits.OwnWeek(as("teacher"), who("teacher"), "2013-09-09")
		s.OK(err)
		s.id, err = s.visits.OpenLesson(as("teacher"), who("teacher"), observation.NewOpenLesson{
			LessonChoice: observation.LessonChoice{Date: week[0].Date, Lesson: week[0].Lesson}, Serves: observation.Serves{Purpose: "decade"}, Audience: observation.ForAll, Places: 5,
		})
		s.OK(err)
		s.join("observer")
		s.join("director")
		at.Clock.Set("2013-09-09T12:00")
		fn(t, s)
	})
}

func (s school) join(code string) {
	s.T.Helper()
	s.OK(s.visits.JoinLesson(as(code), who(code), s.id))
	page, err := s.visits.Lesson(as(code), who(code), s.id)
	s.OK(err)
	s.visit[code] = page.Mine.ID
}

var good = feedback.Words{Evidence: "all children wrote a sentence", Question: "how did you group them?", Learned: "cards by speed; I will use them in 5B"}

func (s school) reflect(text string) {
	s.T.Helper()
	s.OK(s.Reflect(as("teacher"), who("teacher"), s.id, feedback.Reflection{Version: 0, Text: text}))
}

func (s school) say(code string, words feedback.Words) {
	s.T.Helper()
	s.OK(s.Say(as(code), who(code), s.id, feedback.Saying{Version: 0, Words: words}))
}

func (s school) page(code string) feedback.Page {
	s.T.Helper()
	p, err := s.Lesson(as(code), who(code), s.id)
	s.OK(err)
	return p
}

func (s school) said(code, of string) feedback.Said {
	s.T.Helper()
	x, ok := s.page(code).Of(s.visit[of])
	if !ok {
		s.T.Fatalf("%s finds no visit of %s", code, of)
	}
	return x
}

func refused(t *testing.T, what string, err error, key string) {
	t.Helper()
	if says := apptest.Says(err); !strings.Contains(says, key) {
		t.Errorf("%s: %q, want %s", what, says, key)
	}
}

// TestSayFollowsTheOrder holds R137: the teacher first, then observers, who read each
// other's words after their own.
func TestSayFollowsTheOrder(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		if next := s.page("observer").Next(); next != "wait" {
			t.Errorf("before the look back the observer is to %q", next)
		}
		watch := apptest.NewWatch(t, s.D)
		before := watch.Rows()
		refused(t, "words before the look back", s.Say(as("observer"), who("observer"), s.id, feedback.Saying{Version: 0, Words: good}), "feedback.reflection_first")
		if now := apptest.Difference(before, watch.Rows()); len(now) > 0 {
			t.Errorf("what is refused changed %v", now)
		}
		s.reflect("they were slower than I thought")
		if next := s.page("observer").Next(); next != "say" {
			t.Errorf("then the observer is to %q", next)
		}
		s.say("observer", good)
		if x := s.said("director", "observer"); !x.Closed || x.Words != (feedback.Words{}) {
			t.Errorf("before her own words the director reads %+v", x)
		}
		if x := s.said("teacher", "observer"); x.Words != good {
			t.Errorf("the teacher reads %+v", x)
		}
		s.say("director", feedback.Words{Evidence: "e", Question: "q", Learned: "director learned", Suggestion: "s"})
		if x := s.said("director", "observer"); x.Closed || x.Words != good {
			t.Errorf("after her own the director reads %+v", x)
		}
	})
}

func TestSayDoesNotWaitForever(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.School.Clock.Set("2013-09-11T08:00")
		s.say("observer", good)
		if v, err := observation.ByID(context.Background(), s.D.Read(), schooltest.ID, s.visit["observer"]); err != nil || v.State != observation.Held {
			t.Errorf("with the words the visit is %q, %v", v.State, err)
		}
	})
}

// TestSayAsksWhatTheProtocolAsks holds R138 and R139.
func TestSayAsksWhatTheProtocolAsks(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.reflect("fine")
		for field, words := range map[string]feedback.Words{
			"learned":    {Evidence: "e", Question: "q"},
			"evidence":   {Question: "q", Learned: "l"},
			"question":   {Evidence: "e", Learned: "l"},
			"suggestion": {Evidence: "e", Question: "q", Learned: "l", Suggestion: strings.Repeat("қ", 4001)},
		} {
			if err := s.Say(as("observer"), who("observer"), s.id, feedback.Saying{Version: 0, Words: words}); apptest.FieldsOf(err) != field {
				t.Errorf("without %s: %v", field, err)
			}
		}
	})
}

func TestWhoReadsWhatIsSaid(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.reflect("fine")
		s.say("observer", good)
		for _, code := range []string{"colleague", "deputy", "stranger"} {
			_, err := s.Lesson(as(code), who(code), s.id)
			refused(t, code+" reads", err, "observation.visit.missing")
			watch := apptest.NewWatch(t, s.D)
			before := watch.Rows()
			refused(t, code+" says", s.Say(as(code), who(code), s.id, feedback.Saying{Version: 0, Words: good}), "observation.visit.missing")
			refused(t, code+" looks back", s.Reflect(as(code), who(code), s.id, feedback.Reflection{Version: 1, Text: "x"}), "observation.visit.missing")
			refused(t, code+" acknowledges", s.Acknowledge(as(code), who(code), s.id, s.visit["observer"], 1), "observation.visit.missing")
			refused(t, code+" replies", s.ReplyTo(as(code), who(code), s.id, feedback.Reply{Visit: s.visit["observer"], Seen: 1, Text: "x"}), "observation.visit.missing")
			refused(t, code+" proposes", s.ProposeStep(as(code), who(code), s.id, feedback.NewStep{Observer: "observer", Text: "x", DueOn: "2013-10-01"}), "observation.visit.missing")
			if now := apptest.Difference(before, watch.Rows()); len(now) > 0 {
				t.Errorf("what is refused changed %v", now)
			}
		}
		for _, code := range []string{"observer", "director"} { // through the role of an observer
			refused(t, code+" looks back", s.Reflect(as(code), who(code), s.id, feedback.Reflection{Version: 1, Text: "x"}), "observation.visit.missing")
			refused(t, code+" replies", s.ReplyTo(as(code), who(code), s.id, feedback.Reply{Visit: s.visit["observer"], Seen: 1, Text: "x"}), "observation.visit.missing")
			refused(t, code+" acknowledges", s.Acknowledge(as(code), who(code), s.id, s.visit["observer"], 1), "observation.visit.missing")
		}
		refused(t, "the teacher says", s.Say(as("teacher"), who("teacher"), s.id, feedback.Saying{Version: 0, Words: good}), "observation.visit.missing")
	})
}

func TestReplyTravelsWithTheWords(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.reflect("fine")
		s.say("observer", good)
		if next := s.page("teacher").Next(); next != "read" {
			t.Errorf("the teacher is to %q", next)
		}
		s.OK(s.ReplyTo(as("teacher"), who("teacher"), s.id, feedback.Reply{Visit: s.visit["observer"], Seen: 1, Text: "by yesterday's work"}))
		if x := s.said("observer", "observer"); x.Reply.Text != "by yesterday's work" || x.SeenAt == "" {
			t.Errorf("the observer reads %+v", x)
		}
		if x := s.said("director", "observer"); x.Reply.Text != "" {
			t.Error("a reply is read where the words are not")
		}
		refused(t, "a reply from a stale page", s.ReplyTo(as("teacher"), who("teacher"), s.id, feedback.Reply{Visit: s.visit["observer"], Seen: 1, Text: "x"}), "fault.changed_meanwhile")
		s.OK(s.Say(as("observer"), who("observer"), s.id, feedback.Saying{Version: 1, Words: feedback.Words{Evidence: "e2", Question: "q2", Learned: "l2"}}))
		x := s.said("teacher", "observer")
		if x.Words.Evidence != "e2" || len(x.Was) != 1 || x.Was[0].Words != good || x.SeenAt != "" || x.Reply.Text == "" {
			t.Errorf("said anew: %+v", x)
		}
		refused(t, "a reply to words that changed", s.ReplyTo(as("teacher"), who("teacher"), s.id, feedback.Reply{Visit: s.visit["observer"], Seen: 1, Version: 1, Text: "x"}), "fault.changed_meanwhile")
		refused(t, "words from a stale page", s.Say(as("observer"), who("observer"), s.id, feedback.Saying{Version: 1, Words: good}), "fault.changed_meanwhile")
		s.OK(s.Acknowledge(as("teacher"), who("teacher"), s.id, s.visit["observer"], 2))
		if next := s.page("teacher").Next(); next != "" {
			t.Errorf("after reading the teacher is to %q", next)
		}
	})
}

func TestStepIsAgreedByTwo(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		propose := feedback.NewStep{Observer: "observer", Text: "group work in 3A", DueOn: "2013-09-23"}
		s.OK(s.ProposeStep(as("teacher"), who("teacher"), s.id, propose))
		refused(t, "a second one", s.ProposeStep(as("observer"), who("observer"), s.id, propose), "feedback.step.one")
		id := s.page("teacher").Steps[0].ID
		refused(t, "agreeing to one's own", s.AnswerStep(as("teacher"), who("teacher"), id, true), "feedback.access.other")
		refused(t, "the director answers", s.AnswerStep(as("director"), who("director"), id, true), "feedback.step.missing")
		refused(t, "an outcome before", s.FinishStep(as("teacher"), who("teacher"), id, "x"), "feedback.step.not_agreed")
		if steps := s.page("director").Steps; len(steps) != 0 {
			t.Errorf("the director reads %+v", steps)
		}
		s.OK(s.AnswerStep(as("observer"), who("observer"), id, true))
		refused(t, "a second answer", s.AnswerStep(as("observer"), who("observer"), id, false), "feedback.step.answered")
		s.OK(s.FinishStep(as("observer"), who("observer"), id, "three groups, it works"))
		x, err := s.StepByID(as("teacher"), who("teacher"), id)
		if s.OK(err); x.State != feedback.Done || x.Outcome != "three groups, it works" || x.Text != "group work in 3A" {
			t.Errorf("the teacher reads %+v", x)
		}
		s.OK(s.ProposeStep(as("observer"), who("observer"), s.id, propose)) // one is over, another may come
		_, err = s.StepByID(as("deputy"), who("deputy"), id)
		refused(t, "the deputy reads", err, "feedback.step.missing")
	})
}

func TestStepNeedsWordsAndADay(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		for field, in := range map[string]feedback.NewStep{
			"text":     {Observer: "observer", DueOn: "2013-10-01"},
			"due_on":   {Observer: "observer", Text: "x", DueOn: "2013-09-01"},
			"observer": {Observer: "colleague", Text: "x", DueOn: "2013-10-01"},
		} {
			if err := s.ProposeStep(as("teacher"), who("teacher"), s.id, in); apptest.FieldsOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

func TestStepsProposedAtOnceAreOne(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		var wait sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wait.Go(func() {
				code := []string{"teacher", "observer"}[i%2]
				errs[i] = s.ProposeStep(as(code), who(code), s.id, feedback.NewStep{Observer: "observer", Text: "x", DueOn: "2013-10-01"})
			})
		}
		wait.Wait()
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			} else if !strings.Contains(apptest.Says(err), "feedback.step.one") {
				t.Error(err)
			}
		}
		if made != 1 {
			t.Errorf("%d of the steps stand", made)
		}
	})
}

func TestLearningIsOnesOwn(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.reflect("fine")
		s.say("observer", good)
		s.OK(s.Note(as("observer"), who("observer"), s.visit["observer"], feedback.NewNote{On: "2013-09-09", Text: "used cards"}))
		mine, err := s.Learning(as("observer"), who("observer"), "")
		if s.OK(err); len(mine.Learned) != 1 || mine.Learned[0].Learned != good.Learned || len(mine.Learned[0].Notes) != 1 || mine.Learned[0].Notes[0].Text != "used cards" {
			t.Errorf("the observer has %+v", mine.Learned)
		}
		for _, code := range []string{"teacher", "director", "stranger"} {
			if x, err := s.Learning(as(code), who(code), ""); err != nil || len(x.Learned) != 0 {
				t.Errorf("%s has %+v, %v", code, x.Learned, err)
			}
			refused(t, code+" notes", s.Note(as(code), who(code), s.visit["observer"], feedback.NewNote{On: "2013-09-09", Text: "x"}), "observation.visit.missing")
		}
		if older, err := s.Learning(as("observer"), who("observer"), mine.Learned[0].LearnedKey()); err != nil || len(older.Learned) != 0 {
			t.Errorf("before the first: %+v, %v", older.Learned, err)
		}
	})
}

func TestProtocolIsTheSchools(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		p, err := s.Protocol(as("director"), who("director"))
		s.OK(err)
		if p.Version != 0 || p.Order != feedback.Strict || p.Ask("learned").Need != feedback.Required {
			t.Fatalf("the usual one is %+v", p)
		}
		p.Order = feedback.None
		refused(t, "a teacher sets it", s.ChangeProtocol(as("teacher"), who("teacher"), p), "feedback.access.protocol")
		s.OK(s.ChangeProtocol(as("deputy"), who("deputy"), p))
		refused(t, "from a stale page", s.ChangeProtocol(as("director"), who("director"), p), "fault.changed_meanwhile")
		s.say("observer", feedback.Words{Suggestion: "only this"}) // of the day: nothing is asked, nothing waits
		if err := s.Say(as("director"), who("director"), s.id, feedback.Saying{Version: 0, Words: feedback.Words{}}); apptest.FieldsOf(err) != "evidence" {
			t.Errorf("nothing said: %v", err)
		}
		if x := s.said("director", "observer"); x.Closed {
			t.Error("without an order observers read at once")
		}
	})
}

func TestProtocolRefusesWhatCannotBe(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		for field, wrong := range map[string]func(p *feedback.Protocol){
			"order":              func(p *feedback.Protocol) { p.Order = "loud" },
			"due_days":           func(p *feedback.Protocol) { p.DueDays = 0 },
			"wait_days":          func(p *feedback.Protocol) { p.WaitDays = 61 },
			"minutes_words":      func(p *feedback.Protocol) { p.Minutes = map[string]int{} },
			"minutes_reflection": func(p *feedback.Protocol) { p.Minutes = map[string]int{"words": 5, "reflection": 121} },
			"own_learned":        func(p *feedback.Protocol) { p.Asks[2].Own.KK = strings.Repeat("қ", 201) },
			"need_learned": func(p *feedback.Protocol) {
				for i := range p.Asks {
					p.Asks[i].Need = feedback.Optional
				}
			},
		} {
			p, err := s.Protocol(as("director"), who("director"))
			s.OK(err)
			p.Asks = slices.Clone(p.Asks)
			wrong(&p)
			if err := s.ChangeProtocol(as("director"), who("director"), p); apptest.FieldsOf(err) != field {
				t.Errorf("%s: %v", field, err)
			}
		}
	})
}

// TestProtocolOfALessonIsThatOfItsDay holds that a change does not reach lessons before it.
func TestProtocolOfALessonIsThatOfItsDay(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.School.Clock.Set("2013-09-10T08:00")
		p, err := s.Protocol(as("director"), who("director"))
		s.OK(err)
		p.Order = feedback.None
		s.OK(s.ChangeProtocol(as("director"), who("director"), p))
		if got := s.page("observer").Protocol.Order; got != feedback.Strict {
			t.Errorf("of the day before it is %q", got)
		}
	})
}

func (s school) waits(code string) []string {
	s.T.Helper()
	items, _, err := waiting.Find(context.Background(), s.D.Read(), []waiting.Source{feedback.Waiting}, nil, who(code), s.Today())
	s.OK(err)
	var out []string
	for _, x := range items {
		out = append(out, x.Title.Key)
	}
	told, err := reminder.OpenFor(context.Background(), s.D.Read(), schooltest.ID, who(code).Staff)
	s.OK(err)
	for _, x := range told {
		if strings.HasPrefix(x.Key, "feedback.") {
			out = append(out, x.Key)
		}
	}
	return out
}

func TestWhatWaitsIsSaidOnToday(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		want := func(code string, keys ...string) {
			t.Helper()
			if got := s.waits(code); !slices.Equal(got, keys) {
				t.Errorf("for the %s waits %v, want %v", code, got, keys)
			}
		}
		want("teacher")
		s.OK(s.hold("observer"))
		s.OK(s.hold("director"))
		want("teacher", "feedback.remind.reflect")
		want("observer", "feedback.remind.say")
		s.reflect("fine")
		s.say("observer", good)
		want("observer")
		want("teacher", "feedback.waiting.read")
		s.OK(s.Acknowledge(as("teacher"), who("teacher"), s.id, s.visit["observer"], 1))
		want("teacher")
		s.OK(s.ProposeStep(as("observer"), who("observer"), s.id, feedback.NewStep{Text: "x", DueOn: "2013-09-20"}))
		want("teacher", "feedback.waiting.proposed")
		s.OK(s.AnswerStep(as("teacher"), who("teacher"), s.page("teacher").Steps[0].ID, true))
		want("teacher")
		s.School.Clock.Set("2013-09-16T08:00")
		want("teacher", "feedback.waiting.due")
		want("observer", "feedback.waiting.due", "feedback.remind.agreed")
	})
}

func (s school) hold(code string) error {
	return s.visits.HoldVisit(as(code), who(code), s.visit[code], "")
}

// TestLateObserverReadsWhatWasSaid holds that texts open for an observer whose visit is
// agreed afterwards, and in their turn.
func TestLateObserverReadsWhatWasSaid(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.reflect("fine")
		s.say("observer", good)
		week, err := s.visits.WeekToAsk(as("third"), who("third"), "teacher", "2013-09-09")
		s.OK(err)
		id, err := s.visits.AskToVisit(as("third"), who("third"), observation.NewRequest{
			Teacher: "teacher", LessonChoice: observation.LessonChoice{Date: week[0].Date, Lesson: week[0].Lesson}, Purpose: "decade",
		})
		s.OK(err)
		s.OK(s.visits.AnswerRequest(as("teacher"), who("teacher"), id, true))
		if p := s.page("third"); p.Reflection.Text != "fine" || p.Reflection.Unreadable || !p.Said[0].Closed {
			t.Errorf("the third reads %+v, %+v", p.Reflection, p.Said[0])
		}
		s.say("third", good)
		if p := s.page("third"); p.Said[0].Words != good {
			t.Errorf("after her own the third reads %+v", p.Said[0])
		}
	})
}

func TestNothingIsSaidBeforeTheLesson(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.School.Clock.Set("2013-09-09T07:00")
		refused(t, "a look back", s.Reflect(as("teacher"), who("teacher"), s.id, feedback.Reflection{Version: 0, Text: "x"}), "feedback.not_yet")
		refused(t, "words", s.Say(as("observer"), who("observer"), s.id, feedback.Saying{Version: 0, Words: good}), "feedback.not_yet")
		if p := s.page("observer"); p.Begun || p.Next() != "" {
			t.Errorf("before the lesson the observer is to %q", p.Next())
		}
	})
}
