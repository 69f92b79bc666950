package schoolsweb

import (
	"context"
	"net/http"

	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/people/schools"
	"talim/internal/web"
	"talim/internal/web/link"
)

// slipLanguages are those in which every slip says what to do, whoever prints it.
var slipLanguages = []i18n.Language{i18n.Kazakh, i18n.Russian}

// codes gives codes to those of the schools shown who have none, and leads to all slips.
func (p *Pages) codes(r *http.Request, f *web.Form) (web.Done, error) {
	_, err := p.schools.FirstCodes(r.Context(), actorOf(r), f.Values("school")...)
	return web.Next(link.SchoolSlips(""), ""), err
}

// code gives a code where none opens, and leads to the slip.
func (p *Pages) code(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	_, err := p.schools.FirstCodes(r.Context(), actorOf(r), id)
	return web.Next(link.SchoolSlips(id), ""), err
}

// newCode takes the place of what was handed out.
func (p *Pages) newCode(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	_, err := p.schools.NewCodes(r.Context(), actorOf(r), id)
	return web.Next(link.SchoolSlips(id), "schools.code.made"), err
}

// slipView is the page of slips that are cut apart and handed over.
type slipView struct {
	slips   []schools.Slip
	school  string // "" for all
	address string
}

func (p *Pages) slipsOf(r *http.Request) (slipView, error) {
	v := slipView{school: web.ReadForm(r).Value("school"), address: web.Address(r)}
	var ids []string
	if v.school != "" {
		ids = append(ids, v.school)
	}
	var err error
	v.slips, err = p.schools.Slips(r.Context(), actorOf(r), ids...)
	return v, err
}

// slips shows them, as often as somebody asks, while their codes open.
func (p *Pages) slips(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.slipsOf(r)
	if err != nil {
		return err
	}
	page := pageOf(ctx, "schools.slips.title", slipsPage(v))
	page.Narrow, page.Sees = false, i18n.T(ctx, "schools.slips.sees")
	if v.school != "" && len(v.slips) > 0 {
		page.Back = web.Link{Text: v.slips[0].School.Name().In(ctx), URL: link.School(v.school)}
	}
	return web.Show(w, r, http.StatusOK, page)
}

func (p *Pages) slipPaper(w http.ResponseWriter, r *http.Request) error {
	v, err := p.slipsOf(r)
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "codes", v.document(r.Context()))
}

// document is the paper with a slip for each administrator, to be cut apart.
func (v slipView) document(ctx context.Context) document.Document {
	title := i18n.T(ctx, "schools.slip.title")
	d := document.Document{Language: i18n.From(ctx).Language(), Title: title, Blocks: []document.Block{document.Heading{Level: 1, Text: title}}}
	for _, s := range v.slips {
		d.Blocks = append(d.Blocks,
			document.Heading{Level: 2, Text: s.School.Name().In(ctx)},
			document.Table{Widths: []float64{4, 9}, Rows: [][]string{
				{i18n.T(ctx, "schools.slip.name"), s.Ticket.Name},
				{i18n.T(ctx, "schools.slip.address"), v.address + link.FirstSignIn()},
				{i18n.T(ctx, "schools.slip.login"), s.Login},
				{i18n.T(ctx, "schools.slip.code"), codeText(ctx, s)},
				{i18n.T(ctx, "schools.slip.until"), i18n.Moment(ctx, s.Expires, web.Zone(ctx))},
			}})
		for _, lang := range slipLanguages {
			d.Blocks = append(d.Blocks, document.Paragraph{Text: i18n.T(web.InLanguage(ctx, lang), "schools.slip.how")})
		}
	}
	return d
}

// codeText is the code, or why it does not stand there.
func codeText(ctx context.Context, s schools.Slip) string {
	if s.Shown() {
		return s.OneTime
	}
	return i18n.T(ctx, "schools.slip.elsewhere")
}
