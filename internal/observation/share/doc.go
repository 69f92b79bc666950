// Package share says with whom the teacher of a visited lesson shares it, and how far
// (R142): with a colleague or with the school; that it took place, what was said about it,
// or all of it. What the record and the feedback show to others, they ask here.
//
// # States
//
//	share   standing -> ended, by the teacher alone
//
// A share is a period. Another level is another period; nothing is overwritten, so that the
// teacher sees who could read what and when. The rules stand in access.go.
package share
