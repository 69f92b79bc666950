package link

// MentoringPolicy is the school's mentoring policy in force.
func MentoringPolicy() string { return "/mentoring/policy" }

// NewPolicyText begins a draft of the policy.
func NewPolicyText() string { return MentoringPolicy() + "/new" }

// NewPolicyTextFrom begins a draft from the template in a language, "" from the words in force.
func NewPolicyTextFrom(lang string) string { return With(NewPolicyText(), "in", lang) }

// PolicyText is a version of the policy with its comments.
func PolicyText(id string) string { return MentoringPolicy() + Path(id) }

// EditPolicyText is the form of a draft.
func EditPolicyText(id string) string { return PolicyText(id) + "/edit" }

// AdoptPolicyText puts a draft in force.
func AdoptPolicyText(id string) string { return PolicyText(id) + "/adopt" }

// AskAboutPolicy asks all staff to read a version (POST).
func AskAboutPolicy(id string) string { return PolicyText(id) + "/ask" }

// PolicyTextPaper is a version as a paper, with headings in the language of its words.
func PolicyTextPaper(id, format, lang string) string {
	return With(PolicyText(id)+"/paper/"+format, "in", lang)
}

// ComparePolicy shows what changed from one version to another.
func ComparePolicy(before, after string) string {
	return With(MentoringPolicy()+"/compare", "before", before, "after", after)
}

// AnswerPolicyComment is where a comment on the policy is answered.
func AnswerPolicyComment(id string) string { return Path("mentoring", "policy-comments", id) }

// ProposeGroups asks for a draft of groups (POST).
func ProposeGroups(programme string) string { return Programme(programme) + "/groups" }

// MentoringGroups are the groups of a programme.
func MentoringGroups(programme string) string { return Programme(programme) + "/groups" }

// GroupProposal is a draft of groups.
func GroupProposal(id string) string { return Path("mentoring", "group-proposals", id) }

// SendGroups asks the people of a draft of groups (POST).
func SendGroups(id string) string { return GroupProposal(id) + "/send" }

// GroupSecond gives a group of a draft a second mentor (POST).
func GroupSecond(proposal string) string { return GroupProposal(proposal) + "/second" }

// MentoringGroup is the page of a group.
func MentoringGroup(id string) string { return Path("mentoring", "groups", id) }

// AnswerGroup says yes or no to a group (POST).
func AnswerGroup(id string) string { return MentoringGroup(id) + "/answer" }

// GroupTimes offers times that all of a group have.
func GroupTimes(id string) string { return MentoringGroup(id) + "/times" }

// GroupClosing is where a group's mentor says what it did.
func GroupClosing(id string) string { return MentoringGroup(id) + "/closing" }

// CloseGroup closes a group (POST).
func CloseGroup(id string) string { return MentoringGroup(id) + "/close" }

// GroupMeeting is a meeting of a group.
func GroupMeeting(id string) string { return Path("mentoring", "group-meetings", id) }

// CancelGroupMeeting takes a meeting of a group back.
func CancelGroupMeeting(id string) string { return GroupMeeting(id) + "/cancel" }

// FinalTalk says what the talk at the end of the year judges.
func FinalTalk() string { return "/mentoring/talk" }

// AnnounceTalk is where the director says it.
func AnnounceTalk() string { return FinalTalk() + "/new" }

// TalkOf is the page of the talk with somebody.
func TalkOf(staff string) string { return FinalTalk() + Path(staff) }

// MentoringForTalk asks for somebody's mentoring from the page of a talk: always refused.
func MentoringForTalk(staff string) string { return TalkOf(staff) + "/mentoring" }

// HoursAgreements are the agreements on hours.
func HoursAgreements() string { return "/mentoring/hours" }

// NewHours is the form of an agreement on hours.
func NewHours() string { return HoursAgreements() + "/new" }

// ConfirmHours confirms an agreement (POST).
func ConfirmHours(id string) string { return HoursAgreements() + Path(id) + "/confirm" }

// EndHours ends an agreement (POST).
func EndHours(id string) string { return HoursAgreements() + Path(id) + "/end" }

// Handovers shows who is expected to leave, what only one person teaches, and the handovers planned.
func Handovers() string { return "/mentoring/handovers" }

// NewHandover is the form that plans a handover, for somebody who leaves.
func NewHandover(leaver string) string { return With(Handovers()+"/new", "leaver", leaver) }

// ExpectLeave is the form of an expected day of leaving.
func ExpectLeave(staff string) string { return With(Handovers()+"/leaving", "staff", staff) }

// EndLeave takes an expected day of leaving back (POST).
func EndLeave(id string) string { return Handovers() + Path("leaving", id) + "/end" }

// Handover is a planned handover with its steps.
func Handover(id string) string { return Handovers() + Path(id) }

// FinishHandoverStep marks a step as done (POST).
func FinishHandoverStep(id string) string { return Path("mentoring", "handover-steps", id) + "/done" }

// CloseHandover ends a handover (POST).
func CloseHandover(id string) string { return Handover(id) + "/close" }

// Stages are the steps of a programme with their evaluations.
func Stages(programme string) string { return Programme(programme) + "/stages" }

// Stage is where the evaluation of a stage is written.
func Stage(id string) string { return Path("mentoring", "stages", id) }

// ExtendPairing lets a pairing go on longer.
func ExtendPairing(id string) string { return Pairing(id) + "/extend" }
