// Package tree knows the organisations and which reports to which.
//
// # In words
//
// An organisation is a ministry, region, district, managing company or school; each
// reports to the one above it (R006). Every other record belongs to one organisation,
// and a person of one is not found from another (R237). The tree is kept by the
// administrator of an organisation, for it and for those below it; nobody moves an
// organisation under itself, under a school, or under one that is closed. Under whom one
// stood before is kept.
package tree
