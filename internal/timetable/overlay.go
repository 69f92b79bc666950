package timetable

// Overlay is what a package above lays over the weeks of people: who is away, and which
// lesson of another somebody gives. It is SQL of the aliases and columns handed in.
type Overlay struct {
	// Away is FROM and WHERE of absences: school_id, id and staff_id, from starts to ends,
	// each day from starts_at to ends_at.
	Away func(absence string) string
	// Given is a LEFT JOIN of the lesson for which a booking stands: subject_id, class_name
	// and room.
	Given func(lesson, school, booking string) string
}

// LayOver hands in what lies over the weeks. Called while the program is put together.
func (s *Service) LayOver(o Overlay) { s.overlay = o }

// bookingEntries are bookings in the columns of lessonEntriesSQL.
func (o Overlay) bookingEntries() string {
	lesson, from := `'', '', '', '', '', '', ''`, ``
	if o.Given != nil {
		lesson = `COALESCE(v.class_name, ''), '', COALESCE(v.subject_id, ''),
    COALESCE(s.name_kk, ''), COALESCE(s.name_ru, ''), COALESCE(s.name_en, ''), COALESCE(v.room, '')`
		from = "\n" + o.Given("v", "b.school_id", "b.id") + `
LEFT JOIN subject s ON s.school_id = v.school_id AND s.id = v.subject_id`
	}
	return `
SELECT me.staff_id, b.starts_at, b.ends_at, '', 0, ` + lesson + `, 0, 0, 0, 0,
    b.id, b.date, b.kind, b.about, me.part, b.protected, COALESCE(other.staff_id, ''), '', ''
FROM booking b
JOIN booking_person me ON me.school_id = b.school_id AND me.booking_id = b.id
LEFT JOIN booking_person other ON other.school_id = b.school_id AND other.booking_id = b.id AND other.staff_id <> me.staff_id` + from + `
WHERE b.school_id = $1 AND b.date >= $2 AND b.date <= $3 AND b.state = 'booked'`
}

// absenceEntries are absences in the same columns.
func (o Overlay) absenceEntries() string {
	return `
SELECT a.staff_id, a.starts_at, a.ends_at, '', 0, '', '', '', '', '', '', '', 0, 0, 0, 0,
    a.id, '', '` + KindAbsence + `', a.id, '` + string(Away) + `', FALSE, '', a.starts, a.ends
` + o.Away("a") + ` AND a.school_id = $1 AND a.starts <= $3 AND a.ends >= $2`
}
