package link

// People is the list of the staff.
func People() string { return "/people" }

// NewStaff is the form that adds a person.
func NewStaff() string { return "/people/staff/new" }

// FirstDays is the form that takes the first days of many.
func FirstDays() string { return "/people/first-days" }

// Self is the page on which whoever came before the list says who of it they are.
func Self() string { return "/people/self" }

// StayApart says that one is nobody of the list (POST).
func StayApart() string { return "/people/self/none" }

// Staff is one person.
func Staff(id string) string { return Path("people", "staff", id) }

// EditStaff is the form with name, code and contacts of a person.
func EditStaff(id string) string { return Staff(id) + "/edit" }

// LeaveStaff is the form by which a person leaves the school.
func LeaveStaff(id string) string { return Staff(id) + "/leave" }

// StaffPrivate is the form with the private facts of a person.
func StaffPrivate(id string) string { return Staff(id) + "/private" }

// StaffSubjects is the form with the subjects a person teaches.
func StaffSubjects(id string) string { return Staff(id) + "/subjects" }

// NewPost is the form that gives a person a post.
func NewPost(staff string) string { return Staff(staff) + "/post" }

// NewState is the form that begins a staffing state, such as a leave.
func NewState(staff string) string { return Staff(staff) + "/state" }

// PostProposal is a post that waits for a second person.
func PostProposal(id string) string { return Path("people", "proposals", id) }

// Post is the form that corrects a post.
func Post(id string) string { return Path("people", "posts", id) }

// EndPost is the form that ends a post.
func EndPost(id string) string { return Post(id) + "/end" }

// EndState is the form that ends a staffing state.
func EndState(id string) string { return Path("people", "states", id, "end") }

// Units is the list of the units.
func Units() string { return "/people/units" }

// NewUnit is the form that forms a unit.
func NewUnit() string { return "/people/units/new" }

// Unit is a unit with its head and members.
func Unit(id string) string { return Path("people", "units", id) }

// EditUnit is the form with the name of a unit.
func EditUnit(id string) string { return Unit(id) + "/edit" }

// EndUnit is the form that dissolves a unit.
func EndUnit(id string) string { return Unit(id) + "/end" }

// UnitHead is the form that appoints the head of a unit.
func UnitHead(id string) string { return Unit(id) + "/head" }

// JoinUnit is the form that adds a member to a unit.
func JoinUnit(id string) string { return Unit(id) + "/members" }

// LeaveUnit is the form that ends a membership.
func LeaveUnit(member string) string { return Path("people", "members", member, "end") }

// Organisations is the reporting tree.
func Organisations() string { return "/people/organisation" }

// NewOrganisation is the form that adds to the tree.
func NewOrganisation() string { return "/people/organisation/new" }

// EditOrganisation is the form with name and address of an organisation.
func EditOrganisation(id string) string { return Path("people", "organisation", id) }

// MoveOrganisation is the form that places an organisation under another.
func MoveOrganisation(id string) string { return EditOrganisation(id) + "/move" }

// Rules are the dated rules of the school.
func Rules() string { return "/people/rules" }

// Accounts is the list of accounts, with the sheet of one-time codes.
func Accounts() string { return "/people/accounts" }

// TurnAccount closes or opens an account (POST).
func TurnAccount(id string) string { return Path("people", "accounts", id, "turn") }

// Journal is the journal of the school.
func Journal() string { return "/people/journal" }

// RecordJournal is the journal of one record.
func RecordJournal(kind, id string) string { return Path("people", "journal", kind, id) }

// CodeSheet is the sheet of the codes that run out at a moment, "" for all that nobody
// has used yet.
func CodeSheet(until string) string { return With("/people/accounts/codes", "until", until) }

// CodePaper is that sheet as a paper.
func CodePaper(until, format string) string {
	return With("/people/accounts/codes/paper."+format, "until", until)
}

// FirstSignInAs is that page for somebody whose login is known.
func FirstSignInAs(login string) string { return With(FirstSignIn(), "login", login) }

// FirstSignIn is the page for a one-time code.
func FirstSignIn() string { return "/sign-in/first" }

// Password is the page for changing one's password.
func Password() string { return "/password" }

// FirstRun creates the school of an empty database.
func FirstRun() string { return "/first-run" }

// Personas is the page of the demo on which one chooses who to be.
func Personas() string { return "/demo" }

// MySchools lists the schools of somebody who works in several.
func MySchools() string { return "/my-schools" }

// OpenMySchool opens another of one's schools.
func OpenMySchool() string { return "/my-schools/open" }

// PartMySchool takes the school that is open away from the others.
func PartMySchool() string { return "/my-schools/part" }

// MySignIns is where one sees who is signed in to one's account, and what is closed.
func MySignIns() string { return "/my-sign-ins" }

// RecoveryWords is the page where one makes recovery words.
func RecoveryWords() string { return MySignInsDo("words") }

// SignInWithWords is the page for somebody who forgot the password and has the words.
func SignInWithWords() string { return "/sign-in/words" }

// SignInCode is the page that asks for a code of the second factor after the password.
func SignInCode() string { return "/sign-in/code" }

// SecondFactor is where the owner of an account sets up the app with codes, or removes it.
func SecondFactor() string { return MySignInsDo("app") }

// SecondFactorDo is a page below it: "code", "spare" or "remove".
func SecondFactorDo(what string) string { return Path("my-sign-ins", "app", what) }

// SignInPasskey is where the answer of a passkey goes (POST).
func SignInPasskey() string { return "/sign-in/passkey" }

// Passkeys is the page of one's passkeys.
func Passkeys() string { return MySignInsDo("passkeys") }

// PasskeysDo is where what one does there goes (POST): "made" or "end".
func PasskeysDo(what string) string { return Path("my-sign-ins", "passkeys", what) }

// SignInByDirectory leads to the directory of others that says who somebody is; "back" is
// where its answer comes, "first" asks whose account it is, "out" ends its session.
func SignInByDirectory(what ...string) string {
	return Path(append([]string{"sign-in", "directory"}, what...)...)
}

// SharedComputer is where a browser is marked as one that several use (POST).
func SharedComputer() string { return "/sign-in/shared" }

// MySignInsDo is the address of a button on that page (POST): "end", "refuse", "open",
// "words", "confirmer", "confirm", "end-one", "stay", "leave", "shared".
func MySignInsDo(what string) string { return Path("my-sign-ins", what) }
