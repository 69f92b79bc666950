package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"talim/internal/fault"
	"talim/internal/i18n"
)

// What a browser or a proxy sends beside the form: the message of the page before, the page to
// go on to, the host, the addresses on the way. Nobody is led away by it.
func FuzzRequest(f *testing.F) {
	for _, s := range []string{
		`{"k":"web.signin.ended","a":{"Count":1e999,"Name":{"x":[1]}}}`, "//evil.example", `/\evil.example`, "[::1]:8080", "fe80::1%eth0", "for=\"[2001:db8::1]:47011\"", "/a?lang=kk&theme=%zz", "\x00",
	} {
		f.Add(s)
	}
	bundle, err := i18n.NewBundle()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if m, err := decodeFlash([]byte(text)); err == nil {
			_ = bundle.Locale(i18n.Russian).Say(fault.Message(m))
		}
		if to := localPath(text); to != "" {
			u, err := url.Parse(to)
			if err != nil || u.Host != "" || u.Scheme != "" || strings.HasPrefix(to, "//") {
				t.Errorf("%q leads to %q", text, to)
			}
			if at := httptest.NewRequest("GET", "/", nil).URL.ResolveReference(u); at.Host != "" {
				t.Errorf("%q leads to the host %q", text, at.Host)
			}
			withoutLook(u)
		}
		isLoopback(hostOf(text))
		for _, hop := range hopsOf([]string{text, text}) {
			if a := parseHop(hop); a.IsValid() {
				network(a, hop)
			}
		}
		if got := cleanText(text); strings.ContainsAny(got, "\x00\r") || strings.ToValidUTF8(got, "") != got {
			t.Errorf("%q is cleaned to %q", text, got)
		}
	})
}
