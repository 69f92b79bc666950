package accountsweb_test

import (
	"context"
	"net/http"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// The administrator finds the name that may be their own first, all others folded, and
// goes on as that person; nobody else is asked.
func TestThePersonOfTheListIsChosenOnce(t *testing.T) {
	w := settled(t, apptest.Database(t))
	w.ok(w.db.Tx(t.Context(), func(ctx context.Context, tx db.Conn) error {
		for code, name := range map[string]string{"ADM": "Сейтқали", "T-A2": "Сейткалиева"} {
			if _, err := db.Exec(ctx, tx, `UPDATE staff SET family_name = $1, given_name = 'Асель' WHERE code = $2`, name, code); err != nil {
				return err
			}
		}
		_, err := db.Exec(ctx, tx, `UPDATE account SET password_hash = '' WHERE staff_id <> $1`, w.staff["ADM"])
		return err
	}))
	b := w.as("ADM")
	b.expect(link.Self(), htmlcheck.Count("input[name=other]", 1), htmlcheck.Has("input[name=other][value="+w.staff["T-A2"]+"]"), htmlcheck.Has("details select[name=among]"))
	if status, _ := b.post(link.Self()); status != http.StatusUnprocessableEntity {
		t.Errorf("nobody chosen: %d", status)
	}
	if status, _ := b.post(link.Self(), "other", w.staff["T-A2"]); status != http.StatusOK {
		t.Errorf("joined: %d", status)
	}
	b.expect(link.Self(), htmlcheck.Not("input[name=other]"))
	b.expect(link.Accounts(), htmlcheck.HasText("Сейткалиева"))
	if status, _ := b.post(link.StayApart()); status != http.StatusConflict {
		t.Errorf("answered twice: %d", status)
	}
}
