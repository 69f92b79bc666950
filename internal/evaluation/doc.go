// Package evaluation asks both sides once a year how the programme was, without knowing who answered what,
// and makes the report of the year (R084, R090).
//
// Who may see what stands in access.go.
package evaluation
