// Package accounts lets people in: accounts, the one-time codes that open them, signing
// in, and the accounts of one person in several schools.
//
// # In words
//
// An account belongs to one member of staff. It needs no e-mail (R230): a one-time code
// on paper sets the password. The code works once and for two weeks; until somebody uses
// it, it is kept sealed, so that a sheet that was torn is printed again. See code.go and
// signin.go.
//
// Whoever has no post in the school today is not let in, whatever the password; see
// actor.go, which says who stands behind an account.
//
// Who wants to is asked for a code from a phone after the password, and so is everybody
// whose post the rule FactorPosts names; see factor.go. A passkey stands in the
// place of both; see passkey.go. A directory of others may say who somebody is, once she
// has said whose account that is; see directory.go.
//
// Somebody who works in several schools has an account in each, and joins them herself:
// see several.go.
package accounts
