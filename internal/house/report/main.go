package main

import (
	"fmt"
	"os"

	"talim/internal/house"
)

func main() {
	t, err := house.Read(os.Args[1])
	if err != nil {
		panic(err)
	}
	all, err := t.Owned(nil)
	if err != nil {
		panic(err)
	}
	for _, x := range all {
		fmt.Println(x.Name, "|", x.Owner, "|", x.Readers)
	}
	f := house.Foreign(all)
	fmt.Println(len(f))
	by := map[string]int{}
	for _, x := range f {
		var r, tab string
		fmt.Sscan(x, &r, &tab)
		by[r]++
	}
	fmt.Println(by)
}
