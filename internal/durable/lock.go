package durable

import "path/filepath"

// Lock waits until nobody else holds the lock of the folder of path, and holds it
// until unlock: of two programs that read a file and write it anew, the second then
// reads what the first has written. The lock ends with the program and leaves no
// file on Unix.
func Lock(path string) (unlock func() error, err error) { return lockFolder(filepath.Dir(path)) }
