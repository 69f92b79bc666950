package mentoring

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/timetable"
	"talim/internal/verb"
	"talim/internal/version"
)

// Programme is the mentoring of one school year (R082).
type Programme struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Year   string `db:"year_id"` // school year
	Kind   Kind   `db:"kind"`
	Track  Track  `db:"track"`
	calendar.Period
	State         ProgrammeState   `db:"state"`
	OpenedBy      string           `db:"opened_by"`
	OpenedAt      calendar.Instant `db:"opened_at"`
	StagesVersion int              `db:"stages_version"` // raised by each change of what its form of stages shows
}

// TargetProgramme is a programme by its id, TargetNewProgramme where one is opened.
const (
	TargetProgramme    = "mentoring.programme"
	TargetNewProgramme = "mentoring.programme.new"
)

// ProgrammeState is where the programme stands.
type ProgrammeState string

// The states of a programme.
const (
	ProgrammePreparing ProgrammeState = "preparing"
	ProgrammeRunning   ProgrammeState = "running"
	ProgrammeClosed    ProgrammeState = "closed"
)

// Shape is the kind with the track.
func (p Programme) Shape() Shape { return Shape{p.Kind, p.Track} }

// Eligibility says who may mentor (R080).
type Eligibility string

// The two ways in which schools choose: by category, or any willing teacher.
const (
	ByCategory Eligibility = "category"
	AnyWilling Eligibility = "willing"
)

// Policy is the set of rules of a programme. Hours are lesson hours a week.
type Policy struct {
	School           string           `db:"school_id"`
	ID               string           `db:"id"`
	Programme        string           `db:"programme_id"`
	Version          int              `db:"version"`
	Eligibility      Eligibility      `db:"eligibility"`
	Categories       string           `db:"categories"` // comma list
	MentorMinYears   int              `db:"mentor_min_years"`
	NewcomerYears    int              `db:"newcomer_years"` // less experience than this needs a mentor
	FirstYearHere    bool             `db:"first_year_here"`
	AfterLeave       bool             `db:"after_leave"` // R116
	AfterLeaveMonths int              `db:"after_leave_months"`
	MenteesPerMentor int              `db:"mentees_per_mentor"` // R077
	MinSharedHours   int              `db:"min_shared_hours"`
	EveryWeeks       int              `db:"every_weeks"`       // meetings and visits are for so many weeks: 2 is every other week
	MeetingsPerWeek  int              `db:"meetings_per_week"` // R093
	MeetingMinutes   int              `db:"meeting_minutes"`
	VisitsByMentor   int              `db:"visits_by_mentor"` // a week, R094
	VisitsByMentee   int              `db:"visits_by_mentee"` // a week, R094, R109
	TrialWeeks       int              `db:"trial_weeks"`
	ReplyDays        int              `db:"reply_days"` // to answer the report, R114
	GroupMin         int              `db:"group_min"`  // members of a group, R079
	GroupMax         int              `db:"group_max"`
	International    bool             `db:"international"` // teachers from abroad need a partner, R066
	FinalTalk        string           `db:"final_talk"`    // what it judges, R070
	Weighing                          // how pairs are chosen, R074
	SetBy            string           `db:"set_by"`
	SetAt            calendar.Instant `db:"set_at"`
}

// MentorCategories are the categories that a school may let mentor: the scheme
// of the case studies, highest first, then the newer one.
var MentorCategories = []string{"highest", "first", "second", "master", "researcher", "expert", "moderator"}

// mentorCategoriesFrom are the categories that may mentor where a school has not chosen:
// the upper ones of the attestation order in force (R080). A category once given holds
// for five years, so for that long the ones of the order before stand beside the new.
// To be checked against the order in force; a school sets its own in the policy.
var mentorCategoriesFrom = []struct {
	From       calendar.Date
	Categories string
	Act        string
}{
	{"2013-08-07", "highest,first", "Order 323 of 2013"},
	{"2018-01-01", "highest,first,master,researcher,expert", "Order 83 of 2016 as amended: педагог to педагог-шебер"},
	{"2023-01-01", "master,researcher,expert", "the last of the old categories have ended"},
}

// mentorCategoriesOn are the categories that may mentor from a day, as a comma list.
func mentorCategoriesOn(on calendar.Date) string {
	categories := mentorCategoriesFrom[0].Categories
	for _, r := range mentorCategoriesFrom {
		if r.From <= on {
			categories = r.Categories
		}
	}
	return categories
}

// CategoryList is the categories that may mentor.
func (p Policy) CategoryList() []string { return SplitList(p.Categories) }

// DefaultPolicy is what a new programme starts from: the practice of the
// schools that the requirements describe (R080: first or highest category;
// 000 4.3: weekly meeting; R082: one year), with one visit a week each way,
// because two (R094, Audan) are more than a village timetable often allows.
// The school changes it before it invites anybody.
func DefaultPolicy() Policy {
	return Policy{
		Eligibility: ByCategory, Categories: "highest,first", MentorMinYears: 5, NewcomerYears: 4,
		FirstYearHere: true, AfterLeave: true, AfterLeaveMonths: 12, MenteesPerMentor: 2, MinSharedHours: 2,
		EveryWeeks: 1, GroupMin: 5, GroupMax: 10, MeetingsPerWeek: 1, MeetingMinutes: 45, VisitsByMentor: 1, VisitsByMentee: 1, TrialWeeks: 6, ReplyDays: 7,
		Weighing: DefaultWeighing(),
	}
}

// NewProgramme is the input of Open.
type NewProgramme struct {
	Shape         // "" is one to one, standard
	Year   string // school year id
	Starts calendar.Date
	Ends   calendar.Date
	Policy Policy
}

var policyLimits = []struct {
	field    string
	of       func(Policy) int
	min, max int
}{
	{"mentor_min_years", func(p Policy) int { return p.MentorMinYears }, 0, 60},
	{"newcomer_years", func(p Policy) int { return p.NewcomerYears }, 0, 60},
	{"after_leave_months", func(p Policy) int { return p.AfterLeaveMonths }, 0, 60},
	{"mentees_per_mentor", func(p Policy) int { return p.MenteesPerMentor }, 1, 10},
	{"min_shared_hours", func(p Policy) int { return p.MinSharedHours }, 0, 40},
	{"every_weeks", func(p Policy) int { return p.EveryWeeks }, 1, 8},
	{"group_min", func(p Policy) int { return p.GroupMin }, 2, 10},
	{"group_max", func(p Policy) int { return p.GroupMax }, 2, 10},
	{"meetings_per_week", func(p Policy) int { return p.MeetingsPerWeek }, 0, 5},
	{"meeting_minutes", func(p Policy) int { return p.MeetingMinutes }, 10, 120},
	{"visits_by_mentor", func(p Policy) int { return p.VisitsByMentor }, 0, 10},
	{"visits_by_mentee", func(p Policy) int { return p.VisitsByMentee }, 0, 10},
	{"trial_weeks", func(p Policy) int { return p.TrialWeeks }, 0, 52},
	{"reply_days", func(p Policy) int { return p.ReplyDays }, 1, 60},
}

// whole fills what a form need not say.
func (p Policy) whole() Policy {
	p.EveryWeeks, p.GroupMin, p.GroupMax = cmp.Or(p.EveryWeeks, 1), cmp.Or(p.GroupMin, 5), cmp.Or(p.GroupMax, 10)
	return p
}

// check says what is wrong with the policy, field by field.
func (p Policy) check(f *fault.Fields) {
	for _, l := range policyLimits {
		if v := l.of(p); v < l.min || v > l.max {
			f.Add(l.field, "mentoring.policy.range", "Min", l.min, "Max", l.max)
		}
	}
	if p.Eligibility != ByCategory && p.Eligibility != AnyWilling {
		f.Add("eligibility", "mentoring.policy.choose")
	}
	unknown := func(c string) bool { return !slices.Contains(MentorCategories, c) }
	if p.Eligibility == ByCategory && (p.Categories == "" || slices.ContainsFunc(p.CategoryList(), unknown)) {
		f.Add("categories", "mentoring.policy.categories_missing")
	}
	p.Weighing.check(f)
	if p.GroupMin > p.GroupMax {
		f.Add("group_max", "mentoring.policy.group_order")
	}
	f.Text("final_talk", p.FinalTalk, false, MaxText)
}

func (n NewProgramme) check(year timetable.SchoolYear) error {
	var f fault.Fields
	period := calendar.Period{Starts: n.Starts, Ends: n.Ends}
	if !n.or().Known() {
		f.Add("kind", "mentoring.policy.choose")
	}
	switch {
	case !n.Starts.Valid():
		f.Add("starts", "fault.date_missing")
	case !n.Ends.Valid():
		f.Add("ends", "fault.date_missing")
	case !period.Valid():
		f.Add("ends", "mentoring.date.order")
	case n.Starts < year.Starts || n.Ends > year.Ends:
		f.Add("starts", "mentoring.programme.outside_year", "Starts", year.Starts, "Ends", year.Ends)
	}
	n.Policy.check(&f)
	return f.Err()
}

// Open opens a programme of a school year with its policy. One programme of a
// shape a year, several shapes side by side: a second one of the same is a conflict.
func (s *Service) Open(ctx context.Context, actor access.Actor, in NewProgramme) (Programme, error) {
	var made Programme
	in.Shape = in.or()
	in.Policy = in.Policy.whole()
	err := s.do(ctx, actor, func(w work) error {
		if err := MayKeep(actor); err != nil {
			return err
		}
		year, err := timetable.YearByID(w.Ctx, w.Tx, actor.School, in.Year)
		if err != nil {
			return err
		}
		if err := in.check(year); err != nil {
			return err
		}
		made = Programme{
			School: actor.School, ID: db.NewID(), Year: year.ID, Kind: in.Kind, Track: in.Track,
			Period: calendar.Period{Starts: in.Starts, Ends: in.Ends}, State: ProgrammePreparing,
			OpenedBy: actor.Staff, OpenedAt: w.Instant(),
		}
		if err := InsertProgramme(w.Work, made, in.Policy); err != nil {
			return verb.Duplicate(err, "mentoring.programme.exists")
		}
		return w.Record(EventOpened, made.Ref(), "kind", string(made.Kind), "track", string(made.Track))
	})
	return made, err
}

// SetPolicy makes a new version of the policy. Pairings that run keep theirs.
func (s *Service) SetPolicy(ctx context.Context, actor access.Actor, programme string, from int, in Policy) error {
	in = in.whole()
	return s.revisePolicy(ctx, actor, programme, from, func(work, Policy) (Policy, error) {
		var f fault.Fields
		in.check(&f)
		return in, f.Err()
	})
}

// revisePolicy puts a new version in the place of the one that the page showed, from;
// revised makes it of the one that stands.
func (s *Service) revisePolicy(ctx context.Context, actor access.Actor, programme string, from int, revised func(work, Policy) (Policy, error)) error {
	return s.do(ctx, actor, func(w work) error {
		if err := MayKeep(actor); err != nil {
			return err
		}
		p, err := OpenProgramme(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		old, err := PolicyOf(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		if err := version.Check(old, from); err != nil {
			return err
		}
		in, err := revised(w, old)
		if err != nil {
			return err
		}
		if err := insertPolicy(w.Work, p, in, from); err != nil {
			return err
		}
		return w.Record(eventPolicySet, p.Ref(), "version", strconv.Itoa(from+1))
	})
}

// InsertProgramme keeps a programme with its first policy.
func InsertProgramme(w verb.Work, made Programme, policy Policy) error {
	if err := db.Insert(w.Ctx, w.Tx, "programme", made); err != nil {
		return err
	}
	return insertPolicy(w, made, policy, 0)
}

// insertPolicy keeps the version of the policy of a programme that comes after from.
func insertPolicy(w verb.Work, p Programme, in Policy, from int) error {
	in.School, in.ID, in.Programme = p.School, db.NewID(), p.ID
	in.SetBy, in.SetAt = w.Actor.Staff, w.Instant()
	in.FinalTalk, in.Weighing = strings.TrimSpace(in.FinalTalk), in.orDefault()
	_, err := version.Add(w, "programme_policy", from, &in, "school_id", "programme_id")
	return err
}

// CloseProgramme closes the programme when no pairing runs any more; what was
// proposed or prepared and came to nothing is taken back.
func (s *Service) CloseProgramme(ctx context.Context, actor access.Actor, programme string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := MayKeep(actor); err != nil {
			return err
		}
		p, err := OpenProgramme(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		running, err := db.One[int](w.Ctx, w.Tx, `SELECT `+w.pairs.Of("$1", "$2"), p.School, p.ID)
		if err != nil {
			return err
		}
		if running > 0 {
			return fault.Conflict("mentoring.programme.still_running", "Count", running)
		}
		for _, hear := range w.onClose {
			if err := hear(w.Work, p); err != nil {
				return err
			}
		}
		if err := SetState(w.Work, p, ProgrammeClosed); err != nil {
			return err
		}
		return w.Record(eventClosed, p.Ref())
	})
}

// SetState says where a programme stands from now on.
func SetState(w verb.Work, p Programme, state ProgrammeState) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE programme SET state = $3 WHERE school_id = $1 AND id = $2`, p.School, p.ID, state)
	return err
}

// Ref is the programme in the journal.
func (p Programme) Ref() journal.Ref { return journal.Ref{Kind: "programme", ID: p.ID} }

// ProgrammeByID finds a programme of the school.
func ProgrammeByID(ctx context.Context, c db.Conn, school, id string) (Programme, error) {
	p, err := db.One[Programme](ctx, c,
		`SELECT `+db.Columns[Programme]("")+` FROM programme WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "mentoring.programme.missing")
}

// OpenProgramme is ProgrammeByID for a change: a closed programme takes none.
func OpenProgramme(ctx context.Context, c db.Conn, school, id string) (Programme, error) {
	p, err := ProgrammeByID(ctx, c, school, id)
	if err == nil && p.State == ProgrammeClosed {
		err = fault.Conflict("mentoring.programme.is_closed")
	}
	return p, err
}

// PolicyOf is the policy in force.
func PolicyOf(ctx context.Context, c db.Conn, school, programme string) (Policy, error) {
	p, err := db.One[Policy](ctx, c, `SELECT `+db.Columns[Policy]("")+` FROM programme_policy
		WHERE school_id = $1 AND programme_id = $2 ORDER BY version DESC LIMIT 1`, school, programme)
	return p, verb.Missing(err, "mentoring.programme.missing")
}

// Programmes are the school's programmes, newest first.
func (s *Service) Programmes(ctx context.Context, actor access.Actor) ([]Programme, error) {
	if err := access.Must(Take.Allows(actor), "mentoring.access.own"); err != nil {
		return nil, err
	}
	return db.All[Programme](ctx, s.Read(),
		`SELECT `+db.Columns[Programme]("")+` FROM programme WHERE school_id = $1 ORDER BY starts DESC, id DESC`, actor.School)
}

// ProgrammeAndPolicy reads a programme and its policy in force: every member of
// staff may (R106).
func (s *Service) ProgrammeAndPolicy(ctx context.Context, actor access.Actor, id string) (Programme, Policy, error) {
	if err := access.Must(Take.Allows(actor), "mentoring.access.own"); err != nil {
		return Programme{}, Policy{}, err
	}
	row, err := db.One[struct {
		Programme
		Policy Policy `db:"policy_"`
	}](ctx, s.Read(), `SELECT `+db.Columns[Programme]("g")+`, `+ColumnsAs[Policy]("p", "policy")+`
		FROM programme g JOIN programme_policy p ON p.school_id = g.school_id AND p.programme_id = g.id
		WHERE g.school_id = $1 AND g.id = $2 ORDER BY p.version DESC LIMIT 1`, actor.School, id)
	return row.Programme, row.Policy, verb.Missing(err, "mentoring.programme.missing")
}

// SplitList reads a comma list as columns keep it.
func SplitList(s string) []string {
	return slices.DeleteFunc(strings.Split(s, ","), func(x string) bool { return x == "" })
}
