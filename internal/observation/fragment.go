package observation

// Areas that plan visits count them in the middle of their own SQL, with these fragments.
// Arguments are aliases, columns or placeholders, and never what somebody typed.

// FromVisits begins with the visits of all schools; the condition names the school and
// what the visits are about.
func FromVisits(alias string) string { return "FROM visit " + alias }

// JoinVisits joins the visits about a record.
func JoinVisits(alias, school, about string) string {
	return "JOIN visit " + alias + " ON " + alias + ".school_id = " + school + " AND " + alias + ".about = " + about
}

// SelectHeld counts the visits about a record that an observer made.
func SelectHeld(school, about, observer string) string {
	return counted(school, about, observer, "seen.state = '"+string(Held)+"'")
}

// SelectAhead counts the visits about a record that an observer has planned for the day
// or later.
func SelectAhead(school, about, observer, day string) string {
	return counted(school, about, observer, "seen.state = '"+string(Planned)+"' AND seen.date >= "+day)
}

func counted(school, about, observer, condition string) string {
	return "(SELECT count(*) FROM visit seen WHERE seen.school_id = " + school + " AND seen.about = " + about + " AND seen.observer_id = " + observer +
		" AND " + condition + ")"
}
