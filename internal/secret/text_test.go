package secret_test

import (
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/secret"
)

var words = secret.Column{Table: "private_text", Name: "words"}

// opens asks which of the keepers opens the text, and that it says what it should.
func opens(t *testing.T, k *secret.Keeper, id, sealed, want string) {
	t.Helper()
	if got, ok := k.Text(t.Context(), words.Of(id), sealed); !ok || got != want {
		t.Errorf("%.50s: %q, %t; want %q", sealed, got, ok, want)
	}
}

func TestTextOfWhatCannotBeOpenedIsNone(t *testing.T) {
	mine, other := apptest.Keeper(t), apptest.Keeper(t)
	sealed := mine.Seal(words.Of("1"), "tired")
	opens(t, mine, "1", sealed, "tired")
	if text, ok := other.Text(t.Context(), words.Of("1"), sealed); ok || text != "" {
		t.Errorf("%q, %t", text, ok)
	}
	if shown := other.Show(ctx, words.Of("1"), sealed); shown == "" || strings.Contains(shown, "sealed") {
		t.Errorf("shown %q", shown)
	}
}

// What a form left out goes over to the new row, and opens there once its key is found.
func TestSealOverKeepsWhatCannotBeOpened(t *testing.T) {
	mine, other := apptest.Keeper(t), apptest.Keeper(t)
	old := secret.Old{ID: "1", Sealed: mine.Seal(words.Of("1"), "tired")}

	carried := other.SealOver(t.Context(), words, "2", nil, "", old, true)
	if _, ok := other.Text(t.Context(), words.Of("2"), carried); ok || strings.Contains(carried, "tired") {
		t.Error("who lacks the key reads it in the new row")
	}
	twice := other.SealOver(t.Context(), words, "3", nil, "", secret.Old{ID: "2", Sealed: carried}, true)
	if len(twice) > len(carried)+20 {
		t.Errorf("a wrapping in a wrapping: %d letters after %d", len(twice), len(carried))
	}
	secret.Share(other, mine) // the line of the lost key is back
	opens(t, mine, "2", carried, "tired")
	opens(t, mine, "3", twice, "tired")
	for _, id := range []string{"1", "4"} {
		if _, ok := mine.Text(t.Context(), words.Of(id), carried); ok {
			t.Errorf("moved to row %s, it opens there", id)
		}
	}
	if text, ok := mine.Text(t.Context(), words.Of("2"), strings.Replace(carried, "~", "", 1)); ok {
		t.Errorf("a wrapping is opened as a text: %q", text)
	}
}

func TestSealOverTakesWhatWasTyped(t *testing.T) {
	mine, other := apptest.Keeper(t), apptest.Keeper(t)
	old := secret.Old{ID: "1", Sealed: mine.Seal(words.Of("1"), "before")}
	opens(t, other, "2", other.SealOver(t.Context(), words, "2", nil, "written anew", old, true), "written anew")
	opens(t, mine, "2", mine.SealOver(t.Context(), words, "2", nil, "changed", old, false), "changed")
	opens(t, mine, "2", mine.SealOver(t.Context(), words, "2", nil, "", old, false), "")
	// The form was shown without the text; its key was found before it was saved.
	opens(t, mine, "2", mine.SealOver(t.Context(), words, "2", nil, "", old, true), "before")
	opens(t, mine, "2", mine.SealOver(t.Context(), words, "2", nil, "", secret.Old{}, true), "")
}

// A wrapped text is sealed anew with the newest key, opened or not.
func TestReSealRenewsAWrapping(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		filled(t, d, 0)
		lost, mine := apptest.Keeper(t), keeper(t, t.TempDir()+"/talim.keys", true)
		carried := mine.SealOver(t.Context(), words, "2", nil, "", secret.Old{ID: "1", Sealed: lost.Seal(words.Of("1"), "tired")}, true)
		if _, err := db.Exec(ctx, d.Write(), `INSERT INTO private_text (school_id, id, words, more) VALUES ('s', '2', $1, '')`, carried); err != nil {
			t.Fatal(err)
		}
		reseal(t, d, mine, 0)
		if err := mine.Rotate(); err != nil {
			t.Fatal(err)
		}
		reseal(t, d, mine, 1)
		now, err := db.One[string](ctx, d.Read(), `SELECT words FROM private_text`)
		if err != nil || mine.Stale(now) {
			t.Fatalf("%.60s %v", now, err)
		}
		secret.Share(lost, mine)
		opens(t, mine, "2", now, "tired")
	})
}
