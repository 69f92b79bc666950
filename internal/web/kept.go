package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/secret"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// A session may end while somebody writes. What they then send is not lost: it
// travels as a hidden field of the sign-in page, and after the same account has
// signed in it stands on a page with one button that sends it again to where it
// was meant for. So no handler needs to know of it. Nothing of it is stored on
// the server; passwords and files do not travel. It is sealed for its account:
// whoever sits there next reads nothing of it, in the source of the page either.

const (
	// whoCookie says, as a hash, which account was last at this browser, so that
	// kept text is given back to nobody else.
	whoCookie = "talim_who"

	fieldTo   = "_to"
	fieldKept = "_kept"
	maxKept   = 200 << 10

	aboutKept = "web.kept/" // with the mark of the account
)

// Return is where a person goes on after signing in, and with what. The sign-in
// page renders Fields inside its form, and says HasText.
type Return struct {
	To       string // local path, "" for the start page
	TooLong  bool   // there was text, more than can be kept
	Ended    bool   // a form was sent without a session
	keptWire string // sealed, see keptText
}

type keptText struct {
	Action string     `json:"action"`
	Fields url.Values `json:"fields"`
}

// HasText says whether text waits to be sent again.
func (b Return) HasText() bool { return b.keptWire != "" }

// Fields are the hidden fields that the form of the sign-in page carries.
func (b Return) Fields() templ.Component { return returnFields(b) }

// ReturnOf is where the sign-in page of this request leads.
func ReturnOf(r *http.Request) Return {
	v := visitOf(r.Context())
	if v.back.Ended || v.back.To != "" {
		return v.back
	}
	form := ReadForm(r)
	b := Return{To: localPath(form.Value(fieldTo))}
	if b.To == "" {
		b.To = localPath(r.URL.Query().Get("to"))
	}
	if wire := form.Value(fieldKept); secret.IsSealed(wire) {
		b.keptWire = wire
	}
	return b
}

// Towards lets somebody who signs in come to the address, where it stays on this site.
func Towards(r *http.Request, to string) *http.Request {
	if to = localPath(to); to != "" {
		visitOf(r.Context()).back = Return{To: to}
	}
	return r
}

// localPath is the address when it stays on this site, else "".
func localPath(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host != "" || u.Scheme != "" || u.Opaque != "" {
		return ""
	}
	if !strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//") || strings.ContainsAny(address, "\\\r\n\t") {
		return ""
	}
	return address
}

func who(account string) string { return hashed("who:" + account)[:20] }

// keep is the Return of a form that came without a session. Whose it is stands in
// the form; what was last at this browser is asked where it does not.
func (s *Site) keep(r *http.Request) Return {
	b := Return{Ended: true}
	form := ReadForm(r)
	mark, fields := s.authorOf(r), withoutSecrets(form.values)
	if mark == "" || len(fields) == 0 {
		return b
	}
	text, err := json.Marshal(keptText{Action: r.URL.RequestURI(), Fields: fields})
	if err != nil || len(text) > maxKept {
		b.TooLong = true
		return b
	}
	b.keptWire = s.Keeper.Seal(aboutKept+mark, string(text))
	return b
}

func (s *Site) authorOf(r *http.Request) string {
	if mark := ReadForm(r).Value(fieldWho); mark != "" {
		return mark
	}
	c, err := s.cookie(r, whoCookie)
	if err != nil {
		return ""
	}
	return c.Value
}

// withoutSecrets leaves out passwords, which component.Field names in
// FieldSecret, and what is no content.
func withoutSecrets(values url.Values) url.Values {
	out := url.Values{}
	for name, vs := range values {
		if !strings.HasPrefix(name, "_") && !slices.Contains(values[component.FieldSecret], name) {
			out[name] = vs
		}
	}
	return out
}

// opened is the text that waits, where the account wrote it.
func (s *Site) opened(b Return, account string) (keptText, bool) {
	text, err := s.Keeper.Open(aboutKept+who(account), b.keptWire)
	var k keptText
	return k, err == nil && account != "" && b.HasText() && json.Unmarshal([]byte(text), &k) == nil && localPath(k.Action) != ""
}

// askSignIn answers somebody without a session.
func (s *Site) askSignIn(w http.ResponseWriter, r *http.Request) error {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		ended, err := s.wasEnded(r)
		if err != nil || !ended {
			return errors.Join(err, SeeOther(w, r, link.SignIn(r.URL.RequestURI()), ""))
		}
		s.setCookie(w, r, sessionCookie, "", -1)
		return SeeOther(w, r, link.SignIn(r.URL.RequestURI()), "web.signin.ended")
	}
	if s.signIn == nil {
		return errNoPage
	}
	visitOf(r.Context()).back = s.keep(r)
	return s.signIn(w, r)
}

// goOn answers after the account signed in.
func (s *Site) goOn(w http.ResponseWriter, r *http.Request, account string) error {
	ctx, v := r.Context(), visitOf(r.Context())
	actor, chrome, err := s.signedIn(ctx, account)
	if err != nil {
		return err
	}
	v.person.account, v.person.chrome, v.person.known = account, chrome, true
	if chrome.Language != "" {
		s.setCookie(w, r, languageCookie, string(chrome.Language), cookieYear)
		ctx = i18n.With(ctx, s.Messages.Locale(chrome.Language))
	}
	b := ReturnOf(r)
	kept, mine := s.opened(b, account)
	switch {
	case mine:
		return showKept(w, r.WithContext(access.With(ctx, actor)), kept)
	case b.HasText():
		return SeeOther(w, r, link.Home(), "web.kept.other")
	case b.To != "":
		return SeeOther(w, r, b.To, "")
	}
	return SeeOther(w, r, link.Home(), "")
}

func showKept(w http.ResponseWriter, r *http.Request, k keptText) error {
	return Show(w, r, http.StatusOK, Page{Title: i18n.T(r.Context(), "web.kept.title"), Body: keptPage(k), Narrow: true})
}

// carried is the Return that a page must not lose when its language changes.
func carried(r *http.Request) Return {
	if r.Method != http.MethodPost {
		return Return{}
	}
	if b := ReturnOf(r); b.HasText() {
		return b
	}
	return Return{}
}

// changeLanguage switches the language of a page on which text waits. There the
// switch is a form and no link, since the text must come along.
func (s *Site) changeLanguage(w http.ResponseWriter, r *http.Request) error {
	lang, ok := i18n.ParseLanguage(ReadForm(r).Value("lang"))
	if !ok || s.signIn == nil {
		return errNoPage
	}
	s.setCookie(w, r, languageCookie, string(lang), cookieYear)
	r = r.WithContext(i18n.With(r.Context(), s.Messages.Locale(lang)))
	if kept, mine := s.opened(ReturnOf(r), personOf(r.Context()).account); mine {
		return showKept(w, r, kept)
	}
	return s.signIn(w, r)
}

// unsaved is what a person typed that an error kept from being saved. The page of
// the error gives it back: to read, and where sending it again may help, to send.
type unsaved struct {
	text  keptText
	form  string // where it was typed, "" where that is no page
	again bool
}

func (u unsaved) any() bool { return len(u.text.Fields) > 0 }

// unsaved reads the form of a request that failed. A form with a password is
// typed anew. The page of an error of ours is shown to whoever helps, so it leads
// to the form and says nothing of what was typed there; the browser has its draft.
func (s *Site) unsaved(r *http.Request, status int) unsaved {
	values := bodyOf(r.Context()).values
	lost := status >= http.StatusInternalServerError || status == http.StatusConflict || status == http.StatusUnprocessableEntity
	if r.Method != http.MethodPost || !lost || len(values[component.FieldSecret]) > 0 || values.Has("password") || s.ofAnother(r) {
		return unsaved{}
	}
	var u unsaved
	if s.serves(http.MethodGet, r) {
		u.form = r.URL.RequestURI()
	}
	if status != http.StatusInternalServerError {
		u.text = keptText{Action: r.URL.RequestURI(), Fields: withoutSecrets(values)}
		u.again = status == http.StatusServiceUnavailable
	}
	return u
}

// names are the kept fields in a steady order.
func (k keptText) names() []string {
	names := make([]string, 0, len(k.Fields))
	for name := range k.Fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// texts are the values worth showing: what a person typed, no identifiers.
func (k keptText) texts() []string {
	var out []string
	for _, name := range k.names() {
		for _, text := range k.Fields[name] {
			if strings.ContainsAny(text, " \n") {
				out = append(out, text)
			}
		}
	}
	return out
}
