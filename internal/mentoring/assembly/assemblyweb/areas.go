// Package assemblyweb lists the pages of mentoring, as assembly puts its services
// together: each part is an area of its own, whose pages stand beside its rules.
package assemblyweb

import (
	"talim/internal/db"
	"talim/internal/mentoring/agreement/agreementweb"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/district/districtweb"
	"talim/internal/mentoring/group/groupweb"
	"talim/internal/mentoring/handover/handoverweb"
	"talim/internal/mentoring/help/helpweb"
	"talim/internal/mentoring/match/matchweb"
	"talim/internal/mentoring/mentoringweb"
	"talim/internal/mentoring/pairing/pairingweb"
	"talim/internal/mentoring/weeks/weeksweb"
	"talim/internal/web"
)

// Areas are those of mentoring, in the order in which the page "Who sees what" lists
// their records.
func Areas(d *db.DB, m *assembly.Services) []web.Area {
	return []web.Area{
		mentoringweb.Area(d, m),
		pairingweb.Area(d, m),
		weeksweb.Area(m),
		matchweb.Area(d, m),
		helpweb.Area(m),
		groupweb.Area(d, m),
		districtweb.Area(m),
		agreementweb.Area(m),
		handoverweb.Area(d, m),
	}
}
