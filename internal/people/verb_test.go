package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/people/tree"
	"talim/internal/rule"
)

// act is a verb that somebody uses on a record of the school.
type act struct {
	name  string
	event journal.Event
	about string                                // the kind of record that its entry names
	may   []access.Role                         // who may
	again string                                // what the same form says the second time, "" where it is taken again
	id    string                                // of the record, "" where none is named
	do    func(a access.Actor, id string) error // good input
}

// acts are all verbs of the area that a page has, each with input that is taken.
func (w *world) acts() []act {
	w.Helper()
	m, err := w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.head.Staff, start)
	w.ok(err)
	st, err := w.s.BeginState(w.ctx, w.deputy, w.head.Staff, PartStavka, start, "")
	w.ok(err)
	lead := w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{Staff: w.head.Staff, Role: access.ClassLead, Starts: start}))
	club := w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{Staff: w.teacher.Staff, Role: access.ClassLead, Starts: start}))
	empty := w.must(w.s.AddUnit(w.ctx, w.deputy, NewUnit{UnitFacts{"9", i18n.Text{KK: "Өнер"}}, start}))
	asked := w.proposed(w.director, NewPost{Staff: w.teacher.Staff, Role: access.Coordinator, Starts: start})
	school, err := tree.ByID(w.ctx, w.d.Read(), w.school)
	w.ok(err)
	rise := NoFacts
	rise.YearsExperience = 7
	return []act{
		{"AddStaff", EventStaffAdded, KindOfStaff, keepers, "code:people.staff.code_taken", "", func(a access.Actor, _ string) error {
			_, err := w.s.AddStaff(w.ctx, a, NewStaff{StaffFacts: StaffFacts{Code: "T-9"}, Role: access.Teacher, Starts: start})
			return err
		}},
		{"EditStaff", EventStaffChanged, KindOfStaff, keepers, "conflict fault.changed_meanwhile", w.teacher.Staff, func(a access.Actor, id string) error {
			_, err := w.s.EditStaff(w.ctx, a, id, 0, StaffFacts{Code: "T-1", Phone: "8 701"})
			return err
		}},
		{"BeginPost", EventPostBegun, KindOfStaff, keepers, "role:people.post.held_already", w.deputy.Staff, func(a access.Actor, id string) error {
			_, err := w.s.BeginPost(w.ctx, a, NewPost{Staff: id, Role: access.Teacher, Starts: start})
			return err
		}},
		{"EndPost", EventPostEnded, KindOfStaff, keepers, "conflict people.post.ended_already", lead.ID, func(a access.Actor, id string) error {
			_, err := w.s.EndPost(w.ctx, a, id, "2013-10-31")
			return err
		}},
		{"CorrectPost", EventPostCorrected, KindOfStaff, keepers, "conflict fault.changed_meanwhile", club.ID, func(a access.Actor, id string) error {
			_, err := w.s.CorrectPost(w.ctx, a, Correction{Post: id, Starts: start, OrderNo: "12-к"})
			return err
		}},
		{"ProposePost", EventPostProposed, KindOfStaff, leaders, "conflict people.proposal.waits_already", w.head.Staff, func(a access.Actor, id string) error {
			return w.s.ProposePost(w.ctx, a, NewPost{Staff: id, Role: access.Coordinator, Starts: start})
		}},
		{
			"AnswerProposal", EventPostConfirmed, KindOfStaff, keepers, "conflict people.proposal.answered", asked.ID,
			func(a access.Actor, id string) error { return w.s.AnswerProposal(w.ctx, a, id, true) },
		},
		{"AddUnit", EventUnitAdded, KindOfUnit, keepers, "code:people.unit.code_taken", "", func(a access.Actor, _ string) error {
			_, err := w.s.AddUnit(w.ctx, a, NewUnit{UnitFacts{"7", i18n.Text{RU: "Музыка"}}, start})
			return err
		}},
		{"EditUnit", EventUnitChanged, KindOfUnit, keepers, "conflict fault.changed_meanwhile", w.unit.ID, func(a access.Actor, id string) error {
			_, err := w.s.EditUnit(w.ctx, a, id, 0, UnitFacts{"1", i18n.Text{KK: "Тілдер мен әдебиет"}})
			return err
		}},
		{"EndUnit", EventUnitEnded, KindOfUnit, keepers, "conflict people.unit.ended_already", empty.ID, func(a access.Actor, id string) error {
			return w.s.EndUnit(w.ctx, a, id, "2013-12-31")
		}},
		{"JoinUnit", EventMemberJoined, KindOfUnit, keepers, "staff:people.member.already", w.teacher.Staff, func(a access.Actor, id string) error {
			_, err := w.s.JoinUnit(w.ctx, a, w.unit.ID, id, start)
			return err
		}},
		{"LeaveUnit", EventMemberLeft, KindOfUnit, keepers, "conflict people.ended_already", m.ID, func(a access.Actor, id string) error {
			return w.s.LeaveUnit(w.ctx, a, id, "2013-10-31")
		}},
		{"BeginState", EventStateBegun, KindOfStaff, keepers, "state:people.state.already", w.teacher.Staff, func(a access.Actor, id string) error {
			_, err := w.s.BeginState(w.ctx, a, id, UnpaidLeave, "2013-11-01", "2013-11-30")
			return err
		}},
		{"EndState", EventStateEnded, KindOfStaff, keepers, "conflict people.ended_already", st.ID, func(a access.Actor, id string) error {
			return w.s.EndState(w.ctx, a, id, "2013-10-31")
		}},
		{"SetSubjects", EventSubjectsSet, KindOfStaff, keepers, "conflict fault.changed_meanwhile", w.teacher.Staff, func(a access.Actor, id string) error {
			return w.s.SetSubjects(w.ctx, a, NewSubjects{Staff: id, Version: 1, Subjects: []string{"Math"}, Starts: start})
		}},
		{"RecordPrivate", EventPrivateRecorded, KindOfStaff, leaders, "conflict fault.changed_meanwhile", w.teacher.Staff, func(a access.Actor, id string) error {
			return w.s.RecordPrivate(w.ctx, a, id, 0, rise)
		}},
		{"SetRule", EventRuleSet, KindOfRule, leaders, "starts:rule.before_running", "", func(a access.Actor, _ string) error {
			_, err := w.s.SetRule(w.ctx, a, StavkaHours, rule.New{Value: "16", Starts: start, Source: "№ 7"})
			return err
		}},
		{
			"EditOrganisation", tree.EventChanged, tree.KindOf,
			[]access.Role{access.Administrator},
			"conflict fault.changed_meanwhile", w.school,
			func(a access.Actor, id string) error {
				_, err := w.tree.Edit(w.ctx, a, id, school.Version, tree.Facts{Code: school.Code, Name: i18n.Text{KK: "Ауыл мектебі"}, Timezone: school.Timezone})
				return err
			},
		},
		{"EndStaff", EventStaffEnded, KindOfStaff, keepers, "conflict people.staff.left_already", w.teacher.Staff, func(a access.Actor, id string) error {
			return w.s.EndStaff(w.ctx, a, id, "2013-12-31")
		}},
	}
}

// holding is somebody of the school, who is no one else's concern, with other posts.
func (w *world) holding(roles ...access.Role) access.Actor {
	return access.Actor{Account: "a", School: w.school, Staff: "somebody", Name: "Somebody", Roles: roles}
}

// by is somebody of the world who may, and who proposed nothing.
func (x act) by(w *world) access.Actor {
	switch {
	case x.name == "AnswerProposal":
		return w.deputy
	case slices.Contains(x.may, access.Director):
		return w.director
	}
	return w.admin
}

// Every role that is not named for a verb is refused, those who keep another school find
// nothing, nor is anything done to what is not there; and no row of the database is
// another afterwards.
func TestVerbsRefuseAndChangeNothing(t *testing.T) {
	each(t, func(w *world) {
		var refused []apptest.Refusal
		for _, x := range w.acts() {
			add := func(who string, a access.Actor, id, want string) {
				refused = append(refused, apptest.Refusal{Name: x.name + " by " + who, Want: want, Err: func() error { return x.do(a, id) }})
			}
			for _, role := range access.Roles {
				if !slices.Contains(x.may, role) {
					add(string(role), w.holding(role), x.id, forbiddenAs(x.name))
				}
			}
			add("nobody", access.Actor{}, x.id, "forbidden people.forbidden")
			if x.id != "" {
				stranger := w.outsider
				stranger.Roles = x.may[:1]
				add("another school", stranger, x.id, "notfound "+missing(x))
				add("somebody, of nothing", w.holding(x.may[0]), "none", "notfound "+missing(x))
			}
		}
		apptest.NewWatch(w.T, w.d).Refuses(refused...)
	})
}

// forbiddenAs is what who may not use a verb is told.
func forbiddenAs(name string) string {
	if name == "AnswerProposal" {
		return "forbidden people.proposal.not_yours"
	}
	return "forbidden people.forbidden"
}

// missing is the message about the record of a verb that is not there.
func missing(x act) string {
	switch x.name {
	case "EndPost", "CorrectPost":
		return "people.post.not_found"
	case "AnswerProposal":
		return "people.proposal.not_found"
	case "EditUnit", "EndUnit":
		return "people.unit.not_found"
	case "LeaveUnit":
		return "people.member.not_found"
	case "EndState":
		return "people.state.not_found"
	case "EditOrganisation":
		return "people.organisation.not_found"
	}
	return "people.staff.not_found"
}

// Each verb that is done writes one entry, with the person who did it and the record it
// was about; the same form sent again is refused and writes none.
func TestVerbsAreJournalledOnce(t *testing.T) {
	each(t, func(w *world) {
		watch := apptest.NewWatch(w.T, w.d)
		for _, x := range w.acts() {
			by, before := x.by(w), w.count()
			w.ok(x.do(by, x.id))
			log, err := journal.Find(w.ctx, w.d.Read(), w.school, journal.Filter{Limit: 1})
			w.ok(err)
			e := log[0]
			if n := w.count() - before; n != 1 || e.Event != string(x.event) || e.Staff != by.Staff || e.Actor != by.Name || e.RecordKind != x.about {
				w.Errorf("%s: %d entries, the last %+v", x.name, n, e)
			}
			if said := fmt.Sprint(e.Details); strings.Contains(said, "8 701") {
				w.Errorf("%s: a contact stands in the journal: %s", x.name, said)
			}
			watch.Refuses(apptest.Refusal{Name: x.name + " again", Want: x.again, Err: func() error { return x.do(by, x.id) }})
		}
	})
}

// Four who send the same form at once: it is taken once and journalled once.
func TestVerbsOfFourAtOnce(t *testing.T) {
	each(t, func(w *world) {
		for _, x := range w.acts() {
			by, before := x.by(w), w.count()
			r := new(race)
			for range 4 {
				r.run(func() error { return x.do(by, x.id) })
			}
			r.wg.Wait()
			taken := 0
			for _, err := range r.errs {
				if said := apptest.Says(err); err == nil {
					taken++
				} else if said != x.again {
					w.Errorf("%s: %s, want %s", x.name, said, x.again)
				}
			}
			if taken != 1 || w.count() != before+1 {
				w.Errorf("%s: taken %d times, %d entries", x.name, taken, w.count()-before)
			}
		}
	})
}

// What a form cannot say is refused at its field, whoever sends it, and nothing is kept.
func TestVerbsRefuseInput(t *testing.T) {
	each(t, func(w *world) {
		long, name := strings.Repeat("ғ", MaxContact+1), i18n.Text{KK: "Ғылым"}
		member, err := w.s.JoinUnit(w.ctx, w.deputy, w.unit.ID, w.teacher.Staff, "2013-09-10")
		w.ok(err)
		state, err := w.s.BeginState(w.ctx, w.deputy, w.teacher.Staff, RetirementAge, "2013-09-10", "")
		w.ok(err)
		post := w.mustPost(w.s.BeginPost(w.ctx, w.director, NewPost{Staff: w.teacher.Staff, Role: access.ClassLead, Starts: "2013-09-10"}))
		var all []apptest.Refusal
		add := func(name, want string, err func() error) {
			all = append(all, apptest.Refusal{Name: name, Want: want, Err: err})
		}
		hire := func(name, want string, change func(*NewStaff)) {
			in := NewStaff{StaffFacts: StaffFacts{Code: "N-1"}, Role: access.Teacher, Starts: start}
			change(&in)
			add("AddStaff "+name, want, func() error { _, err := w.s.AddStaff(w.ctx, w.director, in); return err })
		}
		hire("in no role", "role:people.post.role_needed", func(in *NewStaff) { in.Role = "janitor" })
		hire("as head", "role:people.post.role_needed", func(in *NewStaff) { in.Role = access.SMUHead })
		hire("before anybody", "starts:people.first_days.too_early", func(in *NewStaff) { in.Starts = "1939-12-31" })
		hire("on a day that is none", "starts:fault.date_missing", func(in *NewStaff) { in.Starts = "2013-02-30" })
		hire("of a blank name", "family_name:people.staff.name_or_code", func(in *NewStaff) { in.Code, in.FamilyName, in.GivenName = "", " ", "\u00a0" })
		hire("of a long name", "given_name:fault.too_long", func(in *NewStaff) { in.GivenName = long })
		hire("of a code in blanks", "code:people.staff.code_taken", func(in *NewStaff) { in.Code = "  T-1\t" })
		hire("of no address", "email:people.staff.email_invalid", func(in *NewStaff) { in.Email = "ерке.kz" })
		hire("in a unit that is none", "notfound people.unit.not_found", func(in *NewStaff) { in.Unit = "none" })
		hire("in a unit that is not yet", "unit:people.unit.ended_by_then", func(in *NewStaff) { in.Unit, in.Starts = w.unit.ID, "2013-09-01" })
		hire("of a service longer than life", "years_experience:people.private.out_of_range", func(in *NewStaff) {
			facts := NoFacts
			facts.YearsExperience = 81
			in.Private = &facts
		})
		begin := func(name, want string, change func(*NewPost)) {
			in := NewPost{Staff: w.teacher.Staff, Role: access.Secretary, Starts: start}
			change(&in)
			add("BeginPost "+name, want, func() error { _, err := w.s.BeginPost(w.ctx, w.director, in); return err })
		}
		begin("without a day", "starts:people.date_needed", func(in *NewPost) { in.Starts = "" })
		begin("beyond all plans", "starts:people.date_needed", func(in *NewPost) { in.Starts = calendar.TooFar })
		begin("ending before it begins", "ends:people.ends_before_start", func(in *NewPost) { in.Ends = "2013-09-01" })
		begin("ending on no day", "ends:people.date_needed", func(in *NewPost) { in.Ends = "31.12" })
		begin("of a unit that it has not", "unit:people.post.unit_of_head", func(in *NewPost) { in.Unit = w.unit.ID })
		begin("of a head without unit", "unit:people.post.unit_of_head", func(in *NewPost) { in.Role = access.SMUHead })
		begin("of an order on no day", "order_date:people.date_needed", func(in *NewPost) { in.OrderDate = "x" })
		begin("of an order with a long number", "order_no:fault.too_long", func(in *NewPost) { in.OrderNo = strings.Repeat("1", MaxCode+1) })
		begin("of a head who is there", "conflict people.post.head_taken", func(in *NewPost) { in.Role, in.Unit = access.SMUHead, w.unit.ID })
		begin("of a head before the unit", "starts:people.unit.ended_by_then", func(in *NewPost) { in.Role, in.Unit, in.Starts = access.SMUHead, w.unit.ID, "2013-09-01" })
		begin("of a head in place of themselves", "conflict people.post.head_taken", func(in *NewPost) {
			in.Staff, in.Role, in.Unit, in.Starts, in.Replace = w.head.Staff, access.SMUHead, w.unit.ID, "2013-10-01", true
		})
		begin("of a head in place of one of the same day", "conflict people.post.head_taken", func(in *NewPost) {
			in.Role, in.Unit, in.Replace = access.SMUHead, w.unit.ID, true
		})
		correct := func(name, want string, in Correction) {
			in.Post, in.Version = post.ID, post.Version
			add("CorrectPost "+name, want, func() error { _, err := w.s.CorrectPost(w.ctx, w.director, in); return err })
		}
		correct("without a day", "starts:people.date_needed", Correction{})
		correct("ending before it begins", "ends:people.ends_before_start", Correction{Starts: "2013-09-10", Ends: "2013-09-09"})
		correct("with a long area", "area_en:fault.too_long", Correction{Starts: "2013-09-10", Area: i18n.Text{EN: long}})
		for day, want := range map[calendar.Date]string{"": "last_day:people.date_needed", "2013-09-31": "last_day:people.date_needed", "2013-09-09": "last_day:people.ends_before_start"} {
			on := " on " + string(day)
			add("EndPost"+on, want, func() error { _, err := w.s.EndPost(w.ctx, w.director, post.ID, day); return err })
			add("LeaveUnit"+on, want, func() error { return w.s.LeaveUnit(w.ctx, w.director, member.ID, day) })
			add("EndState"+on, want, func() error { return w.s.EndState(w.ctx, w.director, state.ID, day) })
			add("EndStaff"+on, want, func() error { return w.s.EndStaff(w.ctx, w.director, w.teacher.Staff, day) })
		}
		add("EndUnit before a member joins", "last_day:people.unit.used_later", func() error { return w.s.EndUnit(w.ctx, w.deputy, w.unit.ID, "2013-09-09") })
		add("EndUnit before it is", "last_day:people.ends_before_start", func() error { return w.s.EndUnit(w.ctx, w.deputy, w.unit.ID, "2013-09-01") })
		add("EditUnit without names", "name_kk:people.unit.name_needed", func() error { _, err := w.s.EditUnit(w.ctx, w.deputy, w.unit.ID, 0, UnitFacts{Code: "1"}); return err })
		add("AddUnit of a code in blanks", "code:people.unit.code_taken", func() error {
			_, err := w.s.AddUnit(w.ctx, w.deputy, NewUnit{UnitFacts{" 1 ", name}, start})
			return err
		})
		add("SetSubjects on no day", "starts:people.date_needed", func() error {
			return w.s.SetSubjects(w.ctx, w.deputy, NewSubjects{Staff: w.teacher.Staff, Version: 1, Subjects: []string{"Math"}})
		})
		add("SetRule of no rule", "name:people.rule.name_needed", func() error {
			_, err := w.s.SetRule(w.ctx, w.director, rule.Rule{}, rule.New{Value: "16", Starts: start})
			return err
		})
		apptest.NewWatch(w.T, w.d).Refuses(all...)
	})
}
