package homeweb

import (
	"context"
	"net/http"
	"strings"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// confidenceArea are the rules of one area, in its order.
type confidenceArea struct {
	Name  string // of the package: key after "confidence.area."
	Rules []access.Rule
}

// confidence shows who reads and writes each kind of record, from the rules that the
// areas ask. It needs no question to the database.
func (p *Pages) confidence(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: i18n.T(ctx, "confidence.title"), Body: confidenceBody(byArea(p.rules())),
		Back: web.Link{Text: i18n.T(ctx, "mentoring.nav"), URL: link.Mentoring()}, Narrow: true,
	})
}

// rules are those of all areas, in their order.
func (p *Pages) rules() []access.Rule {
	var all []access.Rule
	for _, a := range p.Areas {
		all = append(all, a.Rules...)
	}
	return all
}

// byArea groups the rules by the first word of their kind.
func byArea(rules []access.Rule) []confidenceArea {
	var out []confidenceArea
	for _, r := range rules {
		name, _, _ := strings.Cut(r.Kind, ".")
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, confidenceArea{Name: name})
		}
		last := &out[len(out)-1]
		last.Rules = append(last.Rules, r)
	}
	return out
}

// ruleFacts is a line for each kind of record.
func ruleFacts(ctx context.Context, rules []access.Rule) []component.Fact {
	facts := make([]component.Fact, len(rules))
	for i, r := range rules {
		facts[i] = component.Fact{Name: i18n.T(ctx, "confidence."+r.Kind), Part: ruleWords(r)}
	}
	return facts
}

// who puts relations into words, in the order of the table.
func who(ctx context.Context, allowed []access.Relation) string {
	rule := access.Rule{Read: allowed}
	var words []string
	for _, x := range access.Relations {
		if rule.Reads([]access.Relation{x}) {
			words = append(words, i18n.T(ctx, "confidence.relation."+string(x)))
		}
	}
	if len(words) == 0 {
		return i18n.T(ctx, "confidence.nobody")
	}
	return strings.Join(words, ", ")
}
