package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSchoolKeepsADistrict walks a district at the command line.
func TestSchoolKeepsADistrict(t *testing.T) {
	database := newSchool(t, os.Getenv("TALIM_KEYS"))
	on := func(verb string, more ...string) []string {
		return append([]string{"school", verb, "--database", database}, more...)
	}
	want(t, 0, "signs in at /sign-in/first with the login d.admin", on("add", "--code", "d", "--name", "Отдел", "--kind", "district", "--administrator", "Сейтова Гүлнар")...)
	add := on("add", "--code", "s1", "--name", "Школа 1", "--under", "d", "--administrator", "Ли Анна")
	want(t, 0, "s1 is added", add...)
	want(t, 1, "Another organisation has this code", add...)
	want(t, 1, `no school has the code "none"; there are: A, d, s1`, on("add", "--code", "s2", "--name", "Школа 2", "--under", "none", "--administrator", "Ли Анна")...)
	want(t, 1, "nothing stands under a school", on("add", "--code", "s2", "--name", "Школа 2", "--under", "s1", "--administrator", "Ли Анна")...)
	want(t, 0, "signs in", on("code", "--school", "s1")...)
	want(t, 0, "opens every private text", "keys", "check", "--database", database)                                    // codes are kept with the keys of the server
	want(t, 1, "there is no file", on("code", "--school", "s1", "--keys", filepath.Join(t.TempDir(), "none.keys"))...) // they vouch for its account
	want(t, 0, "vouched for anew", "keys", "accept", "--database", database)
	want(t, 1, "no date", on("close", "--school", "s1", "--last-day", "yesterday")...)
	want(t, 1, "still report to it", on("close", "--school", "d")...)
	want(t, 0, "can be read", on("close", "--school", "s1", "--last-day", "2026-11-01")...)
	want(t, 0, "closed", on("list")...)
	want(t, 1, "closed", on("code", "--school", "s1")...)
	want(t, 0, "takes changes again", on("reopen", "--school", "s1")...)
	want(t, 0, "--administrator", "school", "add", "--help")
}

// TestSchoolBeginsNoDatabase holds that a mistyped path or an empty file stays what it is.
func TestSchoolBeginsNoDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "school.db")
	want(t, 1, "begins none", "school", "list", "--database", "sqlite:"+path)
	if _, err := os.Stat(filepath.Dir(path)); !os.IsNotExist(err) {
		t.Errorf("the folder: %v", err)
	}
	want(t, 1, "sqlite:PATH", "school", "list", "--database", "mysql://x")
}
