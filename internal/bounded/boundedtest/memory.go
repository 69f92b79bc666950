// Package boundedtest measures what reading a file takes, for tests of parsers.
package boundedtest

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"
)

// Most is the memory that no file of strangers may take, beyond its own bytes.
const Most = 64 << 20

// Within runs fn, which reads a file of so many bytes and says what the answer to it was,
// and fails where it takes more memory than [Most]. scripts/bounds prints what each took,
// with the seconds, which no test is decided by.
func Within(t *testing.T, size int, fn func() (answer string)) {
	t.Helper()
	var answer string
	began := time.Now()
	took := PeakMemory(func() { began = time.Now(); answer = fn() })
	t.Logf("bounds|%s|%d|%.2f|%d|%s", strings.ReplaceAll(t.Name(), "_", " "), size>>10, time.Since(began).Seconds(), took>>20, answer)
	if took > Most {
		t.Errorf("a file of %d KB took %d MB", size>>10, took>>20)
	}
}

// PeakMemory is the most memory that fn had at once, beyond what was there before: of the
// whole process where the system tells, else of the heap.
func PeakMemory(fn func()) uint64 {
	debug.FreeOSMemory()
	defer debug.SetGCPercent(debug.SetGCPercent(pace()))
	if before, ok := forgetPeak(); ok {
		fn()
		after, _ := status("VmHWM")
		return after - min(before, after)
	}
	return peakHeap(fn)
}

// usual is about what the program holds at rest.
const usual = 32 << 20

// pace is how soon memory is collected, in percent: as in the program, and not as in a test
// that holds a hundred files.
func pace() int { return int(100 * usual / max(usual, heap())) }

// forgetPeak makes Linux count the peak anew, and gives what the process has now.
func forgetPeak() (now uint64, ok bool) {
	if os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) != nil {
		return 0, false
	}
	return status("VmRSS")
}

// status is a line of what Linux says of the process, in bytes.
func status(name string) (bytes uint64, ok bool) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, false
	}
	_, rest, _ := strings.Cut(string(text), "\n"+name+":")
	_, err = fmt.Sscan(rest, &bytes)
	return bytes << 10, err == nil
}

func peakHeap(fn func()) uint64 {
	began, most := heap(), uint64(0)
	done, ended := make(chan bool), make(chan bool)
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
				most = max(most, heap())
			}
		}
	}()
	fn()
	runtime.Gosched()
	close(done)
	<-ended
	return most - min(began, most)
}

func heap() uint64 {
	m := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(m)
	return m[0].Value.Uint64()
}
