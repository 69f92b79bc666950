package i18n

import (
	"embed"
	"io/fs"
)

// Catalogue is the folder "messages" that a package embeds, with kk.json, ru.json and
// en.json at its root, as a bundle takes it.
func Catalogue(files embed.FS) fs.FS {
	sub, err := fs.Sub(files, "messages")
	if err != nil { // only for a path that is none
		return files
	}
	return sub
}
