package supportweb_test

import (
	"net/http"
	"testing"

	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// A rhythm set from a page that is older than the rhythm is not taken: the page shows both.
func TestRhythmOfAStalePage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		at := link.SupportArrangement("p")
		form := at + "/rhythm"
		w.As("m1").Sends(form, refused, "version", "0", "weeks", "2")
		w.As("coordinator").Sends(form, ok, "version", "0", "weeks", "2")
		page := w.As("director").Sends(form, http.StatusConflict, "version", "0", "weeks", "6")
		webtest.Has(t, "the conflict", page, []string{"weeks-meanwhile", `name="version" value="1"`})
		weeks := func() int { return w.Count(`SELECT weeks FROM support_rhythm ORDER BY version DESC LIMIT 1`) }
		if got := weeks(); got != 2 {
			t.Errorf("asked after %d weeks, want 2", got)
		}
		w.As("director").Sends(form, ok, "version", "1", "weeks", "6")
		if got := weeks(); got != 6 {
			t.Errorf("asked after %d weeks, want 6", got)
		}
	})
}
