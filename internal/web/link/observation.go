package link

import "talim/internal/calendar"

// Observation is the area's first page: lessons I show and visits I make.
func Observation() string { return "/observation" }

// PastLessons are the lessons and visits that were.
func PastLessons() string { return "/observation/past" }

// LessonsToVisit are the lessons that are open to the reader.
func LessonsToVisit() string { return "/observation/lessons" }

// NewOpenLesson is the form that opens a lesson; week is any of its days, "" this one.
func NewOpenLesson(week calendar.Date) string {
	return With(LessonsToVisit()+"/new", "week", string(week))
}

// OpenLesson is a lesson that is open to colleagues.
func OpenLesson(id string) string { return LessonsToVisit() + Path(id) }

// EditOpenLesson is the form that says anew what a lesson serves.
func EditOpenLesson(id string) string { return OpenLesson(id) + "/edit" }

// JoinOpenLesson takes a place (POST).
func JoinOpenLesson(id string) string { return OpenLesson(id) + "/join" }

// LeaveOpenLesson gives the place back (POST).
func LeaveOpenLesson(id string) string { return OpenLesson(id) + "/leave" }

// WithdrawOpenLesson takes a lesson back (POST).
func WithdrawOpenLesson(id string) string { return OpenLesson(id) + "/withdraw" }

// LessonVisit is a visit of an open lesson, with its notes.
func LessonVisit(id string) string { return Path("observation", "visits", id) }

// EndLessonVisit takes the leave back for one who comes (POST).
func EndLessonVisit(id string) string { return LessonVisit(id) + "/end" }

// ObservationBooking leads from an entry of a week to its lesson.
func ObservationBooking(booking string) string { return Path("observation", "bookings", booking) }

// AskToVisit is where one asks to see a lesson of a colleague in a week.
func AskToVisit(teacher string, week calendar.Date) string {
	return With("/observation/ask", "teacher", teacher, "week", string(week))
}

// VisitRequest is a request to see a lesson, for the two.
func VisitRequest(id string) string { return Path("observation", "requests", id) }

// EndVisitRequest takes it back (POST).
func EndVisitRequest(id string) string { return VisitRequest(id) + "/end" }

// CriticalFriends is where one chooses them.
func CriticalFriends() string { return "/observation/friends" }

// CriticalFriend is one choice, for the two.
func CriticalFriend(id string) string { return CriticalFriends() + Path(id) }

// EndFriend ends it (POST).
func EndFriend(id string) string { return CriticalFriend(id) + "/end" }
