package doctor

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"talim/internal/db"
)

// rights are the files that others may read or write, and the folders where others may put
// files of their own in the place of ours.
func rights(p Patient) []Record {
	if runtime.GOOS == "windows" { // it has other rights
		return nil
	}
	var out []Record
	ask := func(path string, forbidden os.FileMode) {
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm()&forbidden == 0 || info.IsDir() && info.Mode()&os.ModeSticky != 0 {
			return
		}
		out = append(out, Record{What: path + " " + info.Mode().Perm().String()})
	}
	if p.File != "" {
		for _, end := range []string{"", "-wal", "-shm"} {
			ask(p.File+end, 0o077)
		}
		ask(filepath.Dir(p.File), 0o002)
	}
	ask(p.Keys, 0o077)
	ask(filepath.Dir(p.Keys), 0o022)
	return out
}

// beside are the databases that stand in the folder of the keys, and the keys that stand in
// that of the database: who takes one folder has both.
func beside(p Patient) []Record {
	var out []Record
	for _, path := range filesIn(filepath.Dir(p.Keys)) {
		if db.IsFile(path) {
			out = append(out, Record{What: path})
		}
	}
	if p.File == "" {
		return out
	}
	for _, path := range filesIn(filepath.Dir(p.File)) {
		if strings.HasSuffix(path, ".keys") {
			out = append(out, Record{What: path})
		}
	}
	return out
}

func filesIn(folder string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil { // whoever cannot read it is told so by what stands in it
		return nil
	}
	var out []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			out = append(out, filepath.Join(folder, e.Name()))
		}
	}
	return out
}
