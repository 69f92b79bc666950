package secret_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/secret"
)

// owned is a column whose texts open for who stands in another.
var owned = secret.Column{Table: "private_text", Name: "words", Readers: `SELECT x.more FROM private_text x WHERE x.school_id = $1 AND x.id = $2`}

func actor(staff string, roles ...access.Role) access.Actor {
	return access.Actor{Account: "account of " + staff, School: "s", Staff: staff, Roles: roles}
}

// A text opens for those for whom it was sealed, whatever the record says by now.
func TestTextOpensForItsReaders(t *testing.T) {
	k := apptest.Keeper(t)
	about := owned.Of("1")
	sealed := k.SealFor(about, []string{"author", "", secret.Role(access.Director)}, "first line\nsecond")
	for _, test := range []struct {
		who  access.Actor
		want bool
	}{
		{actor("author"), true},
		{actor("other"), false},
		{actor(""), false},
		{actor("other", access.Deputy), false},
		{actor("other", access.Deputy, access.Director), true},
		{access.Actor{}, true}, // the program itself
		{access.System("s", "job"), true},
	} {
		if text, ok := k.Text(access.With(ctx, test.who), about, sealed); ok != test.want || ok && text != "first line\nsecond" {
			t.Errorf("%v: %q, %t", test.who, text, ok)
		}
	}
	helped := secret.OnBehalf(access.With(ctx, actor("partner")), "author")
	if _, ok := k.Text(helped, about, sealed); !ok {
		t.Error("closed to whom the author's area lets read it")
	}
	for _, staff := range []string{"", "somebody"} {
		if _, ok := k.Text(secret.OnBehalf(access.With(ctx, actor("partner")), staff), about, sealed); ok {
			t.Errorf("on behalf of %q", staff)
		}
	}
	for _, readers := range [][]string{{"second"}, {secret.Everybody}} {
		anew := k.SealAnew(about, readers, sealed)
		if _, ok := k.Text(access.With(ctx, actor("second")), about, anew); !ok {
			t.Errorf("sealed anew for %v, it stays closed", readers)
		}
	}
	if _, ok := k.Text(access.With(ctx, actor("author")), about, strings.Replace(sealed, ":=", ":", 1)); ok {
		t.Error("opened without its sign")
	}
}

// What a form left out goes over to the new row for the readers of that.
func TestSealOverNamesReaders(t *testing.T) {
	lost, mine := apptest.Keeper(t), apptest.Keeper(t)
	old := secret.Old{ID: "1", Sealed: lost.SealFor(owned.Of("1"), []string{"author"}, "tired")}
	carried := mine.SealOver(ctx, owned, "2", []string{"author", "partner"}, "", old, true)
	secret.Share(lost, mine)
	for staff, want := range map[string]bool{"author": true, "partner": true, "other": false} {
		if text, ok := mine.Text(access.With(ctx, actor(staff)), owned.Of("2"), carried); ok != want || ok && text != "tired" {
			t.Errorf("%s: %q, %t", staff, text, ok)
		}
	}
}

// Texts from before name their readers once; what is written without them afterwards is
// nobody's, and a record that names somebody else is found.
func TestSettleNamesReaders(t *testing.T) {
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		path := filepath.Join(t.TempDir(), "talim.keys")
		k := keeper(t, path, true)
		const n = 450 // more than two batches
		filled(t, d, n)
		exec := func(query string, args ...any) {
			t.Helper()
			if _, err := db.Exec(ctx, d.Write(), query, args...); err != nil {
				t.Fatal(err)
			}
		}
		exec(`UPDATE private_text SET more = 'author'`)
		exec(`UPDATE private_text SET words = 'plainwords put off' WHERE id = '00003'`)
		plain := secret.Column{Table: owned.Table, Name: owned.Name} // as a program that names nobody
		if _, err := k.ReSeal(ctx, d, []secret.Column{plain}); err != nil {
			t.Fatal(err)
		}
		lost := apptest.Keeper(t)
		exec(`UPDATE private_text SET words = $1 WHERE id = '00009'`, lost.Seal(plain.Of("00009"), "of a lost key"))
		old := wordsOf(t, d, "00007")
		settleColumns(t, d, k, owned)
		for id, want := range map[string]bool{"00000": true, "00449": true, "00009": false} {
			for staff, may := range map[string]bool{"author": want, "other": false} {
				if _, ok := k.Text(access.With(ctx, actor(staff)), owned.Of(id), wordsOf(t, d, id)); ok != may {
					t.Errorf("%s, %s: %t", id, staff, ok)
				}
			}
		}
		exec(`UPDATE private_text SET words = $1 WHERE id = '00007'`, old)
		exec(`UPDATE private_text SET more = 'other' WHERE id = '00008'`)
		for _, again := range []*secret.Keeper{k, keeper(t, path, false)} {
			settleColumns(t, d, again, owned)
			if _, err := again.Open(owned.Of("00007"), wordsOf(t, d, "00007")); !errors.Is(err, secret.ErrUnbound) {
				t.Errorf("a text of before, put back: %v", err)
			}
			if _, ok := again.Text(access.With(ctx, actor("other")), owned.Of("00008"), wordsOf(t, d, "00008")); ok {
				t.Error("who was written into a record reads it")
			}
			strays, err := again.FindStrays(ctx, d, []secret.Column{owned})
			if err != nil || len(strays) != 2 || strays[0].ID+strays[1].ID != "0000800007" && strays[0].ID+strays[1].ID != "0000700008" {
				t.Errorf("%v, %v", strays, err)
			}
		}
		secret.Share(lost, k)
		if text, ok := k.Text(access.With(ctx, actor("author")), owned.Of("00009"), wordsOf(t, d, "00009")); !ok || text != "of a lost key" {
			t.Errorf("its key was found: %q, %t", text, ok)
		}
	})
}

// A text that moves to another database keeps its readers.
func TestFasten(t *testing.T) {
	here, there := apptest.Keeper(t), apptest.Keeper(t)
	packed, err := here.Unfasten(owned.Of("1"), here.SealFor(owned.Of("1"), []string{"author"}, "tired"))
	if err != nil {
		t.Fatal(err)
	}
	moved := there.Fasten(owned.Of("1"), packed)
	for staff, want := range map[string]bool{"author": true, "other": false} {
		if text, ok := there.Text(access.With(ctx, actor(staff)), owned.Of("1"), moved); ok != want || ok && text != "tired" {
			t.Errorf("%s: %q, %t", staff, text, ok)
		}
	}
}

// What it costs that a text names its readers: compare with BenchmarkOpen.
func BenchmarkOpenForReader(b *testing.B) {
	k, err := secret.New()
	if err != nil {
		b.Fatal(err)
	}
	sealed := k.SealFor(owned.Of("1"), []string{"01m8nq1wfm05t0xh0g319dp60t", "01m8p1kqggb72kqpn55xbbce60", secret.Role(access.Director)}, strings.Repeat("Бүгін қиын. ", 50))
	asked := access.With(ctx, actor("01m8p1kqggb72kqpn55xbbce60"))
	for b.Loop() {
		if _, ok := k.Text(asked, owned.Of("1"), sealed); !ok {
			b.Fatal("closed")
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	k, err := secret.New()
	if err != nil {
		b.Fatal(err)
	}
	sealed := k.Seal(words.Of("1"), strings.Repeat("Бүгін қиын. ", 50))
	asked := access.With(ctx, actor("01m8p1kqggb72kqpn55xbbce60"))
	for b.Loop() {
		if _, ok := k.Text(asked, words.Of("1"), sealed); !ok {
			b.Fatal("closed")
		}
	}
}
