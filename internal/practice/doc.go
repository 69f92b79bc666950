// Package practice is how mentoring is done and learned by those who do it: styles and prompts, the mentor's
// learning log, private notes on resistance, pace, training and what the work counts for (R086, R088, R101-R105).
//
// Who may see what stands in access.go.
package practice
