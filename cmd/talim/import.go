package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"talim/internal/app"
	"talim/internal/db"
	"talim/internal/durable"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/intake"
)

type importCommand struct {
	What     string   `arg:"" enum:"staff,timetable" help:"What the file holds: staff or timetable."`
	File     string   `arg:"" help:"CSV (UTF-8 or windows-1251), XLSX, aSc Timetables XML, FET (.fet, or its CSV export as a zip), OneRoster 1.1 or 1.2 (zip or folder)."`
	School   string   `required:"" help:"Code of the school."`
	Database string   `required:"" help:"sqlite:PATH or postgres://..."`
	Keys     string   `help:"File of the keys, as of serve: they vouch for what is written. Without it: talim/talim.keys in the settings folder of the user; where there is none, posts of the list give no rights before talim keys accept. Asked for with --apply alone."`
	Zone     string   `default:"Asia/Almaty" help:"Time zone of the business dates."`
	Apply    bool     `help:"Bring it in; without it nothing is changed."`
	End      bool     `help:"What stands in the system and not in the file ends on the day before; without it it is left alone."`
	Add      bool     `name:"add-teachers" help:"Teachers of a timetable whom the school does not know join its staff."`
	SameName string   `name:"same-name" enum:"ask,same,new" default:"ask" help:"Rows of a staff list with a code that nobody has, or none, and a name that is or may be that of somebody in the school: ask refuses them with the names, same takes them for that person where there is one, new for another one."`
	Sheet    string   `help:"Sheet of a workbook, by its name; without it the one whose headings say the most."`
	Headings int      `placeholder:"ROW" help:"Row of the headings, as the spreadsheet counts from 1."`
	Column   []string `sep:"none" placeholder:"HEADING=FIELD" help:"What a column is taken for, such as \"Кем работает=position\"; \"Heading=-\" leaves it out. May be given several times."`
	Refused  string   `help:"Write the refused rows with their reasons to this CSV file."`
	Language string   `help:"Language of the reasons: kk, ru or en; that of the machine when not given."`
}

// errRefused makes the exit code 1 after a report that names refused rows.
var errRefused = errors.New("some rows were refused")

// Run imports, or says what an import would change.
func (c importCommand) Run(w *world) (err error) {
	if err := db.Exists(c.Database); err != nil {
		return err
	}
	w.quiet()
	config, err := c.config(w)
	if err != nil {
		return err
	}
	a, err := app.New(w.ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	locale := a.Locale(languageOf(c.Language))
	report, err := intake.Run(w.ctx, a.Services().Intake, intake.Kind(c.What), c.School, c.File, intake.RunOptions{
		Apply: c.Apply, Choice: intake.Choice{EndMissing: c.End, AddTeachers: c.Add, SameName: c.sameName()},
		Pointed: intake.Pointed{Sheet: c.Sheet, Headings: c.Headings, Columns: c.Column},
	})
	if e, ok := fault.As(err); ok && e.Kind == fault.KindNotFound && e.Says.Key == "people.organisation.not_found" {
		return fmt.Errorf("no school has the code %s in %s", c.School, cmp.Or(db.SQLitePath(c.Database), "the database"))
	}
	if e, ok := fault.As(err); ok {
		return inWords(locale, e)
	}
	if err != nil {
		return err
	}
	if err := report.Print(w.out, locale); err != nil {
		return err
	}
	if len(report.Refused) == 0 {
		return nil
	}
	if err := c.writeRefused(report, locale); err != nil {
		return err
	}
	return errRefused
}

// config is that of a program which only looks, or has the keys for what it writes.
func (c importCommand) config(w *world) (app.Config, error) {
	config := app.Config{Database: c.Database, Zone: c.Zone, Log: w.log(false), KeepNoCodes: !c.Apply}
	if !c.Apply {
		return config, nil
	}
	var err error
	config.Keys, err = keysFile(c.Keys, c.Database)
	if err == nil && c.Keys == "" && c.keysAreElsewhere(w, config.Keys) {
		config.Keys, config.KeepNoCodes = "", true
	}
	return config, err
}

// keysAreElsewhere says, and tells, that nobody named the file of keys and that it is not
// where it is looked for: a list is brought in all the same, and gives nobody rights.
func (c importCommand) keysAreElsewhere(w *world, path string) bool {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	w.log(false).WarnContext(w.ctx, "no file of keys: posts of this list give no rights before talim keys accept has vouched for them with the keys of the server; to name the file now, use --keys", "file", path)
	return true
}

// sameName is what is said of namesakes; to ask is to say nothing.
func (c importCommand) sameName() intake.SameName {
	if c.SameName == "ask" {
		return ""
	}
	return intake.SameName(c.SameName)
}

// writeRefused leaves a file that only its owner reads: the rows hold names.
func (c importCommand) writeRefused(r intake.Report, l *i18n.Locale) error {
	if c.Refused == "" {
		return nil
	}
	return durable.Write(c.Refused, 0o600, func(out io.Writer) error { return r.RefusedCSV(out, l) })
}

// languageOf is the one asked for, else that of the machine, else English.
func languageOf(told string) i18n.Language {
	for _, l := range i18n.Languages {
		if string(l) == told || told == "" && strings.HasPrefix(os.Getenv("LANG"), string(l)+"_") {
			return l
		}
	}
	return i18n.English
}

// inWords is a fault as a person reads it.
func inWords(l *i18n.Locale, e *fault.Error) error {
	words := []string{l.Say(e.Says)}
	for _, f := range e.Fields {
		words = append(words, l.Say(f.Message))
	}
	return fmt.Errorf("%s", strings.Join(words, " "))
}
