package recognition

import (
	"talim/internal/access"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/secret"
)

// Who may do what, in words:
//
//   - The deputies, the coordinator and the director announce the forum, with its programme and the last day
//     for nominations. All staff see it.
//   - A story belongs to the two of a pair. Until both agree to it nobody else reads it; while both agree,
//     all staff do; each of the two takes it back at any time, without a reason. A change needs both again.
//   - A mentee nominates her own mentor until the last day, and may take it back until then. Who
//     nominated whom, and in which words, is seen by the nominator alone until that day; then also by those
//     who keep the programme, because a nomination that nobody can stand for is none, and with one mentor
//     to a mentee the words tell who wrote them anyway. The mentor is told words only where the nominator allows it. That
//     somebody did not nominate is shown nowhere, and nominations are not counted against one another.
//   - The director thanks mentors where all staff see it; the director takes it back, and so does the one who is thanked.
//   - Those who keep the programme issue certificates and revoke them. A certificate is read by its mentor
//     and by those who keep the programme; whoever is given its code or the credential reads what stands on it, and
//     whether it was revoked, when, and for which kind of reason.
//   - The key that signs is read by nobody.

// Permissions that routes ask for before any record is looked at.
var (
	// Take is what every signed-in member of staff may do.
	Take = access.Permission{Name: "recognition.take_part"}
	// Keep is to announce the forum and to issue certificates.
	Keep = access.Permission{Name: "recognition.keep", Roles: mentoring.Keep.Roles}
	// Thank is to thank in the name of the school.
	Thank = access.Permission{Name: "recognition.thank", Roles: []access.Role{access.Director}}
	// Verify is for everybody, also not signed in: verify a certificate, read public keys.
	Verify = access.Permission{Name: "recognition.verify", Open: true}
)

var keepers = []access.Relation{access.AsCoordinator, access.AsDeputy, access.AsDirector}

func with(more ...access.Relation) []access.Relation { return append(more, keepers...) }

// The rules of each kind of record.
var (
	ruleForum = access.Rule{Kind: "recognition.forum", Read: []access.Relation{access.AsColleague}, Write: keepers}
	ruleDraft = access.Rule{
		Kind: "recognition.story_draft", Read: []access.Relation{access.Self, access.Partner}, Write: []access.Relation{access.Self, access.Partner},
	}
	ruleStory = access.Rule{
		Kind: "recognition.story", Read: []access.Relation{access.AsColleague}, Write: []access.Relation{access.Self, access.Partner},
	}
	ruleNominating  = access.Rule{Kind: "recognition.nomination", Read: []access.Relation{access.Self}, Write: []access.Relation{access.Self}}
	ruleNominated   = access.Rule{Kind: "recognition.nomination_closed", Read: with(access.Self)}
	ruleThanks      = access.Rule{Kind: "recognition.thanks", Read: []access.Relation{access.AsColleague}, Write: []access.Relation{access.AsDirector, access.Self}}
	ruleCertificate = access.Rule{Kind: "recognition.certificate", Read: with(access.Self), Write: keepers}
)

// Rules are who reads and writes each kind of record of the area.
var Rules = []access.Rule{ruleForum, ruleDraft, ruleStory, ruleNominating, ruleNominated, ruleThanks, ruleCertificate}

// The columns of private texts.
var (
	storyTitle = secret.Column{Table: "story", Name: "title", Readers: storyReaders}
	storyText  = secret.Column{Table: "story", Name: "text", Readers: storyReaders}
	nomineeFor = secret.Column{Table: "nomination", Name: "words", Readers: `SELECT n.nominator_id FROM nomination n WHERE n.school_id = $1 AND n.id = $2
		UNION ALL ` + secret.SelectRoles(access.Coordinator, access.Deputy, access.Director)}
	privateKey = secret.Column{Table: "badge_key", Name: "private"}
)

// storyReaders: the two, and everybody once both have agreed that it is shown.
var storyReaders = `SELECT g.mentor_id FROM story s ` + storyPair + ` UNION ALL SELECT g.mentee_id FROM story s ` + storyPair + `
	UNION ALL SELECT '*' FROM story s ` + storyPair + `
	AND EXISTS (SELECT 1 FROM story_consent c WHERE c.school_id = s.school_id AND c.story_id = s.id AND c.ended_at = '' AND c.staff_id = g.mentor_id)
	AND EXISTS (SELECT 1 FROM story_consent c WHERE c.school_id = s.school_id AND c.story_id = s.id AND c.ended_at = '' AND c.staff_id = g.mentee_id)`

var storyPair = pairing.JoinPairing("g", "s.school_id", "s.pairing_id") + ` WHERE s.school_id = $1 AND s.id = $2`

// Sealed are the columns of private texts.
var Sealed = []secret.Column{storyTitle, storyText, nomineeFor, privateKey}

// ofPair are the relations to what the two of a pair write.
func ofPair(a access.Actor, p pairing.Pairing) []access.Relation {
	return access.Of(a, access.RecordOf(p.School, p.Mentor, p.Mentee))
}

func mayKeep(a access.Actor) error {
	return access.Must(ruleForum.Writes(access.Of(a, access.RecordOf(a.School))), "recognition.access.keep")
}
