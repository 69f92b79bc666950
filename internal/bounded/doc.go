// Package bounded reads what strangers sent: bytes, archives, XML. Its limits hold
// while something is read and not afterwards, so that a small file cannot take much
// memory, or a core for long; and reading ends with the request that asked for it.
//
// # In words
//
// A Reading is one file on its way in, with the limits of its kind. It counts the bytes
// that are unpacked, the elements, how deep they stand in one another, and the length of
// one piece (a tag, a text between tags, a row of CSV), over all the parts of the file
// together: a part that is named a thousand times is paid for a thousand times. Whatever
// is above a limit is a fault of the field "file" that names the limit; a reading that
// takes too long is one, too. A request that has ended is the error of its context.
package bounded
