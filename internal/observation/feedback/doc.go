// Package feedback is what teacher and observers say to each other about a visited lesson
// (R137-R142): so that both learn from it, and nobody is judged.
//
// It hangs on the occasion, the one lesson that colleagues visited together. How it goes,
// the school's protocol says (R141), which is data with a day from which it holds. The
// usual one: the teacher looks back first (R137); then each observer says what showed that
// pupils learn (R139), asks one question, names what she herself learned and will use
// (R138), and may suggest something; the teacher has read it, which is not to agree, and
// may reply; two of them agree on one next step with a day, which comes back.
//
// # States
//
//	reflection, words, reply   written -> written anew; what it was stays
//	next step                  proposed -> agreed -> done | ended
//
// It belongs to the teacher. Leaders take part as observers like all others (R226). The
// rules stand in access.go.
package feedback
