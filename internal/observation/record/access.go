package record

import (
	"talim/internal/access"
	"talim/internal/observation"
)

// Who may do what, in words:
//
//   - The observer of a visit writes its record, from the day of the visit on and as long as
//     the teacher does not take her leave back. What was written is never changed: a
//     correction stands over it, and what it was stays.
//   - The teacher and the observer read it, from the first line on. Nobody else does, whatever
//     post they hold, unless the teacher shares the whole of the lesson with them (package
//     share), and only until she takes that back.
//   - Whoever reads by a share reads the record of a visit that took place as it stands, with
//     what is corrected later: not what a line was, nor a line that was taken away. She
//     records nothing, and no device keeps the record for her.
//   - What somebody observes in a meeting or the staffroom is written and read by her alone.
//   - The tags of the school's records are read by all staff, and set by director and deputies.
//   - The journal says of records only that something private was kept.

// SetTags is changing the tags of the school's records.
var SetTags = access.Permission{Name: "record.set_tags", Roles: []access.Role{access.Director, access.Deputy}}

var meetingRule = access.Rule{Kind: "record.meeting", Read: []access.Relation{access.Self}, Write: []access.Relation{access.Self}}

var recordRule = access.Rule{
	Kind: "record.lesson", Read: []access.Relation{access.Self, access.Trusted}, Write: []access.Relation{access.Trusted},
}

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{recordRule, meetingRule}

// ruleOf says who may read and write the record of a visit, or of a meeting.
func ruleOf(v observation.Visit) access.Rule {
	if ofMeeting(v) {
		return meetingRule
	}
	return recordRule
}

// relations are what the actor is to a record: that of a visit is the teacher's, and the
// observer's trust; that of a meeting its observer's.
func relations(a access.Actor, v observation.Visit) []access.Relation {
	if ofMeeting(v) {
		return access.Of(a, access.Record{School: v.School, Selves: []string{v.Observer}})
	}
	return access.Of(a, access.Record{School: v.School, Selves: []string{v.Teacher}, Trusted: []string{v.Observer}})
}

// mayWrite refuses whoever is not the observer, as if there were no such visit.
func mayWrite(a access.Actor, v observation.Visit) error {
	return access.Private(ruleOf(v).Writes(relations(a, v)), "observation.visit.missing")
}

// mayRead refuses whoever is none of the two.
func mayRead(a access.Actor, v observation.Visit) error {
	return access.Private(ruleOf(v).Reads(relations(a, v)), "observation.visit.missing")
}
