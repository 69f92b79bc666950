package pairing

// Other areas ask for pairs and what they did in the middle of their own SQL, with these
// fragments, so that the tables are known here alone. Arguments are aliases, columns or
// placeholders, and never what somebody typed.
//
//	`SELECT m.date ` + pairing.FromMeetings("m", "g") + ` WHERE g.school_id = $1 AND g.id = $2`

// FromPairings begins with the pairs of all schools; the condition names the school.
func FromPairings(alias string) string { return "FROM pairing " + alias }

// JoinPairing joins the pair with the id as alias.
func JoinPairing(alias, school, id string) string {
	return "JOIN pairing " + alias + " ON " + alias + ".school_id = " + school + " AND " + alias + ".id = " + id
}

// JoinPairingOf joins the pair that began from a pair of a proposal as alias.
func JoinPairingOf(alias, school, pair string) string {
	return "JOIN pairing " + alias + " ON " + alias + ".school_id = " + school + " AND " + alias + ".pair_id = " + pair
}

// WhereRunning holds for a pair at work.
func WhereRunning(alias string) string { return alias + ".state = '" + string(Running) + "'" }

// WhereOneOf holds for the pairs of a member of staff, on either side.
func WhereOneOf(alias, staff string) string {
	return "(" + alias + ".mentor_id = " + staff + " OR " + alias + ".mentee_id = " + staff + ")"
}

// WhereMentors holds for staff who are the mentor of a running pair.
func WhereMentors(school, staff string) string { return runs(school, "runs.mentor_id = "+staff) }

// WhereMentored holds for staff who are the mentee of a running pair.
func WhereMentored(school, staff string) string { return runs(school, "runs.mentee_id = "+staff) }

// WhereMentoredIn is WhereMentored within a programme.
func WhereMentoredIn(school, programme, staff string) string {
	return runs(school, "runs.programme_id = "+programme+" AND runs.mentee_id = "+staff)
}

// WhereWentOn holds for a pair whose mentee went on with another mentor of the programme.
func WhereWentOn(alias string) string {
	return "EXISTS (SELECT 1 FROM pairing later WHERE later.school_id = " + alias + ".school_id AND later.programme_id = " + alias +
		".programme_id AND later.mentee_id = " + alias + ".mentee_id AND later.id <> " + alias + ".id AND later.starts >= " + alias + ".ends)"
}

// SelectPartner is the other of the two than staff.
func SelectPartner(alias, staff string) string {
	return "CASE WHEN " + alias + ".mentor_id = " + staff + " THEN " + alias + ".mentee_id ELSE " + alias + ".mentor_id END"
}

// SelectSide is the side on which staff, one of the two, stands.
func SelectSide(alias, staff string) string {
	return "CASE WHEN " + alias + ".mentor_id = " + staff + " THEN 'mentor' ELSE 'mentee' END"
}

// FromMeetings begins with the meetings of pairs as meeting, each with its pair.
func FromMeetings(meeting, pair string) string {
	return "FROM meeting " + meeting + " " + JoinPairing(pair, meeting+".school_id", meeting+".pairing_id")
}

// FromSteps begins with the next steps that pairs agreed.
func FromSteps(alias string) string { return "FROM next_step " + alias }

// FromResources begins with what the two of a pair share with one another, each with
// its pair.
func FromResources(resource, pair string) string {
	return "FROM shared_resource " + resource + " " + JoinPairing(pair, resource+".school_id", resource+".pairing_id")
}

// FromLetters begins with the letters of appreciation.
func FromLetters(alias string) string { return "FROM appreciation " + alias }

// WherePlanWritten holds for a pair that has written a plan.
func WherePlanWritten(school, pairing string) string {
	return "EXISTS (SELECT 1 FROM mentoring_plan written WHERE written.school_id = " + school + " AND written.pairing_id = " + pairing + " AND written.version = 1)"
}

// selectRunning counts the running pairs of a programme.
func selectRunning(school, programme string) string { return counted(school, programme, "") }

// selectLed counts those of which staff is the mentor.
func selectLed(school, programme, staff string) string {
	return counted(school, programme, " AND runs.mentor_id = "+staff)
}

// selectWith counts those of which staff is one of the two.
func selectWith(school, programme, staff string) string {
	return counted(school, programme, " AND "+WhereOneOf("runs", staff))
}

func counted(school, programme, more string) string {
	return "(SELECT count(*) FROM pairing runs WHERE runs.school_id = " + school + " AND runs.programme_id = " + programme + " AND " +
		WhereRunning("runs") + more + ")"
}

func runs(school, condition string) string {
	return "EXISTS (SELECT 1 FROM pairing runs WHERE runs.school_id = " + school + " AND " + condition + " AND " + WhereRunning("runs") + ")"
}
