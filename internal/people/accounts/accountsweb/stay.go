package accountsweb

import (
	"net/http"

	"talim/internal/web"
	"talim/internal/web/link"
)

// here is what pages say of the browser in which they stand.
type here struct {
	shared bool // it is marked as one of a computer that several use
	days   int  // for which one may stay signed in; 0: not here
}

func hereOf(r *http.Request) here {
	h := here{shared: web.IsShared(r)}
	if web.MayStay(r) {
		h.days = web.StayDays(r)
	}
	return h
}

// staying asks for the password before this device stays signed in: whoever sits at a
// session that was left open does not make it one of weeks.
func (p *Pages) staying(w http.ResponseWriter, r *http.Request) error {
	return p.showStaying(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) stay(w http.ResponseWriter, r *http.Request) error {
	form := web.ReadForm(r)
	err := tryPassword(r, func() error { return p.Accounts.Prove(r.Context(), actorOf(r), form.Raw("password")) })
	if form.Take(err) {
		return p.showStaying(w, r, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	if err := web.Stay(w, r, true); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.MySignIns(), "people.stay.done")
}

func (p *Pages) showStaying(w http.ResponseWriter, r *http.Request, status int, form web.Form) error {
	page := fromSignIns(r.Context(), "people.stay.title")
	page.Body = stayPage(form, hereOf(r))
	return web.Show(w, r, status, page)
}

// leave lets the session of this device end as any other.
func leave(w http.ResponseWriter, r *http.Request) error {
	if err := web.Stay(w, r, false); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.MySignIns(), "people.stay.left")
}

func endOne(r *http.Request, f *web.Form) (web.Done, error) {
	return web.Next(link.MySignIns(), "people.stay.ended"), web.EndSession(r.Context(), f.Value("session"))
}

// markShared marks the browser as one of a computer that several use: anybody may. Only
// who is signed in takes the mark away, see markOwn.
func markShared(w http.ResponseWriter, r *http.Request) error {
	if err := web.MarkShared(w, r, true); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.SignIn(""), "people.shared.marked")
}

func markOwn(w http.ResponseWriter, r *http.Request) error {
	shared := web.ReadForm(r).Value("shared") != ""
	if err := web.MarkShared(w, r, shared); err != nil {
		return err
	}
	said := "people.shared.unmarked"
	if shared {
		said = "people.shared.marked"
	}
	return web.SeeOther(w, r, link.MySignIns(), said)
}

// staysHere finds the session of this browser among the open ones.
func staysHere(open []web.OpenSession) bool {
	for _, s := range open {
		if s.Current {
			return s.Until != ""
		}
	}
	return false
}
