package cover

import (
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/schooltest"
)

// Who may not arrange cover changes nothing, another school finds nothing, and a form that
// is sent twice is done and journalled once.
func TestVerbsAreRefusedAndJournalledOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		ill := w.absent("ill", monday, monday.AddDays(1))
		given, err := w.Give(ctx, w.deputy, monday, []Choice{{ill.ID, "09:55", "busy"}})
		w.OK(err)
		forbidden, may := "forbidden timetable.forbidden", MayCover.Roles
		w.Attack(
			schooltest.Act{
				Name: "RecordAbsence", May: may, Forbidden: forbidden, ID: "maths", Missing: "staff:timetable.absence.who_needed", Again: "from:timetable.absence.twice",
				Do: func(a access.Actor, id string) error {
					_, err := w.RecordAbsence(ctx, a, NewAbsence{Staff: id, From: monday.AddDays(7), Reason: "course"})
					return err
				},
			},
			schooltest.Act{
				Name: "Give", May: may, Forbidden: forbidden, ID: ill.ID, Missing: "conflict timetable.cover.changed", Again: "conflict timetable.cover.changed",
				Do: func(a access.Actor, id string) error {
					_, err := w.Give(ctx, a, monday, []Choice{{id, "08:50", "maths"}})
					return err
				},
			},
			schooltest.Act{
				Name: "TakeBack", May: may, Forbidden: forbidden, ID: given[0].ID, Missing: "notfound timetable.cover.not_found",
				Do: func(a access.Actor, id string) error { _, err := w.TakeBack(ctx, a, id); return err },
			},
			schooltest.Act{
				Name: "EndAbsence", May: may, Forbidden: forbidden, ID: ill.ID, Missing: "notfound timetable.absence.not_found", Again: "last_day:timetable.absence.earlier",
				Do: func(a access.Actor, id string) error { return w.EndAbsence(ctx, a, id, monday) },
			},
		)
	})
}

// A lesson is given to one who is there and free, all of a choice or none.
func TestGiveRefuses(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		ill := w.absent("ill", monday, monday)
		give := func(name, want string, day calendar.Date, choices ...Choice) apptest.Refusal {
			return apptest.Refusal{Name: name, Want: want, Err: func() error { _, err := w.Give(ctx, w.deputy, day, choices); return err }}
		}
		first := Choice{ill.ID, "08:50", "maths"}
		apptest.NewWatch(t, d).Refuses(
			give("nothing", "conflict timetable.cover.nothing", monday),
			give("to nobody", "conflict timetable.cover.choose", monday, Choice{ill.ID, "08:50", ""}),
			give("to who is ill", "conflict timetable.cover.choose", monday, Choice{ill.ID, "08:50", "ill"}),
			give("of a time without a lesson", "conflict timetable.cover.changed", monday, Choice{ill.ID, "13:20", "maths"}),
			give("of a day on which nobody is ill", "conflict timetable.cover.changed", monday.AddDays(1), first),
			give("of one lesson to two", "conflict timetable.cover.changed", monday, first, Choice{ill.ID, "08:50", "music"}),
			give("one that can be given with one that cannot", "conflict timetable.cover.choose", monday, first, Choice{ill.ID, "09:55", ""}),
		)
		if _, err := w.Give(ctx, w.deputy, monday, []Choice{{ill.ID, "09:55", "maths"}}); err == nil {
			t.Error("maths teaches at that time and covers as well")
		}
	})
}

// An absence ends earlier, never later, and once it is withdrawn not at all; cover of the
// days that fall away goes, that of the others stays.
func TestEndAbsenceRefuses(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := covered(t, d)
		ill := w.absent("ill", monday, monday.AddDays(1))
		for day, at := range map[calendar.Date]Choice{monday: {ill.ID, "08:50", "maths"}, monday.AddDays(1): {ill.ID, "08:50", "maths"}} {
			_, err := w.Give(ctx, w.deputy, day, []Choice{at})
			w.OK(err)
		}
		end := func(name, want string, last calendar.Date) apptest.Refusal {
			return apptest.Refusal{Name: name, Want: want, Err: func() error { return w.EndAbsence(ctx, w.deputy, ill.ID, last) }}
		}
		watch := apptest.NewWatch(t, d)
		watch.Refuses(
			end("on no day", "last_day:timetable.absence.earlier", "кеше"), end("as it ends", "last_day:timetable.absence.earlier", monday.AddDays(1)), end("later", "last_day:timetable.absence.earlier", monday.AddDays(2)),
		)
		w.OK(w.EndAbsence(ctx, w.deputy, ill.ID, monday))
		if n := w.Count(`SELECT count(*) FROM cover WHERE state = 'given' AND date = $1`, monday); n != 1 {
			t.Errorf("%d covers of Monday", n)
		}
		if n := w.Count(`SELECT count(*) FROM cover WHERE state = 'given'`); n != 1 {
			t.Errorf("%d covers in all", n)
		}
		w.OK(w.EndAbsence(ctx, w.deputy, ill.ID, monday.AddDays(-1)))
		watch.Refuses(end("withdrawn", "conflict timetable.absence.is_over", monday.AddDays(-1)))
		if n := w.Count(`SELECT count(*) FROM cover WHERE state = 'given'`); n != 0 {
			t.Errorf("%d covers of an absence that was withdrawn", n)
		}
	})
}
