package recognition

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Story is what the two of a pair tell of their year, in its newest version.
type Story struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Pairing string           `db:"pairing_id"`
	Version int              `db:"version"` // 0: none written yet
	Title   string           `db:"title"`   // sealed in the database
	Text    string           `db:"text"`
	SavedBy string           `db:"saved_by"`
	SavedAt calendar.Instant `db:"saved_at"`

	MentorAgrees bool `db:"mentor_agrees"`
	MenteeAgrees bool `db:"mentee_agrees"`

	Unreadable []string `db:"-"` // texts that cannot be opened: fields of the form
}

// TargetStory is the story of a pair, by the pairing.
const TargetStory = "recognition.story"

// Shown says whether all staff may read it.
func (s Story) Shown() bool { return s.Version > 0 && s.MentorAgrees && s.MenteeAgrees }

// AgreedBy says whether one of the two agrees to this version.
func (s Story) AgreedBy(p pairing.Pairing, staff string) bool {
	return staff == p.Mentor && s.MentorAgrees || staff == p.Mentee && s.MenteeAgrees
}

// NewStory is the text of the pair.
type NewStory struct {
	Version int // the version the form was made from
	Title   string
	Text    string
	LeftOut []string // texts that the form did not show, since they could not be opened
}

func (n NewStory) check(old Story) error {
	var f fault.Fields
	f.Text("title", n.Title, old.Title == "" || !slices.Contains(n.LeftOut, "title"), maxTitle)
	f.When(n.Text == "" && (old.Text == "" || !slices.Contains(n.LeftOut, "text")), "text", "recognition.story.text_missing")
	f.Text("text", n.Text, false, maxStory)
	return f.Err()
}

// SaveStory keeps a new version. Who saves it agrees to it; the other is asked.
func (s *Service) SaveStory(ctx context.Context, actor access.Actor, pairingID string, in NewStory) error {
	in.Title, in.Text = strings.TrimSpace(in.Title), strings.TrimSpace(in.Text)
	return s.changeStory(ctx, actor, pairingID, func(w work, p pairing.Pairing, old Story) error {
		if p.State != pairing.Running && p.State != pairing.Completed {
			return fault.Conflict("recognition.story.pair_ended")
		}
		if old.Version != in.Version {
			return fault.Changed()
		}
		if err := in.check(old); err != nil {
			return err
		}
		if _, err := w.endConsents(old, ""); err != nil {
			return err
		}
		id := db.NewID()
		over := func(c secret.Column, field, text, before string) string {
			return w.keeper.SealOver(w.Ctx, c, id, []string{p.Mentor, p.Mentee}, text, secret.Old{ID: old.ID, Sealed: before}, slices.Contains(in.LeftOut, field))
		}
		_, err := db.Exec(w.Ctx, w.Tx, `INSERT INTO story (school_id, id, pairing_id, version, title, text, saved_by, saved_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, p.School, id, p.ID, old.Version+1,
			over(storyTitle, "title", in.Title, old.Title), over(storyText, "text", in.Text, old.Text), actor.Staff, w.Instant())
		if err := verb.Duplicate(err, "recognition.changed_meanwhile"); err != nil {
			return err
		}
		if err := w.consent(p, id); err != nil {
			return err
		}
		if err := w.remind(p.Other(actor.Staff), remindStory, p.ID+"/story", reminder.To(TargetStory, p.ID), w.Date(), nil); err != nil {
			return err
		}
		return w.RecordPrivate(eventStorySaved)
	})
}

// AgreeStory lets the other of the two agree to the version that was read.
func (s *Service) AgreeStory(ctx context.Context, actor access.Actor, pairingID string, version int) error {
	return s.changeStory(ctx, actor, pairingID, func(w work, p pairing.Pairing, old Story) error {
		if old.Version == 0 || old.Version != version {
			return fault.Conflict("recognition.changed_meanwhile")
		}
		if old.AgreedBy(p, actor.Staff) {
			return nil
		}
		if err := w.consent(p, old.ID); err != nil {
			return err
		}
		if err := w.address(p); err != nil {
			return err
		}
		return w.RecordPrivate(eventStoryAgreed)
	})
}

// TakeBackStory lets either of the two take the story back, at any time and without a reason.
func (s *Service) TakeBackStory(ctx context.Context, actor access.Actor, pairingID string) error {
	return s.changeStory(ctx, actor, pairingID, func(w work, p pairing.Pairing, old Story) error {
		if n, err := w.endConsents(old, actor.Staff); err != nil || n == 0 {
			return err // none was given, or it was taken back already
		}
		if err := w.address(p); err != nil {
			return err
		}
		return w.RecordPrivate(eventStoryTaken)
	})
}

func (s *Service) changeStory(ctx context.Context, actor access.Actor, pairingID string, change func(w work, p pairing.Pairing, old Story) error) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := pairing.ByID(w.Ctx, w.Tx, actor.School, pairingID)
		if err != nil {
			return err
		}
		if err := access.Must(ruleDraft.Writes(ofPair(actor, p)), "recognition.access.pair"); err != nil {
			return err
		}
		old, err := storyOf(w.Ctx, w.Tx, p)
		if err != nil {
			return err
		}
		return change(w, p, old)
	})
}

// consent says yes for the actor; a second yes changes nothing.
func (w work) consent(p pairing.Pairing, story string) error {
	if _, err := db.Exec(w.Ctx, w.Tx, `INSERT INTO story_consent (school_id, id, story_id, staff_id, given_at, ended_at)
		VALUES ($1, $2, $3, $4, $5, '') ON CONFLICT DO NOTHING`, p.School, db.NewID(), story, w.Actor.Staff, w.Instant()); err != nil {
		return err
	}
	return reminder.Close(w.Ctx, w.Tx, w.At, p.School, p.ID+"/story", remindStory)
}

// address seals the newest version for the two, or for everybody once both agree.
func (w work) address(p pairing.Pairing) error {
	v, err := storyOf(w.Ctx, w.Tx, p)
	if err != nil {
		return err
	}
	readers := []string{p.Mentor, p.Mentee}
	if v.Shown() {
		readers = append(readers, secret.Everybody)
	}
	_, err = db.Exec(w.Ctx, w.Tx, `UPDATE story SET title = $3, text = $4 WHERE school_id = $1 AND id = $2`, p.School, v.ID,
		w.keeper.SealAnew(storyTitle.Of(v.ID), readers, v.Title), w.keeper.SealAnew(storyText.Of(v.ID), readers, v.Text))
	return err
}

// endConsents takes back the consent of one of the two, or of both, and says how many
// there were.
func (w work) endConsents(s Story, staff string) (int64, error) {
	where := db.From(w.Instant())
	where.And("school_id = ? AND story_id = ? AND ended_at = ''", w.Actor.School, s.ID)
	if staff != "" {
		where.And("staff_id = ?", staff)
	}
	return db.Exec(w.Ctx, w.Tx, `UPDATE story_consent SET ended_at = $1`+where.SQL(), where.Args()...)
}

func number(n int) string { return strconv.Itoa(n) }

var storySQL = `SELECT s.school_id, s.id, s.pairing_id, s.version, s.title, s.text, s.saved_by, s.saved_at,
	EXISTS (SELECT 1 FROM story_consent c WHERE c.school_id = s.school_id AND c.story_id = s.id AND c.ended_at = '' AND c.staff_id = g.mentor_id) AS mentor_agrees,
	EXISTS (SELECT 1 FROM story_consent c WHERE c.school_id = s.school_id AND c.story_id = s.id AND c.ended_at = '' AND c.staff_id = g.mentee_id) AS mentee_agrees
	FROM story s ` + pairing.JoinPairing("g", "s.school_id", "s.pairing_id") + `
	WHERE s.school_id = $1 AND s.pairing_id = $2 ORDER BY s.version DESC LIMIT 1`

// storyOf is the newest version, as it is kept.
func storyOf(ctx context.Context, c db.Conn, p pairing.Pairing) (Story, error) {
	v, err := db.One[Story](ctx, c, storySQL, p.School, p.ID)
	if errors.Is(err, db.ErrNotFound) {
		return Story{School: p.School, Pairing: p.ID}, nil
	}
	return v, err
}

// open opens a story for a page and its form.
func (s *Service) open(ctx context.Context, v Story) Story {
	for _, x := range []struct {
		column secret.Column
		field  string
		text   *string
	}{{storyTitle, "title", &v.Title}, {storyText, "text", &v.Text}} {
		text, ok := s.keeper.Reveal(ctx, x.column.Of(v.ID), *x.text)
		if !ok {
			v.Unreadable = append(v.Unreadable, x.field)
		}
		*x.text = text
	}
	return v
}

// StoryPage is the story with its pair.
type StoryPage struct {
	pairing.NamedPairing
	Story Story
}

// Story reads the story for the two who write it.
func (s *Service) Story(ctx context.Context, actor access.Actor, pairing string) (StoryPage, error) {
	p, err := s.ownPair(ctx, actor, pairing)
	if err != nil {
		return StoryPage{}, err
	}
	v, err := storyOf(ctx, s.Read(), p.Pairing)
	return StoryPage{NamedPairing: p, Story: s.open(ctx, v)}, err
}

// ownPair reads a pairing for one of the two.
func (s *Service) ownPair(ctx context.Context, actor access.Actor, pairingID string) (pairing.NamedPairing, error) {
	p, err := s.mentoring.Pairings.Pairing(ctx, actor, pairingID)
	if err != nil {
		return p, err
	}
	if err := access.Must(ruleDraft.Reads(ofPair(actor, p.Pairing)), "recognition.access.pair"); err != nil {
		return pairing.NamedPairing{}, err
	}
	return p, nil
}
