package licence_test

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"talim/internal/licence"
)

var update = flag.Bool("update", false, "write notices.txt anew")

// platforms are those for which the program is built; each links modules of its own.
var platforms = []string{"linux/amd64", "linux/386", "windows/amd64", "darwin/arm64"}

// TestNoticesAreThoseOfWhatIsLinked keeps notices.txt current: go test ./internal/licence
// -update writes it after a module came, went or changed.
func TestNoticesAreThoseOfWhatIsLinked(t *testing.T) {
	text := gathered(t)
	if *update {
		if err := os.WriteFile("notices.txt", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if licence.Notices() != text {
		t.Error("notices.txt is not current: go test ./internal/licence -update")
	}
}

// gathered are the notices, each text once with those whom it stands for.
func gathered(t *testing.T) string {
	t.Helper()
	of := map[string][]string{} // text -> names
	add := func(name, path string) {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimSpace(strings.ReplaceAll(string(content), "\r\n", "\n"))
		of[text] = append(of[text], name)
	}
	linked := modules(t)
	for _, name := range slices.Sorted(maps.Keys(linked)) {
		texts := texts(t, linked[name])
		if len(texts) == 0 {
			t.Errorf("%s has no file of its licence in %s", name, linked[name])
		}
		for _, path := range texts {
			add(name, path)
		}
	}
	add("Go, its runtime and library", filepath.Join(goroot(t), "LICENSE"))
	add("Onest, the font of the pages", "../web/assets/fonts/OFL.txt")
	add("The font of the documents", "../document/fonts/OFL.txt")
	var out strings.Builder
	for _, path := range []string{"../../NOTICE", "../../LICENSE"} {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s\n\n", strings.TrimSpace(string(content)))
	}
	byName := func(a, b string) int { return strings.Compare(of[a][0]+a, of[b][0]+b) }
	for _, text := range slices.SortedFunc(maps.Keys(of), byName) {
		fmt.Fprintf(&out, "%s\n%s\n\n%s\n\n", strings.Repeat("=", 72), strings.Join(of[text], "\n"), text)
	}
	return out.String()
}

// modules are those linked on any platform, "path version", with their folders.
func modules(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, platform := range platforms {
		system, processor, _ := strings.Cut(platform, "/")
		for line := range strings.Lines(goCommand(t, []string{"GOOS=" + system, "GOARCH=" + processor}, "list", "-deps", "-f",
			"{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}|{{.Dir}}{{end}}{{end}}", "talim/cmd/talim")) {
			if name, folder, is := strings.Cut(strings.TrimSpace(line), "|"); is {
				found[name] = folder
			}
		}
	}
	return found
}

var named = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|copyright)`)

// texts are the files of a module that say its licence.
func texts(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() && named.MatchString(e.Name()) && filepath.Ext(e.Name()) != ".go" {
			out = append(out, filepath.Join(folder, e.Name()))
		}
	}
	return out
}

func goroot(t *testing.T) string {
	t.Helper()
	return strings.TrimSpace(goCommand(t, nil, "env", "GOROOT"))
}

func goCommand(t *testing.T, environment []string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	command := exec.Command("go", args...)
	command.Env, command.Stdout, command.Stderr = append(os.Environ(), environment...), &out, &errs
	if err := command.Run(); err != nil {
		t.Fatalf("%v: %s", err, errs.String())
	}
	return out.String()
}
