package handoverweb_test

import (
	"strings"
	"testing"

	"talim/internal/db"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// A leave and a handover are written by those who decide, a step by the two and them.
func TestFormsOfAHandover(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		none, long := []string{"m1", "e1", "e2"}, strings.Repeat("ө", 501)
		w.Attacker(w.D).All(
			webtest.Form{
				At: "/mentoring/handovers/leaving", By: "deputy", MayNot: none, Leads: link.Handovers(), Good: []string{"staff", "e1", "leaves_on", "2014-05-20", "told_on", "2013-09-06"},
				Wrong: []webtest.Wrong{
					webtest.At("staff", "staff", ""), webtest.At("leaves_on", "leaves_on", "2013-09-09"), webtest.At("leaves_on", "leaves_on", ""),
					webtest.At("told_on", "told_on", ""), webtest.At("told_on", "told_on", "2013-09-10"),
				},
			},
			webtest.Form{
				At: "/mentoring/handovers/new", By: "director", MayNot: none,
				Good: []string{"leaver", "m1", "successor", "e2", "what", "Химия кабинеті", "leaves_on", "2014-05-20", "steps", "Жоспар, зертхана"},
				Wrong: []webtest.Wrong{
					webtest.At("leaver", "leaver", ""), webtest.Forged("leaver", "leaver", "nobody"), webtest.Forged("successor", "successor", "nobody"), webtest.At("successor", "successor", ""), webtest.At("successor", "successor", "m1"), webtest.At("what", "what", ""), webtest.At("what", "what", long),
					webtest.At("leaves_on", "leaves_on", "2013-09-09"), webtest.At("steps", "steps", long),
				},
			},
		)
		id, err := db.One[string](t.Context(), w.D.Read(), `SELECT id FROM handover`)
		w.OK(err)
		w.Attacker(w.D).All(webtest.Form{
			At: link.Handover(id), By: "e2", MayNot: []string{"e1"}, Nobody: []string{"other"}, Leads: link.Handover(id), Good: []string{"text", "Дәптерлер", "material", "3-сөре", "due", "2013-10-01"},
			Wrong: []webtest.Wrong{
				webtest.At("text", "text", ""), webtest.At("text", "text", long), webtest.At("material", "material", long), webtest.At("due", "due", "2013-09-08"), webtest.At("due", "due", "2014-05-21"), webtest.At("due", "due", "кеш"),
			},
		})
	})
}
