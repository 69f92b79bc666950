package helpweb

import (
	"io/fs"

	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/help"
	"talim/internal/mentoring/help/helpstory"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is help to quiet pairs.
func Area(m *assembly.Services) web.Area {
	return web.Area{
		Name: "help", Messages: []fs.FS{Messages()}, Routes: New(m).Routes(),
		Rules: help.Rules, Sealed: help.Sealed, Jobs: m.Help.Jobs, Story: helpstory.Part(m.Help),
		Addresses: map[string]func(id string) string{help.TargetHelp: link.HelpOffer, help.TargetPairHelp: link.PairHelp},
	}
}
