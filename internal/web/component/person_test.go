package component_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/web/component"
)

// The name of somebody leads to their page, but not where that would be refused.
func TestPersonLeadsWhereTheReaderMayGo(t *testing.T) {
	signedIn := access.With(context.Background(), access.Actor{Account: "a", Staff: "me", School: "s"})
	for what, c := range map[string]struct {
		ctx      context.Context
		id, want string
	}{
		"a colleague":               {signedIn, "7", `<a class="person" href="/people/staff/7">T-A2</a>`},
		"somebody of another place": {signedIn, "", "T-A2"},
		"before signing in":         {context.Background(), "7", "T-A2"},
	} {
		var b bytes.Buffer
		if err := component.Person(c.id, "T-A2").Render(c.ctx, &b); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
}

// Several names stand in one line, with a comma between.
func TestPersonsStandInOneLine(t *testing.T) {
	var b bytes.Buffer
	if err := component.Persons(component.Named{ID: "1", Name: "A"}, component.Named{Name: "B"}).Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(b.String()); got != "A, B" {
		t.Errorf("%q", got)
	}
}
