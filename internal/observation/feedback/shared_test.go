package feedback_test

import (
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation/feedback"
	"talim/internal/observation/share"
	"talim/internal/schooltest"
)

// shared shares the lesson, after the observer's visit was held.
func (s school) shared(level share.Level, code string) {
	s.T.Helper()
	s.OK(s.visits.HoldVisit(as("observer"), who("observer"), s.visit["observer"], ""))
	s.OK(s.shares.Share(as("teacher"), who("teacher"), s.id, share.NewShare{Staff: who(code).Staff, Level: level}))
}

// takeBack takes back what is shared.
func (s school) takeBack() {
	s.T.Helper()
	g, err := s.shares.Shares(as("teacher"), who("teacher"), s.id)
	s.OK(err)
	for _, x := range g.Standing {
		_, err := s.shares.TakeBack(as("teacher"), who("teacher"), x.ID)
		s.OK(err)
	}
}

// Whoever the teacher shares the discussion with reads what she has read, as it stands;
// who learns only that it took place, the others, and everybody once it is taken back, find
// nothing.
func TestADiscussionIsReadAsItsTeacherSharesIt(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.reflect("first")
		s.OK(s.Reflect(as("teacher"), who("teacher"), s.id, feedback.Reflection{Version: 1, Text: "second"}))
		s.say("observer", good)
		s.shared(share.Happened, "colleague")
		_, err := s.Discussion(as("colleague"), who("colleague"), s.id)
		s.Refused(err, fault.KindNotFound)

		s.shared(share.Feedback, "colleague")
		p, err := s.Discussion(as("colleague"), who("colleague"), s.id)
		s.OK(err)
		if p.Reflection.Text != "second" || len(p.Reflection.Was) != 0 || len(p.Said) != 0 || p.Shared != share.Feedback || p.Next() != "" {
			t.Errorf("before the teacher has read the words: %+v", p)
		}
		s.OK(s.ReplyTo(as("teacher"), who("teacher"), s.id, feedback.Reply{Visit: s.visit["observer"], Seen: 1, Text: "thank you"}))
		later := good
		later.Learned = "something new"
		s.OK(s.Say(as("observer"), who("observer"), s.id, feedback.Saying{Version: 1, Words: later}))
		p, err = s.Discussion(as("colleague"), who("colleague"), s.id)
		s.OK(err)
		if x := p.Said[0]; x.Words.Learned != good.Learned || x.Reply.Text != "thank you" || len(x.Was) != 0 || x.Unreadable || x.By.Name() == "" {
			t.Errorf("she reads %+v", x)
		}
		_, err = s.Lesson(as("colleague"), who("colleague"), s.id) // from which everything is written
		s.Refused(err, fault.KindNotFound)
		for _, code := range []string{"deputy", "third", "stranger"} {
			_, err := s.Discussion(as(code), who(code), s.id)
			s.Refused(err, fault.KindNotFound)
		}
		s.takeBack()
		_, err = s.Discussion(as("colleague"), who("colleague"), s.id)
		s.Refused(err, fault.KindNotFound)
	})
}

// A reader by a share writes nothing.
func TestAReaderByAShareSaysNothing(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.reflect("first")
		s.say("observer", good)
		s.shared(share.Whole, "colleague")
		watch := apptest.NewWatch(t, s.D)
		before := watch.Rows()
		ctx, actor := as("colleague"), who("colleague")
		s.Refused(s.Reflect(ctx, actor, s.id, feedback.Reflection{Version: 1, Text: "x"}), fault.KindNotFound)
		s.Refused(s.Say(ctx, actor, s.id, feedback.Saying{Version: 0, Words: good}), fault.KindNotFound)
		s.Refused(s.ReplyTo(ctx, actor, s.id, feedback.Reply{Visit: s.visit["observer"], Seen: 1, Text: "x"}), fault.KindNotFound)
		s.Refused(s.Acknowledge(ctx, actor, s.id, s.visit["observer"], 1), fault.KindNotFound)
		if now := apptest.Difference(before, watch.Rows()); len(now) > 0 {
			t.Errorf("what is refused changed %v", now)
		}
	})
}

// An observer reads by no share what she would read only after her own words.
func TestAShareOpensNoWordsBeforeOnesOwn(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.reflect("first")
		s.say("observer", good)
		s.OK(s.Acknowledge(as("teacher"), who("teacher"), s.id, s.visit["observer"], 1))
		s.shared(share.Whole, "director")
		p, err := s.Discussion(as("director"), who("director"), s.id)
		s.OK(err)
		if x, _ := p.Of(s.visit["observer"]); !x.Closed || x.Words != (feedback.Words{}) {
			t.Errorf("the director reads %+v", x)
		}
	})
}

// A share that was written into the database opens no words.
func TestAForgedShareOpensNoWords(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		s.reflect("first")
		s.shared(share.Happened, "colleague")
		s.Exec(`UPDATE lesson_share SET level = 'whole'`)
		s.Exec(`INSERT INTO lesson_share (school_id, id, occasion_id, teacher_id, staff_id, level, shared_at, ended_at, seal)
			VALUES ($1, 'forged', $2, $3, $4, 'whole', '', '', 'x')`, schooltest.ID, s.id, who("teacher").Staff, who("deputy").Staff)
		for _, code := range []string{"colleague", "deputy"} {
			if p, err := s.Discussion(as(code), who(code), s.id); !fault.Is(err, fault.KindNotFound) || strings.Contains(p.Reflection.Text, "first") {
				t.Errorf("%s reads %+v, %v", code, p, err)
			}
		}
		if n, err := db.One[int](as("teacher"), s.Read(), `SELECT count(*) FROM lesson_share`); err != nil || n != 2 {
			t.Errorf("%d shares, %v", n, err)
		}
	})
}
