package db

import (
	"strconv"
	"strings"
)

// Where collects conditions and their arguments. The zero value is ready; From
// starts after arguments that the query has already.
type Where struct {
	terms []string
	args  []any
}

// From is a Where whose first placeholders belong to args.
func From(args ...any) Where { return Where{args: args} }

// And adds a condition written with one ? for each value: And("x = ?", v). A
// question mark means nothing else here, also between quotes.
func (w *Where) And(condition string, values ...any) {
	for _, v := range values {
		condition = strings.Replace(condition, "?", w.Next(v), 1)
	}
	w.terms = append(w.terms, condition)
}

// Next adds an argument and gives its placeholder.
func (w *Where) Next(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// SQL is " WHERE a AND b", or nothing.
func (w *Where) SQL() string {
	if len(w.terms) == 0 {
		return ""
	}
	return " WHERE (" + strings.Join(w.terms, ") AND (") + ")"
}

// Args are the arguments for all placeholders so far.
func (w *Where) Args() []any { return w.args }

var signsOfLike = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Literally is a text in which LIKE ... ESCAPE '\' sees no signs of its own.
func Literally(text string) string { return signsOfLike.Replace(text) }

// In gives the placeholders of "x IN (...)", numbered from first, and their
// arguments. An empty list gives NULL, which nothing is in.
func In[T ~string](first int, vals []T) (placeholders string, args []any) {
	if len(vals) == 0 {
		return "NULL", nil
	}
	args = make([]any, len(vals))
	for i, v := range vals {
		args[i] = string(v)
	}
	return numbers(first, len(vals)), args
}
