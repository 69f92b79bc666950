package pairingweb

import (
	"context"
	"net/http"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
)

type pairingsPage struct {
	mentoring.Programme
	Pairs []pairing.Counts
	Days  timetable.Days
	Today calendar.Date
}

func (g pairingsPage) weeks(c pairing.Counts) int {
	return pairing.SchoolWeeks(g.Days, c.Period, g.Today)
}

// totals are all pairs together, so that the page begins with the whole and not with a comparison.
func (g pairingsPage) totals(ctx context.Context) []component.Bar {
	var held, want [3]int
	for _, c := range g.Pairs {
		m, a, b := c.Expected(g.weeks(c))
		held[0], held[1], held[2] = held[0]+c.MeetingsHeld, held[1]+c.ByMentorHeld, held[2]+c.ByMenteeHeld
		want[0], want[1], want[2] = want[0]+m, want[1]+a, want[2]+b
	}
	return []component.Bar{
		bar(t(ctx, "mentoring.pairing.meetings"), held[0], want[0]),
		bar(t(ctx, "mentoring.pairing.by_mentor"), held[1], want[1]),
		bar(t(ctx, "mentoring.pairing.by_mentee"), held[2], want[2]),
	}
}

// against is held against expected of one pair, for the cells of the table.
func (g pairingsPage) against(c pairing.Counts) [3]string {
	m, a, b := c.Expected(g.weeks(c))
	return [3]string{of(c.MeetingsHeld, m), of(c.ByMentorHeld, a), of(c.ByMenteeHeld, b)}
}

// pairings shows planned against held for every pair, in alphabetical order of
// the mentees: nobody is ranked.
func (p *Pages) pairings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	programme, _, err := p.mentoring.Programmes.ProgrammeAndPolicy(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := pairingsPage{Programme: programme, Today: p.mentoring.Today()}
	if g.Pairs, err = p.mentoring.Pairings.Counts(ctx, who, programme.ID); err != nil {
		return err
	}
	if g.Days, err = timetable.DaysOf(ctx, p.db.Read(), who.School, programme.Starts, programme.Ends); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.pairings.title"), Kicker: i18n.Period(ctx, programme.Period), Back: toProgramme(ctx, programme.ID),
		Body: pairingsBody(g), Sees: t(ctx, "mentoring.pairings.sees"),
	})
}
