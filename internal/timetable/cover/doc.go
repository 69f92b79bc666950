// Package cover is about people who are not at school and the lessons that somebody
// must give instead.
//
// # States
//
//	absence  recorded -> withdrawn; its last day may become an earlier one
//	cover    given -> taken back
//
// Somebody who is absent has no time then: no meeting, visit or cover is booked over
// it (timetable reads the table of absences with each plan). The lessons need
// somebody: day.go proposes whom, with reasons of scheduling, cover.go gives them. A
// lesson that is covered is a booking of the colleague; what an absence makes
// impossible is found in the same transaction and told (timetable.Service.Changed).
package cover
