package tabular

import (
	"strings"
	"unicode/utf8"
)

// weekdays are the words for a day, and their short forms, in the order of the week.
var weekdays = [7][]string{
	{"дүйсенбі", "дүй", "дс", "понедельник", "пон", "пн", "monday", "mon", "mo", "1"},
	{"сейсенбі", "сей", "сс", "вторник", "вт", "tuesday", "tue", "tu", "2"},
	{"сәрсенбі", "сәр", "ср", "среда", "wednesday", "wed", "we", "3"},
	{"бейсенбі", "бей", "бс", "четверг", "чет", "чт", "thursday", "thu", "th", "4"},
	{"жұма", "жұм", "жм", "пятница", "пят", "пт", "friday", "fri", "fr", "5"},
	{"сенбі", "сен", "сб", "суббота", "суб", "saturday", "sat", "sa", "6"},
	{"жексенбі", "жек", "жс", "воскресенье", "вос", "вс", "sunday", "sun", "su", "7"},
}

var weekdayOf = func() map[string]int {
	words := map[string]int{}
	for i, names := range weekdays {
		for _, name := range names {
			words[name] = i + 1
		}
	}
	return words
}()

// Weekday reads a day of the week: 1 is Monday.
func Weekday(text string) (int, bool) {
	word := strings.TrimRight(strings.ToLower(strings.TrimSpace(text)), ".")
	for _, filler := range []string{" күні", " күн", " день", " day"} {
		word = strings.TrimSuffix(word, filler)
	}
	if w, ok := weekdayOf[word]; ok {
		return w, true
	}
	return beginning(word)
}

// beginning finds the one day whose full name begins so: "понед", "пятн", "дүйс".
func beginning(word string) (int, bool) {
	found := 0
	for i, names := range weekdays {
		for _, name := range names {
			switch {
			case utf8.RuneCountInString(word) < shortestBeginning || !strings.HasPrefix(name, word) || found == i+1:
			case found != 0:
				return 0, false
			default:
				found = i + 1
			}
		}
	}
	return found, found != 0
}

// shortestBeginning is how many letters of a name say which day it is.
const shortestBeginning = 3
