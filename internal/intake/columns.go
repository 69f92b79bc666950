package intake

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/tabular"
	"talim/internal/verb"
	"talim/internal/version"
)

// Chosen is what the reader says of a file: which column means what, and from which
// day the rows hold.
type Chosen struct {
	Columns tabular.Mapping
	Starts  calendar.Date
	Version int // of the import that the form was made from
}

// SetColumns takes the columns and compares anew; they are remembered for files with
// the same header. The columns of a file of a program are what they are. With an error
// comes the import as it stands, for the form to be shown again.
func (s *Service) SetColumns(ctx context.Context, actor access.Actor, id string, in Chosen) (Preview, error) {
	var p Preview
	err := s.alone(ctx, actor, func(d desk) error {
		run, read, err := d.open(ctx, actor.School, id)
		if err != nil {
			return err
		}
		p = newPreview(run, read, Choice{})
		if err := version.Check(run, in.Version); err != nil {
			return err
		}
		changed, err := in.over(run, read)
		if err != nil {
			return err
		}
		next, err := d.compare(changed, read, Choice{})
		if err != nil {
			return err
		}
		if next.Result, err = next.picture(); err != nil {
			return err
		}
		if err := d.do(func(w verb.Work) error { return saveColumns(w, run, next) }); err != nil {
			return err
		}
		p = next
		return nil
	})
	return p, err
}

// over lays what was chosen over the import.
func (in Chosen) over(run Import, read source) (Import, error) {
	columns := run.Columns()
	if read.book.Format == "" {
		columns.Columns = in.of(run.Kind)
	}
	if err := checkColumns(run.Kind, columns.Columns, len(read.rows[columns.Header].Cells), in.Starts); err != nil {
		return run, err
	}
	var err error
	run.Starts, run.Version = in.Starts, run.Version+1
	run.Mapping, err = encode(columns)
	return run, err
}

// of are the columns of the fields that a kind of file has.
func (in Chosen) of(kind Kind) tabular.Mapping {
	out := tabular.Mapping{}
	for _, f := range kind.Fields() {
		if column, ok := in.Columns[f.Name]; ok {
			out[f.Name] = column
		}
	}
	return out
}

func saveColumns(w verb.Work, was Import, p Preview) error {
	if err := still(w, was); err != nil {
		return err
	}
	if _, err := version.Replace(w, "import_run", was.Version, &p.Import, "school_id", "id"); err != nil {
		return err
	}
	if err := remember(w, p.Import, tabular.Fingerprint(p.Header), p.Columns().Columns); err != nil {
		return err
	}
	return record(w, EventColumns, p.Import)
}

// checkColumns: every needed field has a column, and no column serves two fields.
func checkColumns(kind Kind, m tabular.Mapping, width int, starts calendar.Date) error {
	var faults fault.Fields
	for _, name := range m.Missing(kind.Fields()) {
		faults.Add("column_"+name, "intake.column.needed")
	}
	if kind == Staff && !hasName(m) {
		faults.Add("column_code", "intake.column.code_or_name")
	}
	used := map[int]string{}
	for _, f := range kind.Fields() {
		column, ok := m[f.Name]
		switch {
		case !ok:
		case column < 0 || column >= max(width, 1):
			faults.Add("column_"+f.Name, "intake.column.unknown")
		case used[column] != "":
			faults.Add("column_"+f.Name, "intake.column.twice")
		default:
			used[column] = f.Name
		}
	}
	faults.Day("starts", starts)
	return faults.Err()
}

// hasName: a person of a staff list must be known by a code or a name.
func hasName(m tabular.Mapping) bool {
	return slices.ContainsFunc([]string{"code", "full_name", "family_name"}, func(f string) bool { _, ok := m[f]; return ok })
}

func remember(w verb.Work, run Import, fingerprint string, m tabular.Mapping) error {
	text, err := encode(m)
	if err != nil {
		return err
	}
	_, err = db.Exec(w.Ctx, w.Tx, `
INSERT INTO import_mapping (school_id, kind, header_fingerprint, mapping, changed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (school_id, kind, header_fingerprint) DO UPDATE SET mapping = excluded.mapping, changed_at = excluded.changed_at`,
		run.School, run.Kind, fingerprint, text, w.Instant())
	return err
}
