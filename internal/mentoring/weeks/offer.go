package weeks

import (
	"context"
	"encoding/json"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/timetable"
	"talim/internal/verb"
)

// TimeOffer is a time that somebody who plans proposes to a pair. Nothing is booked
// before both said yes, nothing is booked over a no, and who said no is not kept.
type TimeOffer struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Pairing  string           `db:"pairing_id"`
	Kind     OfferKind        `db:"kind"`
	Meeting  string           `db:"meeting_id"` // of a move
	Content  string           `db:"content"`    // JSON of OfferedTime
	AgreedBy string           `db:"agreed_by"`  // who said yes first
	State    OfferState       `db:"state"`
	SentBy   string           `db:"sent_by"`
	SentAt   calendar.Instant `db:"sent_at"`
	ClosedAt calendar.Instant `db:"closed_at"`
}

// TargetOffer is an offer of times by its id, TargetMoveMeeting where a meeting is moved,
// by the meeting.
const (
	TargetOffer       = "weeks.offer"
	TargetMoveMeeting = "weeks.meeting.move"
)

// OfferKind says what is proposed.
type OfferKind string

// The kinds: another time for one meeting, or the weekly times and the visits of
// the coming weeks.
const (
	OfferMove OfferKind = "move"
	OfferWeek OfferKind = "week"
)

// OfferState is where an offer stands.
type OfferState string

// The states.
const (
	OfferAsked    OfferState = "asked"
	OfferAgreed   OfferState = "agreed"
	OfferDeclined OfferState = "declined"
	OfferReplaced OfferState = "replaced" // by a later one
)

// OfferedTime is what an offer proposes.
type OfferedTime struct {
	From   calendar.Date        `json:"from,omitempty"` // first day of the weekly times
	Now    []timetable.WeekSlot `json:"now,omitempty"`  // weekly times that they replace
	Weekly []timetable.WeekSlot `json:"weekly,omitempty"`
	Visits []OfferedVisit       `json:"visits,omitempty"`
	Single *OfferedSlot         `json:"single,omitempty"` // of a move
}

// OfferedVisit is a lesson to visit.
type OfferedVisit struct {
	Observer string         `json:"observer"`
	Lesson   string         `json:"lesson"`
	Class    string         `json:"class"`
	Date     calendar.Date  `json:"date"`
	StartsAt calendar.Clock `json:"starts"`
	EndsAt   calendar.Clock `json:"ends"`
}

// OfferedSlot is a time of a day.
type OfferedSlot struct {
	Date     calendar.Date  `json:"date"`
	StartsAt calendar.Clock `json:"starts"`
	EndsAt   calendar.Clock `json:"ends"`
}

// Time reads what the offer proposes.
func (o TimeOffer) Time() OfferedTime {
	var t OfferedTime
	if json.Unmarshal([]byte(o.Content), &t) != nil {
		return OfferedTime{}
	}
	return t
}

func (o TimeOffer) ref() journal.Ref { return journal.Ref{Kind: "time_offer", ID: o.ID} }

const keyOffered = "mentoring.remind.time_offer"

// AskToMove proposes another time for a meeting that can no longer be held; both
// are asked.
func (s *Service) AskToMove(ctx context.Context, actor access.Actor, booking string, to OfferedSlot) (TimeOffer, error) {
	var made TimeOffer
	err := s.do(ctx, actor, func(w work) error {
		if err := mentoring.MayKeep(actor); err != nil {
			return err
		}
		m, err := db.One[pairing.Meeting](w.Ctx, w.Tx, `SELECT `+db.Columns[pairing.Meeting]("")+` FROM meeting WHERE school_id = $1 AND booking_id = $2`, actor.School, booking)
		if err != nil {
			return verb.Missing(err, "mentoring.meeting.missing")
		}
		p, err := pairing.ByID(w.Ctx, w.Tx, actor.School, m.Pairing)
		if err != nil {
			return err
		}
		if err := p.MustRun(); err != nil {
			return err
		}
		if m.State != pairing.MeetingPlanned {
			return fault.Conflict("mentoring.meeting.not_planned")
		}
		if err := (pairing.NewMeeting{Date: to.Date, StartsAt: to.StartsAt, EndsAt: to.EndsAt}).Check(p, w.At); err != nil {
			return err
		}
		if made, err = w.offer(p, OfferMove, m.ID, OfferedTime{Single: &to}); err != nil {
			return err
		}
		return w.Record(eventTimeOffered, made.ref(), "date", string(to.Date))
	})
	return made, err
}

// SendWeeks sends the plan to every pair for which it has something new, and says
// to how many. The plan is computed before: what has changed since is found when
// the pair says yes.
func (s *Service) SendWeeks(ctx context.Context, actor access.Actor, programme string) (int, error) {
	plan, err := s.PlanWeeks(ctx, actor, programme)
	if err != nil {
		return 0, err
	}
	if plan.News() == 0 {
		return 0, fault.Conflict("mentoring.weeks.nothing_new")
	}
	sent := 0
	err = s.do(ctx, actor, func(w work) error {
		sent = 0
		for _, pair := range plan.Pairs {
			if !pair.News() {
				continue
			}
			what := OfferedTime{From: plan.Starts, Visits: pair.Visits}
			if pair.Moves() {
				what.Now, what.Weekly = pair.Now, pair.Times
			}
			if _, err := w.offer(pair.Pairing, OfferWeek, "", what); err != nil {
				return err
			}
			sent++
		}
		return w.Record(eventWeeksSent, journal.Ref{Kind: "programme", ID: programme}, "count", strconv.Itoa(sent))
	})
	return sent, err
}

// offer asks both; an earlier question about the same is replaced.
func (w work) offer(p pairing.Pairing, kind OfferKind, meeting string, what OfferedTime) (TimeOffer, error) {
	content, err := json.Marshal(what)
	if err != nil {
		return TimeOffer{}, err
	}
	open, err := db.All[TimeOffer](w.Ctx, w.Tx, `SELECT `+db.Columns[TimeOffer]("")+` FROM time_offer WHERE school_id = $1 AND pairing_id = $2 AND kind = $3 AND meeting_id = $4 AND state = 'asked'`,
		p.School, p.ID, kind, meeting)
	if err != nil {
		return TimeOffer{}, err
	}
	for _, o := range open {
		if err := w.closeOffer(o, OfferReplaced); err != nil {
			return TimeOffer{}, err
		}
	}
	made := TimeOffer{
		School: p.School, ID: db.NewID(), Pairing: p.ID, Kind: kind, Meeting: meeting, Content: string(content), State: OfferAsked,
		SentBy: w.Actor.Staff, SentAt: w.Instant(),
	}
	if err := db.Insert(w.Ctx, w.Tx, "time_offer", made); err != nil {
		return made, verb.Duplicate(err, "mentoring.offer.changed")
	}
	if err := w.askAbout(p, made, p.Mentor); err != nil {
		return made, err
	}
	return made, w.askAbout(p, made, p.Mentee)
}

// closeOffer ends a question and what reminds of it.
func (w work) closeOffer(o TimeOffer, state OfferState) error {
	o.State, o.ClosedAt = state, w.Instant()
	if state != OfferAgreed {
		o.AgreedBy = ""
	}
	if err := db.Update(w.Ctx, w.Tx, "time_offer", o, "school_id", "id"); err != nil {
		return err
	}
	return w.CloseReminders(o.ID)
}

// dropOffers ends the questions to a pair that is over.
func (w work) dropOffers(p pairing.Pairing) error {
	open, err := db.All[TimeOffer](w.Ctx, w.Tx, `SELECT `+db.Columns[TimeOffer]("")+` FROM time_offer WHERE school_id = $1 AND pairing_id = $2 AND state = 'asked'`, p.School, p.ID)
	if err != nil {
		return err
	}
	for _, o := range open {
		if err := w.closeOffer(o, OfferReplaced); err != nil {
			return err
		}
	}
	return nil
}

// Answered is what became of an answer.
type Answered struct {
	State  OfferState
	Booked int // meetings
	Visits int // planned
	Lost   int // visits that were no longer possible
}

// AnswerTimes answers for oneself. The second yes books; a no books nothing, and
// the two choose a time themselves.
func (s *Service) AnswerTimes(ctx context.Context, actor access.Actor, id string, yes bool) (Answered, error) {
	var out Answered
	err := s.do(ctx, actor, func(w work) error {
		o, err := offerByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		p, err := pairing.Own(w.Work, o.Pairing)
		switch {
		case err != nil:
			return err
		case o.State != OfferAsked:
			return fault.Conflict("mentoring.offer.is_over")
		case !yes:
			out = Answered{State: OfferDeclined}
			err = w.decline(o, p)
		case o.AgreedBy == "" || o.AgreedBy == actor.Staff:
			out = Answered{State: OfferAsked}
			err = w.agreeFirst(o, p)
		default:
			out, err = w.carryOut(o, p)
		}
		if err != nil {
			return err
		}
		return w.RecordPrivate(eventTimeAnswered)
	})
	return out, err
}

func (w work) decline(o TimeOffer, p pairing.Pairing) error {
	if err := w.closeOffer(o, OfferDeclined); err != nil {
		return err
	}
	where := reminder.To(pairing.TargetNewMeetings, p.ID)
	if o.Kind == OfferMove {
		where = reminder.To(TargetMoveMeeting, o.Meeting)
	}
	return w.pairings.NotifyBoth(w.Work, p, "mentoring.remind.time_declined", o.ID, where, nil)
}

// agreeFirst keeps the first yes; the other is asked still.
func (w work) agreeFirst(o TimeOffer, p pairing.Pairing) error {
	o.AgreedBy = w.Actor.Staff
	if err := db.Update(w.Ctx, w.Tx, "time_offer", o, "school_id", "id"); err != nil {
		return err
	}
	if err := w.CloseReminders(o.ID); err != nil {
		return err
	}
	return w.askAbout(p, o, p.Other(w.Actor.Staff))
}

// askAbout puts the question on Today of one of the two; a mentor of several reads with whom.
func (w work) askAbout(p pairing.Pairing, o TimeOffer, staff string) error {
	names, err := mentoring.PeopleByID(w.Ctx, w.Tx, p.School, p.Other(staff))
	if err != nil {
		return err
	}
	return mentoring.Notify(w.Work, staff, keyOffered, o.ID, reminder.To(TargetOffer, o.ID), db.Texts{"Who": names[p.Other(staff)].Name()})
}

// TimeOfferPage is what the page of an offer shows to one of the two.
type TimeOfferPage struct {
	TimeOffer
	Pair pairing.NamedPairing
	Old  pairing.Meeting // of a move
}

// TimesOffered reads an offer for one of the two it was made to.
func (s *Service) TimesOffered(ctx context.Context, actor access.Actor, id string) (TimeOfferPage, error) {
	c := s.Read()
	o, err := offerByID(ctx, c, actor.School, id)
	if err != nil {
		return TimeOfferPage{}, err
	}
	page := TimeOfferPage{TimeOffer: o}
	if page.Pair, err = pairing.NamedByID(ctx, c, actor.School, o.Pairing); err != nil {
		return page, err
	}
	if err := pairing.MayOpen(actor, page.Pair.Pairing); err != nil {
		return TimeOfferPage{}, err
	}
	if o.Meeting != "" {
		page.Old, err = pairing.MeetingByID(ctx, c, actor.School, o.Meeting)
	}
	return page, err
}

func offerByID(ctx context.Context, c db.Conn, school, id string) (TimeOffer, error) {
	o, err := db.One[TimeOffer](ctx, c, `SELECT `+db.Columns[TimeOffer]("")+` FROM time_offer WHERE school_id = $1 AND id = $2`, school, id)
	return o, verb.Missing(err, "mentoring.offer.missing")
}
