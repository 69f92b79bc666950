package evaluationweb

import (
	"io/fs"
	"time"

	"talim/internal/db"
	"talim/internal/evaluation"
	"talim/internal/evaluation/evaluationstory"
	"talim/internal/jobs"
	"talim/internal/mentoring/assembly"
	"talim/internal/web"
	"talim/internal/web/link"
)

// findLostEvery is how long those whose answers are lost may wait until they are asked again.
const findLostEvery = 10 * time.Minute

// Area is the yearly survey without names.
func Area(d *db.DB, s *evaluation.Service, m *assembly.Services) web.Area {
	return web.Area{
		Name: "evaluation", Messages: []fs.FS{Messages()}, Routes: New(d, s, m).Routes(),
		Rules: evaluation.Rules, Sealed: evaluation.Sealed,
		Jobs: func(w *jobs.Worker) {
			s.Jobs(w)
			w.Every("evaluation-lost", findLostEvery, s.FindLost)
		},
		Addresses: map[string]func(id string) string{evaluation.TargetAnswer: link.EvaluationAnswer, evaluation.TargetResults: link.Evaluation},
		Story:     evaluationstory.Part(s),
	}
}
