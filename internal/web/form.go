package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/web/component"
)

// Form is what was typed, with what is wrong with it. The zero Form is empty.
type Form struct {
	values    url.Values
	faults    fault.Fields
	sent      bool                 // somebody sent it; else it shows what stands there before
	outdated  bool                 // refused because of a change of somebody else
	meanwhile map[string]Meanwhile // what that change was, by field

	today  calendar.Date // of the request, by the wall clock: how far dates may reach; "" outside of a Site
	fields []Field       // what a FormOf asks for
	action string        // and where it is sent
}

// NewForm is a form before anybody typed: name, value, name, value. The same
// name twice gives it two values.
func NewForm(pairs ...string) Form {
	f := Form{values: url.Values{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.values.Add(pairs[i], pairs[i+1])
	}
	return f
}

// ReadForm is the form of the request: the query of a GET, the body of a POST.
func ReadForm(r *http.Request) Form {
	body := bodyOf(r.Context())
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return Form{values: cleanAll(r.URL.Query()), today: dayOf(r)}
	}
	if body.values == nil {
		if err := r.ParseForm(); err != nil { // outside a Site, in tests
			return Form{}
		}
		body.values = cleanAll(r.PostForm)
	}
	f := Form{values: body.values, sent: true, today: dayOf(r)}
	for _, name := range body.tooLong {
		f.faults.Add(name, "fault.too_long", "Count", maxValue)
	}
	return f
}

// dayOf is the day of the request; "" outside of a Site.
func dayOf(r *http.Request) calendar.Date {
	began := factsOf(r.Context()).began
	if began.IsZero() {
		return ""
	}
	return calendar.DateOf(began)
}

// cleanAll makes texts that both databases take: valid UTF-8 without NUL, lines
// ended by one character.
func cleanAll(in url.Values) url.Values {
	out := make(url.Values, len(in))
	for name, values := range in {
		for _, value := range values {
			out.Add(cleanText(name), cleanText(value))
		}
	}
	return out
}

var oneLineEnd = strings.NewReplacer("\x00", "", "\r\n", "\n", "\r", "\n")

func cleanText(text string) string { return oneLineEnd.Replace(strings.ToValidUTF8(text, "")) }

// Value is the field without spaces around it.
func (f Form) Value(name string) string { return strings.TrimSpace(f.values.Get(name)) }

// Raw is the field exactly as typed, for passwords.
func (f Form) Raw(name string) string { return f.values.Get(name) }

// Values are all values of the field that are not empty.
func (f Form) Values(name string) []string {
	var out []string
	for _, v := range f.values[name] {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// Checked says whether the box is checked.
func (f Form) Checked(name string) bool { return f.Value(name) != "" }

// Date is the field as a date. What is no date comes back as typed, and a day that nobody
// plans for as calendar.TooFar, so that the verb, which asks for a valid date, refuses it
// at the field.
func (f Form) Date(name string) calendar.Date {
	d, err := calendar.Within(f.today, f.Value(name))
	if err != nil && d != calendar.TooFar {
		return calendar.Date(f.Value(name))
	}
	return d
}

// Clock is the field as a time of day; what is none comes back as typed.
func (f Form) Clock(name string) calendar.Clock {
	if c, err := calendar.ParseClock(f.Value(name)); err == nil {
		return c
	}
	return calendar.Clock(f.Value(name))
}

// Int is the field as a whole number, zero when empty. What is no number is
// noted; ask Err before calling the verb.
func (f *Form) Int(name string) int {
	text := f.Value(name)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		f.faults.Add(name, "fault.number")
	}
	return n
}

// IntNeeded reads a whole number where an empty field is no 0.
func (f *Form) IntNeeded(name string) int {
	if f.Value(name) == "" {
		f.faults.Add(name, "fault.text_missing")
	}
	return f.Int(name)
}

// Answer is the yes or no of component.YesNo. A form without an answer is none:
// invalid input, which is noted as well as returned.
func (f *Form) Answer(name string) (yes bool, err error) {
	switch f.Value(name) {
	case component.Yes:
		return true, nil
	case component.No:
		return false, nil
	}
	f.faults.Add(name, "fault.answer_missing")
	return false, fault.Invalid(name, "fault.answer_missing")
}

// Err is what could not even be read, as invalid input.
func (f Form) Err() error { return f.faults.Err() }

// Take says whether err is invalid input, and then keeps what is wrong, so that
// the form can be shown again with 422.
func (f *Form) Take(err error) bool {
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.KindInvalid {
		return false
	}
	f.faults = e.Fields
	if len(f.faults) == 0 {
		f.faults = fault.Fields{{Message: e.Says}}
	}
	return true
}

// Error is what is wrong with the field, in the reader's language; "" is
// nothing. The empty name is the form as a whole.
func (f Form) Error(ctx context.Context, name string) string {
	for _, fa := range f.faults {
		if fa.Name == name {
			return i18n.Say(ctx, fa.Message)
		}
	}
	return ""
}

// Faults is all that is wrong, in order.
func (f Form) Faults() []fault.Field { return f.faults }

// Sent says whether the field was in what somebody sent.
func (f Form) Sent(name string) bool { return f.sent && f.values.Has(name) }

// SentTo says whether what somebody sent was the form of the address; several forms of
// one page may share what they show.
func (f Form) SentTo(action string) bool { return f.sent && f.action == action }

// LeaveOut shows fields empty whose text could not be opened, and says so in the form,
// which then keeps it: through a refused form, and when its key is found meanwhile.
// What somebody sent stays.
func (f *Form) LeaveOut(names ...string) {
	if f.sent {
		return
	}
	for _, name := range names {
		f.Set(name, "")
		f.values.Add(component.FieldLeftOut, name)
	}
}

// LeftOut are the fields that were left out, for the verb that saves the form.
func (f Form) LeftOut() []string { return f.Values(component.FieldLeftOut) }

// Refused says with which status the form is shown again, holding what was typed:
// invalid input, or a conflict with somebody else's change. Zero is nothing that
// a form can show.
func Refused(f *Form, err error) int {
	if f.Take(err) {
		return http.StatusUnprocessableEntity
	}
	if e, ok := fault.As(err); ok && e.Kind == fault.KindConflict {
		f.outdated = true
		f.faults = fault.Fields{{Message: e.Says}}
		return http.StatusConflict
	}
	return 0
}

// Set gives the field one value.
func (f *Form) Set(name, value string) {
	if f.values == nil {
		f.values = url.Values{}
	}
	f.values.Set(name, value)
}
