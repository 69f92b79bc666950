package workplan

import (
	"embed"
	"io/fs"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of what the rules of this area say.
func Messages() fs.FS {
	sub, err := fs.Sub(messages, "messages")
	if err != nil { // only an invalid path fails, and this one is a constant
		return messages
	}
	return sub
}
