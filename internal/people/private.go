package people

import (
	"context"
	"errors"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/version"
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

// maxWord bounds a category or level that a school writes in its own words.
const maxWord = 60

// NoFacts is a version in which nothing is stated.
var NoFacts = PrivateFacts{BirthYear: Unknown, AgeRecorded: Unknown, YearsExperience: Unknown, MonthsTaught: Unknown}

// The words that private facts use; other text is kept as the file has it.
var (
	StudyRoutes = []string{"full_time", "distance"}
	Genders     = []string{"f", "m"}
	CoELevels   = []string{"none", "3-level", "2-level", "1-level"}
	// Categories of the two schemes, lowest first within each; "none" is "not yet attested".
	Categories = []string{"none", "second", "first", "highest", "intern", "teacher", "moderator", "expert", "researcher", "master"}
)

// YearsOn are the years of counted service on a day: those recorded and those
// that passed since.
func (f PrivateFacts) YearsOn(day calendar.Date) int {
	if f.YearsExperience == Unknown || !f.RecordedOn.Valid() || day < f.RecordedOn {
		return f.YearsExperience
	}
	return f.YearsExperience + f.RecordedOn.DaysUntil(day)/365
}

// Check asks for the words and numbers that a private fact may have.
func (f PrivateFacts) Check() error {
	var faults fault.Fields
	f.checkWords(&faults)
	return faults.Err()
}

func (f PrivateFacts) checkWords(faults *fault.Fields) {
	faults.When(f.StudyRoute != "" && !slices.Contains(StudyRoutes, f.StudyRoute), "study_route", "people.private.unknown_word")
	faults.When(f.Gender != "" && !slices.Contains(Genders, f.Gender), "gender", "people.private.unknown_word")
	faults.Text("category", f.Category, false, maxWord)
	faults.Text("coe_level", f.CoELevel, false, maxWord)
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
		faults.When(r.v != Unknown && (r.v < r.low || r.v > r.top), r.name, "people.private.out_of_range", "Low", r.low, "Top", r.top)
	}
}

// PrivateVersion is what was known of a person for a period.
type PrivateVersion struct {
	SchoolID string `db:"school_id"`
	ID       string `db:"id"`
	StaffID  string `db:"staff_id"`
	Version  int    `db:"version"` // counts what was recorded of the person
	PrivateFacts
	calendar.Period
}

// RecordPrivate writes what is known from today, in the place of the version that the
// form was made from (0: nothing was known). That one ends yesterday; one of the same
// day is kept apart, so that a day has one version. The journal says that, not what.
func (s *Service) RecordPrivate(ctx context.Context, actor access.Actor, staff string, from int, in PrivateFacts) error {
	return s.do(ctx, actor, MayKeepPrivate, func(w work) error {
		in.RecordedOn = w.Date()
		if err := in.Check(); err != nil {
			return err
		}
		p, err := w.staff(staff)
		if err != nil {
			return err
		}
		changed, err := w.writePrivate(p, from, in)
		if err != nil || !changed {
			return err
		}
		return w.record(EventPrivateRecorded, KindOfStaff, staff, "Code", p.Code)
	})
}

// writePrivate begins a version on the day it was recorded, unless it says
// what the running one says already.
func (w work) writePrivate(p Staff, from int, in PrivateFacts) (bool, error) {
	old, err := runningPrivate(w.Ctx, w.Tx, p.SchoolID, p.ID)
	if err != nil {
		return false, err
	}
	if err := version.Check(old, from); err != nil {
		return false, err
	}
	made := PrivateVersion{
		SchoolID: p.SchoolID, ID: db.NewID(), StaffID: p.ID, Version: from + 1, PrivateFacts: in, Period: calendar.From(in.RecordedOn),
	}
	switch {
	case old.ID == "":
		return true, db.Insert(w.Ctx, w.Tx, "staff_private", made)
	case old.Same(in):
		return false, nil
	case old.Starts >= in.RecordedOn:
		made.ID, made.Period = old.ID, old.Period
		return true, replacePrivate(w.Ctx, w.Tx, old, made)
	}
	old.Ends = in.RecordedOn.AddDays(-1)
	if err := db.Update(w.Ctx, w.Tx, "staff_private", old, "school_id", "id"); err != nil {
		return false, err
	}
	return true, db.Insert(w.Ctx, w.Tx, "staff_private", made)
}

// replacePrivate keeps old apart and writes made over it.
func replacePrivate(ctx context.Context, tx db.Conn, old, made PrivateVersion) error {
	kept := old
	kept.Ends = kept.Starts // the one day on which it stood
	if err := db.Insert(ctx, tx, "staff_private_earlier", kept); err != nil {
		return err
	}
	return db.Update(ctx, tx, "staff_private", made, "school_id", "id")
}

// changePrivate writes another state of a version, for a list that was compared with
// the whole school: its end, or other facts of the same day.
func changePrivate(ctx context.Context, tx db.Conn, made PrivateVersion) error {
	old, err := db.One[PrivateVersion](ctx, tx, `SELECT `+db.Columns[PrivateVersion]("")+` FROM staff_private WHERE school_id = $1 AND id = $2`,
		made.SchoolID, made.ID)
	if err != nil {
		return err
	}
	made.Version = old.Version
	if old.Same(made.PrivateFacts) {
		return db.Update(ctx, tx, "staff_private", made, "school_id", "id")
	}
	made.Version++
	return replacePrivate(ctx, tx, old, made)
}

// Same says whether both state the same, whenever they were recorded.
func (f PrivateFacts) Same(g PrivateFacts) bool {
	f.RecordedOn, g.RecordedOn = "", ""
	return f == g
}

// runningPrivate is what is known of a person; the zero version where nothing is.
func runningPrivate(ctx context.Context, c db.Conn, school, staff string) (PrivateVersion, error) {
	old, err := db.One[PrivateVersion](ctx, c, `SELECT `+db.Columns[PrivateVersion]("")+`
  FROM staff_private WHERE school_id = $1 AND staff_id = $2 AND ends = $3`, school, staff, calendar.Forever)
	if errors.Is(err, db.ErrNotFound) {
		return PrivateVersion{PrivateFacts: NoFacts}, nil
	}
	return old, err
}

// PrivateOf lists what was known of one person, the newest first. The caller has
// asked MaySeePrivate.
func PrivateOf(ctx context.Context, c db.Conn, school, staff string) ([]PrivateVersion, error) {
	columns := db.Columns[PrivateVersion]("")
	return db.All[PrivateVersion](ctx, c, `SELECT `+columns+` FROM staff_private WHERE school_id = $1 AND staff_id = $2
UNION ALL SELECT `+columns+` FROM staff_private_earlier WHERE school_id = $1 AND staff_id = $2
ORDER BY version DESC, starts DESC`, school, staff)
}
