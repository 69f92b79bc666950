package timetableweb_test

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Every form of the timetable: what is wrong is said at its field and kept, whoever may
// not is refused, another school finds nothing, and an older page wipes nothing.
func TestFormsOfTheTimetable(t *testing.T) {
	w := newWorld(t)
	w.roles["ADM"] = []access.Role{access.Administrator}
	year, err := db.One[string](t.Context(), w.D.Read(), `SELECT id FROM school_year WHERE school_id = $1`, school)
	w.OK(err)
	none, long := []string{"T-A14", "SMU-A3"}, strings.Repeat("қ", 101)
	w.Attacker(w.D).All(
		webtest.Form{
			At: link.EditYear(year), By: "DD-A2", MayNot: none, Nobody: []string{"other"}, Leads: link.SchoolYear(), Holds: true,
			Good: []string{
				"label", "2013–2014 оқу жылы", "starts", "2013-09-02", "ends", "2014-05-25", "term_starts_1", "2013-09-02", "term_ends_1", "2013-11-03",
				"term_starts_2", "2013-11-11", "term_ends_2", "2013-12-29", "term_starts_3", "2014-01-13", "term_ends_3", "2014-03-20",
			},
			Others: []string{"label", "2013/14"},
			Wrong: []webtest.Wrong{
				webtest.At("label", "label", ""),
				webtest.At("label", "label", strings.Repeat("1", 21)),
				webtest.At("starts", "starts", "қыркүйек"),
				webtest.At("ends", "ends", "2013-09-01"),
				webtest.At("term_starts_1", "term_starts_1", "2013-09-01"),
				webtest.At("term_starts_3", "term_ends_3", "2014-05-26"),
				webtest.At("term_ends_2", "term_ends_2", "2013-11-10"),
				webtest.At("term_starts_2", "term_starts_2", "2013-11-03"),
				webtest.At("term_starts_2", "term_starts_2", "", "term_ends_2", ""), // between two that are there
				webtest.At("term_ends_3", "term_starts_2", "", "term_ends_2", "", "term_ends_3", "наурыз"),
			},
		},
		webtest.Form{
			At: link.NewYear(), By: "DIR-A", MayNot: none, Leads: link.SchoolYear(),
			Good: []string{"label", "2014–2015", "starts", "2014-09-01", "ends", "2015-05-25", "term_starts_1", "2014-09-01", "term_ends_1", "2014-11-02"},
			Wrong: []webtest.Wrong{
				webtest.At("label", "label", "2013–2014 оқу жылы"), webtest.At("starts", "starts", "2014-05-25"), webtest.At("ends", "ends", "9999-05-25"),
			},
		},
		webtest.Form{
			At: link.NewHoliday(), By: "DD-A2", MayNot: none, Leads: link.SchoolYear(),
			Good: []string{"starts", "2013-12-16", "ends", "2013-12-17", "name_kk", "Тәуелсіздік күні", "name_ru", "День независимости"},
			Wrong: []webtest.Wrong{
				webtest.At("starts", "starts", ""), webtest.At("ends", "ends", "2013-12-15"), webtest.At("ends", "ends", "ертең"),
				webtest.At("name_kk", "name_kk", "", "name_ru", ""), webtest.At("name_ru", "name_ru", long),
			},
		},
		webtest.Form{
			At: link.EditBells(), By: "DIR-A", MayNot: none, Leads: link.SchoolYear(), Holds: true,
			Good:   []string{"from", "2014-01-13", "bell_1_1", "08:00", "bell_1_1_end", "08:45", "bell_1_2", "08:50", "bell_1_2_end", "09:35"},
			Others: []string{"bell_1_2_end", "09:40"},
			Wrong: []webtest.Wrong{
				webtest.At("from", "from", "қаңтар"),
				webtest.At("bell_1_1", "bell_1_1", "сегіз"),
				webtest.At("bell_1_1", "bell_1_1", "25:00"),
				webtest.At("bell_1_1", "bell_1_1_end", "08:00"),
				webtest.At("bell_1_1", "bell_1_1_end", ""),
				webtest.At("bell_1_2", "bell_1_2", "08:44"),
			},
		},
		webtest.Form{
			At: link.NewAbsence(""), By: "DD-A2", MayNot: append(none, "ADM"),
			Good: []string{"staff", "T-A2", "from", "2013-10-07", "to", "2013-10-08", "reason", "illness"},
			Wrong: []webtest.Wrong{
				webtest.At("staff", "staff", ""),
				webtest.At("from", "from", "дүйсенбі"),
				webtest.At("to", "to", "2013-10-06"),
				webtest.At("to", "to", "2014-10-10"),
				webtest.At("reason", "reason", "", "to", "2013-10-07"),
				webtest.At("starts_at", "starts_at", "09:00", "ends_at", "10:00"),
				webtest.At("ends_at", "to", "2013-10-07", "starts_at", "09:00", "ends_at", "09:00"),
				webtest.At("ends_at", "to", "2013-10-07", "starts_at", "09:00", "ends_at", "он"),
				webtest.At("starts_at", "to", "2013-10-07", "starts_at", "тоғыз", "ends_at", "10:00"),
			},
		},
	)
}
