package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/setting"
	"talim/internal/story"
)

// The reasons not to tell the year: it was begun by hand, and is left to those who
// began it; what was done by hand since it was told, such as a pair that ended, does not
// let it go on; or somebody else has just asked for it.
var (
	ErrBegun   = errors.New("demo: mentoring has begun in this school; its year is not told over it")
	ErrByHand  = errors.New("demo: what was done by hand stands in the way of the year")
	ErrTelling = errors.New("demo: the year is being told")
)

// Until are the days up to which the year can be told: half of it, and its end.
var Until = map[string]calendar.Date{"january": "2014-01-13", "may": "2014-05-12"}

// days are those of the told year, in the time of the schools.
var days = story.Days{Opens: "2013-09-02", Signs: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}

// TellYear lets the mentoring year of Auyl go on up to the day, as its people could
// have lived it, and leaves the clock there. A year told up to January can be
// told on to May; one that was begun by hand cannot. Where the telling was cut
// short before, the demo is loaded anew and its year told from the beginning.
func TellYear(ctx context.Context, w World, until calendar.Date) error {
	claim, again, err := w.claim(ctx)
	if err != nil {
		return err
	}
	return w.holding(ctx, claim, func() error {
		if again {
			if err := w.anew(ctx, ""); err != nil {
				return err
			}
		}
		return w.goOn(ctx, until)
	})
}

// goOn tells the year; where what was done by hand refuses it, the clock stays where it was.
func (w World) goOn(ctx context.Context, until calendar.Date) error {
	at := w.Clock.Now()
	err := tellYear(ctx, w, until)
	if _, refused := fault.As(err); !refused {
		return err
	}
	return errors.Join(fmt.Errorf("%w: %w", ErrByHand, err), w.Clock.Set(ctx, at))
}

func tellYear(ctx context.Context, w World, until calendar.Date) error {
	y, told, err := w.yearOf(ctx, "A")
	if err != nil {
		return err
	}
	if told == "" {
		if err := w.begin(ctx, &y); err != nil {
			return fmt.Errorf("demo: the year begins: %w", err)
		}
		told = y.Starts
	}
	if err := w.weeks(ctx, &y, told, until); err != nil {
		return fmt.Errorf("demo: the year goes on: %w", err)
	}
	if until >= Until["may"] {
		if err := w.end(ctx, &y, until); err != nil {
			return fmt.Errorf("demo: the year ends: %w", err)
		}
	}
	if err := setting.Set(ctx, w.DB.Write(), setting.None, settingTold, string(until)); err != nil {
		return err
	}
	return w.on(ctx, until, "09:00")
}

// yearOf is the year of a school, and how far it was told.
func (w World) yearOf(ctx context.Context, code string) (y story.Year, told calendar.Date, err error) {
	s, err := w.school(ctx, code)
	if err != nil {
		return y, "", err
	}
	y = story.Year{Days: days, School: s.as.School, Actors: map[string]access.Actor{}, There: w.actor, Today: w.today, RunDue: func(ctx context.Context) error {
		_, err := w.RunDue(ctx)
		return err
	}}
	if err := s.people(ctx, &y); err != nil {
		return y, "", err
	}
	text, err := setting.Get(ctx, w.DB.Read(), setting.None, settingTold)
	if err != nil {
		return y, "", err
	}
	if text == "" {
		return y, "", w.mustBeginHere(ctx, &y)
	}
	return y, calendar.Date(text), w.pairs(ctx, &y)
}

// mustBeginHere refuses a year that somebody began by hand.
func (w World) mustBeginHere(ctx context.Context, y *story.Year) error {
	for _, part := range w.Parts {
		if part.Begun == nil {
			continue
		}
		if begun, err := part.Begun(ctx, y); err != nil {
			return err
		} else if begun {
			return ErrBegun
		}
	}
	return nil
}

// pairs reads whose year it is.
func (w World) pairs(ctx context.Context, y *story.Year) error {
	for _, part := range w.Parts {
		if part.Pairs == nil {
			continue
		}
		all, err := part.Pairs(ctx, y)
		if err != nil {
			return err
		}
		y.Pairs = append(y.Pairs, all...)
	}
	if len(y.Pairs) > 0 {
		y.Programme = y.Pairs[0].Programme
	}
	return nil
}

// people makes the actor of everybody in the school.
func (s *school) people(ctx context.Context, y *story.Year) error {
	ids, err := db.All[string](ctx, s.DB.Read(), `SELECT a.id `+accounts.From("a", "s")+` WHERE a.school_id = $1`, s.as.School)
	if err != nil {
		return err
	}
	if _, err := s.person(ctx, ""); err != nil { // learns the codes
		return err
	}
	y.Staff = s.ids
	for _, id := range ids {
		actor, _, err := s.Accounts.ActorOf(ctx, id)
		if err != nil {
			return err
		}
		y.Actors[actor.Staff] = actor
		switch {
		case actor.Has(access.Director):
			y.Director = actor
		case actor.Staff == y.Staff["DD-A2"]: // of academic affairs
			y.Deputy = actor
		}
	}
	return nil
}

// actor is somebody of a school, by the codes of both.
func (w World) actor(ctx context.Context, school, code string) (access.Actor, error) {
	id, err := db.One[string](ctx, w.DB.Read(), `SELECT a.id `+accounts.From("a", "s")+` `+people.JoinOrganisation("o", "a.school_id")+`
		WHERE o.code = $1 AND s.code = $2`, school, code)
	if err != nil {
		return access.Actor{}, fmt.Errorf("%s of %s: %w", code, school, err)
	}
	actor, _, err := w.Accounts.ActorOf(ctx, id)
	return actor, err
}

// on moves the demo to a day and time of the schools.
func (w World) on(ctx context.Context, day calendar.Date, clock calendar.Clock) error {
	at := day.Time().Add(time.Duration(clock.Minutes()) * time.Minute)
	zone := w.Clock.Now().Location()
	return w.Clock.Set(ctx, time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, zone))
}

func (w World) today() calendar.Date { return calendar.DateOf(w.Clock.Now()) }

// begin goes from the opening of the programme to the signed order and the first
// plans.
func (w World) begin(ctx context.Context, y *story.Year) error {
	if err := w.scene(ctx, y, y.Opens, "09:00", func(p story.Part) story.Scene { return p.Opens }); err != nil {
		return err
	}
	if err := w.scene(ctx, y, y.Signs, "10:00", func(p story.Part) story.Scene { return p.Signs }); err != nil {
		return err
	}
	if err := w.on(ctx, y.Starts, "07:00"); err != nil {
		return err
	}
	if err := w.pairs(ctx, y); err != nil {
		return err
	}
	for n, pair := range y.Pairs {
		if err := w.tellOf(ctx, y, n, pair, func(p story.Part) story.PairScene { return p.Starts }); err != nil {
			return err
		}
	}
	return nil
}

// weeks lives week after week, and writes each down on Friday evening.
func (w World) weeks(ctx context.Context, y *story.Year, from, until calendar.Date) error {
	for friday := y.Starts.AddDays(4); friday < until; friday = friday.AddDays(7) {
		if friday < from {
			continue // told before
		}
		y.Week = int(friday.Time().Sub(y.Starts.Time()).Hours()) / (7 * 24)
		if err := w.on(ctx, friday, "20:30"); err != nil {
			return err
		}
		for n, pair := range y.Pairs {
			if err := w.tellOf(ctx, y, n, pair, func(p story.Part) story.PairScene { return p.Week }); err != nil {
				return err
			}
			if err := w.tellOf(ctx, y, n, pair, func(p story.Part) story.PairScene { return p.Evening }); err != nil {
				return err
			}
		}
	}
	return nil
}

// end is the last week and the last day.
func (w World) end(ctx context.Context, y *story.Year, last calendar.Date) error {
	if err := w.scene(ctx, y, last.AddDays(-7), "08:00", func(p story.Part) story.Scene { return p.Asks }); err != nil {
		return err
	}
	if err := w.scene(ctx, y, "", "", func(p story.Part) story.Scene { return p.Thanks }); err != nil {
		return err
	}
	if err := w.on(ctx, last, "08:00"); err != nil {
		return err
	}
	if err := y.RunDue(ctx); err != nil { // what was asked ends
		return err
	}
	return w.scene(ctx, y, last, "08:00", func(p story.Part) story.Scene { return p.Closes })
}

// scene lets every area tell its scene of a moment; day "" is the moment that is.
func (w World) scene(ctx context.Context, y *story.Year, day calendar.Date, clock calendar.Clock, of func(story.Part) story.Scene) error {
	if day != "" {
		if err := w.on(ctx, day, clock); err != nil {
			return err
		}
	}
	for _, part := range w.Parts {
		if tell := of(part); tell != nil {
			if err := tell(ctx, y); err != nil {
				return err
			}
		}
	}
	return nil
}

// tellOf lets every area tell its scene of a pair.
func (w World) tellOf(ctx context.Context, y *story.Year, n int, pair story.Pair, of func(story.Part) story.PairScene) error {
	for _, part := range w.Parts {
		if tell := of(part); tell != nil {
			if err := tell(ctx, y, n, pair); err != nil {
				return err
			}
		}
	}
	return nil
}
