package peopleweb_test

import (
	"context"
	"net/http"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// One form takes a day or a year for each, and a common day for those chosen; what is no
// day is shown at its field with what was typed.
func TestFirstDaysOfMany(t *testing.T) {
	w := settled(t, apptest.Database(t))
	w.ok(w.db.Tx(t.Context(), func(ctx context.Context, tx db.Conn) error {
		_, err := db.Exec(ctx, tx, `UPDATE staff SET since_unknown = $1 WHERE code NOT IN ('T-A2', 'SMU-A3')`, false)
		return err
	}))
	b, one, two := w.as("DIR-A"), w.staff["T-A2"], w.staff["SMU-A3"]
	b.expect(link.FirstDays(), htmlcheck.Count("input[name^=day_]", 2), htmlcheck.Has("input[name=common][value='2012-09-01']"))
	b.expect(link.With(link.FirstDays(), "q", "t-a2"), htmlcheck.Count("input[name^=day_]", 1))
	sent := []string{"staff", one, "version_" + one, "0", "staff", two, "version_" + two, "0", "chosen", two, "common", "2012-09-01"}
	status, page := b.post(link.FirstDays(), append(sent, "day_"+one, "2013")...)
	if status != http.StatusUnprocessableEntity {
		t.Errorf("this year alone: %d", status)
	}
	htmlcheck.Page(t, page, htmlcheck.Has("input[name=day_"+one+"][aria-invalid=true][value='2013']"), htmlcheck.Has("input[name=chosen][value="+two+"][checked]"), htmlcheck.Count("div.summary", 1))
	if status, _ := b.post(link.FirstDays(), append(sent, "day_"+one, "2005")...); status != http.StatusOK {
		t.Errorf("saved: %d", status)
	}
	b.expect(link.FirstDays(), htmlcheck.Not("input[name^=day_]"))
	if n := w.first(`SELECT CAST(COUNT(*) AS TEXT) FROM post WHERE starts IN ('2005-09-01', '2012-09-01')`); n == "0" {
		t.Error("no post begins earlier")
	}
	w.as("T-A2").status(http.StatusForbidden, link.FirstDays())
}
