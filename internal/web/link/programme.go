package link

// MentoringPolicy is the school's mentoring policy in force.
func MentoringPolicy() string { return "/mentoring/policy" }

// NewPolicyText begins a draft of the policy.
func NewPolicyText() string { return MentoringPolicy() + "/new" }

// NewPolicyTextFrom begins a draft from the template in a language, "" from the words in force.
func NewPolicyTextFrom(lang string) string { return With(NewPolicyText(), "in", lang) }

// PolicyText is a version of the policy with its comments.
func PolicyText(id string) string { return MentoringPolicy() + "/" + id }

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
func AnswerPolicyComment(id string) string { return "/mentoring/policy-comments/" + id }

// ProposeGroups asks for a draft of groups (POST).
func ProposeGroups(programme string) string { return Programme(programme) + "/groups" }

// MentoringGroups are the groups of a programme.
func MentoringGroups(programme string) string { return Programme(programme) + "/groups" }

// GroupProposal is a draft of groups.
func GroupProposal(id string) string { return "/mentoring/group-proposals/" + id }

// SendGroups asks the people of a draft of groups (POST).
func SendGroups(id string) string { return GroupProposal(id) + "/send" }

// GroupSecond gives a group of a draft a second mentor (POST).
func GroupSecond(proposal string) string { return GroupProposal(proposal) + "/second" }

// MentoringGroup is the page of a group.
func MentoringGroup(id string) string { return "/mentoring/groups/" + id }

// AnswerGroup says yes or no to a group (POST).
func AnswerGroup(id string) string { return MentoringGroup(id) + "/answer" }

// GroupTimes offers times that all of a group have.
func GroupTimes(id string) string { return MentoringGroup(id) + "/times" }

// GroupClosing is where a group's mentor says what it did.
func GroupClosing(id string) string { return MentoringGroup(id) + "/closing" }

// CloseGroup closes a group (POST).
func CloseGroup(id string) string { return MentoringGroup(id) + "/close" }

// GroupMeeting is a meeting of a group.
func GroupMeeting(id string) string { return "/mentoring/group-meetings/" + id }

// CancelGroupMeeting takes a meeting of a group back.
func CancelGroupMeeting(id string) string { return GroupMeeting(id) + "/cancel" }
