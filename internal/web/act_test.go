package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/web"
)

func TestActGoesOnOrSaysWhatIsRefused(t *testing.T) {
	refused := fault.Invalid("answer", "fault.answer_missing")
	act := web.Act(func(_ *http.Request, f *web.Form) (web.Done, error) {
		if f.Value("answer") == "" {
			return web.Next("/nowhere", ""), refused
		}
		return web.Next("/next", ""), nil
	})
	w := httptest.NewRecorder()
	if err := act(w, posted("answer=yes")); err != nil || w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/next" {
		t.Errorf("done: %v, %d to %q", err, w.Code, w.Header().Get("Location"))
	}
	w = httptest.NewRecorder()
	if err := act(w, posted("")); !fault.Is(err, fault.KindInvalid) || w.Header().Get("Location") != "" {
		t.Errorf("refused: %v, leads to %q", err, w.Header().Get("Location"))
	}
}

// The version is that of the page; what is no number never comes to the verb.
func TestActOnVersionHandsOnWhatThePageShowed(t *testing.T) {
	var got []string
	act := web.ActOnVersion(func(_ context.Context, _ access.Actor, id string, version int) error {
		got = append(got, fmt.Sprint(id, " ", version))
		return nil
	}, func(id string) string { return "/things/" + id }, "")
	r := posted("version=3")
	r.SetPathValue("id", "a")
	w := httptest.NewRecorder()
	if err := act(w, r); err != nil || w.Header().Get("Location") != "/things/a" || !slices.Equal(got, []string{"a 3"}) {
		t.Errorf("done: %v, %q, leads to %q", err, got, w.Header().Get("Location"))
	}
	if err := act(httptest.NewRecorder(), posted("version=three")); !fault.Is(err, fault.KindInvalid) || len(got) != 1 {
		t.Errorf("refused: %v, called %q", err, got)
	}
}

func TestAnswerIsTheHalfOfAFormThatTakes(t *testing.T) {
	form := new(card).form()
	if r, all := form.Answer(), form.Routes(); r.Pattern != "POST /card" || r.Permission.Name != signedIn.Name || len(all) != 2 || all[1].Pattern != r.Pattern {
		t.Errorf("the answer is %+v of %+v", r, all)
	}
}

func TestMadeFromFollowsANewerVersionOnlyWhereItIsShown(t *testing.T) {
	fresh := web.NewForm()
	fresh.MadeFrom(3)
	again := web.ReadForm(posted("version=2"))
	again.MadeFrom(3) // refused for another reason: it stays that of version 2
	late := web.ReadForm(posted("version=2"))
	web.Refused(&late, fault.Changed())
	late.MadeFrom(3)
	if fresh.Version() != 3 || again.Version() != 2 || late.Version() != 3 || fresh.Outdated() || again.Outdated() || !late.Outdated() {
		t.Errorf("fresh %d, again %d, late %d", fresh.Version(), again.Version(), late.Version())
	}
}

func TestLeaveOutKeepsWhatSomebodySent(t *testing.T) {
	sent := web.ReadForm(posted("note=typed"))
	sent.LeaveOut("note")
	if sent.Value("note") != "typed" || len(sent.LeftOut()) != 0 {
		t.Errorf("holds %q, left out %v", sent.Value("note"), sent.LeftOut())
	}
}
