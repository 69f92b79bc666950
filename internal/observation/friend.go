package observation

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/reminder"
	"talim/internal/request"
	"talim/internal/verb"
)

// Friend is a critical friend: a colleague whom somebody chose herself to question her
// practice (R133), with that colleague's agreement. Friends stand first where somebody is
// invited to a lesson; a visit is agreed as every other.
type Friend struct {
	School   string           `db:"school_id"`
	ID       string           `db:"id"`
	Person   string           `db:"person_id"` // who chose
	Friend   string           `db:"friend_id"`
	State    RequestState     `db:"state"`
	AskedAt  calendar.Instant `db:"asked_at"`
	AgreedAt calendar.Instant `db:"agreed_at"`
	EndedAt  calendar.Instant `db:"ended_at"`
}

// TargetFriend is the choice of a critical friend, by its id.
const TargetFriend = "observation.friend"

var friends = request.Kind{Table: "critical_friend", Answered: "observation.request.answered"}

// relations are what the actor is to the choice.
func (f Friend) relations(a access.Actor) []access.Relation {
	return access.Of(a, access.Record{School: f.School, Selves: []string{f.Person}, Trusted: []string{f.Friend}})
}

// NameFriend asks a colleague to be the actor's critical friend.
func (s *Service) NameFriend(ctx context.Context, actor access.Actor, staff string) error {
	return s.do(ctx, actor, func(w work) error {
		if staff == "" || staff == actor.Staff {
			return fault.Invalid("friend", "observation.friend.nobody")
		}
		here, err := people.AtWork(w.Ctx, w.Tx, actor.School, w.Date(), staff)
		switch {
		case err != nil:
			return err
		case here == 0:
			return fault.Invalid("friend", "observation.staff.missing")
		}
		f := Friend{School: actor.School, ID: db.NewID(), Person: actor.Staff, Friend: staff, State: Asked, AskedAt: w.Instant()}
		if err := db.Insert(w.Ctx, w.Tx, "critical_friend", f); err != nil {
			return verb.Duplicate(err, "observation.friend.twice")
		}
		return w.recordPrivate() // it waits on the friend's Today by itself
	})
}

// AnswerFriend is the answer of the one who was asked; a no ends it and needs no reason.
func (s *Service) AnswerFriend(ctx context.Context, actor access.Actor, id string, yes bool) error {
	return s.changeFriend(ctx, actor, id, func(w work, f Friend) error {
		if err := access.Must(f.Friend == actor.Staff, "observation.access.two"); err != nil {
			return err
		}
		if err := friends.Answer(w.Work, f.ID, yes); err != nil || !yes {
			return err
		}
		return w.tell(f.Person, "observation.remind.friend_agreed", f.ID, reminder.To(TargetFriend, f.ID), nil)
	})
}

// EndFriend ends it by either, or takes it back by who asked; who did is not kept.
func (s *Service) EndFriend(ctx context.Context, actor access.Actor, id string) error {
	return s.changeFriend(ctx, actor, id, func(w work, f Friend) error {
		if f.State == Asked && f.Friend == actor.Staff {
			return fault.Forbidden("observation.access.two") // who is asked answers
		}
		_, err := friends.End(w.Work, f.ID)
		return err
	})
}

func (s *Service) changeFriend(ctx context.Context, actor access.Actor, id string, fn func(w work, f Friend) error) error {
	return s.do(ctx, actor, func(w work) error {
		f, err := db.One[Friend](w.Ctx, w.Tx, `SELECT `+db.Columns[Friend]("")+` FROM critical_friend WHERE school_id = $1 AND id = $2`, actor.School, id)
		if err != nil {
			return verb.Missing(err, "observation.friend.missing")
		}
		if err := access.Private(friendRule.Writes(f.relations(actor)), "observation.friend.missing"); err != nil {
			return err
		}
		if err := w.CloseReminders(f.ID); err != nil {
			return err
		}
		if err := fn(w, f); err != nil {
			return err
		}
		return w.recordPrivate()
	})
}

// NamedFriend is a critical friend with the names of the two.
type NamedFriend struct {
	Friend
	By people.Person `db:"by_"` // who chose
	Of people.Person `db:"of_"` // the friend
}

func friendQuery() string {
	return `SELECT ` + db.Columns[Friend]("f") + `, ` + people.PersonAs("b", "by") + `, ` + people.PersonAs("o", "of") + ` FROM critical_friend f
		` + people.JoinStaff("b", "f.school_id", "f.person_id") + ` ` + people.JoinStaff("o", "f.school_id", "f.friend_id") + ` `
}

// Friend reads one choice, for the two.
func (s *Service) Friend(ctx context.Context, actor access.Actor, id string) (NamedFriend, error) {
	f, err := db.One[NamedFriend](ctx, s.Read(), friendQuery()+`WHERE f.school_id = $1 AND f.id = $2`, actor.School, id)
	if err != nil {
		return f, verb.Missing(err, "observation.friend.missing")
	}
	return f, access.Private(friendRule.Reads(f.relations(actor)), "observation.friend.missing")
}

// Friends are the critical friends of the actor and those who chose the actor, which
// stand or wait for an answer.
func (s *Service) Friends(ctx context.Context, actor access.Actor) ([]NamedFriend, error) {
	return db.All[NamedFriend](ctx, s.Read(), friendQuery()+`WHERE f.school_id = $1 AND (f.person_id = $2 OR f.friend_id = $2)
		AND f.state <> 'ended' ORDER BY f.id LIMIT 100`, actor.School, actor.Staff)
}
