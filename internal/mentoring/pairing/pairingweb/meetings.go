package pairingweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/weeks"
	"talim/internal/mentoring/wording"
	"talim/internal/scheduling"
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
	Form           web.Form
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

func (p *Pages) meetings(w http.ResponseWriter, r *http.Request) error {
	return p.showMeetings(w, r, http.StatusOK, nil)
}

func (p *Pages) showMeetings(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	pair, err := p.runningPair(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := meetingsPage{NamedPairing: pair, Partner: pair.Partner(actor(ctx).Staff).Name(), Weekly: true}
	if g.Times, err = p.mentoring.Pairings.MeetingTimes(ctx, actor(ctx), pair.Pairing); err != nil {
		return err
	}
	g.Form = web.NewForm("from", string(max(pair.Starts, p.mentoring.Today())))
	if len(g.Times) > 0 {
		g.Form.Set("time", timeValue(g.Times[0].WeekSlot))
	} else if g.Why, err = p.mentoring.Weeks.WhyNoTime(ctx, actor(ctx), pair); err != nil {
		return err
	}
	if typed != nil {
		g.Form = *typed
	}
	return p.showTimes(w, r, status, g)
}

func (p *Pages) showTimes(w http.ResponseWriter, r *http.Request, status int, g meetingsPage) error {
	ctx := r.Context()
	g.HoursAgreement = g.HoursAgreementOf(actor(ctx).Staff, p.mentoring.Today())
	here := link.NewMeetings(g.ID)
	if !g.Weekly {
		here = link.NewMeeting(g.ID)
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.meeting.find"), Back: wording.ToPairing(ctx, g.ID), Narrow: true, Body: meetingsBody(g), Here: here,
		Sees: t(ctx, "mentoring.meeting.sees_time"),
	})
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

func (p *Pages) bookWeekly(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	day, starts, ends := parts(f.Value("time"))
	weekday, _ := strconv.Atoi(day) // 0 is no weekday, which the timetable refuses
	var made pairing.Booked
	var err error
	switch from := f.Date("from"); {
	case day == "":
		err = fault.Invalid("time", "mentoring.meeting.choose")
	case !from.Valid():
		err = fault.Invalid("from", "mentoring.date.missing")
	default:
		made, err = p.mentoring.Pairings.BookWeekly(ctx, actor(ctx), id, pairing.NewWeekly{
			Weekday: calendar.Weekday(weekday), StartsAt: starts, EndsAt: ends, From: from, Place: f.Value("place"),
		})
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showMeetings(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return bookedFlash(w, r, id, made)
}

// bookedFlash says how many were booked, and which days were left out and why.
func bookedFlash(w http.ResponseWriter, r *http.Request, id string, made pairing.Booked) error {
	ctx := r.Context()
	var taken []calendar.Date
	for _, c := range made.Collided {
		taken = append(taken, c.Date)
	}
	off, busy := strings.Join(days(ctx, made.Off), ", "), strings.Join(days(ctx, taken), ", ")
	args := []any{"Count", made.Made, "Off", off, "Busy", busy}
	switch {
	case off == "" && busy == "":
		return web.SeeOther(w, r, link.Pairing(id), "mentoring.meeting.booked_all", args...)
	case busy == "":
		return web.SeeOther(w, r, link.Pairing(id), "mentoring.meeting.booked_off", args...)
	case off == "":
		return web.SeeOther(w, r, link.Pairing(id), "mentoring.meeting.booked_busy", args...)
	}
	return web.SeeOther(w, r, link.Pairing(id), "mentoring.meeting.booked_off_busy", args...)
}

func (p *Pages) oneMeeting(w http.ResponseWriter, r *http.Request) error {
	return p.showOne(w, r, http.StatusOK, nil)
}

func (p *Pages) showOne(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	pair, err := p.runningPair(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := meetingsPage{NamedPairing: pair, Partner: pair.Partner(actor(ctx).Staff).Name()}
	if g.Slots, err = p.mentoring.Pairings.SharedTimes(ctx, actor(ctx), pair.Pairing); err != nil {
		return err
	}
	if typed != nil {
		g.Form = *typed
	}
	return p.showTimes(w, r, status, g)
}

func (p *Pages) bookOne(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	in, err := chosen(f)
	if err == nil {
		_, err = p.mentoring.Pairings.BookMeeting(ctx, actor(ctx), id, in)
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showOne(w, r, status, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Pairing(id), "mentoring.meeting.booked_one", "When", wording.When(ctx, in.Date, in.StartsAt, in.EndsAt))
}

// chosen is the single time that a form chose.
func chosen(f web.Form) (pairing.NewMeeting, error) {
	day, starts, ends := parts(f.Value("slot"))
	if day == "" {
		return pairing.NewMeeting{}, fault.Invalid("slot", "mentoring.meeting.choose")
	}
	return pairing.NewMeeting{Date: calendar.Date(day), StartsAt: starts, EndsAt: ends, Place: f.Value("place")}, nil
}

// timeChoices are weekly times in words: on how many weeks both are free, and what
// speaks for the hour and against it.
func timeChoices(ctx context.Context, g meetingsPage) []component.Choice {
	words := timetable.Words{Name: func(id string) string { return person(ctx, g.Self(id)) }}
	out := make([]component.Choice, len(g.Times))
	for i, m := range g.Times {
		hint := t(ctx, "mentoring.meeting.free_weeks", "Free", strconv.Itoa(m.Free), "Of", strconv.Itoa(m.Days))
		if len(m.Offer.Reasons) > 0 {
			hint += ". " + spoken(ctx, words, m.Offer.Reasons)
		}
		out[i] = component.Choice{
			Value: timeValue(m.WeekSlot), Label: i18n.Capital(i18n.WeekdayName(ctx, m.Weekday)) + ", " + wording.Between(m.StartsAt, m.EndsAt), Hint: hint,
		}
	}
	return out
}

// slotChoices are single times, a group a day.
func slotChoices(ctx context.Context, slots []timetable.Slot) []component.Choice {
	out := []component.Choice{{Label: t(ctx, "mentoring.meeting.choose")}}
	for _, s := range slots {
		day := i18n.Capital(i18n.DateWeekday(ctx, s.Date))
		out = append(out, component.Choice{Value: slotValue(s), Label: day + ", " + wording.Between(s.StartsAt, s.EndsAt), Group: day})
	}
	return out
}

// restID is the id of a choice that is shown when asked for.
func restID(name string, n int) string { return "rest-" + name + "-" + strconv.Itoa(n) }

// spoken are reasons in words, one after another.
func spoken(ctx context.Context, words timetable.Words, reasons []scheduling.Reason) string {
	var out []string
	for _, r := range reasons {
		out = append(out, words.Say(ctx, r))
	}
	return strings.Join(out, ". ")
}
