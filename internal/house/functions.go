package house

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

// Lines are lengths in order, so that any part of them can be asked for.
type Lines []int

// At is the length that the given share of all does not exceed.
func (l Lines) At(share float64) int {
	if len(l) == 0 {
		return 0
	}
	return l[min(int(share*float64(len(l))), len(l)-1)]
}

// Functions are the lengths of all functions that people wrote, in lines from their
// first to their last; the functions of tests are left out.
func (t *Tree) Functions() Lines {
	var all Lines
	for _, f := range t.Hand() {
		for _, d := range f.Syntax.Decls {
			if fn, is := d.(*ast.FuncDecl); is && fn.Body != nil {
				all = append(all, f.line(fn.End())-f.line(fn.Pos())+1)
			}
		}
	}
	slices.Sort(all)
	return all
}

func (f File) line(at token.Pos) int { return f.Set.Position(at).Line }

// Size is a package in files and lines.
type Size struct {
	Package      string
	Files, Lines int
}

// usesDatabase is in every package with rules of a school. Matching and scheduling have
// none: they are algorithms, without a database.
const usesDatabase = `"talim/internal/db"`

// LargestRules is the largest package that holds rules of a school and no pages.
func (t *Tree) LargestRules() Size {
	largest := Size{}
	for pkg, files := range t.packages() {
		if !strings.HasPrefix(pkg, "internal/") || IsPages(pkg) || Area(pkg) == "web" {
			continue
		}
		if !slices.ContainsFunc(files, func(f File) bool { return strings.Contains(string(f.Text), usesDatabase) }) {
			continue
		}
		size := Size{Package: pkg, Files: len(files)}
		for _, f := range files {
			size.Lines += linesOf(string(f.Text))
		}
		if size.Lines > largest.Lines {
			largest = size
		}
	}
	return largest
}

func linesOf(text string) int {
	return strings.Count(strings.TrimRight(text, "\n"), "\n") + 1
}

// CodeLines are the lines with code on them: of the program as people wrote it, and
// of its tests.
func (t *Tree) CodeLines() (program, tests int) {
	for _, f := range t.Files {
		switch {
		case f.Generated:
		case f.Test:
			tests += codeLines(f.Text)
		default:
			program += codeLines(f.Text)
		}
	}
	return program, tests
}

// codeLines counts lines that hold more than comments and spaces.
func codeLines(text []byte) int {
	set := token.NewFileSet()
	file := set.AddFile("", set.Base(), len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, 0)
	lines := map[int]bool{}
	for {
		at, tok, literal := s.Scan()
		if tok == token.EOF {
			return len(lines)
		}
		if tok == token.SEMICOLON && literal == "\n" {
			continue // put in by the scanner
		}
		first := file.Line(at)
		for i := range strings.Count(literal, "\n") + 1 {
			lines[first+i] = true
		}
	}
}

var everyColumn = regexp.MustCompile(`SELECT \*`)

// EveryColumn counts queries that ask for all columns, whatever they are.
func (t *Tree) EveryColumn() int {
	n := 0
	for _, f := range t.Hand() {
		ast.Inspect(f.Syntax, func(node ast.Node) bool {
			if literal, is := node.(*ast.BasicLit); is && literal.Kind == token.STRING {
				n += len(everyColumn.FindAllString(literal.Value, -1))
			}
			return true
		})
	}
	return n
}
