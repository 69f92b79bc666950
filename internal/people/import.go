package people

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

// ImportTables are those that the import of a staff list fills.
var ImportTables = []string{"staff", "unit", "post", "unit_member", "staffing_state", "teaches", "staff_private"}

// StaffRow is one row of a staff list, each cell as its text. An empty cell
// says nothing: what is known stays. Several roles, subjects or states in one
// cell are divided by semicolons.
type StaffRow struct {
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
	Since      string // first day in this school, of people the list adds; else they begin on the day of the import
}

// ImportOptions say how a list is read.
type ImportOptions struct {
	On         calendar.Date     // from which day the changes hold; today when empty
	Subjects   map[string]string // i18n.Fold of a subject's name -> its code; other words stay as they are
	EndMissing bool              // who is in the school and not in the list leaves on the day before
	Expect     string            // Fingerprint of the difference that was shown; "" for whatever comes
}

// StaffDiff is what a list would change.
type StaffDiff struct {
	Added     []StaffChange
	Changed   []StaffChange
	Unchanged int
	Missing   []Named  // in the school on the day and not in the list
	NewUnits  []string // codes of the units that would be formed
	Refused   []Refusal
	Ignored   []Refusal // words of rows that are taken without them
	plan      staffPlan
}

// StaffChange is one person of the list with what would be new.
type StaffChange struct {
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
func (d StaffDiff) Empty() bool { return len(d.Added) == 0 && len(d.Changed) == 0 }

// Fingerprint tells differences apart: what is confirmed must be what was shown.
func (d StaffDiff) Fingerprint() string {
	text, err := json.Marshal([]any{d.Added, d.Changed, d.Missing, d.NewUnits, len(d.Refused)})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// CompareStaff says what the list would change, without changing anything.
func (s *Service) CompareStaff(ctx context.Context, actor access.Actor, rows []StaffRow, opt ImportOptions) (StaffDiff, error) {
	if err := require(actor, MayImport); err != nil {
		return StaffDiff{}, err
	}
	if opt.On == "" {
		opt.On = s.Today()
	}
	was, err := readSchoolState(ctx, s.Read(), actor.School, opt.On)
	if err != nil {
		return StaffDiff{}, err
	}
	return compareStaff(actor, was, rows, opt), nil
}

// ApplyStaff brings the list in, in a transaction of its own.
func (s *Service) ApplyStaff(ctx context.Context, actor access.Actor, rows []StaffRow, opt ImportOptions) (StaffDiff, error) {
	var diff StaffDiff
	err := s.Do(ctx, actor, func(w verb.Work) (err error) {
		diff, err = s.ApplyStaffIn(w, rows, opt)
		return err
	})
	return diff, err
}

// ApplyStaffIn brings the list in, as a part of the caller's change: it compares
// again and writes everything. Refused rows are left out and listed. The same list
// a second time changes nothing.
func (s *Service) ApplyStaffIn(v verb.Work, rows []StaffRow, opt ImportOptions) (StaffDiff, error) {
	w := work{v, s}
	if err := require(w.Actor, MayImport); err != nil {
		return StaffDiff{}, err
	}
	if opt.On == "" {
		opt.On = w.Date()
	}
	was, err := readSchoolState(w.Ctx, w.Tx, w.Actor.School, opt.On)
	if err != nil {
		return StaffDiff{}, err
	}
	diff := compareStaff(w.Actor, was, rows, opt)
	if opt.Expect != "" && opt.Expect != diff.Fingerprint() {
		return diff, fault.Conflict("people.import.changed_meanwhile")
	}
	if diff.Empty() && len(diff.plan.endPosts) == 0 {
		return diff, nil
	}
	diff.plan.stamp(w.Instant(), w.Date())
	if err := diff.plan.write(w.Ctx, w.Tx, w.Actor.School); err != nil {
		return diff, err
	}
	for _, p := range diff.plan.endPosts {
		if err := w.leave(p.StaffID, p.Ends); err != nil {
			return diff, err
		}
	}
	return diff, w.recordImport(diff)
}

// recordImport writes one entry for the list and one for each person it touched,
// so that the journal of a person is complete (R238).
func (w work) recordImport(diff StaffDiff) error {
	err := w.record(EventStaffImported, KindOfOrganisation, w.Actor.School,
		"Added", strconv.Itoa(len(diff.Added)), "Changed", strconv.Itoa(len(diff.Changed)), "Refused", strconv.Itoa(len(diff.Refused)))
	if err != nil {
		return err
	}
	for _, c := range slices.Concat(diff.Added, diff.Changed) {
		if err := w.record(EventStaffListed, KindOfStaff, c.id, "Code", c.Code); err != nil {
			return err
		}
	}
	return nil
}

// schoolState is everything a list is compared with.
type schoolState struct {
	school  string
	staff   []Staff
	units   []Unit
	posts   []Post // running on the day or later
	members []Member
	states  []StateSpan
	teaches []Teaches
	private []PrivateVersion
}

func readSchoolState(ctx context.Context, c db.Conn, school string, on calendar.Date) (schoolState, error) {
	w := schoolState{school: school}
	var err error
	if w.staff, err = db.All[Staff](ctx, c, `SELECT `+db.Columns[Staff]("")+` FROM staff WHERE school_id = $1`, school); err != nil {
		return w, err
	}
	if w.units, err = db.All[Unit](ctx, c, `SELECT `+db.Columns[Unit]("")+` FROM unit WHERE school_id = $1`, school); err != nil {
		return w, err
	}
	if w.posts, err = running[Post](ctx, c, "post", school, on); err != nil {
		return w, err
	}
	if w.members, err = running[Member](ctx, c, "unit_member", school, on); err != nil {
		return w, err
	}
	if w.states, err = running[StateSpan](ctx, c, "staffing_state", school, on); err != nil {
		return w, err
	}
	if w.teaches, err = running[Teaches](ctx, c, "teaches", school, on); err != nil {
		return w, err
	}
	w.private, err = running[PrivateVersion](ctx, c, "staff_private", school, on)
	return w, err
}

func running[T any](ctx context.Context, c db.Conn, table, school string, on calendar.Date) ([]T, error) {
	return db.All[T](ctx, c, `SELECT `+db.Columns[T]("")+` FROM `+table+` WHERE school_id = $1 AND ends >= $2 ORDER BY starts, id`, school, on)
}
