package group

import "talim/internal/mentoring/pairing"

// Other areas count what groups did in the middle of their own SQL, with these fragments.
// Arguments are aliases, columns or placeholders, and never what somebody typed.

// FromMeetings begins with the meetings of groups, each with its group.
func FromMeetings(meeting, group string) string {
	return "FROM group_meeting " + meeting + " JOIN mentoring_group " + group + " ON " + group + ".school_id = " + meeting + ".school_id AND " +
		group + ".id = " + meeting + ".group_id"
}

// FromMeetingsOfPairs begins with the meetings of groups, once for each pair of the group.
func FromMeetingsOfPairs(meeting, pair string) string {
	in := meeting + "_in"
	return "FROM group_meeting " + meeting + " JOIN mentoring_group_pair " + in + " ON " + in + ".school_id = " + meeting + ".school_id AND " +
		in + ".group_id = " + meeting + ".group_id " + pairing.JoinPairingOf(pair, in+".school_id", in+".pair_id")
}

// meetingsOf begins with the meetings of the group of a pair of a proposal, and its condition.
func meetingsOf(meeting, school, pair string) string {
	in := meeting + "_in"
	return "FROM mentoring_group_pair " + in + " JOIN group_meeting " + meeting + " ON " + meeting + ".school_id = " + in + ".school_id AND " +
		meeting + ".group_id = " + in + ".group_id WHERE " + in + ".school_id = " + school + " AND " + in + ".pair_id = " + pair
}

// selectGroupOf is the id of the group of a pair of a proposal; "" none.
func selectGroupOf(school, pair string) string {
	return "COALESCE((SELECT met.group_id FROM mentoring_group_pair met WHERE met.school_id = " + school + " AND met.pair_id = " + pair + "), '')"
}

// leftJoinGroup joins the group of a pair of a proposal with its second mentor.
func leftJoinGroup(school, pair string) string {
	return "LEFT JOIN mentoring_group_pair met ON met.school_id = " + school + " AND met.pair_id = " + pair +
		" LEFT JOIN mentoring_group leads ON leads.school_id = met.school_id AND leads.id = met.group_id LEFT " + JoinSeconds("second", "leads")
}

// FromSeconds begins with those who agreed to lead a group as second mentor, each with
// the group, which was not given up before it began.
func FromSeconds(second, group string) string {
	return "FROM mentoring_group " + group + " " + JoinSeconds(second, group) + " AND " + group + ".state <> 'removed'"
}

// JoinSeconds joins those who agreed to lead the group as second mentor.
func JoinSeconds(second, group string) string {
	return "JOIN mentoring_group_second " + second + " ON " + second + ".school_id = " + group + ".school_id AND " + second + ".group_id = " +
		group + ".id AND " + second + ".state = 'agreed'"
}
