package mentoringweb_test

import (
	"strings"
	"testing"

	"talim/internal/db"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// rules are those of a programme as the form sends them.
var rules = []string{
	"eligibility", "category", "categories", "highest", "categories", "first", "mentor_min_years", "5", "newcomer_years", "4", "after_leave_months", "12", "first_year_here", "1",
	"mentees_per_mentor", "2", "min_shared_hours", "2", "meetings_per_week", "1", "meeting_minutes", "45", "visits_by_mentor", "1", "visits_by_mentee", "1", "trial_weeks", "6",
	"reply_days", "7", "final_talk", "Не үйрендіңіз",
}

// bounds are one below and one above what each number of the rules may be.
var bounds = []struct {
	field     string
	low, high string
}{
	{"mentor_min_years", "-1", "61"},
	{"newcomer_years", "-1", "61"},
	{"after_leave_months", "-1", "61"},
	{"mentees_per_mentor", "0", "11"},
	{"min_shared_hours", "-1", "41"},
	{"meetings_per_week", "-1", "6"},
	{"meeting_minutes", "9", "121"},
	{"visits_by_mentor", "-1", "11"},
	{"visits_by_mentee", "-1", "11"},
	{"trial_weeks", "-1", "53"},
	{"reply_days", "0", "61"},
}

func beyond() (out []webtest.Wrong) {
	for _, b := range bounds {
		out = append(out, webtest.At(b.field, b.field, b.low), webtest.At(b.field, b.field, b.high), webtest.At(b.field, b.field, "көп"))
	}
	return append(out, webtest.At("final_talk", "final_talk", strings.Repeat("ө", 8001)), webtest.Forged("eligibility", "eligibility", "friends"), webtest.Forged("categories", "categories", "general"))
}

// The rules of a programme: every number within its bounds, and what two keepers set at
// once is not lost.
func TestFormsOfAProgramme(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		none, year := []string{"m1", "e1", "e2"}, w.P.Year
		w.Exec(`UPDATE programme SET kind = 'one_to_one', track = 'international'`) // the usual one can be opened beside it
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.ProgrammePolicy(w.P.ID), By: "deputy", MayNot: none, Nobody: []string{"other"}, Leads: link.Programme(w.P.ID), Holds: true, Good: rules,
				Others: []string{"final_talk", "Басқа"}, Wrong: beyond(),
			},
			webtest.Form{
				At: link.NewProgramme(), By: "director", MayNot: none, Good: append([]string{"year", year, "starts", "2013-09-10", "ends", "2014-05-24"}, rules...),
				Wrong: append(beyond(),
					webtest.At("starts", "starts", ""), webtest.At("ends", "ends", ""), webtest.At("starts", "starts", "күз"), webtest.At("ends", "ends", "2013-09-09"),
					webtest.At("starts", "starts", "2013-08-31"), webtest.At("starts", "ends", "2014-05-26"),
				),
			},
		)
	})
}

// What a talk judges is announced by the director, and the talk recorded by those who hold it.
func TestFormsOfTheTalk(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		long := strings.Repeat("ө", 301)
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.AnnounceTalk(), By: "director", MayNot: []string{"deputy", "m1", "e1"}, Leads: link.FinalTalk(), Good: []string{"year", w.P.Year, "judges", "Сабақ\nТәлімгерлік"},
				Wrong: []webtest.Wrong{
					webtest.At("judges", "judges", ""), webtest.At("judges", "judges", long), webtest.At("judges", "judges", strings.Repeat("x\n", 12)+"x"),
				},
			},
		)
		w.Clock.Set("2013-11-20T09:00") // the subject was said long enough before
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.TalkOf("e1"), By: "deputy", MayNot: []string{"m1", "e2"}, Reads: []string{"e1"}, Leads: link.TalkOf("e1"), Good: []string{"held_on", "2013-11-20", "agreed", "Курсқа барады"},
				Wrong: []webtest.Wrong{
					webtest.At("held_on", "held_on", ""), webtest.At("held_on", "held_on", "2013-11-21"), webtest.At("held_on", "held_on", "бүгін"), webtest.At("agreed", "agreed", ""),
					webtest.At("agreed", "agreed", strings.Repeat("ө", 8001)),
				},
			},
		)
	})
}

// The policy in the words of the school: written by those who keep it, commented on by all.
func TestFormsOfThePolicyText(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.As("deputy").Sends(link.NewPolicyTextFrom("kk"), 200)
		id, err := db.One[string](t.Context(), w.D.Read(), `SELECT id FROM mentoring_policy`)
		w.OK(err)
		none, long, section := []string{"m1", "e1"}, strings.Repeat("ө", 8001), "aims"
		w.Attacker(w.D).All(webtest.Form{
			At: link.EditPolicyText(id), By: "deputy", MayNot: none, Nobody: []string{"other"}, Leads: link.PolicyText(id), Holds: true, Good: []string{section, "Мақсатымыз"},
			Others: []string{section, "Басқа мақсат"}, Wrong: []webtest.Wrong{webtest.At(section, section, long)},
		})
		w.As("deputy").Sends(link.AskAboutPolicy(id), 200)
		w.Attacker(w.D).All(webtest.Form{
			At: link.PolicyText(id), By: "e1", Nobody: []string{"other"}, Leads: link.PolicyText(id), Good: []string{"section", section, "text", "Келісемін"},
			Wrong: []webtest.Wrong{webtest.At("text", "text", ""), webtest.At("text", "text", long), webtest.Forged("section", "section", "salary")},
		})
		comment, err := db.One[string](t.Context(), w.D.Read(), `SELECT id FROM mentoring_policy_comment`)
		w.OK(err)
		w.Attacker(w.D).All(
			webtest.Form{
				At: link.AnswerPolicyComment(comment), By: "director", MayNot: none, Nobody: []string{"other"}, Leads: link.PolicyText(id), Good: []string{"answer", "Рақмет"},
				Wrong: []webtest.Wrong{webtest.At("answer", "answer", ""), webtest.At("answer", "answer", long)},
			},
			webtest.Form{
				At: link.AdoptPolicyText(id), By: "director", MayNot: none, Leads: link.PolicyText(id), Good: []string{"starts", "2013-09-16"},
				Wrong: []webtest.Wrong{webtest.At("starts", "starts", ""), webtest.At("starts", "starts", "2013-09-08"), webtest.At("starts", "starts", "ертең")},
			},
		)
	})
}

// A profile is its owner's: what is wrong is said at the field, what was typed stays.
func TestFormOfAProfile(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		id, err := db.One[string](t.Context(), w.D.Read(), `SELECT id FROM participant WHERE staff_id = 'm1'`)
		w.OK(err)
		long := strings.Repeat("ө", 8001)
		w.Attacker(w.D).All(webtest.Form{
			At: link.Participant(id), By: "m1", MayNot: []string{"e1", "deputy", "director"}, Nobody: []string{"other"}, Leads: link.Mentoring(), Holds: true,
			Good: []string{
				"topics", "assessment", "topics", "subject", "languages", "kk", "languages", "ru", "capacity", "2", "strengths", "Тыңдай аламын", "needs", "Уақыт", "hopes", "Бірге өсу", "wish1", "e1",
			},
			Others: []string{"strengths", "Басқа"},
			Wrong: []webtest.Wrong{
				webtest.At("strengths", "strengths", long), webtest.At("needs", "needs", long), webtest.At("hopes", "hopes", long), webtest.At("capacity", "capacity", "0"),
				webtest.At("capacity", "capacity", "9"), webtest.Forged("topics", "topics", "астрономия"), webtest.Forged("languages", "languages", "fr"),
				webtest.Forged("wishes", "wish1", "nobody"), webtest.Forged("wishes", "wish1", "m1"), webtest.At("vetoes", "wish1", "e1", "vetoes", "e1"),
			},
		})
	})
}
