// Package recognition thanks for mentoring in ways that last: the year-end forum with stories, nominations by
// mentees, certificates of hours and badges that anyone can verify (R071, R085, R087).
//
// Who may see what stands in access.go.
package recognition
