package practice

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
)

// ResistanceNote is a note of a mentor on how the mentee takes it (R103). Category and text
// are sealed; they are opened for the author alone, never for a manager, the
// mentee or the administrator.
type ResistanceNote struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Pairing   string           `db:"pairing_id"`
	Author    string           `db:"author_id"`
	Date      calendar.Date    `db:"date"`
	Category  Category         `db:"category"`
	Text      string           `db:"text"`
	WrittenAt calendar.Instant `db:"written_at"`
	ErasedAt  calendar.Instant `db:"erased_at"`
}

// TargetResistance are a mentor's own notes, by the pairing.
const TargetResistance = "practice.resistance"

// Category is a kind of resistance as the study on it names them (003).
type Category string

// The categories. The study announces seven and names six; the largest,
// stagnation, has five kinds.
const (
	Hesitation     Category = "hesitation"
	KnownWays      Category = "known_ways"
	OwnLimits      Category = "own_limits"
	ClosedMind     Category = "closed_mind"
	OwnWeakness    Category = "own_weakness"
	Passivity      Category = "passivity"
	BodyLanguage   Category = "body_language"
	Fear           Category = "fear"
	Unavailability Category = "unavailability"
	Mistrust       Category = "mistrust"
)

// Categories lists them in the order of the study.
var Categories = []Category{
	Hesitation, KnownWays, OwnLimits, ClosedMind, OwnWeakness, Passivity, BodyLanguage, Fear, Unavailability, Mistrust,
}

// Stagnation says whether the category is a kind of it.
func (c Category) Stagnation() bool {
	return slices.Contains([]Category{KnownWays, OwnLimits, ClosedMind, OwnWeakness, Passivity}, c)
}

// NewResistanceNote is the input of NoteResistance.
type NewResistanceNote struct {
	Date     calendar.Date
	Category Category
	Text     string // may be empty
}

func (n NewResistanceNote) check(today calendar.Date) error {
	var f fault.Fields
	f.When(f.Day("date", n.Date) && n.Date > today, "date", "practice.date.ahead")
	f.When(!slices.Contains(Categories, n.Category), "category", "practice.resistance.choose")
	f.Text("text", n.Text, false, maxEntry)
	return f.Err()
}

// toResistance are the actor's relations to the notes of a pairing's mentor: nobody
// but the mentor can be their author.
func toResistance(a access.Actor, p pairing.Pairing) []access.Relation {
	return access.Of(a, access.RecordOf(p.School, p.Mentor))
}

// NoteResistance writes a note about a running pairing, for its mentor.
func (s *Service) NoteResistance(ctx context.Context, actor access.Actor, pairing string, in NewResistanceNote) error {
	in.Text = strings.TrimSpace(in.Text)
	return s.do(ctx, actor, func(w work) error {
		p, err := w.runningPairing(pairing)
		if err != nil {
			return err
		}
		if err := access.Must(ruleResistance.Writes(toResistance(actor, p)), "practice.access.mentor"); err != nil {
			return err
		}
		if err := in.check(w.Date()); err != nil {
			return err
		}
		made := ResistanceNote{School: p.School, ID: db.NewID(), Pairing: p.ID, Author: actor.Staff, Date: in.Date, WrittenAt: w.Instant()}
		made.Category = Category(w.keeper.SealFor(sealedCategory.Of(made.ID), []string{made.Author}, string(in.Category)))
		made.Text = w.keeper.SealFor(sealedResistance.Of(made.ID), []string{made.Author}, in.Text)
		if err := db.Insert(w.Ctx, w.Tx, "resistance_note", made); err != nil {
			return err
		}
		if err := w.hintPace(p); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivateKept)
	})
}

// hintPace puts the hint on pace on the mentor's Today once there is one (R104). A
// hint that was put away does not come again within the weeks that it looks back.
func (w work) hintPace(p pairing.Pairing) error {
	hint, err := paceOf(w.Ctx, w.Tx, p, w.Date())
	if err != nil || hint.Reason() == "" {
		return err
	}
	since := calendar.InstantOf(w.At.AddDate(0, 0, -7*hint.Limits.Weeks))
	told, err := reminder.WasTold(w.Ctx, w.Tx, p.School, p.Mentor, p.ID, keyPace, since)
	if err != nil || told {
		return err
	}
	return w.remind(p.Mentor, keyPace, p.ID, reminder.To(TargetResistance, p.ID))
}

// keyPace is the message of the hint on Today.
const keyPace = "practice.remind.pace"

// EraseResistanceNote takes a note of one's own away for good.
func (s *Service) EraseResistanceNote(ctx context.Context, actor access.Actor, pairing, id string) error {
	if err := mayErase(actor); err != nil {
		return err
	}
	return s.do(ctx, actor, func(w work) error {
		n, err := db.Exec(w.Ctx, w.Tx, `UPDATE resistance_note SET text = '', category = '', erased_at = $5
			WHERE school_id = $1 AND pairing_id = $2 AND id = $3 AND author_id = $4 AND erased_at = ''`,
			actor.School, pairing, id, actor.Staff, w.Instant())
		if err != nil {
			return err
		}
		if n == 0 || actor.Staff == "" {
			return fault.NotFound("practice.resistance.missing")
		}
		return w.RecordPrivate(eventPrivateErased)
	})
}

// Month is how often a mentor noted each category in a month.
type Month struct {
	Month string // "2013-10"
	Count map[Category]int
	All   int
}

// overTime is the picture of notes by month, the earliest first.
func overTime(signs []ResistanceNote) []Month {
	by := map[string]*Month{}
	for _, s := range signs {
		if s.Category == "" { // its key is lost
			continue
		}
		month := string(s.Date)[:7]
		if by[month] == nil {
			by[month] = &Month{Month: month, Count: map[Category]int{}}
		}
		by[month].Count[s.Category]++
		by[month].All++
	}
	out := make([]Month, 0, len(by))
	for _, m := range by {
		out = append(out, *m)
	}
	slices.SortFunc(out, func(a, b Month) int { return cmp.Compare(a.Month, b.Month) })
	return out
}

// ResistancePage is what the mentor alone sees of a pairing: notes, the picture over
// time, the hint on pace.
type ResistancePage struct {
	Pairing pairing.NamedPairing
	Notes   []ResistanceNote // the newest first
	Months  []Month
	Pace    Pace
}

// ResistanceNotes reads the notes of a pairing for its mentor, in three queries.
func (s *Service) ResistanceNotes(ctx context.Context, actor access.Actor, pairing string) (ResistancePage, error) {
	var page ResistancePage
	var err error
	if page.Pairing, err = s.mentoring.Pairings.Pairing(ctx, actor, pairing); err != nil {
		return page, err
	}
	p := page.Pairing.Pairing
	if err := access.Must(ruleResistance.Reads(toResistance(actor, p)), "practice.access.mentor"); err != nil {
		return page, err
	}
	c := s.Read()
	if page.Notes, err = s.resistanceOf(ctx, c, p); err != nil {
		return page, err
	}
	page.Months = overTime(page.Notes)
	page.Pace, err = paceOf(ctx, c, p, calendar.DateOf(s.Now()))
	return page, err
}

func (s *Service) resistanceOf(ctx context.Context, c db.Conn, p pairing.Pairing) ([]ResistanceNote, error) {
	rows, err := db.All[ResistanceNote](ctx, c, `SELECT school_id, id, pairing_id, author_id, date, category, text, written_at, erased_at
		FROM resistance_note WHERE school_id = $1 AND author_id = $2 AND pairing_id = $3 AND erased_at = ''
		ORDER BY date DESC, id DESC`, p.School, p.Mentor, p.ID)
	for i, r := range rows {
		category, _ := s.keeper.Text(ctx, sealedCategory.Of(r.ID), string(r.Category)) // "" where it cannot be opened
		rows[i].Category = Category(category)
		rows[i].Text = s.keeper.Show(ctx, sealedResistance.Of(r.ID), r.Text)
	}
	return rows, err
}
