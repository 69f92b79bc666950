package evaluationweb_test

import (
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Every form of a survey: what is wrong is said at its field and kept, and only those who
// keep the programme change its questions and days.
func TestFormsOfTheSurvey(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w, none, long := newWorld(t, d, 5), []string{"m1", "e1", "teacher"}, strings.Repeat("ө", 8001)
		w.As("deputy").Sends(link.Evaluation(programme), 200)
		id, err := db.One[string](ctx, d.Read(), `SELECT id FROM survey`)
		w.OK(err)
		first, err := db.One[string](ctx, d.Read(), `SELECT id FROM survey_question WHERE position = 1`)
		w.OK(err)
		w.Attacker(d).All(
			webtest.Form{
				At: link.SurveyQuestion(id, first), By: "deputy", MayNot: none, Leads: link.Evaluation(programme), Holds: true,
				Good:   []string{"kk", "Уақыт жетті ме?", "ru", "Хватало ли времени?", "en", "Was there enough time?", "kind", "scale", "side", "mentee"},
				Others: []string{"ru", "Было ли время?", "side", "mentor"},
				Wrong: []webtest.Wrong{
					webtest.At("kk", "kk", ""), webtest.At("ru", "ru", strings.Repeat("ө", 201)), webtest.At("en", "en", ""), webtest.Forged("kind", "kind", "stars"), webtest.Forged("side", "side", "director"),
				},
			},
			webtest.Form{
				At: link.NewSurveyQuestion(id), By: "deputy", MayNot: none, Leads: link.Evaluation(programme),
				Good: []string{"kk", "Не көмектесті?", "ru", "Что помогло?", "en", "What helped?", "kind", "text", "side", "both"},
				Wrong: []webtest.Wrong{
					webtest.At("kk", "kk", ""), webtest.At("ru", "ru", ""), webtest.At("en", "en", long), webtest.At("kind", "kind", ""), webtest.At("side", "side", ""),
				},
			},
			webtest.Form{
				At: link.AnnounceSurvey(id), Page: link.Evaluation(programme), By: "director", Leads: link.Evaluation(programme), Good: []string{"opens", "2014-05-06", "closes", "2014-05-16"},
				Wrong: []webtest.Wrong{
					webtest.At("opens", "opens", "2014-05-04"), webtest.At("opens", "opens", "ертең"), webtest.At("closes", "closes", "2014-05-05"), webtest.At("closes", "closes", ""),
				},
			},
			webtest.Form{
				At: link.ExtendSurvey(id), Page: link.Evaluation(programme), By: "deputy", Leads: link.Evaluation(programme), Good: []string{"closes", "2014-05-20"},
				Wrong: []webtest.Wrong{webtest.At("closes", "closes", "2014-05-04"), webtest.At("closes", "closes", "маусым")},
			},
		)
	})
}
