package lessonimport

import "regexp"

// numberedRoom is a number with a word for room before or after it.
var numberedRoom = regexp.MustCompile(`(?i)^(?:room|кабинет|каб\.?|аудитория|ауд\.?|бөлме|№)?\s*№?\s*(\d+\p{L}?)\s*[-–]?\s*(?:кабинет|каб\.?|бөлме|кабинеті)?$`)

// roomNumber is the number of a room that has one: "Room 7", "7-кабинет" and "каб. 7"
// are room 7 in any language. Other rooms keep their name.
func roomNumber(text string) string {
	if m := numberedRoom.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return text
}
