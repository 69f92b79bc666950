package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"talim/internal/app"
	"talim/internal/db"
	"talim/internal/doctor"
	"talim/internal/secret"
)

// keysCommand is about the file of keys, which seals private texts.
type keysCommand struct {
	Check  keysCheck  `cmd:"" help:"Say whether the file opens every private text of a database."`
	Rotate keysRotate `cmd:"" help:"Add a new key to the file. The running program takes it up within an hour and seals older texts with it."`
	Accept keysAccept `cmd:"" help:"Vouch for every account as it stands in the database: after one was changed without the program and looked at, or after keys were lost."`
	Paper  keysPaper  `cmd:"" help:"Print the keys as lines to write down and lock away. Whoever reads them can open the texts."`
}

type keysCheck struct {
	Keys     string `required:"" help:"The file of keys."`
	Database string `required:"" help:"The database: sqlite:PATH or postgres://..."`
}

// Run compares a file of keys with what a database holds. It changes nothing.
func (c keysCheck) Run(w *world) (err error) {
	keeper, err := secret.OpenFile(c.Keys, false)
	if err != nil {
		return err
	}
	if err := db.Exists(c.Database); err != nil {
		return err
	}
	w.quiet()
	d, err := db.Open(w.ctx, c.Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := upToDate(w, d); err != nil {
		return err
	}
	texts, err := secret.Count(w.ctx, d, app.Sealed())
	if err != nil {
		return err
	}
	missing, err := keeper.MissingKeys(w.ctx, d, app.Sealed())
	if err != nil {
		return err
	}
	if err := keeper.FollowRecord(w.ctx, d); err != nil {
		return err
	}
	if err := keeper.FollowSettled(w.ctx, d); err != nil {
		return err
	}
	if !keeper.Settled() {
		return c.say(w, keeper.Keys(), false, texts, missing)
	}
	return errors.Join(c.say(w, keeper.Keys(), true, texts, missing), c.sayWritten(w, keeper, d))
}

// upToDate refuses a database that this program has not brought up to date yet: what is
// sealed in it is asked for by the tables of today.
func upToDate(w *world, d *db.DB) error {
	begun, err := d.Begun(w.ctx)
	if err != nil || !begun {
		return err
	}
	pending, err := d.Pending(w.ctx)
	if err == nil && pending {
		err = errOlder
	}
	return err
}

var errOlder = errors.New("the database is of an older version than this program: start `talim serve` once, which brings it up to date, and ask again")

func (c keysCheck) say(w *world, keys []string, settled bool, texts, missing []secret.Census) error {
	lost, open := 0, 0
	for _, t := range texts {
		wrong := slices.ContainsFunc(missing, func(l secret.Census) bool { return l.Key == t.Key })
		switch {
		case t.Key == "" && settled:
			open += t.Texts
			w.say("%d texts stand open in columns that are sealed: somebody wrote them into the database without the program. They are shown to nobody", t.Texts)
		case t.Key == "":
			w.say("%d private texts are not sealed yet; the program seals them when it starts", t.Texts)
		case wrong || !slices.Contains(keys, t.Key):
			lost += t.Texts
			w.say("%d private texts need the key %s, which is not in %s", t.Texts, t.Key, c.Keys)
		case t.Key != keys[len(keys)-1]:
			w.say("%d private texts of the older key %s; the running program seals them anew", t.Texts, t.Key)
		default:
			w.say("%d private texts of the key %s, which seals now", t.Texts, t.Key)
		}
	}
	if lost > 0 {
		return fmt.Errorf("%d private texts cannot be opened with %s", lost, c.Keys)
	}
	if open > 0 {
		return nil // sayWritten names them
	}
	w.say("%s opens every private text of this database", c.Keys)
	return nil
}

// sayWritten names what was written into the database without the file of keys.
func (c keysCheck) sayWritten(w *world, keeper *secret.Keeper, d *db.DB) error {
	found, err := doctor.Written(w.ctx, app.Patient(), d, keeper)
	if err != nil {
		return err
	}
	for _, x := range found.Open {
		w.say("  open text: %s.%s, school %s, record %s", x.Table, x.Column, x.School, x.ID)
	}
	for _, x := range found.Rows {
		w.say("  changed without the program, opens nothing: %s, school %s, record %s %s", x.Table, x.School, x.ID, x.Person)
	}
	for _, x := range found.Texts {
		w.say("  names somebody for whom it was not sealed, or was moved: %s.%s, school %s, record %s", x.Table, x.Column, x.School, x.ID)
	}
	for _, x := range found.Journal {
		w.say("  journal, school %s, place %d, entry %s: %s", x.School, x.Place, x.ID, x.What)
	}
	if n := found.Count(); n > 0 {
		return fmt.Errorf("%d records were written without the program and %s", n, c.Keys)
	}
	return nil
}

type keysRotate struct {
	Keys string `required:"" help:"The file of keys."`
}

// Run adds a key.
func (c keysRotate) Run(w *world) error {
	keeper, err := secret.OpenFile(c.Keys, false)
	if err != nil {
		return err
	}
	if err := keeper.Rotate(); err != nil {
		return err
	}
	keys := keeper.Keys()
	w.say("%s has the new key %s. The running program takes it up within an hour, at once when it is started again.", c.Keys, keys[len(keys)-1])
	w.say("Leave the older lines in the file: backups of before need them. Copy the file, or print the key anew: talim keys paper --keys %s", c.Keys)
	return nil
}

type keysAccept struct {
	keptKeys
}

// Run vouches for what stands; also in a demo, whose keys stand beside it.
func (c keysAccept) Run(w *world) error {
	if err := isThere(w, c.Database); err != nil {
		return err
	}
	keys, err := keysPath(c.Keys)
	if err != nil {
		return err
	}
	accept := func(a *app.App) error {
		n, err := a.Accept(w.ctx)
		w.say("%d records are vouched for anew.", n)
		return err
	}
	err = c.open(w, app.Config{Keys: keys}, accept)
	if errors.Is(err, app.ErrDemo) {
		err = c.open(w, app.Config{Keys: keys, Demo: true}, accept)
	}
	return err
}

type keysPaper struct {
	Keys string `required:"" help:"The file of keys."`
}

// Run prints the keys for paper.
func (c keysPaper) Run(w *world) error {
	lines, err := secret.Paper(c.Keys)
	if err != nil {
		return err
	}
	w.say("# Tälim, file of keys. Typed into a file of these lines, they open the private texts again.")
	w.say("%s", strings.Join(lines, "\n"))
	return nil
}

// keysFile is where the file of keys of a real school is: as told, or in the
// settings folder of the user, where no backup of the database comes upon it.
func keysFile(told, database string) (string, error) {
	told, err := keysPath(told)
	if err != nil {
		return "", err
	}
	if path := fileOf(database); path != "" && sameFolder(path, told) {
		return "", fmt.Errorf("%s stands in the folder of the database: a backup of the folder would hold the texts and the keys to them. Choose another folder with --keys", told)
	}
	return told, nil
}

// keysPath is where the file of keys is: as told, or in the settings folder.
func keysPath(told string) (string, error) {
	if told != "" {
		return told, nil
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("say with --keys where the file of keys stands, apart from the database: %w", err)
	}
	return filepath.Join(folder, "talim", "talim.keys"), nil
}

// fileOf is the file of a database of one file, "" for others.
func fileOf(database string) string {
	path, isFile := strings.CutPrefix(database, "sqlite:")
	if !isFile {
		return ""
	}
	path, _, _ = strings.Cut(path, "?")
	return path
}

func sameFolder(a, b string) bool {
	folder := func(path string) string {
		abs, err := filepath.Abs(filepath.Dir(path))
		if err != nil {
			return path
		}
		if real, err := filepath.EvalSymlinks(abs); err == nil {
			return real
		}
		return abs
	}
	return folder(a) == folder(b)
}
