package practice

import "talim/internal/access"

// Who may do what, in words:
//
//   - (each kind of record gets its line here, its Rule below, and its cell in the table that the tests walk)

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{}
