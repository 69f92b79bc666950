package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	cleanUpEvery = time.Hour
	// stopWithin is how long requests may go on after the program was told to stop.
	stopWithin = 15 * time.Second
)

// Run serves until ctx ends, then lets the requests and the job in hand finish.
func (a *App) Run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	// First: who hears that the program is ready may ask for the metrics.
	if a.config.MetricsAddr != "" {
		if err := a.listen(ctx, group, a.config.MetricsAddr, a.metricsOnly(), func(string) {}); err != nil {
			return err
		}
	}
	if err := a.listen(ctx, group, a.config.Addr, a.handler, a.config.Ready); err != nil {
		return err
	}
	group.Go(func() error { return a.worker.Run(ctx) })
	if a.clock != nil {
		group.Go(func() error { a.clock.Follow(ctx); return nil })
	}
	err := group.Wait()
	a.config.Log.Info("stopped")
	return err
}

// listen serves h at an address within the group.
func (a *App) listen(ctx context.Context, group *errgroup.Group, address string, h http.Handler, ready func(string)) error {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return err
	}
	server := a.server(h)
	group.Go(func() error {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		a.stopping.Store(true)
		time.Sleep(a.config.Drain)
		return stop(ctx, server)
	})
	a.config.Log.Info("listening", "addr", listener.Addr().String())
	ready("http://" + listener.Addr().String() + "/")
	return nil
}

// stop waits for the requests under way, and ends those that take too long.
func stop(ctx context.Context, server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return err
}

// server has time limits against visitors that hold a connection and say nothing;
// reading and writing have minutes, for a table of 20 MB over a village's line.
func (a *App) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute,
		WriteTimeout:      6 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(a.config.Log.Handler(), slog.LevelWarn),
	}
}
