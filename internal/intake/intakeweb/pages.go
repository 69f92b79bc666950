// Package intakeweb has the pages on which a school brings in its lists: choose a
// file, check the columns, look at what would change, confirm.
package intakeweb

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/intake"
	"talim/internal/people"
	"talim/internal/people/staffimport"
	"talim/internal/tabular"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// Pages holds the handlers.
type Pages struct {
	db     *db.DB
	intake *intake.Service
}

// New makes the pages.
func New(d *db.DB, s *intake.Service) *Pages { return &Pages{d, s} }

// Routes lists the addresses of the pages.
func (p *Pages) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /import", Permission: intake.MayImport, Handle: p.list},
		{Pattern: "GET /import/{kind}", Permission: intake.MayImport, Handle: p.choose},
		{Pattern: "POST /import/{kind}", Permission: intake.MayImport, Handle: p.begin, Upload: true},
		{Pattern: "GET /import/words", Permission: intake.MayImport, Handle: p.words},
		{Pattern: "POST /import/words/end", Permission: intake.MayImport, Handle: p.endWord},
		{Pattern: "POST /import/runs/{id}/words", Permission: intake.MayImport, Handle: p.explain},
		{Pattern: "GET /import/runs/{id}", Permission: intake.MayImport, Handle: p.show},
		{Pattern: "POST /import/runs/{id}", Permission: intake.MayImport, Handle: p.apply},
		{Pattern: "GET /import/runs/{id}/columns", Permission: intake.MayImport, Handle: p.columns},
		{Pattern: "POST /import/runs/{id}/columns", Permission: intake.MayImport, Handle: p.setColumns},
		{Pattern: "POST /import/runs/{id}/missing", Permission: intake.MayImport, Handle: p.missing},
		{Pattern: "POST /import/runs/{id}/drop", Permission: intake.MayImport, Handle: p.drop},
		{Pattern: "GET /import/runs/{id}/{file}", Permission: intake.MayImport, Handle: p.refusedRows},
	}
}

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of these pages.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // the folder is embedded above
		return messages
	}
	return sub
}

// latest is how many imports the first page lists at once.
const latest = 20

type listView struct {
	imports []intake.Import
	names   map[string]people.Named
	more    string
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	school := access.ActorFrom(ctx).School
	all, err := intake.Imports(ctx, p.db.Read(), school, web.ReadForm(r).Value("before"), latest+1)
	if err != nil {
		return err
	}
	v := listView{imports: all[:min(len(all), latest)]}
	if len(all) > latest {
		v.more = link.With(link.Imports(), "before", all[latest-1].ID)
	}
	var ids []string
	for _, i := range v.imports {
		ids = append(ids, i.CreatedBy)
	}
	if v.names, err = people.NamesOf(ctx, p.db.Read(), school, ids); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "intake.title"), Sees: i18n.T(ctx, "intake.sees"), Body: listPage(v)})
}

func (p *Pages) choose(w http.ResponseWriter, r *http.Request) error {
	return p.showChoose(w, r, http.StatusOK, web.Form{})
}

func (p *Pages) showChoose(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, kind := r.Context(), intake.Kind(r.PathValue("kind"))
	if !kind.Known() {
		return fault.NotFound("intake.kind_unknown")
	}
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "intake.choose."+string(kind)), Back: back(ctx), Body: choosePage(form, kind), Narrow: true,
	})
}

func back(ctx context.Context) web.Link {
	return web.Link{Text: i18n.T(ctx, "intake.title"), URL: link.Imports()}
}

func (p *Pages) begin(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	begun, err := p.beginWith(r)
	status := web.Refused(&form, err)
	switch {
	case status != 0:
		return p.showChoose(w, r, status, form)
	case err == nil && !begun.Remembered:
		return web.SeeOther(w, r, link.ImportColumns(begun.ID), "")
	}
	return lead(w, r, begun, err)
}

// lead leads to what a file would change, or to its columns where somebody has to look at
// them first.
func lead(w http.ResponseWriter, r *http.Request, found intake.Preview, err error) error {
	switch {
	case err != nil:
		return err
	case len(found.Needs) > 0:
		return web.SeeOther(w, r, link.ImportColumns(found.ID), "")
	}
	return web.SeeOther(w, r, link.Import(found.ID), "")
}

// missing takes the answers to what becomes of what the file does not name, and of
// teachers whom the school does not know.
func (p *Pages) missing(w http.ResponseWriter, r *http.Request) error {
	ctx, form, id := r.Context(), web.ReadForm(r), r.PathValue("id")
	found, err := p.intake.Preview(ctx, access.ActorFrom(ctx), id, chosen(form))
	if web.Refused(&form, err) == http.StatusConflict {
		return p.showAgain(w, r, form, err)
	}
	return lead(w, r, found, err)
}

// showAgain shows a preview as it was, with what was chosen and why it was not done. An
// import that has ended meanwhile shows its end.
func (p *Pages) showAgain(w http.ResponseWriter, r *http.Request, form web.Form, err error) error {
	ctx := r.Context()
	shown, lost := p.intake.Show(ctx, access.ActorFrom(ctx), r.PathValue("id"))
	switch {
	case lost != nil || shown.Expect == "" && shown.State == intake.Previewed:
		return err
	case shown.State != intake.Previewed:
		return web.SeeOther(w, r, link.Import(shown.ID), "")
	}
	return p.showPreview(w, r, http.StatusConflict, shown, chosen(form), form.Error(ctx, ""))
}

func (p *Pages) beginWith(r *http.Request) (begun intake.Preview, err error) {
	upload, err := web.ReadUpload(r, "file")
	if err != nil {
		return begun, err
	}
	defer func() { err = errors.Join(err, upload.Close()) }()
	content, err := io.ReadAll(upload)
	if err != nil {
		return begun, err
	}
	return p.intake.Begin(r.Context(), access.ActorFrom(r.Context()), intake.Kind(r.PathValue("kind")), upload.Name, content)
}

// chosen reads what the reader decided.
func chosen(form web.Form) intake.Choice {
	same := intake.SameName(form.Value("same"))
	for i := range intake.Named {
		name := sameField(i)
		if answer := form.Value(name); answer != "" {
			same = same.With(form.Raw(name+"_row"), answer)
		}
	}
	return intake.Choice{EndMissing: form.Value("missing") == "end", AddTeachers: form.Value("teachers") == "add", SameName: same}
}

// show is an import on its way: what it would change, or what became of it.
func (p *Pages) show(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	shown, err := p.intake.Show(ctx, access.ActorFrom(ctx), id)
	switch {
	case err != nil:
		return err
	case shown.State != intake.Previewed:
		return p.showEnded(w, r, shown.Import)
	case shown.Expect == "": // not compared yet
		return web.SeeOther(w, r, link.ImportColumns(id), "")
	}
	return p.showPreview(w, r, http.StatusOK, shown, shown.Choice, "")
}

// showPreview shows what an import would do, with the answers that were given; says is
// why they were not taken.
func (p *Pages) showPreview(w http.ResponseWriter, r *http.Request, status int, shown intake.Preview, asked intake.Choice, says string) error {
	ctx := r.Context()
	words, err := p.wordFields(ctx, shown)
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "intake.preview.title"), Kicker: shown.FileName, Sees: i18n.T(ctx, "intake.sees"), Back: back(ctx), Body: previewPage(shown, asked, says, words, web.ReadForm(r).Value("class")),
	})
}

func (p *Pages) showEnded(w http.ResponseWriter, r *http.Request, i intake.Import) error {
	ctx, noFirstDay := r.Context(), 0
	if i.Kind == intake.Staff && i.State == intake.Applied {
		var err error
		if noFirstDay, err = people.CountWithoutFirstDay(ctx, p.db.Read(), i.School, p.intake.Today()); err != nil {
			return err
		}
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(ctx, "intake.ended."+string(i.State)), Kicker: i.FileName, Back: back(ctx), Body: endedPage(i, i.Report(), noFirstDay),
	})
}

func (p *Pages) apply(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	id := r.PathValue("id")
	in := intake.Confirmation{Choice: chosen(form), Expect: cmp.Or(form.Value("expect"), nothingShown)}
	_, err := p.intake.Apply(ctx, access.ActorFrom(ctx), id, in)
	switch {
	case intake.Changed(err): // the preview shows what it would do now
		return web.SeeOther(w, r, link.Import(id), "intake.preview.changed")
	case web.Refused(&form, err) == http.StatusConflict:
		return p.showAgain(w, r, form, err)
	case err != nil:
		return err
	}
	return web.SeeOther(w, r, link.Import(id), "intake.applied")
}

// nothingShown is what a form expects that was made from no preview.
const nothingShown = "nothing"

func (p *Pages) drop(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := p.intake.Drop(ctx, access.ActorFrom(ctx), r.PathValue("id")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Imports(), "intake.dropped")
}

func (p *Pages) columns(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	view, err := p.intake.Look(ctx, access.ActorFrom(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showColumns(w, r, http.StatusOK, web.ReadForm(r), view)
}

// showColumns shows the form of the columns; at a conflict with what the other chose
// beside what was typed. Sent again, it is a choice between the two.
func (p *Pages) showColumns(w http.ResponseWriter, r *http.Request, status int, form web.Form, view intake.Preview) error {
	ctx := r.Context()
	form.Stands(view.Version, standing(view)...)
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "intake.columns.title"), Kicker: view.FileName, Sees: i18n.T(ctx, "intake.sees"), Back: back(ctx), Body: columnsPage(form, view),
	})
}

// standing is what an import holds, as the fields of its form.
func standing(v intake.Preview) []string {
	pairs := []string{"starts", string(v.Starts), "sheet", strconv.Itoa(v.Sheet), "header", strconv.Itoa(v.Columns().Header)}
	taken := intake.TakenFor(v.Columns().Columns)
	for i := range v.Header {
		pairs = append(pairs, takeName(i), cmp.Or(taken[i], leftOut))
	}
	return pairs
}

// leftOut is the choice of a column that is not taken.
const leftOut = "-"

func takeName(column int) string { return "take_" + strconv.Itoa(column) }

func (p *Pages) setColumns(w http.ResponseWriter, r *http.Request) error {
	ctx, form := r.Context(), web.ReadForm(r)
	actor, id := access.ActorFrom(ctx), r.PathValue("id")
	view, err := p.intake.SetColumns(ctx, actor, id, columnsOf(form))
	status := web.Refused(&form, err)
	if status != 0 && view.ID == "" { // somebody else is at work
		var gone error
		if view, gone = p.intake.Look(ctx, actor, id); gone != nil {
			return err
		}
	}
	switch {
	case status != 0:
		return p.showColumns(w, r, status, form, view)
	case err == nil && view.Moved:
		return web.SeeOther(w, r, link.ImportColumns(id), "intake.columns.moved")
	case err == nil && form.Value("do") == "again":
		return web.SeeOther(w, r, link.ImportColumns(id), "")
	}
	return lead(w, r, view, err)
}

// columnsOf reads what was chosen; a form without a place means where the file is read.
func columnsOf(form web.Form) intake.Chosen {
	in := intake.Chosen{Columns: map[int]string{}, Starts: form.Date("starts"), Version: form.Version()}
	sheet, noSheet := strconv.Atoi(form.Value("sheet"))
	header, noHeader := strconv.Atoi(form.Value("header"))
	if noSheet == nil && noHeader == nil {
		in.Place = &intake.Place{Sheet: sheet, Header: header}
	}
	for i := range tabular.MaxColumns {
		if field := form.Value(takeName(i)); field != "" && field != leftOut {
			in.Columns[i] = field
		}
	}
	in.ByField = byField(form)
	in.Unversioned = form.Value("version") == "" && len(in.Columns) == 0 && len(in.ByField) > 0
	return in
}

// byField reads the columns that were chosen for their field: they count before what was
// chosen for each column.
func byField(form web.Form) map[string]int {
	out := map[string]int{}
	for _, kind := range intake.Kinds {
		for _, f := range kind.Fields() {
			if column, err := strconv.Atoi(form.Value(columnName(f.Name))); err == nil {
				out[f.Name] = column
			}
		}
	}
	return out
}

func columnName(field string) string { return "column_" + field }

// columnChoices are the columns of a file by their headings.
func columnChoices(ctx context.Context, v intake.Preview) []component.Choice {
	out := []component.Choice{{Value: "", Label: i18n.T(ctx, "intake.columns.as_above")}}
	for i := range v.Header {
		out = append(out, component.Choice{Value: strconv.Itoa(i), Label: headingOf(ctx, v, i)})
	}
	return out
}

// refusedRows sends the rows that were not taken, before or after the import.
func (p *Pages) refusedRows(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	actor, id := access.ActorFrom(ctx), r.PathValue("id")
	shown, err := p.intake.Show(ctx, actor, id)
	if err != nil {
		return err
	}
	report := shown.Report
	switch locale := i18n.From(ctx); r.PathValue("file") {
	case "refused.csv":
		return web.Download(w, r, "refused.csv", "text/csv; charset=utf-8", func(out io.Writer) error { return report.RefusedCSV(out, locale) })
	case "refused.xlsx":
		return web.Spreadsheet(w, r, "refused.xlsx", report.RefusedSheet(locale))
	}
	return fault.NotFound("intake.import.not_found")
}

// fieldChoices are what a column may be taken for.
func fieldChoices(ctx context.Context, kind intake.Kind) []component.Choice {
	out := []component.Choice{{Value: leftOut, Label: i18n.T(ctx, "intake.column.leave")}}
	for _, f := range kind.Fields() {
		out = append(out, component.Choice{Value: f.Name, Label: fieldName(ctx, kind, f.Name)})
	}
	return out
}

// headingOf names a column: by its heading, else by its number.
func headingOf(ctx context.Context, v intake.Preview, column int) string {
	return cmp.Or(v.Header[column], i18n.T(ctx, "intake.column.unnamed", "Number", column+1))
}

// examplesOf shows what stands in a column.
func examplesOf(ctx context.Context, v intake.Preview, column int) string {
	if column >= len(v.Examples) || len(v.Examples[column]) == 0 {
		return i18n.T(ctx, "intake.column.empty")
	}
	var words []string
	for _, x := range v.Examples[column] {
		words = append(words, shortened(x))
	}
	return strings.Join(words, " · ")
}

// widest is the number of columns that rows have together.
func widest(rows []tabular.Row) int {
	n := 0
	for _, r := range rows {
		n = max(n, len(r.Cells))
	}
	return n
}

// sheetChoices are the sheets of a workbook.
func sheetChoices(ctx context.Context, v intake.Preview) []component.Choice {
	var out []component.Choice
	for i, s := range v.Sheets {
		out = append(out, component.Choice{Value: strconv.Itoa(i), Label: i18n.T(ctx, "intake.sheet.rows", "Name", s.Name, "Count", s.Rows)})
	}
	return out
}

func shortened(s string) string {
	const letters = 24
	if r := []rune(s); len(r) > letters {
		return string(r[:letters]) + "…"
	}
	return s
}

// fieldName names a field of a kind of file.
func fieldName(ctx context.Context, kind intake.Kind, name string) string {
	return i18n.T(ctx, kind.FieldKey(name))
}

// fieldNames lists what a file of the kind may hold, the needed first.
func fieldNames(ctx context.Context, kind intake.Kind, needed bool) string {
	var names []string
	for _, f := range kind.Fields() {
		if f.Needed == needed {
			names = append(names, fieldName(ctx, kind, f.Name))
		}
	}
	return strings.Join(names, ", ")
}

// changeText is one changed fact of a person: what, from, to.
func changeText(ctx context.Context, c staffimport.FieldChange) string {
	name := fieldOfPerson(ctx, c.Field)
	switch {
	case c.Field == "left":
		return i18n.T(ctx, "intake.staff.leaves", "Date", i18n.Date(ctx, calendar.Date(c.New).AddDays(-1)))
	case c.Old == "":
		return name + ": " + valueText(ctx, c.Field, c.New)
	case c.New == "":
		return name + ": " + i18n.T(ctx, "intake.staff.ends", "Was", valueText(ctx, c.Field, c.Old))
	}
	return name + ": " + valueText(ctx, c.Field, c.Old) + " → " + valueText(ctx, c.Field, c.New)
}

func fieldOfPerson(ctx context.Context, field string) string {
	if key := "intake.change." + field; i18n.From(ctx).Has(key) {
		return i18n.T(ctx, key)
	}
	return field
}

// valueText names roles, states and the rest where there is a word for them.
func valueText(ctx context.Context, field, value string) string {
	if field == "since" {
		return i18n.Date(ctx, calendar.Date(value))
	}
	if field == "subjects" {
		return subjectsText(ctx, value)
	}
	prefix := valuePrefixes[field]
	if key := prefix + value; prefix != "" && i18n.From(ctx).Has(key) {
		return i18n.T(ctx, key)
	}
	return value
}

// subjectsText names the usual subjects of a list of codes; others are called as in the
// file.
func subjectsText(ctx context.Context, codes string) string {
	all := strings.Split(codes, "; ")
	for i, code := range all {
		all[i] = timetable.SubjectNamed(code).Name.In(ctx)
	}
	return strings.Join(all, ", ")
}

// valuePrefixes are the beginnings of the messages that name the values of a field.
var valuePrefixes = map[string]string{
	"role": "web.role.", "state": "people.state.name.", "category": "people.private.category.",
	"study_route": "people.private.route.", "gender": "people.private.gender.",
}
