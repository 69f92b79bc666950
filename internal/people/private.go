package people

import (
	"context"
	"errors"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
)

// Unknown stands for a number nobody has stated.
const Unknown = -1

// PrivateFacts are kept apart from the public record (R001, R009).
type PrivateFacts struct {
	StudyRoute      string        `db:"study_route"` // "full_time", "distance", ""
	BirthYear       int           `db:"birth_year"`
	AgeRecorded     int           `db:"age_recorded"`
	YearsExperience int           `db:"years_experience"` // counted service, stazh
	MonthsTaught    int           `db:"months_taught"`    // really taught: leave counts as service, not here (R008)
	CoELevel        string        `db:"coe_level"`
	Category        string        `db:"category"`
	Gender          string        `db:"gender"` // "f", "m", ""
	RecordedOn      calendar.Date `db:"recorded_on"`
}

// NoFacts is a version in which nothing is stated.
var NoFacts = PrivateFacts{BirthYear: Unknown, AgeRecorded: Unknown, YearsExperience: Unknown, MonthsTaught: Unknown}

// The words that private facts use; other text is kept as the file has it.
var (
	StudyRoutes = []string{"full_time", "distance"}
	Genders     = []string{"f", "m"}
	CoELevels   = []string{"none", "3-level", "2-level", "1-level"}
	// Categories of the two schemes, lowest first within each; "none" is "not yet attested".
	Categories = []string{"none", "second", "first", "highest", "intern", "moderator", "expert", "researcher", "master"}
)

// YearsOn are the years of counted service on a day: those recorded and those
// that passed since.
func (f PrivateFacts) YearsOn(day calendar.Date) int {
	if f.YearsExperience == Unknown || !f.RecordedOn.Valid() || day < f.RecordedOn {
		return f.YearsExperience
	}
	return f.YearsExperience + f.RecordedOn.DaysUntil(day)/365
}

func (f PrivateFacts) check() error {
	var faults fault.Fields
	if f.StudyRoute != "" && !slices.Contains(StudyRoutes, f.StudyRoute) {
		faults.Add("study_route", "people.private.unknown_word")
	}
	if f.Gender != "" && !slices.Contains(Genders, f.Gender) {
		faults.Add("gender", "people.private.unknown_word")
	}
	ranges := []struct {
		name        string
		v, low, top int
	}{
		{"birth_year", f.BirthYear, 1900, 2100},
		{"age_recorded", f.AgeRecorded, 14, 100},
		{"years_experience", f.YearsExperience, 0, 80},
		{"months_taught", f.MonthsTaught, 0, 960},
	}
	for _, r := range ranges {
		if r.v != Unknown && (r.v < r.low || r.v > r.top) {
			faults.Add(r.name, "people.private.out_of_range", "Low", r.low, "Top", r.top)
		}
	}
	return faults.Err()
}

// PrivateVersion is what was known of a person for a period.
type PrivateVersion struct {
	SchoolID string `db:"school_id"`
	ID       string `db:"id"`
	StaffID  string `db:"staff_id"`
	PrivateFacts
	calendar.Period
}

// RecordPrivate writes a new version from today; the one before ends
// yesterday. Two versions of one day become one. The journal says that, not what.
func (s *Service) RecordPrivate(ctx context.Context, actor access.Actor, staff string, in PrivateFacts) error {
	now := s.now()
	if err := require(actor, MayKeepPrivate); err != nil {
		return err
	}
	in.RecordedOn = calendar.DateOf(now)
	if err := in.check(); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(tx db.Conn) error {
		p, err := StaffByID(ctx, tx, actor.School, staff)
		if err != nil {
			return err
		}
		changed, err := writePrivate(ctx, tx, actor.School, staff, in)
		if err != nil || !changed {
			return err
		}
		return s.note(ctx, tx, actor, now, EventPrivateRecorded, KindOfStaff, staff, "Code", p.Code)
	})
}

// writePrivate begins a version on the day it was recorded, unless it says
// what the running one says already.
func writePrivate(ctx context.Context, tx db.Conn, school, staff string, in PrivateFacts) (bool, error) {
	made := PrivateVersion{SchoolID: school, ID: db.NewID(), StaffID: staff, PrivateFacts: in, Period: calendar.From(in.RecordedOn)}
	old, err := db.One[PrivateVersion](ctx, tx,
		`SELECT * FROM staff_private WHERE school_id = $1 AND staff_id = $2 AND ends = $3`, school, staff, calendar.Forever)
	switch {
	case errors.Is(err, db.ErrNotFound):
		return true, db.Insert(ctx, tx, "staff_private", made)
	case err != nil:
		return false, err
	case old.same(in):
		return false, nil
	case old.Starts >= in.RecordedOn:
		made.ID, made.Period = old.ID, old.Period
		return true, db.Update(ctx, tx, "staff_private", made, "school_id", "id")
	}
	old.Ends = in.RecordedOn.AddDays(-1)
	if err := db.Update(ctx, tx, "staff_private", old, "school_id", "id"); err != nil {
		return false, err
	}
	return true, db.Insert(ctx, tx, "staff_private", made)
}

func (f PrivateFacts) same(g PrivateFacts) bool {
	f.RecordedOn, g.RecordedOn = "", ""
	return f == g
}

// PrivateOf lists the versions of one person, the newest first. The caller has
// asked MaySeePrivate.
func PrivateOf(ctx context.Context, c db.Conn, school, staff string) ([]PrivateVersion, error) {
	return db.All[PrivateVersion](ctx, c,
		`SELECT * FROM staff_private WHERE school_id = $1 AND staff_id = $2 ORDER BY starts DESC`, school, staff)
}
