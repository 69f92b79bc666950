package schoolsweb_test

import (
	"context"
	"io/fs"
	"net/http"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/accounts/accountsweb"
	"talim/internal/people/peopleweb"
	"talim/internal/people/schools"
	"talim/internal/people/schools/schoolsweb"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Two people of the district have the form of one school open. The second to save sees
// where the first placed it, beside what was chosen, which is kept.
func TestMoveShowsTheOthersMove(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		for id, kind := range map[string]people.Kind{"aksu": "district", "north": "company", "south": "company", "s1": people.School} {
			parent := map[bool]string{false: "aksu"}[id == "aksu"]
			_, err := db.Exec(context.Background(), d.Write(), `INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, $2, $3, $1, $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '2026-08-01T00:00:00.000Z')`, id, parent, kind)
			if err != nil {
				t.Fatal(err)
			}
		}
		staff := people.New(d, apptest.ClockAt("2026-09-01T09:00").Now)
		area := schoolsweb.Area(d, schools.New(staff, accounts.New(staff)))
		boss := func(account string) access.Actor {
			return access.Actor{Account: account, School: "aksu", Staff: account, Office: true, Roles: []access.Role{access.Administrator}}
		}
		site := webtest.New(t, webtest.Config{
			DB: d, Who: boss, Messages: append(area.Messages, []fs.FS{peopleweb.Messages(), accountsweb.Messages()}...), Routes: area.Routes,
		})
		first, second := site.Visit("first", i18n.English), site.Visit("second", i18n.English)
		at := link.MoveSchool("s1")
		second.Get(at, htmlcheck.Has("input[name=version][value='0']"), htmlcheck.Has("option[value=aksu][selected]"))
		first.Do(at, "version", "0", "parent", "north", "starts", "2026-09-01")
		late := second.Send(http.MethodPost, at, "version", "0", "parent", "south", "starts", "2026-09-01")
		if late.Code != http.StatusConflict {
			t.Errorf("over the other's move: %d", late.Code)
		}
		htmlcheck.Page(t, late.Body.String(), htmlcheck.Has("#f-parent-meanwhile"), htmlcheck.Has("option[value=south][selected]"), htmlcheck.Has("input[name=version][value='1']"))
		second.Get(at, htmlcheck.Has("option[value=north][selected]"))
		second.Do(at, "version", "1", "parent", "south", "starts", "2026-09-01")
		second.Get(at, htmlcheck.Has("option[value=south][selected]"))
	})
}
