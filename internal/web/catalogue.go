package web

import (
	"embed"
	"io/fs"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of what all pages share, with kk.json, ru.json and
// en.json at its root.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // embedded
		return messages
	}
	return sub
}
