package demo

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/setting"
)

// Story is the demo as its visitors move it: on through the year, or back to its first
// day.
type Story struct{ world func() World }

// NewStory is the story of a world that is made when it is asked for.
func NewStory(world func() World) Story { return Story{world} }

// Told is the day up to which the year was told, "" for not at all.
func (s Story) Told(ctx context.Context) (calendar.Date, error) {
	told, err := setting.Get(ctx, s.world().DB.Read(), setting.None, settingTold)
	return calendar.Date(told), err
}

// Tell lets the year go on; see TellYear.
func (s Story) Tell(ctx context.Context, until calendar.Date) error {
	return TellYear(ctx, s.world(), until)
}

// Restart takes the demo back to its first day, whatever was done in it by hand, and
// lets its year go on up to a day where one is given.
func (s Story) Restart(ctx context.Context, until calendar.Date) error {
	w := s.world()
	claim, _, err := w.claim(ctx)
	if err != nil {
		return err
	}
	return w.holding(ctx, claim, func() error { return w.anew(ctx, until) })
}

// anew loads the demo again, told up to a day where one is given; what is not the demo is never erased.
func (w World) anew(ctx context.Context, until calendar.Date) error {
	switch state, err := StateOf(ctx, w.DB); {
	case err != nil:
		return err
	case state == Real:
		return ErrRealData
	}
	if err := w.erase(ctx); err != nil {
		return err
	}
	return w.load(ctx, true, until)
}
