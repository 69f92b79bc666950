package schooltest

import (
	"slices"
	"strings"
	"sync"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/fault"
)

// Act is a verb that somebody uses on a record of the school, with input that is taken.
type Act struct {
	Name      string
	May       []access.Role // who may
	Forbidden string        // what everybody else is told
	ID        string        // of the record, "" where none is named
	Missing   string        // what is said of a record that is not there, as apptest.Says gives it
	Again     string        // what is said the second time; "" where it is as it should be already
	Do        func(a access.Actor, id string) error
}

// Attack lets everybody try each verb who may not, those who may try it on what is not
// there and from another school, and then does it twice. What is refused changes no row,
// what is done writes one entry with the name of who did it, and the second time none.
func (s *School) Attack(acts ...Act) {
	s.T.Helper()
	watch := apptest.NewWatch(s.T, s.D)
	var refused []apptest.Refusal
	for _, x := range acts {
		add := func(who string, a access.Actor, id, want string) {
			refused = append(refused, apptest.Refusal{Name: x.Name + " by " + who, Want: want, Err: func() error { return x.Do(a, id) }})
		}
		for _, role := range access.Roles {
			if !slices.Contains(x.May, role) {
				add(string(role), Actor(ID, "somebody", role), x.ID, x.Forbidden)
			}
		}
		add("nobody", access.Actor{}, x.ID, x.Forbidden)
		if x.ID != "" {
			add("another school", Actor(Other, "other", x.May...), x.ID, x.Missing)
			add("who may, of nothing", Actor(ID, "somebody", x.May...), "none", x.Missing)
		}
	}
	watch.Refuses(refused...)
	for _, x := range acts {
		s.twice(watch, x)
	}
}

// twice does a verb and does it again.
func (s *School) twice(watch *apptest.Watch, x Act) {
	s.T.Helper()
	by := Actor(ID, "deputy", x.May...)
	var entries []string
	for _, line := range watch.Changed(func() { s.OK(x.Do(by, x.ID)) }) {
		if strings.HasPrefix(line, "+ journal_entry ") {
			entries = append(entries, line)
		}
	}
	if len(entries) != 1 || !strings.Contains(entries[0], " staff_id=deputy") {
		s.T.Errorf("%s is journalled as %q", x.Name, entries)
	}
	watch.Refuses(apptest.Refusal{Name: x.Name + " again", Want: x.Again, Err: func() error { return x.Do(by, x.ID) }})
}

// Race lets several do the same at once: one does it, the others are told of a conflict.
func (s *School) Race(name string, do func(i int) error) {
	s.T.Helper()
	errs := make([]error, racers)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { errs[i] = do(i) })
	}
	group.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
		} else {
			s.Refused(err, fault.KindConflict)
		}
	}
	if done != 1 {
		s.T.Errorf("%s was done %d times", name, done)
	}
}

// racers are as many as let two meet.
const racers = 4
