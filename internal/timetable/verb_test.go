package timetable

import (
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/schooltest"
)

// Who may not keep the timetable changes nothing in it, another school finds nothing, and
// a form that is sent twice is done and journalled once.
func TestVerbsAreRefusedAndJournalledOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bells()
		w.year()
		year, err := YearOn(ctx, d.Read(), school, "2013-10-10")
		w.OK(err)
		next, err := w.SaveYear(ctx, w.deputy, YearFacts{Label: "2014-2015", Period: calendar.Period{Starts: "2014-09-01", Ends: "2015-05-25"}, ToCheck: true})
		w.OK(err)
		holiday, err := db.One[string](ctx, d.Read(), `SELECT id FROM holiday WHERE school_id = $1`, school)
		w.OK(err)
		bells, err := BellVersion(ctx, d.Read(), school)
		w.OK(err)
		forbidden := "forbidden timetable.forbidden"
		w.Attack(
			schooltest.Act{Name: "SaveYear", May: keepers, Forbidden: forbidden, Again: "starts:timetable.year.overlaps", Do: func(a access.Actor, _ string) error {
				_, err := w.SaveYear(ctx, a, YearFacts{Label: "2015-2016", Period: calendar.Period{Starts: "2015-09-01", Ends: "2016-05-25"}})
				return err
			}},
			schooltest.Act{
				Name: "SaveYear of a version", May: keepers, Forbidden: forbidden, ID: year.ID, Missing: "notfound timetable.year.not_found", Again: "conflict fault.changed_meanwhile",
				Do: func(a access.Actor, id string) error {
					in := YearFacts{ID: id, Version: year.Version, Label: "2013/14", Period: year.Period}
					if id != year.ID { // or it would lie over the one that is there
						in.Period = calendar.Period{Starts: "2017-09-01", Ends: "2018-05-25"}
					}
					_, err := w.SaveYear(ctx, a, in)
					return err
				},
			},
			schooltest.Act{
				Name: "ConfirmYear", May: keepers, Forbidden: forbidden, ID: next.ID, Missing: "notfound timetable.year.not_found",
				Do: func(a access.Actor, id string) error { return w.ConfirmYear(ctx, a, id) },
			},
			schooltest.Act{Name: "AddHoliday", May: keepers, Forbidden: forbidden, Again: "starts:timetable.holiday.twice", Do: func(a access.Actor, _ string) error {
				_, err := w.AddHoliday(ctx, a, HolidayFacts{calendar.Period{Starts: "2014-03-21", Ends: "2014-03-23"}, i18n.Text{KK: "Наурыз"}})
				return err
			}},
			schooltest.Act{
				Name: "RemoveHoliday", May: keepers, Forbidden: forbidden, ID: holiday, Missing: "notfound timetable.holiday.not_found", Again: "notfound timetable.holiday.not_found",
				Do: func(a access.Actor, id string) error { return w.RemoveHoliday(ctx, a, id) },
			},
			schooltest.Act{Name: "SaveBells", May: keepers, Forbidden: forbidden, Again: "conflict fault.changed_meanwhile", Do: func(a access.Actor, _ string) error {
				return w.SaveBells(ctx, a, BellChange{Version: bells, From: "2014-01-13", Bells: []BellFacts{{1, 1, "08:00", "08:45"}}})
			}},
		)
	})
}

// What a form of the timetable cannot say is refused at its field, and nothing is kept.
func TestVerbsRefuseInput(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.bells()
		w.year()
		version, err := BellVersion(ctx, d.Read(), school)
		w.OK(err)
		all := calendar.Period{Starts: "2014-09-01", Ends: "2015-05-25"}
		year := func(change func(*YearFacts)) func() error {
			in := YearFacts{Label: "2014-2015", Period: all}
			change(&in)
			return func() error { _, err := w.SaveYear(ctx, w.deputy, in); return err }
		}
		ring := func(bells ...BellFacts) func() error {
			return func() error {
				return w.SaveBells(ctx, w.deputy, BellChange{Version: version, From: "2014-01-13", Bells: bells})
			}
		}
		free := func(starts, ends calendar.Date, name i18n.Text) func() error {
			return func() error {
				_, err := w.AddHoliday(ctx, w.deputy, HolidayFacts{calendar.Period{Starts: starts, Ends: ends}, name})
				return err
			}
		}
		nauryz := i18n.Text{KK: "Наурыз"}
		apptest.NewWatch(t, d).Refuses(
			apptest.Refusal{Name: "a blank label", Want: "label:timetable.year.label_needed", Err: year(func(in *YearFacts) { in.Label = " \u00a0" })},
			apptest.Refusal{Name: "a label of 21 letters", Want: "label:timetable.year.label_needed", Err: year(func(in *YearFacts) { in.Label = "2014–2015 оқу жылы 1-Ә" })},
			apptest.Refusal{Name: "a label given", Want: "label:timetable.year.label_taken", Err: year(func(in *YearFacts) { in.Label = " 2013-2014 " })},
			apptest.Refusal{Name: "over another year", Want: "starts:timetable.year.overlaps", Err: year(func(in *YearFacts) { in.Starts = "2014-05-25" })},
			apptest.Refusal{Name: "beyond all plans", Want: "ends:fault.date_far", Err: year(func(in *YearFacts) { in.Ends = calendar.TooFar })},
			apptest.Refusal{Name: "seven terms", Want: ":timetable.term.too_many", Err: year(func(in *YearFacts) {
				for n := range 7 {
					day := all.Starts.AddDays(n * 10)
					in.Terms = append(in.Terms, calendar.Period{Starts: day, Ends: day.AddDays(8)})
				}
			})},
			apptest.Refusal{Name: "terms that share a day", Want: "term_starts_2:timetable.term.order", Err: year(func(in *YearFacts) {
				in.Terms = []calendar.Period{{Starts: "2014-09-01", Ends: "2014-11-01"}, {Starts: "2014-11-01", Ends: "2014-12-30"}}
			})},
			apptest.Refusal{Name: "an empty term", Want: "term_ends_1:fault.date_missing term_starts_1:fault.date_missing", Err: year(func(in *YearFacts) {
				in.Terms = []calendar.Period{{}, {Starts: "2014-11-10", Ends: "2014-12-30"}}
			})},
			apptest.Refusal{Name: "a break without a name", Want: "free_starts_x:timetable.holiday.name_needed", Err: year(func(in *YearFacts) {
				in.Free = []FreeTime{{Key: "x", HolidayFacts: HolidayFacts{Period: calendar.Period{Starts: "2014-11-02", Ends: "2014-11-09"}}}}
			})},
			apptest.Refusal{Name: "no bells", Want: ":timetable.bell.needed", Err: ring()},
			apptest.Refusal{Name: "a fourth shift", Want: "bell_4_1:timetable.bell.number", Err: ring(BellFacts{4, 1, "08:00", "08:45"})},
			apptest.Refusal{Name: "a thirteenth lesson", Want: "bell_1_13:timetable.bell.number", Err: ring(BellFacts{1, 13, "08:00", "08:45"})},
			apptest.Refusal{Name: "a lesson that ends as it begins", Want: "bell_1_1:timetable.time.order", Err: ring(BellFacts{1, 1, "08:00", "08:00"})},
			apptest.Refusal{Name: "one lesson twice", Want: "bell_1_1:timetable.bell.twice", Err: ring(BellFacts{1, 1, "08:00", "08:45"}, BellFacts{1, 1, "09:00", "09:45"})},
			apptest.Refusal{Name: "one lesson in another", Want: "bell_1_2:timetable.bell.overlaps", Err: ring(BellFacts{1, 2, "08:44", "09:30"}, BellFacts{1, 1, "08:00", "08:45"})},
			apptest.Refusal{Name: "a time that is none", Want: "bell_1_1:timetable.time.needed", Err: ring(BellFacts{1, 1, "8:00", "24:45"})},
			apptest.Refusal{Name: "a holiday before it begins", Want: "ends:timetable.date.order", Err: free("2014-03-23", "2014-03-21", nauryz)},
			apptest.Refusal{Name: "a holiday of blanks", Want: "name_kk:timetable.holiday.name_needed", Err: free("2014-03-21", "2014-03-23", i18n.Text{KK: " ", EN: "\t"})},
			apptest.Refusal{Name: "a holiday of no day", Want: "ends:fault.date_missing starts:fault.date_missing", Err: free("", "2014-02-30", nauryz)},
			apptest.Refusal{Name: "days that are free already", Want: "starts:timetable.holiday.twice", Err: free("2013-12-16", "2013-12-17", nauryz)},
		)
	})
}
