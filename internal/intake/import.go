package intake

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/people/staffimport"
	"talim/internal/tabular"
	"talim/internal/timetable"
	"talim/internal/timetable/lessonimport"
	"talim/internal/verb"
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
	Result    string           `db:"result"`  // JSON of picture, of Report when applied
	Version   int              `db:"version"` // of columns and first day
}

// withContent is an import with its file; lists do without.
type withContent struct {
	Import
	Content []byte `db:"content"`
}

// Columns says where the header of a file stands and what its columns mean.
type Columns struct {
	Sheet   string          `json:"sheet,omitempty"` // of a workbook, "" for the one whose headings say the most
	Header  int             `json:"header"`          // index of the header among the rows that are not empty
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
	verb.Runner
	db       *db.DB // to analyse what was filled
	staff    *staffimport.Service
	times    *timetable.Service
	lessons  *lessonimport.Service
	Patience time.Duration // how long a second file waits for the first
	read     func(context.Context, Kind, []byte) (source, error)
}

// New makes the service.
func New(d *db.DB, now func() time.Time, p *people.Service, t *timetable.Service) *Service {
	return &Service{
		Runner: verb.NewRunner(d, now), db: d, staff: staffimport.New(p), times: t, lessons: lessonimport.New(t),
		Patience: 5 * time.Second, read: readSource,
	}
}

// The events of the area; their texts are "journal." + event.
const (
	EventBegun   journal.Event = "intake.import.begun"
	EventColumns journal.Event = "intake.import.columns"
	EventApplied journal.Event = "intake.import.applied"
	EventDropped journal.Event = "intake.import.dropped"

	EventWords     journal.Event = "intake.words"
	EventWordEnded journal.Event = "intake.word.ended"
)

// KindOfImport is the kind of record the journal points to.
const KindOfImport = "import"

func record(w verb.Work, e journal.Event, i Import, details ...string) error {
	return w.Record(e, journal.Ref{Kind: KindOfImport, ID: i.ID}, append(details, "Kind", string(i.Kind))...)
}

// maxName is the longest name of a file that is kept.
const maxName = 200

// Begin takes a file in and compares it with the school. Its columns are those
// remembered for a file with the same header, or those recognised.
func (s *Service) Begin(ctx context.Context, actor access.Actor, kind Kind, fileName string, content []byte) (Preview, error) {
	return s.BeginWith(ctx, actor, kind, fileName, content, Pointed{})
}

// BeginWith is Begin with a place or columns that somebody pointed out beforehand.
func (s *Service) BeginWith(ctx context.Context, actor access.Actor, kind Kind, fileName string, content []byte, pointed Pointed) (Preview, error) {
	var p Preview
	if !kind.Known() {
		return p, fault.NotFound("intake.kind_unknown")
	}
	err := s.alone(ctx, actor, func(d desk) error {
		read, err := d.read(ctx, kind, content)
		if err != nil {
			return err
		}
		made, known, err := d.newImport(kind, fileName, &read, pointed)
		if err != nil {
			return err
		}
		if p, err = d.compare(made, read, Choice{}); err != nil {
			return err
		}
		p.Remembered = known
		if p.Result, err = p.picture(); err != nil {
			return err
		}
		return d.do(func(w verb.Work) error {
			if err := db.Insert(w.Ctx, w.Tx, "import_run", withContent{p.Import, content}); err != nil {
				return err
			}
			return record(w, EventBegun, p.Import, "Rows", strconv.Itoa(p.Rows))
		})
	})
	return p, err
}

// newImport also says whether its columns are remembered, and chooses the sheet.
func (d desk) newImport(kind Kind, fileName string, read *source, pointed Pointed) (made Import, known bool, err error) {
	name := []rune(fileName)
	made = Import{
		School: d.actor.School, ID: db.NewID(), Kind: kind, State: Previewed, FileName: string(name[:min(len(name), maxName)]),
		CreatedBy: d.actor.Staff, CreatedAt: d.Instant(), Version: 1,
	}
	columns, known, err := d.columnsOf(kind, read, pointed)
	if err != nil {
		return made, known, err
	}
	if made.Mapping, err = encode(columns); err != nil {
		return made, known, err
	}
	made.Starts, err = firstDay(d.ctx, d.Read(), made.School, kind, d.Today())
	return made, known, err
}

// firstDay is the day from which a file usually holds: today; a first timetable, or
// one brought in before the school year, from the first day of the year.
func firstDay(ctx context.Context, c db.Conn, school string, kind Kind, today calendar.Date) (calendar.Date, error) {
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

func encode(v any) (string, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// Drop puts an import away; its file is not kept.
func (s *Service) Drop(ctx context.Context, actor access.Actor, id string) error {
	if err := require(actor); err != nil {
		return err
	}
	return s.Do(ctx, actor, func(w verb.Work) error {
		run, err := ImportByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil || run.State != Previewed {
			return err
		}
		if err := closeRun(w, run, Dropped, ""); err != nil {
			return err
		}
		return record(w, EventDropped, run)
	})
}

// closeRun ends an import and forgets its file.
func closeRun(w verb.Work, run Import, to State, result string) error {
	run.State, run.Result = to, result
	return db.Update(w.Ctx, w.Tx, "import_run", withContent{run, []byte{}}, "school_id", "id")
}

// keptFor is how long a file waits for somebody to decide.
const keptFor = 14 * 24 * time.Hour

// DropOld puts away imports that nobody decided about for two weeks: a periodic
// job, so that files with private facts, and what was shown of them, do not stay for ever.
func (s *Service) DropOld(ctx context.Context) error {
	return s.Do(ctx, access.Actor{}, func(w verb.Work) error {
		_, err := db.Exec(w.Ctx, w.Tx, `UPDATE import_run SET state = $1, content = $2, result = '' WHERE state = $3 AND created_at < $4`,
			Dropped, []byte{}, Previewed, calendar.InstantOf(w.At.Add(-keptFor)))
		return err
	})
}

// open reads an import that waits, with its file as a table.
func (s *Service) open(ctx context.Context, school, id string) (Import, source, error) {
	run, err := db.One[withContent](ctx, s.Read(), `SELECT `+db.Columns[withContent]("")+` FROM import_run WHERE school_id = $1 AND id = $2`, school, id)
	if err != nil {
		return run.Import, source{}, verb.Missing(err, "intake.import.not_found")
	}
	if run.State != Previewed {
		return run.Import, source{}, fault.Conflict("intake.import.closed")
	}
	read, err := s.read(ctx, run.Kind, run.Content)
	if err != nil {
		return run.Import, read, err
	}
	if read.plain() {
		sheet, there := read.named(run.Kind, run.Columns().Sheet)
		if !there {
			return run.Import, read, fault.NotFound("intake.import.not_found")
		}
		err = read.turn(run.Kind, sheet)
	}
	if err == nil && run.Columns().Header >= len(read.rows) {
		err = fault.NotFound("intake.import.not_found")
	}
	return run.Import, read, err
}

// still says whether an import is as it was when its file was read.
func still(w verb.Work, was Import) error {
	now, err := ImportByID(w.Ctx, w.Tx, was.School, was.ID)
	switch {
	case err != nil:
		return err
	case now.State != Previewed:
		return fault.Conflict("intake.import.closed")
	case now.Version != was.Version:
		return fault.Conflict("intake.import.changed_meanwhile")
	}
	return nil
}

// ImportByID reads one import without its file.
func ImportByID(ctx context.Context, c db.Conn, school, id string) (Import, error) {
	i, err := db.One[Import](ctx, c, `SELECT `+db.Columns[Import]("")+` FROM import_run WHERE school_id = $1 AND id = $2`, school, id)
	return i, verb.Missing(err, "intake.import.not_found")
}

// Imports lists the imports of a school, the latest first, from before an id on.
func Imports(ctx context.Context, c db.Conn, school, before string, limit int) ([]Import, error) {
	w := db.From(school)
	w.And("school_id = $1")
	if before != "" {
		w.And("id < ?", before)
	}
	return db.All[Import](ctx, c, `SELECT `+db.Columns[Import]("")+` FROM import_run`+w.SQL()+` ORDER BY id DESC LIMIT `+w.Next(limit), w.Args()...)
}
