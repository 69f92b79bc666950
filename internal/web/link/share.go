package link

// LessonShares is where the teacher of a visited lesson says who sees it.
func LessonShares(occasion string) string {
	return Path("observation", "occasions", occasion, "shares")
}

// TakeBackShare ends one of them (POST).
func TakeBackShare(id string) string { return Path("observation", "shares", id, "end") }

// SharedLessons are the visited lessons that colleagues share with the reader.
func SharedLessons() string { return "/observation/shared" }
