package helpweb

import (
	"io/fs"

	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/help"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is help to quiet pairs.
func Area(m *assembly.Services) web.Area {
	return web.Area{
		Name: "help", Messages: []fs.FS{Messages()}, Routes: New(m).Routes(),
		Rules: help.Rules, Jobs: m.Help.Jobs,
		Addresses: map[string]func(id string) string{help.TargetHelp: link.HelpOffer, help.TargetPairHelp: link.PairHelp},
	}
}
