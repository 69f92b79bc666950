package intake

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/tabular"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
)

// State of an import.
type State string

// The states: previewed until somebody applies it or puts it away.
const (
	Previewed State = "previewed"
	Applied   State = "applied"
	Dropped   State = "dropped"
)

// Import is one file on its way in.
type Import struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Kind      Kind             `db:"kind"`
	State     State            `db:"state"`
	FileName  string           `db:"file_name"`
	Mapping   string           `db:"mapping"` // JSON of Columns
	Starts    calendar.Date    `db:"starts"`  // from which day the rows hold
	CreatedBy string           `db:"created_by"`
	CreatedAt calendar.Instant `db:"created_at"`
	Result    string           `db:"result"` // JSON of Report
}

// withContent is an import with its file; lists do without.
type withContent struct {
	Import
	Content []byte `db:"content"`
}

// Columns says where the header of a file stands and what its columns mean.
type Columns struct {
	Header  int             `json:"header"` // index of the header among the rows that are not empty
	Columns tabular.Mapping `json:"columns"`
}

// Columns of the import.
func (i Import) Columns() Columns {
	c := Columns{Columns: tabular.Mapping{}}
	if err := json.Unmarshal([]byte(i.Mapping), &c); err != nil {
		return Columns{Columns: tabular.Mapping{}}
	}
	return c
}

// Report of an import that was applied.
func (i Import) Report() Report { return parseReport(i.Result) }

// Service holds the verbs of the area.
type Service struct {
	db      *db.DB
	now     func() time.Time
	people  *people.Service
	lessons *lessonimport.Service
}

// New makes the service.
func New(d *db.DB, now func() time.Time, p *people.Service, t *timetable.Service) *Service {
	return &Service{db: d, now: now, people: p, lessons: lessonimport.New(t)}
}

// The events of the area; their texts are "journal." + event.
const (
	EventBegun   journal.Event = "intake.import.begun"
	EventColumns journal.Event = "intake.import.columns"
	EventApplied journal.Event = "intake.import.applied"
	EventDropped journal.Event = "intake.import.dropped"
)

// KindOfImport is the kind of record the journal points to.
const KindOfImport = "import"

func (s *Service) note(ctx context.Context, tx db.Conn, actor access.Actor, e journal.Event, i Import, details ...string) error {
	return journal.Record(ctx, tx, actor, s.now(), e, journal.Ref{Kind: KindOfImport, ID: i.ID}, append(details, "Kind", string(i.Kind))...)
}

// maxName is the longest name of a file that is kept.
const maxName = 200

// Begin takes a file in for preview. Its columns are those remembered for a file
// with the same header, or those recognised.
func (s *Service) Begin(ctx context.Context, actor access.Actor, kind Kind, fileName string, content []byte) (Import, error) {
	if err := require(actor); err != nil {
		return Import{}, err
	}
	if !kind.Known() {
		return Import{}, fault.NotFound("intake.kind_unknown")
	}
	read, err := readSource(ctx, kind, content)
	if err != nil {
		return Import{}, err
	}
	rows := read.rows
	name := []rune(fileName)
	made := withContent{Content: content, Import: Import{
		School: actor.School, ID: db.NewID(), Kind: kind, State: Previewed, FileName: string(name[:min(len(name), maxName)]),
		CreatedBy: actor.Staff, CreatedAt: calendar.InstantOf(s.now()), Starts: calendar.DateOf(s.now()),
	}}
	err = s.db.Tx(ctx, func(tx db.Conn) error {
		columns, err := columnsFor(ctx, tx, actor.School, kind, rows)
		if err != nil {
			return err
		}
		if made.Mapping, err = encode(columns); err != nil {
			return err
		}
		if made.Starts, err = s.firstDay(ctx, tx, actor.School, kind); err != nil {
			return err
		}
		if err := db.Insert(ctx, tx, "import_run", made); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, EventBegun, made.Import, "Rows", strconv.Itoa(len(rows)-columns.Header-1))
	})
	return made.Import, err
}

// firstDay is the day from which a file usually holds: today; a first timetable, or
// one brought in before the school year, from the first day of the year.
func (s *Service) firstDay(ctx context.Context, c db.Conn, school string, kind Kind) (calendar.Date, error) {
	today := calendar.DateOf(s.now())
	if kind == Staff {
		return today, nil
	}
	year, err := timetable.YearOn(ctx, c, school, today)
	if fault.Is(err, fault.KindNotFound) {
		return today, nil
	}
	if err != nil {
		return today, err
	}
	load, err := timetable.WeeklyLoad(ctx, c, school, max(today, year.Starts))
	if err == nil && len(load) == 0 || year.Starts > today {
		return year.Starts, err
	}
	return today, err
}

// columnsFor remembers, or recognises.
func columnsFor(ctx context.Context, c db.Conn, school string, kind Kind, rows []tabular.Row) (Columns, error) {
	at, recognised := tabular.FindHeader(rows, kind.Fields())
	found := Columns{Header: at, Columns: recognised}
	text, err := db.One[string](ctx, c, `
SELECT mapping FROM import_mapping WHERE school_id = $1 AND kind = $2 AND header_fingerprint = $3`, school, kind, tabular.Fingerprint(rows[at].Cells))
	if errors.Is(err, db.ErrNotFound) {
		return found, nil
	}
	if err != nil {
		return found, err
	}
	remembered := tabular.Mapping{}
	if err := json.Unmarshal([]byte(text), &remembered); err != nil {
		return found, nil //nolint:nilerr // what is remembered is a help; without it the header is recognised anew
	}
	found.Columns = remembered
	return found, nil
}

func encode(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// SetColumns says which column means what and from which day the rows hold, and
// remembers the columns for files with the same header.
func (s *Service) SetColumns(ctx context.Context, actor access.Actor, id string, m tabular.Mapping, starts calendar.Date) error {
	if err := require(actor); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(tx db.Conn) error {
		run, read, err := s.open(ctx, tx, actor.School, id)
		if err != nil {
			return err
		}
		columns := run.Columns()
		header := read.rows[columns.Header].Cells
		if err := checkColumns(run.Kind, m, len(header), starts); err != nil {
			return err
		}
		columns.Columns, run.Starts = m, starts
		if run.Mapping, err = encode(columns); err != nil {
			return err
		}
		if err := remember(ctx, tx, run.Import, tabular.Fingerprint(header), m, s.now()); err != nil {
			return err
		}
		if err := db.Update(ctx, tx, "import_run", run.Import, "school_id", "id"); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, EventColumns, run.Import)
	})
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
	if !starts.Valid() {
		faults.Add("starts", "timetable.date.needed")
	}
	return faults.Err()
}

// hasName: a person of a staff list must be known by a code or a name.
func hasName(m tabular.Mapping) bool {
	return slices.ContainsFunc([]string{"code", "full_name", "family_name"}, func(f string) bool { _, ok := m[f]; return ok })
}

func remember(ctx context.Context, tx db.Conn, run Import, fingerprint string, m tabular.Mapping, now time.Time) error {
	text, err := encode(m)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, tx, `
INSERT INTO import_mapping (school_id, kind, header_fingerprint, mapping, changed_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (school_id, kind, header_fingerprint) DO UPDATE SET mapping = excluded.mapping, changed_at = excluded.changed_at`,
		run.School, run.Kind, fingerprint, text, calendar.InstantOf(now))
	return err
}

// Drop puts an import away; its file is not kept.
func (s *Service) Drop(ctx context.Context, actor access.Actor, id string) error {
	if err := require(actor); err != nil {
		return err
	}
	return s.db.Tx(ctx, func(tx db.Conn) error {
		run, err := ImportByID(ctx, tx, actor.School, id)
		if err != nil || run.State != Previewed {
			return err
		}
		if err := closeRun(ctx, tx, run, Dropped, ""); err != nil {
			return err
		}
		return s.note(ctx, tx, actor, EventDropped, run)
	})
}

// closeRun ends an import and forgets its file.
func closeRun(ctx context.Context, tx db.Conn, run Import, to State, result string) error {
	run.State, run.Result = to, result
	return db.Update(ctx, tx, "import_run", withContent{run, []byte{}}, "school_id", "id")
}

// keptFor is how long a file waits for somebody to decide.
const keptFor = 14 * 24 * time.Hour

// DropOld puts away imports that nobody decided about for two weeks: a periodic
// job, so that files with private facts do not stay for ever.
func (s *Service) DropOld(ctx context.Context) error {
	return s.db.Tx(ctx, func(tx db.Conn) error {
		_, err := db.Exec(ctx, tx, `UPDATE import_run SET state = $1, content = $2 WHERE state = $3 AND created_at < $4`,
			Dropped, []byte{}, Previewed, calendar.InstantOf(s.now().Add(-keptFor)))
		return err
	})
}

// open reads an import that waits, with its file.
func (s *Service) open(ctx context.Context, c db.Conn, school, id string) (withContent, source, error) {
	run, err := db.One[withContent](ctx, c, `SELECT `+db.Columns[withContent]("")+` FROM import_run WHERE school_id = $1 AND id = $2`, school, id)
	if err != nil {
		return run, source{}, orNotFound(err)
	}
	if run.State != Previewed {
		return run, source{}, fault.Conflict("intake.import.closed")
	}
	read, err := readSource(ctx, run.Kind, run.Content)
	if err == nil && run.Columns().Header >= len(read.rows) {
		err = fault.NotFound("intake.import.not_found")
	}
	return run, read, err
}

const importColumns = `school_id, id, kind, state, file_name, mapping, starts, created_by, created_at, result`

// ImportByID reads one import without its file.
func ImportByID(ctx context.Context, c db.Conn, school, id string) (Import, error) {
	i, err := db.One[Import](ctx, c, `SELECT `+importColumns+` FROM import_run WHERE school_id = $1 AND id = $2`, school, id)
	return i, orNotFound(err)
}

// Imports lists the imports of a school, the latest first, from before an id on.
func Imports(ctx context.Context, c db.Conn, school, before string, limit int) ([]Import, error) {
	w := db.From(school)
	w.And("school_id = $1")
	if before != "" {
		w.And("id < ?", before)
	}
	return db.All[Import](ctx, c, `SELECT `+importColumns+` FROM import_run`+w.SQL()+` ORDER BY id DESC LIMIT `+w.Next(limit), w.Args()...)
}

func orNotFound(err error) error {
	if errors.Is(err, db.ErrNotFound) {
		return fault.NotFound("intake.import.not_found").Because(err)
	}
	return err
}
