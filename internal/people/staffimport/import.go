package staffimport

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/verb"
)

// Service holds the verbs of the import.
type Service struct{ people *people.Service }

// New makes the service, beside the staff that it fills.
func New(p *people.Service) *Service { return &Service{p} }

// Row is one row of a staff list, each cell as its text. An empty cell
// says nothing: what is known stays. Several roles, subjects or states in one
// cell are divided by semicolons.
type Row struct {
	Line       int // of the file, for messages
	Code       string
	FamilyName string
	GivenName  string
	Patronymic string
	Phone      string
	Email      string
	Position   string // "Teacher", "Deputy Director (Academic Affairs)"
	ExtraRoles string // "Head of SMU; Lead teacher"
	Subjects   string
	UnitCode   string
	UnitName   string
	State      string
	StudyRoute string
	Years      string
	CoE        string
	Category   string
	Age        string
	Gender     string
	spelled    string         // the name of the person there whom the name means, where GiveCodes found one
	unclear    *fault.Message // why it found none
	mayBe      []string       // codes of those whom the name may mean
	asks       bool           // whether the page asks whom it means
	asked      []people.Named // those of them whom it offers
	another    bool           // somebody said that it means nobody who is there
	becomes    string         // the code that the person takes: that of the list
	whole      string         // family name, given name and patronymic in one cell
	words      Words          // what the school says that words mean
	Since      string         // first day in this school; a person added without it begins on the day of the import, and the first day is not known
}

// Options say how a list is read.
type Options struct {
	On         calendar.Date     // from which day the changes hold; today when empty
	Subjects   map[string]string // i18n.Fold of a subject's name -> its code; other words stay as they are
	Words      Words             // what the school says that words mean
	EndMissing bool              // who is in the school and not in the list leaves on the day before
	Expect     string            // Fingerprint of the difference that was shown; "" for whatever comes
}

// Diff is what a list would change.
type Diff struct {
	Added     []Change
	Changed   []Change
	Unchanged int
	Missing   []people.Named // in the school on the day and not in the list
	NewUnits  []string       // codes of the units that would be formed
	Refused   []Refusal
	Ignored   []Refusal  // words of rows that are taken without them
	Unknown   []Word     // words that nobody understood
	Namesakes []Namesake // rows of which nobody has said whether they mean somebody of that name
	plan      people.RosterChange
}

// Change is one person of the list with what would be new.
type Change struct {
	Line   int
	Code   string
	Name   string
	Fields []FieldChange
	id     string // of the person; not part of the fingerprint, as it is new each time
}

// FieldChange is one fact that differs. Roles and states are codes, for the
// page to name ("people.role." + code). Of private facts the old value is left
// out, because who imports need not see them.
type FieldChange struct {
	Field string // "code", "name", "role", "unit", "head", "subjects", "state", "study_route", "years", ...
	Old   string
	New   string
}

// Refusal is a row that cannot be taken, with the reason.
type Refusal struct {
	Line int
	Code string
	fault.Message
}

// Empty says whether there is nothing to do.
func (d Diff) Empty() bool { return len(d.Added) == 0 && len(d.Changed) == 0 }

// Fingerprint tells differences apart: what is confirmed must be what was shown.
func (d Diff) Fingerprint() string {
	text, err := json.Marshal([]any{d.Added, d.Changed, d.Missing, d.NewUnits, len(d.Refused)})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// Compare says what the list would change, without changing anything.
func (s *Service) Compare(ctx context.Context, actor access.Actor, rows []Row, opt Options) (Diff, error) {
	if err := mayImport(actor); err != nil {
		return Diff{}, err
	}
	if opt.On == "" {
		opt.On = s.people.Today()
	}
	was, err := people.RosterOf(ctx, s.people.Read(), actor.School, opt.On)
	if err != nil {
		return Diff{}, err
	}
	giver, err := people.GiverOf(ctx, s.people.Read(), actor)
	return compare(giver, was, rows, opt), err
}

// Apply brings the list in, in a transaction of its own.
func (s *Service) Apply(ctx context.Context, actor access.Actor, rows []Row, opt Options) (Diff, error) {
	var diff Diff
	err := s.people.Do(ctx, actor, func(w verb.Work) (err error) {
		diff, err = s.ApplyIn(w, rows, opt)
		return err
	})
	return diff, err
}

// ApplyIn brings the list in, as a part of the caller's change: it compares again and
// writes everything. Refused rows are left out and listed. The same list a second time
// changes nothing.
func (s *Service) ApplyIn(w verb.Work, rows []Row, opt Options) (Diff, error) {
	if err := mayImport(w.Actor); err != nil {
		return Diff{}, err
	}
	if opt.On == "" {
		opt.On = w.Date()
	}
	was, err := people.RosterOf(w.Ctx, w.Tx, w.Actor.School, opt.On)
	if err != nil {
		return Diff{}, err
	}
	giver, err := people.GiverOf(w.Ctx, w.Tx, w.Actor)
	if err != nil {
		return Diff{}, err
	}
	diff := compare(giver, was, rows, opt)
	if opt.Expect != "" && opt.Expect != diff.Fingerprint() {
		return diff, fault.Conflict("people.import.changed_meanwhile")
	}
	if diff.Empty() && len(diff.plan.EndedPosts) == 0 {
		return diff, nil
	}
	if err := s.people.ChangeRoster(w, diff.plan); err != nil {
		return diff, err
	}
	return diff, record(w, diff)
}

// record writes one entry for the list and one for each person it touched, so that
// the journal of a person is complete (R238).
func record(w verb.Work, diff Diff) error {
	school := journal.Ref{Kind: tree.KindOf, ID: w.Actor.School}
	err := w.Record(people.EventStaffImported, school,
		"Added", strconv.Itoa(len(diff.Added)), "Changed", strconv.Itoa(len(diff.Changed)), "Refused", strconv.Itoa(len(diff.Refused)))
	if err != nil {
		return err
	}
	for _, c := range slices.Concat(diff.Added, diff.Changed) {
		if err := w.Record(people.EventStaffListed, journal.Ref{Kind: people.KindOfStaff, ID: c.id}, "Code", c.Code); err != nil {
			return err
		}
	}
	return nil
}

func mayImport(a access.Actor) error {
	return access.Must(people.MayImport.Allows(a), "people.forbidden")
}
