package waiting

import (
	"slices"
	"strconv"

	"talim/internal/access"
)

// Step is one of the first steps of a school that begins, as the records say.
type Step struct {
	Name  string // of the step, a word of its area: "bells"
	Done  bool
	Later bool // the reader put it off
	Have  int  // how many of Of there are, where that is counted
	Of    int
}

// StepSource is what one area adds of first steps to the query of Today: SQL that selects
// name, state (Open or Done), have and total, with the parameters of Source; "" where
// the actor can do none of them.
type StepSource func(actor access.Actor) string

// The states of a step in SQL.
const (
	Open   = "0"
	Done   = "1"
	PutOff = "2" // beside the row that says how far it has come
)

// State is the state of a step that is done where the condition holds.
func State(done string) string {
	return "CASE WHEN " + done + " THEN " + Done + " ELSE " + Open + " END"
}

// ofSteps marks the rows of steps among those of sources.
const ofSteps = -1

// composeSteps brings the parts into the columns of Row: the state stands as the day, the
// total as the id.
func composeSteps(steps []StepSource, actor access.Actor) []string {
	var parts []string
	for _, of := range steps {
		if of == nil {
			continue
		}
		if part := of(actor); part != "" {
			parts = append(parts, `SELECT `+strconv.Itoa(ofSteps)+` AS source, x.name AS what, CAST(x.total AS TEXT) AS id, CAST(x.state AS TEXT) AS due, x.have AS n,
 '' AS p_id, '' AS p_code, '' AS p_family_name, '' AS p_given_name, '' AS p_patronymic, '' AS p_sort_key FROM (`+part+`) x`)
		}
	}
	return parts
}

// stepsOf puts the rows of steps together, in the order in which areas name them.
func stepsOf(rows []Row) []Step {
	var steps []Step
	for _, r := range rows {
		if r.Due != PutOff {
			of, _ := strconv.Atoi(r.ID) // a count
			steps = append(steps, Step{Name: r.What, Done: r.Due == Done, Have: r.Count, Of: of})
		}
	}
	for _, r := range rows {
		if i := slices.IndexFunc(steps, func(s Step) bool { return s.Name == r.What }); r.Due == PutOff && i >= 0 {
			steps[i].Later = true
		}
	}
	return steps
}
