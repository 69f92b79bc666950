package people

import (
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/i18n"
	"talim/internal/people/tree"
	"talim/internal/verb"
)

// A school has nothing below it, wherever another organisation comes from.
func TestNothingStandsUnderASchool(t *testing.T) {
	each(t, func(w *world) {
		facts := func(code string) tree.Facts {
			return tree.Facts{Code: code, Name: i18n.Text{KK: code}, Timezone: "Asia/Almaty"}
		}
		add := func(in tree.NewOrganisation) func() error {
			return func() error { _, err := w.tree.Add(w.ctx, w.admin, in); return err }
		}
		make := func(as access.Actor) func() error {
			return func() error {
				return w.s.Do(w.ctx, as, func(v verb.Work) error { return MayCreateSchool(v, w.school) })
			}
		}
		apptest.NewWatch(w.T, w.d).Refuses(
			apptest.Refusal{Name: "a school added below", Want: "place:people.organisation.under_school", Err: add(tree.NewOrganisation{Kind: tree.School, Parent: w.school, Facts: facts("a")})},
			apptest.Refusal{Name: "a company added below", Want: "place:people.organisation.under_school", Err: add(tree.NewOrganisation{Kind: tree.Company, Parent: w.school, Facts: facts("a")})},
			apptest.Refusal{Name: "a school above", Want: "kind:people.organisation.under_school", Err: add(tree.NewOrganisation{Kind: tree.School, Above: true, Facts: facts("a")})},
			apptest.Refusal{Name: "nowhere", Want: "notfound people.organisation.not_found", Err: add(tree.NewOrganisation{Kind: tree.School, Facts: facts("a")})},
			apptest.Refusal{Name: "of no kind", Want: "kind:people.organisation.kind_needed", Err: add(tree.NewOrganisation{Kind: "circus", Above: true, Facts: facts("a")})},
			apptest.Refusal{Name: "a code that is taken", Want: "code:people.organisation.code_taken", Err: add(tree.NewOrganisation{Kind: tree.District, Above: true, Facts: facts("audan")})},
			apptest.Refusal{Name: "a school made below", Want: "parent:people.organisation.under_school", Err: make(w.admin)},
			apptest.Refusal{Name: "made by the program", Want: "parent:people.organisation.under_school", Err: make(access.System("", "test"))},
		)
		w.ok(add(tree.NewOrganisation{Kind: tree.District, Above: true, Facts: facts("a")})())
	})
}
