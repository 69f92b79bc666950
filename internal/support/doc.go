// Package support is what carries a mentee, and a pair, through the year beside the meetings: the first
// day, questions and helpers, the private check-in, wishes for more freedom or guidance, and the confidential way
// out of a mismatch (R106-R108, R111-R113, R118).
//
// # States
//
//	question      open -> answered -> closed (by the asker); a further word of the asker opens it again
//	helper        asked -> agreed -> ended ; asked -> ended: a no and an end look the same
//	trust person  asked -> agreed -> ended
//	mismatch      sent -> offered -> settled (by the sender, or by taking another pair) ; sent, offered -> withdrawn
//	offer         open -> yes | no (by the sender)
//
// # Where the work is done
//
// A pairing that begins enqueues a job of mentoring (JobBegun); this area takes it,
// puts the first day on the mentee's Today and begins the check-ins, each of which
// enqueues the next in the rhythm of the programme. What somebody promised by a day
// is looked at the day after. Everything on Today is a reminder, closed by the verb
// that does what it asks.
//
// Private texts are sealed (Sealed); the rules of reading are values (Rules), and
// every query asks them about the record it read. Who may see what stands in access.go,
// the reasons in docs/decisions/0013-support.md.
package support
