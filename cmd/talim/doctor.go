package main

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"talim/internal/app"
	"talim/internal/doctor"
	"talim/internal/i18n"
	"talim/internal/journal"
)

// doctorCommand says whether all is well.
type doctorCommand struct {
	Database string `required:"" help:"The database: sqlite:PATH or postgres://..."`
	Keys     string `help:"The file of keys, as of serve. Without it: talim/talim.keys in the settings folder of the user."`
	Language string `help:"Language of the answer: kk, ru or en; that of the machine when not given."`
	JSON     bool   `name:"json" help:"Answer as JSON, with the ends of the journals to be kept elsewhere."`
}

// errUnwell makes the exit code 1 after a report that names what is wrong.
var errUnwell = errors.New("something needs a look")

// Run looks at everything and changes nothing.
func (c doctorCommand) Run(w *world) error {
	w.quiet()
	p, err := c.patient()
	if err != nil {
		return err
	}
	report, err := doctor.Examine(w.ctx, p)
	if err != nil {
		return err
	}
	bundle, err := i18n.NewBundle(doctor.Messages())
	if err != nil {
		return err
	}
	l := bundle.Locale(languageOf(c.Language))
	for i, check := range report.Checks {
		report.Checks[i].Text = l.Say(check.Says)
	}
	if c.JSON {
		err = json.NewEncoder(w.out).Encode(report)
	} else {
		sayReport(w, l, report)
	}
	if err == nil && !report.Well() {
		err = errUnwell
	}
	return err
}

func (c doctorCommand) patient() (doctor.Patient, error) {
	keys, err := keysPath(c.Keys)
	p := app.Patient()
	p.Database, p.File, p.Keys = c.Database, fileOf(c.Database), keys
	return p, err
}

func sayReport(w *world, l *i18n.Locale, r doctor.Report) {
	for _, c := range r.Checks {
		mark := "+"
		if !c.Well {
			mark = "!"
		}
		w.say("%s %s", mark, c.Text)
		for _, x := range c.Records {
			w.say("    %s", lineOf(l, x))
		}
	}
	if r.Well() {
		w.say("%s", l.T("doctor.all_well"))
	} else {
		w.say("%s", l.T("doctor.some_bad"))
	}
}

// lineOf is a record in one line, with as much as is known of it.
func lineOf(l *i18n.Locale, x doctor.Record) string {
	var words []string
	add := func(text string) {
		if text != "" {
			words = append(words, text)
		}
	}
	add(strings.TrimSuffix(x.Table+"."+x.Column, "."))
	add(x.School)
	add(x.ID)
	if x.Place > 0 {
		add("№ " + strconv.Itoa(x.Place))
	}
	add(x.Person)
	if key, is := journalWords[x.What]; is {
		add(l.T(key))
	} else {
		add(x.What)
	}
	return strings.TrimPrefix(strings.Join(words, "  "), ".  ")
}

// journalWords are what may be wrong with a chain of the journal.
var journalWords = map[string]string{
	journal.Changed: "doctor.journal.changed",
	journal.Missing: "doctor.journal.missing",
	journal.Moved:   "doctor.journal.moved",
	journal.NoEnd:   "doctor.journal.no_end",
}
