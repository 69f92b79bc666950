package mentoringweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

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
	Now       time.Time
	Subjects  map[string]i18n.Text // by code
	Form      *web.Form
}

// roster shows who needs a mentor and who could be one, and invites.
func (p *Pages) roster() web.FormOf[asked] {
	return web.FormOf[asked]{
		At: "/mentoring/programmes/{id}/roster", Permission: mentoring.Keep, Show: p.rosterPage,
		Read: func(f *web.Form) asked {
			return asked{
				named: mentoring.Invitation{mentoring.Mentee: f.Values("mentee"), mentoring.Mentor: f.Values("mentor")},
				all:   map[mentoring.Side]bool{mentoring.Mentee: f.Checked("all_mentee"), mentoring.Mentor: f.Checked("all_mentor")},
			}
		},
		Do: func(r *http.Request, in asked) (web.Done, error) {
			id := r.PathValue("id")
			invited, err := p.whole(r, in)
			if err != nil {
				return web.Done{}, err
			}
			n, err := p.mentoring.Programmes.InviteAll(r.Context(), actor(r.Context()), id, invited)
			return web.Next(link.Roster(id), "mentoring.invite.sent", "Count", n), err
		},
	}
}

// asked is who is named one by one, and of which side everybody is asked.
type asked struct {
	named mentoring.Invitation
	all   map[mentoring.Side]bool
}

// whole adds to those who are named everybody of a side where all of it are asked.
func (p *Pages) whole(r *http.Request, in asked) (mentoring.Invitation, error) {
	if !in.all[mentoring.Mentee] && !in.all[mentoring.Mentor] {
		return in.named, nil
	}
	roster, err := p.rosterOf(r)
	for side, rows := range map[mentoring.Side][]mentoring.Candidate{mentoring.Mentee: roster.Roster.Needing, mentoring.Mentor: roster.Roster.Able} {
		for _, c := range rows {
			if in.all[side] && mayAsk(c) {
				in.named[side] = append(in.named[side], c.ID)
			}
		}
	}
	return in.named, err
}

// remind reminds one person of the invitation, or all who have not answered.
func (p *Pages) remind(r *http.Request, f *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	n, err := p.mentoring.Programmes.Remind(r.Context(), actor(r.Context()), id, f.Values("staff"))
	return web.Next(link.Roster(id), "mentoring.remind.sent", "Count", n), err
}

// rosterOf reads the roster of the programme of the address.
func (p *Pages) rosterOf(r *http.Request) (rosterPage, error) {
	ctx, page := r.Context(), rosterPage{Today: p.mentoring.Today(), Now: p.mentoring.Now()}
	var err error
	if page.Programme, page.Policy, err = p.mentoring.Programmes.ProgrammeAndPolicy(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return page, err
	}
	page.Roster, err = p.mentoring.Programmes.Roster(ctx, actor(ctx), page.Programme, page.Policy)
	return page, err
}

func (p *Pages) rosterPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	page, err := p.rosterOf(r)
	if err != nil {
		return web.Page{}, err
	}
	page.Form = f
	page.Subjects, err = timetable.SubjectNames(ctx, p.db.Read(), actor(ctx).School)
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

// mayAsk says whether somebody can be invited still.
func mayAsk(c mentoring.Candidate) bool { return c.Joined == "" && !c.Away }

func anyToAsk(rows []mentoring.Candidate) bool { return slices.ContainsFunc(rows, mayAsk) }

// toAsk is how many of a list can be invited still.
func toAsk(rows []mentoring.Candidate) int {
	n := 0
	for _, c := range rows {
		if mayAsk(c) {
			n++
		}
	}
	return n
}

// picked says whether somebody was ticked in the form that is shown again.
func (g rosterPage) picked(side mentoring.Side, c mentoring.Candidate) bool {
	return slices.Contains(g.Form.Values(string(side)), c.ID)
}

// askedWhen says for how many days an answer is waited for.
func askedWhen(ctx context.Context, days int) string {
	if days < 1 {
		return t(ctx, "mentoring.roster.asked_today")
	}
	return t(ctx, "mentoring.roster.asked_days", "Count", days)
}

// toRemind is how many have not answered and were not reminded today.
func (g rosterPage) toRemind() int {
	n := 0
	for _, c := range g.Roster.Waiting {
		if !c.RemindedOn(g.Now) {
			n++
		}
	}
	return n
}

// notIn is how many of those who are asked, or may be, have never signed in.
func (g rosterPage) notIn() int {
	n := 0
	for _, c := range slices.Concat(g.Roster.Needing, g.Roster.Able) {
		if !c.Opened {
			n++
		}
	}
	return n
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
