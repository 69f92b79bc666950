package scheduling

import (
	"embed"
	"fmt"
	"io/fs"
)

// Args are the named values of a message. Person, Observer, Teacher, Others and
// Members hold ids; Class and Subject what the lessons held; Weekday is a
// calendar.Weekday, Starts and LessonStarts a calendar.Clock, Week and Until a
// calendar.Date, Day either; counts are int.
type Args map[string]any

// Reason is a message of the catalogues in Messages.
type Reason struct {
	Key     string
	Args    Args
	Against bool // speaks against
}

// With gives the reason with every argument passed through fn, which turns ids
// into names and days into words of the reader's language.
func (r Reason) With(fn func(name string, value any) any) Reason {
	args := make(Args, len(r.Args))
	for name, value := range r.Args {
		args[name] = fn(name, value)
	}
	r.Args = args
	return r
}

func errorf(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{ErrInput}, args...)...)
}

//go:embed messages/*.json
var embedded embed.FS

// Messages hold kk.json, ru.json and en.json at their root: the sentences for Keys.
var Messages fs.FS = catalogue()

func catalogue() fs.FS {
	sub, err := fs.Sub(embedded, "messages")
	if err != nil { // only an invalid path fails, and this one is a constant
		return embedded
	}
	return sub
}

// The message keys of every reason.
const (
	keyNoExtraTrip = "scheduling.offer.no_extra_trip"
	keyExtraTrip   = "scheduling.offer.extra_trip"
	keyWaits       = "scheduling.offer.waits"
	keyWaitsLong   = "scheduling.offer.waits_long"
	keyLate        = "scheduling.offer.late"
	keyLastHour    = "scheduling.offer.last_hour"

	keyTeachesAlways = "scheduling.impossible.teaches_always"
	keyNoShared      = "scheduling.impossible.no_shared_hour"
	keyAway          = "scheduling.impossible.away"
	keyTaken         = "scheduling.impossible.taken"
	keyDays          = "scheduling.impossible.days"

	keyNothingToVisit = "scheduling.impossible.nothing_to_visit"
	keyNeverFree      = "scheduling.impossible.never_free"
	keyHolidays       = "scheduling.impossible.holidays"
	keyBusy           = "scheduling.impossible.busy"
	keyFull           = "scheduling.impossible.full"

	keyRuleWeek = "scheduling.rule.week"

	keyTeachThen = "scheduling.meeting_time.teach_then"

	keyNobodyFree  = "scheduling.cover.nobody_free"
	keyAllCover    = "scheduling.cover.all_cover"
	keySameSubject = "scheduling.cover.same_subject"
	keySameUnit    = "scheduling.cover.same_unit"
	keyCoversSoFar = "scheduling.cover.so_far"

	keyMoved    = "scheduling.again.moved"
	keyNoLonger = "scheduling.again.no_longer"
	keyMadeUp   = "scheduling.again.made_up"

	keyDecadeMoved    = "scheduling.again.decade_moved"
	keyDecadeNoLonger = "scheduling.again.decade_no_longer"

	keyRuleOnePlace = "scheduling.rule.one_place"
	keyRulePerDay   = "scheduling.rule.per_day"
	keyRuleOnceADay = "scheduling.rule.once_a_day"
	keyMorePerDay   = "scheduling.change.more_per_day"
	keyLessOften    = "scheduling.change.less_often"

	keyWishKept        = "scheduling.decade.wish_kept"
	keyWishMissed      = "scheduling.decade.wish_missed"
	keyDecadeNever     = "scheduling.decade.never"
	keyDecadeFull      = "scheduling.decade.full"
	keyDecadeFewerNots = "scheduling.decade.fewer_nots"
	keyDecadeOneNot    = "scheduling.decade.one_not"
	keyDecadeShorter   = "scheduling.decade.shorter"

	keyMoveLesson   = "scheduling.change.move_lesson"
	keyMoveLessons  = "scheduling.change.move_lessons"
	keyMoveForVisit = "scheduling.change.move_for_visit"
)

// Keys lists every key that a reason of this package can have.
func Keys() []string {
	return []string{
		keyNoExtraTrip, keyExtraTrip, keyWaits, keyWaitsLong, keyLate, keyLastHour, keyTeachesAlways,
		keyNoShared, keyAway, keyTaken, keyDays, keyNothingToVisit, keyNeverFree,
		keyHolidays, keyBusy, keyFull, keyRuleWeek, keyTeachThen, keyNobodyFree,
		keyAllCover, keySameSubject, keySameUnit, keyCoversSoFar, keyMoved, keyNoLonger,
		keyRuleOnePlace, keyRulePerDay, keyRuleOnceADay, keyMorePerDay, keyLessOften,
		keyWishKept, keyWishMissed, keyDecadeNever, keyDecadeFull, keyDecadeFewerNots, keyDecadeShorter,
		keyDecadeOneNot, keyMadeUp, keyDecadeMoved, keyDecadeNoLonger,
		keyMoveLesson, keyMoveLessons, keyMoveForVisit,
	}
}
