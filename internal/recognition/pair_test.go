package recognition

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/reminder"
)

// forum announces a forum with nominations until the 20th of May.
func (w *world) forum() {
	w.T.Helper()
	w.OK(w.SetForum(ctx, who("deputy"), "p2013", NewForum{
		Date: "2014-05-23", StartsAt: "15:00", Place: "Зал", Points: "Ашылуы\n\nХаттар", NominateUntil: "2014-05-20",
	}))
}

func TestForum(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.Refused(w.SetForum(ctx, who("m1"), "p2013", NewForum{}), fault.KindForbidden)
		w.Refused(w.SetForum(ctx, who("deputy"), "p2013", NewForum{Date: "2014-05-01", NominateUntil: "2014-06-01"}), fault.KindInvalid)
		w.forum()
		w.Refused(w.SetForum(ctx, who("deputy"), "p2013", NewForum{}), fault.KindConflict) // made from an older version
		h, err := w.Hub(ctx, who("teacher"), "p2013")
		if w.OK(err); len(h.Forum.PointList()) != 2 || h.Keeper {
			t.Errorf("%+v", h.Forum)
		}
		open, err := reminder.OpenFor(ctx, d.Read(), school, "e1")
		if w.OK(err); len(open) != 2 { // the forum, and that she may nominate
			t.Errorf("%d reminders", len(open))
		}
		w.Clock.Set("2014-05-21T09:00")
		err = w.SetForum(ctx, who("deputy"), "p2013", NewForum{
			Version: 1, Date: "2014-05-24", StartsAt: "15:00", Place: "Зал", NominateUntil: "2014-05-22",
		})
		w.Refused(err, fault.KindInvalid) // those who keep the programme have read the nominations
	})
}

// TestStoryNeedsBoth follows a story from the first words to the moment it is taken back.
func TestStoryNeedsBoth(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		shown := func() int {
			h, err := w.Hub(ctx, who("teacher"), "p2013")
			w.OK(err)
			return len(h.Stories)
		}
		pair := "p2013m1e1"
		w.Refused(w.SaveStory(ctx, who("deputy"), pair, NewStory{Title: "a", Text: "b"}), fault.KindForbidden)
		w.Refused(w.SaveStory(ctx, who("m1"), pair, NewStory{Title: "a"}), fault.KindInvalid)
		w.OK(w.SaveStory(ctx, who("m1"), pair, NewStory{Title: "Біздің жыл", Text: "Бірге оқыдық"}))
		if shown() != 0 {
			t.Fatal("shown before both agreed")
		}
		_, err := w.Story(ctx, who("deputy"), pair)
		w.Refused(err, fault.KindForbidden)
		w.Refused(w.AgreeStory(ctx, who("e1"), pair, 2), fault.KindConflict) // another version than she read
		w.OK(w.AgreeStory(ctx, who("e1"), pair, 1))
		if shown() != 1 {
			t.Fatal("not shown although both agreed")
		}
		w.OK(w.SaveStory(ctx, who("e1"), pair, NewStory{Version: 1, Title: "Біздің жыл", Text: "Басқаша"}))
		if shown() != 0 {
			t.Fatal("a change is shown without the other")
		}
		w.OK(w.AgreeStory(ctx, who("m1"), pair, 2))
		w.OK(w.TakeBackStory(ctx, who("e1"), pair))
		if shown() != 0 {
			t.Fatal("shown although one of the two took it back")
		}
		entries, err := journal.Find(ctx, d.Read(), school, journal.Filter{Limit: 1})
		if w.OK(err); entries[0].Staff != "" {
			t.Error("the journal tells who took the story back")
		}
		text, err := db.One[string](ctx, d.Read(), `SELECT text FROM story WHERE version = 1`)
		if w.OK(err); strings.Contains(text, "оқыдық") {
			t.Error("the story lies open in the database")
		}
	})
}

// TestWhoSeesNominations is the rule of access.go, before and after the last day.
func TestWhoSeesNominations(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		pair := "p2013m1e1"
		w.Refused(w.Nominate(ctx, who("e1"), pair, NewNomination{Words: "х"}), fault.KindConflict) // no forum yet
		w.forum()
		w.Refused(w.Nominate(ctx, who("m1"), pair, NewNomination{Words: "х"}), fault.KindForbidden)
		w.Refused(w.Nominate(ctx, who("deputy"), pair, NewNomination{Words: "х"}), fault.KindForbidden)
		w.Refused(w.Nominate(ctx, who("e1"), pair, NewNomination{Words: " "}), fault.KindInvalid)
		w.OK(w.Nominate(ctx, who("e1"), pair, NewNomination{Words: "Алғашқы сөз"}))
		w.OK(w.Nominate(ctx, who("e1"), pair, NewNomination{Words: "Көмектесті", Aloud: true}))
		seen := func(staff string) []HubNomination {
			h, err := w.Hub(ctx, who(staff), "p2013")
			w.OK(err)
			return h.Nominations
		}
		for _, staff := range []string{"deputy", "director", "m1", "e1", "e2", "teacher"} {
			if len(seen(staff)) > 0 {
				t.Errorf("%s sees nominations before they are closed", staff)
			}
		}
		page, err := w.Nomination(ctx, who("e1"), pair)
		if w.OK(err); page.Nomination.Words != "Көмектесті" {
			t.Errorf("own words %q", page.Nomination.Words)
		}
		_, err = w.Nomination(ctx, who("m1"), pair)
		w.Refused(err, fault.KindForbidden)
		w.Clock.Set("2014-05-21T09:00")
		for _, staff := range []string{"m1", "e1", "e2", "teacher"} {
			if len(seen(staff)) > 0 {
				t.Errorf("%s sees nominations", staff)
			}
		}
		if got := seen("deputy"); len(got) != 1 || got[0].Words != "Көмектесті" || got[0].By.ID != "e1" {
			t.Errorf("those who keep the programme see %+v", got)
		}
		w.Refused(w.TakeBackNomination(ctx, who("e1"), pair), fault.KindConflict)
		n, err := db.One[int](ctx, d.Read(), `SELECT count(*) FROM journal_entry WHERE event LIKE 'recognition.nomination%' AND staff_id <> ''`)
		if w.OK(err); n > 0 {
			t.Error("the journal tells who nominated")
		}
	})
}

func TestThanks(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		w.Refused(w.Thank(ctx, who("deputy"), "p2013", "m1", "Рақмет"), fault.KindForbidden)
		w.Refused(w.Thank(ctx, who("director"), "p2013", "teacher", "Рақмет"), fault.KindInvalid)
		w.OK(w.Thank(ctx, who("director"), "p2013", "m1", "Рақмет"))
		h, err := w.Hub(ctx, who("teacher"), "p2013")
		if w.OK(err); len(h.Thanks) != 1 || h.Thanks[0].Whom.ID != "m1" {
			t.Fatalf("%+v", h.Thanks)
		}
		_, err = w.TakeBackThanks(ctx, who("m2"), h.Thanks[0].ID)
		w.Refused(err, fault.KindForbidden)
		_, err = w.TakeBackThanks(ctx, who("m1"), h.Thanks[0].ID)
		w.OK(err)
		if h, err = w.Hub(ctx, who("teacher"), "p2013"); err != nil || len(h.Thanks) != 0 {
			t.Errorf("%v %+v", err, h.Thanks)
		}
	})
}

// TestAnotherSchoolFindsNothing asks with an actor of another school.
func TestAnotherSchoolFindsNothing(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		stranger := access.Actor{Account: "x", School: "audan", Staff: "m1", Roles: []access.Role{access.Director}}
		_, err := w.Hub(ctx, stranger, "p2013")
		w.Refused(err, fault.KindNotFound)
		w.Refused(w.SaveStory(ctx, stranger, "p2013m1e1", NewStory{}), fault.KindNotFound)
		w.Refused(w.Thank(ctx, stranger, "p2013", "m1", "x"), fault.KindInvalid)
		_, err = w.Issue(ctx, stranger, "p2013", "http://x")
		w.Refused(err, fault.KindNotFound)
	})
}
