package secret

import (
	"context"

	"talim/internal/access"
	"talim/internal/i18n"
)

// Unreadable is the message in the place of a text whose key is lost; what a reader is
// shown is Unread.
const Unreadable = "i18n.secret.unreadable"

const closed = "i18n.secret.closed"

// Text opens a sealed text for whoever asks in the context. Where its key is lost, the
// text was damaged, it was sealed for others or the reader's account is closed to it, it
// is "" and false: what
// cannot be read is nobody's text, so that a form leaves it out and what is sealed stays
// (SealOver).
//
// This is the one place where private texts open for people. An account whose password
// somebody else has reset is closed (access.Actor.Closed): nothing that is sealed opens
// for it, whatever page asks, and whatever its owner is to the record. The program's own
// needs, such as a job, open with Open.
func (k *Keeper) Text(ctx context.Context, about, sealed string) (string, bool) {
	if IsSealed(sealed) && access.ActorFrom(ctx).Closed != "" {
		return "", false
	}
	t, err := k.open(about, sealed)
	if err != nil || !t.mayRead(ctx) {
		return "", false
	}
	return t.text, true
}

// Show opens a sealed text for a page that only shows it. In the place of one that
// cannot be opened stand neutral words in the reader's language: a page never fails
// because of it. They are for the eye alone, never for a field of a form.
func (k *Keeper) Show(ctx context.Context, about, sealed string) string {
	text, _ := k.Reveal(ctx, about, sealed)
	return text
}

// Reveal is Show that says whether the text opened, for a page whose form leaves it out
// where it did not.
func (k *Keeper) Reveal(ctx context.Context, about, sealed string) (text string, opened bool) {
	text, opened = k.Text(ctx, about, sealed)
	if !opened {
		text = Unread(ctx)
	}
	return text, opened
}

// Unread are the words in the place of a text that does not open for the reader.
func Unread(ctx context.Context) string {
	if until := access.ActorFrom(ctx).Closed; until != "" {
		return i18n.T(ctx, closed, "Date", i18n.Date(ctx, until))
	}
	return i18n.T(ctx, Unreadable)
}

// Old is a text as a row holds it.
type Old struct{ ID, Sealed string }

// SealOver seals what a form says for the row with the id, which takes the place of
// the old one. A text that could not be opened was left out of the form: where
// nobody wrote anything in its place, what is sealed goes over to the new row.
// leftOut says that the form left the field out, since its key may have been found
// again meanwhile.
func (k *Keeper) SealOver(ctx context.Context, c Column, id string, readers []string, text string, old Old, leftOut bool) string {
	if text == "" {
		if _, ok := k.Text(ctx, c.Of(old.ID), old.Sealed); leftOut || !ok {
			return k.carry(c.Of(id), c.Of(old.ID), old.Sealed, readers)
		}
	}
	return k.SealFor(c.Of(id), readers, text)
}

// Column is a column of private texts of a table with the keys school_id and id.
// Each area lists its own, so that older texts can be sealed anew.
type Column struct {
	Table, Name string
	About       string // what stands before the id in about; "" for "table.column/"

	// Readers asks the database for whom a text of the row $2 of the school $1 opens, one a
	// row: for texts from before they named their readers, and to find records that were
	// changed. "" where the program alone opens them.
	Readers string

	Since Taken // with what its texts are taken over that stand open
}

// Of is what a text of the row is about.
func (c Column) Of(id string) string {
	about := c.Table + "." + c.Name + "/" + id
	if c.About != "" {
		about = c.About + id
	}
	if c.Readers != "" {
		about += aboutReaders
	}
	return about
}
