package practice

import (
	"talim/internal/access"
)

// Who may do what, in words:
//
//   - The style of a pair is read and chosen by the two; nobody else needs it.
//   - The learning log is its author's alone: no partner, no manager, no
//     administrator reads it, finds it by searching or exports it (R102).
//   - Notes on how the mentee takes it are their author's alone, and only the
//     mentor writes them. The picture over time and the hint on pace are made of
//     them and shown to the author alone (R103, R104).
//   - What the work counts for is collected for the person and read by the person;
//     she gives the paper to whom she likes (R088, R153).
//   - Incentives are recorded by the director and the deputies. The person reads
//     them, and those who keep the programme (R087).
//   - Courses, and who has done which, are recorded by those who keep the
//     programme, and read by the whole staff: everybody should know whom to ask (R081).
//     That she shared what she learned, the person says herself, too.
//   - The role description is read by all staff and written by those who keep the
//     programme; that somebody has read it, she alone says, and those who keep the
//     programme see it (R086).

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{
	ruleStyle, ruleLog, ruleResistance, ruleEvidence, ruleIncentive, ruleTraining, ruleShared, ruleRole, ruleRoleRead,
}

var (
	keepers = []access.Relation{access.AsCoordinator, access.AsDeputy, access.AsDirector}

	ruleStyle = access.Rule{
		Kind: "practice.style", Read: []access.Relation{access.Self, access.Partner}, Write: []access.Relation{access.Self, access.Partner},
	}
	ruleLog = access.Rule{
		Kind: "practice.learning_log", Read: []access.Relation{access.Self}, Write: []access.Relation{access.Self},
	}
	ruleResistance = access.Rule{
		Kind: "practice.resistance_note", Read: []access.Relation{access.Self}, Write: []access.Relation{access.Self},
	}
	ruleEvidence  = access.Rule{Kind: "practice.evidence", Read: []access.Relation{access.Self}}
	ruleIncentive = access.Rule{
		Kind: "practice.incentive", Read: append([]access.Relation{access.Self}, keepers...),
		Write: []access.Relation{access.AsDeputy, access.AsDirector},
	}
	ruleTraining = access.Rule{
		Kind: "practice.training", Read: append([]access.Relation{access.Self, access.AsColleague}, keepers...), Write: keepers,
	}
	ruleShared = access.Rule{
		Kind: "practice.training_shared", Read: append([]access.Relation{access.Self, access.AsColleague}, keepers...),
		Write: append([]access.Relation{access.Self}, keepers...),
	}
	ruleRoleRead = access.Rule{
		Kind: "practice.role_read", Read: append([]access.Relation{access.Self}, keepers...), Write: []access.Relation{access.Self},
	}
	ruleRole = access.Rule{
		Kind: "practice.role_description", Read: append([]access.Relation{access.Self, access.AsColleague}, keepers...), Write: keepers,
	}
)

// Permissions that routes ask for before any record is looked at.
var (
	// Take is what every signed-in member of staff may do.
	Take = access.Permission{Name: "practice.take_part"}
	// Keep is to keep courses, the role description and the numbers.
	Keep = access.Permission{Name: "practice.keep", Roles: []access.Role{access.Director, access.Deputy, access.Coordinator}}
	// Reward is to record incentives.
	Reward = access.Permission{Name: "practice.reward", Roles: []access.Role{access.Director, access.Deputy}}
)
