package evaluation

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"strings"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/reminder"
)

// lock is the key of a survey that takes answers. It lives from one answer to the next: what
// was locked with the one before can be opened by nobody any more, also not by whoever has all
// files of keys and every older state of the database.
type lock struct {
	School string `db:"school_id"`
	Survey string `db:"survey_id"`
	By     string `db:"locked_by"`
}

// locked begins what was locked, inside of the seal of a sheet.
const locked = "locked:"

var errLocked = errors.New("evaluation: the key of the sheets is gone")

func newLock(v Survey) lock {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	return lock{v.School, v.ID, base64.RawStdEncoding.EncodeToString(key)}
}

func (l lock) sealer() (cipher.AEAD, error) {
	key, err := base64.RawStdEncoding.DecodeString(l.By)
	if err != nil || len(key) != 32 {
		return nil, errLocked
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

func (l lock) lock(text string) (string, error) {
	sealer, err := l.sealer()
	if err != nil {
		return "", err
	}
	return locked + base64.RawStdEncoding.EncodeToString(sealer.Seal(nil, nil, []byte(text), []byte(l.Survey))), nil
}

// open reads what was locked; a sheet of before there were locks is as it is.
func (l lock) open(text string) (string, error) {
	box, is := strings.CutPrefix(text, locked)
	if !is {
		return text, nil
	}
	raw, err := base64.RawStdEncoding.DecodeString(box)
	if err != nil {
		return "", errLocked
	}
	sealer, err := l.sealer()
	if err != nil {
		return "", err
	}
	plain, err := sealer.Open(nil, nil, raw, []byte(l.Survey))
	if err != nil {
		return "", errLocked
	}
	return string(plain), nil
}

// lockOf is the key of the sheets as they stand; an empty one where there is none.
func (w work) lockOf(v Survey) (lock, error) {
	l, err := db.One[lock](w.Ctx, w.Tx, `SELECT school_id, survey_id, locked_by FROM survey_key WHERE school_id = $1 AND survey_id = $2`, v.School, v.ID)
	if errors.Is(err, db.ErrNotFound) {
		return lock{School: v.School, Survey: v.ID}, nil
	}
	return l, err
}

// keep puts the key in the place of the one before.
func (w work) keep(l lock) error {
	_, err := db.Exec(w.Ctx, w.Tx, `INSERT INTO survey_key (school_id, survey_id, locked_by) VALUES ($1, $2, $3)
		ON CONFLICT (school_id, survey_id) DO UPDATE SET locked_by = excluded.locked_by`, l.School, l.Survey, l.By)
	return err
}

// sheets are all of a survey, opened as far as the file of keys can; lost says that their lock
// is gone, and with it all of them.
func (w work) sheets(v Survey) (texts []string, sealed []box, lost bool, err error) {
	l, err := w.lockOf(v)
	if err != nil {
		return nil, nil, false, err
	}
	all, err := db.All[box](w.Ctx, w.Tx, `SELECT `+db.Columns[box]("")+` FROM survey_sheet WHERE school_id = $1 AND survey_id = $2`, v.School, v.ID)
	for _, b := range all {
		text, closed := w.keeper.Open(aboutSheet(b.ID), b.Sealed)
		if closed != nil { // its key of the file is lost; it may be found again
			sealed = append(sealed, b)
			continue
		}
		if text, closed = l.open(text); closed != nil {
			lost = true
			continue
		}
		texts = append(texts, text)
	}
	return texts, sealed, lost, err
}

// putBack writes the sheets anew, in a random order.
func (w work) putBack(v Survey, boxes []box) error {
	shuffle(boxes)
	if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM survey_sheet WHERE school_id = $1 AND survey_id = $2`, v.School, v.ID); err != nil || len(boxes) == 0 {
		return err
	}
	return db.InsertAll(w.Ctx, w.Tx, "survey_sheet", boxes)
}

// unlock leaves the sheets of a survey that is over sealed alone, for the figures, and
// forgets the key. Of those whose lock is gone the page says that they cannot be read.
func (w work) unlock(v Survey) error {
	texts, boxes, lost, err := w.sheets(v)
	if err != nil || lost {
		return err
	}
	for _, text := range texts {
		boxes = append(boxes, w.seal(v, text))
	}
	if err := w.putBack(v, boxes); err != nil {
		return err
	}
	_, err = db.Exec(w.Ctx, w.Tx, `DELETE FROM survey_key WHERE school_id = $1 AND survey_id = $2`, v.School, v.ID)
	return err
}

// askAgainIfLost asks everybody once more where the lock of the sheets is gone: the database
// stopped without warning, or is an older copy that was put back. Nobody can open what was answered.
func (w work) askAgainIfLost(v Survey) error {
	_, _, lost, err := w.sheets(v)
	if err != nil || !lost {
		return err
	}
	w.Actor = access.System(v.School, "evaluation") // whoever came next has nothing to do with it
	for _, query := range []string{
		`DELETE FROM survey_sheet WHERE school_id = $1 AND survey_id = $2`,
		`DELETE FROM survey_key WHERE school_id = $1 AND survey_id = $2`,
		`UPDATE survey_invitee SET answered = FALSE WHERE school_id = $1 AND survey_id = $2`,
	} {
		if _, err := db.Exec(w.Ctx, w.Tx, query, v.School, v.ID); err != nil {
			return err
		}
	}
	v.AskedAgain = w.Date()
	if v.Closes < w.Date().AddDays(daysToAnswerAgain) {
		v.Closes = w.Date().AddDays(daysToAnswerAgain)
		if err := w.later(jobOver, v, v.Closes.AddDays(1)); err != nil {
			return err
		}
	}
	if err := w.save(v); err != nil {
		return err
	}
	asked, err := w.asked(v)
	if err != nil {
		return err
	}
	for _, staff := range asked {
		if err := reminder.Close(w.Ctx, w.Tx, v.Opens.Time(), v.School, about(v, staff), remindAnswer); err != nil {
			return err
		}
		if err := w.remind(v, staff, remindAgain, reminder.To(TargetAnswer, v.ID), v.Closes); err != nil {
			return err
		}
	}
	return w.Record(eventAskedAgain, v.ref())
}

// daysToAnswerAgain are left at least when all are asked once more.
const daysToAnswerAgain = 7

// FindLost asks again wherever the lock of the sheets is gone, so that those who have answered
// learn of it while there is time: a periodic job.
func (s *Service) FindLost(ctx context.Context) error {
	open, err := db.All[Survey](ctx, s.Read(), `SELECT `+surveyColumns+` FROM survey v WHERE v.state = 'open'
		AND EXISTS (SELECT 1 FROM survey_sheet b WHERE b.school_id = v.school_id AND b.survey_id = v.id)
		AND NOT EXISTS (SELECT 1 FROM survey_key k WHERE k.school_id = v.school_id AND k.survey_id = v.id)`)
	for _, v := range open {
		found := s.do(ctx, access.System(v.School, "evaluation"), func(w work) error { return w.askAgainIfLost(v) })
		if !fault.Is(found, fault.KindConflict) { // a school that takes no changes keeps no other waiting
			err = errors.Join(err, found)
		}
	}
	return err
}
