package link

// Mentoring is the area's first page: my pairings and the school's programmes.
func Mentoring() string { return "/mentoring" }

// NewProgramme is the form that opens a programme.
func NewProgramme() string { return "/mentoring/programmes/new" }

// NewProgrammeOf is the form for a kind and a track.
func NewProgrammeOf(kind, track string) string {
	return With(NewProgramme(), "kind", kind, "track", track)
}

// Programme is a programme with its policy and next step.
func Programme(id string) string { return Path("mentoring", "programmes", id) }

// ProgrammePolicy is the form of the policy.
func ProgrammePolicy(id string) string { return Programme(id) + "/policy" }

// Roster shows who needs a mentor and who could be one.
func Roster(programme string) string { return Programme(programme) + "/roster" }

// RosterRemind reminds those who have not answered (POST).
func RosterRemind(programme string) string {
	return Path("mentoring", "programmes", programme, "remind")
}

// RosterRemedy lets somebody mentor where nobody may.
func RosterRemedy(programme, remedy string) string {
	return Path("mentoring", "programmes", programme, "roster", remedy)
}

// Pairings shows planned against held for every pair of a programme.
func Pairings(programme string) string { return Programme(programme) + "/pairings" }

// Closing is the end of the year: reports, closing, letters.
func Closing(programme string) string { return Programme(programme) + "/closing" }

// Participant is one's own invitation and profile.
func Participant(id string) string { return Path("mentoring", "participants", id) }

// Proposal is a proposal of pairs.
func Proposal(id string) string { return Path("mentoring", "proposals", id) }

// ChangeProposal is the page on which one mentee of a draft gets another mentor.
func ChangeProposal(id string) string { return Proposal(id) + "/change" }

// ChangeMentor is that page for a mentee, with a mentor chosen beforehand; "" none.
func ChangeMentor(id, mentee, mentor string) string {
	return With(ChangeProposal(id), "mentee", mentee, "mentor", mentor)
}

// UndoProposalChange takes the last change of a draft back (POST).
func UndoProposalChange(id string) string { return Proposal(id) + "/undo" }

// Rematch looks for another mentor for one who needs one (POST).
func Rematch(programme string) string { return Programme(programme) + "/rematch" }

// EndingOrder prepares the order that says which pairs have ended (POST).
func EndingOrder(programme string) string { return Programme(programme) + "/ending" }

// DistrictMentors is mentoring across the schools of a district.
func DistrictMentors() string { return "/mentoring/district" }

// DistrictMentorsFor lists the mentors of other schools for a mentee.
func DistrictMentorsFor(mentee string) string { return DistrictMentors() + Path("for", mentee) }

// DistrictConsent is where the director opens the school, or ends that (POST).
func DistrictConsent() string { return DistrictMentors() + "/school" }

// DistrictRequest is where a request is answered or taken back (POST).
func DistrictRequest(id string) string { return DistrictMentors() + Path("requests", id) }

// DistrictAsks is what the school asked of the office above it, and asks.
func DistrictAsks() string { return DistrictMentors() + "/asks" }

// DistrictAsk is where it is taken back (POST).
func DistrictAsk(id string) string { return DistrictAsks() + Path(id) }

// OfficeAsks is what the schools asked of one's office.
func OfficeAsks() string { return "/district/asks" }

// OfficeAsk is where the office answers (POST).
func OfficeAsk(id string) string { return OfficeAsks() + Path(id) }

// ProposedPair is a proposed pair, for the two to answer.
func ProposedPair(id string) string { return Path("mentoring", "pairs", id) }

// MentoringOrder is the director's order.
func MentoringOrder(id string) string { return Path("mentoring", "orders", id) }

// MentoringOrderPaper is the order as a paper: format docx, pdf or html.
func MentoringOrderPaper(id, format string) string { return MentoringOrder(id) + Path("paper", format) }

// Pairing is the page of a pair.
func Pairing(id string) string { return Path("mentoring", "pairings", id) }

// MentoringPlan is the joint plan of a pair.
func MentoringPlan(pairing string) string { return Pairing(pairing) + "/plan" }

// MentoringPlanPaper is the plan as a paper.
func MentoringPlanPaper(pairing, format string) string {
	return MentoringPlan(pairing) + Path("paper", format)
}

// NewMeetings offers times in which both are free.
func NewMeetings(pairing string) string { return Pairing(pairing) + "/meetings" }

// NewVisits offers lessons that one can visit.
func NewVisits(pairing string) string { return Pairing(pairing) + "/visits" }

// MentoringReport is the mentor's report and the mentee's reply.
func MentoringReport(pairing string) string { return Pairing(pairing) + "/report" }

// MentoringReportPaper is the report as a paper.
func MentoringReportPaper(pairing, format string) string {
	return MentoringReport(pairing) + Path("paper", format)
}

// Meeting is a meeting of a pair.
func Meeting(id string) string { return Path("mentoring", "meetings", id) }

// MentoringBooking leads from an entry of a week to its meeting or visit.
func MentoringBooking(booking string) string { return Path("mentoring", "bookings", booking) }

// Visit is a visited lesson.
func Visit(id string) string { return Path("mentoring", "visits", id) }

// Letter is a letter of appreciation as a paper.
func Letter(id, format string) string {
	return Path("mentoring", "letters", id) + Path("paper", format)
}

// LeavePairing is the page on which one ends one's pairing.
func LeavePairing(id string) string { return Pairing(id) + "/leave" }

// CompletePairing closes a pairing at the end of the year (POST).
func CompletePairing(id string) string { return Pairing(id) + "/complete" }

// EndPairing ends a pairing of which one has left the school.
func EndPairing(id string) string { return Pairing(id) + "/end" }

// FinishStep marks an agreed next step as done (POST).
func FinishStep(id string) string { return Path("mentoring", "steps", id) + "/done" }

// EditMentoringPlan is the form of the joint plan.
func EditMentoringPlan(pairing string) string { return MentoringPlan(pairing) + "/edit" }

// AgreeMentoringPlan agrees to the plan (POST).
func AgreeMentoringPlan(pairing string) string { return MentoringPlan(pairing) + "/agree" }

// NewMeeting offers single times of the next two weeks.
func NewMeeting(pairing string) string { return NewMeetings(pairing) + "/one" }

// MeetingNotes keeps the notes and the record of a meeting (POST).
func MeetingNotes(id string) string { return Meeting(id) + "/notes" }

// MoveMeeting offers other times for a meeting.
func MoveMeeting(id string) string { return Meeting(id) + "/move" }

// CancelMeeting takes a meeting back.
func CancelMeeting(id string) string { return Meeting(id) + "/cancel" }

// VisitsOf offers the lessons of a week: by is "me" or "partner", monday "" the week of today.
func VisitsOf(pairing, by, monday string) string {
	return With(NewVisits(pairing), "by", by, "week", monday)
}

// HoldVisit records a visit (POST).
func HoldVisit(id string) string { return Visit(id) + "/hold" }

// CancelVisit takes a visit back.
func CancelVisit(id string) string { return Visit(id) + "/cancel" }

// ReplyToReport is where the mentee's reply goes (POST).
func ReplyToReport(pairing string) string { return MentoringReport(pairing) + "/reply" }

// Letters issues letters of appreciation (POST).
func Letters(programme string) string { return Closing(programme) + "/letters" }

// CloseProgramme closes a programme (POST).
func CloseProgramme(programme string) string { return Closing(programme) + "/close" }

// SharedResources is what the two share with one another.
func SharedResources(pairing string) string { return Pairing(pairing) + "/resources" }

// TakeBackResource takes back what one has shared (POST).
func TakeBackResource(pairing, resource string) string {
	return SharedResources(pairing) + Path(resource) + "/withdraw"
}

// TimeOffer is a time proposed to a pair, for the two to answer.
func TimeOffer(id string) string { return Path("mentoring", "times", id) }

// AskToMove proposes another time for a meeting (POST).
func AskToMove(booking string) string { return MentoringBooking(booking) + "/ask" }

// WeekPlan plans the weeks of all pairs of a programme.
func WeekPlan(programme string) string { return Programme(programme) + "/weeks" }
