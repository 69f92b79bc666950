package component_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"talim/internal/web"
	"talim/internal/web/component"
)

// A field whose text could not be opened is shown empty, may stay so, and the form
// says that it was left out, also when it comes back refused.
func TestAreaShowsWhatWasLeftOutEmpty(t *testing.T) {
	form := web.NewForm("words", "nobody's words", "other", "mine")
	form.LeaveOut("words")
	for name, want := range map[string]bool{"words": true, "other": false} {
		var b bytes.Buffer
		input := component.Input{Form: form, Name: name, Label: name, Required: true}
		if err := component.Area(input).Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		if strings.Contains(page, "nobody") || strings.Contains(page, `name="_left_out" value="words"`) != want || strings.Contains(page, " required") == want {
			t.Errorf("%s: %s", name, page)
		}
	}
	if got := form.LeftOut(); len(got) != 1 || got[0] != "words" {
		t.Errorf("%v", got)
	}
}
