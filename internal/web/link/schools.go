package link

// Schools is the list of the schools of a district or region.
func Schools() string { return "/schools" }

// NewSchool is the form that adds a school with its first administrator.
func NewSchool() string { return "/schools/new" }

// SchoolRows is the form that adds several schools from a table.
func SchoolRows() string { return "/schools/table" }

// SchoolCodes prints the codes of administrators who have never signed in.
func SchoolCodes() string { return "/schools/codes" }

// School is one organisation below one's own.
func School(id string) string { return Path("schools", id) }

// MoveSchool is the form that places a school under another organisation.
func MoveSchool(id string) string { return School(id) + "/move" }

// CloseSchool is the form that closes a school.
func CloseSchool(id string) string { return School(id) + "/close" }

// ReopenSchool opens a closed school again.
func ReopenSchool(id string) string { return School(id) + "/open" }

// SchoolCode prints the code of the first administrator.
func SchoolCode(id string) string { return School(id) + "/code" }
