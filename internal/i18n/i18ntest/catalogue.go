package i18ntest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"

	"talim/internal/i18n"
)

func readCatalogue(tree fs.FS, dir string) (Catalogue, error) {
	c := Catalogue{Dir: dir, Messages: map[i18n.Language]map[string]Message{}}
	for _, lang := range i18n.Languages {
		name := dir + "/" + string(lang) + ".json"
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			c.problems = append(c.problems, name+" is not there")
			continue
		}
		messages, twice, err := readMessages(text)
		if err != nil {
			return c, fmt.Errorf("%s: %w", name, err)
		}
		for _, key := range twice {
			c.problems = append(c.problems, fmt.Sprintf("%s: %s stands twice", name, key))
		}
		c.Messages[lang] = messages
	}
	return c, nil
}

// readMessages reads one file token by token, because a plain Unmarshal lets a
// key that stands twice pass in silence.
func readMessages(text []byte) (messages map[string]Message, twice []string, err error) {
	d := json.NewDecoder(bytes.NewReader(text))
	if _, err := d.Token(); err != nil {
		return nil, nil, err
	}
	messages = map[string]Message{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, nil, err
		}
		key, _ := token.(string)
		var m Message
		if err := d.Decode(&m); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", key, err)
		}
		if _, there := messages[key]; there {
			twice = append(twice, key)
		}
		messages[key] = m
	}
	_, err = d.Token() // the closing brace
	return messages, twice, err
}

// UnmarshalJSON reads a text or the forms of a plural.
func (m *Message) UnmarshalJSON(raw []byte) error {
	if raw[0] == '{' {
		return json.Unmarshal(raw, &m.Forms)
	}
	return json.Unmarshal(raw, &m.Text)
}
