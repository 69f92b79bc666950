// Package link knows every address of the program, each as a function, one file
// an area. Pages link to one another through it without importing one another,
// and together the files are the map of the site. It knows paths and
// identifiers only.
package link

import (
	"net/url"
	"strings"
)

// Home is the start page, Today.
func Home() string { return "/" }

// SignIn is the sign-in page; afterwards the person comes to the path to.
// An empty to leads to the start page.
func SignIn(to string) string {
	if to == "" || to == Home() {
		return "/sign-in"
	}
	return With("/sign-in", "to", to)
}

// SignOut ends the session (POST).
func SignOut() string { return "/sign-out" }

// Language switches the language of a page that cannot be asked for again (POST).
func Language() string { return "/language" }

// Path joins the segments to a path, each escaped: Path("people", "staff", id).
func Path(segments ...string) string {
	var b strings.Builder
	for _, s := range segments {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(s))
	}
	return b.String()
}

// With adds a query to an address: name, value, name, value. Pairs without a
// value are left out.
func With(address string, pairs ...string) string {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			v.Add(pairs[i], pairs[i+1])
		}
	}
	if len(v) == 0 {
		return address
	}
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	return address + mark + v.Encode()
}

// Coded is the address of a file with codes in the place of names.
func Coded(address string) string { return With(address, "codes", "1") }
