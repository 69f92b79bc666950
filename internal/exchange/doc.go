// Package exchange reads and writes the files of the programs in which schools make
// their timetables: aSc Timetables (XML), FET (its own files and its CSV export),
// OneRoster 1.1 and 1.2 (a zip of CSV files), and iCalendar for the phones of teachers.
//
// # In words
//
// A file is known by its content, never by its name. What it holds comes out as a
// Book: the teachers, and a lesson for each teacher, class and hour of the week, in
// the words of the file. Which person of the school a name means, and what a lesson
// changes, is decided above (intake, people, timetable). What a file holds beyond
// that (pupils, wishes, lessons of every other week) is not taken, and the Book says so.
//
// Files come from strangers. No document type and no entity of XML is ever followed;
// depth, number of elements, of parts and of bytes are bounded before memory is
// taken; a part of an archive is never opened as an archive again.
//
// # Sources
//
// aSc: the layout "aSc Timetables 2012 XML" of its export. FET: files of version 5 to
// 7, lalescu.ro/liviu/fet. OneRoster: 1EdTech, CSV binding of 1.1 and 1.2.
// iCalendar: RFC 5545.
package exchange
