package mentoring

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// PolicyComment is what somebody says about a section of the policy, with the
// answer of those who keep it. All staff read both.
type PolicyComment struct {
	School     string           `db:"school_id"`
	ID         string           `db:"id"`
	Policy     string           `db:"policy_id"`
	Section    string           `db:"section"`
	Author     string           `db:"author_id"`
	Text       string           `db:"text"`
	WrittenAt  calendar.Instant `db:"written_at"`
	Answer     string           `db:"answer"` // "" not answered
	AnsweredBy string           `db:"answered_by"`
	AnsweredAt calendar.Instant `db:"answered_at"`
}

func (c PolicyComment) ref() journal.Ref { return journal.Ref{Kind: "mentoring_policy", ID: c.Policy} }

// MaxComment bounds a comment.
const MaxComment = 2000

// CommentText is a text that must be there and not too long.
func CommentText(text, field, empty string) (string, error) {
	text = strings.TrimSpace(text)
	var f fault.Fields
	f.When(text == "", field, empty)
	f.Text(field, text, false, MaxComment)
	return text, f.Err()
}

// CommentOnPolicy says something about a section; every member of staff may.
func (s *Service) CommentOnPolicy(ctx context.Context, actor access.Actor, policy, section, text string) error {
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(actor.Staff != "" && Take.Allows(actor), "mentoring.access.own"); err != nil {
			return err
		}
		p, err := policyTextByID(w.Ctx, w.Tx, actor.School, policy)
		if err != nil {
			return err
		}
		if !slices.Contains(PolicySections, section) {
			return fault.Invalid("section", "mentoring.policy.choose")
		}
		if text, err = CommentText(text, "text", "mentoring.words.comment_missing"); err != nil {
			return err
		}
		c := PolicyComment{
			School: p.School, ID: db.NewID(), Policy: p.ID, Section: section, Author: actor.Staff, Text: text, WrittenAt: w.Instant(),
		}
		if err := db.Insert(w.Ctx, w.Tx, "mentoring_policy_comment", c); err != nil {
			return err
		}
		return w.Record(eventWordsComment, c.ref(), "section", section)
	})
}

// AnswerPolicyComment answers for those who keep the policy; the author is told.
func (s *Service) AnswerPolicyComment(ctx context.Context, actor access.Actor, id, text string) (PolicyComment, error) {
	var c PolicyComment
	err := s.do(ctx, actor, func(w work) error {
		if err := MayKeep(actor); err != nil {
			return err
		}
		var err error
		if c, err = policyCommentByID(w.Ctx, w.Tx, actor.School, id); err != nil {
			return err
		}
		if c.Answer != "" {
			return fault.Conflict("mentoring.words.answered")
		}
		if c.Answer, err = CommentText(text, "answer", "mentoring.words.answer_missing"); err != nil {
			return err
		}
		c.AnsweredBy, c.AnsweredAt = actor.Staff, w.Instant()
		if err := db.Update(w.Ctx, w.Tx, "mentoring_policy_comment", c, "school_id", "id"); err != nil {
			return err
		}
		if err := Notify(w.Work, c.Author, "mentoring.remind.policy_answer", c.ID, reminder.To(TargetPolicyText, c.Policy), nil); err != nil {
			return err
		}
		return w.Record(eventWordsAnswered, c.ref(), "section", c.Section)
	})
	return c, err
}

func policyCommentByID(ctx context.Context, c db.Conn, school, id string) (PolicyComment, error) {
	row, err := db.One[PolicyComment](ctx, c, `SELECT `+db.Columns[PolicyComment]("")+` FROM mentoring_policy_comment
		WHERE school_id = $1 AND id = $2`, school, id)
	return row, verb.Missing(err, "mentoring.words.comment_gone")
}

// NamedComment is a comment with its author's name.
type NamedComment struct {
	PolicyComment
	By Person `db:"by_"`
}

// PolicyComments are the comments on a version, in the order in which they were written.
func (s *Service) PolicyComments(ctx context.Context, actor access.Actor, policy string) ([]NamedComment, error) {
	if err := access.Must(Take.Allows(actor), "mentoring.access.own"); err != nil {
		return nil, err
	}
	return db.All[NamedComment](ctx, s.Read(), `SELECT `+db.Columns[PolicyComment]("k")+`, `+people.PersonAs("o", "by")+`
		FROM mentoring_policy_comment k `+people.JoinStaff("o", "k.school_id", "k.author_id")+`
		WHERE k.school_id = $1 AND k.policy_id = $2 ORDER BY k.id`, actor.School, policy)
}

// PolicyComment reads one comment for whoever answers it.
func (s *Service) PolicyComment(ctx context.Context, actor access.Actor, id string) (PolicyComment, error) {
	if err := MayKeep(actor); err != nil {
		return PolicyComment{}, err
	}
	return policyCommentByID(ctx, s.Read(), actor.School, id)
}
