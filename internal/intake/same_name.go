package intake

import (
	"encoding/json"
	"strings"
)

// SameName says who of a staff list is somebody of the school, where the name is theirs
// and the code is nobody's: "" asks, staffimport.SamePerson and AnotherPerson hold for all
// rows, and With makes answers for single ones.
type SameName string

// Of is what was said of the row with a code.
func (s SameName) Of(code string) string {
	if !strings.HasPrefix(string(s), "{") {
		return string(s)
	}
	return s.answers()[code]
}

// With are the answers with another one for the row with a code.
func (s SameName) With(code, answer string) SameName {
	all := s.answers()
	all[code] = answer
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
