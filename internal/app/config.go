package app

import (
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"time"

	"talim/internal/oidc"
	"talim/internal/web"
)

// Config is what the program is started with. The zero value of each field but
// Database is usable.
type Config struct {
	Database    string        // "sqlite:PATH" or "postgres://..."
	Keys        string        // file of the keys that seal private texts; empty: a key of this run only, for tests
	LostKeys    bool          // start although texts need keys that the file does not have: they stay unreadable
	KeepNoCodes bool          // of a command that knows no file of keys: it gives no codes, and takes nothing over
	Addr        string        // where to listen, "127.0.0.1:8080" when empty
	MetricsAddr string        // where /metrics listens, apart from the pages; empty: nowhere
	Wait        time.Duration // how long to wait at the start for a database that is not up yet
	Drain       time.Duration // how long /readyz says that the program stops before it takes no more requests
	Zone        string        // time zone of the business dates, "Asia/Almaty" when empty

	StayDays int        // for which one may stay signed in; 0: web.DefaultStay, negative: nobody
	Limits   web.Limits // of guessing at passwords; the zero value is web.DefaultLimits

	Directory oidc.Config // of others, which says who somebody is; the zero value: none

	Demo       bool             // the three schools of the case studies, and their clock
	DemoBegins string           // how far its year is told when it is loaded first, by demo.Until; "": its first day
	Secure     bool             // reached over https only
	TrustProxy bool             // behind a proxy that sets X-Forwarded-For
	Proxies    []netip.Prefix   // those proxies; none: whoever connects is one
	Public     *url.URL         // where the world reaches the program; nil: as requests say
	Names      []string         // of this computer; without them and Public a request is answered under any name
	Debug      bool             // development: page of components, counts of queries
	Now        func() time.Time // real time; time.Now when nil
	Log        *slog.Logger     // silent when nil
	Ready      func(url string) // called when the server listens
}

func (c Config) withDefaults() Config {
	if c.Addr == "" {
		c.Addr = "127.0.0.1:8080"
	}
	if c.Zone == "" {
		c.Zone = "Asia/Almaty"
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if c.Ready == nil {
		c.Ready = func(string) {}
	}
	return c
}
