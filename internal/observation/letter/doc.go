// Package letter is the letter of the employer about lessons that colleagues visited, for
// attestation (R143). A teacher asks for it and says which visits it names; who is asked
// writes a conclusion; the teacher reads it before it is issued, and her written reply
// stands beside it on the paper.
//
// # States
//
//	letter   asked -> agreed -> issued
//	         asked | agreed -> ended
//
// An agreed letter is written, shown to the teacher, and read by her; each change of the
// conclusion is shown and read anew. An issued one is never changed: another takes its
// place. The rules stand in access.go.
package letter
