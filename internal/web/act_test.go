package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

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
