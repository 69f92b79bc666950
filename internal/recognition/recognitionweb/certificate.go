package recognitionweb

import (
	"context"
	"net/http"
	"strconv"

	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people/letterhead"
	"talim/internal/recognition"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

func (p *Pages) issue(r *http.Request, _ *web.Form) (web.Done, error) {
	ctx := r.Context()
	n, err := p.recognition.Issue(ctx, actor(ctx), r.PathValue("id"), web.Address(r))
	return web.Next(link.Recognition(r.PathValue("id")), "recognition.certificate.issued", "Count", n), err
}

func (p *Pages) certificatePaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	c, err := p.recognition.Certificate(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	head, err := letterhead.Of(ctx, p.db.Read(), c.School, c.Date)
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "certificate-"+c.Label(), certificateDocument(web.PaperLanguage(r), c, head))
}

func certificateDocument(ctx context.Context, c recognition.Certificate, head letterhead.Head) document.Document {
	center := func(text string, bold bool) document.Paragraph {
		return document.Paragraph{Text: text, Align: document.Center, Bold: bold}
	}
	title := t(ctx, "recognition.paper.title")
	blocks := []document.Block{
		document.Heading{Level: 1, Text: title},
		center(t(ctx, "recognition.paper.number", "Number", c.Label()), false),
		document.Heading{Level: 2, Text: c.Person},
		center(t(ctx, "recognition.paper.text", "School", head.School.In(ctx), "Years", years(c.Period), "Hours", hours(ctx, c)), false),
		center(t(ctx, "recognition.paper.of", "Meetings", strconv.Itoa(c.Meetings), "Visits", strconv.Itoa(c.Visits),
			"Starts", i18n.DateFormal(ctx, c.Starts), "Ends", i18n.DateFormal(ctx, c.Ends)), false),
		document.Space{},
		document.Signature{
			Role: t(ctx, "recognition.paper.director"), Name: head.Director, Date: i18n.DateFormal(ctx, c.Date), Seal: t(ctx, "document.signature.seal"),
		},
		document.Space{},
		document.Paragraph{Text: t(ctx, "recognition.paper.verify", "Address", c.Address+link.VerifyCode(c.Code())), Align: document.Center, Small: true},
	}
	if !c.Valid() {
		blocks = append(blocks, center(t(ctx, "recognition.paper.revoked", "Date", i18n.DateFormal(ctx, c.RevokedOn)), true))
	}
	return document.Document{
		Language: i18n.From(ctx).Language(), Title: title + " " + c.Label(), Author: head.School.In(ctx), Date: c.Date,
		Letterhead: head.Letterhead, Blocks: blocks, Framed: true,
	}
}

// hours are those of a certificate as the reader writes numbers.
func hours(ctx context.Context, c recognition.Certificate) string {
	return i18n.Number(ctx, float64(c.Tenths())/10)
}

type revokePage struct {
	Certificate recognition.Certificate
	Form        *web.Form
}

func reasons(ctx context.Context) []component.Choice {
	out := make([]component.Choice, len(recognition.Reasons))
	for i, r := range recognition.Reasons {
		out[i] = component.Choice{Value: string(r), Label: t(ctx, "recognition.reason."+string(r))}
	}
	return out
}

// revoke is where a certificate is revoked for a reason.
func (p *Pages) revoke() web.FormOf[recognition.Reason] {
	return web.FormOf[recognition.Reason]{
		At: "/recognition/certificates/{id}/revoke", Permission: recognition.Keep, Show: p.revokePage,
		Read: func(f *web.Form) recognition.Reason { return recognition.Reason(f.Value("reason")) },
		Do: func(r *http.Request, reason recognition.Reason) (web.Done, error) {
			ctx := r.Context()
			c, err := p.recognition.Certificate(ctx, actor(ctx), r.PathValue("id"))
			if err != nil {
				return web.Done{}, err
			}
			return web.Next(link.Recognition(c.Programme), "recognition.revoke.done"), p.recognition.Revoke(ctx, actor(ctx), c.ID, reason)
		},
	}
}

func (p *Pages) revokePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	c, err := p.recognition.Certificate(ctx, actor(ctx), r.PathValue("id"))
	return web.Page{
		Title: t(ctx, "recognition.revoke.title"), Kicker: c.Label() + " · " + c.Person, Back: toHub(ctx, c.Programme),
		Body: revokeBody(revokePage{c, f}), Narrow: true, Sees: t(ctx, "recognition.revoke.sees"), Here: link.RevokeCertificate(c.ID),
	}, err
}

// How often an address may look at public pages in a quarter of an hour. A whole school shares one.
const (
	looks = 300
	tries = 60
)

// limited answers for an address that has asked too often.
func limited(w http.ResponseWriter, r *http.Request, what string, limit int64) (bool, error) {
	wait, err := web.Throttle(r, what, limit)
	if err != nil || wait <= 0 {
		return false, err
	}
	ctx := r.Context()
	w.Header().Set("Retry-After", strconv.Itoa(int(wait.Seconds())+1))
	return true, web.Show(w, r, http.StatusTooManyRequests, web.Page{
		Title: t(ctx, "recognition.verify.title"), Narrow: true, Here: link.Verify(),
		Body: component.Note(component.Wait, t(ctx, "recognition.verify.wait", "Count", int(wait.Minutes())+1)),
	})
}

// limit wraps a public page.
func limit(what string, most int64, handle web.Handler) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if done, err := limited(w, r, what, most); done || err != nil {
			return err
		}
		return handle(w, r)
	}
}

type verifyPage struct {
	Verdict recognition.Verdict // without an outcome: nothing was asked yet
	Form    web.Form
}

func (p *Pages) verifying(w http.ResponseWriter, r *http.Request) error {
	return p.showVerdict(w, r, http.StatusOK, verifyPage{Form: web.NewForm()})
}

func (p *Pages) showVerdict(w http.ResponseWriter, r *http.Request, status int, g verifyPage) error {
	ctx := r.Context()
	here := link.Verify()
	if g.Verdict.Certificate.ID != "" {
		here = link.VerifyCode(g.Verdict.Certificate.Code())
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "recognition.verify.title"), Body: verifyBody(g), Narrow: true, Sees: t(ctx, "recognition.verify.sees"), Here: here,
	})
}

func (p *Pages) verifyCode(w http.ResponseWriter, r *http.Request) error {
	return limit("verify", tries, func(w http.ResponseWriter, r *http.Request) error {
		return p.answer(w, r, r.PathValue("code"), web.NewForm())
	})(w, r)
}

// maxCredential is far more than a badge has.
const maxCredential = 64 << 10

// verify takes a code, a pasted credential or its file.
func (p *Pages) verify(w http.ResponseWriter, r *http.Request) error {
	f := web.ReadForm(r)
	shown := f.Value("shown")
	if shown == "" {
		text, err := web.ReadText(r, "file")
		if err != nil && !fault.Is(err, fault.KindInvalid) {
			return err
		}
		shown = text
	}
	return p.answer(w, r, shown, f)
}

// tooManyTries is asked before anything of a visitor is read.
func tooManyTries(w http.ResponseWriter, r *http.Request) (bool, error) {
	return limited(w, r, "verify", tries)
}

func (p *Pages) answer(w http.ResponseWriter, r *http.Request, shown string, f web.Form) error {
	if shown == "" {
		f.Take(emptyVerify)
		return p.showVerdict(w, r, http.StatusUnprocessableEntity, verifyPage{Form: f})
	}
	v, err := p.recognition.Verify(r.Context(), shown)
	if err != nil {
		return err
	}
	return p.showVerdict(w, r, http.StatusOK, verifyPage{Verdict: v, Form: f})
}
