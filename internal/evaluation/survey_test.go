package evaluation

import (
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
	"talim/internal/journal"
	"talim/internal/reminder"
)

func TestSurveyFromDraftToFigures(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 6)
		v := w.opened("p2013")
		for n := 1; n <= 6; n++ {
			w.OK(w.says(v, fmt.Sprintf("m%d", n), 4, fmt.Sprintf("mentor %d", n)))
			w.OK(w.says(v, fmt.Sprintf("e%d", n), 2, fmt.Sprintf("mentee %d", n)))
		}
		page, err := w.Page(ctx, who("deputy"), "p2013")
		w.OK(err)
		if len(page.Results) > 0 || page.Answered != 12 {
			t.Errorf("open: %d results, %d answered; want none, 12", len(page.Results), page.Answered)
		}
		w.OK(w.Close(ctx, who("deputy"), v.ID))
		page, err = w.Page(ctx, who("teacher"), "p2013")
		w.OK(err)
		both, _ := Of(page.Results[0].Figures, Both)
		mentors, _ := Of(page.Results[0].Figures, Mentors)
		if both.N != 12 || both.Mean != 3 || mentors.N != 6 || mentors.Mean != 4 {
			t.Errorf("figures %+v %+v", both, mentors)
		}
		if page.Words || page.Answered != 0 {
			t.Error("a colleague who was not asked may read words or who answered")
		}
		page, err = w.Page(ctx, who("e1"), "p2013")
		w.OK(err)
		if last := page.Results[len(page.Results)-1]; !page.Words || len(last.Texts) != 12 {
			t.Errorf("words %v, texts %v", page.Words, last.Texts)
		}
	})
}

// TestQuestionReadsOneOfADraft holds that the form of a question shows it, to those who
// keep the programme alone.
func TestQuestionReadsOneOfADraft(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		v, err := w.Prepare(ctx, who("deputy"), "p2013")
		w.OK(err)
		all, err := questions(ctx, d.Read(), v.School, v.ID)
		w.OK(err)
		_, q, err := w.Question(ctx, who("deputy"), v.ID, all[0].ID)
		w.OK(err)
		if q != all[0] {
			t.Errorf("%+v, want %+v", q, all[0])
		}
		_, _, err = w.Question(ctx, who("m1"), v.ID, all[0].ID)
		w.Refused(err, fault.KindForbidden)
		_, _, err = w.Question(ctx, who("deputy"), v.ID, "other")
		w.Refused(err, fault.KindNotFound)
	})
}

// TestSurveyAccess is who may do what, and who may not.
func TestSurveyAccess(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		_, err := w.Prepare(ctx, who("m1"), "p2013")
		w.Refused(err, fault.KindForbidden)
		v := w.opened("p2013")
		w.Refused(w.says(v, "teacher", 3, ""), fault.KindForbidden)
		w.Refused(w.says(v, "deputy", 3, ""), fault.KindForbidden)
		w.Refused(w.Close(ctx, who("e1"), v.ID), fault.KindForbidden)
		_, err = w.Report(ctx, who("m1"), "p2013")
		w.Refused(err, fault.KindForbidden)
		stranger := access.Actor{Account: "x", School: "audan", Staff: "m1", Roles: []access.Role{access.Director}}
		_, err = w.Page(ctx, stranger, "p2013")
		w.Refused(err, fault.KindNotFound)
		w.Refused(w.Answer(ctx, stranger, v.ID, Answers{}), fault.KindNotFound)
		w.Refused(w.ChangeQuestion(ctx, who("deputy"), v.ID, "q", NewQuestion{}), fault.KindConflict) // announced: fixed
	})
}

func TestSurveyNeedsFive(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		v, err := w.Prepare(ctx, who("deputy"), "p2013")
		w.OK(err)
		w.Refused(w.Announce(ctx, who("deputy"), v.ID, calendar.Period{Starts: "2014-05-05", Ends: "2014-05-10"}), fault.KindConflict)
	})
}

// TestSecondMentorOfAGroupIsAsked counts everybody who mentored (R079).
func TestSecondMentorOfAGroupIsAsked(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2) // four people: one too few without the second mentor
		w.Exec(`INSERT INTO mentoring_group (school_id, id, programme_id, proposal_id, number, mentor_id, need, hour, reasons, state, closing, closed_at)
VALUES ($1, 'g', 'p2013', 'p2013', 1, 'm1', '', '', '', 'asked', '', '')`, school)
		w.Exec(`INSERT INTO mentoring_group_second (school_id, id, group_id, staff_id, state) VALUES ($1, 's', 'g', 'teacher', 'agreed')`, school)
		w.OK(w.says(w.opened("p2013"), "teacher", 4, ""))
	})
}

func TestQuestionsOfDraft(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		v, err := w.Prepare(ctx, who("deputy"), "p2013")
		w.OK(err)
		own := NewQuestion{Kind: Text, Side: Mentors, KK: "Қандай?", RU: "Какой?", EN: "Which?"}
		w.OK(w.AddQuestion(ctx, who("deputy"), v.ID, own))
		w.Refused(w.AddQuestion(ctx, who("deputy"), v.ID, NewQuestion{Kind: Text, Side: Both, KK: "Қандай?"}), fault.KindInvalid)
		page, err := w.Page(ctx, who("deputy"), "p2013")
		w.OK(err)
		if n := len(page.Questions); n != len(starters)+1 {
			t.Fatalf("%d questions", n)
		}
		w.OK(w.DropQuestion(ctx, who("deputy"), v.ID, page.Questions[0].ID))
		own.Version = 1
		own.KK, own.RU, own.EN = "Қайсысы?", "Какие?", "What kind?" // the words of no other question
		w.OK(w.ChangeQuestion(ctx, who("deputy"), v.ID, page.Questions[1].ID, own))
		if page, err = w.Page(ctx, who("deputy"), "p2013"); err != nil || page.Questions[0].RU != "Какие?" {
			t.Errorf("%v %+v", err, page.Questions[0])
		}
		page, err = w.Page(ctx, who("m1"), "p2013") // a draft is nobody else's
		if w.OK(err); page.Survey.ID != "" || len(page.Questions) > 0 {
			t.Error("a draft is shown to the pairs")
		}
	})
}

// TestAnswersBearNoPerson looks at all that the database holds after people answered one
// after the other: no row says who wrote which sheet, and no order or time tells.
func TestAnswersBearNoPerson(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 10)
		v := w.opened("p2013")
		before, err := journal.Find(ctx, d.Read(), school, journal.Filter{Limit: 100})
		w.OK(err)
		var order []string
		for n := 1; n <= 10; n++ {
			for _, staff := range []string{fmt.Sprintf("m%d", n), fmt.Sprintf("e%d", n)} {
				w.OK(w.says(v, staff, 3, staff))
				order = append(order, staff)
				w.Clock.Set(fmt.Sprintf("2014-05-05T09:%02d", len(order)))
			}
		}
		after, err := journal.Find(ctx, d.Read(), school, journal.Filter{Limit: 100})
		w.OK(err)
		if len(after) != len(before) {
			t.Errorf("answering wrote %d entries of the journal", len(after)-len(before))
		}
		w.noOrder(v, order)
		times, err := db.All[string](ctx, d.Read(), `SELECT DISTINCT done_at FROM reminder WHERE school_id = $1 AND message_key = $2`, school, remindAnswer)
		if w.OK(err); len(times) != 1 {
			t.Errorf("reminders were closed at %v: the times tell the order", times)
		}
	})
}

// noOrder compares the stored order of the sheets, by place and by id, with that of the answers.
func (w *world) noOrder(v Survey, order []string) {
	w.T.Helper()
	for _, by := range []string{"", " ORDER BY id"} {
		rows, err := db.All[box](ctx, w.D.Read(), `SELECT `+db.Columns[box]("")+` FROM survey_sheet WHERE school_id = $1 AND survey_id = $2`+by, school, v.ID)
		w.OK(err)
		var stored []string
		for _, b := range rows {
			if strings.Contains(b.Sealed, "m1") && !strings.HasPrefix(b.Sealed, "sealed:") {
				w.T.Error("a sheet is not sealed")
			}
			if len(b.Sealed) != len(rows[0].Sealed) {
				w.T.Error("the length of a sheet tells it from others")
			}
			s, ok := w.open(w.lockNow(v), b)
			if !ok {
				w.T.Fatal("sheet does not open")
			}
			for _, text := range s.Texts {
				stored = append(stored, text)
				break
			}
		}
		if len(stored) != len(order) || slices.Equal(stored, order) {
			w.T.Errorf("the sheets lie as they came%s: %v", by, stored)
		}
	}
}

// TestAnswerReshufflesSheets finds that no sheet keeps its id when another one is added.
func TestAnswerReshufflesSheets(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		v := w.opened("p2013")
		ids := func() []string {
			out, err := db.All[string](ctx, d.Read(), `SELECT id FROM survey_sheet WHERE survey_id = $1`, v.ID)
			w.OK(err)
			return out
		}
		w.OK(w.says(v, "m1", 3, ""))
		w.OK(w.says(v, "m2", 3, ""))
		was := ids()
		w.OK(w.says(v, "m3", 3, ""))
		for _, id := range ids() {
			if slices.Contains(was, id) {
				t.Errorf("sheet %s kept its id: the new one is known", id)
			}
		}
	})
}

// TestOneAnswerEach lets everybody send twice at the same moment.
func TestOneAnswerEach(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 4)
		v := w.opened("p2013")
		var group sync.WaitGroup
		took := make(chan bool, 16)
		for n := 1; n <= 4; n++ {
			for _, staff := range []string{fmt.Sprintf("m%d", n), fmt.Sprintf("e%d", n)} {
				for range 2 {
					group.Go(func() { took <- w.says(v, staff, 5, "") == nil })
				}
			}
		}
		group.Wait()
		close(took)
		n := 0
		for ok := range took {
			if ok {
				n++
			}
		}
		sheets, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM survey_sheet WHERE survey_id = $1`, v.ID)
		if w.OK(err); n != 8 || sheets != 8 {
			t.Errorf("%d answers were taken, %d sheets kept; want 8 of each", n, sheets)
		}
	})
}

// TestSurveyOpensAndEndsByItself follows the days.
func TestSurveyOpensAndEndsByItself(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 3)
		v, err := w.Prepare(ctx, who("deputy"), "p2013")
		w.OK(err)
		w.OK(w.Announce(ctx, who("deputy"), v.ID, calendar.Period{Starts: "2014-05-12", Ends: "2014-05-16"}))
		w.Refused(w.Answer(ctx, who("m1"), v.ID, Answers{}), fault.KindForbidden)
		w.Clock.Set("2014-05-12T10:00")
		w.run()
		open, err := reminder.OpenFor(ctx, d.Read(), school, "m1")
		if w.OK(err); len(open) != 1 {
			t.Fatalf("%d reminders", len(open))
		}
		w.OK(w.says(v, "m1", 5, ""))
		w.OK(w.Extend(ctx, who("deputy"), v.ID, "2014-05-19"))
		w.Clock.Set("2014-05-17T10:00")
		w.run()
		w.OK(w.says(v, "m2", 5, "")) // more days were given
		w.Clock.Set("2014-05-20T10:00")
		w.Refused(w.says(v, "m3", 5, ""), fault.KindConflict)
		w.run()
		open, err = reminder.OpenFor(ctx, d.Read(), school, "m3")
		if w.OK(err); len(open) != 0 {
			t.Error("somebody is still asked")
		}
		w.Refused(w.Extend(ctx, who("deputy"), v.ID, "2014-06-01"), fault.KindConflict) // closed for good
	})
}

func (w *world) run() {
	w.T.Helper()
	_, err := w.worker.RunDue(ctx)
	w.OK(err)
}
