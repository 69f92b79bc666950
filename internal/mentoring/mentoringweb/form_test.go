package mentoringweb_test

import (
	"strings"
	"testing"

	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// The stages of a programme: a row that is left empty does not move the fault of another
// to the wrong place.
func TestFormOfTheStages(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.Attacker(w.D).All(webtest.Form{
			At: link.Stages(w.P.ID), By: "deputy", Nobody: []string{"other"}, Leads: link.Stages(w.P.ID), Holds: true,
			Good:   []string{"name0", "Бейімделу", "aim0", "Танысу", "starts0", "2013-09-02", "ends0", "2013-10-31"},
			Others: []string{"aim0", "Сенім"},
			Wrong: []webtest.Wrong{
				webtest.At("name0", "name0", "", "aim0", "", "starts0", "", "ends0", ""),
				webtest.At("name0", "name0", strings.Repeat("ө", 121)),
				webtest.At("aim0", "aim0", strings.Repeat("ө", 501)),
				webtest.At("starts0", "starts0", "2013-09-01"),
				webtest.At("ends0", "ends0", "2013-09-01"),
				webtest.At("ends0", "ends0", "қазан"),
				webtest.At("ends2", "name2", "Қорытынды", "starts2", "2014-03-01", "ends2", "2014-02-01"),
			},
		})
	})
}
