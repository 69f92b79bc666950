package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"talim/internal/db"
	"talim/internal/journal"
	"talim/internal/secret"
)

// ErrKeys is returned where the database holds texts that the file of keys cannot open.
var ErrKeys = errors.New("keys")

// reSealEvery is how long after a rotation the first older text may wait.
const reSealEvery = time.Hour

// openKeys opens the file of keys and compares it with the keys that the database
// remembers. A test names no file and gets a key that ends with it.
func openKeys(ctx context.Context, d *db.DB, c Config) (*secret.Keeper, error) {
	if c.Keys == "" {
		keeper, err := secret.New()
		if err != nil {
			return nil, err
		}
		if c.KeepNoCodes { // it does not know the keys of the database
			return keeper, nil
		}
		return keeper, settle(ctx, d, keeper, c)
	}
	used, err := secret.Recorded(ctx, d)
	if err != nil {
		return nil, err
	}
	keeper, err := secret.OpenFile(c.Keys, !used || c.LostKeys)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: there is no file %s, and private texts of this database are sealed with keys of such a file. %s", ErrKeys, c.Keys, wayOut)
	case err != nil:
		return nil, err
	}
	if err := mayStart(ctx, d, keeper, c); err != nil {
		return nil, err
	}
	if err := keeper.RecordKey(ctx, d); err != nil {
		return nil, err
	}
	return keeper, settle(ctx, d, keeper, c)
}

// settle takes over what is there once; from then on what was written without the keys
// is refused.
func settle(ctx context.Context, d *db.DB, keeper *secret.Keeper, c Config) error {
	unmarked, err := keeper.Settle(ctx, d, c.Now(), Sealed(), func(ctx context.Context, what secret.Taken) error {
		_, err := keeper.VouchAll(ctx, d, slices.DeleteFunc(Vouched(), func(v secret.Vouched) bool { return v.Since != what }))
		if err == nil && what == secret.TakenJournal {
			err = journal.Take(ctx, d, keeper, c.Now())
		}
		return err
	})
	if unmarked != nil {
		c.Log.WarnContext(ctx, "the file of keys cannot be marked as settled; make it writable once", "file", c.Keys, "error", unmarked)
	}
	if err != nil {
		return err
	}
	changed, err := keeper.FindChanged(ctx, d, slices.DeleteFunc(Vouched(), func(v secret.Vouched) bool { return v.Archive }))
	if len(changed) > 0 {
		c.Log.WarnContext(ctx, "records open nothing: they were changed without the program, or their key is not in the file. "+
			"talim keys check names them, talim keys accept vouches for them as they stand", "records", len(changed))
	}
	return err
}

// wayOut is what to do when keys are missing.
const wayOut = "Put the file of keys back, from its copy or typed in from paper (docs/operation.md, Keys), or name it with --keys. " +
	"If it is lost for good, add --lost-keys: these texts stay unreadable, everything else works."

// mayStart refuses a file of keys that lacks what the database needs: whoever
// starts with the wrong file should learn it before a teacher does.
func mayStart(ctx context.Context, d *db.DB, keeper *secret.Keeper, c Config) error {
	missing, err := keeper.MissingKeys(ctx, d, Sealed())
	if err != nil || len(missing) == 0 {
		return err
	}
	words := make([]string, len(missing))
	for i, l := range missing {
		words[i] = fmt.Sprintf("%d of key %s", l.Texts, l.Key)
	}
	if c.LostKeys {
		c.Log.WarnContext(ctx, "private texts stay unreadable: their keys are lost", "texts", strings.Join(words, ", "))
		return nil
	}
	return fmt.Errorf("%w: %s lacks keys of private texts in this database: %s. %s", ErrKeys, c.Keys, strings.Join(words, ", "), wayOut)
}

// Accept vouches for all that says who somebody is, as it stands, and says for how many
// records: for whoever has looked at what was changed without the program. A text that an
// older program wrote meanwhile names its readers from now on, and a choice that it wrote
// openly is sealed.
func (a *App) Accept(ctx context.Context) (int, error) {
	if err := errors.Join(a.keeper.NameReaders(ctx, a.db, a.sealed), a.keeper.SealChoices(ctx, a.db, a.sealed)); err != nil {
		return 0, err
	}
	n, err := a.keeper.VouchAll(ctx, a.db, Vouched())
	if err != nil {
		return n, err
	}
	return n, journal.Retake(ctx, a.db, a.keeper, a.Now())
}

// closeEvery is how long an entry of the journal waits for its place in the chain.
const closeEvery = 5 * time.Minute

// closeJournal gives entries their places in the chains of their schools.
func (a *App) closeJournal(ctx context.Context) error {
	_, err := journal.Close(ctx, a.db, a.keeper, a.Now())
	return err
}

// reSeal takes up a new key of the file and seals older texts with it, a bounded
// part at a time. Keys that end with the program seal nothing for good.
func (a *App) reSeal(ctx context.Context) error {
	if !a.keeper.HasFile() {
		return nil
	}
	if err := a.keeper.Refresh(); err != nil {
		return err
	}
	if err := a.keeper.RecordKey(ctx, a.db); err != nil {
		return err
	}
	if _, err := a.keeper.ReVouch(ctx, a.db, Vouched()); err != nil {
		return err
	}
	n, err := a.keeper.ReSeal(ctx, a.db, a.sealed)
	if n > 0 {
		a.config.Log.InfoContext(ctx, "private texts sealed anew", "texts", n)
	}
	return err
}
