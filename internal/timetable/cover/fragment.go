package cover

// What the timetable lays over its weeks (timetable.Overlay): SQL of aliases and columns.

func fromAway(absence string) string {
	return "FROM absence " + absence + " WHERE " + absence + ".state = '" + string(Recorded) + "'"
}

func leftJoinGiven(lesson, school, booking string) string {
	return "LEFT JOIN cover " + lesson + " ON " + lesson + ".school_id = " + school + " AND " + lesson + ".booking_id = " + booking
}
