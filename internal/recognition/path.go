package recognition

import "net/url"

// The addresses below stand in what was signed: they are part of a badge, whoever shows
// the pages, and never change.

// IssuerPath is the profile of a school that issues badges.
func IssuerPath(school string) string { return "/badges/schools/" + url.PathEscape(school) }

// KeysPath are the public keys of a school.
func KeysPath(school string) string { return IssuerPath(school) + "/keys" }

// KeyPath is one public key.
func KeyPath(school, key string) string { return KeysPath(school) + "/" + url.PathEscape(key) }

// RevokedPath lists what a school has revoked.
func RevokedPath(school string) string { return IssuerPath(school) + "/revoked" }

// AchievementPath is what a badge is for.
func AchievementPath(school, programme string) string {
	return IssuerPath(school) + "/achievements/" + url.PathEscape(programme)
}

// CredentialPath is a badge itself.
func CredentialPath(code string) string { return "/badges/credentials/" + url.PathEscape(code) }
