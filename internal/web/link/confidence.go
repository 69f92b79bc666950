package link

// Confidence is the table of who sees and writes what.
func Confidence() string { return "/confidence" }
