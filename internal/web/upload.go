package web

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"talim/internal/fault"
)

// How large a body may be.
const (
	maxForm   = 1 << 20
	MaxUpload = 20 << 20 // of one file

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
}

// readBody reads the form. An upload that is too large is told by ReadUpload,
// at its field; any other body by an error.
func (s *Site) readBody(w http.ResponseWriter, r *http.Request, upload bool) error {
	if r.Method != http.MethodPost {
		return nil
	}
	v, body, limit := visitOf(r.Context()), r.Body, int64(maxForm)
	if upload {
		limit += MaxUpload
	}
	r.Body = http.MaxBytesReader(w, body, limit)
	err := parseBody(r)
	v.form.values, v.form.files = cleanAll(r.PostForm), r.MultipartForm
	if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
		_, _ = io.CopyN(io.Discard, body, drained)
		v.form.tooBig = true
		if !upload {
			return errTooLarge
		}
		return nil
	}
	if err != nil {
		return fault.Invalid("", "fault.unreadable").Because(err)
	}
	return nil
}

func parseBody(r *http.Request) error {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		return r.ParseMultipartForm(inMemory)
	}
	return r.ParseForm()
}

func closeFiles(ctx context.Context) {
	if files := visitOf(ctx).form.files; files != nil {
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
	v := visitOf(r.Context())
	if v.form.tooBig {
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

// baseName cuts the folder that some browsers send, of either system.
func baseName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	return strings.ToValidUTF8(name, "")
}
