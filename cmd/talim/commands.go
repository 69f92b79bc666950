package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"talim/internal/app"
	"talim/internal/db"
	"talim/internal/licence"
	"talim/internal/oidc"
	"talim/internal/web"
)

// commands are all that can be asked of the program; kong reads the tags.
type commands struct {
	LogFormat string `enum:"json,text,auto" default:"auto" help:"How the log is written: json or text. Without it: json, and for the demo text, of faults alone."`

	Demo     demoCommand     `cmd:"" default:"withargs" help:"Show the program with the three schools of the case studies (also without arguments)."`
	Serve    serveCommand    `cmd:"" help:"Serve a school or a district. The first visitor of an empty database creates the school."`
	Doctor   doctorCommand   `cmd:"" help:"Say whether all is well: files, database, keys, journal, and what was changed behind the program's back. Changes nothing."`
	Backup   backupCommand   `cmd:"" help:"Copy a SQLite database to a new file, also while the program runs."`
	Restore  restoreCommand  `cmd:"" help:"Put a backup in the place of a SQLite database. The program must not run."`
	Import   importCommand   `cmd:"" help:"Bring a list of staff or a timetable in. Without --apply it only says what would change."`
	School   schoolCommand   `cmd:"" help:"List, add and close the schools of a database."`
	Match    matchCommand    `cmd:"" help:"Match anybody's mentees and mentors, from a JSON file to a JSON file."`
	Schedule scheduleCommand `cmd:"" help:"Find time for meetings, visits, decades and cover, from a JSON file to a JSON file."`
	Keys     keysCommand     `cmd:"" help:"Check, change or print the keys that seal private texts."`
	Licences licencesCommand `cmd:"" help:"Print the licences of all that the program is made of, to be handed on with it."`
	Version  versionCommand  `cmd:"" help:"Print the version."`
}

// world is what a command works with.
type world struct {
	ctx       context.Context
	out, errs io.Writer
	format    string // of the log: json, text or auto
}

// log is that of a program that serves. Who only looks at the demo reads no log, and is
// told of faults.
func (w *world) log(demo bool) *slog.Logger {
	switch {
	case w.format == "text":
		return slog.New(slog.NewTextHandler(w.errs, nil))
	case w.format == "auto" && demo:
		return w.faults()
	}
	return slog.New(slog.NewJSONHandler(w.errs, nil))
}

func (w *world) faults() *slog.Logger {
	return slog.New(slog.NewTextHandler(w.errs, &slog.HandlerOptions{Level: slog.LevelError}))
}

// quiet is for a command that ends by itself: its answer is what it says, not a log of
// slow queries.
func (w *world) quiet() {
	if w.format == "auto" {
		slog.SetDefault(w.faults())
	}
}

// say prints a line for the person at the terminal.
func (w *world) say(format string, args ...any) {
	_, _ = fmt.Fprintf(w.out, format+"\n", args...)
}

type demoCommand struct {
	Addr     string `default:"127.0.0.1:8080" help:"Where to listen."`
	Database string `default:"sqlite:var/demo.db" help:"Database of the demo: sqlite:PATH or postgres://..."`
	Keys     string `help:"File of the keys that seal private texts; made when missing, without this beside the database."`
	LostKeys bool   `help:"Start although keys of private texts are lost: these texts stay unreadable."`
	Begins   string `enum:"september,january" default:"january" help:"Where a new demo begins: september, before its year, or january, in the middle of it."`
	Debug    bool   `help:"Show the page of components and count the queries of each page."`
}

// Run shows the demo.
func (c demoCommand) Run(w *world) error {
	keys := c.Keys
	if keys == "" { // nothing of the demo is worth two folders
		keys = strings.TrimSuffix(cmp.Or(fileOf(c.Database), "var/demo.db"), ".db") + ".keys"
	}
	return start(w, app.Config{Database: c.Database, Keys: keys, LostKeys: c.LostKeys, Addr: c.Addr, Demo: true, DemoBegins: c.Begins, Debug: c.Debug, Ready: func(address string) {
		w.say("Tälim is at %s - stop it with Ctrl+C", address)
	}})
}

type serveCommand struct {
	Database    string         `required:"" help:"sqlite:PATH for one school, postgres://... for a district and larger."`
	Keys        string         `help:"File of the keys that seal private texts, apart from the database and its backups; made for a new database. Without it: talim/talim.keys in the settings folder of the user."`
	LostKeys    bool           `help:"Start although keys of private texts are lost: these texts stay unreadable."`
	Addr        string         `default:"127.0.0.1:8080" help:"Where to listen."`
	MetricsAddr string         `help:"Where /metrics listens, apart from the pages, such as 127.0.0.1:9100; without it there is none."`
	Zone        string         `default:"Asia/Almaty" help:"Time zone of the business dates."`
	URL         string         `help:"Where people reach the program, such as https://talim.school.kz: it stands in papers, codes and calendars, and other names are refused. Without it: the names and addresses of this computer, or what the proxy says."`
	Secure      bool           `help:"The site is reached over https only."`
	Drain       time.Duration  `help:"How long /readyz answers 503 before the program takes no more requests, for a balancer: 10s, say."`
	TrustProxy  bool           `help:"A proxy in front sets X-Forwarded-For."`
	Proxies     []string       `help:"Addresses or networks of the proxies in front, such as 10.0.0.5 or 10.0.0.0/24; only these are believed. Without it: whoever connects."`
	StayDays    int            `default:"30" help:"For how many days people may stay signed in on a device of their own; -1: never."`
	FreeGuesses int            `default:"5" help:"Wrong passwords of one person before the next has to wait, each time twice as long."`
	LongestWait time.Duration  `default:"15m" help:"The longest wait after a wrong password."`
	Directory   directoryFlags `embed:"" prefix:"directory-"`
	Debug       bool           `hidden:"" help:"Show the page of components and count the queries of each page."`
}

// directoryFlags name a directory of others, by OpenID Connect.
type directoryFlags struct {
	Issuer string `help:"Address of a directory, such as a district's own, that says who somebody is (OpenID Connect); needs --url."`
	Name   string `help:"What people call it; stands on the button of the sign-in page."`
	Client string `help:"What the directory calls this server."`
	Secret string `help:"File with the secret that the directory gave for this server."`
	Claim  string `default:"sub" help:"What of its answer names a person for good and never passes to another."`
}

// config reads the secret and says what is wrong.
func (f directoryFlags) config(public *url.URL) (oidc.Config, error) {
	if f.Issuer == "" {
		return oidc.Config{}, nil
	}
	if public == nil {
		return oidc.Config{}, errors.New("--directory-issuer needs --url: the directory sends people back there")
	}
	c := oidc.Config{Name: f.Name, Issuer: f.Issuer, Client: f.Client, Claim: f.Claim}
	if f.Secret != "" {
		secret, err := os.ReadFile(f.Secret)
		if err != nil {
			return c, fmt.Errorf("--directory-secret: %w", err)
		}
		c.Secret = strings.TrimSpace(string(secret))
	}
	return c, c.Check()
}

// Run serves.
func (c serveCommand) Run(w *world) error {
	keys, err := keysFile(c.Keys, c.Database)
	if err != nil {
		return err
	}
	proxies, err := networks(c.Proxies)
	if err != nil {
		return err
	}
	public, err := publicOf(c.URL)
	if err != nil {
		return err
	}
	directory, err := c.Directory.config(public)
	if err != nil {
		return err
	}
	return start(w, app.Config{
		Directory: directory,
		Database:  c.Database, Keys: keys, LostKeys: c.LostKeys, Addr: c.Addr, MetricsAddr: c.MetricsAddr, Zone: c.Zone, Secure: c.Secure,
		StayDays: c.StayDays, Limits: web.Limits{Free: c.FreeGuesses, Longest: c.LongestWait},
		TrustProxy: c.TrustProxy || len(proxies) > 0, Proxies: proxies, Public: public, Names: ownNames(), Drain: c.Drain, Debug: c.Debug,
		Ready: func(address string) { w.say("Tälim is at %s", address) },
	})
}

// publicOf reads the address under which people reach the program; nil for none.
func publicOf(text string) (*url.URL, error) {
	if text == "" {
		return nil, nil
	}
	u, err := url.Parse(strings.TrimSuffix(text, "/"))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return nil, fmt.Errorf("--url %q is no address such as https://talim.school.kz", text)
	}
	return u, nil
}

// ownNames are what others on the network call this computer.
func ownNames() []string {
	name, err := os.Hostname()
	if err != nil || name == "" {
		return []string{"localhost"}
	}
	short, _, _ := strings.Cut(name, ".")
	return []string{name, short, short + ".local"}
}

// networks reads addresses and networks; an address is a network of one.
func networks(texts []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range texts {
		if address, err := netip.ParseAddr(text); err == nil {
			out = append(out, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("%q is neither an address nor a network", text)
		}
		out = append(out, network.Masked())
	}
	return out, nil
}

// startWithin is how long the program waits for a database server that starts at the
// same time, as after a power cut.
const startWithin = time.Minute

// start runs the program until it is told to stop.
func start(w *world, c app.Config) (err error) {
	c.Log, c.Wait = w.log(c.Demo), startWithin
	slog.SetDefault(c.Log)
	signal.Ignore(syscall.SIGPIPE)              // the reader of the log may go; the program goes on
	if err := free(w.ctx, c.Addr); err != nil { // before the demo is loaded
		return err
	}
	_, missing := os.Stat(c.Keys)
	a, err := app.New(w.ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if !c.Demo && errors.Is(missing, os.ErrNotExist) {
		w.say("%s is new: the keys of what teachers write in confidence. Keep a copy of it apart from the backups (talim keys paper --keys %s)", c.Keys, c.Keys)
	}
	if c.Demo { // to its end, also when told to stop: half a story is of no use
		if err := a.LoadDemo(context.WithoutCancel(w.ctx)); err != nil {
			return err
		}
	}
	return a.Run(w.ctx)
}

// free says whether nobody listens at the address.
func free(ctx context.Context, address string) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	return listener.Close()
}

type backupCommand struct {
	File     string `arg:"" help:"The file to write; it must not be there."`
	Database string `required:"" help:"The database to copy, sqlite:PATH."`
}

// Run makes a backup.
func (c backupCommand) Run(w *world) error {
	w.quiet()
	if err := db.BackupOf(w.ctx, c.Database, c.File); err != nil {
		return err
	}
	w.say("%s is a whole copy of %s", c.File, c.Database)
	return nil
}

type restoreCommand struct {
	File     string `arg:"" help:"The backup."`
	Database string `required:"" help:"The database it takes the place of, sqlite:PATH."`
}

// Run puts a backup in place.
func (c restoreCommand) Run(w *world) error {
	w.quiet()
	kept, err := db.Restore(w.ctx, c.File, c.Database)
	if err != nil {
		return err
	}
	w.say("%s has taken the place of %s", c.File, c.Database)
	if kept != "" {
		w.say("what was there before is in %s", kept)
	}
	return nil
}

type licencesCommand struct{}

// Run prints the licences.
func (licencesCommand) Run(w *world) error {
	_, err := io.WriteString(w.out, licence.Notices())
	return err
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(w *world) error {
	w.say("talim %s", version)
	return nil
}

// explain says in plain words what commonly goes wrong; the rest speaks for itself.
func explain(err error) string {
	var op *net.OpError
	switch {
	case errors.Is(err, db.ErrFull), errors.Is(err, syscall.ENOSPC):
		return "the disk is full: " + err.Error()
	case errors.As(err, &op) && errors.Is(err, syscall.EADDRINUSE):
		return fmt.Sprintf("%s is taken by another program; choose another address with --addr (make run ADDR=127.0.0.1:8081)", op.Addr)
	case errors.Is(err, os.ErrExist):
		return "the file is there already and is not overwritten: " + err.Error()
	}
	return err.Error()
}
