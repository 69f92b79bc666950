package pairingweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/weeks"
	"talim/internal/mentoring/wording"
	"talim/internal/scheduling"
	"talim/internal/scheduling/explanation"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type meetingsPage struct {
	pairing.NamedPairing
	Partner        string
	HoursAgreement bool // the reader has an agreement on hours (R117)
	Weekly         bool
	Times          []pairing.MeetingTime
	Slots          []timetable.Slot
	Why            weeks.NoTime // where there is no weekly time
	Form           *web.Form
}

// firstTimes is how many weekly times are shown at once, the best first.
const firstTimes = 5

// runningPair is the pair of a page that plans; a pair that ended plans nothing.
func (p *Pages) runningPair(ctx context.Context, id string) (pairing.NamedPairing, error) {
	g, err := p.mentoring.Pairings.Pairing(ctx, actor(ctx), id)
	switch {
	case err != nil:
		return g, err
	case !g.Has(actor(ctx).Staff):
		return g, fault.Forbidden("mentoring.access.pair")
	case g.State != pairing.Running:
		return g, fault.Conflict("mentoring.pairing.is_closed")
	}
	return g, nil
}

// bookWeekly offers times of every week, and books one.
func (p *Pages) bookWeekly() web.FormOf[pairing.NewWeekly] {
	return web.FormOf[pairing.NewWeekly]{
		At: "/mentoring/pairings/{id}/meetings", Permission: mentoring.Take, Show: p.weeklyPage,
		Read: func(f *web.Form) pairing.NewWeekly {
			day, starts, ends := parts(f.Value("time"))
			weekday, _ := strconv.Atoi(day) // 0 is no weekday
			return pairing.NewWeekly{Weekday: calendar.Weekday(weekday), StartsAt: starts, EndsAt: ends, From: f.Date("from"), Place: f.Value("place")}
		},
		Do: func(r *http.Request, in pairing.NewWeekly) (web.Done, error) {
			if in.StartsAt == "" {
				return web.Done{}, noneChosen("time")
			}
			id := r.PathValue("id")
			made, err := p.mentoring.Pairings.BookWeekly(r.Context(), actor(r.Context()), id, in)
			return booked(r.Context(), id, made), err
		},
	}
}

func noneChosen(field string) error { return fault.Invalid(field, "mentoring.meeting.choose") }

func (p *Pages) weeklyPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	pair, err := p.runningPair(ctx, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := meetingsPage{NamedPairing: pair, Partner: pair.Partner(actor(ctx).Staff).Name(), Weekly: true, Form: f}
	if g.Times, err = p.mentoring.Pairings.MeetingTimes(ctx, actor(ctx), pair.Pairing); err != nil {
		return web.Page{}, err
	}
	f.Begin("from", string(max(pair.Starts, p.mentoring.Today())))
	if len(g.Times) > 0 {
		f.Begin("time", timeValue(g.Times[0].WeekSlot))
	} else {
		g.Why, err = p.mentoring.Weeks.WhyNoTime(ctx, actor(ctx), pair)
	}
	return p.timesPage(ctx, g), err
}

func (p *Pages) timesPage(ctx context.Context, g meetingsPage) web.Page {
	g.HoursAgreement = g.HoursAgreementOf(actor(ctx).Staff, p.mentoring.Today())
	here := link.NewMeetings(g.ID)
	if !g.Weekly {
		here = link.NewMeeting(g.ID)
	}
	return web.Page{
		Title: t(ctx, "mentoring.meeting.find"), Back: wording.ToPairing(ctx, g.ID), Narrow: true, Body: meetingsBody(g), Here: here,
		Sees: t(ctx, "mentoring.meeting.sees_time"),
	}
}

// timeValue is a weekly time as a value of the form: "1 10:15 11:00".
func timeValue(s timetable.WeekSlot) string {
	return strconv.Itoa(int(s.Weekday)) + " " + string(s.StartsAt) + " " + string(s.EndsAt)
}

func slotValue(s timetable.Slot) string {
	return string(s.Date) + " " + string(s.StartsAt) + " " + string(s.EndsAt)
}

// parts are the three parts of a value of the form.
func parts(value string) (day string, starts, ends calendar.Clock) {
	p := strings.Fields(value)
	if len(p) != 3 {
		return "", "", ""
	}
	return p[0], calendar.Clock(p[1]), calendar.Clock(p[2])
}

// booked says how many were booked, and which days were left out and why.
func booked(ctx context.Context, id string, made pairing.Booked) web.Done {
	var taken []calendar.Date
	for _, c := range made.Collided {
		taken = append(taken, c.Date)
	}
	off, busy := strings.Join(days(ctx, made.Off), ", "), strings.Join(days(ctx, taken), ", ")
	key := "mentoring.meeting.booked_off_busy"
	switch {
	case off == "" && busy == "":
		key = "mentoring.meeting.booked_all"
	case busy == "":
		key = "mentoring.meeting.booked_off"
	case off == "":
		key = "mentoring.meeting.booked_busy"
	}
	return web.Next(link.Pairing(id), key, "Count", made.Made, "Off", off, "Busy", busy)
}

// bookOne offers single times of the next two weeks, and books one.
func (p *Pages) bookOne() web.FormOf[pairing.NewMeeting] {
	return web.FormOf[pairing.NewMeeting]{
		At: "/mentoring/pairings/{id}/meetings/one", Permission: mentoring.Take, Show: p.onePage, Read: chosen,
		Do: func(r *http.Request, in pairing.NewMeeting) (web.Done, error) {
			if in.Date == "" {
				return web.Done{}, noneChosen("slot")
			}
			ctx, id := r.Context(), r.PathValue("id")
			_, err := p.mentoring.Pairings.BookMeeting(ctx, actor(ctx), id, in)
			return web.Next(link.Pairing(id), "mentoring.meeting.booked_one", "When", i18n.When(ctx, in.Date, in.StartsAt, in.EndsAt)), err
		},
	}
}

func (p *Pages) onePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	pair, err := p.runningPair(ctx, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := meetingsPage{NamedPairing: pair, Partner: pair.Partner(actor(ctx).Staff).Name(), Form: f}
	g.Slots, err = p.mentoring.Pairings.SharedTimes(ctx, actor(ctx), pair.Pairing)
	return p.timesPage(ctx, g), err
}

// chosen is the single time that a form chose; without a date it chose none.
func chosen(f *web.Form) pairing.NewMeeting {
	day, starts, ends := parts(f.Value("slot"))
	return pairing.NewMeeting{Date: calendar.Date(day), StartsAt: starts, EndsAt: ends, Place: f.Value("place")}
}

// timeChoices are weekly times in words: on how many weeks both are free, and what
// speaks for the hour and against it.
func timeChoices(ctx context.Context, g meetingsPage) []component.Choice {
	words := explanation.Words{Name: func(id string) string { return person(ctx, g.Self(id)) }}
	out := make([]component.Choice, len(g.Times))
	for i, m := range g.Times {
		hint := t(ctx, "mentoring.meeting.free_weeks", "Free", strconv.Itoa(m.Free), "Of", strconv.Itoa(m.Days))
		if len(m.Offer.Reasons) > 0 {
			hint += ". " + spoken(ctx, words, m.Offer.Reasons)
		}
		out[i] = component.Choice{
			Value: timeValue(m.WeekSlot), Label: i18n.Capital(i18n.WeekdayName(ctx, m.Weekday)) + ", " + i18n.Hours(m.StartsAt, m.EndsAt), Hint: hint,
		}
	}
	return out
}

// slotChoices are single times, a group a day.
func slotChoices(ctx context.Context, slots []timetable.Slot) []component.Choice {
	out := []component.Choice{{Label: t(ctx, "mentoring.meeting.choose")}}
	for _, s := range slots {
		day := i18n.Capital(i18n.DateWeekday(ctx, s.Date))
		out = append(out, component.Choice{Value: slotValue(s), Label: day + ", " + i18n.Hours(s.StartsAt, s.EndsAt), Group: day})
	}
	return out
}

// restID is the id of a choice that is shown when asked for.
func restID(name string, n int) string { return "rest-" + name + "-" + strconv.Itoa(n) }

// spoken are reasons in words, one after another.
func spoken(ctx context.Context, words explanation.Words, reasons []scheduling.Reason) string {
	var out []string
	for _, r := range reasons {
		out = append(out, words.Say(ctx, r))
	}
	return strings.Join(out, ". ")
}
