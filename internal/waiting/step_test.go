package waiting

import (
	"slices"
	"testing"

	"talim/internal/access"
)

// Steps stand in the order in which areas name them, with what the reader put off; what was
// put off and is no step any more is nothing.
func TestStepsOfKeepTheirOrder(t *testing.T) {
	got := stepsOf([]Row{
		{What: "staff", Due: PutOff}, {What: "bells", Due: Open, ID: "7", Count: 3}, {What: "staff", Due: Done, ID: "0"}, {What: "gone", Due: PutOff}, {What: "year", Due: Open, ID: "many"},
	})
	want := []Step{{Name: "bells", Have: 3, Of: 7}, {Name: "staff", Done: true, Later: true}, {Name: "year"}}
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if none := stepsOf(nil); len(none) != 0 {
		t.Errorf("%+v", none)
	}
}

// An area that has no step for the reader adds nothing to the query.
func TestComposeStepsLeavesOutWhatIsNotForTheReader(t *testing.T) {
	admin, teacher := access.Actor{Roles: []access.Role{access.Administrator}}, access.Actor{Roles: []access.Role{access.Teacher}}
	steps := []StepSource{
		nil,
		func(a access.Actor) string {
			if !a.Has(access.Administrator) {
				return ""
			}
			return `SELECT 'bells' AS name, ` + State("1 = 1") + ` AS state, 0 AS have, 0 AS total`
		},
	}
	if n, m := len(composeSteps(steps, admin)), len(composeSteps(steps, teacher)); n != 1 || m != 0 {
		t.Errorf("%d parts for who keeps, %d for others", n, m)
	}
}
