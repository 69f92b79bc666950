package peopleweb

import (
	"context"
	"net/http"
	"slices"
	"strings"

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

// subjectNames are the timetable's names of subjects by code.
type subjectNames map[string]i18n.Text

func (p *Pages) subjectNames(ctx context.Context, school string) (subjectNames, error) {
	all, err := timetable.Subjects(ctx, p.DB.Read(), school)
	names := subjectNames{}
	for _, s := range all {
		names[s.Code] = s.Name()
	}
	return names, err
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
	people.Staff
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
	if v.Staff, err = people.StaffByID(ctx, p.DB.Read(), school, r.PathValue("id")); err != nil {
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

func (p *Pages) newStaff(w http.ResponseWriter, r *http.Request) error {
	return p.showNewStaff(w, r, http.StatusOK, web.NewForm("starts", formDate(p.today()), "role", string(access.Teacher)))
}

func (p *Pages) addStaff(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	made, err := p.People.AddStaff(r.Context(), actorOf(r), people.NewStaff{
		StaffFacts: readStaff(form), Role: access.Role(form.Value("role")), Starts: form.Date("starts"), Unit: form.Value("unit"), Subjects: form.Values("subjects"),
	})
	if form.Take(err) {
		return p.showNewStaff(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Staff(made.ID), "people.staff.added", "Name", made.Name())
}

func readStaff(f web.Form) people.StaffFacts {
	return people.StaffFacts{
		Code: f.Value("code"), FamilyName: f.Value("family_name"), GivenName: f.Value("given_name"), Patronymic: f.Value("patronymic"),
		Phone: f.Value("phone"), Email: f.Value("email"),
	}
}

func (p *Pages) showNewStaff(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, school := r.Context(), actorOf(r).School
	units, err := people.UnitsOn(ctx, p.DB.Read(), school, p.today())
	if err != nil {
		return err
	}
	subjects, err := p.subjectNames(ctx, school)
	if err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: i18n.T(ctx, "people.staff.new.title"), Narrow: true, Body: newStaffPage(form, units, subjects.choices(ctx, nil)),
		Back: web.Link{Text: i18n.T(ctx, "people.staff.list.title"), URL: link.People()},
	})
}

// choices lists the subjects of the school, and what else the person teaches.
func (n subjectNames) choices(ctx context.Context, taught []string) []component.Choice {
	var out []component.Choice
	for code, name := range n {
		out = append(out, component.Choice{Value: code, Label: name.In(ctx)})
	}
	for _, code := range taught {
		if _, known := n[code]; !known {
			out = append(out, component.Choice{Value: code, Label: code})
		}
	}
	slices.SortFunc(out, func(a, b component.Choice) int { return strings.Compare(i18n.SortKey(a.Label), i18n.SortKey(b.Label)) })
	return out
}

func (p *Pages) editStaff(w http.ResponseWriter, r *http.Request) error {
	s, err := people.StaffByID(r.Context(), p.DB.Read(), actorOf(r).School, r.PathValue("id"))
	if err != nil {
		return err
	}
	return p.showEditStaff(w, r, http.StatusOK, s, web.NewForm("code", s.Code, "family_name", s.FamilyName, "given_name", s.GivenName,
		"patronymic", s.Patronymic, "phone", s.Phone, "email", s.Email))
}

func (p *Pages) saveStaff(w http.ResponseWriter, r *http.Request) error {
	form, id := web.ReadForm(r), r.PathValue("id")
	_, err := p.People.EditStaff(r.Context(), actorOf(r), id, readStaff(form))
	if form.Take(err) {
		s, err := people.StaffByID(r.Context(), p.DB.Read(), actorOf(r).School, id)
		if err != nil {
			return err
		}
		return p.showEditStaff(w, r, http.StatusUnprocessableEntity, s, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Staff(id), "people.staff.saved")
}

func (p *Pages) showEditStaff(w http.ResponseWriter, r *http.Request, status int, s people.Staff, form web.Form) error {
	return p.formOf(w, r, status, s, "people.staff.edit.title", editStaffPage(form, s.ID))
}

func (p *Pages) subjects(w http.ResponseWriter, r *http.Request) error {
	ctx, school, id := r.Context(), actorOf(r).School, r.PathValue("id")
	spans, err := people.HistoryOf(ctx, p.DB.Read(), school, id)
	if err != nil {
		return err
	}
	pairs := []string{"starts", formDate(p.today())}
	for _, s := range spans {
		if s.Kind == "teaches" && s.Open() {
			pairs = append(pairs, "subjects", s.What)
		}
	}
	return p.showSubjects(w, r, http.StatusOK, web.NewForm(pairs...))
}

func (p *Pages) saveSubjects(w http.ResponseWriter, r *http.Request) error {
	form, id := web.ReadForm(r), r.PathValue("id")
	err := p.People.SetSubjects(r.Context(), actorOf(r), id, form.Values("subjects"), form.Date("starts"))
	if form.Take(err) {
		return p.showSubjects(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Staff(id), "people.staff.saved")
}

func (p *Pages) showSubjects(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	ctx, school := r.Context(), actorOf(r).School
	s, err := people.StaffByID(ctx, p.DB.Read(), school, r.PathValue("id"))
	if err != nil {
		return err
	}
	names, err := p.subjectNames(ctx, school)
	if err != nil {
		return err
	}
	return p.formOf(w, r, status, s, "people.subjects.title", subjectsPage(form, s.ID, names.choices(ctx, form.Values("subjects"))))
}
