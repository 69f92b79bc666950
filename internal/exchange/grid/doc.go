// Package grid reads timetables that are laid out for people: classes or teachers side
// by side, days and hours along the other edge, a lesson in each cell.
//
// # In words
//
// The hours of a day stand down the left or across the top; a sheet whose hours run
// across the top is read turned. The day of a cell is that of its row, of its column, of
// a line of its own above, or of the sheet; so are its shift, and the class or the teacher
// whose lesson it is. What stands nowhere is not supposed: a cell whose day is not certain
// is said with its place and not read.
//
// The text of a cell is divided by what the school knows (Know): which words are a
// subject, which a person. What is left over makes the cell one that is not understood.
// A divided cell, "Иванова/Петрова", gives several lessons of groups; a cell merged over
// several classes a lesson of each.
package grid
