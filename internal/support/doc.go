// Package support is what carries a mentee, and a pair, through the year beside the meetings: the first
// day, questions and helpers, the private check-in, wishes for more freedom or guidance, and the confidential way
// out of a mismatch (R106-R108, R111-R113, R118).
//
// Who may see what stands in access.go.
package support
