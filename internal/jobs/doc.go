// Package jobs runs work after the change that asked for it, and work that comes
// round. A job is a row of our own table, written in the transaction of the
// change ([Enqueue]): there is no change without its job and no job without its
// change. A [Worker] takes due jobs, also when several copies of the program
// share the database, and repeats a failed one with growing pauses; after ten
// failures it stays as dead and visible ([ListFailed]) until somebody looks.
//
// A job's function gets a transaction that also marks the job as done, so what it
// writes is written once, even if a worker dies in the middle. What leaves the
// database (mail) may happen twice and must bear it.
//
// See docs/decisions/0005-jobs.md.
package jobs
