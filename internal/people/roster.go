package people

import (
	"context"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/verb"
)

// Roster is all that is known of the people of a school on a day and later: what a
// list of staff is compared with.
type Roster struct {
	School  string
	Staff   []Staff
	Units   []Unit
	Posts   []Post
	Members []Member
	States  []StateSpan
	Teaches []Teaches
	Private []PrivateVersion
}

// RosterOf reads the roster of a school.
func RosterOf(ctx context.Context, c db.Conn, school string, on calendar.Date) (Roster, error) {
	r := Roster{School: school}
	var err error
	if r.Staff, err = db.All[Staff](ctx, c, `SELECT `+db.Columns[Staff]("")+` FROM staff WHERE school_id = $1`, school); err != nil {
		return r, err
	}
	if r.Units, err = db.All[Unit](ctx, c, `SELECT `+db.Columns[Unit]("")+` FROM unit WHERE school_id = $1`, school); err != nil {
		return r, err
	}
	if r.Posts, err = running[Post](ctx, c, "post", school, on); err != nil {
		return r, err
	}
	if r.Members, err = running[Member](ctx, c, "unit_member", school, on); err != nil {
		return r, err
	}
	if r.States, err = running[StateSpan](ctx, c, "staffing_state", school, on); err != nil {
		return r, err
	}
	if r.Teaches, err = running[Teaches](ctx, c, "teaches", school, on); err != nil {
		return r, err
	}
	r.Private, err = running[PrivateVersion](ctx, c, "staff_private", school, on)
	return r, err
}

func running[T any](ctx context.Context, c db.Conn, table, school string, on calendar.Date) ([]T, error) {
	return db.All[T](ctx, c, `SELECT `+db.Columns[T]("")+` FROM `+table+` WHERE school_id = $1 AND ends >= $2 ORDER BY starts, id`, school, on)
}

// RosterTables are those that a change of the roster fills.
var RosterTables = []string{"staff", "unit", "post", "unit_member", "staffing_state", "teaches", "staff_private"}

// RosterChange is what a list changes in a roster: rows that begin, and rows that
// stand in another state, mostly ended.
type RosterChange struct {
	NewUnits                 []Unit
	NewStaff, ChangedStaff   []Staff
	NewPosts, EndedPosts     []Post
	EarlierPosts             []Post // that began before the day which was known
	NewMembers, EndedMembers []Member
	NewStates, EndedStates   []StateSpan
	NewTeaches, EndedTeaches []Teaches
	NewPrivate, EndedPrivate []PrivateVersion
}

// Add takes in what another change holds.
func (ch *RosterChange) Add(more RosterChange) {
	ch.NewUnits = append(ch.NewUnits, more.NewUnits...)
	ch.NewStaff, ch.ChangedStaff = append(ch.NewStaff, more.NewStaff...), append(ch.ChangedStaff, more.ChangedStaff...)
	ch.NewPosts, ch.EndedPosts = append(ch.NewPosts, more.NewPosts...), append(ch.EndedPosts, more.EndedPosts...)
	ch.EarlierPosts = append(ch.EarlierPosts, more.EarlierPosts...)
	ch.NewMembers, ch.EndedMembers = append(ch.NewMembers, more.NewMembers...), append(ch.EndedMembers, more.EndedMembers...)
	ch.NewStates, ch.EndedStates = append(ch.NewStates, more.NewStates...), append(ch.EndedStates, more.EndedStates...)
	ch.NewTeaches, ch.EndedTeaches = append(ch.NewTeaches, more.NewTeaches...), append(ch.EndedTeaches, more.EndedTeaches...)
	ch.NewPrivate, ch.EndedPrivate = append(ch.NewPrivate, more.NewPrivate...), append(ch.EndedPrivate, more.EndedPrivate...)
}

// ChangeRoster writes what a list changes, as a part of the caller's change, which
// records it; the areas hear who leaves (OnLeave).
func (s *Service) ChangeRoster(v verb.Work, ch RosterChange) error {
	w := work{v, s}
	for i := range ch.NewStaff {
		ch.NewStaff[i].CreatedAt = w.Instant()
	}
	if err := w.endRows(ch); err != nil { // first, so that a successor finds the place free
		return err
	}
	if err := w.beginRows(ch); err != nil {
		return err
	}
	for _, p := range ch.EndedPosts {
		if err := w.leave(p.StaffID, p.Ends); err != nil {
			return err
		}
	}
	return w.tellLeaders(ch.NewPosts)
}

func (w work) beginRows(ch RosterChange) error {
	if err := db.InsertAll(w.Ctx, w.Tx, "unit", ch.NewUnits); err != nil {
		return err
	}
	if err := db.InsertAll(w.Ctx, w.Tx, "staff", ch.NewStaff); err != nil {
		return err
	}
	if err := w.beginPosts(ch.NewPosts...); err != nil {
		return err
	}
	if err := db.InsertAll(w.Ctx, w.Tx, "unit_member", ch.NewMembers); err != nil {
		return err
	}
	if err := db.InsertAll(w.Ctx, w.Tx, "staffing_state", ch.NewStates); err != nil {
		return err
	}
	if err := db.InsertAll(w.Ctx, w.Tx, "teaches", ch.NewTeaches); err != nil {
		return err
	}
	var taught []string
	for _, t := range slices.Concat(ch.NewTeaches, ch.EndedTeaches) {
		taught = append(taught, t.StaffID)
	}
	for _, staff := range unique(taught) {
		if err := raiseSubjects(w.Ctx, w.Tx, w.Actor.School, staff); err != nil {
			return err
		}
	}
	return db.InsertAll(w.Ctx, w.Tx, "staff_private", ch.NewPrivate)
}

func (w work) endRows(ch RosterChange) error {
	for _, p := range ch.ChangedStaff {
		if err := changeStaff(w.Ctx, w.Tx, w.Date(), p); err != nil {
			return err
		}
	}
	if err := w.changePosts(slices.Concat(ch.EarlierPosts, ch.EndedPosts)...); err != nil {
		return err
	}
	if err := updateAll(w.Ctx, w.Tx, "unit_member", ch.EndedMembers); err != nil {
		return err
	}
	if err := updateAll(w.Ctx, w.Tx, "staffing_state", ch.EndedStates); err != nil {
		return err
	}
	if err := updateAll(w.Ctx, w.Tx, "teaches", ch.EndedTeaches); err != nil {
		return err
	}
	for _, v := range ch.EndedPrivate {
		if err := changePrivate(w.Ctx, w.Tx, v); err != nil {
			return err
		}
	}
	return nil
}

func updateAll[T any](ctx context.Context, tx db.Conn, table string, rows []T) error {
	for _, row := range rows {
		if err := db.Update(ctx, tx, table, row, "school_id", "id"); err != nil {
			return err
		}
	}
	return nil
}
