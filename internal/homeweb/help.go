package homeweb

import (
	"context"
	"net/http"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// helpSections are the parts of the page, in the order of a first day.
var helpSections = []string{"what", "start", "signin", "signout", "language"}

// helpSees are the rows of "who sees what". They repeat in short what the
// access.go of people and mentoring say; whoever changes a rule there changes
// its row here.
var helpSees = []string{"staff", "private", "notes", "own", "happens"}

// help says what the program is, for everybody, also before the first sign-in.
func (p *Pages) help(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page := web.Page{Title: i18n.T(ctx, "home.help.title"), Body: helpPage(), Narrow: true}
	if access.ActorFrom(ctx).SignedIn() {
		page.Back = web.Link{Text: i18n.T(ctx, "home.title"), URL: link.Home()}
	}
	return web.Show(w, r, http.StatusOK, page)
}

func helpFacts(ctx context.Context) []component.Fact {
	var facts []component.Fact
	for _, s := range helpSees {
		facts = append(facts, component.Fact{
			Name: i18n.T(ctx, "home.help.sees."+s), Value: i18n.T(ctx, "home.help.sees."+s+".who"),
		})
	}
	return facts
}
