package evaluationweb

import (
	"io/fs"

	"talim/internal/db"
	"talim/internal/evaluation"
	"talim/internal/evaluation/evaluationstory"
	"talim/internal/mentoring/assembly"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is the yearly survey without names.
func Area(d *db.DB, s *evaluation.Service, m *assembly.Services) web.Area {
	return web.Area{
		Name: "evaluation", Messages: []fs.FS{Messages()}, Routes: New(d, s, m).Routes(),
		Rules: evaluation.Rules, Sealed: evaluation.Sealed,
		Jobs:      s.Jobs,
		Addresses: map[string]func(id string) string{evaluation.TargetAnswer: link.EvaluationAnswer, evaluation.TargetResults: link.Evaluation},
		Story:     evaluationstory.Part(s),
	}
}
