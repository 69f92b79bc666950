package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// TestSchoolMovesByFile moves a school from its own file into one of a district and says
// what is wrong where it cannot.
func TestSchoolMovesByFile(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	own := newSchool(t, at("own.keys"))
	keys := []string{"--keys", at("own.keys")}
	out := append([]string{"school", "export", "--database", own, "--school", "A", "--out", at("a.school")}, keys...)
	_, said := talim(out...)
	words := regexp.MustCompile(`[A-Z2-7]{5}(-[A-Z2-7]{1,5}){5}`).FindString(said)
	if words == "" {
		t.Fatalf("no recovery words: %s", said)
	}
	want(t, 1, "not overwritten", out...)
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("words", words+"\n")
	write("wrong", "AAAAA-BBBBB\n")
	in := func(words string, more ...string) []string {
		return append([]string{"school", "import", at("a.school"), "--database", "sqlite:" + filepath.Join(folder, "d", "d.db"), "--keys", at("d.keys"), "--words", at(words)}, more...)
	}
	want(t, 1, "begins none", in("words")...)
	want(t, 1, "do not open the file", in("wrong", "--new")...)
	want(t, 0, "A is here with", in("words", "--new")...) // words mistyped before began nothing
	want(t, 1, "add --replace", in("words")...)
	want(t, 1, "takes changes in this database", in("words", "--replace")...)
	want(t, 1, "one is there", in("words", "--new")...)
	want(t, 1, "being moved", append([]string{"school", "code", "--database", own, "--school", "A"}, keys...)...)
	want(t, 0, "moving", "school", "list", "--database", own)
	left := []string{"school", "left", "--school", "A", "--database", own, "--keys", keys[1], "--to"}
	want(t, 1, "where the school works now", append(left, " ")...)
	want(t, 0, "say that it works at https://a.example", append(left, "https://a.example")...)
	want(t, 0, "for https://a.example", "school", "list", "--database", own)
	want(t, 1, "works elsewhere", append([]string{"school", "export", "--database", own, "--school", "A", "--out", at("copy.school")}, keys...)...)
	want(t, 0, "takes changes again", "school", "resume", "--school", "A", "--database", own, "--keys", keys[1])
	want(t, 1, "is not being moved", append(left, "x")...)
	want(t, 1, "is not being moved", "school", "resume", "--school", "A", "--database", own, "--keys", keys[1])
	there := []string{"--database", "sqlite:" + filepath.Join(folder, "d", "d.db"), "--keys", at("d.keys")}
	_, said = talim(append([]string{"school", "export", "--school", "A", "--out", at("back.school")}, there...)...)
	write("back", regexp.MustCompile(`[A-Z2-7]{5}(-[A-Z2-7]{1,5}){5}`).FindString(said))
	home := append([]string{"school", "import", at("back.school"), "--replace", "--words", at("back"), "--database", own}, keys...)
	want(t, 1, "takes changes in this database", home...)
	talim(append([]string{"school", "export", "--database", own, "--school", "A", "--out", at("again.school")}, keys...)...)
	want(t, 0, "The copy that stood here before is in", home...)
	want(t, 0, "open", "school", "list", "--database", own)
	content, err := os.ReadFile(at("a.school"))
	if err != nil {
		t.Fatal(err)
	}
	write("a.school", string(content[:len(content)/2]))
	want(t, 1, "no whole file", "school", "import", at("a.school"), "--database", "sqlite:"+at("e.db"), "--keys", filepath.Join(folder, "k", "e.keys"), "--words", at("words"), "--new")
}
