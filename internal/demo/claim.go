package demo

import (
	"context"
	"errors"
	"time"

	"talim/internal/setting"
)

// A claim on loading or telling holds for a lease and is renewed while the program
// lives, so that one that was killed gives it back.
const (
	lease = 20 * time.Second
	renew = 5 * time.Second

	interrupted = "interrupted" // in place of the end of the lease
)

// claim takes the story for this program; again says that somebody before did not
// come to the end. ErrTelling says that somebody else has it.
func (w World) claim(ctx context.Context) (claim string, again bool, err error) {
	claim = w.leaseEnd()
	mine, err := setting.Add(ctx, w.DB.Write(), setting.None, settingTelling, claim)
	if err != nil || mine {
		return claim, false, err
	}
	before, err := setting.Get(ctx, w.DB.Read(), setting.None, settingTelling)
	if err != nil {
		return "", false, err
	}
	if end, err := time.Parse(time.RFC3339Nano, before); before == "" || err == nil && w.Clock.real().Before(end) {
		return "", false, ErrTelling
	}
	mine, err = setting.Swap(ctx, w.DB.Write(), setting.None, settingTelling, before, claim)
	if err == nil && !mine {
		err = ErrTelling
	}
	return claim, true, err
}

func (w World) leaseEnd() string {
	return w.Clock.real().Add(lease).UTC().Format(time.RFC3339Nano)
}

// holding does what was claimed and gives the claim back: as interrupted where
// it left something half done.
func (w World) holding(ctx context.Context, claim string, do func() error) error {
	stop := w.renewing(ctx, claim)
	err := do()
	stop()
	for _, refused := range []error{nil, ErrBegun, ErrByHand, ErrRealData, ErrHalf} {
		if errors.Is(err, refused) {
			return errors.Join(err, setting.Remove(ctx, w.DB.Write(), setting.None, settingTelling))
		}
	}
	return errors.Join(err, setting.Set(ctx, w.DB.Write(), setting.None, settingTelling, interrupted))
}

// renewing keeps the claim until stop is called. A renewal that fails is tried again
// the next time.
func (w World) renewing(ctx context.Context, claim string) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(renew)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
			next := w.leaseEnd()
			if ours, err := setting.Swap(ctx, w.DB.Write(), setting.None, settingTelling, claim, next); err == nil && ours {
				claim = next
			}
		}
	}()
	return func() { cancel(); <-done }
}
