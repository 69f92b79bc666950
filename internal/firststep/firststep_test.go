package firststep_test

import (
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/firststep"
	"talim/internal/schooltest"
	"talim/internal/waiting"
)

// A step that one person put off is put off for nobody else, and comes back.
func TestStepIsPutOffByOnePerson(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		school := schooltest.New(t, d, "2013-09-02T09:00")
		school.Staff("ADM", "DIR")
		s := firststep.New(d, school.Clock.Now)
		steps := []waiting.StepSource{
			func(access.Actor) string {
				return `SELECT 'bells' AS name, ` + waiting.State("1 = 2") + ` AS state, 3 AS have, 7 AS total UNION ALL SELECT 'staff', ` + waiting.Done + `, 0, 0`
			},
			firststep.Later,
		}
		admin, director := schooltest.Actor(schooltest.ID, "ADM", access.Administrator), schooltest.Actor(schooltest.ID, "DIR", access.Director)
		bells := func(a access.Actor) waiting.Step {
			_, found, err := waiting.Find(t.Context(), d.Read(), nil, steps, a, "2013-09-02")
			school.OK(err)
			if len(found) != 2 || !found[1].Done {
				t.Fatalf("%+v", found)
			}
			return found[0]
		}
		school.OK(s.PutOff(t.Context(), admin, "bells"))
		school.OK(s.PutOff(t.Context(), admin, "bells"))
		if want := (waiting.Step{Name: "bells", Later: true, Have: 3, Of: 7}); bells(admin) != want {
			t.Errorf("put off: %+v", bells(admin))
		}
		if bells(director).Later {
			t.Error("put off for another as well")
		}
		school.OK(s.TakeBack(t.Context(), admin, "bells"))
		if bells(admin).Later {
			t.Error("it did not come back")
		}
		school.Refused(s.PutOff(t.Context(), access.Actor{}, "bells"), fault.KindForbidden)
		school.Refused(s.PutOff(t.Context(), admin, strings.Repeat("x", 50)), fault.KindNotFound)
	})
}
