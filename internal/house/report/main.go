// Report prints the measures of the program as a table, beside those of before. It
// is called by scripts/house.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"talim/internal/house"
)

func main() {
	root := flag.String("root", ".", "the `folder` of the program to measure")
	build := flag.Bool("build", false, "measure also what building takes (minutes)")
	write := flag.Bool("write", false, "write the table into docs/ARCHITECTURE.md")
	lists := flag.Bool("lists", false, "print also what was counted")
	flag.Parse()
	say := io.Discard
	if *lists {
		say = os.Stdout
	}
	if err := run(os.Stdout, say, *root, *build, *write); err != nil {
		fmt.Fprintln(os.Stderr, "house:", err)
		os.Exit(1)
	}
}

// run prints the table; say is where what was counted goes.
func run(out, say io.Writer, root string, build, write bool) error {
	tree, err := house.Read(root)
	if err != nil {
		return err
	}
	now, err := measure(tree, say)
	if err != nil {
		return err
	}
	if build {
		if err := now.build(root); err != nil {
			return err
		}
	}
	before, err := read(beforeText)
	if err != nil {
		return err
	}
	if write {
		return writeInto(root+"/docs/ARCHITECTURE.md", table(before, now))
	}
	_, err = io.WriteString(out, table(before, now))
	return err
}
