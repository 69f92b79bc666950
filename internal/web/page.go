package web

import (
	"bytes"
	"io"
	"mime"
	"net/http"
	"strconv"

	"github.com/a-h/templ"

	"talim/internal/document"
	"talim/internal/i18n"
	"talim/internal/web/assets"
)

// Page is a page inside the layout. Texts are in the reader's language already.
type Page struct {
	Title  string
	Kicker string          // small line above the title: where we are, which year
	Action templ.Component // the one next action beside the title; nil: none
	Sees   string          // who can see this, for pages that hold something private
	Back   Link            // the way up
	Body   templ.Component
	Narrow bool   // a column to read or to fill in, not the full width
	Here   string // address of this page for the language switch, where a POST answers with it
}

// Link is a text that leads somewhere. The zero Link is none.
type Link struct{ Text, URL string }

// Show writes the page. It writes nothing when it fails, so that the error page
// can still be shown.
func Show(w http.ResponseWriter, r *http.Request, status int, p Page) error {
	v := visitOf(r.Context())
	f := frame{Page: p, visit: v, here: "/", carry: carried(r)}
	if v.site != nil {
		f.here = v.site.here(r, p)
		if status < http.StatusBadRequest { // what was kept before is no word for what failed now
			f.flash, f.hasFlash = v.site.takeFlash(w, r)
		}
	}
	var b bytes.Buffer
	if err := layout(f).Render(r.Context(), &b); err != nil {
		return err
	}
	return write(w, r, status, "text/html; charset=utf-8", marked(r.Context(), b.Bytes()))
}

func write(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) error {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Language", string(i18n.From(r.Context()).Language()))
	h.Add("Vary", "Cookie")
	w.WriteHeader(status)
	_, err := w.Write(body)
	return err
}

// SeeOther leads to an address of ours; the next page shows the message of the
// flash key, "" for none. Args as in i18n.T.
func SeeOther(w http.ResponseWriter, r *http.Request, url, flashKey string, args ...any) error {
	s := siteOf(r.Context())
	if flashKey != "" && s != nil {
		if err := s.setFlash(w, r, flashKey, args); err != nil {
			return err
		}
	}
	http.Redirect(w, r, url, http.StatusSeeOther)
	return nil
}

// Download sends a file, with codes in the place of names where it is asked for so. It is
// made whole before the first byte leaves, so that a failure is a page and not half a file.
func Download(w http.ResponseWriter, r *http.Request, filename, contentType string, make func(io.Writer) error) error {
	coder, err := coderOf(r)
	if err != nil {
		return err
	}
	if coder == nil {
		return send(w, r, filename, contentType, make)
	}
	var b bytes.Buffer
	if err := make(&b); err != nil {
		return err
	}
	content, err := coded(coder, contentType, b.Bytes())
	if err != nil {
		return err
	}
	return send(w, r, filename, contentType, func(out io.Writer) error {
		_, err := out.Write(content)
		return err
	})
}

// send sends a file as it is.
func send(w http.ResponseWriter, r *http.Request, filename, contentType string, make func(io.Writer) error) error {
	var b bytes.Buffer
	if err := make(&b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": filename}))
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	return write(w, r, http.StatusOK, contentType, b.Bytes())
}

// showDocument shows a document as a page of its own, for reading and for print.
func showDocument(w http.ResponseWriter, r *http.Request, d document.Document) error {
	d.Stylesheet = assets.URL("print.css")
	var b bytes.Buffer
	if err := document.HTML(&b, d); err != nil {
		return err
	}
	return write(w, r, http.StatusOK, "text/html; charset=utf-8", b.Bytes())
}
