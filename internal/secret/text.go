package secret

import (
	"context"

	"talim/internal/i18n"
)

// Unreadable is the message that stands in the place of a text that cannot be opened.
const Unreadable = "i18n.secret.unreadable"

// Text opens a sealed text. Where its key is lost, or the text was damaged, it is
// "" and false: what cannot be read is nobody's text, so that a form leaves it out
// and what is sealed stays (SealOver).
func (k *Keeper) Text(about, sealed string) (string, bool) {
	text, err := k.Open(about, sealed)
	return text, err == nil
}

// Show opens a sealed text for a page that only shows it. In the place of one that
// cannot be opened stand neutral words in the reader's language: a page never fails
// because of it. They are for the eye alone, never for a field of a form.
func (k *Keeper) Show(ctx context.Context, about, sealed string) string {
	text, ok := k.Text(about, sealed)
	if !ok {
		return i18n.T(ctx, Unreadable)
	}
	return text
}

// Old is a text as a row holds it.
type Old struct{ ID, Sealed string }

// SealOver seals what a form says for the row with the id, which takes the place of
// the old one. A text that could not be opened was left out of the form: where
// nobody wrote anything in its place, what is sealed goes over to the new row.
// leftOut says that the form left the field out, since its key may have been found
// again meanwhile.
func (k *Keeper) SealOver(c Column, id, text string, old Old, leftOut bool) string {
	if text == "" {
		if _, ok := k.Text(c.Of(old.ID), old.Sealed); leftOut || !ok {
			return k.carry(c.Of(id), c.Of(old.ID), old.Sealed)
		}
	}
	return k.Seal(c.Of(id), text)
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
