// Package pairingweb has the pages of the work of a pair: who, plan, meetings,
// visits, report, letters, and for those who keep the programme the figures of
// all pairs and the end of the year. Who may read what is decided in
// internal/mentoring; a page that holds something private says who sees it.
package pairingweb

import (
	"context"
	"embed"
	"io/fs"

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
	return append(p.extendForm().Routes(), []web.Route{
		{Pattern: "GET /mentoring/pairings/{id}", Permission: take, Handle: p.pairing},
		{Pattern: "GET /mentoring/pairings/{id}/leave", Permission: take, Handle: p.leaving},
		{Pattern: "POST /mentoring/pairings/{id}/leave", Permission: take, Handle: p.leave},
		{Pattern: "POST /mentoring/steps/{id}/done", Permission: take, Handle: p.finishStep},
		{Pattern: "GET /mentoring/pairings/{id}/plan", Permission: take, Handle: p.plan},
		{Pattern: "GET /mentoring/pairings/{id}/plan/edit", Permission: take, Handle: p.editPlan},
		{Pattern: "POST /mentoring/pairings/{id}/plan/edit", Permission: take, Handle: p.savePlan},
		{Pattern: "POST /mentoring/pairings/{id}/plan/agree", Permission: take, Handle: p.agreePlan},
		{Pattern: "GET /mentoring/pairings/{id}/plan/paper/{format}", Permission: take, Handle: p.planPaper},
		{Pattern: "GET /mentoring/pairings/{id}/meetings", Permission: take, Handle: p.meetings},
		{Pattern: "POST /mentoring/pairings/{id}/meetings", Permission: take, Handle: p.bookWeekly},
		{Pattern: "GET /mentoring/pairings/{id}/meetings/one", Permission: take, Handle: p.oneMeeting},
		{Pattern: "POST /mentoring/pairings/{id}/meetings/one", Permission: take, Handle: p.bookOne},
		{Pattern: "GET /mentoring/meetings/{id}", Permission: take, Handle: p.meeting},
		{Pattern: "POST /mentoring/meetings/{id}/notes", Permission: take, Handle: p.keepNotes},
		{Pattern: "POST /mentoring/meetings/{id}/held", Permission: take, Handle: p.held},
		{Pattern: "GET /mentoring/meetings/{id}/move", Permission: take, Handle: p.moving},
		{Pattern: "POST /mentoring/meetings/{id}/move", Permission: take, Handle: p.move},
		{Pattern: "GET /mentoring/meetings/{id}/cancel", Permission: take, Handle: p.cancelling},
		{Pattern: "POST /mentoring/meetings/{id}/cancel", Permission: take, Handle: p.cancel},
		{Pattern: "GET /mentoring/pairings/{id}/visits", Permission: take, Handle: p.visits},
		{Pattern: "POST /mentoring/pairings/{id}/visits", Permission: take, Handle: p.planVisit},
		{Pattern: "GET /mentoring/visits/{id}", Permission: take, Handle: p.visit},
		{Pattern: "POST /mentoring/visits/{id}/hold", Permission: take, Handle: p.holdVisit},
		{Pattern: "GET /mentoring/visits/{id}/cancel", Permission: take, Handle: p.visitOff},
		{Pattern: "POST /mentoring/visits/{id}/cancel", Permission: take, Handle: p.cancelVisit},
		{Pattern: "GET /mentoring/pairings/{id}/report", Permission: take, Handle: p.report},
		{Pattern: "POST /mentoring/pairings/{id}/report", Permission: take, Handle: p.saveReport},
		{Pattern: "POST /mentoring/pairings/{id}/report/reply", Permission: take, Handle: p.reply},
		{Pattern: "GET /mentoring/pairings/{id}/report/paper/{format}", Permission: take, Handle: p.reportPaper},
		{Pattern: "GET /mentoring/pairings/{id}/resources", Permission: take, Handle: p.resources},
		{Pattern: "POST /mentoring/pairings/{id}/resources", Permission: take, Handle: p.share},
		{Pattern: "POST /mentoring/pairings/{id}/resources/{resource}/withdraw", Permission: take, Handle: p.takeBack},
		{Pattern: "GET /mentoring/letters/{id}/paper/{format}", Permission: take, Handle: p.letterPaper},
		{Pattern: "GET /mentoring/bookings/{booking}", Permission: take, Handle: p.booking},
		{Pattern: "GET /mentoring/programmes/{id}/pairings", Permission: keep, Handle: p.pairings},
		{Pattern: "GET /mentoring/programmes/{id}/closing", Permission: keep, Handle: p.closing},
		{Pattern: "POST /mentoring/programmes/{id}/closing/letters", Permission: keep, Handle: p.thank},
		{Pattern: "POST /mentoring/programmes/{id}/closing/close", Permission: keep, Handle: p.closeProgramme},
		{Pattern: "POST /mentoring/pairings/{id}/complete", Permission: keep, Handle: p.complete},
		{Pattern: "POST /mentoring/pairings/{id}/end", Permission: keep, Handle: p.endForGone},
	}...)
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

// formats are the files in which a paper comes.
var formats = []string{"docx", "pdf", "html"}

// inLanguage is a paper in a language.
func inLanguage(address string, l i18n.Language) string { return link.With(address, "in", string(l)) }
