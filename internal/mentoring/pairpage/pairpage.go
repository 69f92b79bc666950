package pairpage

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// Contact is how the partner is reached (R106).
type Contact struct {
	Phone string `db:"phone"`
	Email string `db:"email"`
}

// PairPage is everything the page of a pair shows. For those who keep the
// programme it holds dates and counts; contents are not even read.
type PairPage struct {
	pairing.Counts
	MentorContact Contact `db:"mentor_contact_"`
	MenteeContact Contact `db:"mentee_contact_"`
	PlanVersion   int     `db:"plan_version"` // 0: nothing written yet
	PlanAgreedBy  string  `db:"plan_agreed_by"`
	PairWork      `db:"-"`
	Days          timetable.Days `db:"-"` // of the time of the pairing
}

// PairWork is what the two did and agreed.
type PairWork struct {
	Events  []pairing.Event // meetings and visits, in order of time
	Steps   []pairing.Step  // open ones first, by their date
	Letters []LetterLine
}

// LetterLine is a letter that the reader received for this pairing.
type LetterLine struct {
	ID   string
	Date calendar.Date
}

// Contact of a staff member of the pair.
func (p PairPage) Contact(staff string) Contact {
	if staff == p.Mentor {
		return p.MentorContact
	}
	return p.MenteeContact
}

// AgreedToPlan says whether the staff member agreed to the newest plan.
func (p PairPage) AgreedToPlan(staff string) bool {
	return slices.Contains(mentoring.SplitList(p.PlanAgreedBy), staff)
}

const pairPageMore = `, o.phone AS mentor_contact_phone, o.email AS mentor_contact_email,
	e.phone AS mentee_contact_phone, e.email AS mentee_contact_email,
	COALESCE((SELECT max(k.version) FROM mentoring_plan k WHERE k.school_id = g.school_id AND k.pairing_id = g.id), 0) AS plan_version,
	COALESCE((SELECT l.agreed_by FROM mentoring_plan l WHERE l.school_id = g.school_id AND l.pairing_id = g.id
		AND l.version = (SELECT max(k.version) FROM mentoring_plan k WHERE k.school_id = g.school_id AND k.pairing_id = g.id)), '') AS plan_agreed_by`

// PairPage reads the page of a pair for the two, or for those who keep the
// programme, in three queries.
func (s *Service) PairPage(ctx context.Context, actor access.Actor, id string) (PairPage, error) {
	c := s.Read()
	page, err := db.One[PairPage](ctx, c, s.pairings.CountsQuery(pairPageMore)+`g.id = $3`, actor.School, s.Today(), id)
	if err != nil {
		return PairPage{}, verb.Missing(err, "mentoring.pairing.missing")
	}
	if err := pairing.MayCount(actor, page.Pairing); err != nil {
		return PairPage{}, err
	}
	if page.PairWork, err = s.workOf(ctx, c, actor, page.Pairing); err != nil {
		return PairPage{}, err
	}
	page.Days, err = timetable.DaysOf(ctx, c, actor.School, page.Starts, page.Ends)
	return page, err
}

// workRow is an event, a step or a letter.
type workRow struct {
	pairing.Event
	Text     string        `db:"text"`
	Source   string        `db:"source"`
	SourceID string        `db:"source_id"`
	Owner    string        `db:"owner_id"`
	DoneOn   calendar.Date `db:"done_on"`
}

// datesSQL is what those who keep the programme read: when, not what.
var datesSQL = `
SELECT 'meeting' AS what, id, date, starts_at, ends_at, state, '' AS reason, '' AS observer_id, '' AS class_name, '' AS place,
	'' AS text, '' AS source, '' AS source_id, '' AS owner_id, '' AS done_on
FROM meeting WHERE school_id = $1 AND pairing_id = $2
UNION ALL SELECT 'visit', id, date, starts_at, ends_at, state, '', observer_id, '', '', '', '', '', '', ''
` + observation.FromVisits("v") + ` WHERE school_id = $1 AND about = $2`

// workSQL is what the two read; $3 is the reader, for the letters.
var workSQL = `
SELECT 'meeting' AS what, id, date, starts_at, ends_at, state, reason, '' AS observer_id, '' AS class_name, place,
	'' AS text, '' AS source, '' AS source_id, '' AS owner_id, '' AS done_on
FROM meeting WHERE school_id = $1 AND pairing_id = $2
UNION ALL SELECT 'visit', id, date, starts_at, ends_at, state, reason, observer_id, class_name, room, '', '', '', '', ''
` + observation.FromVisits("v") + ` WHERE school_id = $1 AND about = $2
UNION ALL SELECT 'step', id, due, '', '', '', '', '', '', '', text, source, source_id, owner_id, done_on
FROM next_step WHERE school_id = $1 AND pairing_id = $2
UNION ALL SELECT 'letter', id, date, '', '', '', '', '', '', '', '', '', '', '', ''
FROM appreciation WHERE school_id = $1 AND pairing_id = $2 AND staff_id = $3`

const inTime = ` ORDER BY date, starts_at, id`

func (s *Service) workOf(ctx context.Context, c db.Conn, actor access.Actor, p pairing.Pairing) (PairWork, error) {
	query, args := workSQL+inTime, []any{p.School, p.ID, actor.Staff}
	if !p.Has(actor.Staff) {
		query, args = datesSQL+inTime, args[:2]
	}
	rows, err := db.All[workRow](ctx, c, query, args...)
	var w PairWork
	for _, r := range rows {
		r.Event, r.Text = s.pairings.OpenEvent(ctx, r.Event), s.pairings.StepText(ctx, r.ID, r.Text)
		w.add(p, r)
	}
	slices.SortStableFunc(w.Steps, func(a, b pairing.Step) int {
		switch {
		case a.Open() == b.Open():
			return 0
		case a.Open():
			return -1
		}
		return 1
	})
	return w, err
}

func (w *PairWork) add(p pairing.Pairing, r workRow) {
	switch r.What {
	case "step":
		w.Steps = append(w.Steps, pairing.Step{
			School: p.School, ID: r.ID, Pairing: p.ID, Source: r.Source, SourceID: r.SourceID, Text: r.Text, Owner: r.Owner,
			Due: r.Date, DoneOn: r.DoneOn,
		})
	case "letter":
		w.Letters = append(w.Letters, LetterLine{ID: r.ID, Date: r.Date})
	default:
		w.Events = append(w.Events, r.Event)
	}
}

// ReportPage is the report of a pair with what a first draft is made of.
type ReportPage struct {
	pairing.Counts
	Report pairing.Report
	Draft  ReportDraftFacts // only while the mentor has written nothing
}

// ReportDraftFacts are what the draft says beside the figures; never a note.
type ReportDraftFacts struct {
	Goals []string // of the newest plan
	Steps []string // agreed and done
}

// ReportPage reads the report for whoever may read it, in three queries.
func (s *Service) ReportPage(ctx context.Context, actor access.Actor, pairing string) (ReportPage, error) {
	var page ReportPage
	var err error
	if page.Counts, err = s.pairings.CountsOf(ctx, actor, pairing); err != nil {
		return page, err
	}
	if page.Report, err = s.pairings.Report(ctx, actor, page.Pairing); err != nil {
		return page, err
	}
	if page.Report.Version == 0 && actor.Staff == page.Mentor {
		page.Draft, err = s.draftOf(ctx, s.Read(), page.Pairing)
	}
	return page, err
}

func (s *Service) draftOf(ctx context.Context, c db.Conn, p pairing.Pairing) (ReportDraftFacts, error) {
	rows, err := db.All[struct {
		What string `db:"what"`
		ID   string `db:"id"`
		Text string `db:"text"`
		Day  string `db:"day"`
	}](ctx, c, `SELECT 'plan' AS what, l.id, l.content AS text, '' AS day FROM mentoring_plan l WHERE l.school_id = $1 AND l.pairing_id = $2
			AND l.version = (SELECT max(k.version) FROM mentoring_plan k WHERE k.school_id = $1 AND k.pairing_id = $2)
		UNION ALL SELECT 'step', n.id, n.text, n.done_on FROM next_step n
			WHERE n.school_id = $1 AND n.pairing_id = $2 AND n.done_on <> '' ORDER BY what, day`, p.School, p.ID)
	var out ReportDraftFacts
	for _, r := range rows {
		if r.What == "step" {
			if text, ok := s.pairings.ReadStep(ctx, r.ID, r.Text); ok {
				out.Steps = append(out.Steps, text)
			}
			continue
		}
		content, err := s.pairings.OpenPlan(ctx, pairing.Plan{ID: r.ID, Content: r.Text}).Read()
		if err != nil {
			return out, err
		}
		out.Goals = content.Goals // none where it cannot be opened
	}
	return out, err
}

// WhatBooking finds what a booking of the area is, for a link from somebody's
// week: "meeting", "visit" or "group_meeting" and its id.
func (s *Service) WhatBooking(ctx context.Context, actor access.Actor, booking string) (what, id string, err error) {
	row, err := db.One[struct {
		What string `db:"what"`
		ID   string `db:"id"`
	}](ctx, s.Read(), `SELECT 'meeting' AS what, m.id `+pairing.FromMeetings("m", "g")+` WHERE m.school_id = $1 AND m.booking_id = $2
		UNION ALL SELECT 'visit', v.id `+observation.FromVisits("v")+` WHERE v.school_id = $1 AND v.booking_id = $2
		UNION ALL SELECT 'group_meeting', m.id `+group.FromMeetings("m", "k")+` WHERE m.school_id = $1 AND m.booking_id = $2`, actor.School, booking)
	return row.What, row.ID, verb.Missing(err, "mentoring.meeting.missing")
}
