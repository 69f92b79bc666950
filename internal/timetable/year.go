package timetable

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/verb"
	"talim/internal/version"
)

// SchoolYear is a year of teaching, "2013-2014".
type SchoolYear struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Label  string `db:"label"`
	calendar.Period
	Version int  `db:"version"`  // raised by each change of the year or its terms
	ToCheck bool `db:"to_check"` // its dates were proposed, and nobody has compared them with the order
}

// Term is a quarter of a school year.
type Term struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	Year   string `db:"year_id"`
	Number int    `db:"number"`
	calendar.Period
}

// Holiday is a time without lessons: between terms, or a day of celebration.
type Holiday struct {
	School string `db:"school_id"`
	ID     string `db:"id"`
	calendar.Period
	NameKK string `db:"name_kk"`
	NameRU string `db:"name_ru"`
	NameEN string `db:"name_en"`
}

// Name in the three languages.
func (h Holiday) Name() i18n.Text { return i18n.Text{KK: h.NameKK, RU: h.NameRU, EN: h.NameEN} }

// YearFacts is what a form says of a school year; ID is "" for a new one, Version
// that of the year the form was made from. Terms are in order; an empty list leaves
// the year without terms. Free are the breaks and holidays that are added with it.
type YearFacts struct {
	ID      string
	Version int
	Label   string
	calendar.Period
	Terms   []calendar.Period
	Free    []FreeTime
	ToCheck bool // dates are as proposed, for a year whose order is not known
}

// FreeTime is a break or holiday that comes with a year; Key names its fields in the form.
type FreeTime struct {
	Key string
	HolidayFacts
}

// maxFree is more breaks and holidays than a year has.
const maxFree = 40

// maxTerms is more than any school has: quarters are four.
const maxTerms = 6

func (f YearFacts) check(others []SchoolYear) error {
	var faults fault.Fields
	if f.Label == "" || len([]rune(f.Label)) > 20 {
		faults.Add("label", "timetable.year.label_needed")
	}
	CheckPeriod(&faults, f.Period, "starts", "ends")
	faults.When(len(f.Terms) > maxTerms, "", "timetable.term.too_many", "Max", maxTerms)
	for i, t := range f.Terms {
		starts, ends := "term_starts_"+strconv.Itoa(i+1), "term_ends_"+strconv.Itoa(i+1)
		before := len(faults)
		CheckPeriod(&faults, t, starts, ends)
		switch {
		case len(faults) > before:
		case t.Starts < f.Starts || t.Ends > f.Ends:
			faults.Add(starts, "timetable.term.outside")
		case i > 0 && t.Starts <= f.Terms[i-1].Ends:
			faults.Add(starts, "timetable.term.order")
		}
	}
	for _, y := range others {
		if y.ID != f.ID && y.Overlaps(f.Period) {
			faults.Add("starts", "timetable.year.overlaps", "Label", y.Label)
		}
	}
	f.checkFree(&faults)
	return faults.Err()
}

func (f YearFacts) checkFree(faults *fault.Fields) {
	faults.When(len(f.Free) > maxFree, "", "timetable.holiday.too_many", "Max", maxFree)
	for _, free := range f.Free {
		CheckPeriod(faults, free.Period, "free_starts_"+free.Key, "free_ends_"+free.Key)
		faults.When(free.Name == (i18n.Text{}), "free_starts_"+free.Key, "timetable.holiday.name_needed")
	}
}

// CheckPeriod asks for two days in their order; starts and ends name their fields.
func CheckPeriod(faults *fault.Fields, p calendar.Period, starts, ends string) {
	begun, ended := faults.Day(starts, p.Starts), faults.Day(ends, p.Ends)
	faults.When(begun && ended && p.Ends < p.Starts, ends, "timetable.date.order")
}

// SaveYear makes a school year or changes the version that the form was made from,
// with its terms, and adds the breaks and holidays that come with it. Terms are kept by
// their number; those beyond the new list are taken away, since a term is a plan
// and no history: what it was stands in the journal.
func (s *Service) SaveYear(ctx context.Context, actor access.Actor, in YearFacts) (SchoolYear, error) {
	in.Label = strings.TrimSpace(in.Label)
	var made SchoolYear
	err := s.do(ctx, actor, MayKeep, func(w work) error {
		years, err := Years(w.Ctx, w.Tx, actor.School)
		if err != nil {
			return err
		}
		if err := in.check(years); err != nil {
			return err
		}
		made = SchoolYear{School: actor.School, ID: in.ID, Label: in.Label, Period: in.Period, ToCheck: in.ToCheck}
		if err := w.putYear(in.Version, &made); err != nil {
			return err
		}
		was, err := w.putTerms(made, in.Terms)
		if err != nil {
			return err
		}
		free, err := w.addFree(in.Free)
		if err != nil {
			return err
		}
		if err := w.Changed(w.Work, Change{From: made.Starts}); err != nil {
			return err
		}
		return w.Record(EventYearSaved, journal.Ref{Kind: KindOfYear, ID: made.ID},
			"Label", made.Label, "Period", span(made.Period), "Terms", spans(in.Terms), "WereTerms", spans(was), "Free", spans(free))
	})
	return made, err
}

// addFree adds the breaks and holidays that come with a year; a time without lessons
// that stands already stays once.
func (w work) addFree(list []FreeTime) ([]calendar.Period, error) {
	if len(list) == 0 {
		return nil, nil
	}
	old, err := db.All[Holiday](w.Ctx, w.Tx, `SELECT `+db.Columns[Holiday]("")+` FROM holiday WHERE school_id = $1`, w.Actor.School)
	if err != nil {
		return nil, err
	}
	var rows []Holiday
	var added []calendar.Period
	for _, f := range list {
		if slices.ContainsFunc(old, func(h Holiday) bool { return h.Period == f.Period }) {
			continue
		}
		rows = append(rows, f.holiday(w.Actor.School))
		added = append(added, f.Period)
	}
	return added, db.InsertAll(w.Ctx, w.Tx, "holiday", rows)
}

// ConfirmYear records that somebody compared the dates of a year with its order. A
// year that was confirmed meanwhile stays as it is.
func (s *Service) ConfirmYear(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, MayKeep, func(w work) error {
		y, err := YearByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil || !y.ToCheck {
			return err
		}
		y.ToCheck = false
		if _, err := version.Replace(w.Work, "school_year", y.Version, &y, "school_id", "id"); err != nil {
			return err
		}
		return w.Record(EventYearConfirmed, journal.Ref{Kind: KindOfYear, ID: id}, "Label", y.Label)
	})
}

func (w work) putYear(from int, y *SchoolYear) error {
	if y.ID == "" {
		y.ID = db.NewID()
		return yearFree(db.Insert(w.Ctx, w.Tx, "school_year", *y))
	}
	_, err := version.Replace(w.Work, "school_year", from, y, "school_id", "id")
	return verb.Missing(yearFree(err), "timetable.year.not_found")
}

func yearFree(err error) error {
	if errors.Is(err, db.ErrDuplicate) {
		return fault.Invalid("label", "timetable.year.label_taken").Because(err)
	}
	return err
}

// putTerms writes the terms and gives those that were before.
func (w work) putTerms(y SchoolYear, terms []calendar.Period) ([]calendar.Period, error) {
	old, err := db.All[Term](w.Ctx, w.Tx, `SELECT `+db.Columns[Term]("")+` FROM term WHERE school_id = $1 AND year_id = $2 ORDER BY number`, y.School, y.ID)
	if err != nil {
		return nil, err
	}
	was := make([]calendar.Period, len(old))
	for i, t := range old {
		was[i] = t.Period
	}
	if slices.Equal(was, terms) {
		return was, nil
	}
	if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM term WHERE school_id = $1 AND year_id = $2`, y.School, y.ID); err != nil {
		return nil, err
	}
	rows := make([]Term, len(terms))
	for i, p := range terms {
		rows[i] = Term{School: y.School, ID: db.NewID(), Year: y.ID, Number: i + 1, Period: p}
		if i < len(old) {
			rows[i].ID = old[i].ID
		}
	}
	return was, db.InsertAll(w.Ctx, w.Tx, "term", rows)
}

func span(p calendar.Period) string { return string(p.Starts) + " " + string(p.Ends) }

func spans(ps []calendar.Period) string {
	all := make([]string, len(ps))
	for i, p := range ps {
		all[i] = span(p)
	}
	return strings.Join(all, ", ")
}

// HolidayFacts is what a form says of a holiday; a name in one language is enough.
type HolidayFacts struct {
	calendar.Period
	Name i18n.Text
}

// maxHolidayName is how many characters a name of a holiday has at most.
const maxHolidayName = 100

// holiday is the record of it, its names without spaces around them.
func (f HolidayFacts) holiday(school string) Holiday {
	return Holiday{
		School: school, ID: db.NewID(), Period: f.Period,
		NameKK: strings.TrimSpace(f.Name.KK), NameRU: strings.TrimSpace(f.Name.RU), NameEN: strings.TrimSpace(f.Name.EN),
	}
}

func (f HolidayFacts) check() error {
	var faults fault.Fields
	CheckPeriod(&faults, f.Period, "starts", "ends")
	faults.When(f.Name == (i18n.Text{}), "name_kk", "timetable.holiday.name_needed")
	faults.Text("name_kk", f.Name.KK, false, maxHolidayName)
	faults.Text("name_ru", f.Name.RU, false, maxHolidayName)
	faults.Text("name_en", f.Name.EN, false, maxHolidayName)
	return faults.Err()
}

// AddHoliday adds a time without lessons.
func (s *Service) AddHoliday(ctx context.Context, actor access.Actor, in HolidayFacts) (Holiday, error) {
	made := in.holiday(actor.School)
	err := s.do(ctx, actor, MayKeep, func(w work) error {
		if err := (HolidayFacts{made.Period, made.Name()}).check(); err != nil {
			return err
		}
		if err := w.notFreeYet(made.Period); err != nil {
			return err
		}
		if err := db.Insert(w.Ctx, w.Tx, "holiday", made); err != nil {
			return err
		}
		if err := w.Changed(w.Work, Change{From: made.Starts}); err != nil {
			return err
		}
		return w.Record(EventHolidayAdded, journal.Ref{Kind: KindOfHoliday, ID: made.ID}, "Period", span(made.Period))
	})
	return made, err
}

// notFreeYet refuses days that are a holiday already: whoever sent the form twice would
// have to remove it twice.
func (w work) notFreeYet(days calendar.Period) error {
	n, err := db.One[int](w.Ctx, w.Tx, `SELECT COUNT(*) FROM holiday WHERE school_id = $1 AND starts = $2 AND ends = $3`, w.Actor.School, days.Starts, days.Ends)
	if err == nil && n > 0 {
		err = fault.Invalid("starts", "timetable.holiday.twice")
	}
	return err
}

// RemoveHoliday takes a holiday out of the plan; the journal keeps what it was.
func (s *Service) RemoveHoliday(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, MayKeep, func(w work) error {
		h, err := db.One[Holiday](w.Ctx, w.Tx, `SELECT `+db.Columns[Holiday]("")+` FROM holiday WHERE school_id = $1 AND id = $2`, actor.School, id)
		if err != nil {
			return verb.Missing(err, "timetable.holiday.not_found")
		}
		if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM holiday WHERE school_id = $1 AND id = $2`, actor.School, id); err != nil {
			return err
		}
		if err := w.Changed(w.Work, Change{From: h.Starts}); err != nil {
			return err
		}
		return w.Record(EventHolidayRemoved, journal.Ref{Kind: KindOfHoliday, ID: id},
			"Period", span(h.Period), "NameKK", h.NameKK, "NameRU", h.NameRU, "NameEN", h.NameEN)
	})
}

// Years lists the school years, the latest first.
func Years(ctx context.Context, c db.Conn, school string) ([]SchoolYear, error) {
	return db.All[SchoolYear](ctx, c, `SELECT `+db.Columns[SchoolYear]("")+` FROM school_year WHERE school_id = $1 ORDER BY starts DESC`, school)
}

// YearByID reads one school year.
func YearByID(ctx context.Context, c db.Conn, school, id string) (SchoolYear, error) {
	y, err := db.One[SchoolYear](ctx, c, `SELECT `+db.Columns[SchoolYear]("")+` FROM school_year WHERE school_id = $1 AND id = $2`, school, id)
	return y, verb.Missing(err, "timetable.year.not_found")
}

// YearOn is the school year of a day; between two years it is the next one, and
// after the last it is the last. Not found: no year has been made yet.
func YearOn(ctx context.Context, c db.Conn, school string, day calendar.Date) (SchoolYear, error) {
	years, err := Years(ctx, c, school)
	if err != nil {
		return SchoolYear{}, err
	}
	for i := len(years) - 1; i >= 0; i-- {
		if years[i].Ends >= day {
			return years[i], nil
		}
	}
	if len(years) == 0 {
		return SchoolYear{}, fault.NotFound("timetable.year.none")
	}
	return years[0], nil
}
