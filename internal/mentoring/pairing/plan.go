package pairing

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/secret"
	"talim/internal/version"
)

// Plan is the joint plan of a pair (R092). A save is a whole new version, and a
// version counts when both have agreed to it.
type Plan struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Pairing  string           `db:"pairing_id"`
	Version  int              `db:"version"` // 0: nothing saved yet
	Content  string           `db:"content"` // JSON of PlanContent
	AgreedBy string           `db:"agreed_by"`
	SavedBy  string           `db:"saved_by"`
	SavedAt  calendar.Instant `db:"saved_at"`

	Unreadable bool `db:"-"` // the content cannot be opened, and says so
}

// TargetPlan is the plan of a pairing, by the pairing.
const TargetPlan = "pairing.plan"

// PlanContent is what the plan says.
type PlanContent struct {
	Strong string     `json:"strong"` // strong sides of both
	Weak   string     `json:"weak"`   // what is to grow
	Goals  []string   `json:"goals"`
	Steps  []PlanStep `json:"steps"`
}

// PlanStep is one step of the plan in a month.
type PlanStep struct {
	Month string         `json:"month"` // "2013-10"
	Text  string         `json:"text"`
	Who   mentoring.Side `json:"who"` // "" both
	Done  bool           `json:"done"`
}

// Agreed says whether the staff member agreed to this version.
func (p Plan) Agreed(staff string) bool {
	return slices.Contains(mentoring.SplitList(p.AgreedBy), staff)
}

// Counts says whether both agreed.
func (p Plan) Counts() bool { return len(mentoring.SplitList(p.AgreedBy)) == 2 }

// Read is the content of the plan.
func (p Plan) Read() (PlanContent, error) {
	var c PlanContent
	if p.Content == "" {
		return c, nil
	}
	err := json.Unmarshal([]byte(p.Content), &c)
	return c, err
}

const (
	maxGoals    = 10
	maxSteps    = 60
	maxPlanStep = 1000
)

// tidy drops the empty rows that a form always carries, and orders the steps by month.
func (c PlanContent) tidy() PlanContent {
	c.Strong, c.Weak = strings.TrimSpace(c.Strong), strings.TrimSpace(c.Weak)
	var goals []string
	for _, g := range c.Goals {
		if g = strings.TrimSpace(g); g != "" {
			goals = append(goals, g)
		}
	}
	var steps []PlanStep
	for _, s := range c.Steps {
		if s.Text = strings.TrimSpace(s.Text); s.Text != "" {
			steps = append(steps, s)
		}
	}
	slices.SortStableFunc(steps, func(a, b PlanStep) int { return strings.Compare(a.Month, b.Month) })
	c.Goals, c.Steps = goals, steps
	return c
}

// check says what is wrong at the rows of the form, which are numbered from 1 as typed.
func (c PlanContent) check(months []string) error {
	var f fault.Fields
	whole := c.Strong + c.Weak + strings.Join(c.Goals, "")
	f.When(strings.TrimSpace(strings.Join(c.Goals, "")) == "", "goal_1", "mentoring.plan.goal_missing")
	for i, goal := range c.Goals {
		f.Text("goal_"+strconv.Itoa(i+1), goal, false, mentoring.MaxStep)
	}
	for i, s := range c.Steps {
		row := "_" + strconv.Itoa(i+1)
		if s.Text = strings.TrimSpace(s.Text); s.Text == "" {
			f.When(s != (PlanStep{}), "text"+row, "mentoring.plan.step_missing")
			continue
		}
		whole += s.Text
		f.Text("text"+row, s.Text, false, maxPlanStep)
		f.When(!slices.Contains(months, s.Month), "month"+row, "mentoring.plan.month")
		f.When(s.Who != "" && s.Who != mentoring.Mentor && s.Who != mentoring.Mentee, "who"+row, "mentoring.plan.who")
	}
	f.Text("strong", whole, false, 3*mentoring.MaxText)
	tidy := c.tidy()
	f.When(len(tidy.Goals) > maxGoals, "goals", "mentoring.plan.too_many")
	f.When(len(tidy.Steps) > maxSteps, "steps", "mentoring.plan.too_many")
	return f.Err()
}

// Months lists the months of a period as "2013-09".
func Months(p calendar.Period) []string {
	var months []string
	for d := calendar.Date(string(p.Starts)[:8] + "01"); d <= p.Ends; d = calendar.DateOf(d.Time().AddDate(0, 1, 0)) {
		months = append(months, string(d)[:7])
	}
	return months
}

// SavePlan saves a new version made from the given one; the one who saves
// agrees with it, the other is asked.
func (s *Service) SavePlan(ctx context.Context, actor access.Actor, pairing string, from int, in PlanContent) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := Own(w.Work, pairing)
		if err != nil {
			return err
		}
		if err := in.check(Months(p.Period)); err != nil {
			return err
		}
		content, err := json.Marshal(in.tidy())
		if err != nil {
			return err
		}
		row := Plan{School: p.School, ID: db.NewID(), Pairing: p.ID, AgreedBy: actor.Staff, SavedBy: actor.Staff, SavedAt: w.Instant()}
		row.Content = w.seal(sealedPlan, row.ID, p.readers(), string(content))
		if _, err := version.Add(w.Work, "mentoring_plan", from, &row, "school_id", "pairing_id"); err != nil {
			return err
		}
		return w.Record(EventPlanSaved, p.Ref(), "version", strconv.Itoa(row.Version))
	})
}

// AgreePlan agrees to the version the reader has seen.
func (s *Service) AgreePlan(ctx context.Context, actor access.Actor, pairing string, seen int) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := Own(w.Work, pairing)
		if err != nil {
			return err
		}
		plan, err := planOf(w.Ctx, w.Tx, p)
		if err != nil {
			return err
		}
		if err := version.Check(plan, max(seen, 1)); err != nil || plan.Agreed(actor.Staff) {
			return err
		}
		agreed := strings.Join(append(mentoring.SplitList(plan.AgreedBy), actor.Staff), ",")
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE mentoring_plan SET agreed_by = $3 WHERE school_id = $1 AND id = $2`,
			p.School, plan.ID, agreed); err != nil {
			return err
		}
		return w.Record(EventPlanAgreed, p.Ref(), "version", strconv.Itoa(seen))
	})
}

func planOf(ctx context.Context, c db.Conn, p Pairing) (Plan, error) {
	plan, err := version.Newest[Plan](ctx, c, "mentoring_plan", "school_id", p.School, "pairing_id", p.ID)
	plan.Pairing = p.ID // also of none
	return plan, err
}

// Plan reads the newest plan of a pairing for one of the two.
func (s *Service) Plan(ctx context.Context, actor access.Actor, p Pairing) (Plan, error) {
	if err := MayOpen(actor, p); err != nil {
		return Plan{}, err
	}
	plan, err := planOf(ctx, s.Read(), p)
	return s.OpenPlan(ctx, plan), err
}

// Profiles are the newest profiles of the two, mentor's first, from which the
// plan's template is filled: strong sides and needs were said once already.
func (s *Service) Profiles(ctx context.Context, actor access.Actor, p Pairing) (mentor, mentee mentoring.Profile, err error) {
	if err := mayReadProfiles(actor, p); err != nil {
		return mentor, mentee, err
	}
	rows, err := db.All[struct {
		Staff string `db:"staff_id"`
		mentoring.Profile
	}](ctx, s.Read(), `SELECT x.staff_id, f.school_id, f.id, f.participant_id, f.version, f.topics, f.strengths, f.needs,
		f.hopes, f.capacity, f.languages, f.saved_at
		FROM participant x JOIN profile f ON f.school_id = x.school_id AND f.participant_id = x.id
		WHERE x.school_id = $1 AND x.programme_id = $2 AND x.staff_id IN ($3, $4) ORDER BY f.version`,
		p.School, p.Programme, p.Mentor, p.Mentee)
	for _, r := range rows { // ordered by version: the newest stays
		if r.Staff == p.Mentor {
			mentor = r.Profile
		} else {
			mentee = r.Profile
		}
	}
	if s.vouches(p) { // else somebody wrote the pair into the database
		ctx = secret.OnBehalf(ctx, p.Other(actor.Staff))
	}
	return s.programmes.OpenProfile(ctx, mentor), s.programmes.OpenProfile(ctx, mentee), err
}
