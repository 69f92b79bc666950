package recognition

import (
	"slices"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/secret"
)

// with is the area with other keys over the same database.
func (w *world) with(k *secret.Keeper) *Service { return New(w.D, w.mentoring, k, w.Clock.Now) }

func TestSaveStoryKeepsWhatCannotBeRead(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		before, lost, found := apptest.LostKey(t)
		pair := "p2013m1e1"
		w.Refused(w.with(lost).SaveStory(ctx, who("m1"), pair, NewStory{LeftOut: []string{"title", "text"}}), fault.KindInvalid) // nothing stands there
		w.OK(w.with(before).SaveStory(ctx, who("m1"), pair, NewStory{Title: "a title", Text: "a text"}))
		now, err := w.with(lost).Story(ctx, who("e1"), pair)
		if w.OK(err); !slices.Equal(now.Story.Unreadable, []string{"title", "text"}) {
			t.Errorf("unreadable: %v", now.Story.Unreadable)
		}
		w.OK(w.with(lost).SaveStory(ctx, who("e1"), pair, NewStory{Version: 1, Title: "another", LeftOut: now.Story.Unreadable}))
		now, err = w.with(found).Story(ctx, who("m1"), pair)
		if w.OK(err); now.Story.Title != "another" || now.Story.Text != "a text" || now.Story.Version != 2 {
			t.Errorf("with the found key: %+v", now.Story)
		}
	})
}

func TestNominateKeepsWhatCannotBeRead(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		w.forum()
		before, lost, found := apptest.LostKey(t)
		pair := "p2013m1e1"
		w.Refused(w.with(lost).Nominate(ctx, who("e1"), pair, NewNomination{LeftOut: true}), fault.KindInvalid)
		w.OK(w.with(before).Nominate(ctx, who("e1"), pair, NewNomination{Words: "thanks"}))
		now, err := w.with(lost).Nomination(ctx, who("e1"), pair)
		if w.OK(err); !now.Nomination.Unreadable {
			t.Errorf("%+v", now.Nomination)
		}
		w.OK(w.with(lost).Nominate(ctx, who("e1"), pair, NewNomination{Aloud: true, LeftOut: true}))
		now, err = w.with(found).Nomination(ctx, who("e1"), pair)
		if w.OK(err); now.Nomination.Words != "thanks" || !now.Nomination.Aloud || now.Nomination.Unreadable {
			t.Errorf("with the found key: %+v", now.Nomination)
		}
	})
}
