// Package boundedtest measures what reading a file takes, for tests of parsers.
package boundedtest

import (
	"runtime"
	"time"
)

// PeakMemory is the most memory that fn had at once, beyond what was there before.
func PeakMemory(fn func()) uint64 {
	runtime.GC()
	began, most := heap(), uint64(0)
	done, ended := make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(10 * time.Millisecond):
				most = max(most, heap())
			}
		}
	}()
	fn()
	close(done)
	<-ended
	return most - min(began, most)
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
