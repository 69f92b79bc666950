package intakeweb

import (
	"io/fs"
	"time"

	"talim/internal/db"
	"talim/internal/intake"
	"talim/internal/jobs"
	"talim/internal/web"
)

// Area brings files in.
func Area(d *db.DB, s *intake.Service) web.Area {
	return web.Area{
		Name: "intake", Messages: []fs.FS{Messages()}, Routes: New(d, s).Routes(),
		Jobs: func(w *jobs.Worker) { w.Every("intake-cleanup", dropOldEvery, s.DropOld) },
	}
}

// dropOldEvery is how often imports that nobody finished are put away.
const dropOldEvery = time.Hour
