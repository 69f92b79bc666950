package waiting

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
)

// Source is what one area adds to the one query that finds what waits for somebody.
// However many areas there are, Today asks once.
type Source struct {
	// SQL selects Columns, in one SELECT or several with UNION ALL, of what waits for
	// the actor: $1 is the school, $2 the member of staff, $3 today, $4 a week from
	// today, $5 three weeks from today; it need not name them all. It leaves out what
	// the actor may not see, and is "" where nothing can wait.
	SQL func(actor access.Actor) string
	// Item puts a row into words.
	Item func(Row) Item
}

// Row is a row of a Source: its columns have these names and this order.
type Row struct {
	What  string        `db:"what"` // the kind, a word of the area
	ID    string        `db:"id"`   // of the record behind the button
	Due   calendar.Date `db:"due"`  // "" any day
	Count int           `db:"n"`    // how many of the kind, where they come as one thing
	Who   Who           `db:"p_"`   // with whom, empty where with nobody
}

// Who is the other person, as people.Person names one.
type Who struct {
	ID         string `db:"id"`
	Code       string `db:"code"`
	FamilyName string `db:"family_name"`
	GivenName  string `db:"given_name"`
	Patronymic string `db:"patronymic"`
	SortKey    string `db:"sort_key"`
}

const (
	soon  = 7  // days until $4
	ahead = 21 // days until $5
)

// Find gives what waits for the actor by all sources, in any order, and how far the first
// steps of the school have come, in one query; who is no member of staff has nothing.
func Find(ctx context.Context, c db.Conn, sources []Source, steps []StepSource, actor access.Actor, today calendar.Date) ([]Item, []Step, error) {
	query := compose(sources, steps, actor)
	if actor.Staff == "" || query == "" {
		return nil, nil, nil
	}
	query, args := numbered(query, actor.School, actor.Staff, today, today.AddDays(soon), today.AddDays(ahead))
	rows, err := db.All[struct {
		Source int `db:"source"`
		Row
	}](ctx, c, query, args...)
	var items []Item
	var found []Row
	for _, r := range rows {
		if r.Source == ofSteps {
			found = append(found, r.Row)
			continue
		}
		items = append(items, sources[r.Source].Item(r.Row))
	}
	return items, stepsOf(found), err
}

// compose puts the parts together; each row says which source it is from.
func compose(sources []Source, steps []StepSource, actor access.Actor) string {
	parts := composeSteps(steps, actor)
	for i, s := range sources {
		if s.SQL == nil {
			continue
		}
		if part := s.SQL(actor); part != "" {
			parts = append(parts, `SELECT `+strconv.Itoa(i)+` AS source, `+db.Columns[Row]("x")+` FROM (`+part+`) x`)
		}
	}
	return strings.Join(parts, "\nUNION ALL ")
}

var placeholder = regexp.MustCompile(`\$\d+`)

// numbered gives the query only those of the arguments that it names: a database may
// refuse one of which it cannot tell the type.
func numbered(query string, all ...any) (string, []any) {
	var names []string
	var args []any
	query = placeholder.ReplaceAllStringFunc(query, func(name string) string {
		i := slices.Index(names, name)
		if i < 0 {
			n, _ := strconv.Atoi(name[1:])
			i, names, args = len(names), append(names, name), append(args, all[n-1])
		}
		return "$" + strconv.Itoa(i+1)
	})
	return query, args
}
