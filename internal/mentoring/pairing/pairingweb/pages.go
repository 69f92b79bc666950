// Package pairingweb has the pages of the work of a pair: who, plan, meetings,
// visits, report, letters, and for those who keep the programme the figures of
// all pairs and the end of the year. Who may read what is decided in
// internal/mentoring; a page that holds something private says who sees it.
package pairingweb

import (
	"context"
	"embed"
	"io/fs"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS { return i18n.Catalogue(messages) }

// Pages holds the handlers.
type Pages struct {
	db        *db.DB
	mentoring *assembly.Services
}

// New makes the pages.
func New(d *db.DB, m *assembly.Services) *Pages { return &Pages{db: d, mentoring: m} }

// Routes lists the addresses of the pages. The domain asks again with the record at hand.
func (p *Pages) Routes() []web.Route {
	take, keep := mentoring.Take, mentoring.Keep
	return slices.Concat(p.extendForm().Routes(), p.editPlan().Routes(), p.bookWeekly().Routes(), p.bookOne().Routes(), p.move().Routes(), p.cancel().Routes(),
		p.cancelVisit().Routes(), p.report().Routes(), p.resources().Routes(), []web.Route{
			p.meeting().Answer(), p.visit().Answer(), p.reply().Answer(), p.closing().Answer(),
			{Pattern: "GET /mentoring/pairings/{id}", Permission: take, Handle: p.pairing},
			{Pattern: "GET /mentoring/pairings/{id}/leave", Permission: take, Handle: p.leaving},
			{Pattern: "POST /mentoring/pairings/{id}/leave", Permission: take, Handle: web.Act(p.leave)},
			{Pattern: "POST /mentoring/steps/{id}/done", Permission: take, Handle: web.Act(p.finishStep)},
			{Pattern: "GET /mentoring/pairings/{id}/plan", Permission: take, Handle: p.plan},
			{Pattern: "POST /mentoring/pairings/{id}/plan/agree", Permission: take, Handle: web.ActOnVersion(p.mentoring.Pairings.AgreePlan, link.MentoringPlan, "mentoring.plan.agreed_now")},
			{Pattern: "GET /mentoring/pairings/{id}/plan/paper/{format}", Permission: take, Handle: p.planPaper},
			{Pattern: "GET /mentoring/meetings/{id}", Permission: take, Handle: p.meeting().Get},
			{Pattern: "POST /mentoring/meetings/{id}/held", Permission: take, Handle: web.Act(p.held)},
			{Pattern: "GET /mentoring/pairings/{id}/visits", Permission: take, Handle: p.visits},
			{Pattern: "POST /mentoring/pairings/{id}/visits", Permission: take, Handle: web.Act(p.planVisit)},
			{Pattern: "GET /mentoring/visits/{id}", Permission: take, Handle: p.visit().Get},
			{Pattern: "GET /mentoring/pairings/{id}/report/paper/{format}", Permission: take, Handle: p.reportPaper},
			{Pattern: "POST /mentoring/pairings/{id}/resources/{resource}/withdraw", Permission: take, Handle: web.Act(p.takeBack)},
			{Pattern: "GET /mentoring/letters/{id}/paper/{format}", Permission: take, Handle: p.letterPaper},
			{Pattern: "GET /mentoring/bookings/{booking}", Permission: take, Handle: p.booking},
			{Pattern: "GET /mentoring/programmes/{id}/pairings", Permission: keep, Handle: p.pairings},
			{Pattern: "GET /mentoring/programmes/{id}/closing", Permission: keep, Handle: p.closing().Get},
			{Pattern: "POST /mentoring/programmes/{id}/closing/close", Permission: keep, Handle: web.Act(p.closeProgramme)},
			{Pattern: "POST /mentoring/pairings/{id}/complete", Permission: keep, Handle: web.Act(closeBy(p.mentoring.Pairings.Complete))},
			{Pattern: "POST /mentoring/pairings/{id}/end", Permission: keep, Handle: web.Act(closeBy(p.mentoring.Pairings.EndForGone))},
		})
}

// actor is who asks.
func actor(ctx context.Context) access.Actor { return access.ActorFrom(ctx) }

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

// toProgramme is the way up to the programme.
func toProgramme(ctx context.Context, id string) web.Link {
	return web.Link{Text: t(ctx, "mentoring.pairings.back"), URL: link.Programme(id)}
}

// days are dates joined: "28 October, 4 November".
func days(ctx context.Context, dates []calendar.Date) []string {
	out := make([]string, len(dates))
	for i, d := range dates {
		out[i] = i18n.DayMonth(ctx, d)
	}
	return out
}

// moment is an instant where the school is.
func moment(ctx context.Context, i calendar.Instant) string {
	return i18n.Moment(ctx, i, web.Zone(ctx))
}

// month is a month of a plan: "2013-09" reads "September 2013".
func month(ctx context.Context, m string) string {
	d := calendar.Date(m + "-01")
	if !d.Valid() {
		return m
	}
	return i18n.Capital(i18n.MonthName(ctx, int(d.Time().Month()))) + " " + m[:4]
}

// person is somebody of the pair, for the reader: "I", or the name.
func person(ctx context.Context, p mentoring.Person) string {
	if p.ID == actor(ctx).Staff {
		return t(ctx, "mentoring.pairing.me", "Who", p.Name())
	}
	return p.Name()
}

// both are the choices of who of the two does something.
func both(ctx context.Context, a, b mentoring.Person) []component.Choice {
	return []component.Choice{{Value: a.ID, Label: person(ctx, a)}, {Value: b.ID, Label: person(ctx, b)}}
}
