// Package assets serves the look: style sheet, script, mark and fonts, and the
// sheet of printable documents, which comes from package document. Each
// file has a hash of its contents in its name, so browsers keep it for good and
// a new version of the program is seen at once.
package assets

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"

	"talim/internal/document"
)

// Root is where the files stand.
const Root = "/assets/"

//go:embed files/* fonts/*.woff2 fonts/OFL.txt
var files embed.FS

// set is the files under their hashed names.
type set struct {
	urls   map[string]string // "talim.css" to its address
	bodies map[string][]byte // by hashed name
}

var load = sync.OnceValue(func() set {
	s := set{urls: map[string]string{}, bodies: map[string][]byte{}}
	names, err := fs.Glob(files, "f*/*")
	if err != nil { // only for a bad pattern
		return s
	}
	var sheets []string
	for _, name := range names {
		if path.Ext(name) == ".css" {
			sheets = append(sheets, name)
			continue
		}
		s.add(path.Base(name), read(name))
	}
	s.add("print.css", document.Stylesheet)
	for _, name := range sheets { // last, since they name the others
		s.add(path.Base(name), s.linked(read(name)))
	}
	return s
})

func read(name string) []byte {
	body, err := files.ReadFile(name)
	if err != nil { // embedded
		return nil
	}
	return body
}

func (s set) add(name string, body []byte) {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	hashed := strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	s.urls[name] = Root + hashed
	s.bodies[hashed] = body
}

// linked puts the addresses of the files into a sheet that names them.
func (s set) linked(sheet []byte) []byte {
	for name, url := range s.urls {
		sheet = bytes.ReplaceAll(sheet, []byte("url("+name+")"), []byte("url("+url+")"))
	}
	return sheet
}

// URL is the address of a file, such as URL("talim.css").
func URL(name string) string { return load().urls[name] }

// Names lists the files there are.
func Names() []string {
	var names []string
	for name := range load().urls {
		names = append(names, name)
	}
	return names
}

var types = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
	".woff2": "font/woff2", ".txt": "text/plain; charset=utf-8",
}

// Handler serves the files.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Root)
		body, ok := load().bodies[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", types[path.Ext(name)])
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("ETag", `"`+name+`"`)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(body))
	})
}
