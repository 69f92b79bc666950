package accountsweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	goqr "github.com/piglig/go-qr"

	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
	"talim/internal/web"
	"talim/internal/web/link"
)

// slipLanguages are those in which every slip says what to do, whoever prints it.
var slipLanguages = []i18n.Language{i18n.Kazakh, i18n.Russian}

// sheetView is the page of slips that are cut apart and handed out (R230).
type sheetView struct {
	tickets []accounts.Ticket
	until   string // of this sheet; "" for all codes that nobody has used
	address string // of the site
}

func (p *Pages) sheetOf(r *http.Request) (sheetView, error) {
	v := sheetView{until: web.ReadForm(r).Value("until"), address: web.Address(r)}
	var err error
	v.tickets, err = p.Accounts.Tickets(r.Context(), actorOf(r), calendar.Instant(v.until))
	return v, err
}

// codeSheet shows the sheet, as often as somebody asks, while its codes open.
func (p *Pages) codeSheet(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v, err := p.sheetOf(r)
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(ctx, "people.codes.title"), Body: codeSheetPage(v), Sees: i18n.T(ctx, "people.codes.sees"),
		Back: web.Link{Text: i18n.T(ctx, "people.account.title"), URL: link.Accounts()},
	})
}

func (p *Pages) codePaper(w http.ResponseWriter, r *http.Request) error {
	v, err := p.sheetOf(r)
	if err != nil {
		return err
	}
	org, err := tree.ByID(r.Context(), p.DB.Read(), actorOf(r).School)
	if err != nil {
		return err
	}
	format := strings.TrimPrefix(r.PathValue("paper"), "paper.")
	return web.Paper(w, r, format, "codes", codeDocument(r.Context(), org.Name().In(r.Context()), v, p.today()))
}

// codeDocument is the sheet as a paper with a line for each person, to be cut apart.
func codeDocument(ctx context.Context, school string, v sheetView, today calendar.Date) document.Document {
	t := document.Table{
		Head: []string{
			i18n.T(ctx, "people.field.name"), i18n.T(ctx, "people.slip.address"), i18n.T(ctx, "people.signin.login"),
			i18n.T(ctx, "people.first.code"), i18n.T(ctx, "people.codes.until"),
		},
		Widths: []float64{4, 4, 3, 3, 3},
	}
	for _, x := range v.tickets {
		t.Rows = append(t.Rows, []string{x.Name, v.address, x.Login, x.OneTime, i18n.Moment(ctx, x.Expires, web.Zone(ctx))})
	}
	title := i18n.T(ctx, "people.codes.title")
	return document.Document{
		Language: i18n.From(ctx).Language(), Title: title, Author: school, Date: today,
		Blocks: []document.Block{
			document.Heading{Level: 1, Text: title},
			document.Paragraph{Text: school, Align: document.Center},
			document.Paragraph{Text: i18n.T(web.InLanguage(ctx, i18n.Kazakh), "people.slip.how")},
			document.Paragraph{Text: i18n.T(web.InLanguage(ctx, i18n.Russian), "people.slip.how")},
			t,
			document.Paragraph{Text: i18n.T(ctx, "people.codes.care"), Small: true},
		},
	}
}

// qr is a QR code to be drawn: how many squares wide with its quiet zone, and the dark
// ones as a path of SVG.
type qr struct {
	Size int
	Path string
}

// quiet is the white border that readers need, in squares.
const quiet = 4

func qrOf(text string) (qr, error) {
	code, err := goqr.EncodeText(text, goqr.Medium)
	if err != nil {
		return qr{}, err
	}
	var path strings.Builder
	for y := range code.Size() {
		for x := range code.Size() {
			if code.Module(x, y) {
				path.WriteString("M" + strconv.Itoa(x+quiet) + " " + strconv.Itoa(y+quiet) + "h1v1h-1z")
			}
		}
	}
	return qr{Size: code.Size() + 2*quiet, Path: path.String()}, nil
}

// local says whether slips with the address would lead nobody anywhere.
func (v sheetView) local() bool { return web.OnlyHere(v.address) }
