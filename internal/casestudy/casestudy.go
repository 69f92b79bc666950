// Package casestudy holds the three schools of the case studies as typed data:
// Auyl, a village school; Audan, a gymnasium of a district town; Aimak, an
// autonomous school of a region. The demo and the tests live on them. README.md
// says what is source, what is derived and what is missing.
//
// People are codes ("T-A2"), never names, and the data are examples, not facts
// about the schools.
package casestudy

import (
	"embed"
	"io/fs"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/i18n"
)

//go:embed data
var files embed.FS

// Organisation is a ministry, region, district, managing company or school
// (R006). Parents come before their children.
type Organisation struct {
	Code      string
	Parent    string // code; "" at the top
	Kind      string // ministry, region, district, company or school
	Name      i18n.Text
	Address   i18n.Text // as on a letterhead; may be empty
	Timezone  string
	Languages []i18n.Language // of instruction
	Students  int
}

// School is one school with everything that is known of it.
type School struct {
	Organisation
	Staff    []Staff
	Units    []Unit
	Bells    []Bell
	Classes  []Class
	Subjects []Subject // those that have lessons or teachers here
	Lessons  []Lesson
	Leaves   []Leave
}

// folder is the part of the file names that belongs to a school.
var folder = map[string]string{"A": "auyl", "B": "audan", "C": "aimak"}

// Organisations lists the tree, parents first.
func Organisations() ([]Organisation, error) {
	return read(files, "organisations.csv", func(r row) Organisation {
		return Organisation{
			Code: r.text("code"), Parent: r.text("parent"), Kind: r.text("kind"),
			Name:     r.translated("name"),
			Address:  i18n.Text{KK: r.text("address_kk"), RU: r.text("address_ru")},
			Timezone: "Asia/Almaty", Students: r.count("students"),
			Languages: languages(r.text("languages")),
		}
	})
}

// Load reads one school by its code: "A" (Auyl), "B" (Audan) or "C" (Aimak).
func Load(code string) (School, error) {
	var s School
	steps := []func(*School, string) error{
		loadOrganisation, loadUnits, loadBells, loadClasses, loadLessons, loadStaff, loadSubjects, loadLeaves,
	}
	for _, step := range steps {
		if err := step(&s, code); err != nil {
			return School{}, err
		}
	}
	return s, nil
}

// File is one of the files as it is, for instance to try an import with:
// "timetable_auyl.csv", "timetable_auyl_kk.csv", "timetable_auyl_variant.csv",
// "staff_auyl_all.csv".
func File(name string) ([]byte, error) { return fs.ReadFile(files, "data/"+name) }

func loadOrganisation(s *School, code string) error {
	all, err := Organisations()
	if err != nil {
		return err
	}
	for _, o := range all {
		if o.Code == code && o.Kind == "school" {
			s.Organisation = o
			return nil
		}
	}
	return &MissingError{What: "school", Code: code}
}

func languages(s string) []i18n.Language {
	var all []i18n.Language
	for word := range strings.FieldsSeq(s) {
		all = append(all, i18n.Language(word))
	}
	return all
}

// MissingError says that the data know nothing of a thing that was asked for.
type MissingError struct{ What, Code string }

func (e *MissingError) Error() string { return "casestudy: no " + e.What + " " + strconv.Quote(e.Code) }

// Leave is a time in which somebody does not teach (R007). Which states are
// source and which derived stands in leaves.csv.
type Leave struct {
	Staff string
	State string // childcare_leave, maternity_leave, military_service
	calendar.Period
}

func loadLeaves(s *School, code string) error {
	all, err := ofSchool("leaves.csv", code, func(r row) Leave {
		return Leave{Staff: r.text("staff"), State: r.text("state"), Period: r.period()}
	})
	s.Leaves = all
	return err
}
