package timetable

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/verb"
)

// Class is a class of pupils.
type Class struct {
	School   string        `db:"school_id"`
	ID       string        `db:"id"`
	Name     string        `db:"name"`
	Fold     string        `db:"name_fold"`
	Grade    int           `db:"grade"` // 0 before school
	Shift    int           `db:"shift"` // 0 not said
	Language i18n.Language `db:"language"`
	Students int           `db:"students"`
	SortKey  string        `db:"sort_key"`
	Ended    calendar.Date `db:"ended"`
}

// ClassFacts is what is known of a class.
type ClassFacts struct {
	Name         string
	Grade, Shift int
	Language     i18n.Language
	Students     int
}

// MaxClassName is how many characters the name of a class has at most.
const MaxClassName = 40

func checkClasses(classes []ClassFacts) error {
	var faults fault.Fields
	for _, c := range classes {
		faults.Text("name", c.Name, true, MaxClassName)
	}
	return faults.Err()
}

// NewClass is a class that begins.
func NewClass(school string, f ClassFacts) Class {
	return Class{
		School: school, ID: db.NewID(), Name: f.Name, Fold: ClassKey(f.Name), Grade: f.Grade, Shift: f.Shift,
		Language: f.Language, Students: f.Students, SortKey: i18n.SortKey(f.Name), Ended: calendar.Forever,
	}
}

// ClassKey is equal for names that a reader takes as one: 5 «А», 5-А, 5а, 5A; PS-1, МАД-1.
func ClassKey(name string) string {
	kept := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
	kept = i18n.LookAlike(kept)
	for _, word := range preschool {
		if rest, found := strings.CutPrefix(kept, word); found {
			return "0" + rest
		}
	}
	return kept
}

// preschool are the words for the class before school in the three languages, as
// they stand in a key: PS-1, МАД-1 and ДПП-1 are one class.
var preschool = []string{i18n.LookAlike("ps"), "мад", "дпп", "ппп", "предшк"}

// GradeOf reads the grade from the first number of a class name; preschool
// classes ("PS-1", "МАД-1", "0А") are 0.
func GradeOf(name string) int {
	digits := strings.IndexFunc(name, unicode.IsDigit)
	if digits != 0 {
		return 0
	}
	end := strings.IndexFunc(name, func(r rune) bool { return !unicode.IsDigit(r) })
	if end < 0 {
		end = len(name)
	}
	grade, err := strconv.Atoi(name[:end])
	if err != nil || grade > 12 {
		return 0
	}
	return grade
}

// SaveClasses adds classes and changes those that are there by name.
func (s *Service) SaveClasses(ctx context.Context, actor access.Actor, classes []ClassFacts) error {
	return s.do(ctx, actor, MayKeep, func(w work) error {
		if err := checkClasses(classes); err != nil {
			return err
		}
		known, err := ClassesByKey(w.Ctx, w.Tx, actor.School)
		if err != nil {
			return err
		}
		var made []Class
		for _, f := range classes {
			c := NewClass(actor.School, f)
			old, ok := known[c.Fold]
			known[c.Fold] = c
			if !ok {
				made = append(made, c)
				continue
			}
			if c.ID = old.ID; c != old {
				if err := db.Update(w.Ctx, w.Tx, "class_group", c, "school_id", "id"); err != nil {
					return err
				}
			}
		}
		if err := db.InsertAll(w.Ctx, w.Tx, "class_group", made); err != nil {
			return err
		}
		return w.Record(EventClassesSaved, journal.Ref{Kind: KindOfClasses, ID: actor.School}, "Count", strconv.Itoa(len(classes)))
	})
}

// Classes lists the classes that exist, in the order of their names.
func Classes(ctx context.Context, c db.Conn, school string) ([]Class, error) {
	return db.All[Class](ctx, c, `SELECT `+db.Columns[Class]("")+` FROM class_group WHERE school_id = $1 AND ended = $2 ORDER BY sort_key, id`, school, calendar.Forever)
}

// ClassesByKey are the classes by their keys.
func ClassesByKey(ctx context.Context, c db.Conn, school string) (map[string]Class, error) {
	all, err := Classes(ctx, c, school)
	byKey := make(map[string]Class, len(all))
	for _, x := range all {
		byKey[x.Fold] = x
	}
	return byKey, err
}

// ClassByID reads one class.
func ClassByID(ctx context.Context, c db.Conn, school, id string) (Class, error) {
	x, err := db.One[Class](ctx, c, `SELECT `+db.Columns[Class]("")+` FROM class_group WHERE school_id = $1 AND id = $2`, school, id)
	return x, verb.Missing(err, "timetable.class.not_found")
}
