// Package licence holds the licences of everything that the one file of the program is
// made of: its own, those of the fonts, of Go and of every module that is linked. They
// ask that whoever hands the program on hands their notices on with it.
package licence

import _ "embed"

//go:embed notices.txt
var notices string

// Notices are all of them, as text.
func Notices() string { return notices }
