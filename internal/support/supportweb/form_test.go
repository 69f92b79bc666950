package supportweb_test

import (
	"strings"
	"testing"

	"talim/internal/support"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Every form of the support: what is wrong is said at its field and kept, and whoever has
// no part in what is told in confidence may neither read nor answer it.
func TestFormsOfTheSupport(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		long, others := strings.Repeat("ө", 8001), []string{"t3", "director", "coordinator", "admin"}
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.SupportQuestions(), By: "e1", Good: []string{"to", "m1", "text", "Ашық сабаққа қалай дайындаласыз?"},
				Wrong: []webtest.Wrong{webtest.At("text", "text", ""), webtest.At("text", "text", long)},
			},
			webtest.Form{
				At: link.NewHelper(), By: "e1", Good: []string{"staff", "t3"}, Leads: link.NewHelper(),
				Wrong: []webtest.Wrong{webtest.At("staff", "staff", ""), webtest.At("agreed", "staff", "", "name", "Айша апай", "contact", "8 701")},
			},
			webtest.Form{
				At: link.CheckIn(), By: "e1", Reads: []string{"m1", "t3", "director"}, Good: []string{"mood", "4", "backed", "3", "strength", "2", "note", "Шаршадым"}, Leads: link.CheckIn(),
				Wrong: []webtest.Wrong{
					webtest.At("mood", "mood", ""), webtest.At("backed", "backed", ""), webtest.At("strength", "strength", ""), webtest.At("note", "note", long),
				},
			},
			webtest.Form{
				At: link.CheckInViewer(), By: "e1", Reads: []string{"m1", "t3", "director"}, Good: []string{"viewer", "psy"}, Leads: link.CheckIn(),
				Wrong: []webtest.Wrong{webtest.At("viewer", "viewer", "")},
			},
			webtest.Form{
				At: link.GuidanceWish(pairing), By: "e1", MayNot: others, Good: []string{"step", "5", "text", "Көбірек кеңес"}, Leads: link.GuidanceWish(pairing),
				Wrong: []webtest.Wrong{webtest.At("step", "step", ""), webtest.At("text", "text", long)},
			},
			webtest.Form{
				At: link.NewMismatch(pairing), By: "e1", MayNot: others,
				Good:  []string{"kind", support.Concerns[0], "text", "Уақыт табылмайды", "receiver", "coordinator"},
				Wrong: []webtest.Wrong{webtest.At("kind", "kind", ""), webtest.At("text", "text", long), webtest.At("receiver", "receiver", "")},
			},
			webtest.Form{
				At: link.SupportArrangement("p"), By: "coordinator", Reads: []string{"m1", "e1", "t3"}, Leads: link.SupportArrangement("p"), Good: []string{"staff", "psy"},
				Wrong: []webtest.Wrong{webtest.At("staff", "staff", "")},
			},
			webtest.Form{
				At: link.SupportRhythm("p"), Page: link.SupportArrangement("p"), By: "coordinator", Reads: []string{"m1", "e1", "t3"}, Leads: link.SupportArrangement("p"), Holds: true,
				Good: []string{"weeks", "4"}, Others: []string{"weeks", "6"},
				Wrong: []webtest.Wrong{webtest.At("weeks", "weeks", "13"), webtest.At("weeks", "weeks", "-1"), webtest.At("weeks", "weeks", "екі")},
			},
		)
	})
}

// An offer goes to whoever was told, and to nobody else.
func TestFormOfAnOffer(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		id, err := w.s.ReportMismatch(ctx, who("e1"), pairing, support.NewMismatch{Receiver: "coordinator", Concern: support.Concern{Kind: support.Concerns[0], Text: "уақыт"}})
		w.OK(err)
		question, err := w.s.Ask(ctx, who("e1"), support.NewQuestion{To: "m1", Text: "Қалай бастайсыз?"})
		w.OK(err)
		long := strings.Repeat("ө", 8001)
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.Mismatch(id), By: "coordinator", Nobody: []string{"m1", "t3", "director", "admin"}, Leads: link.Mismatch(id),
				Good: []string{"what", string(support.OfferMoreTime), "text", "Сейсенбі күні бос"}, Wrong: []webtest.Wrong{webtest.At("text", "text", long)},
			},
			webtest.Form{
				At: link.SupportQuestion(question), By: "m1", Nobody: []string{"t3", "director", "coordinator"}, Leads: link.SupportQuestion(question),
				Good: []string{"text", "Амандасудан."}, Wrong: []webtest.Wrong{webtest.At("text", "text", ""), webtest.At("text", "text", long)},
			},
		)
	})
}
