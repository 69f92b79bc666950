package pairing

import (
	"context"
	"errors"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/secret"
	"talim/internal/verb"
	"talim/internal/version"
)

// Report is the mentor's report at the end of a pairing (R098) with the
// mentee's reply. A save is a new version.
type Report struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Pairing string           `db:"pairing_id"`
	Version int              `db:"version"` // 0: nothing saved yet
	State   ReportState      `db:"state"`
	Done    string           `db:"done"`    // what was done; drafted from the log
	Learned string           `db:"learned"` // what grew
	Advice  string           `db:"advice"`  // what should go on
	ReplyBy calendar.Date    `db:"reply_by"`
	SavedBy string           `db:"saved_by"`
	SavedAt calendar.Instant `db:"saved_at"`

	ReplyID   string           `db:"reply_id"`
	Stance    Stance           `db:"stance"` // "" no reply yet, or one that cannot be opened; sealed in a row
	Reply     string           `db:"reply"`
	RepliedAt calendar.Instant `db:"replied_at"`

	Unreadable []string `db:"-"` // texts of the mentor that cannot be opened: fields of the form
}

// TargetReport is the report on a pairing, by the pairing.
const TargetReport = "pairing.report"

// ReportState is where the mentor's text stands.
type ReportState string

// A draft is read by the mentor alone; a shared report by both.
const (
	ReportDraft  ReportState = "draft"
	ReportShared ReportState = "shared"
)

// Stance is how the mentee stands to the report.
type Stance string

// The stances; disagreement is a normal result and stands beside the report (R219).
const (
	Agree    Stance = "agree"
	Add      Stance = "add"
	Disagree Stance = "disagree"
)

// Replied says whether the mentee has replied.
func (r Report) Replied() bool { return r.ReplyID != "" }

// Counts says whether the report may be used: the mentee replied, or the days
// for it are over (R114).
func (r Report) Counts(today calendar.Date) bool {
	return r.State == ReportShared && (r.Replied() || r.ReplyBy < today)
}

// NewReport is the text of the mentor.
type NewReport struct {
	Version int // the version the form was made from
	Done    string
	Learned string
	Advice  string
	LeftOut []string // texts that the form did not show, since they could not be opened
	Share   bool     // give it to the mentee now
}

func (n NewReport) check() error {
	var f fault.Fields
	for field, text := range map[string]string{"done": n.Done, "learned": n.Learned, "advice": n.Advice} {
		f.Text(field, text, false, mentoring.MaxText)
	}
	if n.Share && n.Done == "" {
		f.Add("done", "mentoring.report.done_missing")
	}
	return f.Err()
}

// SaveReport saves the mentor's text, and shares it when asked to.
func (s *Service) SaveReport(ctx context.Context, actor access.Actor, pairing string, in NewReport) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := Own(w.Work, pairing)
		if err != nil {
			return err
		}
		if err := mayWriteReport(actor, p); err != nil {
			return err
		}
		in.Done, in.Learned, in.Advice = strings.TrimSpace(in.Done), strings.TrimSpace(in.Learned), strings.TrimSpace(in.Advice)
		if err := in.check(); err != nil {
			return err
		}
		old, err := reportOf(w.Ctx, w.Tx, p)
		if err != nil {
			return err
		}
		if err := version.Check(old, in.Version); err != nil {
			return err
		}
		if old.State == ReportShared {
			return fault.Conflict("mentoring.report.is_shared")
		}
		return w.insertReport(p, old, in)
	})
}

// reportRow is the row of the mentor's text, without the reply.
type reportRow struct {
	School  string           `db:"school_id"`
	ID      string           `db:"id"`
	Pairing string           `db:"pairing_id"`
	Version int              `db:"version"`
	State   ReportState      `db:"state"`
	Done    string           `db:"done"`
	Learned string           `db:"learned"`
	Advice  string           `db:"advice"`
	ReplyBy calendar.Date    `db:"reply_by"`
	SavedBy string           `db:"saved_by"`
	SavedAt calendar.Instant `db:"saved_at"`
}

func (w work) insertReport(p Pairing, old Report, in NewReport) error {
	row := reportRow{
		School: p.School, ID: db.NewID(), Pairing: p.ID, State: ReportDraft,
		SavedBy: w.Actor.Staff, SavedAt: w.Instant(),
	}
	readers := []string{p.Mentor} // a draft is the author's own
	if in.Share {
		readers = p.counted()
	}
	over := func(c secret.Column, field, text, before string) string {
		return w.keeper.SealOver(w.Ctx, c, row.ID, readers, text, secret.Old{ID: old.ID, Sealed: before}, slices.Contains(in.LeftOut, field))
	}
	row.Done = over(sealedDone, "done", in.Done, old.Done)
	row.Learned = over(sealedLearned, "learned", in.Learned, old.Learned)
	row.Advice = over(sealedAdvice, "advice", in.Advice, old.Advice)
	event := EventReportSaved
	if in.Share {
		policy, err := policyByID(w.Ctx, w.Tx, p.School, p.Policy)
		if err != nil {
			return err
		}
		row.State, row.ReplyBy, event = ReportShared, w.Date().AddDays(policy.ReplyDays), EventReportShared
	}
	if _, err := version.Add(w.Work, "mentoring_report", in.Version, &row, "school_id", "pairing_id"); err != nil {
		return err
	}
	if event == EventReportSaved { // a draft is the author's own
		return w.RecordPrivate(event)
	}
	return w.Record(event, p.Ref())
}

// ReplyToReport is the mentee's reply (R114): one reply, before it is used.
func (s *Service) ReplyToReport(ctx context.Context, actor access.Actor, pairing string, stance Stance, text string) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := Own(w.Work, pairing)
		if err != nil {
			return err
		}
		if err := mayReply(actor, p); err != nil {
			return err
		}
		report, err := reportOf(w.Ctx, w.Tx, p)
		if err != nil {
			return err
		}
		if report.State != ReportShared {
			return fault.Conflict("mentoring.report.not_shared")
		}
		text = strings.TrimSpace(text)
		if err := checkReply(stance, text); err != nil {
			return err
		}
		id := db.NewID()
		err = db.Insert(w.Ctx, w.Tx, "mentoring_report_reply", struct {
			School    string           `db:"school_id"`
			ID        string           `db:"id"`
			Report    string           `db:"report_id"`
			Staff     string           `db:"staff_id"`
			Stance    string           `db:"stance"`
			Text      string           `db:"text"`
			RepliedAt calendar.Instant `db:"replied_at"`
		}{p.School, id, report.ID, actor.Staff, w.seal(sealedStance, id, p.counted(), string(stance)), w.seal(sealedReply, id, p.counted(), text), w.Instant()})
		if err != nil {
			return verb.Duplicate(err, "mentoring.report.replied")
		}
		return w.Record(EventReportReplied, p.Ref())
	})
}

func checkReply(stance Stance, text string) error {
	var f fault.Fields
	known := stance == Agree || stance == Add || stance == Disagree
	f.When(!known, "stance", "mentoring.report.stance_missing")
	f.When(known && stance != Agree && text == "", "reply", "mentoring.report.reply_missing")
	f.Text("reply", text, false, mentoring.MaxText)
	return f.Err()
}

// Report reads the newest report for whoever may: a draft for the mentor, a
// shared one for both, one that counts for those who keep the programme.
func (s *Service) Report(ctx context.Context, actor access.Actor, p Pairing) (Report, error) {
	r, err := reportOf(ctx, s.Read(), p)
	if err != nil {
		return r, err
	}
	of := p.RelationsOf(actor, p.Mentor)
	switch {
	case reportRule(r, s.Today()).Reads(of):
		return s.openReport(ctx, r), nil
	case sharedRule.Reads(of): // the mentee, before anything was given
		return Report{Pairing: p.ID}, nil
	}
	return Report{}, fault.Forbidden("mentoring.access.report")
}

const reportQuery = `SELECT r.school_id, r.id, r.pairing_id, r.version, r.state, r.done, r.learned, r.advice, r.reply_by,
	r.saved_by, r.saved_at, COALESCE(a.id, '') AS reply_id, COALESCE(a.stance, '') AS stance, COALESCE(a.text, '') AS reply, COALESCE(a.replied_at, '') AS replied_at
	FROM mentoring_report r LEFT JOIN mentoring_report_reply a ON a.school_id = r.school_id AND a.report_id = r.id
	WHERE r.school_id = $1 AND r.pairing_id = $2 ORDER BY r.version DESC LIMIT 1`

func reportOf(ctx context.Context, c db.Conn, p Pairing) (Report, error) {
	r, err := db.One[Report](ctx, c, reportQuery, p.School, p.ID)
	if errors.Is(err, db.ErrNotFound) {
		return Report{Pairing: p.ID, State: ReportDraft}, nil
	}
	return r, err
}

func policyByID(ctx context.Context, c db.Conn, school, id string) (mentoring.Policy, error) {
	p, err := db.One[mentoring.Policy](ctx, c, `SELECT `+db.Columns[mentoring.Policy]("")+` FROM programme_policy WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "mentoring.programme.missing")
}
