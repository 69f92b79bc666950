package db

import (
	"reflect"
	"testing"
)

func TestPrefixedStructsAreColumns(t *testing.T) {
	type person struct {
		ID   string `db:"id"`
		Code string `db:"code"`
	}
	type row struct {
		ID     string `db:"id"`
		Mentor person `db:"mentor_"`
		Mentee person `db:"mentee_"`
	}
	var columns []string
	for _, f := range fieldsOf(reflect.TypeFor[row]()) {
		columns = append(columns, f.column)
	}
	want := []string{"id", "mentor_id", "mentor_code", "mentee_id", "mentee_code"}
	if !reflect.DeepEqual(columns, want) {
		t.Errorf("columns %v, want %v", columns, want)
	}
}

func TestColumnsListsFieldsWithAlias(t *testing.T) {
	type person struct {
		ID   string `db:"id"`
		Code string `db:"code"`
	}
	type named struct {
		person
		Mentor person `db:"mentor_"`
		Note   string
		Not    string `db:"-"`
	}
	for alias, want := range map[string]string{
		"":  "id, code, mentor_id, mentor_code",
		"x": "x.id, x.code, x.mentor_id, x.mentor_code",
	} {
		for range 2 { // the second comes from the cache
			if got := Columns[named](alias); got != want {
				t.Errorf("columns with alias %q: %q, want %q", alias, got, want)
			}
		}
	}
}

// Texts stand in the order of the columns, whatever type a column has.
func TestTextsOfARowAreInTheOrderOfItsColumns(t *testing.T) {
	type date string
	type key struct {
		School string `db:"school_id"`
		ID     string `db:"id"`
	}
	type row struct {
		key
		On    date `db:"on_day"`
		Count int  `db:"count"`
	}
	columns, texts := ColumnsOf[row](), TextsOf(row{key{"s", "1"}, "2013-09-02", 3})
	if !reflect.DeepEqual(columns, []string{"school_id", "id", "on_day", "count"}) || !reflect.DeepEqual(texts, []string{"s", "1", "2013-09-02", "3"}) {
		t.Errorf("%v: %v", columns, texts)
	}
}
