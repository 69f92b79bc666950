package house

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

var levelLine = regexp.MustCompile(`"((?:internal|cmd)/[\w/]+)":\s+(\d+)`)

// Levels reads on which level each package stands, from the test that holds imports
// to it.
func (t *Tree) Levels() (map[string]int, error) {
	text, err := os.ReadFile(filepath.Join(t.Root, "internal/app/imports_test.go"))
	levels := map[string]int{}
	for _, m := range levelLine.FindAllStringSubmatch(string(text), -1) {
		levels[m[1]], _ = strconv.Atoi(m[2])
	}
	return levels, err
}

// Upward lists "reader table" for every table that is read from below its owner.
func Upward(all []Table, levels map[string]int) []string {
	var out []string
	for _, t := range all {
		for _, line := range t.Readers {
			if r := Reader(line); levels[r] < levels[t.Owner] {
				out = append(out, r+" "+t.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}
