package access_test

import (
	"context"
	"slices"
	"testing"

	"talim/internal/access"
)

// A permission is of those who hold one of its roles, of the program itself, and never of
// somebody who has not signed in.
func TestAllowsByRoleAndOffice(t *testing.T) {
	nobody, job := access.Actor{}, access.System("a", "job")
	teacher := access.Actor{Account: "x", School: "a", Roles: []access.Role{access.Teacher}}
	deputy := access.Actor{Account: "x", School: "a", Roles: []access.Role{access.Teacher, access.Deputy}}
	keeper := access.Actor{Account: "x", School: "d", Office: true, Roles: []access.Role{access.Deputy}}
	for name, c := range map[string]struct {
		asked access.Permission
		who   access.Actor
		want  bool
	}{
		"open to a stranger":          {access.Permission{Open: true}, nobody, true},
		"open, with roles":            {access.Permission{Open: true, Roles: []access.Role{access.Director}}, nobody, true},
		"of all, a stranger":          {access.Permission{}, nobody, false},
		"of all, a teacher":           {access.Permission{}, teacher, true},
		"of all, without a post":      {access.Permission{}, access.Actor{Account: "x", School: "a"}, true},
		"of deputies, a teacher":      {access.Permission{Roles: []access.Role{access.Director, access.Deputy}}, teacher, false},
		"of deputies, a deputy":       {access.Permission{Roles: []access.Role{access.Director, access.Deputy}}, deputy, true},
		"of deputies, a job":          {access.Permission{Roles: []access.Role{access.Deputy}}, job, true},
		"of deputies, a stranger":     {access.Permission{Roles: []access.Role{access.Deputy}}, nobody, false},
		"of an office, a school":      {access.Permission{Office: true, Roles: []access.Role{access.Deputy}}, deputy, false},
		"of an office, its deputy":    {access.Permission{Office: true, Roles: []access.Role{access.Deputy}}, keeper, true},
		"of an office, another post":  {access.Permission{Office: true, Roles: []access.Role{access.Director}}, keeper, false},
		"of an office, a job":         {access.Permission{Office: true}, job, true},
		"of an office, for all of it": {access.Permission{Office: true}, keeper, true},
	} {
		if got := c.asked.Allows(c.who); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What a rule does not name is refused; to read is not to write.
func TestRulesAllowWhatTheyName(t *testing.T) {
	rule := access.Rule{Kind: "x", Read: []access.Relation{access.Self, access.AsDeputy}, Write: []access.Relation{access.Self}}
	for _, c := range []struct {
		of            []access.Relation
		reads, writes bool
	}{
		{nil, false, false}, {[]access.Relation{access.AsColleague}, false, false}, {[]access.Relation{access.AsColleague, access.AsDeputy}, true, false}, {[]access.Relation{access.AsColleague, access.Self}, true, true},
	} {
		if rule.Reads(c.of) != c.reads || rule.Writes(c.of) != c.writes {
			t.Errorf("%v: %v and %v", c.of, rule.Reads(c.of), rule.Writes(c.of))
		}
	}
	if (access.Rule{}).Reads(access.Relations) || (access.Rule{}).Writes(access.Relations) {
		t.Error("a rule that names nobody allows somebody")
	}
}

// Each post that gives a relation gives it in its own school alone.
func TestRelationsFollowFromPostsOfTheSchool(t *testing.T) {
	for role, want := range map[access.Role]access.Relation{
		access.Director: access.AsDirector, access.Deputy: access.AsDeputy, access.Coordinator: access.AsCoordinator, access.Secretary: access.AsSecretary,
		access.Methodologist: access.AsMethodist, access.Administrator: access.AsOperator,
	} {
		a := access.Actor{Account: "x", School: "a", Staff: "s", Roles: []access.Role{access.Teacher, role}}
		if got := access.RelationsOf(a, "a"); !slices.Equal(got, []access.Relation{access.AsColleague, want}) {
			t.Errorf("%s is %v", role, got)
		}
		if got := access.RelationsOf(a, "b"); got != nil {
			t.Errorf("%s is %v to another school", role, got)
		}
	}
	for _, role := range []access.Role{access.Teacher, access.SMUHead, access.Psychologist, access.Librarian} { // a head heads records, not the school
		if got := access.RelationsOf(access.Actor{School: "a", Roles: []access.Role{role}}, "a"); !slices.Equal(got, []access.Relation{access.AsColleague}) {
			t.Errorf("%s is %v", role, got)
		}
	}
}

func TestRolesAreRankedOnceEach(t *testing.T) {
	sorted := slices.Clone(access.Roles)
	slices.Sort(sorted)
	if len(slices.Compact(sorted)) != len(access.Roles) {
		t.Errorf("a role stands twice in %v", access.Roles)
	}
	mixed := []access.Role{access.Teacher, access.Inspector, access.Director, access.Deputy}
	slices.SortFunc(mixed, access.ByRank)
	if !slices.Equal(mixed, []access.Role{access.Director, access.Deputy, access.Teacher, access.Inspector}) {
		t.Errorf("ranked %v", mixed)
	}
}

// The actor of a request is whom the request brings, and nobody without one.
func TestActorFromIsNobodyWithoutOne(t *testing.T) {
	if a := access.ActorFrom(context.Background()); a.SignedIn() || a.Has(access.Roles...) || a.Leads("") {
		t.Errorf("%+v", a)
	}
	a := access.Actor{Account: "x", Heads: []string{"math"}, Roles: []access.Role{access.SMUHead}}
	got := access.ActorFrom(access.With(context.Background(), a))
	if !got.SignedIn() || !got.Leads("math") || got.Leads("hist") || got.Leads("") || !got.Has(access.Director, access.SMUHead) || got.Has() {
		t.Errorf("%+v", got)
	}
	if job := access.System("a", "job"); !job.SignedIn() || job.School != "a" || job.Has(access.Director) {
		t.Errorf("%+v", job)
	}
}
