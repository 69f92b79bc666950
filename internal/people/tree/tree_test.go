package tree_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/hold"
	"talim/internal/i18n"
	"talim/internal/people/tree"
	"talim/internal/version"
)

var ctx = context.Background()

// world is the district of Aksu with two companies and two schools, and another district
// beside it, on the first of September 2026.
type world struct {
	*testing.T
	*tree.Service
	d     *db.DB
	clock *apptest.Clock
}

func each(t *testing.T, fn func(t *testing.T, w *world)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		w := &world{T: t, d: d, clock: apptest.ClockAt("2026-09-01T09:00")}
		w.Service = tree.New(d, w.clock.Now)
		for _, o := range []struct {
			id, parent string
			kind       tree.Kind
		}{
			{"aksu", "", tree.District},
			{"north", "aksu", tree.Company},
			{"south", "aksu", tree.Company},
			{"s1", "aksu", tree.School},
			{"s2", "north", tree.School},
			{"other", "", tree.District},
			{"o1", "other", tree.School},
		} {
			_, err := db.Exec(ctx, d.Write(), `INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ($1, $2, $3, $1, $1, $1, $1, '', '', 'Asia/Almaty', 'kk', '2026-08-01T19:30:00.000Z')`, o.id, o.parent, o.kind)
			w.ok(err)
		}
		fn(t, w)
	})
}

func keeper(school string) access.Actor {
	return access.Actor{Account: "a", School: school, Staff: "a", Name: "A. Ахметова", Office: true, Roles: []access.Role{access.Administrator}}
}

func facts(code string) tree.Facts {
	return tree.Facts{Code: code, Name: i18n.Text{KK: "Мектеп " + code, RU: "Школа " + code}, Timezone: "Asia/Almaty", Languages: []string{"kk", "ru"}}
}

func (w *world) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// drawn is the tree of an organisation as a page draws it.
func (w *world) drawn(id string) string {
	w.Helper()
	nodes, err := tree.Of(ctx, w.d.Read(), id)
	w.ok(err)
	var out []string
	for _, n := range nodes {
		out = append(out, strings.Repeat(".", n.Depth)+n.Code)
	}
	return strings.Join(out, " ")
}

// places says under whom an organisation stood, the latest first.
func (w *world) places(id string) string {
	w.Helper()
	o, err := tree.ByID(ctx, w.d.Read(), id)
	w.ok(err)
	all, err := tree.PlacesOf(ctx, w.d.Read(), o)
	w.ok(err)
	var out []string
	for _, p := range all {
		out = append(out, fmt.Sprintf("%s %s..%s", p.Parent, p.Starts, p.Ends))
	}
	return strings.Join(out, ", ")
}

// events are those of an organisation's journal, the first one first, with who did them.
func (w *world) events(school string) string {
	w.Helper()
	all, err := db.All[string](ctx, w.d.Read(), `SELECT event || ' by ' || actor FROM journal_entry WHERE school_id = $1 ORDER BY id`, school)
	w.ok(err)
	return strings.Join(all, ", ")
}

// What a form says of an organisation has its bounds, each said at its field.
func TestFactsHaveTheirBounds(t *testing.T) {
	long := func(n int) string { return strings.Repeat("ұ", n) }
	for name, c := range map[string]struct {
		change func(f *tree.Facts)
		want   string
	}{
		"as they should be":    {func(*tree.Facts) {}, ""},
		"no code":              {func(f *tree.Facts) { f.Code = "" }, "code:people.organisation.code_needed"},
		"a code of two words":  {func(f *tree.Facts) { f.Code = "s 1" }, "code:people.organisation.code_needed"},
		"a code of two lines":  {func(f *tree.Facts) { f.Code = "s\n1" }, "code:people.organisation.code_needed"},
		"the longest code":     {func(f *tree.Facts) { f.Code = long(tree.MaxCode) }, ""},
		"a longer one":         {func(f *tree.Facts) { f.Code = long(tree.MaxCode + 1) }, "code:people.organisation.code_needed"},
		"no name":              {func(f *tree.Facts) { f.Name = i18n.Text{} }, "name_kk:people.organisation.name_needed"},
		"a name in English":    {func(f *tree.Facts) { f.Name = i18n.Text{EN: "School"} }, ""},
		"the longest name":     {func(f *tree.Facts) { f.Name.KK = long(tree.MaxName) }, ""},
		"longer names":         {func(f *tree.Facts) { f.Name.KK, f.Name.EN = long(tree.MaxName+1), long(tree.MaxName+1) }, "name_en:fault.too_long name_kk:fault.too_long"},
		"longer addresses":     {func(f *tree.Facts) { f.AddressKK, f.AddressRU = long(201), long(201) }, "address_kk:fault.too_long address_ru:fault.too_long"},
		"no time zone":         {func(f *tree.Facts) { f.Timezone = "" }, "timezone:people.organisation.timezone_unknown"},
		"a zone of the moon":   {func(f *tree.Facts) { f.Timezone = "Moon/Copernicus" }, "timezone:people.organisation.timezone_unknown"},
		"a zone that is a way": {func(f *tree.Facts) { f.Timezone = "../../etc/passwd" }, "timezone:people.organisation.timezone_unknown"},
		"a language of nobody": {func(f *tree.Facts) { f.Languages = []string{"kk", "tlh"} }, "languages:people.organisation.language_unknown"},
		"no language":          {func(f *tree.Facts) { f.Languages = nil }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := facts("s9")
			c.change(&f)
			var faults fault.Fields
			f.Check(&faults)
			if got := apptest.Says(faults.Err()); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// A zone that a machine does not know is no reason to show nothing.
func TestOrganisationOfAnUnknownZoneLivesInUTC(t *testing.T) {
	for zone, want := range map[string]string{"Asia/Almaty": "Asia/Almaty", "Moon/Copernicus": "UTC", "": "UTC"} {
		if got := (tree.Organisation{Timezone: zone}).Location().String(); got != want {
			t.Errorf("%q is %s, want %s", zone, got, want)
		}
	}
}

// Whoever looks sees what stands above and below, and nothing beside.
func TestTreeIsDrawnFromTheTopToWhatLiesBelow(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for id, want := range map[string]string{
			"aksu": "aksu .north ..s2 .s1 .south", "north": "aksu .north ..s2", "s2": "aksu .north ..s2", "s1": "aksu .s1", "other": "other .o1", "none": "",
		} {
			if got := w.drawn(id); got != want {
				t.Errorf("of %s: %q, want %q", id, got, want)
			}
		}
		// Data that hold a circle all the same end the search, and find nobody above.
		_, err := db.Exec(ctx, w.d.Write(), `UPDATE organisation SET parent_id = 's2' WHERE id = 'aksu'`)
		w.ok(err)
		if got := w.drawn("s1"); got != "" {
			t.Errorf("a circle is drawn as %q", got)
		}
		if err := tree.Below(ctx, w.d.Read(), "s2", "s1"); err != nil {
			t.Errorf("within a circle everything lies below: %v", err)
		}
		if err := tree.Below(ctx, w.d.Read(), "other", "s1"); !fault.Is(err, fault.KindNotFound) {
			t.Errorf("of another tree: %v", err)
		}
	})
}

// The tree is kept by the administrator of an organisation, for it and what lies below it;
// what lies elsewhere is not there for her.
func TestTreeIsKeptFromAbove(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		var refused []apptest.Refusal
		verbs := map[string]func(a access.Actor, id, parent string) error{
			"added": func(a access.Actor, _, parent string) error {
				_, err := w.Add(ctx, a, tree.NewOrganisation{Kind: tree.School, Parent: parent, Facts: facts("s9")})
				return err
			},
			"changed": func(a access.Actor, id, _ string) error { _, err := w.Edit(ctx, a, id, 0, facts(id)); return err },
			"moved": func(a access.Actor, id, parent string) error {
				return w.Move(ctx, a, id, tree.NewPlace{Parent: parent, Starts: "2026-09-01"})
			},
		}
		for verb, do := range verbs {
			add := func(who string, a access.Actor, id, parent, want string) {
				refused = append(refused, apptest.Refusal{Name: verb + " by " + who, Want: want, Err: func() error { return do(a, id, parent) }})
			}
			for _, role := range access.Roles {
				if role != access.Administrator {
					add(string(role), access.Actor{Account: "x", School: "aksu", Staff: "x", Office: true, Roles: []access.Role{role}}, "s1", "north", "forbidden people.forbidden")
				}
			}
			add("nobody", access.Actor{}, "s1", "north", "forbidden people.forbidden")
			const missing = "notfound people.organisation.not_found"
			add("the other district", keeper("other"), "s1", "north", missing)
			add("a company beside", keeper("south"), "s2", "north", missing)
			add("the district, of nothing", keeper("aksu"), "none", "none", missing)
			if verb != "added" {
				add("the district, of a school elsewhere", keeper("aksu"), "o1", "north", missing)
			}
			if verb != "changed" {
				add("the district, to elsewhere", keeper("aksu"), "s1", "other", missing)
				field := map[string]string{"added": "place", "moved": "parent"}[verb]
				add("the district, under a school", keeper("aksu"), "south", "s1", field+":people.organisation.under_school")
			}
		}
		apptest.NewWatch(t, w.d).Refuses(refused...)
		_, err := w.Edit(ctx, keeper("north"), "s2", 0, facts("s2")) // a company keeps what is its own
		w.ok(err)
	})
}

// What is added stands where it was said, and both journals begin to tell of it.
func TestAddPlacesAnOrganisation(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		made, err := w.Add(ctx, keeper("aksu"), tree.NewOrganisation{Kind: tree.School, Parent: "south", Facts: facts("s3")})
		w.ok(err)
		if got := w.drawn("aksu"); got != "aksu .north ..s2 .s1 .south ..s3" {
			t.Errorf("stands %q", got)
		}
		if o, err := tree.ByCode(ctx, w.d.Read(), "s3"); err != nil || o.ID != made.ID || o.Name().RU != "Школа s3" || o.Languages != "kk ru" {
			t.Errorf("%+v, %v", o, err)
		}
		if _, err := tree.ByCode(ctx, w.d.Read(), "S3"); !fault.Is(err, fault.KindNotFound) {
			t.Errorf("by a code in other letters: %v", err)
		}
		if got := w.events("aksu"); got != "people.organisation.added by A. Ахметова" {
			t.Errorf("the journal tells %q", got)
		}
		above := tree.NewOrganisation{Kind: tree.Region, Above: true, Facts: facts("region")}
		region, err := w.Add(ctx, keeper("aksu"), above)
		w.ok(err)
		if got := w.drawn("s2"); got != "region .aksu ..north ...s2" || region.ParentID != "" {
			t.Errorf("the region stands %q, under %q", got, region.ParentID)
		}
		above.Code = "second"
		apptest.NewWatch(t, w.d).Refuses(apptest.Refusal{Name: "above what has one above", Want: "conflict people.organisation.has_parent", Err: func() error {
			_, err := w.Add(ctx, keeper("aksu"), above)
			return err
		}})
	})
}

// A change is made from what its form showed: over another's it is refused, with what the
// other wrote, and the code of another organisation is said at its field.
func TestEditKeepsTheOthersChange(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := keeper("aksu")
		edit := func(from int, f tree.Facts) error { _, err := w.Edit(ctx, boss, "s1", from, f); return err }
		first := facts("s1")
		first.Name = i18n.Text{KK: "Ыбырай Алтынсарин атындағы мектеп"}
		w.ok(edit(0, first))
		err := edit(0, facts("s1"))
		if now, is := version.Meanwhile[tree.Organisation](err); !is || now.NameKK != first.Name.KK || now.Version != 1 {
			t.Errorf("the second is shown %+v (%v)", now, err)
		}
		taken := facts("s2")
		unnamed := facts("s1")
		unnamed.Name = i18n.Text{}
		apptest.NewWatch(t, w.d).Refuses(
			apptest.Refusal{Name: "an older version", Want: "conflict fault.changed_meanwhile", Err: func() error { return edit(0, facts("s1")) }},
			apptest.Refusal{Name: "a version to come", Want: "conflict fault.changed_meanwhile", Err: func() error { return edit(2, facts("s1")) }},
			apptest.Refusal{Name: "a code of another", Want: "code:people.organisation.code_taken", Err: func() error { return edit(1, taken) }},
			apptest.Refusal{Name: "no name", Want: "name_kk:people.organisation.name_needed", Err: func() error { return edit(1, unnamed) }},
		)
		if details, err := db.One[string](ctx, w.d.Read(), `SELECT details FROM journal_entry WHERE event = 'people.organisation.changed'`); err != nil || !strings.Contains(details, `"s1"`) {
			t.Errorf("the names that were do not stand in the journal: %s, %v", details, err)
		}
		_, err = hold.Begin(ctx, w.d.Write(), "s1", hold.Moving, "2026-09-01")
		w.ok(err)
		if got := apptest.Says(edit(1, first)); got != "conflict fault.hold.moving" {
			t.Errorf("on its way: %q", got)
		}
	})
}

// Nothing moves under itself, to where it is, or on a day that has not come or is before it
// stood where it stands; under whom it stood is kept day by day.
func TestMoveKeepsUnderWhomOneStood(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		boss := keeper("aksu")
		move := func(id, parent string, version int, starts calendar.Date) error {
			return w.Move(ctx, boss, id, tree.NewPlace{Version: version, Parent: parent, Starts: starts})
		}
		_, err := hold.Begin(ctx, w.d.Write(), "south", hold.Closed, "2026-08-01")
		w.ok(err)
		if got := w.places("s2"); got != "north 2026-08-02.."+string(calendar.Forever) { // half past one in the night, where the school is
			t.Errorf("stood %s", got)
		}
		want := func(name, says, id, parent string, version int, starts calendar.Date) apptest.Refusal {
			return apptest.Refusal{Name: name, Want: says, Err: func() error { return move(id, parent, version, starts) }}
		}
		apptest.NewWatch(t, w.d).Refuses(
			want("under itself", "parent:people.organisation.circle", "north", "north", 0, "2026-09-01"),
			want("one's own organisation", "parent:people.organisation.circle", "aksu", "north", 0, "2026-09-01"),
			want("under a school", "parent:people.organisation.under_school", "s2", "s1", 0, "2026-09-01"),
			want("under what is closed", "conflict fault.hold.closed", "s2", "south", 0, "2026-09-01"),
			want("to where it is", "parent:people.organisation.there_already", "s2", "north", 0, "2026-09-01"),
			want("from tomorrow on", "starts:fault.date_late", "s2", "aksu", 0, "2026-09-02"),
			want("before it was there", "starts:fault.date_early", "s2", "aksu", 0, "2026-08-01"),
			want("on no day", "starts:fault.date_missing", "s2", "aksu", 0, ""),
			want("on a day of words", "starts:fault.date_missing", "s2", "aksu", 0, "қыркүйек"),
			want("from a page of a version to come", "conflict fault.changed_meanwhile", "s2", "aksu", 1, "2026-09-01"),
		)
		w.ok(move("s2", "aksu", 0, "2026-08-20"))
		if got := w.places("s2"); got != "aksu 2026-08-20.."+string(calendar.Forever)+", north 2026-08-02..2026-08-19" {
			t.Errorf("stood %s", got)
		}
		if got := apptest.Says(move("s2", "north", 0, "2026-09-01")); got != "conflict fault.changed_meanwhile" {
			t.Errorf("moved from an older page: %q", got)
		}
		w.ok(move("s2", "north", 1, "2026-08-20")) // moved twice from one day on, the last place counts
		if got := w.places("s2"); got != "north 2026-08-20.."+string(calendar.Forever)+", north 2026-08-02..2026-08-19" {
			t.Errorf("stood %s", got)
		}
		if got := w.events("s2"); got != "people.organisation.moved by A. Ахметова, people.organisation.moved by A. Ахметова" {
			t.Errorf("its own journal tells %q", got)
		}
	})
}

// In the journal of a school somebody of the tree above has a name and is nobody of its staff.
func TestInSchoolNamesNobodyOfTheStaff(t *testing.T) {
	for name, c := range map[string]struct{ who, want access.Actor }{
		"somebody":    {keeper("aksu"), access.Actor{School: "s1", Name: "A. Ахметова"}},
		"a command":   {access.System("", "school import"), access.System("s1", "school import")},
		"the program": {access.System("aksu", "job"), access.System("s1", "job")},
		"nobody yet":  {access.Actor{}, access.System("s1", "first run")},
	} {
		got := tree.InSchool(c.who, "s1")
		if got.School != c.want.School || got.Staff != "" || got.Name != c.want.Name || got.System != c.want.System || len(got.Roles) > 0 {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
	if !slices.Contains(tree.Kinds, tree.School) || tree.Kinds[0] != tree.Ministry {
		t.Errorf("kinds from the top: %v", tree.Kinds)
	}
}
