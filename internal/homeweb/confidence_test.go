package homeweb

import (
	"bytes"
	"testing"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/web"
)

// The table names those who are allowed, in its order, and says nobody where nobody is.
func TestConfidenceTable(t *testing.T) {
	rules := []access.Rule{
		{Kind: "mentoring.private_note", Read: []access.Relation{access.Self}, Write: []access.Relation{access.Self}},
		{Kind: "mentoring.counts", Read: []access.Relation{access.AsDirector, access.Self}},
		{Kind: "support.check_in", Read: []access.Relation{access.Self, access.Trusted}},
	}
	areas := byArea(rules)
	if len(areas) != 2 || len(areas[0].Rules) != 2 || areas[1].Name != "support" {
		t.Fatalf("%+v", areas)
	}
	bundle, err := i18n.NewBundle(web.Messages(), Messages())
	if err != nil {
		t.Fatal(err)
	}
	ctx := i18n.With(t.Context(), bundle.Locale(i18n.English))
	if got, want := who(ctx, rules[1].Read), "the author, the director"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var page bytes.Buffer
	if err := confidenceBody(areas).Render(ctx, &page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"</b> nobody", "<h2>Support</h2>", "the person of trust whom the author chose"} {
		if !bytes.Contains(page.Bytes(), []byte(want)) {
			t.Errorf("no %q in %s", want, page.String())
		}
	}
}
