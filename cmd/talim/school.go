package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/hold"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/schools"
	"talim/internal/people/tree"
)

// schoolCommand keeps the schools of a database that is there, as the page Schools does.
type schoolCommand struct {
	List   schoolList   `cmd:"" help:"List schools, districts and regions with their figures."`
	Add    schoolAdd    `cmd:"" help:"Add a school with its first administrator, and print the code with which she signs in."`
	Close  schoolClose  `cmd:"" help:"Close a school after its last day: it can be read, and nothing is changed."`
	Reopen schoolReopen `cmd:"" help:"Let a closed school work again."`
	Code   schoolCode   `cmd:"" help:"Print a new code for an administrator who has never signed in."`
	Export schoolExport `cmd:"" help:"Write a school whole into a file, to bring it into another database. From then on it can be read and takes no changes here."`
	Import schoolImport `cmd:"" help:"Bring a school in from such a file. Asks for the recovery words."`
	Left   schoolLeft   `cmd:"" help:"Say where a school that was exported works now: its pages here show it."`
	Resume schoolResume `cmd:"" help:"Let a school that was exported and did not move after all take changes again."`
}

// schoolsOf is the database that a command works with.
type schoolsOf struct {
	Database string `required:"" help:"The database, which must be there: sqlite:PATH or postgres://..."`
	Zone     string `default:"Asia/Almaty" help:"Time zone of the business dates."`
}

// operator is who works at the command line.
var operator = access.System("", "talim school")

// errNoDatabase is returned where a command would have begun a new database.
var errNoDatabase = errors.New("there is no database of Tälim, and this command begins none")

// with runs fn with the program on the database, which must be there.
func (c schoolsOf) with(w *world, fn func(a *app.App) error) (err error) {
	if err := isThere(w, c.Database); err != nil {
		return err
	}
	return c.open(w, app.Config{KeepNoCodes: true}, fn)
}

// open runs fn with the program. What it refuses is said in words.
func (c schoolsOf) open(w *world, with app.Config, fn func(a *app.App) error) (err error) {
	with.Database, with.Zone, with.Log = c.Database, c.Zone, w.log(false)
	a, err := app.New(w.ctx, with)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	err = fn(a)
	if e, is := fault.As(err); is {
		return inWords(a.Locale(i18n.English), e)
	}
	return err
}

// isThere asks whether the program has begun the database. Nothing is made, neither a
// file nor tables.
func isThere(w *world, database string) (err error) {
	if path := fileOf(database); path != "" {
		if _, err := os.Stat(path); err != nil {
			return fmt.Errorf("%w: %w", errNoDatabase, err)
		}
	}
	d, err := db.Open(w.ctx, database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	begun, err := d.Begun(w.ctx)
	if err == nil && !begun {
		err = fmt.Errorf("%w: it is empty. `talim serve` begins one", errNoDatabase)
	}
	return err
}

// find reads a school by its code, and says which there are where it is none of them.
func find(w *world, a *app.App, code string) (tree.Organisation, error) {
	o, err := tree.ByCode(w.ctx, a.DB().Read(), code)
	if !fault.Is(err, fault.KindNotFound) {
		return o, err
	}
	lines, _, err := a.Services().Schools.List(w.ctx, operator, schools.Filter{Limit: 20})
	if err != nil {
		return o, err
	}
	codes := make([]string, len(lines))
	for i, l := range lines {
		codes[i] = l.Code
	}
	return o, fmt.Errorf("no school has the code %q; there are: %s", code, strings.Join(codes, ", "))
}

type schoolList struct {
	schoolsOf
}

// Run lists.
func (c schoolList) Run(w *world) error {
	return c.with(w, func(a *app.App) error {
		lines, _, err := a.Services().Schools.List(w.ctx, operator, schools.Filter{})
		if err != nil {
			return err
		}
		table := tabwriter.NewWriter(w.out, 0, 4, 2, ' ', 0)
		_, _ = fmt.Fprintln(table, "CODE\tKIND\tNAME\tPEOPLE\tLAST SIGN-IN\tSTATE")
		for _, l := range lines {
			_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%s\t%s\n", l.Code, l.Kind, l.Name().For(i18n.English), l.People, dayOf(l.LastSignIn), stateOf(l))
		}
		return table.Flush()
	})
}

func dayOf(i calendar.Instant) string {
	if i == "" {
		return "-"
	}
	return string(calendar.DateOf(i.Time()))
}

func stateOf(l schools.Line) string {
	switch {
	case l.Why == hold.Left:
		return "left on " + string(l.Away) + " for " + l.Place
	case l.Why != "":
		return string(l.Why)
	case l.Closing != "":
		return "open until " + string(l.Closing.AddDays(-1))
	}
	return "open"
}

type schoolAdd struct {
	keptKeys               // they keep the code for another printing, and vouch for its account
	Code          string   `required:"" help:"Short code, one word."`
	Name          string   `required:"" help:"Name in Russian."`
	NameKK        string   `name:"name-kk" help:"Name in Kazakh; that in Russian when not given."`
	NameEN        string   `name:"name-en" help:"Name in English."`
	Kind          string   `enum:"school,district,region,company,ministry" default:"school" help:"school, district, region, company or ministry."`
	Under         string   `help:"Code of the district or region it stands under; without it at the top."`
	Administrator string   `required:"" help:"Family name and given name of the first administrator."`
	Login         string   `help:"Her login; CODE.admin when not given."`
	Languages     []string `default:"kk" help:"Languages of instruction: kk, ru, en."`
	Timezone      string   `default:"Asia/Almaty" help:"Time zone of the school."`
}

// Run adds.
func (c schoolAdd) Run(w *world) error {
	return c.withKeys(w, false, func(a *app.App) error {
		in, err := c.school(w, a)
		if err != nil {
			return err
		}
		made, err := a.Services().Schools.Add(w.ctx, operator, in)
		if err != nil {
			return err
		}
		w.say("%s is added.", made.School.Code)
		sayTicket(w, made.Ticket)
		return nil
	})
}

func (c schoolAdd) school(w *world, a *app.App) (schools.NewSchool, error) {
	parent := ""
	if c.Under != "" {
		over, err := find(w, a, c.Under)
		if err != nil {
			return schools.NewSchool{}, err
		}
		parent = over.ID
	}
	if c.NameKK == "" {
		c.NameKK = c.Name
	}
	family, given, _ := strings.Cut(people.OneLine(c.Administrator), " ")
	return schools.NewSchool{
		Kind: tree.Kind(c.Kind), Parent: parent, Login: c.Login, Administrator: people.StaffFacts{FamilyName: family, GivenName: given},
		Facts: tree.Facts{
			Code: c.Code, Name: i18n.Text{KK: c.NameKK, RU: c.Name, EN: c.NameEN}, Timezone: c.Timezone, Languages: c.Languages,
		},
	}, nil
}

func sayTicket(w *world, t accounts.Ticket) {
	w.say("%s signs in at /sign-in/first with the login %s and the code %s, until %s.", t.Name, t.Login, t.OneTime, dayOf(t.Expires))
}

// oneSchool is a command about a school that is there.
type oneSchool struct {
	keptKeys        // they vouch for what is written
	School   string `required:"" help:"Code of the school."`
}

// about runs fn for the school.
func (c oneSchool) about(w *world, fn func(a *app.App, school tree.Organisation) error) error {
	return c.withKeys(w, false, func(a *app.App) error {
		school, err := find(w, a, c.School)
		if err != nil {
			return err
		}
		return fn(a, school)
	})
}

type schoolClose struct {
	oneSchool
	LastDay string `placeholder:"DATE" help:"The last day, such as 2026-05-31; today when not given."`
}

// Run closes.
func (c schoolClose) Run(w *world) error {
	return c.about(w, func(a *app.App, school tree.Organisation) error {
		day := a.Services().Schools.Today()
		if c.LastDay != "" {
			var err error
			if day, err = calendar.Within(day, c.LastDay); err != nil {
				return fmt.Errorf("--last-day %s is no date such as 2026-05-31", c.LastDay)
			}
		}
		if err := a.Services().Schools.Close(w.ctx, operator, school.ID, day); err != nil {
			return err
		}
		w.say("%s takes changes until %s, and can be read after that.", school.Code, day)
		return nil
	})
}

type schoolReopen struct {
	oneSchool
}

// Run opens again.
func (c schoolReopen) Run(w *world) error {
	return c.about(w, func(a *app.App, school tree.Organisation) error {
		if err := a.Services().Schools.Reopen(w.ctx, operator, school.ID); err != nil {
			return err
		}
		w.say("%s takes changes again.", school.Code)
		return nil
	})
}

type schoolCode struct {
	keptKeys        // they keep the code for another printing, and vouch for its account
	School   string `required:"" help:"Code of the school."`
}

// Run prints codes.
func (c schoolCode) Run(w *world) error {
	return c.withKeys(w, false, func(a *app.App) error {
		school, err := find(w, a, c.School)
		if err != nil {
			return err
		}
		slips, err := a.Services().Schools.NewCodes(w.ctx, operator, school.ID)
		for _, s := range slips {
			sayTicket(w, s.Ticket)
		}
		return err
	})
}
