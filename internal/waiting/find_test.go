package waiting_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/waiting"
)

// nobody fills the columns of a person.
const nobody = `'' AS p_id, '' AS p_code, '' AS p_family_name, '' AS p_given_name, '' AS p_patronymic, '' AS p_sort_key`

// source is an area whose rows say the area, and that only deputies see twice.
func source(area, sql string) waiting.Source {
	return waiting.Source{
		SQL: func(a access.Actor) string {
			if a.Has(access.Deputy) {
				return sql + " UNION ALL " + sql
			}
			return sql
		},
		Item: func(r waiting.Row) waiting.Item {
			return waiting.Item{Due: r.Due, Title: fault.Say(area + "." + r.What + "." + r.ID + "." + r.Who.Code)}
		},
	}
}

func TestFindAsksAllAreasAtOnce(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		sources := []waiting.Source{
			{}, // an area in which nothing waits
			source("a", `SELECT 'plan' AS what, $2 AS id, $4 AS due, 0 AS n, `+nobody),
			source("b", `SELECT 'step' AS what, 'x' AS id, $3 AS due, 2 AS n, 's' AS p_id, 'T-1' AS p_code, '' AS p_family_name, '' AS p_given_name, '' AS p_patronymic, '' AS p_sort_key WHERE $1 = 'auyl'`),
		}
		ask := func(a access.Actor) (string, int64) {
			counted, n := db.Counted(context.Background())
			items, _, err := waiting.Find(counted, d.Read(), sources, nil, a, "2013-09-02")
			if err != nil {
				t.Fatal(err)
			}
			var out []string
			for _, i := range items {
				out = append(out, fmt.Sprint(i.Title.Key, " ", i.Due))
			}
			return strings.Join(out, ", "), int64(n.N())
		}
		for _, x := range []struct {
			actor   access.Actor
			want    string
			queries int64
		}{
			{access.Actor{School: "auyl", Staff: "s1"}, "a.plan.s1. 2013-09-09, b.step.x.T-1 2013-09-02", 1},
			{access.Actor{School: "audan", Staff: "s1"}, "a.plan.s1. 2013-09-09", 1},
			{access.Actor{School: "audan", Staff: "s1", Roles: []access.Role{access.Deputy}}, "a.plan.s1. 2013-09-09, a.plan.s1. 2013-09-09", 1},
			{access.Actor{School: "auyl"}, "", 0},
		} {
			if got, n := ask(x.actor); got != x.want || n != x.queries {
				t.Errorf("%+v: %q in %d queries, want %q in %d", x.actor, got, n, x.want, x.queries)
			}
		}
	})
}

func TestFindSaysWhatIsWrong(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		items, _, err := waiting.Find(t.Context(), d.Read(), []waiting.Source{source("a", `SELECT what FROM nowhere`)}, nil, access.Actor{School: "auyl", Staff: "s1"}, "2013-09-02")
		if err == nil || len(items) != 0 {
			t.Errorf("%v, %v", items, err)
		}
	})
}
