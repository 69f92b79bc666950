// Package matching brings mentors and mentees together and says why.
//
// It is pure: no database, no HTTP, no clock. A caller states facts about
// persons (Person, Between), [Build] turns them into an [Instance] of admissible
// pairs with a fit of 0..1000, and [Match] chooses pairs by one of two methods:
//
//   - [BestFit]: the largest number of mentees served, then the largest total
//     fit less a penalty for unequal load. Exact; the prices in the
//     [Certificate] prove it and [Verify] checks them without trusting the solver.
//   - [Stable] (default): the largest number served, then the fewest blocking
//     pairs, then the largest total fit less the penalty. Exact when the
//     certificate says optimal, else the best found.
//
// A pair blocks when it is admissible, the mentee stated this mentor above the
// one she has (or has none), and the mentor has a free place or holds somebody
// he wishes less than her. Only stated wishes count: everything unstated is tied
// below the stated ones, and fit alone decides there.
//
// The same input in any order gives the same answer. Every reason is a message
// key with arguments and says who may see it; a veto is never named to anybody
// (docs/matching.md).
package matching
