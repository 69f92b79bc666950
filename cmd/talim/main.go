// Command talim runs Tälim: `talim demo` shows it, `talim serve` is the real thing.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set by the build (-ldflags "-X main.version=...").
var version = "unknown"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run does what the arguments say and gives the exit code.
func run(ctx context.Context, args []string, out, errs io.Writer) int {
	var c commands
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("talim"),
		kong.Description("How the teachers of a school learn from each other. Each flag can also be set by TALIM_ and its name, as in TALIM_DATABASE."),
		kong.DefaultEnvars("TALIM"),
		kong.Writers(out, errs),
		kong.Exit(func(code int) { exited = code }),
		kong.UsageOnError(),
	)
	if err != nil {
		fmt.Fprintln(errs, "talim:", err)
		return 1
	}
	chosen, err := parser.Parse(args)
	switch {
	case exited >= 0: // --help
		return exited
	case err != nil:
		fmt.Fprintln(errs, "talim:", err)
		return 2
	}
	if err := chosen.Run(&world{ctx: ctx, out: out, errs: errs, format: c.LogFormat}); err != nil {
		fmt.Fprintln(errs, "talim:", explain(err))
		return 1
	}
	return 0
}
