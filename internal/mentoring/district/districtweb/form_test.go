package districtweb_test

import (
	"testing"

	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// Everybody offers for herself, and a page of before takes back nothing that was said since.
func TestFormOfTheOwnOffer(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		for _, by := range []string{"m1", "e2", "director"} {
			w.Attacker(w.D).All(webtest.Form{
				At: link.DistrictMentors(), By: by, Leads: link.DistrictMentors(), Holds: true, Good: []string{"places", "2"}, Others: []string{"places", "1"},
				Wrong: []webtest.Wrong{webtest.Forged("places", "places", "4"), webtest.Forged("places", "places", "-1"), webtest.Forged("places", "places", "көп")},
			})
		}
		if n := w.Count(`SELECT count(*) FROM district_offer WHERE places = 2 AND ends = '9999-12-31'`); n != 3 {
			t.Errorf("%d offers stand, want one of each", n)
		}
	})
}
