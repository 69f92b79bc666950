// Package doctor looks whether a database and its file of keys are well, and names what was
// changed behind the program's back. It only reads, also beside a program that runs, and
// tells of no private text: tables, ids, and whose an account or a post is.
package doctor

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/jobs"
	"talim/internal/journal"
	"talim/internal/secret"
)

//go:embed messages/*.json
var messages embed.FS

// Messages is the catalogue of what is found.
func Messages() fs.FS { return i18n.Catalogue(messages) }

// Patient is what is looked at.
type Patient struct {
	Database string // address
	File     string // of a SQLite database; "" for others
	Keys     string // path of the file of keys

	Sealed  []secret.Column
	Vouched []secret.Vouched

	// Whose says whose an account or post is, where that is nobody's secret; "" else.
	Whose func(ctx context.Context, c db.Conn, table, school, id string) (string, error)
}

// Record is one of what a check found.
type Record struct {
	Table  string `json:"table,omitempty"`
	Column string `json:"column,omitempty"`
	School string `json:"school,omitempty"`
	ID     string `json:"id,omitempty"`
	Place  int    `json:"place,omitempty"` // in the chain of the journal
	Person string `json:"person,omitempty"`
	What   string `json:"what,omitempty"` // a path, or what is wrong in a word
}

// Check is one thing that was looked at.
type Check struct {
	Name string        `json:"name"`
	Well bool          `json:"well"`
	Says fault.Message `json:"-"`
	Text string        `json:"says"` // Says in the language of whoever asks

	Records []Record `json:"records,omitempty"`
}

// Report is all that was looked at; what could not be is not among it.
type Report struct {
	Checks []Check       `json:"checks"`
	Ends   []journal.End `json:"journals,omitempty"` // to be kept elsewhere by whoever wants to
}

// Well says whether nothing was found.
func (r Report) Well() bool {
	for _, c := range r.Checks {
		if !c.Well {
			return false
		}
	}
	return true
}

func (r *Report) well(name, key string, args ...any) {
	r.Checks = append(r.Checks, Check{Name: name, Well: true, Says: fault.Say(key, args...)})
}

func (r *Report) bad(name, key string, args ...any) {
	r.Checks = append(r.Checks, Check{Name: name, Says: fault.Say(key, args...)})
}

// found is a check of records: well where there are none.
func (r *Report) found(name, well, bad string, records []Record) {
	if len(records) == 0 {
		r.well(name, well)
		return
	}
	r.Checks = append(r.Checks, Check{Name: name, Says: fault.Say(bad), Records: records})
}

// Examine looks at everything. An error is one of the looking; what is wrong with the
// patient stands in the report.
func Examine(ctx context.Context, p Patient) (Report, error) {
	var r Report
	r.found("rights", "doctor.rights.well", "doctor.rights.bad", rights(p))
	r.found("apart", "doctor.apart.well", "doctor.apart.bad", beside(p))
	keeper, err := secret.OpenFile(p.Keys, false)
	if err != nil {
		r.bad("keys", "doctor.keys.unusable", "Why", err.Error())
		keeper = nil
	}
	d, err := open(ctx, p.Database)
	if err != nil {
		r.bad("database", "doctor.database.bad", "Why", err.Error())
		return r, nil
	}
	err = r.database(ctx, p, d, keeper)
	return r, errors.Join(err, d.Close())
}

// open opens a database that is there, and makes none.
func open(ctx context.Context, address string) (*db.DB, error) {
	if err := db.Exists(address); err != nil {
		return nil, err
	}
	return db.Open(ctx, address)
}

func (r *Report) database(ctx context.Context, p Patient, d *db.DB, keeper *secret.Keeper) error {
	damage, err := d.Damage(ctx)
	if err != nil {
		r.bad("database", "doctor.database.bad", "Why", err.Error())
		return nil
	}
	records := make([]Record, len(damage))
	for i, what := range damage {
		records[i].What = what
	}
	r.found("integrity", "doctor.integrity.well", "doctor.integrity.bad", records)
	if ready, err := r.schema(ctx, d); err != nil || !ready {
		return err
	}
	if err := r.jobs(ctx, d); err != nil || keeper == nil {
		return err
	}
	if ready, err := r.keys(ctx, p, d, keeper); err != nil || !ready {
		return err
	}
	return r.written(ctx, p, d, keeper)
}

// schema says whether the database is of this program's version: else its tables are others.
func (r *Report) schema(ctx context.Context, d *db.DB) (ready bool, err error) {
	begun, err := d.Begun(ctx)
	if err != nil {
		return false, err
	}
	if !begun {
		r.bad("schema", "doctor.schema.empty")
		return false, nil
	}
	version, err := d.Schema(ctx)
	if err != nil {
		return false, err
	}
	latest, err := d.Latest()
	switch {
	case err != nil:
		return false, err
	case version < latest:
		r.bad("schema", "doctor.schema.older", "Is", version, "Known", latest)
	case version > latest:
		r.bad("schema", "doctor.schema.newer", "Is", version, "Known", latest)
	default:
		r.well("schema", "doctor.schema.well", "Is", version)
	}
	return version == latest, nil
}

// mostJobs is how many jobs are named at most.
const mostJobs = 100

func (r *Report) jobs(ctx context.Context, d *db.DB) error {
	failed, err := jobs.ListFailed(ctx, d.Read(), mostJobs)
	records := make([]Record, len(failed))
	for i, f := range failed { // not its error, which may hold words of somebody's
		records[i] = Record{Table: "job", School: f.School, ID: f.ID, What: fmt.Sprintf("%s, %s", f.Kind, f.EndedAt)}
	}
	r.found("jobs", "doctor.jobs.well", "doctor.jobs.bad", records)
	return err
}

// keys says whether the file has the keys of the database; without them nobody can say what
// was changed, and before the first start with them nothing was vouched for.
func (r *Report) keys(ctx context.Context, p Patient, d *db.DB, keeper *secret.Keeper) (ready bool, err error) {
	fits, err := keeper.Fits(ctx, d)
	if err != nil || !fits {
		r.bad("keys", "doctor.keys.other")
		return false, err
	}
	missing, err := keeper.MissingKeys(ctx, d, p.Sealed)
	if err != nil {
		return false, err
	}
	lost := 0
	for _, m := range missing {
		lost += m.Texts
	}
	if err := errors.Join(keeper.FollowRecord(ctx, d), keeper.FollowSettled(ctx, d)); err != nil {
		return false, err
	}
	switch {
	case lost > 0:
		r.bad("keys", "doctor.keys.lost", "Count", lost)
	case !keeper.Settled():
		r.well("keys", "doctor.keys.unsettled")
	default:
		r.well("keys", "doctor.keys.well")
	}
	return keeper.Settled(), nil
}

func (r *Report) written(ctx context.Context, p Patient, d *db.DB, keeper *secret.Keeper) error {
	w, err := Written(ctx, p, d, keeper)
	if err != nil {
		return err
	}
	r.found("open", "doctor.open.well", "doctor.open.bad", w.Open)
	r.found("rows", "doctor.rows.well", "doctor.rows.bad", w.Rows)
	r.found("texts", "doctor.texts.well", "doctor.texts.bad", w.Texts)
	r.found("journal", "doctor.journal.well", "doctor.journal.bad", w.Journal)
	r.Ends, err = journal.Ends(ctx, d.Read())
	return err
}
