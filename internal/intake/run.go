package intake

import (
	"context"
	"errors"
	"fmt"
	"os"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/tabular"
)

// Run imports a file from the command line, as the program itself: with apply it is
// brought in, without it only compared and put away. What stands in the system but not
// in the file is left alone. The caller exits with 1 when the report has refused rows.
func Run(ctx context.Context, s *Service, kind Kind, schoolCode, path string, apply bool) (Report, error) {
	content, err := readFile(path)
	if err != nil {
		return Report{}, err
	}
	school, err := people.OrganisationByCode(ctx, s.db.Read(), schoolCode)
	if err != nil {
		return Report{}, err
	}
	actor := access.System(school.ID, "import")
	run, err := s.Begin(ctx, actor, kind, path, content)
	if err != nil {
		return Report{}, err
	}
	report, err := s.runOpened(ctx, actor, run.ID, apply)
	if err != nil || !apply {
		err = errors.Join(err, s.Drop(ctx, actor, run.ID))
	}
	return report, err
}

func (s *Service) runOpened(ctx context.Context, actor access.Actor, id string, apply bool) (Report, error) {
	p, err := s.Preview(ctx, actor, id, false)
	if err != nil {
		return Report{}, err
	}
	if err := p.complete(); err != nil {
		return Report{}, err
	}
	if !apply {
		return p.Report, nil
	}
	done, err := s.Apply(ctx, actor, id, Confirmation{Expect: p.Expect})
	return done.Report(), err
}

// readFile refuses a file that is too large before it reads it.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	if info.Size() > tabular.MaxBytes {
		return nil, fault.Invalid("file", "tabular.file.big", "MB", tabular.MaxBytes>>20)
	}
	return os.ReadFile(path)
}
