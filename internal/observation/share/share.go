package share

import (
	"context"
	"errors"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Level is how much of a visited lesson is shared.
type Level string

// The levels, each of which holds those before it.
const (
	None     Level = ""
	Happened Level = "happened" // that it took place
	Feedback Level = "feedback" // what was said about it
	Whole    Level = "whole"    // and what was recorded
)

// Levels lists those that a teacher can choose, the least first.
var Levels = []Level{Happened, Feedback, Whole}

// Holds says whether the level shows what another one shows.
func (l Level) Holds(other Level) bool {
	return slices.Index(Levels, l) >= slices.Index(Levels, other)
}

// Share is a period in which a lesson is shared with somebody, or with the school.
type Share struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Occasion string           `db:"occasion_id"`
	Teacher  string           `db:"teacher_id"`
	Staff    string           `db:"staff_id"` // "" is all staff of the school
	Level    Level            `db:"level"`
	SharedAt calendar.Instant `db:"shared_at"`
	EndedAt  calendar.Instant `db:"ended_at"` // "" while it stands
	Seal     string           `db:"seal"`     // vouches for all of it
}

// Standing says whether it was not taken back.
func (s Share) Standing() bool { return s.EndedAt == "" }

// about is what a reminder of the share closes with.
func (s Share) about() string { return s.Occasion + "/" + s.Staff }

// TargetReceived is the list of what is shared with the reader.
const TargetReceived = "share.received"

var vouched = secret.Vouched{
	Table: "lesson_share", Name: "seal",
	Over: []string{"school_id", "id", "occasion_id", "teacher_id", "staff_id", "level", "shared_at", "ended_at"},
}

// Vouched lists the tables whose rows are vouched for.
var Vouched = []secret.Vouched{vouched}

func (s Share) locks() []string {
	return []string{s.School, s.ID, s.Occasion, s.Teacher, s.Staff, string(s.Level), string(s.SharedAt), string(s.EndedAt)}
}

// vouches says whether the share is one that the program wrote, as it stands.
func (s *Service) vouches(x Share) bool { return s.keeper.Vouches(x.Seal, vouched.Table, x.locks()...) }

func (s *Service) sealed(x Share) Share {
	x.Seal = s.keeper.Vouch(vouched.Table, x.locks()...)
	return x
}

// NewShare is the input of Share: a colleague or the school, and the level.
type NewShare struct {
	Staff  string
	School bool
	Level  Level
}

// Share shares a lesson of the actor that colleagues visited. Where it is shared with the
// same already, that period ends and another begins.
func (s *Service) Share(ctx context.Context, actor access.Actor, occasion string, in NewShare) error {
	return s.do(ctx, actor, func(w work) error {
		o, err := observation.OccasionByID(w.Ctx, w.Tx, actor.School, occasion)
		if err != nil {
			return err
		}
		if err := mayShare(actor, o); err != nil {
			return err
		}
		if err := w.check(o, in); err != nil {
			return err
		}
		x := Share{School: actor.School, ID: db.NewID(), Occasion: o.ID, Teacher: actor.Staff, Staff: in.Staff, Level: in.Level, SharedAt: w.Instant()}
		was, err := w.standing(x)
		if err != nil || was.Level == in.Level {
			return err // a second click shares nothing twice
		}
		if err := db.Insert(w.Ctx, w.Tx, vouched.Table, w.sealed(x)); err != nil {
			return verb.Duplicate(err, "fault.changed_meanwhile")
		}
		if x.Staff != "" && !was.Level.Holds(x.Level) {
			if err := w.tell(o, x); err != nil {
				return err
			}
		}
		return w.RecordPrivate(eventPrivate)
	})
}

func (w work) check(o observation.Occasion, in NewShare) error {
	if !took(o) {
		return fault.Conflict("share.not_held")
	}
	var f fault.Fields
	f.When(in.School == (in.Staff != "") || in.Staff == o.Teacher, "staff", "share.with_whom")
	f.When(!slices.Contains(Levels, in.Level), "level", "share.which_level")
	if err := f.Err(); err != nil || in.School {
		return err
	}
	here, err := people.AtWork(w.Ctx, w.Tx, o.School, w.Date(), in.Staff)
	if err == nil && here == 0 {
		err = fault.Invalid("staff", "share.with_whom")
	}
	return err
}

// took says whether a visit of the lesson took place.
func took(o observation.Occasion) bool {
	return slices.ContainsFunc(o.Visits, func(v observation.Visit) bool { return v.State == observation.Held })
}

// standing ends the share that stands in the place of a new one, unless it is the same. One
// that the program did not write counts for nothing, and ends as well.
func (w work) standing(x Share) (Share, error) {
	was, err := db.One[Share](w.Ctx, w.Tx, `SELECT `+db.Columns[Share]("")+` FROM lesson_share
		WHERE school_id = $1 AND occasion_id = $2 AND staff_id = $3 AND ended_at = ''`, x.School, x.Occasion, x.Staff)
	switch {
	case errors.Is(err, db.ErrNotFound):
		return Share{}, nil
	case err != nil:
		return Share{}, err
	case !w.vouches(was) || was.Teacher != x.Teacher:
		return Share{}, w.end(was)
	case was.Level == x.Level:
		return was, nil
	}
	return was, w.end(was)
}

// end ends a share. What the program did not write is not made right by its end.
func (w work) end(x Share) error {
	genuine := w.vouches(x)
	x.EndedAt = w.Instant()
	if genuine {
		x = w.sealed(x)
	}
	return db.Update(w.Ctx, w.Tx, vouched.Table, x, "school_id", "id")
}

// tell puts the lesson on the Today of the one with whom it is shared.
func (w work) tell(o observation.Occasion, x Share) error {
	return w.Notify(reminder.Reminder{
		Staff: x.Staff, Key: "share.remind.shared", Args: db.Texts{"Who": w.Actor.Name, "Date": string(o.Date)},
		Target: reminder.To(TargetReceived, ""), About: x.about(),
	})
}

// TakeBack ends a share, by the teacher, at once; the answer is the lesson. What reminded of
// it is over.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, id string) (occasion string, err error) {
	err = s.do(ctx, actor, func(w work) error {
		x, err := db.One[Share](w.Ctx, w.Tx, `SELECT `+db.Columns[Share]("")+` FROM lesson_share WHERE school_id = $1 AND id = $2`, actor.School, id)
		if err != nil {
			return verb.Missing(err, "share.missing")
		}
		if err := access.Private(listRule.Writes(access.Of(actor, access.RecordOf(x.School, x.Teacher))), "share.missing"); err != nil {
			return err
		}
		occasion = x.Occasion
		if !x.Standing() {
			return nil // a second click
		}
		if err := w.end(x); err != nil {
			return err
		}
		if err := w.CloseReminders(x.about()); err != nil {
			return err
		}
		return w.RecordPrivate(eventPrivate)
	})
	return occasion, err
}

// LevelOf is how much of a lesson of the teacher is shared with the actor: the greatest
// level that stands, with her or with the school. None also for the teacher and for who
// observed, who need no share. Whoever shows texts by it opens them on the teacher's behalf
// (secret.OnBehalf): it counts only what that teacher shared, so that a lesson moved to
// another teacher's share in the database stays closed.
func (s *Service) LevelOf(ctx context.Context, c db.Conn, actor access.Actor, occasion, teacher string) (Level, error) {
	given, err := db.One[string](ctx, c, `SELECT `+SelectGiven("$1", "$2", "$3", "$4", "$5"), actor.School, occasion, teacher, actor.Staff, s.Today())
	return s.LevelIn(actor, occasion, teacher, given), err
}

// SelectGiven asks, in the middle of another query, for what LevelIn says the level of:
// what stands as shared by the teacher, with the staff member and with the school; "" for
// whoever does not work there on the day. Arguments are SQL.
func SelectGiven(school, occasion, teacher, staff, day string) string {
	to := func(receiver string) string {
		return "COALESCE((SELECT given.id || ' ' || given.level || ' ' || given.shared_at || ' ' || given.seal FROM lesson_share given" +
			" WHERE given.school_id = " + school + " AND given.occasion_id = " + occasion + " AND given.teacher_id = " + teacher +
			" AND given.staff_id = " + receiver + " AND given.ended_at = ''), '')"
	}
	return "CASE WHEN " + people.WhereAtWork(school, staff, day) + " THEN " + to(staff) + " || '|' || " + to("''") + " ELSE '' END"
}

// LevelIn is LevelOf with what SelectGiven gave for the actor.
func (s *Service) LevelIn(actor access.Actor, occasion, teacher, given string) Level {
	inPerson, toSchool, _ := strings.Cut(given, "|")
	var rows []Share
	for receiver, text := range map[string]string{actor.Staff: inPerson, "": toSchool} {
		if f := strings.Fields(text); len(f) == 4 {
			rows = append(rows, Share{
				School: actor.School, ID: f[0], Occasion: occasion, Teacher: teacher, Staff: receiver, Level: Level(f[1]), SharedAt: calendar.Instant(f[2]), Seal: f[3],
			})
		}
	}
	return s.greatest(actor, rows)
}

// greatest is the greatest level of the shares that open to the actor and that the program
// wrote.
func (s *Service) greatest(actor access.Actor, rows []Share) Level {
	level := None
	for _, x := range rows {
		if x.Standing() && x.opensTo(actor) && !level.Holds(x.Level) && s.vouches(x) {
			level = x.Level
		}
	}
	return level
}
