package i18n

import "strings"

// Abbreviates says whether the words of a text, with their dots, begin those of a name,
// both folded: "рус. яз." of "русский язык".
func Abbreviates(text, name string) bool {
	short, full := strings.Fields(strings.ReplaceAll(text, ".", " ")), strings.Fields(name)
	if len(short) != len(full) || len(short) == 0 {
		return false
	}
	for i := range short {
		if !strings.HasPrefix(full[i], short[i]) {
			return false
		}
	}
	return true
}
