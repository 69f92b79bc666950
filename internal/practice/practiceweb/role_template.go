package practiceweb

import (
	_ "embed" // the texts of the template

	"talim/internal/i18n"
)

// The role description that a school starts from: what mentors and mentees said a
// mentor does (000 4.2.2, 4.3; 001 4.1), to be changed by the school.
var (
	//go:embed role/kk.txt
	roleKK string
	//go:embed role/ru.txt
	roleRU string
	//go:embed role/en.txt
	roleEN string
)

var roleTemplate = i18n.Text{KK: roleKK, RU: roleRU, EN: roleEN}
