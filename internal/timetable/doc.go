// Package timetable knows when people of a school are where: school years,
// terms and holidays, the bells of each shift, the lessons of the week, and the
// bookings that other areas lay over them.
//
// # In words
//
// A school year has terms; holidays lie between and within them. A day on which
// the school teaches lies in a term (or in the year, where no terms are set), in
// no holiday, is no Sunday, and its weekday has lessons at all.
//
// A bell is the time of one period of one shift. Shifts overlap (in Audan 13:20
// belongs to both), so times are always compared by the clock, never by the
// number of the period (R175).
//
// A lesson is one weekly hour of one teacher with one class or group, in force
// from a day to a day. A timetable that changes ends lessons and begins others;
// what was taught last term can still be asked (lesson.go, compare.go).
//
// A booking takes time of people on one day: a mentoring meeting, a visit to a
// lesson. Other areas book inside their own transaction, so that a meeting and
// its time exist together or not at all; their verb writes the journal. The database keeps two bookings of one
// person apart by a primary key (docs/decisions/0009-bookings.md); that nobody is
// booked over their own lesson is checked in the same serializable transaction.
// Who takes part:
//
//   - a member takes part in a meeting: must be free,
//   - an observer watches a lesson: must be free,
//   - a teacher is visited in their own lesson: must have that lesson.
//
// Somebody who is absent has no time then: no meeting, visit or cover is booked over
// it (the child package cover records absences and gives the lessons to others).
// What a new timetable, an absence or a holiday made impossible is
// found in the same transaction and told (clash.go); nothing is moved by itself
// (docs/decisions/0011-time.md).
//
// Time is found, not demanded: free.go offers only times when all are free.
// Protected time, such as that of mentoring, is shown to those who plan (R099).
//
// Who sees what: access.go.
package timetable
