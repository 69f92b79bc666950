package link

// HomeWeek is Today with the week of the given Monday ("2013-09-02").
func HomeWeek(monday string) string { return With(Home(), "week", monday) }

// DismissReminder puts away a reminder of one's own (POST).
func DismissReminder(id string) string { return Path("reminders", id, "dismiss") }

// Help says what the program is and who sees what.
func Help() string { return "/help" }

// PutOffStep puts a first step of the school off (POST).
func PutOffStep(step string) string { return Path("first-steps", step, "later") }

// TakeBackStep brings it back (POST).
func TakeBackStep(step string) string { return Path("first-steps", step, "take-back") }
