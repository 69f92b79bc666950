package intake

import (
	"encoding/json"
	"strings"
)

// SameName says who of a staff list is somebody of the school, where the name is or may be
// theirs and the code is nobody's or missing: "" asks, staffimport.SamePerson and AnotherPerson hold for all
// rows, and With makes answers for single ones.
type SameName string

// Of is what was said of the row with a key (staffimport.Namesake.Key).
func (s SameName) Of(key string) string {
	if !strings.HasPrefix(string(s), "{") {
		return string(s)
	}
	return s.answers()[key]
}

// With are the answers with another one for the row with a key.
func (s SameName) With(key, answer string) SameName {
	all := s.answers()
	all[key] = answer
	text, err := json.Marshal(all)
	if err != nil {
		return s
	}
	return SameName(text)
}

func (s SameName) answers() map[string]string {
	all := map[string]string{}
	if json.Unmarshal([]byte(s), &all) != nil {
		return map[string]string{}
	}
	return all
}
