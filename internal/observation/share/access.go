package share

import (
	"talim/internal/access"
	"talim/internal/observation"
)

// Who may do what, in words:
//
//   - A visited lesson belongs to its teacher. She alone shares it, once a visit of it took
//     place, with a colleague at work or with the school, and takes each share back at any
//     time. Nobody asks her for a reason, and no post shares or takes back for her.
//   - She alone reads with whom it is shared, since when, and what she took back. Somebody
//     with whom it is shared does not learn who else.
//   - That a lesson took place opens its date, class, subject and teacher; the feedback opens
//     what was said about it with the teacher's reply; the whole opens the records as well.
//     Each holds what the one before holds. What somebody reads by more than one share is the
//     greatest of them.
//   - Shared with the school is shared with whoever works there on the day of reading, the
//     director as everybody else. Who has left the school reads nothing, and neither does
//     another school. What a teacher shared before she left stands as she left it.
//   - The two of a visit read what they read without any share.
//   - A share that the program did not write gives nothing, whatever the database says.
//   - The journal says of shares only that something private was kept.

var (
	listRule     = access.Rule{Kind: "share.list", Read: []access.Relation{access.Self}, Write: []access.Relation{access.Self}}
	inPersonRule = access.Rule{Kind: "share.in_person", Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Self}}
	toSchoolRule = access.Rule{Kind: "share.to_school", Read: []access.Relation{access.Self, access.AsColleague}, Write: []access.Relation{access.Self}}
)

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{listRule, inPersonRule, toSchoolRule}

// opensTo says whether the actor reads the lesson by this share.
func (s Share) opensTo(a access.Actor) bool {
	rule, to := inPersonRule, []string{s.Staff}
	if s.Staff == "" {
		rule, to = toSchoolRule, nil
	}
	return rule.Reads(access.Of(a, access.Record{School: s.School, Selves: []string{s.Teacher}, Trusted: to}))
}

// mayShare refuses whoever is not the teacher of the lesson, as if there were none.
func mayShare(a access.Actor, o observation.Occasion) error {
	return access.Private(listRule.Writes(access.Of(a, access.RecordOf(o.School, o.Teacher))), "observation.visit.missing")
}
