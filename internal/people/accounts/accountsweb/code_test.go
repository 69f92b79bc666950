package accountsweb

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"testing"

	goqr "github.com/piglig/go-qr"
)

// What stands in the picture of a slip is what a phone reads from it.
func TestQRIsRead(t *testing.T) {
	const address = "http://talim.school.kz:8080/sign-in/first?login=t-a14"
	drawn, err := qrOf(address)
	if err != nil {
		t.Fatal(err)
	}
	const scale = 4
	picture := image.NewGray(image.Rect(0, 0, drawn.Size*scale, drawn.Size*scale))
	for i := range picture.Pix {
		picture.Pix[i] = 0xff
	}
	for _, square := range strings.Split(drawn.Path, "M")[1:] {
		var x, y int
		if _, err := fmt.Sscanf(square, "%d %d", &x, &y); err != nil {
			t.Fatal(err)
		}
		for dy := range scale {
			for dx := range scale {
				picture.SetGray(x*scale+dx, y*scale+dy, color.Gray{})
			}
		}
	}
	if read, err := goqr.Decode(picture); err != nil || read != address {
		t.Errorf("read %q: %v", read, err)
	}
}

func TestLocalAddressIsSaid(t *testing.T) {
	for address, want := range map[string]bool{"http://127.0.0.1:8080": true, "http://localhost:8080": true, "http://192.168.0.4:8080": false, "https://talim.kz": false} {
		if got := (sheetView{address: address}).local(); got != want {
			t.Errorf("%s: %v", address, got)
		}
	}
}
