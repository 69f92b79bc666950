package supportweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/support"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type firstDayPage struct{ support.FirstDay }

// day is a day on which the partner teaches.
type day struct {
	Date    calendar.Date
	Lessons []timetable.Entry
}

// days are the lessons of the partner, a day a line.
func (g firstDayPage) days() []day {
	var out []day
	for _, e := range g.Lessons {
		if len(out) == 0 || out[len(out)-1].Date != e.Date {
			out = append(out, day{Date: e.Date})
		}
		out[len(out)-1].Lessons = append(out[len(out)-1].Lessons, e)
	}
	return out
}

// firstDay is everything a mentee needs from the first day, on one page (R106).
func (p *Pages) firstDay(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	read, err := p.support.FirstDay(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := firstDayPage{read}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "support.first.title"), Back: toPairing(ctx, g.ID), Body: firstDayBody(g), Sees: t(ctx, "support.first.sees"),
		Action: component.Primary(t(ctx, "support.first.go"), link.Pairing(g.ID)),
	})
}

// rules are the numbers of the policy in words.
func rules(ctx context.Context, p support.FirstRules) []string {
	out := []string{
		t(ctx, "support.first.rule.meetings", "Count", p.MeetingsPerWeek, "Minutes", strconv.Itoa(p.MeetingMinutes)),
		t(ctx, "support.first.rule.by_mentee", "Count", p.VisitsByMentee),
		t(ctx, "support.first.rule.by_mentor", "Count", p.VisitsByMentor),
	}
	if p.EveryWeeks > 1 { // the numbers are for so many weeks together
		out = []string{t(ctx, "support.first.rule.in_weeks", "Count", p.EveryWeeks, "Meetings", strconv.Itoa(p.MeetingsPerWeek),
			"Minutes", strconv.Itoa(p.MeetingMinutes), "Mentee", strconv.Itoa(p.VisitsByMentee), "Mentor", strconv.Itoa(p.VisitsByMentor))}
	}
	if p.TrialWeeks > 0 {
		out = append(out, t(ctx, "support.first.rule.trial", "Count", p.TrialWeeks))
	}
	return append(out, t(ctx, "support.first.rule.report", "Count", p.ReplyDays), t(ctx, "support.first.rule.private"))
}

func when(ctx context.Context, a support.Ahead) string {
	return i18n.Capital(i18n.DateWeekday(ctx, a.Date)) + ", " + string(a.StartsAt) + "–" + string(a.EndsAt)
}

// names are people joined by commas.
func names(list []mentoring.Person) string {
	out := ""
	for i, p := range list {
		if i > 0 {
			out += ", "
		}
		out += p.Name()
	}
	return out
}

func planStep(g firstDayPage) string {
	if g.Plan {
		return "support.first.step.plan"
	}
	return "support.first.step.no_plan"
}
