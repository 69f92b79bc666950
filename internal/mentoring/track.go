package mentoring

import (
	"context"
	"errors"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
)

// Kind is the form of a programme.
type Kind string

// The kinds (R079).
const (
	KindOneToOne Kind = "one_to_one" // a mentor and a mentee
	KindGroup    Kind = "group"      // five to ten mentees with one or two mentors
	KindPeer     Kind = "peer"       // two colleagues, neither above the other
)

// Track is for whom a programme is.
type Track string

// The tracks.
const (
	TrackStandard      Track = "standard"
	TrackLight         Track = "light"         // experienced newcomers (R115)
	TrackReturn        Track = "return"        // back from long leave (R116)
	TrackInternational Track = "international" // a teacher from abroad and a local one who teach together (R066)
	TrackHandover      Track = "handover"      // from somebody who leaves to a successor (R120)
)

// Shape is a kind with a track: what a school opens one of a year.
type Shape struct {
	Kind  Kind
	Track Track
}

// Shapes are what a school may open, in the order in which pages offer them.
var Shapes = []Shape{
	{KindOneToOne, TrackStandard},
	{KindOneToOne, TrackLight},
	{KindOneToOne, TrackReturn},
	{KindOneToOne, TrackInternational},
	{KindGroup, TrackStandard},
	{KindGroup, TrackLight},
	{KindPeer, TrackStandard},
	{KindPeer, TrackHandover},
}

// Known says whether the shape is one of Shapes.
func (s Shape) Known() bool { return slices.Contains(Shapes, s) }

// Key is the part of a message key that names the shape: "group.light".
func (s Shape) Key() string { return string(s.Kind) + "." + string(s.Track) }

// or fills what was not said: the programme that every school begins with.
func (s Shape) or() Shape {
	if s.Kind == "" {
		s.Kind = KindOneToOne
	}
	if s.Track == "" {
		s.Track = TrackStandard
	}
	return s
}

// trackRule is a set of numbers that holds for a shape from a day on.
type trackRule struct {
	From  calendar.Date
	Shape Shape
	Set   func(p *Policy)
}

// trackRules are the numbers from which a programme starts, by date: an entry
// with a later From takes over on that day. A school's own numbers, once it has
// had such a programme, come before them (product promise 8).
var trackRules = []trackRule{
	{"2012-09-01", Shape{KindOneToOne, TrackStandard}, func(*Policy) {}},
	{"2012-09-01", Shape{KindOneToOne, TrackLight}, light},
	{"2012-09-01", Shape{KindOneToOne, TrackReturn}, func(p *Policy) {
		p.NewcomerYears, p.FirstYearHere = 0, false
		p.TrialWeeks = 4
	}},
	{"2012-09-01", Shape{KindOneToOne, TrackInternational}, func(p *Policy) {
		whoeverWants(p)
		p.International = true
		p.MeetingsPerWeek, p.VisitsByMentor, p.VisitsByMentee = 2, 0, 0 // they plan and teach together: they see each other's lessons anyway
		p.TrialWeeks = 4
	}},
	{"2012-09-01", Shape{KindGroup, TrackStandard}, circle},
	{"2012-09-01", Shape{KindGroup, TrackLight}, func(p *Policy) {
		circle(p)
		p.NewcomerYears, p.AfterLeave, p.EveryWeeks, p.VisitsByMentee = 0, false, 4, 0
	}},
	{"2012-09-01", Shape{KindPeer, TrackStandard}, func(p *Policy) {
		whoeverWants(p)
		p.MenteesPerMentor, p.EveryWeeks, p.TrialWeeks = 1, 2, 2
	}},
	{"2012-09-01", Shape{KindPeer, TrackHandover}, func(p *Policy) {
		whoeverWants(p)
		p.MinSharedHours, p.TrialWeeks = 1, 0
	}},
}

// light is for those who know the work and not yet the school: a short talk every
// other week, and lessons to see rather than to show (R115).
func light(p *Policy) {
	p.NewcomerYears, p.AfterLeave = 0, false
	p.MenteesPerMentor, p.EveryWeeks, p.MeetingMinutes = 3, 2, 30
	p.VisitsByMentor, p.VisitsByMentee, p.TrialWeeks = 0, 1, 2
}

// circle is a group of five to ten that meets every other week (R079).
func circle(p *Policy) {
	p.MenteesPerMentor, p.GroupMin, p.GroupMax, p.MinSharedHours = 10, 5, 10, 1
	p.EveryWeeks, p.VisitsByMentor, p.VisitsByMentee, p.TrialWeeks = 2, 0, 1, 0
}

// whoeverWants opens a programme to every willing teacher, chosen by hand.
func whoeverWants(p *Policy) {
	p.Eligibility, p.Categories, p.MentorMinYears = AnyWilling, "", 0
	p.NewcomerYears, p.FirstYearHere, p.AfterLeave = 0, false, false
}

// DefaultFor is the policy from which a programme of the shape starts on a day.
func DefaultFor(s Shape, on calendar.Date) Policy {
	p := DefaultPolicy()
	from := calendar.Date("")
	for _, r := range trackRules {
		if r.Shape == s && r.From <= max(on, trackRules[0].From) && r.From > from {
			from = r.From
			p = DefaultPolicy()
			r.Set(&p)
		}
	}
	if p.Eligibility == ByCategory {
		p.Categories = mentorCategoriesOn(on)
	}
	return p
}

// StartingPolicy is what the form of a new programme shows: the numbers that the
// school's last programme of this shape ended with, else the default.
func (s *Service) StartingPolicy(ctx context.Context, actor access.Actor, shape Shape) (Policy, error) {
	if err := MayKeep(actor); err != nil {
		return Policy{}, err
	}
	p, err := db.One[Policy](ctx, s.Read(), `SELECT `+db.Columns[Policy]("p")+` FROM programme_policy p
		JOIN programme g ON g.school_id = p.school_id AND g.id = p.programme_id
		WHERE p.school_id = $1 AND g.kind = $2 AND g.track = $3 ORDER BY g.starts DESC, p.version DESC LIMIT 1`,
		actor.School, shape.Kind, shape.Track)
	if errors.Is(err, db.ErrNotFound) {
		return DefaultFor(shape, s.Today()), nil
	}
	p.Version = 0
	return p, err
}
