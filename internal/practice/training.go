package practice

import (
	"context"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/rule"
	"talim/internal/verb"
)

// Course is a course that somebody of the school did: for mentors (R086), or
// another one whose graduates pass on what they learned (R081).
type Course struct {
	School   string `db:"school_id"`
	ID       string `db:"id"`
	Title    string `db:"title"`
	Provider string `db:"provider"`
	Hours    int    `db:"hours"`
	calendar.Period
	ForMentors bool             `db:"for_mentors"` // counts towards the standard
	RecordedBy string           `db:"recorded_by"`
	RecordedAt calendar.Instant `db:"recorded_at"`
}

// TargetCourse is a course, by its id.
const TargetCourse = "practice.course"

// NewCourse is the input of AddCourse.
type NewCourse struct {
	Title, Provider string
	Hours           int
	Starts, Ends    calendar.Date
	ForMentors      bool
}

func (n NewCourse) check() error {
	var f fault.Fields
	f.Text("title", n.Title, true, maxLine)
	f.Text("provider", n.Provider, false, maxLine)
	f.When(n.Hours < 1 || n.Hours > 1000, "hours", "practice.training.hours_range", "Min", 1, "Max", 1000)
	starts, ends := f.Day("starts", n.Starts), f.Day("ends", n.Ends) // either is said
	f.When(starts && ends && n.Ends < n.Starts, "ends", "practice.date.order")
	return f.Err()
}

// AddCourse records a course.
func (s *Service) AddCourse(ctx context.Context, actor access.Actor, in NewCourse) (Course, error) {
	in.Title, in.Provider = strings.TrimSpace(in.Title), strings.TrimSpace(in.Provider)
	var made Course
	err := s.do(ctx, actor, func(w work) error {
		if err := access.Must(ruleTraining.Writes(access.RelationsOf(actor, actor.School)), "practice.access.keep"); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		made = Course{
			School: actor.School, ID: db.NewID(), Title: in.Title, Provider: in.Provider, Hours: in.Hours, ForMentors: in.ForMentors,
			Period: calendar.Period{Starts: in.Starts, Ends: in.Ends}, RecordedBy: actor.Staff, RecordedAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "training_course", made); err != nil {
			return err
		}
		return w.Record(eventCourseAdded, journal.Ref{Kind: "training_course", ID: made.ID})
	})
	return made, err
}

// Done is that somebody did a course, and whether colleagues expect to hear of it.
type Done struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Course     string           `db:"course_id"`
	Staff      string           `db:"staff_id"`
	DoneOn     calendar.Date    `db:"done_on"`
	ShareBy    calendar.Date    `db:"share_by"`  // "" where nobody expects it
	SharedOn   calendar.Date    `db:"shared_on"` // "" until then
	SharedHow  string           `db:"shared_how"`
	RecordedBy string           `db:"recorded_by"`
	RecordedAt calendar.Instant `db:"recorded_at"`
}

// Waits says whether the person is still expected to share.
func (d Done) Waits() bool { return d.ShareBy != "" && d.SharedOn == "" }

// NewDone is the input of RecordDone.
type NewDone struct {
	Staff   []string
	DoneOn  calendar.Date
	ShareBy calendar.Date // "" for nobody
}

func (n NewDone) check(c Course, today calendar.Date) error {
	var f fault.Fields
	f.When(len(n.Staff) == 0, "staff", "practice.staff.choose")
	if f.Day("done_on", n.DoneOn) {
		f.When(n.DoneOn > today, "done_on", "practice.date.ahead")
		f.When(n.DoneOn <= today && n.DoneOn < c.Starts, "done_on", "practice.training.before")
	}
	f.When(n.ShareBy != "" && f.Day("share_by", n.ShareBy) && n.ShareBy < n.DoneOn, "share_by", "practice.date.order")
	return f.Err()
}

// RecordDone records who did a course. Whoever is expected to share is told so.
func (s *Service) RecordDone(ctx context.Context, actor access.Actor, course string, in NewDone) error {
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(ruleTraining.Writes(access.RelationsOf(actor, actor.School)), "practice.access.keep"); err != nil {
			return err
		}
		c, err := courseByID(w.Ctx, w.Tx, actor.School, course)
		if err != nil {
			return err
		}
		if err := in.check(c, w.Date()); err != nil {
			return err
		}
		for _, staff := range in.Staff {
			if err := w.addDone(c, staff, in); err != nil {
				return err
			}
		}
		return w.Record(eventCourseDone, journal.Ref{Kind: "training_course", ID: c.ID})
	})
}

func (w work) addDone(c Course, staff string, in NewDone) error {
	if err := w.staffHere(staff); err != nil {
		return err
	}
	d := Done{
		School: c.School, ID: db.NewID(), Course: c.ID, Staff: staff, DoneOn: in.DoneOn, ShareBy: in.ShareBy,
		RecordedBy: w.Actor.Staff, RecordedAt: w.Instant(),
	}
	if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "training_done", d), "practice.training.twice"); err != nil || in.ShareBy == "" {
		return err
	}
	return w.Notify(reminder.Reminder{
		Staff: staff, Key: "practice.remind.share", Args: db.Texts{"Title": c.Title, "Date": string(d.ShareBy)},
		Target: reminder.To(TargetCourse, c.ID), About: d.ID, DueOn: d.ShareBy,
	})
}

// Shared records that somebody shared what the course gave: the person says so
// herself, or those who keep the programme do.
func (s *Service) Shared(ctx context.Context, actor access.Actor, course, done, how string) error {
	how = strings.TrimSpace(how)
	return s.do(ctx, actor, func(w work) error {
		d, err := db.One[Done](w.Ctx, w.Tx, `SELECT `+db.Columns[Done]("")+` FROM training_done WHERE school_id = $1 AND course_id = $2 AND id = $3`, actor.School, course, done)
		if err != nil {
			return verb.Missing(err, "practice.training.missing")
		}
		if err := access.Must(ruleShared.Writes(access.Of(actor, access.RecordOf(d.School, d.Staff))), "practice.access.own"); err != nil {
			return err
		}
		var f fault.Fields
		f.When(how == "", "how", "practice.training.how_missing")
		f.Text("how", how, false, maxLine)
		if err := f.Err(); err != nil {
			return err
		}
		if d.SharedOn != "" {
			return fault.Conflict("practice.training.shared_before")
		}
		d.SharedOn, d.SharedHow = w.Date(), how
		if err := db.Update(w.Ctx, w.Tx, "training_done", d, "school_id", "id"); err != nil {
			return err
		}
		if err := reminder.Close(w.Ctx, w.Tx, w.At, d.School, d.ID, ""); err != nil {
			return err
		}
		return w.Record(eventCourseShared, journal.Ref{Kind: "training_course", ID: d.Course})
	})
}

func courseByID(ctx context.Context, c db.Conn, school, id string) (Course, error) {
	course, err := db.One[Course](ctx, c, `SELECT `+db.Columns[Course]("")+` FROM training_course WHERE school_id = $1 AND id = $2`, school, id)
	return course, verb.Missing(err, "practice.training.missing")
}

// CourseLine is a course with how many did it, and how many are still to share.
type CourseLine struct {
	Course
	Done  int `db:"done"`
	Waits int `db:"waits"`
}

// Courses are all courses, the newest first, for the whole staff.
func (s *Service) Courses(ctx context.Context, actor access.Actor) ([]CourseLine, error) {
	if err := access.Must(ruleTraining.Reads(access.RelationsOf(actor, actor.School)), "practice.access.own"); err != nil {
		return nil, err
	}
	return db.All[CourseLine](ctx, s.Read(), `SELECT `+db.Columns[Course]("c")+`,
		(SELECT count(*) FROM training_done d WHERE d.school_id = c.school_id AND d.course_id = c.id) AS done,
		(SELECT count(*) FROM training_done d WHERE d.school_id = c.school_id AND d.course_id = c.id AND d.share_by <> '' AND d.shared_on = '') AS waits
		FROM training_course c WHERE c.school_id = $1 ORDER BY c.starts DESC, c.id DESC LIMIT 200`, actor.School)
}

// NamedDone is who did a course.
type NamedDone struct {
	Done
	Person mentoring.Person `db:"p_"`
}

// Course reads a course and who did it, for the whole staff.
func (s *Service) Course(ctx context.Context, actor access.Actor, id string) (Course, []NamedDone, error) {
	if err := access.Must(ruleTraining.Reads(access.RelationsOf(actor, actor.School)), "practice.access.own"); err != nil {
		return Course{}, nil, err
	}
	c, err := courseByID(ctx, s.Read(), actor.School, id)
	if err != nil {
		return c, nil, err
	}
	list, err := db.All[NamedDone](ctx, s.Read(), `SELECT `+db.Columns[Done]("d")+`, `+personOf+` FROM training_done d
		`+people.JoinStaff("s", "d.school_id", "d.staff_id")+` WHERE d.school_id = $1 AND d.course_id = $2 ORDER BY s.sort_key, s.id`, c.School, c.ID)
	return c, list, err
}

// TrainingHours are the hours of courses that a mentor is expected to have done
// (R086); 0: no standard.
var TrainingHours = rule.Rule{Name: "practice.training_hours", Default: 0, Min: 0, Max: 1000}

// MentorLine is a mentor of a running pair against the standard (R086).
type MentorLine struct {
	Person mentoring.Person `db:"p_"`
	Hours  int              `db:"hours"` // of courses for mentors
	Read   bool             `db:"has_read"`
}

// Mentors are the mentors of running pairs with their hours of training and
// whether they read the role description, for those who keep the programme; and
// the hours that the school expects, 0 where it expects none.
func (s *Service) Mentors(ctx context.Context, actor access.Actor) ([]MentorLine, int, error) {
	if err := access.Must(Keep.Allows(actor) && ruleRoleRead.Reads(access.RelationsOf(actor, actor.School)), "practice.access.keep"); err != nil {
		return nil, 0, err
	}
	today := calendar.DateOf(s.Now())
	standard, err := people.RuleOn(ctx, s.Read(), actor.School, TrainingHours, today)
	if err != nil {
		return nil, 0, err
	}
	list, err := db.All[MentorLine](ctx, s.Read(), `SELECT `+personOf+`,
		COALESCE((SELECT sum(c.hours) FROM training_done d JOIN training_course c ON c.school_id = d.school_id AND c.id = d.course_id
			WHERE d.school_id = s.school_id AND d.staff_id = s.id AND c.for_mentors), 0) AS hours,
		EXISTS (SELECT 1 FROM role_description_read r WHERE r.school_id = s.school_id AND r.staff_id = s.id AND r.description_id = COALESCE((SELECT x.id
			FROM role_description x WHERE x.school_id = s.school_id AND x.version = (SELECT max(y.version) FROM role_description y
			WHERE y.school_id = s.school_id)), '')) AS has_read
		`+people.FromStaff("s")+` WHERE s.school_id = $1 AND `+pairing.WhereMentors("s.school_id", "s.id")+` ORDER BY s.sort_key, s.id`, actor.School)
	return list, standard, err
}
