package observation

import (
	"context"

	"talim/internal/db"
	"talim/internal/fault"
)

// Occasion is one lesson that colleagues visit together. What is said about a lesson, and
// with whom its teacher shares that, hangs on it.
type Occasion struct {
	ID      string // of the open lesson; else of the one visit, which another area planned
	School  string
	Teacher string
	Taught
	Visits []Visit // that were not taken back, in the order of their planning; one at least
}

// Occasion is the id of the occasion to which the visit belongs.
func (v Visit) Occasion() string {
	if v.OccasionID == "" { // written by an older program
		return v.ID
	}
	return v.OccasionID
}

// VisitOf is the visit of one of the observers.
func (o Occasion) VisitOf(staff string) (Visit, bool) {
	for _, v := range o.Visits {
		if staff != "" && v.Observer == staff {
			return v, true
		}
	}
	return Visit{}, false
}

// Has says whether the staff member teaches or observes.
func (o Occasion) Has(staff string) bool {
	_, observes := o.VisitOf(staff)
	return observes || staff != "" && staff == o.Teacher
}

// Observers are the staff who visit, in the order of Visits.
func (o Occasion) Observers() []string {
	out := make([]string, len(o.Visits))
	for i, v := range o.Visits {
		out[i] = v.Observer
	}
	return out
}

// SelectOccasion is the id of the occasion of a visit. The argument is SQL.
func SelectOccasion(alias string) string {
	return "CASE WHEN " + alias + ".occasion_id = '' THEN " + alias + ".id ELSE " + alias + ".occasion_id END"
}

// WhereOccasion holds for the visits of an occasion. Arguments are SQL.
func WhereOccasion(alias, school, occasion string) string {
	return alias + ".school_id = " + school + " AND (" + alias + ".occasion_id = " + occasion + " OR " + alias + ".occasion_id = '' AND " + alias + ".id = " + occasion + ")"
}

// OccasionByID finds an occasion of the school to which somebody comes or came. Who may
// know of it, the caller asks.
func OccasionByID(ctx context.Context, c db.Conn, school, id string) (Occasion, error) {
	visits, err := db.All[Visit](ctx, c, `SELECT `+db.Columns[Visit]("v")+` FROM visit v
		WHERE `+WhereOccasion("v", "$1", "$2")+` AND v.state <> 'cancelled' ORDER BY v.id`, school, id)
	switch {
	case err != nil:
		return Occasion{}, err
	case len(visits) == 0:
		return Occasion{}, fault.NotFound("observation.visit.missing")
	}
	v := visits[0]
	return Occasion{ID: id, School: school, Teacher: v.Teacher, Taught: v.Taught, Visits: visits}, nil
}
