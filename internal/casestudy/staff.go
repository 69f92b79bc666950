package casestudy

import (
	"slices"
	"strconv"
	"strings"

	"talim/internal/i18n"
)

// Staff is one person of a school. Of those the source only counts
// (Participant is false) nothing but the subject is known.
type Staff struct {
	Code        string
	Participant bool      // took part in the study; else only counted there
	Roles       []string  // as access.Role: "director", "deputy", "teacher", ...
	DeputyArea  i18n.Text // a deputy's area of work, where the source gives it
	Subject     i18n.Text // the subject studied
	Teaches     []string  // codes of subjects: those of the lessons, else those of the subject studied
	Unit        int       // number of the unit; 0 for none
	Hours       int       // a week
	Stavka      float64   // of 18 hours

	// Private (R009). Unknown: "" and -1.
	StudyRoute string // full_time or distance
	Years      int    // of service
	CoELevel   string // as printed; "" unknown, "none" no course
	Category   string // highest, first, second, none, moderator
	Age        int
	Gender     string // f or m
}

// Unit is a subject methodological unit (SMU).
type Unit struct {
	Number int
	Name   i18n.Text
	Head   string // code; "" where nobody is known
}

// Is says whether the person has the role.
func (s Staff) Is(role string) bool { return slices.Contains(s.Roles, role) }

// Person finds somebody by code.
func (s School) Person(code string) (Staff, bool) {
	i := slices.IndexFunc(s.Staff, func(p Staff) bool { return p.Code == code })
	if i < 0 {
		return Staff{}, false
	}
	return s.Staff[i], true
}

// roleWords are the words by which the source names a role, in the two columns
// that it uses for that.
var roleWords = []struct{ words, role string }{
	{"International teacher", "international_teacher"},
	{"Head of SMU", "smu_head"},
	{"Lead teacher", "class_lead"}, // of a class, klassnyi rukovoditel'
	{"Psychologist", "psychologist"},
	{"Social pedagogue", "social_pedagogue"},
	{"Social analyst", "social_analyst"},
	{"Lab assistant", "lab_assistant"},
	{"Pedsovet secretary", "secretary"},
}

var deputyAreas = []struct {
	words string
	name  i18n.Text
}{
	{"Academic Affairs", i18n.Text{KK: "оқу ісі", RU: "учебная работа", EN: "academic affairs"}},
	{"Scientific and Methodological Matters", i18n.Text{KK: "ғылыми-әдістемелік іс", RU: "научно-методическая работа", EN: "scientific and methodological matters"}},
	{"Pastoral Matters", i18n.Text{KK: "тәрбие ісі", RU: "воспитательная работа", EN: "pastoral matters"}},
}

// rolesOf: everybody with a subject teaches, whatever else they do (R002).
func rolesOf(position, extra, subject string) []string {
	var roles []string
	switch position {
	case "Director":
		roles = append(roles, "director")
	case "Deputy Director":
		roles = append(roles, "deputy")
	}
	for _, w := range roleWords {
		if strings.Contains(position+"; "+extra, w.words) {
			roles = append(roles, w.role)
		}
	}
	if subject != "" {
		roles = append(roles, "teacher")
	}
	return roles
}

func deputyArea(extra string) i18n.Text {
	for _, a := range deputyAreas {
		if strings.Contains(extra, a.words) {
			return a.name
		}
	}
	return i18n.Text{}
}

func loadUnits(s *School, code string) error {
	all, err := ofSchool("units.csv", code, func(r row) Unit {
		return Unit{Number: r.count("number"), Name: r.translated("name"), Head: r.text("head")}
	})
	s.Units = all
	return err
}

// area is a subject as the staff lists name it, wider than the timetable's.
type area struct {
	name     i18n.Text
	subjects []string
}

func areas() (map[string]area, error) {
	type named struct {
		key string
		area
	}
	all, err := read(files, "areas.csv", func(r row) named {
		return named{r.text("area"), area{
			name:     i18n.Text{KK: r.text("kk"), RU: r.text("ru"), EN: r.text("en")},
			subjects: strings.Split(r.text("subjects"), ";"),
		}}
	})
	byName := make(map[string]area, len(all))
	for _, a := range all {
		byName[a.key] = a.area
	}
	return byName, err
}

// loadStaff comes after the lessons, from which it takes what people teach.
func loadStaff(s *School, code string) error {
	known, err := areas()
	if err != nil {
		return err
	}
	taught := s.taught()
	s.Staff, err = read(files, "staff_"+folder[code]+"_all.csv", func(r row) Staff {
		p := staffOf(r)
		studied := known[r.text("subjects")]
		p.Subject, p.Teaches = studied.name, taught[p.Code]
		if len(p.Teaches) == 0 {
			p.Teaches = studied.subjects
		}
		return p
	})
	return err
}

func staffOf(r row) Staff {
	unit, _ := strconv.Atoi(r.text("smu_no")) // empty for somebody without a unit
	return Staff{
		Code: r.text("code"), Participant: r.text("source") == "participant",
		Roles:      rolesOf(r.text("position"), r.text("extra_role"), r.text("subjects")),
		DeputyArea: deputyArea(r.text("extra_role")),
		Unit:       unit, Hours: r.count("hours_per_week"), Stavka: r.number("stavka_18h"),
		StudyRoute: strings.ReplaceAll(r.text("study_mode"), "-", "_"),
		Years:      r.known("years_experience"), CoELevel: r.text("coe_level"),
		Category: strings.ToLower(r.text("qualification_category")),
		Age:      r.known("age"), Gender: strings.ToLower(r.text("gender")),
	}
}

// taught gives the subjects of the lessons of each person, in the order met.
func (s School) taught() map[string][]string {
	all := map[string][]string{}
	for _, l := range s.Lessons {
		if !slices.Contains(all[l.Staff], l.Subject) {
			all[l.Staff] = append(all[l.Staff], l.Subject)
		}
	}
	return all
}

// DistrictStaff is who works in the district department (organisation
// "RAIONO"). The source names no person there: this one is derived, so that
// the demo can show what a methodologist sees.
func DistrictStaff() []Staff {
	return []Staff{{Code: "RAIONO-1", Roles: []string{"methodologist"}, Years: -1, Age: -1}}
}
