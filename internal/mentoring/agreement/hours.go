package agreement

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
)

// HoursAgreement is what the director and a teacher agreed about her hours, such as a day
// without lessons. It overrides what an order lets others expect, so it stands
// where the two and the deputies can see it (R117).
type HoursAgreement struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Staff  string `db:"staff_id"`
	Text   string `db:"text"` // sealed
	calendar.Period
	AgreedOn    calendar.Date    `db:"agreed_on"`
	RecordedBy  string           `db:"recorded_by"`
	RecordedAt  calendar.Instant `db:"recorded_at"`
	ConfirmedAt calendar.Instant `db:"confirmed_at"` // by the teacher; "" not yet
	EndedAt     calendar.Instant `db:"ended_at"`     // "" unless it was ended early
}

// TargetHours is the agreements on hours.
const TargetHours = "agreement.hours"

var sealedHours = secret.Column{Table: "timetable_deal", Name: "text", Readers: mentoring.OneAndDeciders("timetable_deal")}

func (d HoursAgreement) ref() journal.Ref { return journal.Ref{Kind: "timetable_deal", ID: d.ID} }

// Holds says whether the agreement holds on a day.
func (d HoursAgreement) Holds(on calendar.Date) bool { return d.EndedAt == "" && d.Contains(on) }

// NewHours is an agreement as typed.
type NewHours struct {
	Staff    string
	Text     string
	AgreedOn calendar.Date
	Starts   calendar.Date
	Ends     calendar.Date
}

func (n NewHours) check(today calendar.Date) error {
	var f fault.Fields
	for _, d := range []struct {
		field string
		date  calendar.Date
	}{{"agreed_on", n.AgreedOn}, {"starts", n.Starts}, {"ends", n.Ends}} {
		f.Day(d.field, d.date)
	}
	switch {
	case len(f) > 0:
	case n.AgreedOn > today:
		f.Add("agreed_on", "mentoring.deal.future")
	case n.Starts > n.Ends:
		f.Add("ends", "mentoring.date.order")
	}
	return f.Err()
}

// RecordHours records the agreement; the teacher is asked on Today to confirm it.
func (s *Service) RecordHours(ctx context.Context, actor access.Actor, in NewHours) error {
	return s.do(ctx, actor, func(w work) error {
		if err := access.Must(actor.Staff != in.Staff && hoursRule.Writes(access.Of(actor, access.RecordOf(actor.School, in.Staff))), "mentoring.deal.director_only"); err != nil {
			return err
		}
		if err := mentoring.MustBeStaff(w.Work, "staff", in.Staff); err != nil {
			return err
		}
		text, err := mentoring.CommentText(in.Text, "text", "mentoring.deal.text_missing")
		if err != nil {
			return err
		}
		if err := in.check(w.Date()); err != nil {
			return err
		}
		d := HoursAgreement{
			School: actor.School, ID: db.NewID(), Staff: in.Staff, Period: calendar.Period{Starts: in.Starts, Ends: in.Ends},
			AgreedOn: in.AgreedOn, RecordedBy: actor.Staff, RecordedAt: w.Instant(),
		}
		d.Text = w.keeper.SealFor(sealedHours.Of(d.ID), mentoring.ReadersOf(d.Staff), text)
		if err := db.Insert(w.Ctx, w.Tx, "timetable_deal", d); err != nil {
			return err
		}
		if err := mentoring.Notify(w.Work, d.Staff, "mentoring.remind.deal", d.ID, reminder.To(TargetHours, ""), nil); err != nil {
			return err
		}
		return w.Record(eventHoursRecorded, d.ref())
	})
}

// ConfirmHours is the teacher's word that it was agreed so.
func (s *Service) ConfirmHours(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		d, err := hoursByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if err := access.Must(actor.Staff == d.Staff, "mentoring.access.own"); err != nil {
			return err
		}
		if d.ConfirmedAt != "" || d.EndedAt != "" {
			return fault.Conflict("mentoring.deal.settled")
		}
		d.ConfirmedAt = w.Instant()
		return w.keepHours(d, eventHoursConfirmed)
	})
}

// EndHours ends the agreement today, by the director or the teacher.
func (s *Service) EndHours(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		d, err := hoursByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if err := access.Must(actor.Staff == d.Staff || hoursRule.Writes(access.Of(actor, access.RecordOf(actor.School, d.Staff))), "mentoring.deal.director_only"); err != nil {
			return err
		}
		if d.EndedAt != "" {
			return fault.Conflict("mentoring.deal.settled")
		}
		d.EndedAt = w.Instant()
		return w.keepHours(d, eventHoursEnded)
	})
}

func (w work) keepHours(d HoursAgreement, e journal.Event) error {
	if err := db.Update(w.Ctx, w.Tx, "timetable_deal", d, "school_id", "id"); err != nil {
		return err
	}
	if err := w.CloseReminders(d.ID); err != nil {
		return err
	}
	return w.Record(e, d.ref())
}

func hoursByID(ctx context.Context, c db.Conn, school, id string) (HoursAgreement, error) {
	d, err := db.One[HoursAgreement](ctx, c, `SELECT `+db.Columns[HoursAgreement]("")+` FROM timetable_deal WHERE school_id = $1 AND id = $2`, school, id)
	return d, verb.Missing(err, "mentoring.deal.missing")
}

// NamedHours is an agreement with the teacher's name, its text opened.
type NamedHours struct {
	HoursAgreement
	Person mentoring.Person `db:"person_"`
}

// Agreements are the agreements that the actor may read: all for director and
// deputies, one's own for a teacher. The newest come first.
func (s *Service) Agreements(ctx context.Context, actor access.Actor) ([]NamedHours, error) {
	where, args := `d.staff_id = $2`, []any{actor.School, actor.Staff}
	if hoursRule.Reads(access.RelationsOf(actor, actor.School)) {
		where, args = `1 = 1`, args[:1]
	}
	return s.agreements(ctx, where, args...)
}

// AgreementsNow are the actor's own agreements that hold today: a note where time is sought.
func (s *Service) AgreementsNow(ctx context.Context, actor access.Actor) ([]NamedHours, error) {
	return s.agreements(ctx, `d.staff_id = $2 AND d.ended_at = '' AND d.starts <= $3 AND d.ends >= $3`, actor.School, actor.Staff, s.Today())
}

func (s *Service) agreements(ctx context.Context, where string, args ...any) ([]NamedHours, error) {
	all, err := db.All[NamedHours](ctx, s.Read(), `SELECT `+db.Columns[HoursAgreement]("d")+`, `+people.PersonAs("o", "person")+`
		FROM timetable_deal d `+people.JoinStaff("o", "d.school_id", "d.staff_id")+`
		WHERE d.school_id = $1 AND `+where+` ORDER BY d.starts DESC, d.id DESC`, args...)
	for i, d := range all {
		all[i].Text = s.keeper.Show(ctx, sealedHours.Of(d.ID), d.Text)
	}
	return all, err
}

const (
	eventHoursRecorded  journal.Event = "mentoring.deal.recorded"
	eventHoursConfirmed journal.Event = "mentoring.deal.confirmed"
	eventHoursEnded     journal.Event = "mentoring.deal.ended"
)

var hoursRule = access.Rule{Kind: "mentoring.deal", Read: mentoring.SelfAnd(mentoring.Deciders...), Write: []access.Relation{access.AsDirector}}
