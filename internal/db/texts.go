package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// Texts is a small map kept as JSON in a text column. No query looks inside: the
// two databases disagree about JSON.
type Texts map[string]string

// Value is the JSON text; {} for no map.
func (t Texts) Value() (driver.Value, error) {
	if len(t) == 0 {
		return "{}", nil
	}
	b, err := json.Marshal(map[string]string(t))
	return string(b), err
}

// Scan reads the JSON text.
func (t *Texts) Scan(from any) error {
	var text []byte
	switch v := from.(type) {
	case string:
		text = []byte(v)
	case []byte:
		text = v
	default:
		return fmt.Errorf("db: texts from %T", from)
	}
	*t = nil
	return json.Unmarshal(text, (*map[string]string)(t))
}
