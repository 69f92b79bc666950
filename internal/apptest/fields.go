package apptest

import (
	"fmt"
	"slices"
	"strings"

	"talim/internal/fault"
)

// FieldsOf are the fields that a rule finds fault with, in alphabetical order, or the
// error that is about none.
func FieldsOf(err error) string {
	e, ok := fault.As(err)
	if !ok {
		return fmt.Sprint(err)
	}
	var names []string
	for _, f := range e.Fields {
		names = append(names, f.Name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}
