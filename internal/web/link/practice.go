package link

// Practice is where everybody finds what concerns the own work in mentoring.
func Practice() string { return "/mentoring/practice" }

// PairStyle is where the two choose how they want to talk.
func PairStyle(pairing string) string { return Pairing(pairing) + "/style" }

// HoldMeeting records with one tap that a meeting took place (POST).
func HoldMeeting(id string) string { return Meeting(id) + "/held" }

// MeetingPrompts is a meeting with other prompts.
func MeetingPrompts(id, page string) string { return With(Meeting(id), "prompts", page) }
