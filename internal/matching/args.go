package matching

import (
	"bytes"
	"encoding/json"
)

// UnmarshalJSON gives numbers and lists back as what they were: int and
// []string. Reasons are kept beside the pairs they explain, and a count must
// still be a count when it is read again.
func (a *Args) UnmarshalJSON(raw []byte) error {
	var values map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&values); err != nil {
		return err
	}
	if values == nil {
		return nil
	}
	*a = make(Args, len(values))
	for name, value := range values {
		(*a)[name] = restored(value)
	}
	return nil
}

func restored(value any) any {
	switch v := value.(type) {
	case json.Number:
		if n, err := v.Int64(); err == nil {
			return int(n)
		}
		return v.String()
	case []any:
		texts := make([]string, 0, len(v))
		for _, x := range v {
			if s, ok := x.(string); ok {
				texts = append(texts, s)
			}
		}
		return texts
	}
	return value
}
