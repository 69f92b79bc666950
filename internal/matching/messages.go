package matching

import (
	"embed"
	"io/fs"
)

//go:embed messages/*.json
var embedded embed.FS

// Messages hold kk.json, ru.json and en.json at their root: the sentences for Keys.
var Messages fs.FS = catalogue()

func catalogue() fs.FS {
	sub, err := fs.Sub(embedded, "messages")
	if err != nil { // only an invalid path fails, and this one is a constant
		return embedded
	}
	return sub
}

// The message keys of every reason.
const (
	keySameSubject    = "matching.reason.same_subject"
	keyRelatedSubject = "matching.reason.related_subject"
	keyOtherSubject   = "matching.reason.other_subject"
	keyNeedMet        = "matching.reason.need_met"
	keyNeedUnmet      = "matching.reason.need_unmet"
	keySharedHours    = "matching.reason.shared_hours"
	keyFewSharedHours = "matching.reason.few_shared_hours"
	keySameLevels     = "matching.reason.same_levels"
	keyOtherLevels    = "matching.reason.other_levels"
	keySameLanguage   = "matching.reason.same_language"
	keyOtherLanguage  = "matching.reason.other_language"
	keySameUnit       = "matching.reason.same_unit"
	keySameStyle      = "matching.reason.same_style"
	keyExperience     = "matching.reason.experience"
	keyLessExperience = "matching.reason.less_experience"
	keyLoad           = "matching.reason.load"
	keyKept           = "matching.reason.kept"
	keyMenteeWish     = "matching.reason.mentee_wish"
	keyMentorWish     = "matching.reason.mentor_wish"
	keyBlocking       = "matching.reason.blocking"

	keyRefuseSelf        = "matching.refuse.self"
	keyRefuseSuperior    = "matching.refuse.superior"
	keyRefuseNoHours     = "matching.refuse.no_shared_hours"
	keyRefuseFewHours    = "matching.refuse.few_shared_hours"
	keyRefuseNotPossible = "matching.refuse.not_possible"

	keyNoMentor    = "matching.unmatched.no_mentor"
	keyPlacesTaken = "matching.unmatched.places_taken"
	keyNotProposed = "matching.unmatched.not_proposed"

	keyHelpPlace  = "matching.help.one_more_place"
	keyHelpHours  = "matching.help.more_shared_hours"
	keyHelpMentor = "matching.help.another_mentor"

	keyAltFit      = "matching.alternative.fit"
	keyAltMoved    = "matching.alternative.moved"
	keyAltBlocking = "matching.alternative.blocking"
	keyAltUnserved = "matching.alternative.unserved"

	keyChangeMoves = "matching.change.moves"
	keyChangeGets  = "matching.change.gets"
	keyChangeNone  = "matching.change.none"

	keyGroup      = "matching.group.why"
	keyGroupNone  = "matching.group.none"
	keyGroupTaken = "matching.group.taken"

	keyCheckUnknown   = "matching.check.unknown"
	keyCheckTwice     = "matching.check.twice"
	keyCheckKept      = "matching.check.kept"
	keyCheckCapacity  = "matching.check.capacity"
	keyCheckFit       = "matching.check.fit"
	keyCheckWithout   = "matching.check.without"
	keyCheckServed    = "matching.check.served"
	keyCheckLosesWish = "matching.check.loses_wish"
	keyCheckGetsWish  = "matching.check.gets_wish"
)

// Key of the part's name.
func (p Part) Key() string { return "matching.part." + string(p) }

// Key of the method's name.
func (m Method) Key() string { return "matching.method." + string(m) }

// Keys lists every key of this package: reasons, names of parts and of methods.
func Keys() []string {
	keys := []string{
		keySameSubject, keyRelatedSubject, keyOtherSubject, keyNeedMet, keyNeedUnmet, keySharedHours,
		keyFewSharedHours, keySameLevels, keyOtherLevels, keySameLanguage, keyOtherLanguage, keySameUnit,
		keySameStyle, keyExperience, keyLessExperience, keyLoad, keyKept, keyMenteeWish, keyMentorWish, keyBlocking,
		keyRefuseSelf, keyRefuseSuperior, keyRefuseNoHours, keyRefuseFewHours, keyRefuseNotPossible,
		keyNoMentor, keyPlacesTaken, keyNotProposed, keyHelpPlace, keyHelpHours, keyHelpMentor,
		keyAltFit, keyAltMoved, keyAltBlocking, keyAltUnserved,
		keyChangeMoves, keyChangeGets, keyChangeNone, keyGroup, keyGroupNone, keyGroupTaken,
		keyCheckUnknown, keyCheckTwice, keyCheckKept, keyCheckCapacity, keyCheckFit, keyCheckWithout,
		keyCheckServed, keyCheckLosesWish, keyCheckGetsWish,
		Stable.Key(), BestFit.Key(),
	}
	for _, p := range Parts {
		keys = append(keys, p.Key())
	}
	return keys
}
