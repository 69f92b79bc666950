package lessonimport

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
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Service holds the verbs of the import.
type Service struct{ timetable *timetable.Service }

// New makes the service, beside the timetable that it fills.
func New(t *timetable.Service) *Service { return &Service{t} }

// Tables are those that an import fills.
var Tables = []string{"class_group", "subject", "lesson"}

// Row is one row of a timetable, each cell as it stands in the file.
// Teacher is a code or a name. What the file does not say is found from the bells:
// the times from shift and period, or those from the time; 0 and "" say nothing.
type Row struct {
	Line             int
	Teacher          string
	Short            string // another name of the teacher, for a name that is nobody's
	Class            string
	Subject          string
	Room             string
	Weekday          calendar.Weekday
	Shift, Number    int
	StartsAt, EndsAt calendar.Clock
	Group            int
	Turn             timetable.Turn
	Place            string // sheet and cell of a grid, "" for a line
}

// Import is a timetable that holds from a day on.
type Import struct {
	Rows       []Row
	From       calendar.Date
	EndMissing bool // lessons that the rows do not name end on the day before
	Joining    []Joining
	Expect     string // Diff.Fingerprint of what was shown; "" for whatever comes
}

// Joining is a teacher who joins the staff together with the timetable.
type Joining struct{ Code, FamilyName, GivenName, Patronymic string }

// Unknown is a teacher whom rows name and the school does not know.
type Unknown struct {
	Name, Short string
	Rows        int
}

// Diff is what an import would change, or has changed.
type Diff struct {
	From        calendar.Date
	Added       []Change
	Changed     []Change
	Unchanged   int
	Missing     []Change // in force and not in the rows: left alone unless asked for
	EndMissing  bool
	NewClasses  []string
	NewSubjects []timetable.SubjectFacts
	Bells       []timetable.BellFacts // of a school that had none, from the times of the rows
	Silent      bool                  // the school has no bells, and the rows no times
	Refused     []Refusal
	Unknown     []Unknown
	Joint       []Joint // what one teacher has with several classes at once
	writes      timetable.LessonWrites
	busy        map[string]bool // who has a lesson that begins
}

// Takes says whether a lesson of one of Import.Joining is taken.
func (d Diff) Takes(joining int) bool { return d.busy[joiningID(joining)] }

func joiningID(i int) string { return "joining " + strconv.Itoa(i) }

// Change is a lesson as it will be and as it was, in the words of pages.
type Change struct {
	Line int // 0 for a missing lesson
	Now  Words
	Was  Words // empty for an added lesson
}

// Words is a lesson in words.
type Words struct {
	Teacher, Class, Room string
	Subject              timetable.SubjectFacts
	Weekday              calendar.Weekday
	Shift, Number        int
	StartsAt, EndsAt     calendar.Clock
	Group                int
	Turn                 timetable.Turn
}

// Joint is a lesson of several classes together. A typing error in a class looks the same,
// so it is said.
type Joint struct {
	Line             int // of the first row
	Teacher          string
	Classes          []string
	StartsAt, EndsAt calendar.Clock
}

// Refusal is a row that was not taken, with the reason.
type Refusal struct {
	Line int
	fault.Message
}

// Empty says whether there is nothing to do.
func (d Diff) Empty() bool { return d.writes.Empty() && len(d.Bells) == 0 }

// Fingerprint tells differences apart: what is confirmed must be what was shown.
func (d Diff) Fingerprint() string {
	text, err := json.Marshal([]any{d.From, d.Added, d.Changed, d.Missing, d.EndMissing, d.NewClasses, d.NewSubjects, d.Bells, len(d.Refused)})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// Compare says what the rows would change, without changing anything.
func (s *Service) Compare(ctx context.Context, actor access.Actor, in Import) (Diff, error) {
	return s.CompareIn(ctx, s.timetable.Read(), actor, in)
}

// CompareIn is Compare inside a transaction of the caller.
func (s *Service) CompareIn(ctx context.Context, c db.Conn, actor access.Actor, in Import) (Diff, error) {
	if err := check(actor, in); err != nil {
		return Diff{}, err
	}
	was, err := readSchool(ctx, c, actor.School, in)
	if err != nil {
		return Diff{}, err
	}
	return compareLessons(was, in), nil
}

// Apply brings a timetable in, in a transaction of its own.
func (s *Service) Apply(ctx context.Context, actor access.Actor, in Import) (Diff, error) {
	var diff Diff
	err := s.timetable.Do(ctx, actor, func(w verb.Work) (err error) {
		diff, err = s.ApplyIn(w, in)
		return err
	})
	return diff, err
}

// ApplyIn brings a timetable in, inside a transaction of the caller: it
// compares again and writes. A lesson that changes ends on the day before From and
// its new form begins; the same rows again change nothing.
func (s *Service) ApplyIn(w verb.Work, in Import) (Diff, error) {
	if err := check(w.Actor, in); err != nil {
		return Diff{}, err
	}
	was, err := readSchool(w.Ctx, w.Tx, w.Actor.School, in)
	if err != nil {
		return Diff{}, err
	}
	diff := compareLessons(was, in)
	if in.Expect != "" && in.Expect != diff.Fingerprint() {
		return diff, fault.Conflict("timetable.import.changed_meanwhile")
	}
	if diff.Empty() {
		return diff, nil
	}
	if err := diff.writes.Write(w.Ctx, w.Tx, w.Actor.School); err != nil {
		return diff, err
	}
	if len(diff.Bells) > 0 {
		if err := timetable.FirstBells(w, diff.From, diff.Bells); err != nil {
			return diff, err
		}
	}
	if err := s.timetable.Changed(w, timetable.Change{From: diff.From}); err != nil {
		return diff, err
	}
	return diff, record(w, diff)
}

func check(actor access.Actor, in Import) error {
	if err := access.Must(timetable.MayImport.Allows(actor), "timetable.forbidden"); err != nil {
		return err
	}
	var f fault.Fields
	f.Day("from", in.From)
	return f.Err()
}

func record(w verb.Work, d Diff) error {
	return w.Record(timetable.EventLessonsImported, journal.Ref{Kind: timetable.KindOfLessons, ID: w.Actor.School},
		"From", string(d.From), "Begun", strconv.Itoa(len(d.writes.Begun)), "Ended", strconv.Itoa(len(d.writes.Ended)), "Refused", strconv.Itoa(len(d.Refused)), "Bells", strconv.Itoa(len(d.Bells)))
}

// schoolNow is what the rows are compared with.
type schoolNow struct {
	school   string
	teachers teacherIndex
	names    map[string]string // staff id -> name or code
	classes  map[string]timetable.Class
	byID     map[string]timetable.Class
	subjects timetable.SubjectIndex
	subject  map[string]timetable.Subject
	bells    []timetable.Bell // in force
	rings    bool             // there are bells, or will be
	lessons  []timetable.Lesson
}

func readSchool(ctx context.Context, c db.Conn, school string, in Import) (schoolNow, error) {
	from := in.From
	n := schoolNow{school: school, byID: map[string]timetable.Class{}, subject: map[string]timetable.Subject{}}
	persons, err := people.Spellings(ctx, c, school)
	if err != nil {
		return n, err
	}
	staff := make([]teacher, 0, len(persons)+len(in.Joining))
	for _, p := range persons {
		staff = append(staff, teacher(p))
	}
	for i, j := range in.Joining {
		staff = append(staff, teacher{
			ID: joiningID(i), Code: j.Code, FamilyName: j.FamilyName, GivenName: j.GivenName, Patronymic: j.Patronymic,
		})
	}
	n.teachers, n.names = indexTeachers(staff)
	if n.classes, err = timetable.ClassesByKey(ctx, c, school); err != nil {
		return n, err
	}
	for _, x := range n.classes {
		n.byID[x.ID] = x
	}
	subjects, err := timetable.Subjects(ctx, c, school)
	if err != nil {
		return n, err
	}
	n.subjects = timetable.IndexSubjects(subjects)
	for _, x := range subjects {
		n.subject[x.ID] = x
	}
	bells, err := timetable.BellsSince(ctx, c, school, from)
	if err != nil {
		return n, err
	}
	n.rings = len(bells) > 0
	n.bells = slices.DeleteFunc(bells, func(b timetable.Bell) bool { return b.Starts > from })
	n.lessons, err = timetable.LessonsInForce(ctx, c, school, from)
	return n, err
}
