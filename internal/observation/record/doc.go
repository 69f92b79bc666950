// Package record is the timed record of a visited lesson (R135, R136): a header, and line
// by line what the teacher does, what the pupils do, a note and tags, each with its time.
//
// A record consists of operations. Devices make them, with a key and a clock of their own,
// with network or without, and send them when they can; here each is kept once, in the
// order in which it came, and never changed. What corrects a line stands over the
// operations that it corrects. A line whose standing operations are more than one was
// corrected on two devices at once: both are shown, until an operation stands over both.
//
// # States
//
//	record   open -> finished, and corrected afterwards
//
// It belongs to the teacher who teaches and is read by her and by the observer, from the
// first line on; by others as she shares the lesson. The rules stand in access.go.
package record
