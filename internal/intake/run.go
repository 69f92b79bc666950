package intake

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/people/tree"
	"talim/internal/tabular"
)

// RunOptions say what an import from the command line does. Without Apply the file is
// only compared and put away.
type RunOptions struct {
	Apply bool
	Choice
	Pointed
}

// Run imports a file, or a folder of OneRoster, from the command line, as the program
// itself. The caller exits with 1 when the report has refused rows.
func Run(ctx context.Context, s *Service, kind Kind, schoolCode, path string, opt RunOptions) (Report, error) {
	content, err := readFile(path)
	if err != nil {
		return Report{}, err
	}
	school, err := tree.ByCode(ctx, s.Read(), schoolCode)
	if err != nil {
		return Report{}, err
	}
	actor := access.System(school.ID, "import")
	begun, err := s.BeginWith(ctx, actor, kind, path, content, opt.Pointed)
	if err != nil {
		return Report{}, err
	}
	report, err := s.runOpened(ctx, actor, begun, opt)
	if err != nil || !opt.Apply {
		err = errors.Join(err, s.Drop(context.WithoutCancel(ctx), actor, begun.ID))
	}
	return report, err
}

func (s *Service) runOpened(ctx context.Context, actor access.Actor, p Preview, opt RunOptions) (Report, error) {
	var err error
	if opt.Choice != p.Choice {
		if p, err = s.Preview(ctx, actor, p.ID, opt.Choice); err != nil {
			return Report{}, err
		}
	}
	if len(p.Needs) > 0 {
		return Report{}, fault.Conflict("intake.import.columns_named", "Names", FieldNames(p.Kind, p.Needs), "Headings", p.Header, "Example", p.Needs[0])
	}
	if !opt.Apply {
		return p.Report, nil
	}
	done, err := s.Apply(ctx, actor, p.ID, Confirmation{Choice: opt.Choice, Expect: p.Expect})
	return done.Report(), err
}

// readFile refuses a file that is too large before it reads it.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	if info.IsDir() {
		return packFolder(path)
	}
	if info.Size() > tabular.MaxBytes {
		return nil, fault.Invalid("file", "tabular.file.big", "MB", tabular.MaxBytes>>20)
	}
	return os.ReadFile(path)
}

// packFolder makes one file of the CSV files of a folder, as a browser would send it.
func packFolder(folder string) ([]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, e := range entries {
		if e.IsDir() || !strings.EqualFold(filepath.Ext(e.Name()), ".csv") {
			continue
		}
		content, err := readFile(filepath.Join(folder, e.Name()))
		if err != nil {
			return nil, err
		}
		w, err := archive.Create(e.Name())
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			return nil, err
		}
	}
	err = archive.Close()
	return out.Bytes(), err
}
