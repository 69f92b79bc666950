package mentoring

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
	"talim/internal/version"
)

// PolicyText is a version of the school's mentoring policy in its own words
// (R072). Its numbers are the rules of the programmes, which drive the counters.
type PolicyText struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Version   int              `db:"version"`
	Language  i18n.Language    `db:"language"`
	State     PolicyTextState  `db:"state"`
	Starts    calendar.Date    `db:"starts"`  // in force from; "" of a draft
	Content   string           `db:"content"` // JSON of PolicyWords
	Saves     int              `db:"saves"`   // what Version is to other records: grows with each save of the draft
	SavedBy   string           `db:"saved_by"`
	SavedAt   calendar.Instant `db:"saved_at"`
	AdoptedBy string           `db:"adopted_by"`
	AdoptedAt calendar.Instant `db:"adopted_at"`
}

// TargetPolicyText is the text of a policy, by its id.
const TargetPolicyText = "mentoring.policy_text"

// PolicyTextState is where a version stands.
type PolicyTextState string

// The states of a version.
const (
	PolicyDraft   PolicyTextState = "draft"
	PolicyAdopted PolicyTextState = "adopted"
)

// PolicySections are the parts of a policy in their order (R072).
var PolicySections = []string{
	"aims", "roles", "rights_mentor", "rights_mentee", "selection", "trial", "mismatch", "meetings", "reports", "review",
}

// PolicyWords are the texts of a policy by section.
type PolicyWords map[string]string

// Words are the texts of the version.
func (p PolicyText) Words() (PolicyWords, error) {
	words := PolicyWords{}
	return words, json.Unmarshal([]byte(p.Content), &words)
}

// InForce is the version that holds on a day; the zero PolicyText when none does.
func InForce(all []PolicyText, on calendar.Date) PolicyText {
	var found PolicyText
	for _, p := range all {
		if p.State == PolicyAdopted && p.Starts <= on && p.Starts > found.Starts {
			found = p
		}
	}
	return found
}

func (p PolicyText) ref() journal.Ref { return journal.Ref{Kind: "mentoring_policy", ID: p.ID} }

// clean keeps the known sections and cuts spaces.
func (p PolicyWords) clean() (PolicyWords, error) {
	var f fault.Fields
	out, empty := PolicyWords{}, true
	for _, s := range PolicySections {
		out[s] = strings.TrimSpace(p[s])
		empty = empty && out[s] == ""
		f.Text(s, out[s], false, MaxText)
	}
	if empty {
		f.Add(PolicySections[0], "mentoring.words.empty")
	}
	return out, f.Err()
}

// StartPolicyText begins a draft, from a template or from the words that are in
// force (R122). One draft at a time.
func (s *Service) StartPolicyText(ctx context.Context, actor access.Actor, lang i18n.Language, words PolicyWords) (PolicyText, error) {
	var made PolicyText
	err := s.do(ctx, actor, func(w work) error {
		if err := MayKeep(actor); err != nil {
			return err
		}
		if unknownLanguage(string(lang)) {
			return fault.Invalid("language", "mentoring.policy.choose")
		}
		words, err := words.clean()
		if err != nil {
			return err
		}
		content, err := json.Marshal(words)
		if err != nil {
			return err
		}
		last, err := version.Newest[PolicyText](w.Ctx, w.Tx, "mentoring_policy", "school_id", actor.School)
		switch {
		case err != nil:
			return err
		case last.State == PolicyDraft:
			return fault.Conflict("mentoring.words.draft_exists")
		}
		made = PolicyText{
			School: actor.School, ID: db.NewID(), Language: lang, State: PolicyDraft, Content: string(content),
			Saves: 1, SavedBy: actor.Staff, SavedAt: w.Instant(),
		}
		if _, err := version.Add(w.Work, "mentoring_policy", last.Version, &made, "school_id"); err != nil {
			return err
		}
		return w.Record(eventWordsBegun, made.ref(), "version", strconv.Itoa(made.Version))
	})
	return made, err
}

// SavePolicyText saves the draft; saves is what its form was made from.
func (s *Service) SavePolicyText(ctx context.Context, actor access.Actor, id string, saves int, words PolicyWords) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.policyDraft(id)
		if err != nil {
			return err
		}
		if p.Saves != saves {
			return fault.Changed()
		}
		words, err := words.clean()
		if err != nil {
			return err
		}
		content, err := json.Marshal(words)
		if err != nil {
			return err
		}
		p.Content, p.Saves, p.SavedBy, p.SavedAt = string(content), saves+1, actor.Staff, w.Instant()
		if err := db.Update(w.Ctx, w.Tx, "mentoring_policy", p, "school_id", "id"); err != nil {
			return err
		}
		return w.Record(eventWordsSaved, p.ref(), "version", strconv.Itoa(p.Version))
	})
}

// AdoptPolicyText puts the draft in force from a day on, today or later: a
// policy does not reach back.
func (s *Service) AdoptPolicyText(ctx context.Context, actor access.Actor, id string, from calendar.Date) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.policyDraft(id)
		switch {
		case err != nil:
			return err
		case !from.Valid():
			return fault.Invalid("starts", "fault.date_missing")
		case from < w.Date():
			return fault.Invalid("starts", "mentoring.words.past")
		}
		p.State, p.Starts, p.AdoptedBy, p.AdoptedAt = PolicyAdopted, from, actor.Staff, w.Instant()
		err = db.Update(w.Ctx, w.Tx, "mentoring_policy", p, "school_id", "id")
		if fault.Is(verb.Duplicate(err, ""), fault.KindConflict) {
			return fault.Invalid("starts", "mentoring.words.day_taken")
		}
		if err != nil {
			return err
		}
		if err := w.CloseReminders(p.ID); err != nil {
			return err
		}
		return w.Record(eventWordsAdopted, p.ref(), "version", strconv.Itoa(p.Version), "starts", string(from))
	})
}

// AskAboutPolicy asks all staff on their Today to read the version and to say
// what they think.
func (s *Service) AskAboutPolicy(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := MayKeep(actor); err != nil {
			return err
		}
		p, err := policyTextByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if err := w.tellStaff("mentoring.remind.policy", p.ID, reminder.To(TargetPolicyText, p.ID)); err != nil {
			return err
		}
		return w.Record(eventWordsAsked, p.ref(), "version", strconv.Itoa(p.Version))
	})
}

// StaffWithPost are all who work in the school today, with one of the roles where any are named.
func StaffWithPost(w verb.Work, roles ...access.Role) ([]string, error) {
	return people.IDsWithRole(w.Ctx, w.Tx, w.Actor.School, w.Date(), roles...)
}

func (w work) policyDraft(id string) (PolicyText, error) {
	if err := MayKeep(w.Actor); err != nil {
		return PolicyText{}, err
	}
	p, err := policyTextByID(w.Ctx, w.Tx, w.Actor.School, id)
	if err == nil && p.State != PolicyDraft {
		err = fault.Conflict("mentoring.words.not_draft")
	}
	return p, err
}

func policyTextByID(ctx context.Context, c db.Conn, school, id string) (PolicyText, error) {
	p, err := db.One[PolicyText](ctx, c, `SELECT `+db.Columns[PolicyText]("")+` FROM mentoring_policy WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "mentoring.words.missing")
}

// PolicyTexts are all versions, the newest first, for every member of staff: a
// draft is there to be talked about.
func (s *Service) PolicyTexts(ctx context.Context, actor access.Actor) ([]PolicyText, error) {
	if err := access.Must(Take.Allows(actor), "mentoring.access.own"); err != nil {
		return nil, err
	}
	return db.All[PolicyText](ctx, s.Read(),
		`SELECT `+db.Columns[PolicyText]("")+` FROM mentoring_policy WHERE school_id = $1 ORDER BY version DESC`, actor.School)
}

// RunningRules are the programmes that are not closed with their numbers: what
// of the policy the program counts and checks by itself.
func (s *Service) RunningRules(ctx context.Context, actor access.Actor) ([]ProgrammeRules, error) {
	if err := access.Must(Take.Allows(actor), "mentoring.access.own"); err != nil {
		return nil, err
	}
	return db.All[ProgrammeRules](ctx, s.Read(), `SELECT `+db.Columns[Programme]("g")+`, `+ColumnsAs[Policy]("p", "policy")+`
		FROM programme g JOIN programme_policy p ON p.school_id = g.school_id AND p.programme_id = g.id
		AND p.version = (SELECT max(k.version) FROM programme_policy k WHERE k.school_id = g.school_id AND k.programme_id = g.id)
		WHERE g.school_id = $1 AND g.state <> 'closed' ORDER BY g.starts, g.kind, g.track`, actor.School)
}

// ProgrammeRules is a programme with its rules in force.
type ProgrammeRules struct {
	Programme
	Policy Policy `db:"policy_"`
}

// Change is what became of a line between two versions.
type Change string

// The changes.
const (
	Same    Change = ""
	Added   Change = "added"
	Removed Change = "removed"
)

// DiffLine is a line of two compared texts.
type DiffLine struct {
	Text   string
	Change Change
}

// Diff compares two texts line by line: the longest common lines stay.
func Diff(before, after string) []DiffLine {
	a, b := i18n.Lines(before), i18n.Lines(after)
	common := make([][]int, len(a)+1)
	for i := range common {
		common[i] = make([]int, len(b)+1)
	}
	for i, x := range slices.Backward(a) {
		for j, y := range slices.Backward(b) {
			if common[i][j] = max(common[i+1][j], common[i][j+1]); x == y {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	var out []DiffLine
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, DiffLine{a[i], Same})
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			out = append(out, DiffLine{a[i], Removed})
			i++
		default:
			out = append(out, DiffLine{b[j], Added})
			j++
		}
	}
	return out
}

// Longest is the longest of some lines, "" of none.
func Longest(lines []string) string {
	var found string
	for _, line := range lines {
		if utf8.RuneCountInString(line) > utf8.RuneCountInString(found) {
			found = line
		}
	}
	return found
}
