package recognitionweb_test

import (
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Every form of recognition: what is wrong is said at its field and kept, whoever may not
// is refused, and an older page wipes nothing. Nominating is open once the forum is announced.
func TestFormsOfTheRecognition(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w, pair, long := newWorld(t, d, 2), programme+"m1e1", strings.Repeat("ө", 20_001)
		w.Attacker(d).All(
			webtest.Form{
				At: link.EditForum(programme), By: "deputy", MayNot: []string{"m1", "e1", "teacher"}, Leads: link.Recognition(programme), Holds: true,
				Good:   []string{"date", "2014-05-23", "starts_at", "15:00", "place", "Мәжіліс залы", "points", "Ашылу", "nominate_until", "2014-05-16"},
				Others: []string{"place", "Спортзал", "points", "Ән"},
				Wrong: []webtest.Wrong{
					webtest.At("date", "date", ""), webtest.At("date", "date", "2014-05-04"), webtest.At("starts_at", "starts_at", "үште"), webtest.At("place", "place", ""), webtest.At("place", "place", long),
					webtest.At("points", "points", long), webtest.At("nominate_until", "nominate_until", "2014-05-24"), webtest.At("nominate_until", "nominate_until", "ертең"),
				},
			},
			webtest.Form{
				At: link.GiveThanks(programme), By: "director", MayNot: []string{"deputy", "m1", "e1", "teacher"}, Leads: link.Recognition(programme), Good: []string{"staff", "m1", "text", "Рахмет Сізге!"},
				Wrong: []webtest.Wrong{webtest.At("text", "text", ""), webtest.At("text", "text", long)},
			},
			webtest.Form{
				At: link.Story(pair), By: "m1", MayNot: []string{"m2", "e2", "deputy", "director", "teacher"}, Leads: link.Story(pair), Holds: true,
				Good: []string{"title", "Бірінші жыл", "text", "Қорқатынмын, енді қуанамын."}, Others: []string{"title", "Жылымыз"},
				Wrong: []webtest.Wrong{webtest.At("title", "title", ""), webtest.At("title", "title", long), webtest.At("text", "text", ""), webtest.At("text", "text", long)},
			},
			webtest.Form{
				At: link.Nomination(pair), By: "e1", MayNot: []string{"m1", "e2", "deputy", "director", "teacher"}, Leads: link.Nomination(pair), Holds: true,
				Good: []string{"words", "Әр сабаққа келді.", "aloud", "1"}, Wrong: []webtest.Wrong{webtest.At("words", "words", ""), webtest.At("words", "words", long)},
			},
		)
	})
}
