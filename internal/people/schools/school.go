package schools

import (
	"context"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/hold"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
)

// NewSchool describes an organisation to be added with its first administrator.
type NewSchool struct {
	Kind   tree.Kind
	Parent string // "" for the actor's own
	tree.Facts
	Administrator people.StaffFacts
	Login         string
}

// CodeOfAdministrator is the code that a first administrator has in the staff of the
// school where nobody gave another.
const CodeOfAdministrator = "ADM-1"

func (in NewSchool) forPeople(own string) accounts.NewSchool {
	if in.Parent == "" {
		in.Parent = own
	}
	if in.Login == "" {
		in.Login = in.Code + ".admin"
	}
	if in.Administrator.Code == "" {
		in.Administrator.Code = CodeOfAdministrator
	}
	return accounts.NewSchool{
		NewSchool: people.NewSchool{
			Kind: in.Kind, Parent: in.Parent, Facts: in.Facts, Administrator: people.NewStaff{StaffFacts: in.Administrator},
		},
		Login: in.Login,
	}
}

// Add adds a school, or another organisation, below the actor's, with its first
// administrator, whose code the ticket holds. Two of one name stand under none.
func (s *Service) Add(ctx context.Context, actor access.Actor, in NewSchool) (accounts.MadeSchool, error) {
	var made accounts.MadeSchool
	err := s.do(ctx, actor, func(w work) (err error) {
		names, err := w.names(in.forPeople(actor.School).Parent)
		if err != nil {
			return err
		}
		if made, err = w.add(in); err != nil {
			return err
		}
		if name, is := firstTaken(names, in.Name); is {
			return fault.Invalid("name_"+string(name), "schools.name_taken")
		}
		return nil
	})
	return made, err
}

// names are those of what stands under an organisation and is not closed: who gives one
// twice has most likely added the school already.
func (w work) names(parent string) (map[string]bool, error) {
	all, err := lines(w.Ctx, w.Tx, w.Actor, w.Date())
	names := map[string]bool{}
	for _, l := range all {
		if l.ParentID == parent && l.Why != hold.Closed {
			for _, name := range []string{l.NameKK, l.NameRU, l.NameEN} {
				names[i18n.Fold(people.OneLine(name))] = true
			}
		}
	}
	delete(names, "")
	return names, err
}

// firstTaken is the first language in which a name is among those given already.
func firstTaken(names map[string]bool, name i18n.Text) (i18n.Language, bool) {
	for _, l := range []struct {
		lang i18n.Language
		text string
	}{{i18n.Kazakh, name.KK}, {i18n.Russian, name.RU}, {i18n.English, name.EN}} {
		if names[i18n.Fold(people.OneLine(l.text))] {
			return l.lang, true
		}
	}
	return "", false
}

func (w work) add(in NewSchool) (accounts.MadeSchool, error) {
	var faults fault.Fields
	faults.When(strings.TrimSpace(in.Administrator.FamilyName+in.Administrator.GivenName) == "", "admin_family_name", "schools.administrator_needed")
	if err := faults.Err(); err != nil {
		return accounts.MadeSchool{}, err
	}
	full := in.forPeople(w.Actor.School)
	if atTop := full.Parent == "" && w.Actor.System != ""; !atTop {
		if err := w.mayStandUnder(full.Parent); err != nil {
			return accounts.MadeSchool{}, err
		}
	}
	made, err := w.accounts.AddSchool(w.Work, full)
	if err != nil {
		return made, err
	}
	return made, w.record(eventAdded, made.School)
}

// mayStandUnder asks for an organisation of the actor's tree that is no school and is
// not closed.
func (w work) mayStandUnder(parent string) error {
	o, err := w.ofTree(parent)
	if err != nil {
		return err
	}
	if o.Kind == tree.School {
		return fault.Invalid("parent", "people.organisation.under_school")
	}
	return w.Free(parent)
}

// ofTree reads an organisation of the actor's tree; the actor's own is part of it.
func (w work) ofTree(id string) (tree.Organisation, error) {
	return ofTree(w.Ctx, w.Tx, w.Actor, id)
}

func ofTree(ctx context.Context, c db.Conn, actor access.Actor, id string) (tree.Organisation, error) {
	if actor.System == "" { // the program itself keeps all trees
		if err := tree.Below(ctx, c, actor.School, id); err != nil {
			return tree.Organisation{}, err
		}
	}
	return tree.ByID(ctx, c, id)
}

// Move places an organisation under another of the actor's tree, from a day on that has
// come.
func (s *Service) Move(ctx context.Context, actor access.Actor, id string, in tree.NewPlace) error {
	if err := access.Must(MayKeep.Allows(actor), "people.forbidden"); err != nil {
		return err
	}
	return s.tree.Move(ctx, actor, id, in)
}

// Close closes a school after its last day: from then on everything in it can be read
// and nothing changed.
func (s *Service) Close(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) error {
	return s.do(ctx, actor, func(w work) error {
		if _, err := w.ofTree(id); err != nil {
			return err
		}
		var faults fault.Fields
		if faults.Day("last_day", lastDay) {
			faults.When(lastDay < w.Date().AddDays(-366), "last_day", "schools.too_long_ago")
		}
		if err := faults.Err(); err != nil {
			return err
		}
		school, err := w.closable(id, lastDay.AddDays(1))
		if err != nil {
			return err
		}
		changed, err := hold.Begin(w.Ctx, w.Tx, id, hold.Closed, lastDay.AddDays(1))
		if err != nil {
			return err
		}
		if !changed {
			return fault.Conflict("schools.closed_already")
		}
		return w.record(eventClosed, school, "LastDay", string(lastDay))
	})
}

// closable is an organisation of the tree that others do not need from its first closed
// day on: not the actor's own, and nothing that works then stands below it.
func (w work) closable(id string, closing calendar.Date) (tree.Organisation, error) {
	school, err := w.ofTree(id)
	if err != nil {
		return school, err
	}
	if id == w.Actor.School {
		return school, fault.Conflict("schools.own")
	}
	open, err := db.One[int](w.Ctx, w.Tx, `SELECT count(*) FROM organisation o WHERE o.parent_id = $1 AND (`+hold.SelectClosing("o.id")+` = '' OR `+
		hold.SelectClosing("o.id")+` > $2) AND `+hold.Select("o.id", "$2")+` <> 'left'`, id, closing)
	if err == nil && open > 0 {
		err = fault.Conflict("schools.others_below")
	}
	return school, err
}

// Reopen lets a closed school work again.
func (s *Service) Reopen(ctx context.Context, actor access.Actor, id string) error {
	return s.do(ctx, actor, func(w work) error {
		school, err := w.ofTree(id)
		if err != nil {
			return err
		}
		if err := w.Free(school.ParentID); err != nil { // closed itself
			return err
		}
		was, err := hold.End(w.Ctx, w.Tx, id, hold.Closed)
		if err != nil {
			return err
		}
		if !was {
			return fault.Conflict("schools.open_already")
		}
		return w.record(eventReopened, school)
	})
}
