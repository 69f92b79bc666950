package access_test

import (
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
)

// TestOfGivesRelations holds what somebody is to a record, role by role.
func TestOfGivesRelations(t *testing.T) {
	record := access.Record{
		School: "a", Selves: []string{"author", ""}, Partners: []string{"author", "partner"},
		FormerPartners: []string{"former"}, Trusted: []string{"trusted", ""},
	}
	own := record
	own.OfOwnUnit = true
	tests := []struct {
		name   string
		actor  access.Actor
		record access.Record
		want   []access.Relation
	}{
		{"the author, who is no partner of herself", access.Actor{School: "a", Staff: "author"}, record, []access.Relation{access.AsColleague, access.Self}},
		{"the partner", access.Actor{School: "a", Staff: "partner"}, record, []access.Relation{access.AsColleague, access.Partner}},
		{"the former partner", access.Actor{School: "a", Staff: "former"}, record, []access.Relation{access.AsColleague, access.FormerPartner}},
		{"the person of trust", access.Actor{School: "a", Staff: "trusted"}, record, []access.Relation{access.AsColleague, access.Trusted}},
		{"a colleague", access.Actor{School: "a", Staff: "other"}, record, []access.Relation{access.AsColleague}},
		{"the head of a unit", access.Actor{School: "a", Staff: "other"}, own, []access.Relation{access.AsColleague, access.AsSMUHead}},
		{"a deputy", access.Actor{School: "a", Staff: "other", Roles: []access.Role{access.Deputy, access.Teacher}}, record, []access.Relation{access.AsColleague, access.AsDeputy}},
		{"the same person in another school", access.Actor{School: "b", Staff: "author", Roles: []access.Role{access.Director}}, own, nil},
		{"nobody", access.Actor{}, record, nil},
		{"no staff member, though empty names are in the record", access.Actor{School: "a", Account: "x", Roles: []access.Role{access.Director}}, record, nil},
		{"a job", access.System("a", "job"), record, nil},
		{"a record without a school", access.Actor{Staff: "author"}, access.RecordOf("", "author"), nil},
	}
	for _, test := range tests {
		if got := access.Of(test.actor, test.record); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

// TestRefusals holds that Must says no and Private denies that anything is there.
func TestRefusals(t *testing.T) {
	if access.Must(true, "k") != nil || access.Private(true, "k") != nil {
		t.Error("what is allowed is refused")
	}
	if err := access.Must(false, "k"); !fault.Is(err, fault.KindForbidden) {
		t.Errorf("Must: %v", err)
	}
	if err := access.Private(false, "k"); !fault.Is(err, fault.KindNotFound) {
		t.Errorf("Private: %v", err)
	}
}
