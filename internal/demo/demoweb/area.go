package demoweb

import (
	"context"
	"io/fs"

	"talim/internal/calendar"
	"talim/internal/demo"
	"talim/internal/web"
)

// Area is the clock of the demo; without one it has words and no pages.
func Area(clock *demo.Clock, tell func(ctx context.Context, until calendar.Date) error) web.Area {
	area := web.Area{Name: "demo", Messages: []fs.FS{Messages()}}
	if clock != nil {
		area.Routes = New(clock, tell).Routes()
	}
	return area
}
