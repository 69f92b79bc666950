package weeksweb

import (
	"context"
	"net/http"
	"strings"

	"talim/internal/i18n"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/weeks"
	"talim/internal/mentoring/wording"
	"talim/internal/scheduling/explanation"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// offerPage is a time proposed to the pair of the reader.
type offerPage struct {
	weeks.TimeOfferPage
	weeks.OfferedTime
	Self    string
	Partner string
}

// mine says whether the reader still has to answer.
func (g offerPage) mine() bool { return g.State == weeks.OfferAsked && g.AgreedBy != g.Self }

func weekly(ctx context.Context, times []timetable.WeekSlot) string {
	out := make([]string, len(times))
	for i, s := range times {
		out[i] = i18n.Capital(i18n.WeekdayName(ctx, s.Weekday)) + ", " + i18n.Hours(s.StartsAt, s.EndsAt)
	}
	return strings.Join(out, "; ")
}

// offeredVisit is who visits whom and when.
func offeredVisit(ctx context.Context, pair pairing.NamedPairing, v weeks.OfferedVisit) string {
	return t(ctx, "mentoring.offer.visit", "Who", pair.Self(v.Observer).Name(), "Whom", pair.Partner(v.Observer).Name(), "Class", wording.Class(ctx, v.Class),
		"When", i18n.When(ctx, v.Date, v.StartsAt, v.EndsAt))
}

func (p *Pages) timeOffer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	o, err := p.mentoring.Weeks.TimesOffered(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	g := offerPage{TimeOfferPage: o, OfferedTime: o.Time(), Self: actor(ctx).Staff}
	g.Partner = o.Pair.Partner(g.Self).Name()
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.offer.title"), Back: wording.ToPairing(ctx, o.Pairing), Narrow: true, Body: offerBody(g), Sees: t(ctx, "mentoring.offer.sees"),
	})
}

func (p *Pages) answerTimes(r *http.Request, f *web.Form) (web.Done, error) {
	ctx, id := r.Context(), r.PathValue("id")
	yes, err := f.Answer("answer")
	if err != nil {
		return web.Done{}, err
	}
	got, err := p.mentoring.Weeks.AnswerTimes(ctx, actor(ctx), id, yes)
	if err != nil {
		return web.Done{}, err
	}
	o, err := p.mentoring.Weeks.TimesOffered(ctx, actor(ctx), id)
	switch {
	case got.State == weeks.OfferDeclined && o.Kind == weeks.OfferMove:
		return web.Next(link.MoveMeeting(o.Meeting), "mentoring.offer.declined_done"), err
	case got.State == weeks.OfferDeclined:
		return web.Next(link.NewMeetings(o.Pairing), "mentoring.offer.declined_done"), err
	case got.State == weeks.OfferAgreed:
		return web.Next(link.Pairing(o.Pairing), "mentoring.offer.agreed_done", "Meetings", got.Booked, "Visits", got.Visits, "Lost", got.Lost), err
	}
	return web.Next(link.TimeOffer(id), "mentoring.offer.first_done", "Who", o.Pair.Partner(actor(ctx).Staff).Name()), err
}

// askToMove proposes to a pair the smallest change of a meeting that cannot be held.
func (p *Pages) askToMove(r *http.Request, f *web.Form) (web.Done, error) {
	to := weeks.OfferedSlot{Date: f.Date("date"), StartsAt: f.Clock("starts"), EndsAt: f.Clock("ends")}
	_, err := p.mentoring.Weeks.AskToMove(r.Context(), actor(r.Context()), r.PathValue("booking"), to)
	return web.Next(link.Protected(string(p.mentoring.Today().Monday())), "mentoring.offer.asked_done"), err
}

// weeksPage is the plan of the weeks of all pairs.
type weeksPage struct {
	weeks.WeekPlan
	Programme string
	words     explanation.Words
	days      []component.WeekDay
}

func pairName(g pairing.NamedPairing) string {
	return g.MentorPerson.Name() + " – " + g.MenteePerson.Name()
}

// weeks shows a plan for the weeks of all pairs at once, and what cannot be.
func (p *Pages) weeks(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	plan, err := p.mentoring.Weeks.PlanWeeks(ctx, actor(ctx), id)
	if err != nil {
		return err
	}
	g := weeksPage{WeekPlan: plan, Programme: id}
	g.words = explanation.Words{
		Name:    func(id string) string { return plan.People[id].Name() },
		Subject: func(id string) string { return plan.Subjects[id].In(ctx) },
		Meeting: func(id string) string {
			for _, x := range plan.Pairs {
				if x.ID == id {
					return pairName(x.NamedPairing)
				}
			}
			return ""
		},
		Class: func(name string) string { return wording.Class(ctx, name) },
	}
	g.days = g.drawn(ctx)
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.weeks.title"), Back: web.Link{Text: t(ctx, "mentoring.pairings.back"), URL: link.Programme(id)}, Body: weeksBody(g), Sees: t(ctx, "mentoring.weeks.sees"),
	})
}

// drawn lays the proposed weekly times, and the visits of the first week, on the days.
func (g weeksPage) drawn(ctx context.Context) []component.WeekDay {
	var out []component.WeekDay
	for n := range 6 {
		day := component.WeekDay{Date: g.Starts.AddDays(n)}
		for _, pair := range g.Pairs {
			for _, s := range pair.Times {
				if s.Weekday != day.Date.Weekday() {
					continue
				}
				item := component.WeekItem{Starts: s.StartsAt, Ends: s.EndsAt, Kind: component.Meeting, Title: t(ctx, "mentoring.weeks.meeting"), Detail: pairName(pair.NamedPairing)}
				if pair.Moves() {
					item.State = t(ctx, "mentoring.weeks.new")
				}
				day.Items = append(day.Items, item)
			}
			for _, v := range pair.Visits {
				if v.Date == day.Date {
					day.Items = append(day.Items, component.WeekItem{
						Starts: v.StartsAt, Ends: v.EndsAt, Kind: component.Visit, Title: t(ctx, "mentoring.weeks.visit", "Class", wording.Class(ctx, v.Class)),
						Detail: pair.Self(v.Observer).Name() + " → " + pair.Partner(v.Observer).Name(), State: t(ctx, "mentoring.weeks.new"),
					})
				}
			}
		}
		if n < 5 || len(day.Items) > 0 {
			out = append(out, day)
		}
	}
	return out
}

func (p *Pages) sendWeeks(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	n, err := p.mentoring.Weeks.SendWeeks(r.Context(), actor(r.Context()), id)
	return web.Next(link.WeekPlan(id), "mentoring.weeks.sent", "Count", n), err
}
