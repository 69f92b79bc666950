package pairingweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairpage"
	"talim/internal/mentoring/wording"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type reportPage struct {
	pairpage.ReportPage
	Self  string
	Today calendar.Date
	Form  web.Form
	Newer bool
}

func (g reportPage) running() bool { return g.State == pairing.Running }

// writes says whether the reader may write the report now, replies whether the reply.
func (g reportPage) writes() bool {
	return g.Self == g.Mentor && g.running() && g.Report.State != pairing.ReportShared
}

func (g reportPage) replies() bool {
	return g.Self == g.Mentee && g.running() && g.shared() && g.Report.Stance == ""
}

func (g reportPage) shared() bool { return g.Report.State == pairing.ReportShared }

func (p *Pages) report(w http.ResponseWriter, r *http.Request) error {
	return p.showReport(w, r, http.StatusOK, nil)
}

func (p *Pages) showReport(w http.ResponseWriter, r *http.Request, status int, typed *web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.mentoring.Pages.ReportPage(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := reportPage{ReportPage: read, Self: who.Staff, Today: p.mentoring.Today()}
	done := g.Report.Done
	if g.Report.Version == 0 && g.writes() {
		done = draft(ctx, read, g.Today)
	}
	g.Form = web.NewForm("done", done, "learned", g.Report.Learned, "advice", g.Report.Advice)
	g.Form.LeaveOut(g.Report.Unreadable...)
	if typed != nil {
		g.Form, g.Newer = *typed, status == http.StatusConflict
	}
	g.Form.Set("version", strconv.Itoa(g.Report.Version))
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.report.title"), Back: wording.ToPairing(ctx, g.ID), Body: reportBody(g), Narrow: true,
		Kicker: t(ctx, "mentoring.pairing.of", "Mentor", g.MentorPerson.Name(), "Mentee", g.MenteePerson.Name()),
		Sees:   t(ctx, "mentoring.report.sees"), Here: link.MentoringReport(g.ID),
	})
}

// draft is "what was done" from figures and dates, the plan's goals and the
// steps that were agreed and done; never from notes (R098).
func draft(ctx context.Context, g pairpage.ReportPage, today calendar.Date) string {
	out := []string{
		t(ctx, "mentoring.report.draft.meetings", "Count", g.MeetingsHeld, "Period", i18n.Period(ctx, calendar.Period{Starts: g.Starts, Ends: min(g.Ends, today)})),
		t(ctx, "mentoring.report.draft.by_mentor", "Count", g.ByMentorHeld),
		t(ctx, "mentoring.report.draft.by_mentee", "Count", g.ByMenteeHeld),
	}
	out = append(out, listed(ctx, "mentoring.report.draft.goals", g.Draft.Goals)...)
	out = append(out, listed(ctx, "mentoring.report.draft.steps", g.Draft.Steps)...)
	return strings.Join(out, "\n")
}

func listed(ctx context.Context, key string, items []string) []string {
	if len(items) == 0 {
		return nil
	}
	out := []string{t(ctx, key)}
	for _, item := range items {
		out = append(out, "– "+item)
	}
	return out
}

func (p *Pages) saveReport(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	in := pairing.NewReport{
		Version: f.Int("version"), Done: f.Value("done"), Learned: f.Value("learned"), Advice: f.Value("advice"), LeftOut: f.LeftOut(),
		Share: f.Checked("share"),
	}
	err := f.Err()
	if err == nil {
		err = p.mentoring.Pairings.SaveReport(ctx, actor(ctx), id, in)
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showReport(w, r, status, &f)
	}
	switch {
	case err != nil:
		return err
	case in.Share:
		return web.SeeOther(w, r, link.MentoringReport(id), "mentoring.report.is_given")
	}
	return web.SeeOther(w, r, link.MentoringReport(id), "mentoring.report.kept")
}

func (p *Pages) reply(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	id := r.PathValue("id")
	err := p.mentoring.Pairings.ReplyToReport(ctx, actor(ctx), id, pairing.Stance(f.Value("stance")), f.Value("reply"))
	if f.Take(err) {
		return p.showReport(w, r, http.StatusUnprocessableEntity, &f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.MentoringReport(id), "mentoring.report.reply_kept")
}

func stanceChoices(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, s := range []pairing.Stance{pairing.Agree, pairing.Add, pairing.Disagree} {
		out = append(out, component.Choice{
			Value: string(s), Label: t(ctx, "mentoring.report.stance."+string(s)), Hint: t(ctx, "mentoring.report.stance_about."+string(s)),
		})
	}
	return out
}

// reportPaper gives the report with the reply beside it.
func (p *Pages) reportPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	g, err := p.mentoring.Pages.ReportPage(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	if g.Report.State != pairing.ReportShared {
		return fault.Conflict("mentoring.report.not_shared")
	}
	head, err := people.HeadOf(ctx, p.db.Read(), who.School, p.mentoring.Today())
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "mentoring-report", reportDocument(web.PaperLanguage(r), g, head, p.mentoring.Today()))
}

func reportDocument(ctx context.Context, g pairpage.ReportPage, head people.Head, today calendar.Date) document.Document {
	body := []document.Block{document.Facts{Pairs: [][2]string{
		{t(ctx, "mentoring.side.mentor"), g.MentorPerson.Name()},
		{t(ctx, "mentoring.side.mentee"), g.MenteePerson.Name()},
		{t(ctx, "mentoring.pairing.period"), formally(ctx, g.Period)},
		{t(ctx, "mentoring.pairing.meetings"), strconv.Itoa(g.MeetingsHeld)},
		{t(ctx, "mentoring.pairing.by_mentor"), strconv.Itoa(g.ByMentorHeld)},
		{t(ctx, "mentoring.pairing.by_mentee"), strconv.Itoa(g.ByMenteeHeld)},
	}}}
	body = append(body, chapter(t(ctx, "mentoring.report.done"), g.Report.Done)...)
	body = append(body, chapter(t(ctx, "mentoring.report.learned"), g.Report.Learned)...)
	body = append(body, chapter(t(ctx, "mentoring.report.advice"), g.Report.Advice)...)
	body = append(body, chapter(t(ctx, "mentoring.report.reply"), replyText(ctx, g.Report, today))...)
	return document.Plan{
		Letterhead: head.Letterhead, School: head.School.In(ctx), Date: web.DateOf(ctx, g.Report.SavedAt),
		Title: t(ctx, "mentoring.paper.report.title"), About: t(ctx, "mentoring.paper.report.about", "Years", years(g.Period)), Body: body,
		Signers: []document.Signature{
			{Role: t(ctx, "mentoring.side.mentor"), Name: g.MentorPerson.Name()},
			{Role: t(ctx, "mentoring.side.mentee"), Name: g.MenteePerson.Name()},
		},
	}.Document(ctx)
}

// replyText is how the mentee stands to the report, and what she wrote; or that
// there is none, by which day it could be.
func replyText(ctx context.Context, r pairing.Report, today calendar.Date) string {
	switch {
	case r.Stance != "":
		return lines(t(ctx, "mentoring.report.stance."+string(r.Stance)), r.Reply)
	case r.ReplyBy < today:
		return t(ctx, "mentoring.report.no_reply", "Date", r.ReplyBy)
	}
	return t(ctx, "mentoring.report.reply_until", "Date", r.ReplyBy)
}
