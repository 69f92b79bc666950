package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"talim/internal/access"
)

// FormOf is one form as a value: the page it stands on, what is read from it, and
// what is done with that. T is the plain input of the verb.
type FormOf[T any] struct {
	At         string // its address, such as "/people/staff/{id}/post"
	Permission access.Permission
	Upload     bool // takes a file, see ReadUpload

	// Show is the page with the form in it. A fresh form takes its first values
	// from f.Begin, or f.Stands where it changes a record.
	Show func(r *http.Request, f *Form) (Page, error)
	// Fields are what the form asks for, made by package ask: what is typed is read
	// into in, and f.Sheet draws them.
	Fields func(in *T) []Field
	// Read is what was typed as plain data, for a form that is more than its Fields.
	// What it notes as wrong, such as letters in a number, is shown before anything
	// is done.
	Read func(f *Form) T
	// Do calls the verb, and says where to go on; [On] and [OnThe] make the usual ones.
	Do func(r *http.Request, in T) (Done, error)
}

// Done is where a person goes on after a form, and what the page there says.
type Done struct {
	URL, Key string // Key "" says nothing
	Args     []any
}

// Next makes a Done; args as in i18n.T.
func Next(url, key string, args ...any) Done { return Done{url, key, args} }

// OnThe makes the Do of a verb about the thing whose id stands in the address; the
// page of that thing says the message of the key.
func OnThe[T any](verb func(ctx context.Context, actor access.Actor, id string, in T) error, page func(id string) string, key string) func(*http.Request, T) (Done, error) {
	return func(r *http.Request, in T) (Done, error) {
		id := r.PathValue("id")
		return Next(page(id), key), verb(r.Context(), access.ActorFrom(r.Context()), id, in)
	}
}

// On makes the Do of a verb about no thing in particular.
func On[T any](verb func(ctx context.Context, actor access.Actor, in T) error, page, key string) func(*http.Request, T) (Done, error) {
	return func(r *http.Request, in T) (Done, error) {
		return Next(page, key), verb(r.Context(), access.ActorFrom(r.Context()), in)
	}
}

// Routes are the page of the form and the answer to it, at one address.
func (f FormOf[T]) Routes() []Route {
	return []Route{
		{Pattern: "GET " + f.At, Permission: f.Permission, Handle: f.Get},
		f.Answer(),
	}
}

// Answer is the answer alone, of a form that stands on a page of another address.
func (f FormOf[T]) Answer() Route {
	return Route{Pattern: "POST " + f.At, Permission: f.Permission, Handle: f.Post, Upload: f.Upload, bounds: true}
}

// Act makes the handler of a button, which has no form to show again: do calls the verb
// and says where to go on, and what is refused is the error that the person sees. Where
// do reads a number, it asks f.Err before the verb.
func Act(do func(r *http.Request, f *Form) (Done, error)) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		form := ReadForm(r)
		done, err := do(r, &form)
		if err != nil {
			return err
		}
		return SeeOther(w, r, done.URL, done.Key, done.Args...)
	}
}

// ActOnVersion is Act of a verb on the thing of the address, in the version that the page
// of the button showed; the page of that thing says the message of the key.
func ActOnVersion(
	verb func(ctx context.Context, actor access.Actor, id string, version int) error, page func(id string) string, key string,
) func(http.ResponseWriter, *http.Request) error {
	on := OnThe(verb, page, key)
	return Act(func(r *http.Request, f *Form) (Done, error) {
		version := f.Version()
		if err := f.Err(); err != nil {
			return Done{}, err
		}
		return on(r, version)
	})
}

// Get shows the form before anybody typed.
func (f FormOf[T]) Get(w http.ResponseWriter, r *http.Request) error {
	form := f.form(r)
	page, err := f.Show(r, &form)
	if err != nil {
		return err
	}
	return Show(w, r, http.StatusOK, page)
}

// Post does what the form asks for, or shows it again with what was typed.
func (f FormOf[T]) Post(w http.ResponseWriter, r *http.Request) error {
	form := f.form(r)
	done, err := f.take(r, &form)
	if err == nil {
		return SeeOther(w, r, done.URL, done.Key, done.Args...)
	}
	status := Refused(&form, err)
	if status == 0 {
		return err
	}
	page, showing := f.Show(r, &form)
	switch {
	case showing != nil && status == http.StatusConflict:
		return err // the record is such that it has no form any more
	case showing != nil:
		return showing
	}
	return Show(w, r, status, page)
}

func (f FormOf[T]) take(r *http.Request, form *Form) (Done, error) {
	in := f.read(form)
	if err := form.Err(); err != nil {
		return Done{}, err
	}
	return f.Do(r, in)
}

// form is the form of the request, with what it asks for and where it is sent.
func (f FormOf[T]) form(r *http.Request) Form {
	form := ReadForm(r)
	form.action = addressIn(f.At, r)
	if f.Fields != nil {
		form.fields = f.Fields(new(T))
	}
	return form
}

func (f FormOf[T]) read(form *Form) T {
	if f.Fields == nil {
		return f.Read(form)
	}
	var in T
	for _, x := range f.Fields(&in) {
		x.Read(form)
	}
	return in
}

// addressIn is the address of a pattern, with what the request has in its places.
func addressIn(pattern string, r *http.Request) string {
	parts := strings.Split(pattern, "/")
	for i, part := range parts {
		if name, is := strings.CutPrefix(part, "{"); is {
			parts[i] = url.PathEscape(r.PathValue(strings.TrimSuffix(name, "}")))
		}
	}
	return strings.Join(parts, "/")
}
