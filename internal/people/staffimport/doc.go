// Package staffimport brings whole lists of staff into a school: rows that hold from a
// day on.
//
// # In words
//
// A row names a person by code, and says of them what the school wants to: names,
// contacts, duties, unit, subjects, states, private facts. An empty cell says nothing:
// what is known stays. Words are understood in three languages; a word that nobody
// knows is left out and named, since lists of schools hold remarks in every cell.
//
// What the rows change is compared first and shown; what is confirmed must be what was
// shown. A post, a unit or a state that the list gives to others ends on the day before,
// and the new one begins: history stays. A row that cannot be taken is refused with the
// reason. Who is in the school and not in the list stays, unless the reader chooses that
// they leave. The same list a second time changes nothing.
package staffimport
