package mentoringweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/wording"
	"talim/internal/timetable"
	"talim/internal/web"
	"talim/internal/web/link"
)

type rosterPage struct {
	Programme mentoring.Programme
	Policy    mentoring.Policy
	Roster    mentoring.Roster
	Today     calendar.Date
	Subjects  map[string]i18n.Text // by code
	Form      *web.Form
}

// invitation is who is asked to take part, on which side.
type invitation struct {
	Side  mentoring.Side
	Staff []string
}

// roster shows who needs a mentor and who could be one, and invites.
func (p *Pages) roster() web.FormOf[invitation] {
	return web.FormOf[invitation]{
		At: "/mentoring/programmes/{id}/roster", Permission: mentoring.Keep, Show: p.rosterPage,
		Read: func(f *web.Form) invitation { return invitation{mentoring.Side(f.Value("side")), f.Values("staff")} },
		Do: func(r *http.Request, in invitation) (web.Done, error) {
			id := r.PathValue("id")
			asked, err := p.mentoring.Programmes.Invite(r.Context(), actor(r.Context()), id, in.Side, in.Staff)
			return web.Next(link.Roster(id), "mentoring.invite.sent", "Count", asked), err
		},
	}
}

func (p *Pages) rosterPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	page := rosterPage{Today: p.mentoring.Today(), Form: f}
	var err error
	if page.Programme, page.Policy, err = p.mentoring.Programmes.ProgrammeAndPolicy(ctx, who, r.PathValue("id")); err != nil {
		return web.Page{}, err
	}
	if page.Roster, err = p.mentoring.Programmes.Roster(ctx, who, page.Programme, page.Policy); err != nil {
		return web.Page{}, err
	}
	page.Subjects, err = timetable.SubjectNames(ctx, p.db.Read(), who.School)
	return web.Page{
		Title: t(ctx, "mentoring.roster.title"), Back: wording.ToProgramme(ctx, page.Programme),
		Sees: t(ctx, "mentoring.sees.keepers"), Body: rosterBody(page),
	}, err
}

// remedy lets somebody mentor where nobody may.
func (p *Pages) remedy(r *http.Request, f *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	err := p.mentoring.Programmes.Remedy(r.Context(), actor(r.Context()), id, f.Version(), mentoring.Remedy(r.PathValue("remedy")))
	return web.Next(link.Roster(id), "mentoring.remedy.done"), err
}

func (g rosterPage) subjectsOf(ctx context.Context, c mentoring.Candidate) string {
	return wording.Subjects(ctx, c.SubjectCodes(), g.Subjects)
}

// why says in words why somebody needs a mentor.
func (g rosterPage) why(ctx context.Context, c mentoring.Candidate) string {
	needs := strings.Split(c.Asked, ",")
	if c.Asked == "" {
		needs = nil
		for _, n := range c.Needs(g.Policy, g.Today) {
			needs = append(needs, string(n))
		}
	}
	words := make([]string, len(needs))
	for i, n := range needs {
		words[i] = t(ctx, "mentoring.need."+n, "Count", max(0, c.YearsAt(g.Today)))
	}
	return strings.Join(words, ", ")
}

func (g rosterPage) category(ctx context.Context, c mentoring.Candidate) string {
	if c.Category == "" {
		return ""
	}
	return t(ctx, "mentoring.category."+c.Category)
}

func (g rosterPage) years(c mentoring.Candidate) string {
	if y := c.YearsAt(g.Today); y >= 0 {
		return strconv.Itoa(y)
	}
	return "–"
}

// load says how many of the places are taken (R077).
func (g rosterPage) load(c mentoring.Candidate) string {
	return strconv.Itoa(c.Load) + " / " + strconv.Itoa(g.Policy.MenteesPerMentor)
}

// sideForm keeps what is wrong at the form it belongs to: the page has one for each side.
func (g rosterPage) sideForm(side mentoring.Side) *web.Form {
	if g.Form.Value("side") == string(side) {
		return g.Form
	}
	return new(web.Form)
}

func (g rosterPage) menteesAsked() bool { return !anyToAsk(g.Roster.Needing) }

func anyToAsk(rows []mentoring.Candidate) bool {
	return slices.ContainsFunc(rows, func(c mentoring.Candidate) bool { return c.Joined == "" && !c.Away })
}

func participantTag(state string) string {
	switch mentoring.ParticipantState(state) {
	case mentoring.Accepted:
		return "ok"
	case mentoring.Invited:
		return "wait"
	}
	return ""
}
