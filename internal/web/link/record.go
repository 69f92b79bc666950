package link

// LessonRecord is the timed record of a visit, by the id of the visit.
func LessonRecord(visit string) string { return Path("observation", "records", visit) }

// LiveRecord is the page on which an observer records a lesson.
func LiveRecord(visit string) string { return LessonRecord(visit) + "/live" }

// SyncRecord takes what that page sends (POST).
func SyncRecord(visit string) string { return LessonRecord(visit) + "/sync" }

// LessonRecordPaper is the record as a paper.
func LessonRecordPaper(visit, format string) string {
	return LessonRecord(visit) + "/paper" + Path(format)
}

// FinishRecord says that a record is whole (POST).
func FinishRecord(visit string) string { return LessonRecord(visit) + "/finish" }

// TypeRecord is the form for what was written on paper.
func TypeRecord(visit string) string { return LessonRecord(visit) + "/typed" }

// RecordTags is the form of the tags of the school's records of a kind.
func RecordTags(kind string) string { return Path("observation", "tags", kind) }

// EmptySheet is an empty sheet of a kind to print.
func EmptySheet(kind, format string) string { return Path("observation", "sheets", kind, format) }

// ObservedMeetings are the meetings that somebody observed for herself.
func ObservedMeetings() string { return "/observation/meetings" }

// NewObservedMeeting is the form that begins the record of a meeting.
func NewObservedMeeting() string { return ObservedMeetings() + "/new" }
