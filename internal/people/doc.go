// Package people knows who works in a school: staff, the posts they hold, the units
// they belong to. The organisations themselves are people/tree, how people come in is
// people/accounts.
//
// # In words
//
// A staff member is a person with a code and, where the school wants it, a
// name. What a person does is a post: a role held for a period. One person
// holds several at once (R002), and the history of who held what is kept
// (R013): a post ends, it is never deleted. The same holds for membership of a
// unit, staffing states (R007), subjects taught and private facts.
//
// A person is in the school on the days on which a post of theirs runs. There
// is no other mark of having left.
//
// A unit (SMU) has members and at most one head at a time; the head is a post.
//
// Private facts (study route, age, service years, category) divide staff and
// are kept apart (R009): see access.go for who sees them.
//
// Rules that orders change, such as the hours of a stavka (R169), are dated
// data of an organisation and hold for those below it: see rule.go.
package people
