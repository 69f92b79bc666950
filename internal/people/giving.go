package people

import (
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/reminder"
)

// Giving is how somebody gives a post to somebody.
type Giving string

// The ways; "" is not at all.
const (
	Gives    Giving = "gives"    // it begins at once
	Proposes Giving = "proposes" // a second person confirms it, see proposal.go
)

var (
	// withRights are the posts by which somebody may do or see more than a colleague.
	withRights = []access.Role{
		access.Director, access.Deputy, access.Coordinator, access.SMUHead, access.Secretary, access.Administrator, access.Methodologist, access.Inspector,
	}
	// leadership are the posts that the administrator does not give.
	leadership = []access.Role{access.Director, access.Deputy, access.Coordinator}
	// byTwo are the posts that nobody gives alone.
	byTwo = []access.Role{access.Director, access.Coordinator}
)

// Giver is who gives posts in a school.
type Giver struct {
	access.Actor
	First bool // the school has never had a director: its administrator gives the first posts of leadership
}

// Of says how the giver gives the post to a member of staff, "" for one who is not there yet.
func (g Giver) Of(staff string, r access.Role) Giving {
	director, deputy, administrator := g.Has(access.Director), g.Has(access.Deputy), g.Has(access.Administrator)
	switch {
	case g.System != "":
		return Gives
	case staff == g.Staff && slices.Contains(withRights, r):
		return ""
	case g.First && administrator && slices.Contains(leadership, r):
		return Gives
	case slices.Contains(byTwo, r):
		return when(director || deputy, Proposes)
	case r == access.Deputy:
		return when(director, Gives)
	case r == access.Administrator:
		return when(director || administrator, Gives)
	}
	return when(director || deputy || administrator, Gives)
}

// Seconds says whether the giver may confirm what somebody else proposed. The administrator
// is a second person only where leaders propose: two administrators make no director.
func (g Giver) Seconds(p Proposal) bool {
	if g.Staff == "" || g.Staff == p.ProposedBy || g.Staff == p.StaffID {
		return false
	}
	if slices.Contains(byTwo, p.Role) {
		return g.Has(leaders...) || g.Has(access.Administrator) && p.ProposedBy != p.StaffID
	}
	return Giver{Actor: g.Actor}.Of(p.StaffID, p.Role) == Gives
}

func when(may bool, g Giving) Giving {
	if may {
		return g
	}
	return ""
}

// refuse says why a post does not begin at once.
func (g Giving) refuse() error {
	switch g {
	case Gives:
		return nil
	case Proposes:
		return fault.Forbidden("people.post.by_two")
	}
	return forbidden()
}

// GiverOf is the actor as somebody who gives posts.
func GiverOf(ctx context.Context, c db.Conn, a access.Actor) (Giver, error) {
	if !a.Has(access.Administrator) {
		return Giver{Actor: a}, nil
	}
	n, err := db.One[int64](ctx, c, `SELECT COUNT(*) FROM post WHERE school_id = $1 AND role = $2`, a.School, access.Director)
	return Giver{a, n == 0}, err
}

// mayGive refuses a post that does not begin at once.
func (w work) mayGive(staff string, r access.Role) error {
	giver, err := GiverOf(w.Ctx, w.Tx, w.Actor)
	if err != nil {
		return err
	}
	return giver.Of(staff, r).refuse()
}

// widens says whether a correction lets somebody hold the post on a day from today on
// which was none of it: that is to give it.
func (p Post) widens(was Post, today calendar.Date) bool {
	return p.Ends > was.Ends && p.Ends >= today || p.Starts < was.Starts && was.Starts > today
}

// KindOfStaffList is what a reminder leads to: who holds which post.
const KindOfStaffList = "people.staff_list"

const keyFirstGiven = "people.post.first_given"

// tellLeaders puts on the Today of all leaders that the administrator gave posts of
// leadership, which only happens before a school has a director.
func (w work) tellLeaders(given []Post) error {
	given = slices.DeleteFunc(slices.Clone(given), func(p Post) bool { return !slices.Contains(leadership, p.Role) })
	if len(given) == 0 || w.Actor.System != "" || !w.Actor.Has(access.Administrator) || w.Actor.Has(leaders...) {
		return nil
	}
	leading, err := db.All[Person](w.Ctx, w.Tx, `SELECT `+PersonColumns("s")+` `+FromStaff("s")+`
 WHERE s.school_id = $1 AND EXISTS (SELECT 1 FROM post p WHERE p.school_id = s.school_id AND p.staff_id = s.id AND p.role IN (`+quoted(leadership)+`) AND p.ends >= $2)
 ORDER BY s.sort_key, s.id`, w.Actor.School, w.Date())
	if err != nil {
		return err
	}
	var names []string
	for _, p := range leading {
		names = append(names, p.Name())
	}
	if err := w.CloseReminders(w.Actor.School, keyFirstGiven); err != nil { // the new one names all
		return err
	}
	for _, p := range leading {
		told := reminder.Reminder{
			Staff: p.ID, Key: keyFirstGiven, Args: db.Texts{"By": w.Actor.Name, "Names": strings.Join(names, ", ")}, Target: reminder.To(KindOfStaffList, ""), About: w.Actor.School,
		}
		if err := w.Notify(told); err != nil {
			return err
		}
	}
	return nil
}
