package practice

import (
	"context"
	"errors"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// Role is what the school expects of a mentor, in the three languages (R086). A
// change is a new version; who read an older one has not read the new one.
type Role struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Version int              `db:"version"`
	KK      string           `db:"text_kk"`
	RU      string           `db:"text_ru"`
	EN      string           `db:"text_en"`
	SetBy   string           `db:"set_by"`
	SetAt   calendar.Instant `db:"set_at"`
}

// TargetRole is the role description that is in force.
const TargetRole = "practice.role"

// Text is the description in all languages.
func (r Role) Text() i18n.Text { return i18n.Text{KK: r.KK, RU: r.RU, EN: r.EN} }

// NewRole is the input of SetRole.
type NewRole struct {
	Version    int // the one that the form was made from
	KK, RU, EN string
}

const maxRole = 8000

func (n NewRole) check() error {
	var f fault.Fields
	f.Text("text_kk", n.KK, true, maxRole)
	f.Text("text_ru", n.RU, true, maxRole)
	f.Text("text_en", n.EN, true, maxRole)
	return f.Err()
}

// SetRole makes a new version of the role description and asks the mentors of
// running pairs to read it.
func (s *Service) SetRole(ctx context.Context, actor access.Actor, in NewRole) error {
	in.KK, in.RU, in.EN = strings.TrimSpace(in.KK), strings.TrimSpace(in.RU), strings.TrimSpace(in.EN)
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(ruleRole.Writes(access.RelationsOf(actor, actor.School)), "practice.access.keep"); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		now, err := roleNow(w.Ctx, w.Tx, actor.School)
		if err != nil {
			return err
		}
		if now.Version != in.Version {
			return fault.Changed()
		}
		made := Role{
			School: actor.School, ID: db.NewID(), Version: now.Version + 1, KK: in.KK, RU: in.RU, EN: in.EN, SetBy: actor.Staff, SetAt: w.Instant(),
		}
		if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "role_description", made), "practice.role.changed_meanwhile"); err != nil {
			return err
		}
		if err := w.askToRead(now, made); err != nil {
			return err
		}
		return w.Record(eventRoleSet, journal.Ref{Kind: "role_description", ID: made.ID})
	})
}

// askToRead puts the new version on the Today of the mentors of running pairs, in
// the place of the old one.
func (w work) askToRead(old, made Role) error {
	mentors, err := db.All[string](w.Ctx, w.Tx, `SELECT DISTINCT g.mentor_id `+pairing.FromPairings("g")+` WHERE g.school_id = $1 AND `+
		pairing.WhereRunning("g"), made.School)
	if err != nil {
		return err
	}
	for _, staff := range mentors {
		if err := reminder.Close(w.Ctx, w.Tx, w.At, made.School, aboutRole(old.ID, staff), ""); err != nil {
			return err
		}
		if err := w.remind(staff, "practice.remind.role", aboutRole(made.ID, staff), reminder.To(TargetRole, "")); err != nil {
			return err
		}
	}
	return nil
}

// aboutRole is what the reminder of one mentor closes with.
func aboutRole(id, staff string) string { return id + "/" + staff }

// ReadRole says that the actor has read the version; nobody says it for another.
func (s *Service) ReadRole(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		now, err := roleNow(w.Ctx, w.Tx, actor.School)
		if err != nil {
			return err
		}
		if err := access.Must(ruleRoleRead.Writes(access.Of(actor, access.RecordOf(actor.School, actor.Staff))), "practice.access.own"); err != nil {
			return err
		}
		if now.ID == "" || now.ID != id {
			return fault.Conflict("practice.role.changed_meanwhile")
		}
		n, err := db.Exec(w.Ctx, w.Tx, `INSERT INTO role_description_read (school_id, description_id, staff_id, read_at)
			VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, actor.School, id, actor.Staff, w.Instant())
		if err != nil || n == 0 {
			return err
		}
		if err := reminder.Close(w.Ctx, w.Tx, w.At, actor.School, aboutRole(id, actor.Staff), ""); err != nil {
			return err
		}
		return w.Record(eventRoleRead, journal.Ref{Kind: "role_description", ID: id})
	})
}

// RolePage is the role description with whether the reader has read it.
type RolePage struct {
	Role
	ReadAt calendar.Instant // "" not yet
}

// Role reads the role description in force, for the whole staff; the zero Role
// where the school has written none.
func (s *Service) Role(ctx context.Context, actor access.Actor) (RolePage, error) {
	if err := access.Must(ruleRole.Reads(access.RelationsOf(actor, actor.School)), "practice.access.own"); err != nil {
		return RolePage{}, err
	}
	c := s.Read()
	now, err := roleNow(ctx, c, actor.School)
	if err != nil || now.ID == "" {
		return RolePage{Role: now}, err
	}
	at, err := db.One[calendar.Instant](ctx, c, `SELECT read_at FROM role_description_read
		WHERE school_id = $1 AND description_id = $2 AND staff_id = $3`, actor.School, now.ID, actor.Staff)
	if errors.Is(err, db.ErrNotFound) {
		at, err = "", nil
	}
	return RolePage{Role: now, ReadAt: at}, err
}

func roleNow(ctx context.Context, c db.Conn, school string) (Role, error) {
	r, err := db.One[Role](ctx, c, `SELECT `+db.Columns[Role]("")+` FROM role_description WHERE school_id = $1 ORDER BY version DESC LIMIT 1`, school)
	if errors.Is(err, db.ErrNotFound) {
		return Role{}, nil
	}
	return r, err
}
