package lessonimport

import (
	"regexp"
	"strings"
	"unicode"
)

// numberedRoom is a number with a word for room before or after it.
var numberedRoom = regexp.MustCompile(`(?i)^(?:room|кабинет|каб\.?|аудитория|ауд\.?|бөлме|№)?\s*№?\s*(\d+\p{L}?)\s*[-–]?\s*(?:кабинет|каб\.?|бөлме|кабинеті)?$`)

// noRoom are the words that say that a lesson has none.
var noRoom = map[string]bool{"нет": true, "жоқ": true, "без кабинета": true, "б/к": true, "none": true, "n/a": true, "na": true, "no": true}

func isNameRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// classWord is the name of a class with the word for class before or behind it.
var classWord = regexp.MustCompile(`(?i)^(?:(?:класс|сынып|class)[\s.:№-]*)?(.*?\d.*?)(?:[\s-]*(?:класса?|сыныбы|сынып|class|кл\.?))?$`)

// className is the name of a class without that word: "5 А класс" is 5 А.
func className(text string) string {
	if m := classWord.FindStringSubmatch(text); m != nil {
		return strings.TrimSpace(m[1])
	}
	return text
}

// roomNumber is the number of a room that has one: "Room 7", "7-кабинет" and "каб. 7"
// are room 7 in any language. Other rooms keep their name.
func roomNumber(text string) string {
	if noRoom[strings.ToLower(text)] || !strings.ContainsFunc(text, isNameRune) {
		return ""
	}
	if m := numberedRoom.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return text
}
