package app_test

import (
	"strings"
	"testing"

	"talim/internal/app"
	"talim/internal/db"
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
	thief := c.readerOf("T-A5")
	before := c.finds(thief)
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
