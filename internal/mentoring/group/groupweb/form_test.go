package groupweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Every form of a group at work: its mentors set the time and write the year, all of it the
// notes; nobody else sees that there is one.
func TestFormsOfAGroup(t *testing.T) {
	w := sitetest.NewSite(t)
	programme, group := grouped(w)
	order := w.As("DD-A2", i18n.English).Do(link.Programme(programme) + "/order")
	w.As("DIR-A", i18n.Russian).Do(order, "number", "21-ө", "date", "2013-09-05", "starts", "2013-09-09", "ends", "2014-05-20")
	mentor, others := w.As("T-A2", i18n.English), []string{"DD-A2", "DIR-A", "SMU-A3"}
	_, rest, _ := strings.Cut(mentor.Get(link.GroupTimes(group)), `value="w `)
	hour, _, _ := strings.Cut(rest, `"`)
	a := w.Attacker("T-A2", "T-A14", "DD-A2", "DIR-A", "SMU-A3", "DD-B1")
	long := strings.Repeat("ө", 20_001)
	a.Form(webtest.Form{
		At: link.GroupTimes(group), By: "T-A2", MayNot: append([]string{"T-A14"}, others...), Nobody: []string{"DD-B1"}, Leads: link.MentoringGroup(group),
		Good: []string{"time", "w " + hour, "from", "2013-09-09", "place", "Кабинет 5"},
		Wrong: []webtest.Wrong{
			webtest.At("time", "time", ""), webtest.Forged("time", "time", "w"), webtest.At("from", "from", "2013-09-08"),
			webtest.At("from", "from", "2014-05-21"), webtest.At("from", "from", "дүйсенбі"), webtest.At("place", "place", strings.Repeat("ө", 121)),
		},
	})
	meeting := w.Text(`SELECT id FROM group_meeting WHERE group_id = $1 ORDER BY date LIMIT 1`, group)
	next := w.Text(`SELECT max(id) FROM group_meeting WHERE group_id = $1`, group)
	a.All(
		webtest.Form{
			At: link.CancelGroupMeeting(next), By: "T-A2", MayNot: append([]string{"T-A14"}, others...), Nobody: []string{"DD-B1"}, Good: []string{"reason", "Экскурсия"},
			Wrong: []webtest.Wrong{webtest.At("reason", "reason", ""), webtest.At("reason", "reason", long)},
		},
		webtest.Form{
			At: link.GroupClosing(group), By: "T-A2", MayNot: append([]string{"T-A14"}, others...), Nobody: []string{"DD-B1"}, Leads: link.MentoringGroup(group), Holds: true,
			Good: []string{"closing", "Бірге жоспар жаздық"}, Others: []string{"closing", "Бірге оқыдық"},
			Wrong: []webtest.Wrong{webtest.At("closing", "closing", ""), webtest.At("closing", "closing", long)},
		},
	)
	w.Exec(`UPDATE group_meeting SET date = '2013-09-01' WHERE id = $1`, meeting)
	a.Form(webtest.Form{
		At: link.GroupMeeting(meeting), By: "T-A2", MayNot: others, Reads: []string{"T-A14"}, Nobody: []string{"DD-B1"}, Good: []string{"shared", "Сабақты талдадық", "private", "Өзіме"}, Others: []string{"shared", "Басқаша"},
		Wrong: []webtest.Wrong{webtest.At("shared", "shared", long), webtest.At("private", "private", long)},
	})
	mentee := w.As("T-A14", i18n.English) // once it is recorded, all of the group add to it
	mentee.Do(link.GroupMeeting(meeting), "version", "1", "shared", "Бәріміз талдадық", "private", "Өзіме")
	mentor.Refuse(http.MethodGet, link.CancelGroupMeeting(meeting), http.StatusConflict)
}
