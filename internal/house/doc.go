// Package house measures the program as it stands in a folder: how long its
// functions are, which package reads whose tables, what a new field touches. The
// command in report prints the table of docs/ARCHITECTURE.md from it; tests of
// internal/app hold the program to it. Nothing of the program imports it.
package house
