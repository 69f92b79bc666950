// Package lessonimport brings whole timetables into the timetable of a school: rows of
// lessons that hold from a day on.
//
// # In words
//
// A row names a teacher, a class and a subject as the file writes them. Who and what is
// meant is found in the school; a class or a subject that it does not have is made, a
// teacher is not (intake may let one join in the same transaction). What the rows change
// is compared first and shown; what is confirmed must be what was shown.
//
// A lesson that changes ends on the day before, and its new form begins: history stays.
// A row that clashes with what stays, or with another row, is refused with the reason.
// Lessons that the rows do not name are left alone unless the reader chooses that they
// end. The same rows a second time change nothing.
package lessonimport
