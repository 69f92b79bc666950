package link

// HomeWeek is Today with the week of the given Monday ("2013-09-02").
func HomeWeek(monday string) string { return With(Home(), "week", monday) }

// DismissReminder puts away a reminder of one's own (POST).
func DismissReminder(id string) string { return Path("reminders", id, "dismiss") }

// Help says what the program is and who sees what.
func Help() string { return "/help" }
