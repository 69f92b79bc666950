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
