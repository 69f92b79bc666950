package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"

	"talim/internal/app"
	"talim/internal/people"
	"talim/internal/people/schools"
	"talim/internal/people/tree"
	"talim/internal/transfer"
)

// keptKeys are the database of a command together with its file of keys.
type keptKeys struct {
	schoolsOf
	Keys string `help:"File of the keys that seal private texts, as of serve. Without it: talim/talim.keys in the settings folder of the user."`
}

// withKeys runs fn with the program that has the keys of its database.
func (c keptKeys) withKeys(w *world, made bool, fn func(a *app.App) error) error {
	if !made {
		if err := isThere(w, c.Database); err != nil {
			return err
		}
	}
	keys, err := keysFile(c.Keys, c.Database)
	if err != nil {
		return err
	}
	return c.open(w, app.Config{Keys: keys}, fn)
}

// travelling says what has travelled, a line a table that holds anything.
func travelling(w *world) func(table string, rows int) {
	return func(table string, rows int) {
		if rows > 0 {
			_, _ = fmt.Fprintf(w.errs, "%s: %d\n", table, rows)
		}
	}
}

type schoolExport struct {
	keptKeys
	School string `required:"" help:"Code of the school."`
	Out    string `required:"" placeholder:"FILE" help:"The file to write; it must not be there."`
}

// Run holds the school and writes the file.
func (c schoolExport) Run(w *world) error {
	if _, err := os.Stat(c.Out); err == nil {
		return fmt.Errorf("%s is there already and is not overwritten", c.Out)
	}
	return c.withKeys(w, false, func(a *app.App) error {
		school, err := find(w, a, c.School)
		if err != nil {
			return err
		}
		if school.Kind != tree.School {
			return fmt.Errorf("%s is a %s: only a school moves into another database", c.School, school.Kind)
		}
		mover := a.Mover(travelling(w))
		if err := a.Services().Schools.Depart(w.ctx, operator, school.ID); err != nil {
			return err
		}
		words := transfer.Words()
		report, err := mover.Out(w.ctx, school.ID, c.Out, words)
		if err != nil {
			return fmt.Errorf("%w; %s takes no changes until it is exported, or resumed with: talim school resume --school %s", err, c.School, c.School)
		}
		w.say("%s holds %d records of %s.", c.Out, report.Rows(), c.School)
		sayUnreadable(w, report)
		w.say("Recovery words, shown only now. Without them nobody opens the file: %s", words)
		w.say("Here %s can be read and takes no changes. When it works in its new place: talim school left --school %s --to PLACE", c.School, c.School)
		w.say("If it does not move after all: talim school resume --school %s", c.School)
		return nil
	})
}

func sayUnreadable(w *world, r transfer.Report) {
	if r.Unreadable > 0 {
		w.say("%d private texts could not be opened, since their key is lost; they travel as they are.", r.Unreadable)
	}
}

type schoolImport struct {
	keptKeys
	File    string `arg:"" help:"The file of the school."`
	Under   string `help:"Code of the district or region it comes under; without it at the top." xor:"place"`
	New     bool   `help:"Begin the database, which must not be there or be empty: for a school that gets one of its own." xor:"place"`
	Replace bool   `help:"The school comes back: it takes the place of the copy that stayed here when it was exported. That copy is first written beside FILE, sealed with the same words." xor:"place"`
	Words   string `placeholder:"FILE" help:"File with the recovery words; without it they are asked for."`
}

// Run brings the school in. What is wrong with the file or the words is said before
// anything is begun.
func (c schoolImport) Run(w *world) error {
	if _, err := os.Stat(c.File); err != nil {
		return err
	}
	if c.New {
		if err := isThere(w, c.Database); err == nil || !errors.Is(err, errNoDatabase) {
			return errors.Join(errors.New("--new begins a database, and one is there"), err)
		}
	}
	words, err := c.words(w)
	if err != nil {
		return err
	}
	if err := transfer.Opens(c.File, words); err != nil {
		return err
	}
	return c.withKeys(w, c.New, func(a *app.App) error { return c.bring(w, a, words) })
}

func (c schoolImport) bring(w *world, a *app.App, words string) error {
	mover := a.Mover(travelling(w))
	if c.Replace {
		keep := c.File + ".before-" + a.Now().Format("20060102-150405")
		report, err := mover.Replace(w.ctx, c.File, words, keep)
		if err != nil {
			return err
		}
		sayArrived(w, report)
		w.say("The copy that stood here before is in %s; the same recovery words open it. When all is well, delete it.", keep)
		return nil
	}
	under, err := c.under(w, a)
	if err != nil {
		return err
	}
	report, err := mover.In(w.ctx, c.File, words, under)
	if errors.Is(err, transfer.ErrThere) {
		err = fmt.Errorf("%w; if it was exported from here and comes back, add --replace", err)
	}
	if err == nil {
		sayArrived(w, report)
		w.say("Where it came from, say that it works here now: talim school left --school %s --to PLACE", report.Code)
	}
	return err
}

func sayArrived(w *world, r transfer.Report) {
	w.say("%s is here with %d records, each compared with the file.", r.Code, r.Rows())
	sayUnreadable(w, r)
}

func (c schoolImport) under(w *world, a *app.App) (string, error) {
	if c.Under == "" {
		return "", nil
	}
	over, err := find(w, a, c.Under)
	if err == nil && over.Kind == tree.School {
		err = fmt.Errorf("%s is a school: nothing stands under it", c.Under)
	}
	return over.ID, err
}

func (c schoolImport) words(w *world) (string, error) {
	if c.Words != "" {
		text, err := os.ReadFile(c.Words)
		return string(text), err
	}
	_, _ = fmt.Fprint(w.errs, "Recovery words: ")
	text, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if text == "" && err != nil {
		return "", fmt.Errorf("the recovery words are needed; give them in a file with --words: %w", err)
	}
	return text, nil
}

type schoolResume struct {
	oneSchool
}

// Run lets the school work on where it is.
func (c schoolResume) Run(w *world) error {
	return c.about(w, func(a *app.App, school tree.Organisation) error {
		if err := a.Services().Schools.Stay(w.ctx, operator, school.ID); err != nil {
			return err
		}
		w.say("%s takes changes again. A file that was exported before must not be imported any more, nor a school from it go on.", c.School)
		return nil
	})
}

type schoolLeft struct {
	oneSchool
	To string `required:"" placeholder:"PLACE" help:"Where it works now: an address such as https://school5.kz, or words. Its pages here say so."`
}

// Run says where the school went.
func (c schoolLeft) Run(w *world) error {
	return c.about(w, func(a *app.App, school tree.Organisation) error {
		all := a.Services().Schools
		now, err := all.One(w.ctx, operator, school.ID)
		if err != nil {
			return err
		}
		if err := all.Leave(w.ctx, operator, school.ID, schools.Whereabouts{Version: now.PlaceVersion, Place: c.To}); err != nil {
			return err
		}
		w.say("The pages of %s say that it works at %s.", c.School, people.OneLine(c.To))
		return nil
	})
}
