package web

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A browser in which somebody has come in before says so with a cookie: a random number,
// and for each person a sum over it that only the program can make. The cookie names
// nobody, opens nothing and is worth nothing in the place of a password; who has it is
// counted apart when passwords are wrong.

const (
	knownCookie = "talim_known"
	knownLife   = 180 * 24 * time.Hour
	knownPeople = 20 // of one browser: the computer of a staff room
	knownTable  = "browser"
)

// known is what such a cookie holds.
type known struct {
	browser string
	sums    []string
}

func parseKnown(value string) known {
	parts := strings.Split(value, ".")
	return known{browser: parts[0], sums: parts[1:]}
}

func (k known) String() string { return strings.Join(append([]string{k.browser}, k.sums...), ".") }

func (s *Site) knownOf(r *http.Request) known {
	c, err := s.cookie(r, knownCookie)
	if err != nil || len(c.Value) > 4000 {
		return known{}
	}
	return parseKnown(c.Value)
}

// knows finds the sum of somebody in the cookie, or -1.
func (s *Site) knows(k known, who string) int {
	if k.browser == "" || who == "" {
		return -1
	}
	return slices.IndexFunc(k.sums[:min(len(k.sums), knownPeople)], func(sum string) bool { return s.Keeper.Vouches(sum, knownTable, k.browser, who) })
}

// personKey is under what wrong proofs of somebody are counted.
func (s *Site) personKey(r *http.Request, who string) string {
	if k := s.knownOf(r); s.knows(k, who) >= 0 {
		return hashed("known:" + k.browser + ":" + who)
	}
	return hashed("login:" + who)
}

// remember notes in the browser what somebody who has come in with it proved, the latest first.
func (s *Site) remember(w http.ResponseWriter, r *http.Request, proved ...string) {
	if len(proved) == 0 {
		return
	}
	k := s.knownOf(r)
	if k.browser == "" {
		k.browser = rand.Text()
	}
	for _, who := range proved {
		if i := s.knows(k, who); i >= 0 {
			k.sums = slices.Delete(k.sums, i, i+1)
		}
		k.sums = slices.Insert(k.sums, 0, s.Keeper.Vouch(knownTable, k.browser, who))
	}
	k.sums = k.sums[:min(len(k.sums), knownPeople)]
	s.setCookie(w, r, knownCookie, k.String(), int(knownLife.Seconds()))
}
