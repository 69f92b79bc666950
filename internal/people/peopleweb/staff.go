package peopleweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

const (
	pageOfStaff = 50
	wholeList   = 2000 // for print
)

// listView is what the list of staff shows.
type listView struct {
	form     web.Form
	lines    []people.Line
	units    []people.Unit
	subjects subjectNames
	first    string
	next     string
	whole    bool
	imports  string
}

func (v listView) filtered() bool {
	return v.form.Value("q") != "" || v.form.Value("unit") != "" || v.form.Value("role") != ""
}

func (v listView) unitNames(ctx context.Context, l people.Line) string {
	var names []string
	for _, u := range v.units {
		if slices.Contains(l.UnitList(), u.ID) {
			names = append(names, u.Name().In(ctx))
		}
	}
	return strings.Join(names, ", ")
}

func rolesOf(ctx context.Context, l people.Line) string {
	var names []string
	for _, r := range l.RoleList() {
		names = append(names, i18n.T(ctx, "web.role."+string(r)))
	}
	return i18n.Capital(strings.Join(names, ", "))
}

// subjectNames are the names of subjects by code: the timetable's, and before it is in
// those that a list of staff may have meant.
type subjectNames map[string]i18n.Text

func (p *Pages) subjectNames(ctx context.Context, school string) (subjectNames, error) {
	return timetable.SubjectNames(ctx, p.DB.Read(), school)
}

// list names the subjects; a code without a name stands as it is.
func (n subjectNames) list(ctx context.Context, codes []string) string {
	names := make([]string, len(codes))
	for i, code := range codes {
		names[i] = code
		if name := n[code].In(ctx); name != "" {
			names[i] = name
		}
	}
	return strings.Join(names, ", ")
}

func (p *Pages) staffList(w http.ResponseWriter, r *http.Request) error {
	ctx, school := r.Context(), actorOf(r).School
	v := listView{form: web.ReadForm(r), imports: p.importFor(r)}
	v.whole = v.form.Checked("all")
	f := people.Filter{
		Text: v.form.Value("q"), Unit: v.form.Value("unit"), Role: access.Role(v.form.Value("role")), On: p.today(), After: v.form.Value("after"), Limit: pageOfStaff + 1,
	}
	if v.whole {
		f.Limit = wholeList
	}
	var err error
	if v.lines, err = people.List(ctx, p.DB.Read(), school, f); err != nil {
		return err
	}
	if v.units, err = people.UnitsOn(ctx, p.DB.Read(), school, p.today()); err != nil {
		return err
	}
	if v.subjects, err = p.subjectNames(ctx, school); err != nil {
		return err
	}
	v.turn()
	return web.Show(w, r, http.StatusOK, web.Page{Title: i18n.T(ctx, "people.staff.list.title"), Action: addStaffAction(), Body: staffListPage(v)})
}

// turn cuts the page and finds the ways on and back.
func (v *listView) turn() {
	here := link.With(link.People(), "q", v.form.Value("q"), "unit", v.form.Value("unit"), "role", v.form.Value("role"))
	if v.form.Value("after") != "" {
		v.first = here
	}
	if !v.whole && len(v.lines) > pageOfStaff {
		v.lines = v.lines[:pageOfStaff]
		v.next = link.With(here, "after", v.lines[pageOfStaff-1].Key())
	}
}

func (p *Pages) importFor(r *http.Request) string {
	if people.MayImport.Allows(actorOf(r)) {
		return p.Import
	}
	return ""
}

// person is what the page of one shows.
type person struct {
	people.Card
	spans    []people.Span
	subjects subjectNames
	today    calendar.Date
}

func (v person) away() bool { return people.AwayOn(v.spans, v.today) }

// of lists the spans of a kind, those of today and later, or those that are over.
func (v person) of(kind string, over bool) []people.Span {
	var out []people.Span
	for _, s := range v.spans {
		if s.Kind == kind && (s.Ends < v.today) == over {
			out = append(out, s)
		}
	}
	return out
}

func (v person) teaches(ctx context.Context) string {
	var codes []string
	for _, s := range v.of("teaches", false) {
		codes = append(codes, s.What)
	}
	slices.Sort(codes)
	return v.subjects.list(ctx, codes)
}

func (p *Pages) staff(w http.ResponseWriter, r *http.Request) error {
	ctx, school := r.Context(), actorOf(r).School
	v := person{today: p.today()}
	var err error
	if v.Card, err = people.CardOf(ctx, p.DB.Read(), school, r.PathValue("id")); err != nil {
		return err
	}
	if v.spans, err = people.HistoryOf(ctx, p.DB.Read(), school, v.ID); err != nil {
		return err
	}
	if v.subjects, err = p.subjectNames(ctx, school); err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, p.personPage(ctx, v.Staff, web.Page{Body: staffPage(v), Sees: i18n.T(ctx, "people.staff.sees")}))
}

// personPage gives the pages of one person their head.
func (p *Pages) personPage(ctx context.Context, s people.Staff, page web.Page) web.Page {
	page.Title = s.Name()
	if s.Name() != s.Code {
		page.Kicker = s.Code
	}
	page.Back = web.Link{Text: i18n.T(ctx, "people.staff.list.title"), URL: link.People()}
	return page
}

// personTabs are the pages of one person.
func personTabs(ctx context.Context, id, current string) []component.Tab {
	actor := access.ActorFrom(ctx)
	out := []component.Tab{{Text: i18n.T(ctx, "people.tab.card"), URL: link.Staff(id)}}
	if people.MaySeePrivate(actor, id) {
		out = append(out, component.Tab{Text: i18n.T(ctx, "people.tab.private"), URL: link.StaffPrivate(id)})
	}
	if people.MayReadJournal.Allows(actor) {
		out = append(out, component.Tab{Text: i18n.T(ctx, "people.tab.journal"), URL: link.RecordJournal(people.KindOfStaff, id)})
	}
	for i := range out {
		out[i].Current = out[i].URL == current
	}
	return out
}

func (p *Pages) newStaff() web.FormOf[people.NewStaff] {
	return web.FormOf[people.NewStaff]{
		At: "/people/staff/new", Permission: people.MayKeepStaff, Show: p.newStaffPage,
		Read: readNewStaff,
		Do: func(r *http.Request, in people.NewStaff) (web.Done, error) {
			made, err := p.People.AddStaff(r.Context(), actorOf(r), in)
			says := "people.staff.added"
			if in.Code == "" {
				says = "people.staff.added_code"
			}
			return web.Next(link.Staff(made.ID), says, "Name", made.Name(), "Code", made.Code), err
		},
	}
}

func readNewStaff(f *web.Form) people.NewStaff {
	facts := people.NoFacts
	facts.YearsExperience, facts.Category = numberOf(f, "years_experience"), f.Value("category")
	return people.NewStaff{
		StaffFacts: readStaff(f), Role: access.Role(f.Value("role")), Starts: f.Date("starts"), Unit: f.Value("unit"), Subjects: f.Values("subjects"),
		Private: &facts, Others: f.Values("others"),
	}
}

func readStaff(f *web.Form) people.StaffFacts {
	return people.StaffFacts{
		Code: f.Value("code"), FamilyName: f.Value("family_name"), GivenName: f.Value("given_name"), Patronymic: f.Value("patronymic"),
		Phone: f.Value("phone"), Email: f.Value("email"),
	}
}

func (p *Pages) newStaffPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx, school := r.Context(), actorOf(r).School
	f.Begin("starts", formDate(p.today()), "role", string(access.Teacher))
	units, err := people.UnitsOn(ctx, p.DB.Read(), school, p.today())
	if err != nil {
		return web.Page{}, err
	}
	giver, err := p.giver(ctx)
	if err != nil {
		return web.Page{}, err
	}
	subjects, err := p.subjectChoices(r, f.Values("subjects"))
	if err != nil {
		return web.Page{}, err
	}
	var namesakes []people.Person
	if f.Error(ctx, "others") != "" || len(f.Values("others")) > 0 {
		namesakes, err = people.Namesakes(ctx, p.DB.Read(), school, readStaff(f))
	}
	return web.Page{
		Title: i18n.T(ctx, "people.staff.new.title"), Narrow: true, Body: newStaffPage(f, roleChoices(ctx, giver, ""), units, subjects, namesakes),
		Sees: i18n.T(ctx, "people.staff.new.sees"),
		Back: web.Link{Text: i18n.T(ctx, "people.staff.list.title"), URL: link.People()},
	}, err
}

// subjectChoices lists the subjects of the school, the usual ones of other names, and
// what else the person teaches.
func (p *Pages) subjectChoices(r *http.Request, taught []string) ([]component.Choice, error) {
	ctx := r.Context()
	all, err := timetable.SubjectsToChoose(ctx, p.DB.Read(), actorOf(r).School)
	for _, code := range taught {
		if !slices.ContainsFunc(all, func(x timetable.SubjectFacts) bool { return x.Code == code }) {
			all = append(all, timetable.SubjectFacts{Code: code, Name: i18n.Text{KK: code, RU: code, EN: code}})
		}
	}
	var out []component.Choice
	named := map[string]bool{}
	for _, x := range all {
		label := x.Name.In(ctx)
		if key := i18n.Fold(label); !named[key] || slices.Contains(taught, x.Code) {
			named[key] = true
			out = append(out, component.Choice{Value: x.Code, Label: label})
		}
	}
	slices.SortFunc(out, func(a, b component.Choice) int { return strings.Compare(i18n.SortKey(a.Label), i18n.SortKey(b.Label)) })
	return out, err
}

// change is what a form made of the version of a record that it was made from.
type change[T any] struct {
	version int
	to      T
}

func (p *Pages) editStaff() web.FormOf[change[people.StaffFacts]] {
	return web.FormOf[change[people.StaffFacts]]{
		At: "/people/staff/{id}/edit", Permission: people.MayKeepStaff, Show: p.editStaffPage,
		Read: func(f *web.Form) change[people.StaffFacts] {
			return change[people.StaffFacts]{f.Version(), readStaff(f)}
		},
		Do: func(r *http.Request, in change[people.StaffFacts]) (web.Done, error) {
			made, err := p.People.EditStaff(r.Context(), actorOf(r), r.PathValue("id"), in.version, in.to)
			return web.Next(link.Staff(made.ID), "people.staff.saved"), err
		},
	}
}

func (p *Pages) editStaffPage(r *http.Request, f *web.Form) (web.Page, error) {
	s, err := p.staffOf(r)
	f.Stands(s.Version, "code", s.Code, "family_name", s.FamilyName, "given_name", s.GivenName, "patronymic", s.Patronymic, "phone", s.Phone, "email", s.Email)
	return pageAbout(r, s, "people.staff.edit.title", editStaffPage(f, s.ID)), err
}

// staffOf is the person of the address.
func (p *Pages) staffOf(r *http.Request) (people.Staff, error) {
	return people.StaffByID(r.Context(), p.DB.Read(), actorOf(r).School, r.PathValue("id"))
}

// pageAbout is the page of a form about one person.
func pageAbout(r *http.Request, s people.Staff, titleKey string, body templ.Component) web.Page {
	return web.Page{
		Title: i18n.T(r.Context(), titleKey), Kicker: s.Name(), Narrow: true, Body: body, Back: web.Link{Text: s.Name(), URL: link.Staff(s.ID)},
	}
}

func (p *Pages) subjects() web.FormOf[people.NewSubjects] {
	return web.FormOf[people.NewSubjects]{
		At: "/people/staff/{id}/subjects", Permission: people.MayKeepStaff, Show: p.subjectsPage,
		Read: func(f *web.Form) people.NewSubjects {
			return people.NewSubjects{Version: f.Version(), Subjects: f.Values("subjects"), Starts: f.Date("starts")}
		},
		Do: func(r *http.Request, in people.NewSubjects) (web.Done, error) {
			in.Staff = r.PathValue("id")
			return web.Next(link.Staff(in.Staff), "people.staff.saved"), p.People.SetSubjects(r.Context(), actorOf(r), in)
		},
	}
}

func (p *Pages) subjectsPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx, school := r.Context(), actorOf(r).School
	s, taught, err := people.TaughtBy(ctx, p.DB.Read(), school, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	stands := []string{"subjects", ""}
	for _, code := range taught {
		stands = append(stands, "subjects", code)
	}
	f.Begin("starts", formDate(p.today()))
	f.Stands(s.SubjectsVersion, stands...)
	choices, err := p.subjectChoices(r, f.Values("subjects"))
	return pageAbout(r, s, "people.subjects.title", subjectsPage(f, s.ID, choices)), err
}
