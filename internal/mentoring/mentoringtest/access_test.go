package mentoringtest

import (
	"slices"
	"testing"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
)

// director of another school, who finds nothing of this one.
var elsewhere = access.Actor{Account: "x", School: "audan", Staff: "x", Name: "x", Roles: []access.Role{access.Director}}

// holding gives somebody of the world other posts.
func (w *world) holding(staff string, roles ...access.Role) access.Actor {
	a := w.as(staff)
	a.Roles = roles
	return a
}

// records are the ids of one of each record of a running pair.
type records struct {
	programme            mentoring.Programme
	pairing              pairing.Pairing
	mentor, mentee       string // participants
	proposal, pair       string
	order                string
	meeting, visit, step string
	letter               string
}

// everything is a world in which m1 and e1 work together and e2 was asked with m2.
func (w *world) everything() records {
	w.T.Helper()
	p, g := w.paired()
	r := records{programme: p, pairing: g, order: g.Order}
	r.mentor, r.mentee = w.invitationOf("m1").ID, w.invitationOf("e1").ID
	w.joined(p, mentoring.Mentor, 1, "m2")
	w.joined(p, mentoring.Mentee, 0, "e2")
	made, pairs := w.proposed(p)
	r.proposal, r.pair = made.ID, pairs[0].ID
	w.Clock.Set("2013-09-09T07:00")
	w.OK(w.Pairings.SavePlan(ctx, w.as("m1"), g.ID, 0, pairing.PlanContent{Goals: []string{"clear goals"}}))
	m, err := w.Pairings.BookMeeting(ctx, w.as("e1"), g.ID, w.freeTime(g))
	w.OK(err)
	r.meeting, r.visit = m.ID, w.visitBy(g, "e1").ID
	w.Clock.Set("2013-09-23T15:00")
	w.OK(w.Pairings.Hold(ctx, w.as("m1"), m.ID, pairing.HoldMeeting{Shared: "for both", Private: "for me", Steps: []pairing.NewStep{{Text: "read", Owner: "e1", Due: "2013-09-30"}}}))
	r.step = w.text(`SELECT id FROM next_step WHERE school_id = $1 AND pairing_id = $2`, school, g.ID)
	w.Exec(`INSERT INTO appreciation (school_id, id, programme_id, pairing_id, staff_id, number, date, words, issued_by, issued_at)
		VALUES ($1, 'letter', $2, $3, 'm1', 1, '2014-05-20', '', 'deputy', '')`, school, p.ID, g.ID)
	r.letter = "letter"
	return r
}

func (w *world) invitationOf(staff string) mentoring.Participant {
	w.T.Helper()
	mine, err := w.Programmes.Mine(ctx, w.as(staff))
	w.OK(err)
	if len(mine) != 1 {
		w.T.Fatalf("%s has %d invitations", staff, len(mine))
	}
	return mine[0]
}

func (w *world) text(query string, args ...any) string {
	w.T.Helper()
	s, err := db.One[string](ctx, w.D.Read(), query, args...)
	w.OK(err)
	return s
}

// freeTime is the first time that both have.
func (w *world) freeTime(g pairing.Pairing) pairing.NewMeeting {
	w.T.Helper()
	slots, err := w.Pairings.SharedTimes(ctx, w.as(g.Mentor), g)
	w.OK(err)
	if len(slots) == 0 {
		w.T.Fatal("no time in common")
	}
	return pairing.NewMeeting{Date: slots[0].Date, StartsAt: slots[0].StartsAt, EndsAt: slots[0].EndsAt}
}

// visitBy plans the first visit that one of the two can pay to the other.
func (w *world) visitBy(g pairing.Pairing, observer string) observation.Visit {
	w.T.Helper()
	offered, err := w.Pairings.Visitable(ctx, w.as(observer), g, observer, w.Today().Monday())
	w.OK(err)
	if len(offered) == 0 {
		w.T.Fatalf("%s can visit nothing", observer)
	}
	v, err := w.Pairings.PlanVisit(ctx, w.as(observer), g.ID, pairing.NewVisit{Observer: observer, Lesson: offered[0].Lesson, Date: offered[0].Date})
	w.OK(err)
	return v
}

// Who may read what, as access.go says it in words. A reader is a member of staff
// with other posts, or the usual ones.
func TestReaders(t *testing.T) {
	each(t, func(w *world) {
		r := w.everything()
		g := r.pairing
		readers := map[string]access.Actor{
			"mentor": w.as("m1"), "mentee": w.as("e1"), "deputy": w.as("deputy"), "director": w.as("director"),
			"coordinator":              w.holding("m3", access.Coordinator),
			"head of their unit":       w.holding("m3", access.SMUHead),
			"administrator":            w.holding("m3", access.Administrator),
			"mentor of another pair":   w.as("m2"),
			"deputy who is the mentor": w.holding("m1", access.Deputy),
			"nobody":                   {School: school},
			"director elsewhere":       elsewhere,
		}
		keepers := []string{"deputy", "director", "coordinator", "deputy who is the mentor"}
		two := []string{"mentor", "mentee", "deputy who is the mentor"}
		both := slices.Concat(keepers, two)
		lists := []string{"roster", "latest proposal", "summary", "figures of all", "letters"} // of one's own School: empty
		for _, q := range []struct {
			name string
			may  []string // readers; others are refused
			read func(a access.Actor) error
		}{
			{"roster", keepers, func(a access.Actor) error {
				return second(w.Programmes.Roster(ctx, a, r.programme, mentoring.DefaultPolicy()))
			}},
			{"proposal", keepers, func(a access.Actor) error { _, _, err := w.Matches.Proposal(ctx, a, r.proposal); return err }},
			{"latest proposal", keepers, func(a access.Actor) error { return second(w.Matches.LatestProposal(ctx, a, r.programme.ID)) }},
			{"summary", keepers, func(a access.Actor) error { return second(w.Matches.Summary(ctx, a, r.programme.ID)) }},
			{"figures of all", keepers, func(a access.Actor) error { return second(w.Pairings.Counts(ctx, a, r.programme.ID)) }},
			{"letters", keepers, func(a access.Actor) error { return second(w.Pairings.Letters(ctx, a, r.programme.ID)) }},
			{"figures of the pair", both, func(a access.Actor) error { return second(w.Pairings.CountsOf(ctx, a, g.ID)) }},
			{"pairing", both, func(a access.Actor) error { return second(w.Pairings.Pairing(ctx, a, g.ID)) }},
			{"page of the pair", both, func(a access.Actor) error { return second(w.Pages.PairPage(ctx, a, g.ID)) }},
			{"letter of the mentor", slices.Concat(keepers, []string{"mentor"}), func(a access.Actor) error { return second(w.Pairings.Letter(ctx, a, r.letter)) }},
			{"plan", two, func(a access.Actor) error { return second(w.Pairings.Plan(ctx, a, g)) }},
			{"profiles", two, func(a access.Actor) error { _, _, err := w.Pairings.Profiles(ctx, a, g); return err }},
			{"events", two, func(a access.Actor) error { return second(w.Pairings.Events(ctx, a, g)) }},
			{"meeting", two, func(a access.Actor) error { return second(w.Pairings.Meeting(ctx, a, r.meeting)) }},
			{"visit", two, func(a access.Actor) error { return second(w.Pairings.Visit(ctx, a, r.visit)) }},
			{"times", two, func(a access.Actor) error { return second(w.Pairings.MeetingTimes(ctx, a, g)) }},
			{"single times", two, func(a access.Actor) error { return second(w.Pairings.SharedTimes(ctx, a, g)) }},
			{"lessons to visit", two, func(a access.Actor) error { return second(w.Pairings.Visitable(ctx, a, g, "m1", "2013-09-23")) }},
			{"shared things", two, func(a access.Actor) error { return second(w.Pairings.Resources(ctx, a, g)) }},
			{"report before it counts", two, func(a access.Actor) error { return second(w.Pairings.Report(ctx, a, g)) }},
			{"profile of the mentee", []string{"mentee"}, func(a access.Actor) error { _, _, _, err := w.Programmes.MyProfile(ctx, a, r.mentee); return err }},
			{"profile of the mentor", []string{"mentor", "deputy who is the mentor"}, func(a access.Actor) error { _, _, _, err := w.Programmes.MyProfile(ctx, a, r.mentor); return err }},
			{"a proposed pair", []string{"mentor of another pair"}, func(a access.Actor) error { return second(w.Matches.MyPair(ctx, a, r.pair)) }},
		} {
			for name, a := range readers {
				err := q.read(a)
				if slices.Contains(q.may, name) {
					if err != nil {
						w.T.Errorf("%s may read %s: %v", name, q.name, err)
					}
					continue
				}
				if empty := name == "director elsewhere" && slices.Contains(lists, q.name); !refused(err) && !empty {
					w.T.Errorf("%s may not read %s: %v", name, q.name, err)
				}
			}
		}
	})
}

// refused is how somebody is kept out: by a word, or because for another school
// the record does not exist.
func refused(err error) bool {
	return fault.Is(err, fault.KindForbidden) || fault.Is(err, fault.KindNotFound)
}

// The director of another school finds nothing in the lists of this one.
func TestListsOfAnotherSchoolAreEmpty(t *testing.T) {
	each(t, func(w *world) {
		r := w.everything()
		roster, err := w.Programmes.Roster(ctx, elsewhere, r.programme, mentoring.DefaultPolicy())
		w.OK(err)
		counts, err := w.Pairings.Counts(ctx, elsewhere, r.programme.ID)
		w.OK(err)
		letters, err := w.Pairings.Letters(ctx, elsewhere, r.programme.ID)
		w.OK(err)
		latest, err := w.Matches.LatestProposal(ctx, elsewhere, r.programme.ID)
		w.OK(err)
		summary, err := w.Matches.Summary(ctx, elsewhere, r.programme.ID)
		w.OK(err)
		names, err := w.Programmes.NamesOf(ctx, elsewhere, r.programme.ID)
		w.OK(err)
		orders, err := w.Matches.Orders(ctx, elsewhere, r.programme.ID)
		w.OK(err)
		n := len(roster.Able) + len(roster.Needing) + len(roster.Others) + len(counts) + len(letters) + len(names.People) + len(orders)
		if n != 0 || latest.ID != "" || summary != (match.Summary{}) {
			w.T.Errorf("another school reads %d things, %+v %+v", n, latest, summary)
		}
	})
}

// What those who keep the programme see of a pair: that it works, not what it says.
func TestKeepersSeeDatesAndNoContents(t *testing.T) {
	each(t, func(w *world) {
		r := w.everything()
		for _, who := range []string{"deputy", "director"} {
			page, err := w.Pages.PairPage(ctx, w.as(who), r.pairing.ID)
			w.OK(err)
			if len(page.Events) != 2 || page.MeetingsHeld != 1 || len(page.Steps) != 0 {
				w.T.Errorf("%s sees %+v", who, page.PairWork)
			}
			for _, e := range page.Events {
				if e.Reason+e.Class+e.Place != "" {
					w.T.Errorf("%s reads %+v", who, e)
				}
			}
		}
		own, err := w.Pages.PairPage(ctx, w.holding("m1", access.Deputy), r.pairing.ID)
		w.OK(err)
		if len(own.Steps) != 1 || len(own.Letters) != 1 {
			w.T.Errorf("a deputy does not see her own pair: %+v", own.PairWork)
		}
	})
}

// A private note is its author's alone, also for a director who is the partner.
func TestPrivateNotes(t *testing.T) {
	each(t, func(w *world) {
		r := w.everything()
		for _, c := range []struct {
			who  access.Actor
			want string
		}{{w.as("m1"), "for me"}, {w.as("e1"), ""}, {w.holding("e1", access.Director, access.Deputy), ""}} {
			page, err := w.Pairings.Meeting(ctx, c.who, r.meeting)
			w.OK(err)
			if page.Notes.Private.Text != c.want || page.Notes.Shared.Text != "for both" {
				w.T.Errorf("%s reads %+v", c.who.Staff, page.Notes)
			}
		}
	})
}

// A signed order is everybody's, a draft that of those who keep the programme (R106).
func TestOrdersReaders(t *testing.T) {
	each(t, func(w *world) {
		r := w.everything()
		w.Clock.Set("2013-09-23T16:00")
		for _, staff := range []string{"m2", "e2"} {
			w.OK(second(w.Matches.AnswerPair(ctx, w.as(staff), r.pair, true)))
		}
		draft, err := w.Matches.PrepareOrder(ctx, w.as("deputy"), r.programme.ID)
		w.OK(err)
		for _, c := range []struct {
			who    string
			orders int
			kind   fault.Kind
		}{{"deputy", 2, ""}, {"director", 2, ""}, {"e3", 1, fault.KindForbidden}, {"m1", 1, fault.KindForbidden}} {
			list, err := w.Matches.Orders(ctx, w.as(c.who), r.programme.ID)
			w.OK(err)
			_, _, err = w.Matches.Order(ctx, w.as(c.who), draft.ID)
			if len(list) != c.orders || c.kind == "" && err != nil || c.kind != "" && !fault.Is(err, c.kind) {
				w.T.Errorf("%s sees %d orders, the draft: %v", c.who, len(list), err)
			}
			if _, lines, err := w.Matches.Order(ctx, w.as(c.who), r.order); err != nil || len(lines) != 1 {
				w.T.Errorf("%s reads the signed order: %v", c.who, err)
			}
		}
		w.Refused(third(w.Matches.Order(ctx, elsewhere, r.order)), fault.KindNotFound)
	})
}

func third[A, B any](_ A, _ B, err error) error { return err }
