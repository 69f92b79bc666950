// Package scheduling finds time that people really have: free and shared free
// slots, weekly meetings, lesson visits both ways, the decades of a year, an
// hour for a meeting of many, cover for an absent teacher; and says who and what
// collides when there is none, with the smallest change that would help.
//
// It is pure: no database, no HTTP, no clock. A caller gives the school's hours
// ([Grid]) and people with their weekly lessons ([Person]); plans come back as
// slots and dates. A plan says itself whether it is proved best (docs/scheduling.md). The same
// input in any order gives the same plan.
package scheduling
