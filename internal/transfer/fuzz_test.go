package transfer

import (
	"bufio"
	"reflect"
	"strings"
	"testing"
)

// Whatever stands in the file of a school, a row of it is refused or the same when it is
// written again.
func FuzzRow(f *testing.F) {
	for _, s := range []string{`["a",1,true,null,{"b64":"AAE="}]`, `[1.5]`, `null`, `[[1]]`, `[9223372036854775808]`, `[{"b64":"?"}]`, `{"format":1}` + "\n", `["\ud800"]`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		_, _, _ = readHeader(bufio.NewReader(strings.NewReader(line)))
		row, err := decode([]byte(line))
		if err != nil {
			return
		}
		text, err := encode(row)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := decode(text); err != nil || !reflect.DeepEqual(row, again) {
			t.Errorf("%q is %v, then %v (%v)", line, row, again, err)
		}
	})
}
