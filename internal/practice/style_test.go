package practice_test

import (
	"testing"

	"talim/internal/fault"
	"talim/internal/practice"
)

// R101, R105: every style has questions, suggestions and something to show, in
// three languages and with its source; pages go round and show no prompt twice.
func TestPrompts(t *testing.T) {
	for _, style := range practice.Styles {
		seen := map[string]bool{}
		kinds := map[practice.PromptKind]int{}
		for n := 1; ; {
			show, next := practice.Prompts(style, n)
			if len(show) < 3 || len(show) > 4 {
				t.Errorf("%s shows %d prompts at once", style, len(show))
			}
			for _, p := range show {
				if p.KK == "" || p.RU == "" || p.EN == "" || p.Source == "" || seen[p.EN] {
					t.Errorf("%s: %+v", style, p)
				}
				seen[p.EN], kinds[p.Kind] = true, kinds[p.Kind]+1
			}
			if n = next; n == 1 {
				break
			}
		}
		if kinds[practice.Question] < 3 || kinds[practice.Suggestion] < 1 || kinds[practice.Model] < 1 {
			t.Errorf("%s: %v", style, kinds)
		}
	}
	first, _ := practice.Prompts(practice.Leading, 1)
	wrong, _ := practice.Prompts(practice.Leading, 99)
	if first[0] != wrong[0] {
		t.Error("a page that is not there is not the first one")
	}
	if none, next := practice.Prompts("shouting", 1); none != nil || next != 1 {
		t.Errorf("an unknown style has %v, %d", none, next)
	}
	if practice.Known("") != practice.FirstStyle || practice.Known("coaching") != practice.Coaching {
		t.Error("Known")
	}
}

func TestStyleIsOfThePairAndToldToTheOther(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.OK(w.SetStyle(ctx, who("e1"), w.G.ID, practice.Coaching))
		page, err := w.StylePage(ctx, who("m1"), w.G.ID)
		w.OK(err)
		if page.Style != practice.Coaching || !w.told("m1")["practice.remind.style.coaching"] || len(w.told("e1")) != 0 {
			t.Errorf("%s; m1 %v, e1 %v", page.Style, w.told("m1"), w.told("e1"))
		}
		w.OK(w.SetStyle(ctx, who("e1"), w.G.ID, practice.Sharing))
		if told := w.told("m1"); told["practice.remind.style.coaching"] || !told["practice.remind.style.sharing"] {
			t.Errorf("an old style is still told: %v", told)
		}
		w.OK(w.SetStyle(ctx, who("m1"), w.G.ID, practice.Sharing)) // the same: nothing happens
		if n := w.Count(`SELECT count(*) FROM pair_style WHERE school_id = $1`, school); n != 2 {
			t.Errorf("%d choices", n)
		}
		w.Refused(w.SetStyle(ctx, who("m1"), w.G.ID, "shouting"), fault.KindInvalid)
		for _, code := range []string{"deputy", "director", "coordinator", "e2", "head", "admin"} {
			w.Refused(w.SetStyle(ctx, who(code), w.G.ID, practice.Leading), fault.KindForbidden)
			_, err := w.StylePage(ctx, who(code), w.G.ID)
			w.Refused(err, fault.KindForbidden)
		}
		w.Refused(w.SetStyle(ctx, who("other"), w.G.ID, practice.Leading), fault.KindNotFound)
		w.OK(w.M.Matches.AskChange(ctx, who("e1"), w.G.ID))
		w.Refused(w.SetStyle(ctx, who("m1"), w.G.ID, practice.Leading), fault.KindConflict)
	})
}

// The clock of the computer was ahead once: what was chosen then has a later id, and
// the pair's next choice holds all the same, here and on the page of a meeting.
func TestSetStyleAfterAClockThatWasAhead(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.OK(w.SetStyle(ctx, who("m1"), w.G.ID, practice.Coaching))
		w.Exec(`UPDATE pair_style SET id = '7' || substr(id, 2)`)
		w.OK(w.SetStyle(ctx, who("e1"), w.G.ID, practice.Sharing))
		page, err := w.StylePage(ctx, who("m1"), w.G.ID)
		w.OK(err)
		if page.Style != practice.Sharing {
			t.Errorf("the style is %s", page.Style)
		}
	})
}
