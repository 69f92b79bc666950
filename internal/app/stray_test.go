package app_test

import (
	"strings"
	"testing"

	"talim/internal/app"
	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/secret"
)

// Whoever writes in the database and has no keys makes herself the owner of everything
// of others: author, one of the two of a pair, member of a group, helper, receiver,
// participant. The pages take her for it, and no text opens.
func TestRecordWrittenInTheDatabaseOpensNothing(t *testing.T) {
	t.Parallel() // one of the long ones
	c := tellConfidence(t, "sqlite:"+t.TempDir()+"/written.db")
	keeper := c.Mover(nil).Keeper
	strays, err := keeper.FindStrays(ctx, c.DB(), app.Sealed())
	if err != nil || len(strays) > 0 {
		t.Errorf("nothing was changed yet, and these are named: %v, %v", strays, err)
	}
	c.journalHolds()
	thief := c.readerOf("T-A5")
	before := c.finds(thief)
	c.writesPosts(thief, before)
	for _, victim := range []string{"T-A14", "T-A2", "SMU-A4", "T-A12", "T-A13", "T-A16"} {
		c.takesThePlaceOf(victim, thief.code)
		thief.got = map[string]asked{}
		for kind := range c.finds(thief) {
			// The words of a survey are shown to all who were asked; the program alone opens its sheets.
			if !before[kind] && !strings.HasPrefix(kind, "evaluation.words") {
				t.Errorf("%s, written into the place of %s, reads %s", thief.code, victim, kind)
			}
		}
	}
	unread, closed := c.Locale(thief.lang).T(secret.Unreadable), map[string]bool{}
	for address, got := range thief.got {
		if strings.Contains(got.text, unread) {
			closed[thief.pattern(address)] = true
		}
	}
	if len(closed) < 5 {
		t.Errorf("only %v took the thief for the owner: the attack reaches nothing", closed)
	}
	strays, err = keeper.FindStrays(ctx, c.DB(), app.Sealed())
	kinds := map[string]bool{}
	for _, s := range strays {
		kinds[s.Column.Table] = true
	}
	if err != nil || len(kinds) < 10 {
		t.Errorf("%d tables are named as changed, %v", len(kinds), err)
	}
	changed, err := keeper.FindChanged(ctx, c.DB(), app.Vouched())
	if err != nil || len(changed) == 0 {
		t.Errorf("no pair is named as changed: %v", err)
	}
	t.Logf("%d texts of %d tables and %d other records are named as changed, %d pages stayed closed", len(strays), len(kinds), len(changed), len(closed))
}

// journalHolds: every entry of the year is in the chain of its school or waits for it.
func (c *confidence) journalHolds() {
	c.t.Helper()
	n, err := journal.Close(ctx, c.DB(), c.DB().Voucher(), c.Now())
	c.ok(err)
	broken, err := journal.Check(ctx, c.DB().Read(), c.DB().Voucher())
	if err != nil || len(broken) > 0 || n == 0 {
		c.t.Errorf("%d entries got a place; of the journal does not hold: %v, %v", n, broken, err)
	}
}

// writesPosts gives somebody the posts of a leader in the database, as a post of her own and
// by moving and prolonging those of others: she reads what she read before.
func (c *confidence) writesPosts(thief *reader, before map[string]bool) {
	c.t.Helper()
	me := c.as(thief.code)
	for _, role := range []string{"director", "deputy", "coordinator", "administrator"} {
		_, err := db.Exec(ctx, c.DB().Write(), `INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date, seal)
			SELECT school_id, $1 || id, $2, role, '', '', '', '', starts, ends, '', '', seal FROM post WHERE school_id = $3 AND role = $1 ORDER BY starts LIMIT 1`, role, me.Staff, me.School)
		c.ok(err)
	}
	if n := len(c.finds(c.readerOf("DIR-A"))); n <= len(before) {
		c.t.Errorf("the director finds %d texts, %s finds %d: nothing is to be won", n, thief.code, len(before))
	}
	thief.got = map[string]asked{}
	for found := range c.finds(thief) {
		if !before[found] {
			c.t.Errorf("%s, who wrote herself posts, reads %s", thief.code, found)
		}
	}
	changed, err := c.Mover(nil).Keeper.FindChanged(ctx, c.DB(), app.Vouched())
	if err != nil || len(changed) != 4 {
		c.t.Errorf("named: %v, %v", changed, err)
	}
	_, err = db.Exec(ctx, c.DB().Write(), `DELETE FROM post WHERE staff_id = $1 AND order_no = '' AND role IN ('director', 'deputy', 'coordinator', 'administrator')`, me.Staff)
	c.ok(err)
}

// takesThePlaceOf writes one in the place of another wherever the database allows it, but
// for what says who is signed in.
func (c *confidence) takesThePlaceOf(victim, thief string) {
	c.t.Helper()
	from, to := c.as(victim).Staff, c.as(thief).Staff
	shapes, err := c.DB().Shapes(ctx)
	c.ok(err)
	changed := 0
	for _, s := range shapes {
		if strings.HasPrefix(s.Table, "account") || s.Table == "staff" || s.Table == "session" {
			continue
		}
		for _, column := range s.Columns {
			n, err := db.Exec(ctx, c.DB().Write(), `UPDATE OR IGNORE `+s.Table+` SET `+column+` = $1 WHERE `+column+` = $2`, to, from)
			c.ok(err)
			changed += int(n)
		}
	}
	if changed < 10 {
		c.t.Errorf("%s stood in %d places only", victim, changed)
	}
}
