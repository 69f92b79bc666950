package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"talim/internal/access"
	"talim/internal/fault"
)

// How large a body may be.
const (
	maxForm   = 1 << 20
	MaxUpload = 10 << 20 // of one file
	maxValue  = 20_000   // characters in one field

	// inMemory is how much of an upload stays in memory; the rest lies in a
	// temporary file until the request ends.
	inMemory = 1 << 20
	// drained is how much of a body that is too large is still read, so that the
	// browser sees our page and not a broken connection.
	drained = 100 << 20
)

// parsed is the body of a request.
type parsed struct {
	values url.Values
	files  *multipart.Form
	tooBig bool

	tooLong []string // names of fields that hold more than maxValue
}

// readBody reads the form. An upload that is too large is told by ReadUpload,
// at its field; any other body by an error. What a stranger sends to a page for
// others is read as far as a form goes, so that it is kept while they sign in.
func (s *Site) readBody(w http.ResponseWriter, r *http.Request, route Route, allowed bool) error {
	if r.Method != http.MethodPost {
		return nil
	}
	form, body, upload := bodyOf(r.Context()), r.Body, route.Upload && allowed
	r.Body = http.MaxBytesReader(w, body, route.limit(upload))
	err := parseBody(r)
	form.values, form.files = cleanAll(r.PostForm), r.MultipartForm
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		_, _ = io.CopyN(io.Discard, body, route.drained())
		form.tooBig = true
		if upload || route.Upload && !access.ActorFrom(r.Context()).SignedIn() { // who signs in again may send the file
			return nil
		}
		return errTooLarge
	}
	if err != nil {
		return fault.Invalid("", "fault.unreadable").Because(err)
	}
	return form.bounded(route.bounds || !allowed)
}

// limit is how large a body may be.
func (r Route) limit(upload bool) int64 {
	switch {
	case r.MaxBody > 0:
		return r.MaxBody
	case upload:
		return maxForm + MaxUpload
	}
	return maxForm
}

// drained is how much of a body that is too large is still read.
func (r Route) drained() int64 {
	if r.MaxBody > 0 {
		return 0 // for strangers: they may see a broken connection
	}
	return drained
}

// bounded refuses values that are longer than any of ours: at once, or later at the
// field, where the form shows that or is only kept.
func (p *parsed) bounded(later bool) error {
	var faults fault.Fields
	for name, values := range p.values {
		if slices.ContainsFunc(values, tooLong) && !strings.HasPrefix(name, "_") {
			faults.Add(name, "fault.too_long", "Count", maxValue)
			p.tooLong = append(p.tooLong, name)
		}
	}
	if later {
		return nil
	}
	return faults.Err()
}

func tooLong(value string) bool { return utf8.RuneCountInString(value) > maxValue }

func parseBody(r *http.Request) error {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return r.ParseMultipartForm(inMemory)
	}
	return r.ParseForm()
}

func closeFiles(ctx context.Context) {
	if files := bodyOf(ctx).files; files != nil {
		_ = files.RemoveAll() // temporary files; the system clears what stays
	}
}

// Upload is a file that came with a form.
type Upload struct {
	Name string // as on the sender's computer, without its folder
	Size int64
	multipart.File
}

// ReadUpload gives the file of the field, or invalid input at that field when
// there is none or it is larger than MaxUpload. Close it.
func ReadUpload(r *http.Request, field string) (Upload, error) {
	if bodyOf(r.Context()).tooBig {
		return Upload{}, fault.Invalid(field, "fault.file.large", "Limit", MaxUpload>>20)
	}
	file, header, err := r.FormFile(field)
	switch {
	case errors.Is(err, http.ErrMissingFile), errors.Is(err, http.ErrNotMultipart):
		return Upload{}, fault.Invalid(field, "fault.file.none")
	case err != nil:
		return Upload{}, err
	case header.Size > MaxUpload:
		return Upload{}, errors.Join(fault.Invalid(field, "fault.file.large", "Limit", MaxUpload>>20), file.Close())
	case header.Size == 0:
		return Upload{}, errors.Join(fault.Invalid(field, "fault.file.empty"), file.Close())
	}
	return Upload{Name: baseName(header.Filename), Size: header.Size, File: file}, nil
}

// ReadText gives the file of the field as text that both databases take, or invalid
// input as ReadUpload does. It holds the whole file: for routes with a small MaxBody.
func ReadText(r *http.Request, field string) (string, error) {
	file, err := ReadUpload(r, field)
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return "", err
	}
	return strings.TrimSpace(cleanText(string(text))), nil
}

// baseName cuts the folder that some browsers send, of either system.
func baseName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	return cleanText(name)
}
