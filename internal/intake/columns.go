package intake

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/tabular"
	"talim/internal/verb"
	"talim/internal/version"
)

// Chosen is what the reader says of a file: where the list stands, what each column is
// taken for, and from which day the rows hold.
type Chosen struct {
	Place   *Place         // nil for where it was read
	Columns map[int]string // column -> field; a column that is not named is left out
	ByField map[string]int // field -> column, before Columns
	Starts  calendar.Date
	Version int // of the import that the form was made from
	// Unversioned says that it comes from no form: whoever sends it has seen no version that
	// another could have changed. What it would change is shown before anything is confirmed.
	Unversioned bool
}

// taken are the columns with those chosen for a field.
func (in Chosen) taken() map[int]string {
	out := maps.Clone(in.Columns)
	for field, column := range in.ByField {
		for other, of := range out {
			if of == field || other == column {
				delete(out, other)
			}
		}
	}
	for _, field := range slices.Sorted(maps.Keys(in.ByField)) {
		if column := in.ByField[field]; out[column] == "" {
			out[column] = field
		}
	}
	return out
}

// TakenFor is a mapping as Chosen has it.
func TakenFor(m tabular.Mapping) map[int]string {
	out := make(map[int]string, len(m))
	for field, column := range m {
		out[column] = field
	}
	return out
}

// SetColumns takes the columns and compares anew; they are remembered for files with the
// same header. Of another place in the file the columns are those known or recognised
// there, and what was chosen for the former is left. The columns of a file of a program
// are what they are. With an error comes the import as it stands, for the form to be
// shown again.
func (s *Service) SetColumns(ctx context.Context, actor access.Actor, id string, in Chosen) (Preview, error) {
	var p Preview
	err := s.alone(ctx, actor, func(d desk) error {
		run, read, err := d.open(ctx, actor.School, id)
		if err != nil {
			return err
		}
		p = newPreview(run, read, Choice{})
		if err := version.Check(run, in.Version); err != nil && !in.Unversioned {
			return err
		}
		next, err := d.choose(run, read, in)
		if err != nil {
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

// choose compares a file as it was chosen.
func (d desk) choose(run Import, read source, in Chosen) (Preview, error) {
	columns, moved, err := d.chosenColumns(run, &read, in)
	if err != nil {
		return Preview{}, err
	}
	run.Starts, run.Version = in.Starts, run.Version+1
	if run.Mapping, err = encode(columns); err != nil {
		return Preview{}, err
	}
	next, err := d.compare(run, read, Choice{})
	if err != nil {
		return next, err
	}
	next.Moved = moved
	next.Result, err = next.picture()
	return next, err
}

// chosenColumns are the columns as they were chosen, or those of another place.
func (d desk) chosenColumns(run Import, read *source, in Chosen) (c Columns, moved bool, err error) {
	columns := run.Columns()
	switch {
	case !read.plain():
		return columns, false, checkStarts(in.Starts)
	case in.Place != nil && *in.Place != read.place(columns):
		if err := checkStarts(in.Starts); err != nil {
			return columns, false, err
		}
		columns, err := d.turnedTo(run.Kind, read, *in.Place)
		return columns, true, err
	}
	columns.Sheet = read.sheets[read.sheet].Name
	columns.Columns, err = in.mapping(run.Kind, len(read.rows[columns.Header].Cells))
	return columns, false, err
}

func checkStarts(day calendar.Date) error {
	var faults fault.Fields
	faults.Day("starts", day)
	return faults.Err()
}

// mapping are the columns of the fields: each needed one has a column, and none has two.
func (in Chosen) mapping(kind Kind, width int) (tabular.Mapping, error) {
	var faults fault.Fields
	out := tabular.Mapping{}
	columns := in.taken()
	for field, column := range in.ByField {
		faults.When(columns[column] != field, "column_"+field, "intake.column.twice", "Column", column+1)
	}
	for _, column := range slices.Sorted(maps.Keys(columns)) {
		field, name := columns[column], "take_"+strconv.Itoa(column)
		_, taken := out[field]
		switch {
		case !kind.has(field) || column < 0 || column >= max(width, 1):
			faults.Add(name, "intake.column.unknown")
		case taken:
			faults.Add(name, "intake.column.twice", "Column", out[field]+1)
		default:
			out[field] = column
		}
	}
	if missing := needs(kind, out); len(missing) > 0 {
		faults.Add("", "intake.column.needed", "Names", FieldNames(kind, missing))
	}
	faults.Day("starts", in.Starts)
	return out, faults.Err()
}

// FieldNames are needed fields in the words of the reader, with headings as examples.
func FieldNames(kind Kind, fields []string) []fault.Message {
	var out []fault.Message
	for _, name := range fields {
		out = append(out, fault.Say("intake.column.like", "Name", fault.Say(kind.FieldKey(name)), "Examples", fault.Say("intake.heading."+name)))
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
	if !p.Moved {
		if err := remember(w, p.Import, tabular.Fingerprint(p.Header), p.Columns().Columns); err != nil {
			return err
		}
	}
	return record(w, EventColumns, p.Import)
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
