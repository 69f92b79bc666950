package web

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"talim/internal/fault"
)

// flashCookie carries the message of the next page. It is a cookie and not part
// of the session, so that reading a page writes nothing.
const flashCookie = "talim_flash"

type flash struct {
	Key  string         `json:"k"`
	Args map[string]any `json:"a,omitempty"`
}

func (s *Site) setFlash(w http.ResponseWriter, r *http.Request, key string, args []any) error {
	m := fault.Say(key, args...)
	text, err := json.Marshal(flash{m.Key, m.Args})
	if err != nil {
		return err
	}
	s.setCookie(w, r, flashCookie, base64.RawURLEncoding.EncodeToString(text), 60)
	return nil
}

// takeFlash gives the message that waits for this page and removes it.
func (s *Site) takeFlash(w http.ResponseWriter, r *http.Request) (fault.Message, bool) {
	c, err := s.cookie(r, flashCookie)
	if err != nil {
		return fault.Message{}, false
	}
	s.setCookie(w, r, flashCookie, "", -1)
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return fault.Message{}, false
	}
	f, err := decodeFlash(text)
	return fault.Message(f), err == nil && strings.Contains(f.Key, ".")
}

// decodeFlash brings whole numbers back as int, which plural forms need.
func decodeFlash(text []byte) (flash, error) {
	var f flash
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&f); err != nil {
		return f, err
	}
	for name, value := range f.Args {
		number, ok := value.(json.Number)
		if !ok {
			continue
		}
		if n, err := number.Int64(); err == nil {
			f.Args[name] = int(n)
		} else {
			f.Args[name] = number.String()
		}
	}
	return f, nil
}
