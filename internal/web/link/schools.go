package link

// Schools is the list of the schools of a district or region.
func Schools() string { return "/schools" }

// NewSchool is the form that adds a school with its first administrator.
func NewSchool() string { return "/schools/new" }

// SchoolRows is the form that adds several schools from a table.
func SchoolRows() string { return "/schools/table" }

// SchoolCodes gives codes to administrators of schools where nobody has signed in.
func SchoolCodes() string { return "/schools/codes" }

// School is one organisation below one's own.
func School(id string) string { return Path("schools", id) }

// MoveSchool is the form that places a school under another organisation.
func MoveSchool(id string) string { return School(id) + "/move" }

// CloseSchool is the form that closes a school.
func CloseSchool(id string) string { return School(id) + "/close" }

// ReopenSchool opens a closed school again.
func ReopenSchool(id string) string { return School(id) + "/open" }

// SchoolLeft is the form that says where a school works that left this database.
func SchoolLeft(id string) string { return School(id) + "/left" }

// SchoolCode gives the first administrator a code where none opens.
func SchoolCode(id string) string { return School(id) + "/code" }

// NewSchoolCode gives a code that takes the place of the one before.
func NewSchoolCode(id string) string { return School(id) + "/code/new" }

// SchoolSlips shows the slips of first administrators whose codes open; of one school, or
// with "" of all.
func SchoolSlips(school string) string { return With("/schools/slips", "school", school) }

// SchoolSlipPaper is the same as a paper.
func SchoolSlipPaper(school, format string) string {
	return With("/schools/slips/paper/"+format, "school", school)
}
