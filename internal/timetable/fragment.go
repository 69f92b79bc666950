package timetable

// Other areas ask for years, subjects and lessons in the middle of their own SQL, with
// these fragments. Arguments are aliases, columns or placeholders, and never what
// somebody typed.

// FromYears begins with the school years of all schools; the condition names the school.
func FromYears(alias string) string { return "FROM school_year " + alias }

// JoinYear joins the school year with the id as alias.
func JoinYear(alias, school, id string) string {
	return "JOIN school_year " + alias + " ON " + alias + ".school_id = " + school + " AND " + alias + ".id = " + id
}

// FromSubjects begins with the subjects of all schools.
func FromSubjects(alias string) string { return "FROM subject " + alias }

// FromLessons begins with the lessons of the week of all schools, each for its time.
func FromLessons(alias string) string { return "FROM lesson " + alias }
