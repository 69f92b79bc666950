package link_test

import (
	"net/url"
	"strings"
	"testing"

	"talim/internal/web/link"
)

// Whatever stands in an id, it stays one segment of the path.
func TestPathKeepsSegmentsApart(t *testing.T) {
	for _, id := range []string{"01abc", "a/b", "../x", "a?b=c", "a#b", "a b", "a%2Fb", "5«Б»", "ә/ө", "", ".", "a;b", "a&b"} {
		at := link.Path("people", "staff", id)
		if n := strings.Count(at, "/"); n != 3 || strings.ContainsAny(at, "?# ") {
			t.Errorf("%q stands in %s", id, at)
		}
		u, err := url.Parse(at)
		if err != nil {
			t.Errorf("%q: %v", id, err)
			continue
		}
		if back, err := url.PathUnescape(strings.TrimPrefix(u.EscapedPath(), "/people/staff/")); err != nil || back != id {
			t.Errorf("%q is read back as %q, %v", id, back, err)
		}
	}
}

// A query has what is said, escaped, beside what the address asked already.
func TestWithAddsWhatIsSaid(t *testing.T) {
	for want, got := range map[string]string{
		"/x":                                 link.With("/x"),
		"/x?":                                link.With("/x?"),
		"/x?a=1":                             link.With("/x", "a", "1", "b", ""),
		"/x?a=1&b=2":                         link.With("/x?a=1", "b", "2"),
		"/x?a=%D3%A9+%26+%3D":                link.With("/x", "a", "ө & ="),
		"/x?a=1&a=2":                         link.With("/x", "a", "1", "a", "2"),
		"/x?codes=1":                         link.Coded("/x"),
		"/x/paper/pdf?in=kk&codes=1":         link.Coded("/x/paper/pdf?in=kk"),
		"/sign-in":                           link.SignIn(""),
		"/sign-in?to=%2Fpeople%3Fq%3D%C3%A4": link.SignIn("/people?q=ä"),
	} {
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if link.SignIn(link.Home()) != "/sign-in" {
		t.Errorf("the way home is %s", link.SignIn(link.Home()))
	}
}

// Every address that takes an id escapes it.
func TestAddressesEscapeTheirIDs(t *testing.T) {
	id := "a/b?c"
	for name, at := range map[string]string{
		"staff": link.Staff(id), "post": link.Post(id), "unit": link.EditUnit(id), "school": link.School(id), "pair": link.Pairing(id), "plan": link.MentoringPlan(id),
		"meeting": link.Meeting(id), "visit": link.Visit(id), "programme": link.Programme(id), "proposal": link.Proposal(id), "order": link.MentoringOrder(id),
		"participant": link.Participant(id), "survey": link.Evaluation(id), "story": link.Story(id), "course": link.Course(id), "question": link.SupportQuestion(id),
		"year": link.EditYear(id), "absence": link.EndAbsence(id), "help": link.HelpOffer(id),
	} {
		if strings.Contains(at, id) || !strings.Contains(at, "a%2Fb%3Fc") {
			t.Errorf("%s leads to %s", name, at)
		}
	}
	for name, at := range map[string]string{
		"group": link.MentoringGroup(id), "closing of a group": link.GroupClosing(id), "policy": link.PolicyText(id), "editing of a policy": link.EditPolicyText(id),
		"comment": link.AnswerPolicyComment(id), "stage": link.Stage(id), "talk": link.TalkOf(id), "end of a leave": link.EndLeave(id),
	} {
		if strings.ContainsAny(at, "?") || strings.Contains(at, id) {
			t.Errorf("%s leads to %s", name, at)
		}
	}
}
