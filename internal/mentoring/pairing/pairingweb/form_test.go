package pairingweb_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairtest"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Every form of a pair at work: what is wrong is said at its field and kept, whoever is not
// of the pair is refused, another school finds nothing, and an older page wipes nothing.
func TestFormsOfThePair(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		moved, cancelled := w.Meets("2013-09-11"), w.Meets("2013-09-13")
		free, err := w.M.Pairings.SharedTimes(t.Context(), pairtest.Small.Who("m1"), w.G)
		w.OK(err)
		slot := func(i int) string {
			return string(free[i].Date) + " " + string(free[i].StartsAt) + " " + string(free[i].EndsAt)
		}
		id, long, strangers, elsewhere := w.G.ID, strings.Repeat("ө", 20_001), []string{"e2", "deputy", "director"}, []string{"other"}
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.ExtendPairing(id), By: "director", MayNot: []string{"m1", "e1", "e2", "deputy", "other"}, Leads: link.Pairing(id),
				Good: []string{"ends", "2014-05-25", "number", "18-ө", "date", "2013-09-09"},
				Wrong: []webtest.Wrong{
					webtest.At("ends", "ends", "2014-05-20"), webtest.At("ends", "ends", "2024-05-20"), webtest.At("ends", "ends", "мамыр"), webtest.At("number", "number", ""),
					webtest.At("number", "number", long), webtest.At("date", "date", ""),
				},
			},
			webtest.Form{
				At: link.SharedResources(id), By: "e1", MayNot: strangers, Nobody: elsewhere, Leads: link.SharedResources(id),
				Good: []string{"title", "Бағалау туралы кітап", "place", "Кітапхана, 3-сөре", "why", "Екінші тарау"},
				Wrong: []webtest.Wrong{
					webtest.At("title", "title", ""), webtest.At("title", "title", long), webtest.At("place", "place", ""), webtest.At("why", "why", long),
				},
			},
			webtest.Form{
				At: link.MentoringReport(id), By: "m1", MayNot: []string{"e2"}, Nobody: elsewhere, Leads: link.MentoringReport(id), Holds: true,
				Good: []string{"done", "Он екі кездесу", "learned", "Сұрақ қоюды", "advice", "Тыңдаңыз"}, Others: []string{"learned", "Күтуді", "advice", "Асықпаңыз"},
				Wrong: []webtest.Wrong{webtest.At("done", "done", long), webtest.At("learned", "learned", long), webtest.At("advice", "advice", long)},
			},
			webtest.Form{
				At: link.MoveMeeting(moved.ID), By: "e1", MayNot: strangers, Nobody: elsewhere, Good: []string{"slot", slot(0), "reason", "Ауырып қалдым", "place", "Кітапхана"},
				Wrong: []webtest.Wrong{webtest.At("slot", "slot", ""), webtest.At("reason", "reason", ""), webtest.At("reason", "reason", long), webtest.At("place", "place", long)},
			},
			webtest.Form{
				At: link.CancelMeeting(cancelled.ID), By: "m1", MayNot: strangers, Nobody: elsewhere, Leads: link.Meeting(cancelled.ID), Good: []string{"reason", "Жиналыс болады"},
				Wrong: []webtest.Wrong{webtest.At("reason", "reason", ""), webtest.At("reason", "reason", long)},
			},
			webtest.Form{
				At: link.NewMeeting(id), By: "m1", MayNot: strangers, Nobody: elsewhere, Leads: link.Pairing(id), Good: []string{"slot", slot(1), "place", "Кабинет 3"},
				Wrong: []webtest.Wrong{webtest.At("slot", "slot", ""), webtest.At("place", "place", long)},
			},
		)
	})
}

// The forms with rows say what is wrong at the field of its row, and keep every row.
func TestFormsWithRowsSayFaultsAtTheRow(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		meeting, strangers, elsewhere := w.Meets("2013-09-11"), []string{"e2", "deputy", "director"}, []string{"other"}
		visit := w.Visits("m1", "2013-09-11").ID
		w.Clock.Set("2013-09-11T15:00")
		id, long, step := w.G.ID, strings.Repeat("ө", 20_001), strings.Repeat("ө", 501)
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.EditMentoringPlan(id), By: "e1", MayNot: strangers, Nobody: elsewhere, Leads: link.MentoringPlan(id), Holds: true,
				Good: []string{
					"strong", "Тыңдай біледі", "weak", "Уақыт", "goal_1", "Сұрақ қою", "goal_2", "Топпен жұмыс", "text_1", "Танысу", "month_1", "2013-09", "who_1", "mentor",
					"text_2", "Ашық сабақ", "month_2", "2013-10", "who_2", "",
				},
				Wrong: []webtest.Wrong{
					webtest.At("goal_1", "goal_1", "", "goal_2", ""), webtest.At("goal_2", "goal_2", step), webtest.Forged("month_2", "month_2", "2014-06"), webtest.Forged("who_2", "who_2", "deputy"),
					webtest.At("text_1", "text_1", strings.Repeat("ө", 1001)), webtest.At("strong", "strong", long), webtest.At("weak", "weak", long),
				},
			},
			webtest.Form{
				At: link.MeetingNotes(meeting.ID), Page: link.Meeting(meeting.ID), By: "m1", MayNot: strangers, Nobody: elsewhere, Leads: link.Meeting(meeting.ID),
				Good: []string{
					"held", "1", "shared", "Сабақты талдадық", "private", "Шаршап отыр", "topics", "assessment", "step_1", "Кітап оқу", "owner_1", "e1", "due_1", "2013-09-20",
					"step_2", "Жоспар", "owner_2", "m1", "due_2", "2013-09-25",
				},
				Others: []string{"shared", "Басқа сөз"},
				Wrong: []webtest.Wrong{
					webtest.At("due_2", "due_2", "2013-09-10"), webtest.At("due_1", "due_1", "жұма"), webtest.At("due_1", "due_1", ""), webtest.Forged("owner_2", "owner_2", "deputy"),
					webtest.At("step_2", "step_2", step), webtest.At("shared", "shared", long), webtest.At("private", "private", long),
				},
			},
			webtest.Form{
				At: link.HoldVisit(visit), Page: link.Visit(visit), By: "m1", MayNot: strangers, Nobody: elsewhere, Leads: link.Visit(visit),
				Good: []string{"note", "Топпен жұмыс жақсы", "step_1", "Сұрақтар", "owner_1", "e1", "due_1", "2013-09-18"},
				Wrong: []webtest.Wrong{
					webtest.At("note", "note", long), webtest.At("due_1", "due_1", "2013-09-10"), webtest.Forged("owner_1", "owner_1", "e2"), webtest.At("step_1", "step_1", step),
				},
			},
		)
	})
}

// A weekly time is taken from those that both have free; a visit is taken back with or
// without words.
func TestFormsOfTimesAndVisits(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		visit, strangers, elsewhere := w.Visits("e1", "2013-09-11").ID, []string{"e2", "deputy", "director"}, []string{"other"}
		options, err := w.M.Pairings.MeetingTimes(t.Context(), pairtest.Small.Who("m1"), w.G)
		w.OK(err)
		s := options[0].WeekSlot
		hour := string(s.StartsAt) + " " + string(s.EndsAt)
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.NewMeetings(w.G.ID), By: "e1", MayNot: strangers, Nobody: elsewhere, Leads: link.Pairing(w.G.ID),
				Good: []string{"time", strconv.Itoa(int(s.Weekday)) + " " + hour, "from", "2013-09-16", "place", "Кітапхана"},
				Wrong: []webtest.Wrong{
					webtest.At("time", "time", ""), webtest.Forged("time", "time", "дүйсенбі"), webtest.At("from", "from", "түстен кейін"),
					webtest.At("from", "from", "2014-05-21"), webtest.At("from", "from", "ертең"), webtest.At("place", "place", strings.Repeat("ө", 121)),
				},
			},
			webtest.Form{
				At: link.CancelVisit(visit), By: "m1", MayNot: strangers, Nobody: elsewhere, Leads: link.Visit(visit), Good: []string{"reason", "Жиналыс"},
				Wrong: []webtest.Wrong{webtest.At("reason", "reason", strings.Repeat("ө", 501))},
			},
		)
		w.As("e1").Answers(link.CancelVisit(visit), http.StatusConflict)
	})
}

// The mentee replies to a report that was given to her, and nobody else does.
func TestFormOfAReply(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.OK(w.M.Pairings.SaveReport(t.Context(), pairtest.Small.Who("m1"), w.G.ID, pairing.NewReport{Done: "Кездестік", Share: true}))
		w.Attacker(w.D).All(webtest.Form{
			At: link.ReplyToReport(w.G.ID), Page: link.MentoringReport(w.G.ID), By: "e1", MayNot: []string{"e2"}, Nobody: []string{"other"}, Leads: link.MentoringReport(w.G.ID),
			Good:  []string{"stance", "add", "reply", "Ашық сабақ та болды."},
			Wrong: []webtest.Wrong{webtest.At("stance", "stance", ""), webtest.At("reply", "stance", "disagree", "reply", ""), webtest.At("reply", "reply", strings.Repeat("ө", 20_001))},
		})
	})
}
