package observation

import "talim/internal/access"

// Who may do what, in words: the teacher and the observer read a visit and its
// notes, record it as held and cancel it, each with equal right; nobody else
// reads notes, whatever post they hold. That a visit is planned or was held is
// seen by those who count, as a date without contents; the area it serves
// decides who counts. A planned visit names the teacher to herself at once, so
// that she may refuse it (R134).

// mayTouch holds for the teacher and the observer.
func mayTouch(a access.Actor, v Visit) error {
	return access.Must(v.Has(a.Staff), "observation.access.two")
}
