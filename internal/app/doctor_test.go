package app_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/db"
	"talim/internal/doctor"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
)

// examined is what the doctor finds, by the name of the check: what is unwell, with whose
// the records are.
func examined(t *testing.T, p doctor.Patient) map[string][]doctor.Record {
	t.Helper()
	r, err := doctor.Examine(ctx, p)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]doctor.Record{}
	for _, c := range r.Checks {
		if !c.Well {
			out[c.Name] = append(c.Records, doctor.Record{})
		}
	}
	if r.Well() != (len(out) == 0) {
		t.Errorf("well: %v, although %v", r.Well(), out)
	}
	return out
}

// Whatever is changed in a database behind the program's back is named, beside the program
// that runs, and with whose it is where that is no breach.
func TestDoctorNamesWhatWasChanged(t *testing.T) {
	for name, c := range map[string]struct{ check, person, change string }{
		"account":   {"rows", "admin", `UPDATE account SET login = 'admin', password_hash = 'mine'`},
		"post":      {"rows", "ADM director", `UPDATE post SET role = 'director'`},
		"end":       {"rows", "ADM administrator", `UPDATE post SET ends = '2030-01-01'`},
		"journal":   {"journal", "", `UPDATE journal_entry SET actor = 'somebody'`},
		"deleted":   {"journal", "", `DELETE FROM journal_entry`},
		"no end":    {"journal", "", `DELETE FROM journal_head`},
		"open text": {"open", "", `UPDATE account SET code_sealed = 'open words'`},
		"moved":     {"texts", "", `UPDATE account SET code_sealed = (SELECT value FROM setting WHERE name LIKE 'sealed-with:%')`},
		"newer":     {"schema", "", `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, true)`},
		"older":     {"schema", "", `DELETE FROM goose_db_version WHERE version_id > 90`},
		"job": {"jobs", "", `INSERT INTO job (school_id, id, kind, args, unique_key, run_at, state, attempts, error, created_at, ended_at)
			VALUES ('s', 'j', 'mail', '{}', '', '', 'dead', 10, 'secret words', '', '')`},
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, address string) {
				if c.check == "schema" && !strings.HasPrefix(address, "sqlite:") {
					t.Skip("the number of the schema stays in the server for the next test")
				}
				keys := filepath.Join(t.TempDir(), "talim.keys")
				if err := os.Chmod(filepath.Dir(keys), 0o700); err != nil { //nolint:gosec // a folder
					t.Fatal(err)
				}
				a := start(t, app.Config{Database: address, Keys: keys})
				_, err := a.Services().Accounts.CreateSchool(ctx, access.Actor{}, accounts.NewSchool{
					NewSchool: people.NewSchool{
						Kind: tree.School, Facts: tree.Facts{Code: "A", Name: i18n.Text{EN: "School"}, Timezone: "Asia/Almaty"},
						Administrator: people.NewStaff{StaffFacts: people.StaffFacts{Code: "ADM"}},
					}, Login: "admin",
				})
				if err != nil {
					t.Fatal(err)
				}
				if _, err := journal.Close(ctx, a.DB(), a.DB().Voucher(), a.Now()); err != nil {
					t.Fatal(err)
				}
				p := app.Patient()
				p.Database, p.Keys = address, keys
				if found := examined(t, p); len(found) > 0 {
					t.Fatalf("nothing was changed yet: %+v", found)
				}
				if _, err := db.Exec(ctx, a.DB().Write(), c.change); err != nil {
					t.Fatal(err)
				}
				found := examined(t, p)
				if len(found) != 1 || found[c.check] == nil {
					t.Errorf("found %+v, want %s", found, c.check)
				}
				named := slices.ContainsFunc(found[c.check], func(r doctor.Record) bool {
					return r.Person == c.person && (r.ID != "" || r.School != "" || c.check == "schema")
				})
				if !named && c.check != "schema" {
					t.Errorf("not with whose it is: %+v, want %s", found[c.check], c.person)
				}
				for _, r := range found[c.check] {
					if strings.Contains(r.What, "words") {
						t.Errorf("tells %q", r.What)
					}
				}
			})
		})
	}
}
