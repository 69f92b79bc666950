// Package observation is about lessons that a colleague visits. It serves
// mentoring, decades, attestation and groups alike: an area may plan visits of its
// own (mentoring does), and a visit holds its date, lesson and the notes of the two.
//
// Here a visit is agreed: a teacher opens a lesson to colleagues (R129, R131, R132), or
// somebody asks to see one and its teacher gives leave (R134); what it serves is said
// before (R130). Whoever wants a colleague to question her practice chooses a critical
// friend herself (R133).
//
// # States
//
//	open lesson      open -> withdrawn, until it begins
//	visit            planned -> held | cancelled
//	visit request    asked -> agreed | ended
//	critical friend  asked -> agreed -> ended
//
// A visit belongs to the teacher who teaches (product promise 4): notes are
// read by teacher and observer alone. The rules stand in access.go. What areas
// that plan visits call runs inside their transaction, which writes the one
// journal entry.
package observation
