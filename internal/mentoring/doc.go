// Package mentoring is the area in which an experienced teacher supports a
// colleague through a school year (R067-R122).
//
// # The year in words
//
// The deputy opens a Programme for a school year with its Policy. The roster
// shows who needs a mentor and why, and who could be one. Those asked become
// Participants; each answers for herself and fills a short Profile with wishes
// and vetoes that nobody else reads. Package matching makes a Proposal of
// pairs with reasons; the deputy may change it by hand under the same rules and
// sends it. Mentor and mentee each answer in private: only two yeses make an
// agreed pair, and a no leaves no trace of who said it. The director signs the
// Order, which begins the Pairings. The pair writes its Plan, meets, visits
// lessons, agrees on next steps. At the end of the year the mentor's Report is
// drafted from that log, the mentee replies before it counts, the deputy closes
// the pairing and the school thanks both with a letter.
//
// # States
//
//	programme    preparing -> running (first order signed) -> closed
//	participant  invited -> accepted | declined ; accepted -> withdrawn
//	proposal     draft -> sent -> replaced
//	pair         draft -> asked -> agreed -> ordered ; asked, agreed -> not_agreed (a no, or one
//	             of the two steps back) ; draft -> removed ; all but ordered -> removed when the programme closes
//	order        draft -> signed | withdrawn; it appoints, changes or ends
//	request      asked -> school_agreed -> agreed | not_agreed ; withdrawn: a mentor of another school
//	pairing      running -> completed (by the deputy, with a report) | changed (asked for by whomever, no
//	             reason, nobody named) | left (one of the two has left the school)
//	meeting      planned -> held | moved | cancelled
//	report       draft -> shared -> (reply, or the days for it are over) counts
//
// # Rules the database keeps
//
// One mentor for a mentee, and no more mentees than places for a mentor: unique
// indexes on running pairings. Two bookings of one person never overlap: the
// timetable's busy steps. Everything else is checked in serializable
// transactions.
//
// Who may see what stands in access.go of each package.
//
// # The packages
//
// This one has programme, policy and those who take part. On it stand pairing, the work
// of a pair; match, which brings pairs about; group, weeks, help and handover beside and
// above; district, a mentor of another school; agreement, which knows no pair. Package pairpage reads everything
// of a pair at once, assembly puts the services together. What a lower one ends, a
// higher one hears with OnEnd and OnWithdraw, in the same transaction.
package mentoring
