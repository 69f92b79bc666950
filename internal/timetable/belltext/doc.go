// Package belltext reads the bells of a school from text: what somebody typed, pasted from
// a table or copied from a notice on a door, in Kazakh, Russian or English.
package belltext
