package sitetest

import (
	"io/fs"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/document"
	"talim/internal/matching"
	"talim/internal/mentoring/assembly/assemblyweb"
	"talim/internal/mentoring/pairtest"
	"talim/internal/observation"
	"talim/internal/practice"
	"talim/internal/practice/practiceweb"
	"talim/internal/scheduling"
	"talim/internal/schooltest"
	"talim/internal/web/webtest"
)

// Pair is a village school with a running pair of m1 and e1, and the pages of
// mentoring; "other" works in another school.
type Pair struct {
	*pairtest.Pair
	*webtest.Site
}

// School is the id of the school of the pair.
const School = schooltest.ID

// Who is somebody of the school by the code.
func Who(code string) access.Actor { return pairtest.Who(pairtest.Small, code) }

// NewPair makes it, with those pages that words and prompts come from.
func NewPair(t *testing.T, d *db.DB) *Pair {
	t.Helper()
	w := &Pair{Pair: pairtest.New(t, d, pairtest.Small)}
	w.M.Pairings.StyleFrom(practice.SelectStyle)
	c := webtest.Config{DB: d, Who: Who, Messages: []fs.FS{observation.Messages(), document.Messages(), scheduling.Messages, matching.Messages, practiceweb.Messages()}}
	for _, a := range assemblyweb.Areas(d, w.M) {
		c.Messages, c.Routes = append(c.Messages, a.Messages...), append(c.Routes, a.Routes...)
	}
	w.Site = webtest.New(t, c)
	return w
}

// EachPair runs the test with a pair on every database.
func EachPair(t *testing.T, fn func(t *testing.T, w *Pair)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) { fn(t, NewPair(t, d)) })
}
