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
