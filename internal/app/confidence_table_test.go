package app_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/apptest"
	"talim/internal/i18n"
)

const confidenceTable = "../../docs/confidence.md"

const confidenceHead = `# Who sees what

This table is printed from the rules that the code asks (` + "`access.Rule`" + ` in the ` + "`access.go`" + ` of each area); the same rules make the page
*Who sees what* of the program (/confidence). ` + "`go test ./internal/app -run ConfidenceTable -update`" + ` prints it anew, and the
test fails when it is stale. Another test (` + "`TestConfidence`" + `) makes a record of each kind and asks for it over HTTP as each of these people.

**r** reads, **w** writes, **rw** both, an empty cell nothing. Whoever is nothing of all this to a record, such as anybody of another
school, is refused everything. What is not named in a row is refused.

| sign | relation | who that is |
|---|---|---|
`

// signs are the columns of the table.
var signs = map[access.Relation][2]string{
	access.Self:          {"self", "the author, or the person the record is about"},
	access.Partner:       {"partner", "the other of a pairing that runs or was completed"},
	access.FormerPartner: {"former", "the other of a pairing that ended early"},
	access.Trusted:       {"trusted", "the person of trust, or helper, whom the author chose and who agreed"},
	access.AsCoordinator: {"coord", "coordinator of mentoring"},
	access.AsSMUHead:     {"head", "head of the unit of one of the two"},
	access.AsDeputy:      {"deputy", "deputy directors"},
	access.AsDirector:    {"dir", "director"},
	access.AsSecretary:   {"secr", "secretary of the pedagogical council"},
	access.AsColleague:   {"staff", "any other member of staff; whoever has another relation has this one, too"},
	access.AsMethodist:   {"method", "methodologist of the district"},
	access.AsOperator:    {"admin", "administrator of the school's accounts, or of the server, in the program"},
}

const confidenceFoot = `
The administrator of a district or region sees of each school below: its name, code, kind, address and place in the tree with its history; how many people work
there, how many lessons its timetable has, and the day of the last sign-in; the names and logins of its administrators, and whether they have signed in. Of what a school
does she sees nothing: no member of staff, no lesson, no pair, no paper, no journal. She gives a code only to an administrator who has never signed in.

Whoever resets a password (administrator, director) does not come to read what is private: after a one-time code was used for an account that was in use, no sealed
text opens for it until its owner has given her recovery words, a colleague whom she named before has confirmed her, or the days of the rule people.account.closed_days
(7 or more) have passed. What is not sealed is not closed: dates, counts, wishes, yes and no. The owner is told who made the code, and may refuse it ([security.md](security.md)).

The administrator reads no private text in the program. What somebody can do who has the database file, the file of keys, or the server
itself is said in [operation.md](operation.md), who might want what and what does not stop them in [security.md](security.md); which texts are sealed and why, in [decision 12](decisions/0012-private-texts.md).
`

// The printed table is that of the code.
func TestConfidenceTable(t *testing.T) {
	a := start(t, app.Config{Database: apptest.SQLite(t)})
	got := confidencePage(a)
	if *update {
		if err := os.WriteFile(confidenceTable, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(confidenceTable)
	if err != nil || got != string(want) {
		t.Errorf("docs/confidence.md is not that of the rules (%v); look at the difference and run with -update:\n%s", err, difference(string(want), got))
	}
	if lacking := a.Lacking(); len(lacking) > 0 {
		t.Errorf("kinds of record without a name: %v", lacking)
	}
}

func confidencePage(a *app.App) string {
	var b strings.Builder
	b.WriteString(confidenceHead)
	head, line := "| record | kk | ru |", "|---|---|---|"
	for _, r := range access.Relations {
		fmt.Fprintf(&b, "| %s | `%s` | %s |\n", signs[r][0], r, signs[r][1])
		head, line = head+" "+signs[r][0]+" |", line+"---|"
	}
	area := ""
	for _, r := range app.Rules() {
		if name, _, _ := strings.Cut(r.Kind, "."); name != area {
			area = name
			fmt.Fprintf(&b, "\n## %s\n\n%s\n%s\n", a.Locale(i18n.English).T("confidence.area."+area), head, line)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |", nameOf(a, i18n.English, r), nameOf(a, i18n.Kazakh, r), nameOf(a, i18n.Russian, r))
		for _, x := range access.Relations {
			b.WriteString(" " + cell(r, x) + " |")
		}
		b.WriteString("\n")
	}
	b.WriteString(confidenceFoot)
	return b.String()
}

func nameOf(a *app.App, lang i18n.Language, r access.Rule) string {
	return a.Locale(lang).T("confidence." + r.Kind)
}

// cell is what a relation may do; what all staff may, everybody of the school may.
func cell(r access.Rule, x access.Relation) string {
	of := []access.Relation{x}
	out := ""
	if r.Reads(of) {
		out += "r"
	}
	if r.Writes(of) {
		out += "w"
	}
	return out
}

// Every kind has one rule, and is of the shape area.kind.
func TestConfidenceRulesAreOne(t *testing.T) {
	var seen []string
	for _, r := range app.Rules() {
		if slices.Contains(seen, r.Kind) || strings.Count(r.Kind, ".") != 1 {
			t.Errorf("%q", r.Kind)
		}
		seen = append(seen, r.Kind)
	}
	for _, kind := range []string{ // of the agreement on mentoring, whatever else there is
		"mentoring.profile", "mentoring.wish", "mentoring.veto", "mentoring.consent", "mentoring.private_note", "mentoring.shared_note",
		"mentoring.counts", "mentoring.report", "mentoring.reply", "support.check_in", "support.mismatch", "practice.learning_log",
		"practice.resistance_note", "evaluation.answer",
	} {
		if !slices.Contains(seen, kind) {
			t.Errorf("no rule for %s", kind)
		}
	}
}
