package timetable

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
	"talim/internal/verb"
)

// LessonRow is one row of a timetable, each cell as it stands in the file.
// Teacher is a code or a name. What the file does not say is found from the bells:
// the times from shift and period, or those from the time; 0 and "" say nothing.
type LessonRow struct {
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
}

// LessonImport is a timetable that holds from a day on.
type LessonImport struct {
	Rows       []LessonRow
	From       calendar.Date
	EndMissing bool // lessons that the rows do not name end on the day before
	Joining    []Joining
	Expect     string // LessonDiff.Fingerprint of what was shown; "" for whatever comes
}

// Joining is a teacher who joins the staff together with the timetable.
type Joining struct{ Code, FamilyName, GivenName, Patronymic string }

// Unknown is a teacher whom rows name and the school does not know.
type Unknown struct {
	Name, Short string
	Rows        int
}

// LessonDiff is what an import would change, or has changed.
type LessonDiff struct {
	From        calendar.Date
	Added       []LessonChange
	Changed     []LessonChange
	Unchanged   int
	Missing     []LessonChange // in force and not in the rows: left alone unless asked for
	EndMissing  bool
	NewClasses  []string
	NewSubjects []SubjectFacts
	Refused     []Refusal
	Unknown     []Unknown
	writes      lessonWrites
}

// LessonChange is a lesson as it will be and as it was, in the words of pages.
type LessonChange struct {
	Line int // 0 for a missing lesson
	Now  LessonWords
	Was  LessonWords // empty for an added lesson
}

// LessonWords is a lesson in words.
type LessonWords struct {
	Teacher, Class, Room string
	Subject              SubjectFacts
	Weekday              calendar.Weekday
	Shift, Number        int
	StartsAt, EndsAt     calendar.Clock
	Group                int
}

// Refusal is a row that was not taken, with the reason.
type Refusal struct {
	Line int
	fault.Message
}

// Empty says whether there is nothing to do.
func (d LessonDiff) Empty() bool { return d.writes.empty() }

// Fingerprint tells differences apart: what is confirmed must be what was shown.
func (d LessonDiff) Fingerprint() string {
	text, err := json.Marshal([]any{d.From, d.Added, d.Changed, d.Missing, d.EndMissing, d.NewClasses, d.NewSubjects, len(d.Refused)})
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:8])
}

// lessonWrites is what an import writes.
type lessonWrites struct {
	classes  []Class
	subjects []Subject
	ended    []Lesson
	begun    []Lesson
}

func (w lessonWrites) empty() bool { return len(w.ended) == 0 && len(w.begun) == 0 }

// CompareLessons says what the rows would change, without changing anything.
func (s *Service) CompareLessons(ctx context.Context, actor access.Actor, in LessonImport) (LessonDiff, error) {
	return s.CompareLessonsIn(ctx, s.Read(), actor, in)
}

// CompareLessonsIn is CompareLessons inside a transaction of the caller.
func (s *Service) CompareLessonsIn(ctx context.Context, c db.Conn, actor access.Actor, in LessonImport) (LessonDiff, error) {
	if err := checkImport(actor, in); err != nil {
		return LessonDiff{}, err
	}
	was, err := readSchool(ctx, c, actor.School, in)
	if err != nil {
		return LessonDiff{}, err
	}
	return compareLessons(was, in), nil
}

// ApplyLessons brings a timetable in, in a transaction of its own.
func (s *Service) ApplyLessons(ctx context.Context, actor access.Actor, in LessonImport) (LessonDiff, error) {
	var diff LessonDiff
	err := s.Do(ctx, actor, func(w verb.Work) (err error) {
		diff, err = s.ApplyLessonsIn(w, in)
		return err
	})
	return diff, err
}

// ApplyLessonsIn brings a timetable in, inside a transaction of the caller: it
// compares again and writes. A lesson that changes ends on the day before From and
// its new form begins; the same rows again change nothing.
func (s *Service) ApplyLessonsIn(w verb.Work, in LessonImport) (LessonDiff, error) {
	if err := checkImport(w.Actor, in); err != nil {
		return LessonDiff{}, err
	}
	was, err := readSchool(w.Ctx, w.Tx, w.Actor.School, in)
	if err != nil {
		return LessonDiff{}, err
	}
	diff := compareLessons(was, in)
	if in.Expect != "" && in.Expect != diff.Fingerprint() {
		return diff, fault.Conflict("timetable.import.changed_meanwhile")
	}
	if diff.Empty() {
		return diff, nil
	}
	if err := diff.writes.write(w.Ctx, w.Tx, w.Actor.School); err != nil {
		return diff, err
	}
	if err := s.NotifyClashes(w); err != nil {
		return diff, err
	}
	return diff, recordImport(w, diff)
}

func checkImport(actor access.Actor, in LessonImport) error {
	if err := require(actor, MayImport); err != nil {
		return err
	}
	if !in.From.Valid() {
		return fault.Invalid("from", "timetable.date.needed")
	}
	return nil
}

func recordImport(w verb.Work, d LessonDiff) error {
	return w.Record(EventLessonsImported, journal.Ref{Kind: KindOfLessons, ID: w.Actor.School},
		"From", string(d.From), "Begun", count(len(d.writes.begun)), "Ended", count(len(d.writes.ended)), "Refused", count(len(d.Refused)))
}

func (w lessonWrites) write(ctx context.Context, tx db.Conn, school string) error {
	if err := db.InsertAll(ctx, tx, "class_group", w.classes); err != nil {
		return err
	}
	if err := db.InsertAll(ctx, tx, "subject", w.subjects); err != nil {
		return err
	}
	byEnd := map[calendar.Date][]string{}
	for _, l := range w.ended {
		byEnd[l.Ends] = append(byEnd[l.Ends], l.ID)
	}
	for ends, ids := range byEnd {
		for chunk := range slices.Chunk(ids, 500) {
			list, args := db.In(3, chunk)
			_, err := db.Exec(ctx, tx, `UPDATE lesson SET ends = $2 WHERE school_id = $1 AND id IN (`+list+`)`, append([]any{school, ends}, args...)...)
			if err != nil {
				return err
			}
		}
	}
	return db.InsertAll(ctx, tx, "lesson", w.begun)
}

// endBefore closes a lesson on the day before from. One that was to begin later
// gets the day before its own start: it never took place.
func (l Lesson) endBefore(from calendar.Date) Lesson {
	l.Ends = max(from, l.Starts).AddDays(-1)
	return l
}

// schoolNow is what the rows are compared with.
type schoolNow struct {
	school   string
	teachers teacherIndex
	names    map[string]string // staff id -> name or code
	classes  map[string]Class
	byID     map[string]Class
	subjects subjectIndex
	subject  map[string]Subject
	bells    []Bell
	lessons  []Lesson
}

func readSchool(ctx context.Context, c db.Conn, school string, in LessonImport) (schoolNow, error) {
	from := in.From
	n := schoolNow{school: school, byID: map[string]Class{}, subject: map[string]Subject{}}
	staff, err := db.All[teacher](ctx, c, teachersSQL, school)
	if err != nil {
		return n, err
	}
	for i, j := range in.Joining {
		staff = append(staff, teacher{"joining " + strconv.Itoa(i), j.Code, j.FamilyName, j.GivenName, j.Patronymic})
	}
	n.teachers, n.names = indexTeachers(staff)
	if n.classes, err = classesByKey(ctx, c, school); err != nil {
		return n, err
	}
	for _, x := range n.classes {
		n.byID[x.ID] = x
	}
	subjects, err := Subjects(ctx, c, school)
	if err != nil {
		return n, err
	}
	n.subjects = indexSubjects(subjects)
	for _, x := range subjects {
		n.subject[x.ID] = x
	}
	if n.bells, err = Bells(ctx, c, school, from); err != nil {
		return n, err
	}
	n.lessons, err = inForce(ctx, c, school, from)
	return n, err
}

// SubjectCodes maps the folded names of the school's subjects, and of the usual
// ones, in every language to their codes: for the import of staff lists.
func SubjectCodes(ctx context.Context, c db.Conn, school string) (map[string]string, error) {
	subjects, err := Subjects(ctx, c, school)
	codes := map[string]string{}
	for _, f := range usual {
		for _, name := range []string{f.Name.KK, f.Name.RU, f.Name.EN} {
			codes[subjectKey(name)] = f.Code
		}
	}
	for key, x := range indexSubjects(subjects) {
		codes[key] = x.Code
	}
	return codes, err
}
