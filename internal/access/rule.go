package access

import (
	"slices"

	"talim/internal/fault"
)

// Relation is what somebody is to a record. Areas say which relations an actor
// has to a record of theirs; a Rule says what a relation may do. The table of
// all rules is printed to docs/confidence.md and walked, cell by cell, by a test.
type Relation string

// The relations. Those of a pair come from a record, the others from posts.
const (
	Self          Relation = "self"           // the author, or the person the record is about
	Partner       Relation = "partner"        // the other of a running or completed pairing
	FormerPartner Relation = "former_partner" // the other of a pairing that ended early
	Trusted       Relation = "trusted"        // the person of trust whom the author chose, or the policy names
	AsCoordinator Relation = "coordinator"    // of mentoring
	AsSMUHead     Relation = "smu_head"       // of a unit of one of the two
	AsDeputy      Relation = "deputy"
	AsDirector    Relation = "director"
	AsSecretary   Relation = "secretary"
	AsColleague   Relation = "colleague"     // any other member of staff of the school
	AsMethodist   Relation = "methodologist" // of the district
	AsOperator    Relation = "administrator" // of the server or of the school's accounts
)

// Relations lists all, in the order of the table.
var Relations = []Relation{
	Self, Partner, FormerPartner, Trusted, AsCoordinator, AsSMUHead, AsDeputy, AsDirector, AsSecretary, AsColleague, AsMethodist, AsOperator,
}

// Rule says who reads and who writes one kind of record. What is not named is
// refused.
type Rule struct {
	Kind  string // "mentoring.private_note": message key after "confidence."
	Read  []Relation
	Write []Relation
}

// Reads says whether one of the relations may read.
func (r Rule) Reads(of []Relation) bool { return meet(r.Read, of) }

// Writes says whether one of the relations may write.
func (r Rule) Writes(of []Relation) bool { return meet(r.Write, of) }

func meet(allowed, of []Relation) bool {
	return slices.ContainsFunc(of, func(x Relation) bool { return slices.Contains(allowed, x) })
}

// byRole gives the relations that follow from posts alone.
var byRole = map[Role]Relation{
	Coordinator: AsCoordinator, Deputy: AsDeputy, Director: AsDirector, Secretary: AsSecretary, Methodologist: AsMethodist, Administrator: AsOperator,
}

// RelationsOf are the relations to every record of a school that follow from the
// actor's posts; an actor of another school has none. The area adds Self,
// Partner, Trusted and AsSMUHead, which follow from the record.
func RelationsOf(a Actor, school string) []Relation {
	if a.School == "" || a.School != school {
		return nil
	}
	out := []Relation{AsColleague}
	for _, role := range a.Roles {
		if relation, is := byRole[role]; is {
			out = append(out, relation)
		}
	}
	return out
}

// Record says to whom something of a school belongs. Of is the one place that
// compares it with an actor.
type Record struct {
	School         string
	Selves         []string // staff: its authors, or those whom it is about
	Partners       []string // the others of a pair or group at work, or completed
	FormerPartners []string // the others of a pair that ended early
	Trusted        []string // whom the author chose, or the policy names
	OfOwnUnit      bool     // the actor heads a unit of somebody it is about
}

// RecordOf is a record of the school that belongs to the staff named; empty names
// are nobody.
func RecordOf(school string, selves ...string) Record { return Record{School: school, Selves: selves} }

// Of are the actor's relations to a record, those of posts among them. An actor of
// another school and one without a staff member behind it (a job) has none.
func Of(a Actor, r Record) []Relation {
	if a.Staff == "" {
		return nil
	}
	out := RelationsOf(a, r.School)
	if out == nil {
		return nil
	}
	switch {
	case slices.Contains(r.Selves, a.Staff):
		out = append(out, Self)
	case slices.Contains(r.Partners, a.Staff):
		out = append(out, Partner)
	case slices.Contains(r.FormerPartners, a.Staff):
		out = append(out, FormerPartner)
	}
	if slices.Contains(r.Trusted, a.Staff) {
		out = append(out, Trusted)
	}
	if r.OfOwnUnit {
		out = append(out, AsSMUHead)
	}
	return out
}

// Must is what is refused openly: the page says that the actor may not.
func Must(ok bool, key string) error {
	if ok {
		return nil
	}
	return fault.Forbidden(key)
}

// Private is what is refused as if it were not there: that it exists is private.
func Private(ok bool, key string) error {
	if ok {
		return nil
	}
	return fault.NotFound(key)
}
