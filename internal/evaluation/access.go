package evaluation

import (
	"talim/internal/access"
	"talim/internal/mentoring"
	"talim/internal/secret"
)

// Who may do what, in words:
//
//   - The deputies, the coordinator and the director prepare the survey of a programme,
//     change its questions before it is announced, and set its dates. Nobody changes a
//     question once it is announced.
//   - Everybody who stood on a side of a pairing of the programme is asked and answers once,
//     for herself. What was sent is read by nobody as a sheet, not even by its author: no
//     record says whose it is.
//   - Whether somebody has answered is seen by that person alone; those who keep the
//     programme see how many have.
//   - No figure is shown while the survey is open. Afterwards the staff of the school see the
//     figures of groups of five or more; no figure can be had by subtracting two others.
//   - Answers in own words are read, in no order, by those who were asked and those who keep the
//     programme, when five or more of the group have answered.
//   - The report of the programme is read by those who keep it. It holds counts and the
//     figures of the survey, no names of those who ended or changed, and no words of anybody.
//   - Another school sees nothing: its records are not found.

// Permissions that routes ask for before any record is looked at.
var (
	// Take is what every signed-in member of staff may do: answer when asked, see the figures.
	Take = access.Permission{Name: "evaluation.take_part"}
	// Keep is to prepare the survey and read the report.
	Keep = access.Permission{Name: "evaluation.keep", Roles: mentoring.Keep.Roles}
)

var keepers = []access.Relation{access.AsCoordinator, access.AsDeputy, access.AsDirector}

// The rules of each kind of record.
var (
	ruleSurvey   = access.Rule{Kind: "evaluation.survey", Read: []access.Relation{access.AsColleague}, Write: keepers}
	ruleAnswer   = access.Rule{Kind: "evaluation.answer", Write: []access.Relation{access.Self}}
	ruleAnswered = access.Rule{Kind: "evaluation.answered", Read: []access.Relation{access.Self}}
	ruleFigures  = access.Rule{Kind: "evaluation.figures", Read: []access.Relation{access.AsColleague}}
	ruleWords    = access.Rule{Kind: "evaluation.words", Read: append([]access.Relation{access.Self}, keepers...)}
	ruleReport   = access.Rule{Kind: "evaluation.report", Read: keepers}
)

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{ruleSurvey, ruleAnswer, ruleAnswered, ruleFigures, ruleWords, ruleReport}

// Sealed are the columns of private texts.
var Sealed = []secret.Column{{Table: "survey_sheet", Name: "sealed"}}

// relations are those of the actor to a survey; asked says whether she is one of those it asks.
func relations(a access.Actor, school string, asked bool) []access.Relation {
	if asked {
		return access.Of(a, access.RecordOf(school, a.Staff))
	}
	return access.Of(a, access.RecordOf(school))
}

func mayKeep(a access.Actor) error {
	return access.Must(ruleSurvey.Writes(relations(a, a.School, false)), "evaluation.access.keep")
}
