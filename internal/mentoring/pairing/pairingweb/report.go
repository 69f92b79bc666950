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
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/pairpage"
	"talim/internal/mentoring/wording"
	"talim/internal/people/letterhead"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

type reportPage struct {
	pairpage.ReportPage
	Self  string
	Today calendar.Date
	Form  *web.Form
}

func (g reportPage) running() bool { return g.State == pairing.Running }

// writes says whether the reader may write the report now, replies whether the reply.
func (g reportPage) writes() bool {
	return g.Self == g.Mentor && g.running() && g.Report.State != pairing.ReportShared
}

func (g reportPage) replies() bool {
	return g.Self == g.Mentee && g.running() && g.shared() && !g.Report.Replied()
}

func (g reportPage) shared() bool { return g.Report.State == pairing.ReportShared }

// report shows the report, and takes it from the mentor.
func (p *Pages) report() web.FormOf[pairing.NewReport] {
	return web.FormOf[pairing.NewReport]{
		At: "/mentoring/pairings/{id}/report", Permission: mentoring.Take, Show: p.reportPage,
		Read: func(f *web.Form) pairing.NewReport {
			return pairing.NewReport{
				Version: f.Version(), Done: f.Value("done"), Learned: f.Value("learned"), Advice: f.Value("advice"), LeftOut: f.LeftOut(), Share: f.Checked("share"),
			}
		},
		Do: func(r *http.Request, in pairing.NewReport) (web.Done, error) {
			id, key := r.PathValue("id"), "mentoring.report.kept"
			if in.Share {
				key = "mentoring.report.is_given"
			}
			return web.Next(link.MentoringReport(id), key), p.mentoring.Pairings.SaveReport(r.Context(), actor(r.Context()), id, in)
		},
	}
}

func (p *Pages) reportPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	read, err := p.mentoring.Pages.ReportPage(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := reportPage{ReportPage: read, Self: who.Staff, Today: p.mentoring.Today(), Form: f}
	done := g.Report.Done
	if g.Report.Version == 0 && g.writes() {
		done = draft(ctx, read, g.Today)
	}
	f.Stands(g.Report.Version, "done", done, "learned", g.Report.Learned, "advice", g.Report.Advice)
	f.LeaveOut(g.Report.Unreadable...)
	return web.Page{
		Title: t(ctx, "mentoring.report.title"), Back: wording.ToPairing(ctx, g.ID), Body: reportBody(g), Narrow: true,
		Kicker: t(ctx, "mentoring.pairing.of", "Mentor", g.MentorPerson.Name(), "Mentee", g.MenteePerson.Name()),
		Sees:   t(ctx, "mentoring.report.sees"), Here: link.MentoringReport(g.ID),
	}, nil
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

// reply is how the mentee stands to the report.
type reply struct {
	Stance pairing.Stance
	Words  string
}

// reply stands on the page of the report.
func (p *Pages) reply() web.FormOf[reply] {
	return web.FormOf[reply]{
		At: "/mentoring/pairings/{id}/report/reply", Permission: mentoring.Take, Show: p.reportPage,
		Read: func(f *web.Form) reply { return reply{pairing.Stance(f.Value("stance")), f.Value("reply")} },
		Do: func(r *http.Request, in reply) (web.Done, error) {
			id := r.PathValue("id")
			return web.Next(link.MentoringReport(id), "mentoring.report.reply_kept"), p.mentoring.Pairings.ReplyToReport(r.Context(), actor(r.Context()), id, in.Stance, in.Words)
		},
	}
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
	head, err := letterhead.Of(ctx, p.db.Read(), who.School, p.mentoring.Today())
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "mentoring-report", reportDocument(web.PaperLanguage(r), g, head, p.mentoring.Today()))
}

func reportDocument(ctx context.Context, g pairpage.ReportPage, head letterhead.Head, today calendar.Date) document.Document {
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
	case r.Replied() && r.Stance == "": // it cannot be opened, and the words say so
		return r.Reply
	case r.Replied():
		return lines(t(ctx, "mentoring.report.stance."+string(r.Stance)), r.Reply)
	case r.ReplyBy < today:
		return t(ctx, "mentoring.report.no_reply", "Date", r.ReplyBy)
	}
	return t(ctx, "mentoring.report.reply_until", "Date", r.ReplyBy)
}
