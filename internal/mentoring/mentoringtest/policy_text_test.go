package mentoringtest

import (
	"testing"

	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
)

// R072, R080, R122: begun from a template, saved, commented on, answered, in
// force from a day on; the next version leaves the first as it was.
func TestPolicyInTheSchoolsWords(t *testing.T) {
	each(t, func(w *world) {
		deputy := w.as("deputy")
		words := mentoring.PolicyWords{"aims": " to learn ", "unknown": "x"}
		_, err := w.Programmes.StartPolicyText(ctx, w.as("m1"), i18n.Kazakh, words)
		w.Refused(err, fault.KindForbidden)
		_, err = w.Programmes.StartPolicyText(ctx, deputy, "de", words)
		w.Refused(err, fault.KindInvalid)
		_, err = w.Programmes.StartPolicyText(ctx, deputy, i18n.Kazakh, mentoring.PolicyWords{})
		w.Refused(err, fault.KindInvalid)
		made, err := w.Programmes.StartPolicyText(ctx, deputy, i18n.Kazakh, words)
		w.OK(err)
		_, err = w.Programmes.StartPolicyText(ctx, deputy, i18n.Kazakh, words)
		w.Refused(err, fault.KindConflict)

		words["roles"] = "the director signs"
		w.OK(w.Programmes.SavePolicyText(ctx, deputy, made.ID, 1, words))
		w.Refused(w.Programmes.SavePolicyText(ctx, deputy, made.ID, 1, words), fault.KindConflict)
		w.OK(w.Programmes.AskAboutPolicy(ctx, deputy, made.ID))
		if n := w.Count(`SELECT count(*) FROM reminder WHERE about = $1 AND done_at = ''`, made.ID); n != 7 {
			w.T.Errorf("%d were asked, want all 7 others", n)
		}
		w.Refused(w.Programmes.CommentOnPolicy(ctx, w.as("m1"), made.ID, "nothing", "text"), fault.KindInvalid)
		w.Refused(w.Programmes.CommentOnPolicy(ctx, w.as("m1"), made.ID, "aims", " "), fault.KindInvalid)
		w.OK(w.Programmes.CommentOnPolicy(ctx, w.as("m1"), made.ID, "aims", "and to rest"))
		comments, err := w.Programmes.PolicyComments(ctx, w.as("e1"), made.ID)
		w.OK(err)
		if len(comments) != 1 || comments[0].By.ID != "m1" {
			w.T.Fatalf("comments %v", comments)
		}
		_, err = w.Programmes.AnswerPolicyComment(ctx, w.as("m1"), comments[0].ID, "yes")
		w.Refused(err, fault.KindForbidden)
		_, err = w.Programmes.AnswerPolicyComment(ctx, deputy, comments[0].ID, "yes")
		w.OK(err)
		_, err = w.Programmes.AnswerPolicyComment(ctx, deputy, comments[0].ID, "again")
		w.Refused(err, fault.KindConflict)

		w.Refused(w.Programmes.AdoptPolicyText(ctx, deputy, made.ID, "2013-09-01"), fault.KindInvalid)
		w.OK(w.Programmes.AdoptPolicyText(ctx, deputy, made.ID, "2013-09-02"))
		w.Refused(w.Programmes.SavePolicyText(ctx, deputy, made.ID, 2, words), fault.KindConflict)
		if n := w.Count(`SELECT count(*) FROM reminder WHERE about = $1 AND done_at = ''`, made.ID); n != 0 {
			w.T.Errorf("%d are still asked", n)
		}
		next, err := w.Programmes.StartPolicyText(ctx, deputy, i18n.Russian, words)
		w.OK(err)
		w.Refused(w.Programmes.AdoptPolicyText(ctx, deputy, next.ID, "2013-09-02"), fault.KindInvalid)
		w.OK(w.Programmes.AdoptPolicyText(ctx, deputy, next.ID, "2013-10-01"))
		all, err := w.Programmes.PolicyTexts(ctx, w.as("e1"))
		w.OK(err)
		if in := mentoring.InForce(all, w.Today()); in.ID != made.ID {
			w.T.Errorf("in force is version %d", in.Version)
		}
		if read, err := all[1].Words(); err != nil || read["aims"] != "to learn" || read["unknown"] != "" {
			w.T.Errorf("the first version reads %v (%v)", read, err)
		}
	})
}
