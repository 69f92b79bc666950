// Package intake brings the lists that a school keeps in files into the system:
// its staff and its timetable, from CSV and XLSX, and from the files of aSc
// Timetables, FET and OneRoster (package exchange).
//
// # In words
//
// An import begins with a file. Its header is recognised in Kazakh, Russian and
// English; the sheet, the row of headings and what each column is taken for are shown
// and can be changed (place.go), and are remembered for files with the same header. Then the reader sees what would be added, what
// changed and what left alone, which rows are refused and why, and what stands in
// the system but not in the file. Nothing has happened until it is confirmed.
//
// What is confirmed must be what was shown: when somebody changed the school in
// between, the confirmation is refused and the new picture shown. What stands in the
// system but not in the file is left alone unless the reader chooses that it ends.
// The same file a second time changes nothing.
//
// A row is refused when it cannot be true or names what nobody knows, and each refusal
// says why. A remark in a row is left out and named, the row is taken. Of a file of a
// program, what it holds is counted before anything is confirmed, and what has no place
// here is said. Teachers whom the school does not know join with the timetable, in one
// transaction, if the reader chooses so. Lines of such a file are counted as its lessons.
//
// A file is read once for each request, outside of transactions, and one file at a time
// in a school (desk.go): who comes meanwhile waits a little, then is told who is at work.
//
// A timetable may be laid out for people (package grid): its cells are the rows, each is
// named by its sheet and cell, and divided by the words that the school knows.
//
// The file is kept until the import is applied or put away, and no longer: it may
// hold what the system does not need. Refused rows stay with the result, so that they
// can be taken home, corrected, and brought again.
//
// What the rows mean, and how they differ from what is known, is the business of the
// areas: staffimport.Compare and lessonimport.Compare. This package reads the
// file into their rows (fields.go), keeps the import, and hands out what was refused.
package intake
