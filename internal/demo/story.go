package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/people/accounts"
	"talim/internal/setting"
	"talim/internal/timetable"
)

// The reasons not to tell the year: it was begun by hand, and is left to those who
// began it; or somebody else has just asked for it.
var (
	ErrBegun   = errors.New("demo: mentoring has begun in this school; its year is not told over it")
	ErrTelling = errors.New("demo: the year is being told")
)

// Until are the days up to which the year can be told: half of it, and its end.
var Until = map[string]calendar.Date{"january": "2014-01-13", "may": "2014-05-12"}

// story is the mentoring year of one school, lived by the verbs as its people would.
type story struct {
	school
	actors   map[string]access.Actor // by staff id
	deputy   access.Actor
	director access.Actor
	pairs    []pairing.Pairing
}

// The days of the year, in the time of the schools.
const (
	storyOpens  calendar.Date = "2013-09-02"
	storyOrder  calendar.Date = "2013-09-05"
	storyStarts calendar.Date = "2013-09-09"
	storyEnds   calendar.Date = "2014-05-20"
)

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
			if err := w.anew(ctx); err != nil {
				return err
			}
		}
		return tellYear(ctx, w, until)
	})
}

func tellYear(ctx context.Context, w World, until calendar.Date) error {
	s, told, err := w.storyOf(ctx, "A")
	if err != nil {
		return err
	}
	if told == "" {
		if err := s.begin(ctx); err != nil {
			return fmt.Errorf("demo: the year begins: %w", err)
		}
		told = storyStarts
	}
	if err := s.weeks(ctx, told, until); err != nil {
		return fmt.Errorf("demo: the year goes on: %w", err)
	}
	if until >= Until["may"] {
		if err := errors.Join(s.ends(ctx, until), s.reports(ctx, until)); err != nil {
			return fmt.Errorf("demo: the year ends: %w", err)
		}
	}
	if err := setting.Set(ctx, w.DB.Write(), setting.None, settingTold, string(until)); err != nil {
		return err
	}
	return s.on(ctx, until, "09:00")
}

// storyOf reads how far the year of a school was told.
func (w World) storyOf(ctx context.Context, code string) (story, calendar.Date, error) {
	sch, err := w.school(ctx, code)
	if err != nil {
		return story{}, "", err
	}
	s := story{school: sch}
	if err := s.people(ctx); err != nil {
		return s, "", err
	}
	told, err := setting.Get(ctx, w.DB.Read(), setting.None, settingTold)
	if err != nil {
		return s, "", err
	}
	programmes, err := w.Mentoring.Programmes.Programmes(ctx, s.deputy)
	if err == nil && told == "" && len(programmes) > 0 {
		err = ErrBegun
	}
	if err == nil && told != "" {
		err = s.pairings(ctx)
	}
	return s, calendar.Date(told), err
}

// people makes the actor of everybody in the school.
func (s *story) people(ctx context.Context) error {
	ids, err := db.All[string](ctx, s.DB.Read(), `SELECT a.id `+accounts.From("a", "s")+` WHERE a.school_id = $1`, s.as.School)
	if err != nil {
		return err
	}
	if _, err := s.person(ctx, ""); err != nil { // learns the codes
		return err
	}
	s.actors = map[string]access.Actor{}
	for _, id := range ids {
		actor, _, err := s.Accounts.ActorOf(ctx, id)
		if err != nil {
			return err
		}
		s.actors[actor.Staff] = actor
		switch {
		case actor.Has(access.Director):
			s.director = actor
		case actor.Staff == s.ids["DD-A2"]: // of academic affairs
			s.deputy = actor
		}
	}
	return nil
}

// on moves the demo to a day and time of the schools.
func (s *story) on(ctx context.Context, day calendar.Date, clock calendar.Clock) error {
	at := day.Time().Add(time.Duration(clock.Minutes()) * time.Minute)
	zone := s.Clock.Now().Location()
	return s.Clock.Set(ctx, time.Date(at.Year(), at.Month(), at.Day(), at.Hour(), at.Minute(), 0, 0, zone))
}

// begin goes from the opening of the programme to the signed order and the first
// plans.
func (s *story) begin(ctx context.Context) error {
	if err := s.on(ctx, storyOpens, "09:00"); err != nil {
		return err
	}
	p, err := s.opens(ctx)
	if err != nil {
		return err
	}
	if err := s.join(ctx, p); err != nil {
		return err
	}
	if err := s.agree(ctx, p); err != nil {
		return err
	}
	if err := s.on(ctx, storyOrder, "10:00"); err != nil {
		return err
	}
	order, err := s.Mentoring.Matches.PrepareOrder(ctx, s.deputy, p.ID)
	if err != nil {
		return err
	}
	signed := match.Signature{Number: "17", Date: storyOrder, Starts: storyStarts, Ends: storyEnds}
	if err := s.Mentoring.Matches.SignOrder(ctx, s.director, order.ID, signed); err != nil {
		return err
	}
	if err := s.on(ctx, storyStarts, "07:00"); err != nil {
		return err
	}
	if err := s.pairings(ctx); err != nil {
		return err
	}
	for i, g := range s.pairs {
		if err := s.plans(ctx, i, g); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) opens(ctx context.Context) (mentoring.Programme, error) {
	years, err := timetable.Years(ctx, s.DB.Read(), s.as.School)
	if err != nil || len(years) == 0 {
		return mentoring.Programme{}, err
	}
	return s.Mentoring.Programmes.Open(ctx, s.deputy, mentoring.NewProgramme{
		Year: years[0].ID, Starts: storyOpens, Ends: "2014-05-25", Policy: mentoring.DefaultPolicy(),
	})
}

// join invites those who need a mentor and as many who may be one, and each fills
// the profile.
func (s *story) join(ctx context.Context, p mentoring.Programme) error {
	p, policy, err := s.Mentoring.Programmes.ProgrammeAndPolicy(ctx, s.deputy, p.ID)
	if err != nil {
		return err
	}
	roster, err := s.Mentoring.Programmes.Roster(ctx, s.deputy, p, policy)
	if err != nil {
		return err
	}
	mentees, mentors := ids(roster.Needing), s.likely(roster, p, policy)
	if err := s.invite(ctx, p, mentoring.Mentee, mentees); err != nil {
		return err
	}
	return s.invite(ctx, p, mentoring.Mentor, mentors)
}

func ids(all []mentoring.Candidate) []string {
	out := make([]string, len(all))
	for i, c := range all {
		out[i] = c.Person.ID
	}
	return out
}

// likely are those who may be mentors and teach a subject of somebody who needs one.
func (s *story) likely(r mentoring.Roster, p mentoring.Programme, policy mentoring.Policy) []string {
	var out []string
	for _, c := range r.Able {
		may, _ := c.MayMentor(policy, storyOpens)
		near := slices.ContainsFunc(r.Needing, func(n mentoring.Candidate) bool {
			return slices.ContainsFunc(n.SubjectCodes(), func(code string) bool { return slices.Contains(c.SubjectCodes(), code) })
		})
		if may && near && len(out) < 2*len(r.Needing) {
			out = append(out, c.Person.ID)
		}
	}
	return out
}

func (s *story) invite(ctx context.Context, p mentoring.Programme, side mentoring.Side, staff []string) error {
	if _, err := s.Mentoring.Programmes.Invite(ctx, s.deputy, p.ID, side, staff); err != nil {
		return err
	}
	for i, id := range staff {
		mine, err := s.Mentoring.Programmes.Mine(ctx, s.actors[id])
		if err != nil {
			return err
		}
		profile := profileOf(side, i)
		if err := s.wishes(ctx, id, &profile); err != nil {
			return err
		}
		if err := s.Mentoring.Programmes.SaveProfile(ctx, s.actors[id], mine[0].ID, profile); err != nil {
			return fmt.Errorf("profile: %w", err)
		}
	}
	return nil
}

// wishes are those of the personas: the two young mathematicians and the teacher
// with 29 years of service hope for each other.
func (s *story) wishes(ctx context.Context, staff string, in *mentoring.NewProfile) error {
	mentor, err := s.person(ctx, "T-A2")
	if err != nil {
		return err
	}
	young := make([]string, 2)
	for i, code := range []string{"T-A14", "T-A16"} {
		if young[i], err = s.person(ctx, code); err != nil {
			return err
		}
	}
	switch {
	case staff == mentor:
		in.Wishes, in.Capacity = young, len(young)
	case slices.Contains(young, staff):
		in.Wishes = []string{mentor}
	}
	return nil
}

// agree proposes the pairs and lets everybody say yes.
func (s *story) agree(ctx context.Context, p mentoring.Programme) error {
	made, err := s.Mentoring.Matches.Propose(ctx, s.deputy, p.ID)
	if err != nil {
		return err
	}
	if err := s.Mentoring.Matches.Send(ctx, s.deputy, made.ID); err != nil {
		return err
	}
	_, pairs, err := s.Mentoring.Matches.Proposal(ctx, s.deputy, made.ID)
	if err != nil {
		return err
	}
	for _, q := range pairs {
		for _, id := range []string{q.Pair.Mentor, q.Pair.Mentee} {
			if _, err := s.Mentoring.Matches.AnswerPair(ctx, s.actors[id], q.Pair.ID, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// pairings reads the pairs of the school, in a fixed order.
func (s *story) pairings(ctx context.Context) error {
	all, err := db.All[pairing.Pairing](ctx, s.DB.Read(), `SELECT `+db.Columns[pairing.Pairing]("g")+` `+pairing.FromPairings("g")+`
		WHERE g.school_id = $1 ORDER BY g.id`, s.as.School)
	s.pairs = append(s.pairs, all...)
	return err
}

// plans writes the joint plan and books the week of a pair.
func (s *story) plans(ctx context.Context, i int, g pairing.Pairing) error {
	mentor, mentee := s.actors[g.Mentor], s.actors[g.Mentee]
	if err := s.Mentoring.Pairings.SavePlan(ctx, mentor, g.ID, 0, planOf(i)); err != nil {
		return err
	}
	if err := s.Mentoring.Pairings.AgreePlan(ctx, mentee, g.ID, 1); err != nil {
		return err
	}
	times, err := s.Mentoring.Pairings.MeetingTimes(ctx, mentor, g)
	if err != nil || len(times) == 0 {
		return err
	}
	_, err = s.Mentoring.Pairings.BookWeekly(ctx, mentor, g.ID, pairing.NewWeekly{
		Weekday: times[0].Weekday, StartsAt: times[0].StartsAt, EndsAt: times[0].EndsAt, From: storyStarts, Place: "26",
	})
	return err
}

// weeks lives week after week: on Friday evening everybody writes down what was,
// and plans the visits of the week that comes.
func (s *story) weeks(ctx context.Context, from, until calendar.Date) error {
	for friday := storyStarts.AddDays(4); friday < until; friday = friday.AddDays(7) {
		if friday < from {
			continue // told before
		}
		n := weekOf(friday)
		if err := s.on(ctx, friday, "20:30"); err != nil {
			return err
		}
		for i, g := range s.pairs {
			if err := s.beside(ctx, n, i, g); err != nil {
				return err
			}
			if s.quiet(g, friday) {
				continue
			}
			if err := s.writesDown(ctx, i+n, g); err != nil {
				return err
			}
			if n%2 == 0 {
				if err := s.visits(ctx, i+n/2, g, friday.AddDays(3)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// weekOf counts the weeks of the story from 0.
func weekOf(day calendar.Date) int {
	return int(day.Time().Sub(storyStarts.Time()).Hours()) / (7 * 24)
}

// quiet says that the pair of the teacher back from leave lets its meetings go from
// November on: somebody has to notice and help.
func (s *story) quiet(g pairing.Pairing, on calendar.Date) bool {
	return s.is(g, "T-A13") && on >= "2013-11-18"
}

// is says whether the mentee of the pair has the code.
func (s *story) is(g pairing.Pairing, mentee string) bool { return s.ids[mentee] == g.Mentee }

// finishes does the steps that are due, but for the newest.
func (s *story) finishes(ctx context.Context, g pairing.Pairing) error {
	due, err := db.All[string](ctx, s.DB.Read(), `SELECT n.id `+pairing.FromSteps("n")+` WHERE n.school_id = $1 AND n.pairing_id = $2
		AND n.owner_id = $3 AND n.done_on = '' AND n.due <= $4`, g.School, g.ID, g.Mentee, s.today().AddDays(3))
	for _, id := range due {
		if _, err := s.Mentoring.Pairings.FinishStep(ctx, s.actors[g.Mentee], id); err != nil {
			return err
		}
	}
	return err
}

// writesDown records what has taken place since.
func (s *story) writesDown(ctx context.Context, n int, g pairing.Pairing) error {
	if err := s.finishes(ctx, g); err != nil {
		return err
	}
	mentor := s.actors[g.Mentor]
	events, err := s.Mentoring.Pairings.Events(ctx, mentor, g)
	if err != nil {
		return err
	}
	for k, e := range events {
		if e.State != "planned" || e.Date > s.today() {
			continue
		}
		step := []pairing.NewStep{{Text: pick(agreedSteps, n+k), Owner: g.Mentee, Due: s.today().AddDays(10)}}
		if (n+k)%3 != 0 {
			step = nil
		}
		if e.What == "visit" {
			err = s.Mentoring.Pairings.HoldVisit(ctx, s.actors[e.Observer], e.ID, pick(visitNotes, n+k), step)
		} else {
			err = s.Mentoring.Pairings.Hold(ctx, mentor, e.ID, pairing.HoldMeeting{
				Shared: pick(meetingNotes, n+k), Topics: []string{pick(mentoring.Topics, n+k)}, Steps: step,
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *story) today() calendar.Date { return calendar.DateOf(s.Clock.Now()) }

// visits plans a visit each way in the week of the Monday, where there is a lesson
// that the other is free for.
func (s *story) visits(ctx context.Context, n int, g pairing.Pairing, monday calendar.Date) error {
	for _, observer := range []string{g.Mentor, g.Mentee} {
		lessons, err := s.Mentoring.Pairings.Visitable(ctx, s.actors[g.Mentee], g, observer, monday)
		if err != nil {
			return err
		}
		if len(lessons) == 0 {
			continue
		}
		l := lessons[n%len(lessons)]
		_, err = s.Mentoring.Pairings.PlanVisit(ctx, s.actors[g.Mentee], g.ID, pairing.NewVisit{Observer: observer, Lesson: l.Lesson, Date: l.Date})
		if err != nil && !fault.Is(err, fault.KindConflict) && !fault.Is(err, fault.KindInvalid) { // taken meanwhile
			return err
		}
	}
	return nil
}

// reports are drafted and shared by the mentors; all but the last mentee reply.
func (s *story) reports(ctx context.Context, on calendar.Date) error {
	if err := s.on(ctx, on, "08:00"); err != nil {
		return err
	}
	for i, g := range s.pairs {
		if s.quiet(g, on) {
			continue
		}
		report := pairing.NewReport{Done: pick(reportsDone, i), Learned: pick(reportsLearned, i), Advice: pick(reportsAdvice, i)}
		if err := s.Mentoring.Pairings.SaveReport(ctx, s.actors[g.Mentor], g.ID, report); err != nil {
			return err
		}
		report.Version, report.Share = 1, true
		if err := s.Mentoring.Pairings.SaveReport(ctx, s.actors[g.Mentor], g.ID, report); err != nil {
			return err
		}
		if s.is(g, "T-A14") { // who waits for the visitor's own reply
			continue
		}
		if err := s.Mentoring.Pairings.ReplyToReport(ctx, s.actors[g.Mentee], g.ID, pairing.Agree, ""); err != nil {
			return err
		}
	}
	return nil
}
