// Package apptest is what tests share: a database of their own, on every engine
// there is, and a clock that stands still. Only tests import it.
package apptest
