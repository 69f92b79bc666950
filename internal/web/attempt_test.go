package web_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/web"
	. "talim/internal/web/htmlcheck"
)

func (v *visitor) guess(login string) answer {
	v.t.Helper()
	return v.post("/sign-in", "login", login, "password", "wrong")
}

func waits(a answer) bool { return strings.Contains(a.body, "The next one is possible") }

func TestTryMakesTheWaitGrow(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		v := s.visitor()
		for range 5 {
			Page(t, v.guess("Teacher ").body, In("h1", NoText("possible")))
		}
		for _, minutes := range []int{1, 2, 4, 8, 15, 15} {
			a := v.post("/sign-in", "login", "teacher")
			Page(t, a.body, In("h1", HasText(fmt.Sprintf("possible in %d minute", minutes))))
			s.clock.Add(time.Duration(minutes)*time.Minute - time.Second)
			if !waits(v.guess("teacher")) {
				t.Errorf("a guess within the wait of %d minutes was compared", minutes)
			}
			s.clock.Add(time.Second)
			if waits(v.guess("teacher")) {
				t.Errorf("after the wait of %d minutes the next guess waits on", minutes)
			}
		}
		if a := v.post("/sign-in", "login", "director"); a.status != 303 {
			t.Errorf("another person: %d", a.status)
		}
		s.clock.Add(16 * time.Minute)
		if a := v.post("/sign-in", "login", "teacher"); a.status != 303 {
			t.Errorf("right, after the wait: %d", a.status)
		}
		for range 5 {
			if waits(v.guess("teacher")) {
				t.Error("the count went on after somebody was right")
			}
		}
	})
}

// Strangers guess at an account for as long as they want: whoever has come in with a
// browser before comes in with it all the same, and a new browser waits.
func TestTryLetsAKnownBrowserIn(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		home := s.as("teacher")
		home.post("/sign-out")
		for range 20 {
			s.visitor().guess("teacher")
		}
		if a := s.visitor().post("/sign-in", "login", "teacher"); !waits(a) {
			t.Errorf("a new browser in the midst of guessing: %d", a.status)
		}
		if a := home.post("/sign-in", "login", "teacher"); a.status != 303 {
			t.Errorf("the browser of the owner: %d", a.status)
		}
		if a := s.visitor().post("/sign-in", "login", "teacher"); !waits(a) {
			t.Errorf("a sign-in at home let strangers guess anew: %d", a.status)
		}
	})
}

// The mark of a browser frees nobody from waiting but whom it is of, and not for ever.
func TestTryCountsAKnownBrowser(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	shared := s.as("teacher")
	for range 5 {
		s.visitor().guess("director")
	}
	if !waits(shared.guess("director")) {
		t.Error("the browser of one person guesses freely at another")
	}
	for range 5 {
		shared.guess("teacher")
	}
	if !waits(shared.post("/sign-in", "login", "teacher")) {
		t.Error("in a known browser guessing has no end")
	}
}

func TestKnownBrowserNamesNobody(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	set := strings.Join(s.visitor().post("/sign-in", "login", "teacher").header.Values("Set-Cookie"), "\n")
	_, after, found := strings.Cut(set, "talim_known=")
	value, _, _ := strings.Cut(after, ";")
	if !found || strings.Contains(value, "teacher") {
		t.Fatalf("cookies %q", set)
	}
	r, _ := http.NewRequest(http.MethodPost, s.server.URL+"/sign-in", strings.NewReader("login=teacher&password=wrong"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: "talim_known", Value: "x" + value}) // of another browser
	v := s.visitor()
	for range 5 {
		v.guess("teacher")
	}
	if a := v.send(r); !waits(a) {
		t.Errorf("a mark that was made up is believed: %d", a.status)
	}
}

// A whole school behind one address, at eight in the morning, all at the same time, after
// a quarter of them mistyped; and once somebody there has guessed wildly.
func TestTryLetsASchoolInBehindOneAddress(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		for i := range 120 {
			s.visitor().guess(fmt.Sprint("nobody", i))
		}
		var all sync.WaitGroup
		refused := make(chan int, 200)
		for i := range 200 {
			all.Go(func() {
				if a := s.visitor().post("/sign-in", "login", fmt.Sprint("teacher", i)); a.status != 303 {
					refused <- a.status
				}
			})
		}
		all.Wait()
		close(refused)
		if len(refused) > 0 {
			t.Errorf("of 200 people behind one address %d were refused, such as with %d", len(refused), <-refused)
		}
	})
}

func TestTryCountsEachOfManyAtOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d)
		var all sync.WaitGroup
		compared := make(chan bool, 30)
		for range 30 {
			all.Go(func() {
				if !waits(s.visitor().guess("teacher")) {
					compared <- true
				}
			})
		}
		all.Wait()
		if n := len(compared); n != 5 {
			t.Errorf("of 30 guesses at the same time %d were compared, want 5", n)
		}
	})
}

func TestTryCountsOnlyWhatIsWrong(t *testing.T) {
	s := newSchool(t, apptest.Database(t))
	v := s.visitor()
	for range 4 {
		v.guess("teacher")
	}
	for range 10 {
		if waits(v.post("/sign-in", "login", "teacher", "password", "short")) {
			t.Fatal("what was not compared is counted as wrong")
		}
	}
	if a := v.post("/sign-in", "login", "teacher"); a.status != 303 {
		t.Errorf("right: %d", a.status)
	}
}

func TestTryKeepsFewCounts(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		s := newSchool(t, d, func(c *web.Config) { c.Limits = web.Limits{Kept: 20} })
		v := s.visitor()
		for range 5 {
			v.guess("teacher")
		}
		for i := range 60 {
			v.guess(fmt.Sprint("invented", i))
		}
		kept, err := db.One[int](context.Background(), d.Read(), `SELECT COUNT(*) FROM sign_in_attempt`)
		if err != nil || kept > 20 {
			t.Errorf("%d counts are kept, %v", kept, err)
		}
		if !waits(v.guess("teacher")) {
			t.Error("invented logins made the count of a real one be forgotten")
		}
	})
}
