package demoweb

import (
	"io/fs"

	"talim/internal/demo"
	"talim/internal/web"
)

// Area is the clock of the demo; without one it has words and no pages.
func Area(clock *demo.Clock, story demo.Story) web.Area {
	area := web.Area{Name: "demo", Messages: []fs.FS{Messages()}}
	if clock != nil {
		area.Routes = New(clock, story).Routes()
	}
	return area
}
