package recognitionweb_test

import (
	"maps"
	"net/http"
	"net/url"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// TestStalePageWipesNothing has two people with the same form open: the pair with the
// story, deputy and director with the forum. The second to save loses nothing and
// overwrites nothing; sent again over what the other wrote, it is kept.
func TestStalePageWipesNothing(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 1)
		forum := url.Values{"date": {"2014-05-23"}, "starts_at": {"15:00"}, "nominate_until": {"2014-05-20"}, "points": {"Ашылуы"}}
		for _, c := range []struct {
			at, reads     string // the form, and where the record is read
			first, second string
			form          url.Values // what both send besides
			field         string
			one, other    string // what the two type into the field
		}{
			{link.Story(pair), link.Story(pair), "m1", "e1", url.Values{"title": {"Жыл"}}, "text", "Тәлімгердің сөзі", "Менің сөзім"},
			{link.EditForum(programme), link.Recognition(programme), "deputy", "director", forum, "place", "Акт залы", "Кітапхана"},
		} {
			send := func(who, version, typed string) (int, string) {
				form := maps.Clone(c.form)
				form.Set("version", version)
				form.Set(c.field, typed)
				return w.As(who).Post(c.at+"?lang=en", form)
			}
			if status, _ := send(c.first, "0", c.one); status != http.StatusOK {
				t.Fatalf("%s: the first save answers %d", c.at, status)
			}
			status, page := send(c.second, "0", c.other)
			if status != http.StatusConflict {
				t.Errorf("%s: the second save answers %d", c.at, status)
			}
			webtest.Has(t, "the conflict of "+c.at, page, []string{c.one, c.other, c.field + "-meanwhile", `name="version" value="1"`})
			w.As(c.first).Shows(c.reads, []string{c.one}, c.other)
			if status, _ := send(c.second, "1", c.other); status != http.StatusOK {
				t.Errorf("%s: the second try answers %d", c.at, status)
			}
			w.As(c.first).Shows(c.reads, []string{c.other}, c.one)
		}
	})
}
