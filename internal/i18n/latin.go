package i18n

import "strings"

// latinLetters are the letters of Kazakh and Russian as people write them on a keyboard
// that has none of them.
var latinLetters = strings.NewReplacer(
	"а", "a", "ә", "a", "б", "b", "в", "v", "г", "g", "ғ", "g", "д", "d", "е", "e", "ё", "e", "ж", "zh", "з", "z", "и", "i", "й", "i", "к", "k", "қ", "k", "л", "l",
	"м", "m", "н", "n", "ң", "n", "о", "o", "ө", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ұ", "u", "ү", "u", "ф", "f", "х", "kh", "һ", "h", "ц", "ts",
	"ч", "ch", "ш", "sh", "щ", "sch", "ъ", "", "ы", "y", "і", "i", "ь", "", "э", "e", "ю", "yu", "я", "ya",
)

// Latin writes a name in small letters from a to z, leaving out what is no letter.
func Latin(name string) string {
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, latinLetters.Replace(strings.ToLower(name)))
}
