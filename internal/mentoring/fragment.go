package mentoring

// Other areas ask for programmes in the middle of their own SQL, with these fragments.
// Arguments are aliases, columns or placeholders, and never what somebody typed.

// FromProgrammes begins with the programmes of all schools; the condition names the school.
func FromProgrammes(alias string) string { return "FROM programme " + alias }

// JoinProgramme joins the programme with the id as alias.
func JoinProgramme(alias, school, id string) string {
	return "JOIN programme " + alias + " ON " + alias + ".school_id = " + school + " AND " + alias + ".id = " + id
}

// JoinPolicy joins the policy with the id, one of those that a programme has had.
func JoinPolicy(alias, school, id string) string {
	return "JOIN programme_policy " + alias + " ON " + alias + ".school_id = " + school + " AND " + alias + ".id = " + id
}

// RatherNot holds where staff said that she would rather not be paired with the other, a
// condition such as "= $4". It is asked for her own pages alone, and by matching.
func RatherNot(school, programme, staff, other string) string {
	return `EXISTS (SELECT 1 FROM preference v JOIN participant t ON t.school_id = v.school_id AND t.id = v.participant_id
		WHERE v.school_id = ` + school + ` AND t.programme_id = ` + programme + ` AND t.staff_id = ` + staff + ` AND v.other_id ` + other + `
		AND v.kind = 'veto' AND v.ended_at = '')`
}

// SelectProgrammeBefore is the id of the programme of the same kind and track before.
func SelectProgrammeBefore(school, programme string) string {
	return "(SELECT earlier.id FROM programme earlier JOIN programme own ON own.school_id = earlier.school_id WHERE own.school_id = " + school +
		" AND own.id = " + programme + " AND earlier.kind = own.kind AND earlier.track = own.track AND earlier.starts < own.starts" +
		" ORDER BY earlier.starts DESC, earlier.id LIMIT 1)"
}
