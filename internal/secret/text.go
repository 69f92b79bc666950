package secret

import (
	"context"

	"talim/internal/i18n"
)

// Unreadable is the message that stands in the place of a text that cannot be opened.
const Unreadable = "i18n.secret.unreadable"

// Text opens a sealed text for a reader. Where its key is lost, or the text was
// damaged, neutral words in the reader's language stand in its place: a page never
// fails because of it.
func (k *Keeper) Text(ctx context.Context, about, sealed string) string {
	text, err := k.Reveal(about, sealed)
	if err != nil {
		return i18n.T(ctx, Unreadable)
	}
	return text
}

// Column is a column of private texts of a table with the keys school_id and id.
// Each area lists its own, so that older texts can be sealed anew.
type Column struct {
	Table, Name string
	About       string // what stands before the id in about; "" for "table.column/"
}

// Of is what a text of the row is about.
func (c Column) Of(id string) string {
	if c.About != "" {
		return c.About + id
	}
	return c.Table + "." + c.Name + "/" + id
}
