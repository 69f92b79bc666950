package mentoring

import (
	"testing"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"

	"github.com/google/go-cmp/cmp"
)

func TestDiff(t *testing.T) {
	for name, c := range map[string]struct {
		before, after string
		want          []DiffLine
	}{
		"same":    {"a\nb", "a\n\nb ", []DiffLine{{"a", Same}, {"b", Same}}},
		"added":   {"a", "a\nb", []DiffLine{{"a", Same}, {"b", Added}}},
		"removed": {"a\nb", "b", []DiffLine{{"a", Removed}, {"b", Same}}},
		"changed": {"a\nb\nc", "a\nx\nc", []DiffLine{{"a", Same}, {"b", Removed}, {"x", Added}, {"c", Same}}},
		"empty":   {"", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Diff(c.before, c.after)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestInForce(t *testing.T) {
	all := []PolicyText{
		{ID: "draft", State: PolicyDraft},
		{ID: "old", State: PolicyAdopted, Starts: "2013-01-01"},
		{ID: "new", State: PolicyAdopted, Starts: "2013-09-01"},
	}
	for day, want := range map[string]string{"2012-12-31": "", "2013-01-01": "old", "2013-08-31": "old", "2013-09-01": "new", "2014-01-01": "new"} {
		if got := InForce(all, calendar.Date(day)); got.ID != want {
			t.Errorf("%s: %q, want %q", day, got.ID, want)
		}
	}
}

// R072, R080, R122: begun from a template, saved, commented on, answered, in
// force from a day on; the next version leaves the first as it was.
func TestPolicyInTheSchoolsWords(t *testing.T) {
	each(t, func(w *world) {
		deputy := w.as("deputy")
		words := PolicyWords{"aims": " to learn ", "unknown": "x"}
		_, err := w.StartPolicyText(ctx, w.as("m1"), i18n.Kazakh, words)
		w.want(err, fault.KindForbidden)
		_, err = w.StartPolicyText(ctx, deputy, "de", words)
		w.want(err, fault.KindInvalid)
		_, err = w.StartPolicyText(ctx, deputy, i18n.Kazakh, PolicyWords{})
		w.want(err, fault.KindInvalid)
		made, err := w.StartPolicyText(ctx, deputy, i18n.Kazakh, words)
		w.ok(err)
		_, err = w.StartPolicyText(ctx, deputy, i18n.Kazakh, words)
		w.want(err, fault.KindConflict)

		words["roles"] = "the director signs"
		w.ok(w.SavePolicyText(ctx, deputy, made.ID, 1, words))
		w.want(w.SavePolicyText(ctx, deputy, made.ID, 1, words), fault.KindConflict)
		w.ok(w.AskAboutPolicy(ctx, deputy, made.ID))
		if n := w.count(`SELECT count(*) FROM reminder WHERE about = $1 AND done_at = ''`, made.ID); n != 7 {
			w.t.Errorf("%d were asked, want all 7 others", n)
		}
		w.want(w.CommentOnPolicy(ctx, w.as("m1"), made.ID, "nothing", "text"), fault.KindInvalid)
		w.want(w.CommentOnPolicy(ctx, w.as("m1"), made.ID, "aims", " "), fault.KindInvalid)
		w.ok(w.CommentOnPolicy(ctx, w.as("m1"), made.ID, "aims", "and to rest"))
		comments, err := w.PolicyComments(ctx, w.as("e1"), made.ID)
		w.ok(err)
		if len(comments) != 1 || comments[0].By.ID != "m1" {
			w.t.Fatalf("comments %v", comments)
		}
		_, err = w.AnswerPolicyComment(ctx, w.as("m1"), comments[0].ID, "yes")
		w.want(err, fault.KindForbidden)
		_, err = w.AnswerPolicyComment(ctx, deputy, comments[0].ID, "yes")
		w.ok(err)
		_, err = w.AnswerPolicyComment(ctx, deputy, comments[0].ID, "again")
		w.want(err, fault.KindConflict)

		w.want(w.AdoptPolicyText(ctx, deputy, made.ID, "2013-09-01"), fault.KindInvalid)
		w.ok(w.AdoptPolicyText(ctx, deputy, made.ID, "2013-09-02"))
		w.want(w.SavePolicyText(ctx, deputy, made.ID, 2, words), fault.KindConflict)
		if n := w.count(`SELECT count(*) FROM reminder WHERE about = $1 AND done_at = ''`, made.ID); n != 0 {
			w.t.Errorf("%d are still asked", n)
		}
		next, err := w.StartPolicyText(ctx, deputy, i18n.Russian, words)
		w.ok(err)
		w.want(w.AdoptPolicyText(ctx, deputy, next.ID, "2013-09-02"), fault.KindInvalid)
		w.ok(w.AdoptPolicyText(ctx, deputy, next.ID, "2013-10-01"))
		all, err := w.PolicyTexts(ctx, w.as("e1"))
		w.ok(err)
		if in := InForce(all, w.Today()); in.ID != made.ID {
			w.t.Errorf("in force is version %d", in.Version)
		}
		if read, err := all[1].Words(); err != nil || read["aims"] != "to learn" || read["unknown"] != "" {
			w.t.Errorf("the first version reads %v (%v)", read, err)
		}
	})
}
