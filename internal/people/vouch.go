package people

import (
	"context"
	"errors"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/secret"
)

// A post gives rights, so each is vouched for with the file of keys (package secret): one
// that was written into the database, or changed there, gives none. Neither does one that a
// second person confirms, where its proposal was written there.
var (
	vouchedPost = secret.Vouched{
		Table: "post", Name: "seal", Since: secret.TakenPosts, Over: []string{"school_id", "id", "staff_id", "role", "unit_id", "starts", "ends"},
	}
	vouchedProposal = secret.Vouched{
		Table: "post_proposal", Name: "seal", Since: secret.TakenPosts,
		Over: []string{"school_id", "id", "staff_id", "role", "unit_id", "starts", "ends", "proposed_by"},
	}
)

// Vouched lists the tables whose rows are vouched for.
var Vouched = []secret.Vouched{vouchedPost, vouchedProposal}

// locks are what the sum of a post is over.
func (p Post) locks() []string {
	return []string{p.SchoolID, p.ID, p.StaffID, string(p.Role), p.UnitID, string(p.Starts), string(p.Ends)}
}

func (p Post) vouchedBy(v db.Voucher) bool { return v.Vouches(p.Seal, vouchedPost.Table, p.locks()...) }

// sealed is a new post with its sum.
func (p Post) sealed(v db.Voucher) Post {
	p.Seal = v.Vouch(vouchedPost.Table, p.locks()...)
	return p
}

// sealedAfter is a changed post with its sum. One that was changed without the program, or
// written there, is not made right by a change of the program.
func (p Post) sealedAfter(v db.Voucher, was Post) Post {
	if !was.vouchedBy(v) {
		p.Seal = ""
		return p
	}
	return p.sealed(v)
}

// locks are what the sum of a proposal is over.
func (p Proposal) locks() []string { return append(p.post().locks(), p.ProposedBy) }

// beginPosts writes new posts.
func (w work) beginPosts(all ...Post) error {
	for i, p := range all {
		all[i] = p.sealed(w.Voucher)
	}
	return db.InsertAll(w.Ctx, w.Tx, vouchedPost.Table, all)
}

// changePosts writes posts that were changed.
func (w work) changePosts(all ...Post) error {
	if len(all) == 0 {
		return nil
	}
	ids := make([]string, len(all))
	for i, p := range all {
		ids[i] = p.ID
	}
	in, args := db.In(2, ids)
	before, err := db.All[Post](w.Ctx, w.Tx, `SELECT `+db.Columns[Post]("")+` FROM post WHERE school_id = $1 AND id IN (`+in+`)`,
		append([]any{all[0].SchoolID}, args...)...)
	if err != nil {
		return err
	}
	was := make(map[string]Post, len(before))
	for _, p := range before {
		was[p.ID] = p
	}
	for i, p := range all {
		all[i] = p.sealedAfter(w.Voucher, was[p.ID])
	}
	return updateAll(w.Ctx, w.Tx, vouchedPost.Table, all)
}

// endPosts ends posts that go on beyond the day.
func (w work) endPosts(all []Post, lastDay calendar.Date) error {
	for i := range all {
		all[i].Ends, all[i].Version = lastDay, all[i].Version+1
	}
	return w.changePosts(all...)
}

// SelectHeld lists what HeldPosts reads of the posts that somebody holds on the day.
func SelectHeld(school, staff, day string) string {
	columns := make([]string, 0, len(vouchedPost.Over))
	for _, c := range append([]string{vouchedPost.Name}, vouchedPost.Over[1:]...) {
		columns = append(columns, "held."+c)
	}
	return "COALESCE((SELECT string_agg(" + strings.Join(columns, " || '|' || ") + ", ' ') FROM post held WHERE held.school_id = " + school +
		" AND held.staff_id = " + staff + " AND " + during("held", day) + "), '')"
}

// HeldPost is a post that somebody holds.
type HeldPost struct {
	Role access.Role
	Unit string
}

// HeldPosts are the posts of a list of SelectHeld that somebody holds on the day and the
// program gave. What the list says of itself counts as far as its sum does.
func HeldPosts(v db.Voucher, school, staff string, on calendar.Date, list string) []HeldPost {
	var out []HeldPost
	for text := range strings.FieldsSeq(list) {
		f := strings.Split(text, "|")
		if len(f) != len(vouchedPost.Over) {
			continue
		}
		p := Post{
			SchoolID: school, Seal: f[0], ID: f[1], StaffID: f[2], Role: access.Role(f[3]), UnitID: f[4],
			Period: calendar.Period{Starts: calendar.Date(f[5]), Ends: calendar.Date(f[6])},
		}
		if p.StaffID == staff && p.Contains(on) && p.vouchedBy(v) {
			out = append(out, HeldPost{p.Role, p.UnitID})
		}
	}
	return out
}

// postsOf are all posts that somebody has or had, in the order of their first days.
func postsOf(ctx context.Context, c db.Conn, school, staff string) ([]Post, error) {
	return db.All[Post](ctx, c, `SELECT `+db.Columns[Post]("")+` FROM post WHERE school_id = $1 AND staff_id = $2 ORDER BY starts, id`, school, staff)
}

// HolderOf is the code and role of whose post or proposal it is that nobody vouches for; ""
// for a row of another table, or of nobody.
func HolderOf(ctx context.Context, c db.Conn, table, school, id string) (string, error) {
	if table != vouchedPost.Table && table != vouchedProposal.Table {
		return "", nil
	}
	holder, err := db.One[string](ctx, c, `SELECT s.code || ' ' || p.role FROM `+table+` p `+JoinStaff("s", "p.school_id", "p.staff_id")+` WHERE p.school_id = $1 AND p.id = $2`, school, id)
	if errors.Is(err, db.ErrNotFound) {
		return "", nil
	}
	return holder, err
}
