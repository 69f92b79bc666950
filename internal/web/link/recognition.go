package link

// Recognition is what a programme thanks for: forum, stories, thanks, certificates.
func Recognition(programme string) string { return Path("recognition", "programmes", programme) }

// EditForum is the form that announces the forum.
func EditForum(programme string) string { return Recognition(programme) + "/forum" }

// ForumPaper is the programme of the forum as a paper: format docx, pdf or html.
func ForumPaper(programme, format string) string { return EditForum(programme) + Path("paper", format) }

// GiveThanks is the form in which the director thanks a mentor.
func GiveThanks(programme string) string { return Recognition(programme) + "/thanks" }

// TakeBackThanks takes thanks off the page (POST).
func TakeBackThanks(id string) string { return Path("recognition", "thanks", id, "withdraw") }

// Certificates issues the certificates that are due (POST).
func Certificates(programme string) string { return Recognition(programme) + "/certificates" }

// CertificatePaper is a certificate as a paper: format docx, pdf or html.
func CertificatePaper(id, format string) string {
	return Path("recognition", "certificates", id, "paper", format)
}

// RevokeCertificate is the form that revokes a certificate.
func RevokeCertificate(id string) string { return Path("recognition", "certificates", id, "revoke") }

// Story is the story of a pair, for the two.
func Story(pairing string) string { return Path("recognition", "pairings", pairing, "story") }

// AgreeStory agrees to a story (POST).
func AgreeStory(pairing string) string { return Story(pairing) + "/agree" }

// TakeBackStory takes a story back (POST).
func TakeBackStory(pairing string) string { return Story(pairing) + "/withdraw" }

// Nomination is where a mentee nominates her mentor.
func Nomination(pairing string) string { return Path("recognition", "pairings", pairing, "nomination") }

// TakeBackNomination takes a nomination back (POST).
func TakeBackNomination(pairing string) string { return Nomination(pairing) + "/withdraw" }

// The addresses below are public: they stand in badges and on certificates, so they never change.

// Verify is where anybody verifies a certificate.
func Verify() string { return "/verify" }

// VerifyCode verifies the certificate of a code.
func VerifyCode(code string) string { return Path("verify", code) }
