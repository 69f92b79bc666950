package schoolsweb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/hold"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/schools"
	"talim/internal/people/tree"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// pageOfSchools is how many stand on a page of the list.
const pageOfSchools = 50

// Pages holds the handlers.
type Pages struct {
	db      *db.DB
	schools *schools.Service
}

// New makes the pages.
func New(d *db.DB, s *schools.Service) *Pages { return &Pages{d, s} }

// Routes lists the addresses.
func (p *Pages) Routes() []web.Route {
	return slices.Concat(
		[]web.Route{
			{Pattern: "GET /schools", Permission: schools.MayKeep, Handle: p.list},
			{Pattern: "GET /schools/{id}", Permission: schools.MayKeep, Handle: p.school},
			{Pattern: "POST /schools/codes", Permission: schools.MayKeep, Handle: web.Act(p.codes)},
			{Pattern: "POST /schools/{id}/code", Permission: schools.MayKeep, Handle: web.Act(p.code)},
			{Pattern: "POST /schools/{id}/code/new", Permission: schools.MayKeep, Handle: web.Act(p.newCode)},
			{Pattern: "GET /schools/slips", Permission: schools.MayKeep, Handle: p.slips},
			{Pattern: "GET /schools/slips/paper/{format}", Permission: schools.MayKeep, Handle: p.slipPaper},
			{Pattern: "POST /schools/{id}/open", Permission: schools.MayKeep, Handle: web.Act(p.reopen)},
			{Pattern: "GET /schools/table", Permission: schools.MayKeep, Handle: p.rows},
			{Pattern: "POST /schools/table", Permission: schools.MayKeep, Handle: p.addRows, Upload: true},
		},
		p.adding().Routes(), p.moving().Routes(), p.closing().Routes(), p.leaving().Routes(),
	)
}

func actorOf(r *http.Request) access.Actor { return access.ActorFrom(r.Context()) }

// listView is what the list shows.
type listView struct {
	form    web.Form
	lines   []schools.Line
	lessons map[string]int // of today by school
	first   string
	next    string
}

// waiting counts the schools of the page whose administrator has never signed in.
func (v listView) waiting() int {
	n := 0
	for _, l := range v.lines {
		if l.Waiting > 0 && l.Why == hold.None {
			n++
		}
	}
	return n
}

func (p *Pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := listView{form: web.ReadForm(r)}
	lines, more, err := p.schools.List(ctx, actorOf(r), schools.Filter{Text: v.form.Value("q"), After: v.form.Value("after"), Limit: pageOfSchools})
	if err != nil {
		return err
	}
	v.lines = lines
	ids := make([]string, len(lines))
	for i, l := range lines {
		ids[i] = l.ID
	}
	if v.lessons, err = timetable.LessonsOf(ctx, p.db.Read(), p.schools.Today(), ids); err != nil {
		return err
	}
	here := link.With(link.Schools(), "q", v.form.Value("q"))
	if v.form.Value("after") != "" {
		v.first = here
	}
	if more {
		v.next = link.With(here, "after", lines[len(lines)-1].Code)
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(ctx, "schools.title"), Action: addAction(), Body: listPage(v), Sees: i18n.T(ctx, "schools.sees"),
	})
}

// adding is the form of one school.
func (p *Pages) adding() web.FormOf[schools.NewSchool] {
	return web.FormOf[schools.NewSchool]{
		At: "/schools/new", Permission: schools.MayKeep, Show: p.newPage, Read: readSchool,
		Do: func(r *http.Request, in schools.NewSchool) (web.Done, error) {
			made, err := p.schools.Add(r.Context(), actorOf(r), in)
			return web.Next(link.School(made.School.ID), "schools.added"), err
		},
	}
}

func readSchool(f *web.Form) schools.NewSchool {
	return schools.NewSchool{
		Kind: tree.Kind(f.Value("kind")), Parent: f.Value("parent"), Login: f.Value("login"),
		Facts: tree.Facts{
			Code: f.Value("code"), Name: i18n.Text{KK: f.Value("name_kk"), RU: f.Value("name_ru"), EN: f.Value("name_en")},
			AddressKK: f.Value("address_kk"), AddressRU: f.Value("address_ru"), Timezone: f.Value("timezone"), Languages: f.Values("languages"),
		},
		Administrator: people.StaffFacts{
			FamilyName: f.Value("admin_family_name"), GivenName: f.Value("admin_given_name"), Patronymic: f.Value("admin_patronymic"),
		},
	}
}

func (p *Pages) newPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	offices, err := p.schools.Offices(ctx, actorOf(r))
	f.Begin("kind", string(tree.School), "parent", actorOf(r).School, "timezone", "Asia/Almaty", "languages", "kk")
	return pageOf(ctx, "schools.new.title", newPage(f, offices)), err
}

// pageOf is a page below the list.
func pageOf(ctx context.Context, title string, body templ.Component) web.Page {
	return web.Page{
		Title: i18n.T(ctx, title), Narrow: true, Body: body, Back: web.Link{Text: i18n.T(ctx, "schools.title"), URL: link.Schools()},
	}
}

func (p *Pages) school(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	s, err := p.schools.One(ctx, actorOf(r), r.PathValue("id"))
	if err != nil {
		return err
	}
	page := pageOf(ctx, "schools.title", schoolPage(s, p.schools.Instant()))
	page.Title, page.Sees = s.Name().In(ctx), i18n.T(ctx, "schools.sees")
	return web.Show(w, r, http.StatusOK, page)
}

// moving places a school under another office, from a day on.
func (p *Pages) moving() web.FormOf[tree.NewPlace] {
	return web.FormOf[tree.NewPlace]{
		At: "/schools/{id}/move", Permission: schools.MayKeep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			s, err := p.schools.One(r.Context(), actorOf(r), r.PathValue("id"))
			f.Begin("starts", string(p.schools.Today()))
			f.Stands(s.Version, "parent", s.ParentID)
			return about(r.Context(), "schools.move.title", s, movePage(f, s)), err
		},
		Read: func(f *web.Form) tree.NewPlace {
			return tree.NewPlace{Version: f.Version(), Parent: f.Value("parent"), Starts: f.Date("starts")}
		},
		Do: web.OnThe(p.schools.Move, link.School, "schools.moved"),
	}
}

func (p *Pages) closing() web.FormOf[calendar.Date] {
	return web.FormOf[calendar.Date]{
		At: "/schools/{id}/close", Permission: schools.MayKeep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			s, err := p.schools.One(r.Context(), actorOf(r), r.PathValue("id"))
			f.Begin("last_day", string(p.schools.Today()))
			return about(r.Context(), "schools.close.title", s, closePage(f, s)), err
		},
		Read: func(f *web.Form) calendar.Date { return f.Date("last_day") },
		Do:   web.OnThe(p.schools.Close, link.School, "schools.closed"),
	}
}

// leaving says where a school works that went into another database.
func (p *Pages) leaving() web.FormOf[schools.Whereabouts] {
	return web.FormOf[schools.Whereabouts]{
		At: "/schools/{id}/left", Permission: schools.MayKeep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			s, err := p.schools.One(r.Context(), actorOf(r), r.PathValue("id"))
			f.Stands(s.PlaceVersion, "place", s.Place)
			return about(r.Context(), "schools.left.title", s, leftPage(f, s)), err
		},
		Read: func(f *web.Form) schools.Whereabouts {
			return schools.Whereabouts{Version: f.Version(), Place: f.Value("place")}
		},
		Do: web.OnThe(p.schools.Leave, link.School, "schools.left.done"),
	}
}

// about is a page below that of one school.
func about(ctx context.Context, title string, s schools.School, body templ.Component) web.Page {
	page := pageOf(ctx, title, body)
	page.Back = web.Link{Text: s.Name().In(ctx), URL: link.School(s.ID)}
	return page
}

func (p *Pages) reopen(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.School(id), "schools.reopened"), p.schools.Reopen(r.Context(), actorOf(r), id)
}

// rows is the form that takes a table.
func (p *Pages) rows(w http.ResponseWriter, r *http.Request) error {
	return p.showRows(w, r, http.StatusOK, web.NewForm("parent", actorOf(r).School), nil)
}

func (p *Pages) showRows(w http.ResponseWriter, r *http.Request, status int, f web.Form, refused []schools.Refused) error {
	ctx := r.Context()
	offices, err := p.schools.Offices(ctx, actorOf(r))
	if err != nil {
		return err
	}
	return web.Show(w, r, status, pageOf(ctx, "schools.rows.title", rowsPage(&f, offices, refused)))
}

func (p *Pages) addRows(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	made, refused, err := p.takeRows(r, form)
	if form.Take(err) || len(refused) > 0 {
		return p.showRows(w, r, http.StatusUnprocessableEntity, form, refused)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Schools(), "schools.rows.done", "Count", len(made))
}

// takeRows reads what was pasted, else the file.
func (p *Pages) takeRows(r *http.Request, form web.Form) ([]accounts.MadeSchool, []schools.Refused, error) {
	ctx, text := r.Context(), form.Raw("pasted")
	if text == "" {
		content, err := fileOf(r)
		if err != nil {
			return nil, nil, err
		}
		text = string(content)
	}
	rows, err := schools.ReadRows(ctx, []byte(text))
	if err != nil {
		return nil, nil, err
	}
	return p.schools.AddAll(ctx, actorOf(r), form.Value("parent"), rows)
}

// fileOf reads the file of the form.
func fileOf(r *http.Request) (content []byte, err error) {
	upload, err := web.ReadUpload(r, "file")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, upload.Close()) }()
	return io.ReadAll(upload)
}

func lessonsText(ctx context.Context, n int) string {
	if n == 0 {
		return i18n.T(ctx, "schools.timetable.none")
	}
	return i18n.T(ctx, "schools.timetable.lessons", "Count", n)
}

// numberText is a figure of the list.
func numberText(n int) string { return strconv.Itoa(n) }

// placeChoices are the organisations under which a school may be placed.
func placeChoices(ctx context.Context, lines []schools.Line, except string) []component.Choice {
	var out []component.Choice
	for _, l := range lines {
		if l.ID != except && l.Kind != tree.School {
			out = append(out, component.Choice{Value: l.ID, Label: l.Name().In(ctx)})
		}
	}
	return out
}
