// Package observation is about lessons that a colleague visits. It serves
// mentoring, decades, attestation and groups alike; today mentoring plans the
// visits, and a visit holds its date, lesson and the notes of the two.
//
// # States
//
//	visit  planned -> held | cancelled
//
// A visit belongs to the teacher who teaches (product promise 4): notes are
// read by teacher and observer alone. The rules stand in access.go. The verbs
// here run inside the transaction of the area that plans, which writes the one
// journal entry.
package observation
