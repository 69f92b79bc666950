// Package explanation puts the reasons of scheduling, which know ids and figures, into
// sentences in the reader's language. Who asks says what the ids are called.
package explanation
