package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// File is one Go file of the program.
type File struct {
	Path      string // from the root of the tree, with slashes
	Text      []byte
	Set       *token.FileSet
	Syntax    *ast.File
	Generated bool // made from a .templ file
	Test      bool
}

// Package is the folder of the file.
func (f File) Package() string { return folderOf(f.Path) }

func folderOf(path string) string {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i]
	}
	return "."
}

// Tree is the source of the program.
type Tree struct {
	Root  string
	Files []File // in the order of their paths
}

// Read reads all Go files below cmd and internal.
func Read(root string) (*Tree, error) {
	t := &Tree{Root: root}
	for _, top := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") {
				return err
			}
			return t.add(path)
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(t.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return t, nil
}

func (t *Tree) add(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	relative, err := filepath.Rel(t.Root, path)
	if err != nil {
		return err
	}
	set := token.NewFileSet()
	syntax, err := parser.ParseFile(set, path, text, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return err
	}
	t.Files = append(t.Files, File{
		Path: filepath.ToSlash(relative), Text: text, Set: set, Syntax: syntax,
		Generated: strings.HasSuffix(path, "_templ.go"), Test: strings.HasSuffix(path, "_test.go") || strings.HasSuffix(filepath.Dir(path), "test"),
	})
	return nil
}

// Hand are the files that people write and the program is made of: no tests, no
// generated code.
func (t *Tree) Hand() []File {
	return slices.DeleteFunc(slices.Clone(t.Files), func(f File) bool { return f.Generated || f.Test })
}
