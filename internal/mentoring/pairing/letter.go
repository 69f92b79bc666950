package pairing

import (
	"context"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/verb"
)

// Letter is a letter of appreciation for the work of a pair (R085); it also
// serves as evidence in attestation (R153).
type Letter struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Programme string           `db:"programme_id"`
	Pairing   string           `db:"pairing_id"`
	Staff     string           `db:"staff_id"`
	Number    int              `db:"number"` // within the programme
	Date      calendar.Date    `db:"date"`
	Words     string           `db:"words"` // the school's own words, may be empty
	IssuedBy  string           `db:"issued_by"`
	IssuedAt  calendar.Instant `db:"issued_at"`
}

// Appreciate issues letters to people of completed pairings of a programme, with the
// school's own words for all of them. Whoever has one for the pairing keeps it:
// a second click issues nothing.
func (s *Service) Appreciate(ctx context.Context, actor access.Actor, programme string, side mentoring.Side, words string) (int, error) {
	issued := 0
	err := s.do(ctx, actor, func(w work) error {
		issued = 0
		if err := mentoring.MayKeep(actor); err != nil {
			return err
		}
		p, err := mentoring.ProgrammeByID(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		if side != mentoring.Mentor && side != mentoring.Mentee {
			return fault.Invalid("side", "mentoring.policy.choose")
		}
		words = strings.TrimSpace(words)
		var f fault.Fields
		if f.Text("words", words, false, mentoring.MaxWords); f != nil {
			return f.Err()
		}
		rows, err := w.lettersFor(p, side, words)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return fault.Conflict("mentoring.letter.nobody")
		}
		if err := db.InsertAll(w.Ctx, w.Tx, "appreciation", rows); err != nil {
			return verb.Duplicate(err, "mentoring.changed_meanwhile")
		}
		issued = len(rows)
		return w.Record(eventAppreciated, journal.Ref{Kind: "programme", ID: p.ID}, "count", strconv.Itoa(issued))
	})
	return issued, err
}

// lettersFor makes the letters of one side of all completed pairings that have none yet.
func (w work) lettersFor(p mentoring.Programme, side mentoring.Side, words string) ([]Letter, error) {
	column := "mentor_id"
	if side == mentoring.Mentee {
		column = "mentee_id"
	}
	last, err := db.One[int](w.Ctx, w.Tx, `SELECT COALESCE(max(number), 0) FROM appreciation
		WHERE school_id = $1 AND programme_id = $2`, p.School, p.ID)
	if err != nil {
		return nil, err
	}
	done, err := db.All[Pairing](w.Ctx, w.Tx, `SELECT `+db.Columns[Pairing]("g")+` FROM pairing g
		WHERE g.school_id = $1 AND g.programme_id = $2 AND g.state = 'completed' AND NOT EXISTS (SELECT 1 FROM appreciation a
			WHERE a.school_id = g.school_id AND a.pairing_id = g.id AND a.staff_id = g.`+column+`) ORDER BY g.id`, p.School, p.ID)
	rows := make([]Letter, len(done))
	for i, g := range done {
		staff := g.Mentor
		if side == mentoring.Mentee {
			staff = g.Mentee
		}
		rows[i] = Letter{
			School: p.School, ID: db.NewID(), Programme: p.ID, Pairing: g.ID, Staff: staff, Number: last + i + 1,
			Date: w.Date(), Words: words, IssuedBy: w.Actor.Staff, IssuedAt: w.Instant(),
		}
	}
	return rows, err
}

// NamedLetter is a letter with the names it carries.
type NamedLetter struct {
	Letter
	MentorPerson mentoring.Person `db:"mentor_person_"`
	MenteePerson mentoring.Person `db:"mentee_person_"`
	Starts       calendar.Date    `db:"starts"` // of the pairing
	Ends         calendar.Date    `db:"ends"`
}

// Side is on which side the person whom the letter thanks stood.
func (l NamedLetter) Side() mentoring.Side {
	if l.Staff == l.MentorPerson.ID {
		return mentoring.Mentor
	}
	return mentoring.Mentee
}

// Person is whom the letter thanks, and Partner the other of the two.
func (l NamedLetter) Person() mentoring.Person {
	if l.Side() == mentoring.Mentor {
		return l.MentorPerson
	}
	return l.MenteePerson
}

// Partner is the other of the two.
func (l NamedLetter) Partner() mentoring.Person {
	if l.Side() == mentoring.Mentor {
		return l.MenteePerson
	}
	return l.MentorPerson
}

var letterQuery = `SELECT a.school_id, a.id, a.programme_id, a.pairing_id, a.staff_id, a.number, a.date, a.words, a.issued_by,
	a.issued_at, g.starts, g.ends, ` + people.PersonAs("o", "mentor_person") + `, ` + people.PersonAs("e", "mentee_person") + `
	FROM appreciation a JOIN pairing g ON g.school_id = a.school_id AND g.id = a.pairing_id
	` + people.JoinStaff("o", "g.school_id", "g.mentor_id") + `
	` + people.JoinStaff("e", "g.school_id", "g.mentee_id") + ` WHERE a.school_id = $1 AND `

// Letter reads a letter, for the person it thanks and for those who keep the programme.
func (s *Service) Letter(ctx context.Context, actor access.Actor, id string) (NamedLetter, error) {
	rows, err := s.letters(ctx, actor.School, `a.id = $2`, id)
	if err != nil {
		return NamedLetter{}, err
	}
	if len(rows) == 0 {
		return NamedLetter{}, fault.NotFound("mentoring.letter.missing")
	}
	return rows[0], access.Must(rows[0].Staff == actor.Staff || mentoring.Keep.Allows(actor), "mentoring.access.own")
}

// Letters are all letters of a programme, for those who keep it.
func (s *Service) Letters(ctx context.Context, actor access.Actor, programme string) ([]NamedLetter, error) {
	if err := mentoring.MayKeep(actor); err != nil {
		return nil, err
	}
	return s.letters(ctx, actor.School, `a.programme_id = $2 ORDER BY a.number`, programme)
}

// MyLetters are the letters the actor received.
func (s *Service) MyLetters(ctx context.Context, actor access.Actor) ([]NamedLetter, error) {
	return s.letters(ctx, actor.School, `a.staff_id = $2 ORDER BY a.date DESC, a.id`, actor.Staff)
}

func (s *Service) letters(ctx context.Context, school, where, arg string) ([]NamedLetter, error) {
	return db.All[NamedLetter](ctx, s.Read(), letterQuery+where, school, arg)
}
