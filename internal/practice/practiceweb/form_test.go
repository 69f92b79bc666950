package practiceweb_test

import (
	"strings"
	"testing"

	"talim/internal/practice"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Every form of the practice: what is wrong is said at its field and kept, whoever may not
// is refused, another school finds nothing, and an older page wipes nothing.
func TestFormsOfThePractice(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		course, err := w.s.AddCourse(ctx, who("deputy"), practice.NewCourse{Title: "Бағалау", Hours: 8, Starts: "2013-09-02", Ends: "2013-09-06"})
		w.OK(err)
		long := strings.Repeat("ө", 8001)
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.LearningLog(), By: "m1", Good: []string{"text", "Бүгін үндемей тыңдадым", "date", "2013-09-06"}, Leads: link.LearningLog(),
				Wrong: []webtest.Wrong{
					webtest.At("text", "text", ""), webtest.At("text", "text", long), webtest.At("date", "date", ""), webtest.At("date", "date", "2013-09-10"), webtest.At("date", "date", "кеше"),
				},
			},
			webtest.Form{
				At: link.PairStyle(w.G.ID), By: "e1", MayNot: []string{"e2", "deputy", "director"}, Nobody: []string{"other"}, Leads: link.Pairing(w.G.ID), Holds: true,
				Good: []string{"style", string(practice.Styles[0])}, Wrong: []webtest.Wrong{webtest.At("style", "style", "")},
			},
			webtest.Form{
				At: link.ResistanceNotes(w.G.ID), By: "m1", MayNot: []string{"e1", "e2", "deputy", "director"}, Nobody: []string{"other"}, Leads: link.ResistanceNotes(w.G.ID),
				Good:  []string{"category", string(practice.Categories[0]), "text", "Сабаққа дайындықсыз келді", "date", "2013-09-06"},
				Wrong: []webtest.Wrong{webtest.At("category", "category", ""), webtest.At("text", "text", long), webtest.At("date", "date", "2013-09-10"), webtest.At("date", "date", "")},
			},
			webtest.Form{
				At: link.Incentives(), By: "director", MayNot: []string{"m1", "e2"}, Leads: link.Incentives(),
				Good: []string{"staff", "m1", "kind", string(practice.IncentiveKinds[0]), "words", "Алғыс хат", "starts", "2013-09-06", "ends", "2014-05-25", "document", "№ 8"},
				Wrong: []webtest.Wrong{
					webtest.At("staff", "staff", ""), webtest.At("kind", "kind", ""), webtest.At("words", "words", ""), webtest.At("words", "words", long), webtest.At("starts", "starts", ""),
					webtest.At("ends", "ends", "2013-09-05"), webtest.At("ends", "ends", "мамыр"), webtest.At("document", "document", long),
				},
			},
			webtest.Form{
				At: link.Training(), By: "deputy", Reads: []string{"m1", "e2"},
				Good: []string{"title", "Коучинг негіздері", "provider", "Өрлеу", "hours", "36", "starts", "2013-09-09", "ends", "2013-09-20"},
				Wrong: []webtest.Wrong{
					webtest.At("title", "title", ""), webtest.At("title", "title", long), webtest.At("provider", "provider", long), webtest.At("hours", "hours", "0"), webtest.At("hours", "hours", "1001"),
					webtest.At("hours", "hours", "көп"), webtest.At("starts", "starts", ""), webtest.At("ends", "ends", "2013-09-08"), webtest.At("ends", "ends", ""),
				},
			},
			webtest.Form{
				At: link.Course(course.ID), By: "deputy", Nobody: []string{"other"}, Leads: link.Course(course.ID),
				Good: []string{"staff", "m1", "staff", "e2", "done_on", "2013-09-06", "share_by", "2013-10-01"},
				Wrong: []webtest.Wrong{
					webtest.At("done_on", "done_on", "2013-09-10"), webtest.At("done_on", "done_on", "2013-09-01"), webtest.At("done_on", "done_on", ""), webtest.At("share_by", "share_by", "2013-09-05"),
				},
			},
			webtest.Form{
				At: link.EditMentorRole(), By: "deputy", MayNot: []string{"m1", "e2"}, Leads: link.MentorRole(), Holds: true,
				Good: []string{"text_kk", "Тәлімгер – жолбасшы.", "text_ru", "Наставник ведёт.", "text_en", "A mentor leads."}, Others: []string{"text_en", "A mentor listens."},
				Wrong: []webtest.Wrong{webtest.At("text_kk", "text_kk", ""), webtest.At("text_ru", "text_ru", long), webtest.At("text_en", "text_en", "")},
			},
		)
	})
}
