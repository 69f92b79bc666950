// Package homeweb has the pages that belong to no single area: Today, which
// everybody sees first, and Help.
//
// Today puts in one place what waits for a person, in the order of its dates
// and each with one button, then the week with lessons, meetings and visits,
// then the way into the areas. What waits comes from the areas through
// package waiting; the page itself knows no rule of any of them.
package homeweb
