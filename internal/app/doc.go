// Package app is the whole program as a value: it opens the database, makes the
// services of all areas, mounts their pages and runs the server and the jobs. It
// is the only package that knows all others. A test starts the same program:
//
//	a, err := app.New(ctx, app.Config{Database: apptest.SQLite(t)})
//	a.Handler().ServeHTTP(w, r)
//
// Its own tests hold for the program as a whole: the direction of imports, the
// list of routes with their permissions, the messages.
package app
