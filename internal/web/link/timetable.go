package link

// Timetable is one's own week; monday "" is the week of today.
func Timetable(monday string) string { return With("/timetable", "week", monday) }

// StaffWeek is the week of a person.
func StaffWeek(staff, monday string) string {
	return With(Path("timetable", "staff", staff), "week", monday)
}

// ClassWeek is the week of a class.
func ClassWeek(class, monday string) string {
	return With(Path("timetable", "classes", class), "week", monday)
}

// RoomWeek is the week of a room.
func RoomWeek(room, monday string) string {
	return With("/timetable/room", "name", room, "week", monday)
}

// StaffTable is the timetable of a person as a file: "lessons.csv", "lessons.xlsx",
// or "calendar.ics" for a phone.
func StaffTable(staff, file, monday string) string {
	return With(Path("timetable", "staff", staff, file), "week", monday)
}

// ClassTable is the timetable of a class as a file.
func ClassTable(class, file, monday string) string {
	return With(Path("timetable", "classes", class, file), "week", monday)
}

// RoomTable is the timetable of a room as a file.
func RoomTable(room, file, monday string) string {
	return With(Path("timetable", "room", file), "name", room, "week", monday)
}

// SchoolTable is the timetable of the whole school as a file, also "lessons.fet".
func SchoolTable(file, monday string) string {
	return With(Path("timetable", "school", file), "week", monday)
}

// Whose is the page on which one chooses a person, class or room to see.
func Whose() string { return "/timetable/whose" }

// FreeTime finds the time that several people share.
func FreeTime(monday string, staff ...string) string {
	address := With("/timetable/free", "week", monday)
	for _, id := range staff {
		address = With(address, "with", id)
	}
	return address
}

// FindMeetingTime finds an hour for a meeting of many; without people the school's leaders.
func FindMeetingTime(monday string, staff ...string) string {
	address := With("/timetable/meeting-time", "week", monday)
	for _, id := range staff {
		address = With(address, "with", id)
	}
	return address
}

// MeetingTimeFile is an hour found as a calendar.
func MeetingTimeFile() string { return "/timetable/meeting-time/meeting.ics" }

// SchoolYear shows years, terms, holidays and bells.
func SchoolYear() string { return "/timetable/year" }

// NewYear is the form of a school year.
func NewYear() string { return "/timetable/years/new" }

// EditYear is the form that changes a school year and its terms.
func EditYear(id string) string { return Path("timetable", "years", id) }

// ConfirmYear says that the dates of a school year agree with its order (POST).
func ConfirmYear(id string) string { return Path("timetable", "years", id, "confirm") }

// NewHoliday is the form that adds a holiday.
func NewHoliday() string { return "/timetable/holidays/new" }

// RemoveHoliday takes a holiday out of the plan.
func RemoveHoliday(id string) string { return Path("timetable", "holidays", id, "remove") }

// EditBells is the form of the bells of all shifts.
func EditBells() string { return "/timetable/bells" }

// ReadBells takes bells as text (POST).
func ReadBells() string { return "/timetable/bells/read" }

// Workload is the table of hours and stavkas.
func Workload() string { return "/timetable/workload" }

// WorkloadPaper is that table as a paper or a spreadsheet.
func WorkloadPaper(format string) string { return "/timetable/workload/paper." + format }

// Protected shows the protected time of a week to those who plan.
func Protected(monday string) string { return With("/timetable/protected", "week", monday) }

// Cover is a day with who is absent and who gives the lessons; "" is today.
func Cover(date string) string { return With("/timetable/cover", "date", date) }

// GiveCover takes who gives lessons of a day (POST).
func GiveCover() string { return "/timetable/cover" }

// TakeBackCover frees a colleague of a lesson (POST).
func TakeBackCover(id string) string { return Path("timetable", "cover", id, "take-back") }

// CoverPaper is the sheet of a day for the staffroom.
func CoverPaper(format string) string { return "/timetable/cover/paper." + format }

// NewAbsence is the form that records an absence.
func NewAbsence(date string) string { return With("/timetable/absences/new", "date", date) }

// EndAbsence ends an absence (POST).
func EndAbsence(id string) string { return Path("timetable", "absences", id, "end") }

// Imports is the list of imports, and where one begins.
func Imports() string { return "/import" }

// NewImport takes the file of an import: kind "staff" or "timetable".
func NewImport(kind string) string { return Path("import", kind) }

// Import is one import: its columns, what it would change, what became of it.
func Import(id string) string { return Path("import", "runs", id) }

// ImportColumns is the form that says which column means what.
func ImportColumns(id string) string { return Import(id) + "/columns" }

// ExplainImport takes what words of a file mean (POST).
func ExplainImport(id string) string { return Import(id) + "/words" }

// ImportWords lists what the school says that words of its files mean.
func ImportWords() string { return "/import/words" }

// EndImportWord ends what a word means (POST).
func EndImportWord() string { return "/import/words/end" }

// ImportMissing takes what shall become of what the file does not name (POST).
func ImportMissing(id string) string { return Import(id) + "/missing" }

// DropImport puts an import away without a change (POST).
func DropImport(id string) string { return Import(id) + "/drop" }

// Refused are the rows that were not taken, as a file: xlsx or csv.
func Refused(id, format string) string { return Import(id) + "/refused." + format }
