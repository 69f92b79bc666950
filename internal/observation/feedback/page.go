package feedback

import (
	"context"
	"encoding/json"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/observation/share"
	"talim/internal/people"
)

// Text is a text as it stands, with what it was.
type Text struct {
	Version    int // 0: nothing was written
	Text       string
	WrittenAt  calendar.Instant
	Was        []Text // the last first
	Unreadable bool
}

// Said is what an observer said, with the teacher's reply.
type Said struct {
	Visit     observation.Visit
	By        people.Person
	Version   int // 0: nothing yet
	Words     Words
	WrittenAt calendar.Instant
	SeenAt    calendar.Instant // the teacher has read this version
	Was       []Said           // the last first
	Reply     Text
	Closed    bool // the reader reads it after she has sent her own

	Unreadable bool
}

// Page is everything that is said about a lesson, as far as the reader may read it.
type Page struct {
	observation.Occasion
	Protocol   Protocol
	Who        people.Person // the teacher
	Reflection Text
	Said       []Said // one for each observer, in the order of the visits
	Steps      []Step // of this lesson, in which the reader is one of the two
	Ahead      []Step // agreed after earlier lessons, between the same people: they come back
	Begun      bool
	Waits      bool // observers wait for the teacher's look back
	Reader     string
	Shared     share.Level // how much the teacher shares with a reader who is none of them; None for those
}

// Teaches says whether the reader is the teacher.
func (p Page) Teaches() bool { return p.Reader == p.Teacher }

// Own is what the reader said as an observer.
func (p Page) Own() (Said, bool) {
	for _, x := range p.Said {
		if x.Visit.Observer == p.Reader {
			return x, true
		}
	}
	return Said{}, false
}

// Of is what was said by a visit.
func (p Page) Of(visit string) (Said, bool) {
	i := slices.IndexFunc(p.Said, func(x Said) bool { return x.Visit.ID == visit })
	if i < 0 {
		return Said{}, false
	}
	return p.Said[i], true
}

// OpenStep is the step of this lesson with an observer that is proposed or agreed.
func (p Page) OpenStep(observer string) (Step, bool) {
	for _, x := range p.Steps {
		if x.Observer == observer && (x.State == Proposed || x.State == Agreed) {
			return x, true
		}
	}
	return Step{}, false
}

// Next is what the protocol asks of the reader now: reflect, wait, say, read, step, or
// nothing.
func (p Page) Next() string {
	own, observes := p.Own()
	switch {
	case !p.Begun || p.Protocol.Order == None:
		return ""
	case p.Teaches() && p.Reflection.Version == 0 && p.Protocol.Has("reflection"):
		return "reflect"
	case p.Teaches() && slices.ContainsFunc(p.Said, func(x Said) bool { return x.Version > 0 && x.SeenAt == "" }):
		return "read"
	case observes && own.Version == 0 && p.Waits:
		return "wait"
	case observes && own.Version == 0:
		return "say"
	}
	return ""
}

// textRow is a text of any kind about an occasion, or the protocol for it.
type textRow struct {
	What      string           `db:"what"`
	ID        string           `db:"id"`
	Visit     string           `db:"visit_id"`
	Version   int              `db:"version"`
	Text      string           `db:"text"`
	WrittenAt calendar.Instant `db:"written_at"`
	SeenAt    calendar.Instant `db:"seen_at"`
}

const textQuery = `SELECT 'reflection' AS what, id, '' AS visit_id, version, text, written_at, '' AS seen_at FROM feedback_reflection WHERE school_id = $1 AND occasion_id = $2
	UNION ALL SELECT 'words', id, visit_id, version, body, written_at, seen_at FROM feedback_words WHERE school_id = $1 AND occasion_id = $2
	UNION ALL SELECT 'reply', id, visit_id, version, text, written_at, '' FROM feedback_reply WHERE school_id = $1 AND occasion_id = $2
	UNION ALL SELECT what, id, starts, version, body, '', '' FROM (SELECT 'protocol' AS what, id, starts, version, body FROM feedback_protocol
		WHERE school_id = $1 AND starts <= $3 ORDER BY version DESC LIMIT 1) p
	ORDER BY version DESC, id`

// Lesson reads what is said about a visited lesson, in three queries.
func (s *Service) Lesson(ctx context.Context, actor access.Actor, occasion string) (Page, error) {
	p, err := s.pageOf(ctx, actor, occasion)
	if err != nil {
		return Page{}, err
	}
	if err := mayRead(actor, p.Occasion); err != nil {
		return Page{}, err
	}
	return s.lesson(ctx, actor, p)
}

// lesson is the page of an occasion for the teacher or an observer.
func (s *Service) lesson(ctx context.Context, actor access.Actor, p Page) (Page, error) {
	if err := s.fill(ctx, &p); err != nil {
		return Page{}, err
	}
	p.close(actor)
	p.Begun = p.BegunBy(s.Today(), s.Clock())
	p.Waits = p.Protocol.waitsFor(p.Date, s.Today()) && p.Reflection.Version == 0
	return p, s.fillSteps(ctx, &p)
}

// ToReflect is the page for its teacher, who is about to look back.
func (s *Service) ToReflect(ctx context.Context, actor access.Actor, occasion string) (Page, error) {
	p, err := s.Lesson(ctx, actor, occasion)
	if err != nil {
		return p, err
	}
	if err := mayReflect(actor, p.Occasion); err != nil {
		return Page{}, err
	}
	return p, p.mayBegin()
}

// ToSay is the page for an observer, who is about to say something, with what she said.
func (s *Service) ToSay(ctx context.Context, actor access.Actor, occasion string) (Page, Said, error) {
	p, err := s.Lesson(ctx, actor, occasion)
	if err != nil {
		return p, Said{}, err
	}
	own, observes := p.Own()
	if err := access.Private(observes, "observation.visit.missing"); err != nil {
		return Page{}, Said{}, err
	}
	return p, own, p.mayBegin()
}

// ToReply is the page for its teacher, with the words of a visit that she is about to answer.
func (s *Service) ToReply(ctx context.Context, actor access.Actor, occasion, visit string) (Page, Said, error) {
	p, err := s.ToReflect(ctx, actor, occasion)
	if err != nil {
		return p, Said{}, err
	}
	x, ok := p.Of(visit)
	if !ok || x.Version == 0 {
		return Page{}, Said{}, fault.NotFound("observation.visit.missing")
	}
	return p, x, nil
}

func (p Page) mayBegin() error {
	if !p.Begun {
		return fault.Conflict("feedback.not_yet")
	}
	return nil
}

// pageOf finds the occasion with the names of its people.
func (s *Service) pageOf(ctx context.Context, actor access.Actor, occasion string) (Page, error) {
	rows, err := db.All[struct {
		observation.Visit
		Who people.Person `db:"t_"`
		By  people.Person `db:"o_"`
	}](ctx, s.Read(), `SELECT `+db.Columns[observation.Visit]("v")+`, `+people.PersonAs("t", "t")+`, `+people.PersonAs("o", "o")+`
		`+observation.FromVisits("v")+` `+people.JoinStaff("t", "v.school_id", "v.teacher_id")+` `+people.JoinStaff("o", "v.school_id", "v.observer_id")+`
		WHERE `+observation.WhereOccasion("v", "$1", "$2")+` AND v.state <> 'cancelled' ORDER BY v.id`, actor.School, occasion)
	switch {
	case err != nil:
		return Page{}, err
	case len(rows) == 0:
		return Page{}, fault.NotFound("observation.visit.missing")
	}
	p := Page{Who: rows[0].Who, Reader: actor.Staff}
	p.Occasion = observation.Occasion{ID: occasion, School: rows[0].School, Teacher: rows[0].Teacher, Taught: rows[0].Taught}
	for _, r := range rows {
		p.Visits = append(p.Visits, r.Visit)
		p.Said = append(p.Said, Said{Visit: r.Visit, By: r.By})
	}
	return p, nil
}

// fill reads the texts and puts them, the newest first, where they belong.
func (s *Service) fill(ctx context.Context, p *Page) error {
	p.Protocol = usualOn(p.Date)
	texts, err := db.All[textRow](ctx, s.Read(), textQuery, p.School, p.ID, p.Date)
	for _, r := range texts {
		switch r.What {
		case "protocol":
			p.Protocol = protocolRow{ID: r.ID, Version: r.Version, Starts: calendar.Date(r.Visit), Body: r.Text}.protocol()
		case "reflection":
			p.Reflection.add(s.textOf(ctx, reflectionText.Of(r.ID), r))
		case "words":
			if x := p.at(r.Visit); x != nil {
				x.add(s.saidOf(ctx, r))
			}
		case "reply":
			if x := p.at(r.Visit); x != nil {
				x.Reply.add(s.textOf(ctx, replyText.Of(r.ID), r))
			}
		}
	}
	return err
}

func (p *Page) at(visit string) *Said {
	for i := range p.Said {
		if p.Said[i].Visit.ID == visit {
			return &p.Said[i]
		}
	}
	return nil
}

// close takes away the words that the reader may not read yet, with the replies to them.
func (p *Page) close(actor access.Actor) {
	var sent []string
	for _, x := range p.Said {
		if x.Version > 0 {
			sent = append(sent, x.Visit.Observer)
		}
	}
	for i, x := range p.Said {
		if !mayReadWords(actor, p.Occasion, p.Protocol, x.Visit.Observer, sent) {
			p.Said[i] = Said{Visit: x.Visit, By: x.By, Closed: true}
		}
	}
}

// add puts a text after a newer one.
func (t *Text) add(older Text) {
	if t.Version == 0 {
		*t = older
	} else {
		t.Was = append(t.Was, older)
	}
}

func (x *Said) add(older Said) {
	older.Visit, older.By, older.Reply = x.Visit, x.By, x.Reply
	if x.Version == 0 {
		*x = older
	} else {
		x.Was = append(x.Was, older)
	}
}

func (s *Service) textOf(ctx context.Context, about string, r textRow) Text {
	text, ok := s.keeper.Reveal(ctx, about, r.Text)
	return Text{Version: r.Version, Text: text, WrittenAt: r.WrittenAt, Unreadable: !ok}
}

func (s *Service) saidOf(ctx context.Context, r textRow) Said {
	x := Said{Version: r.Version, WrittenAt: r.WrittenAt, SeenAt: r.SeenAt}
	text, ok := s.keeper.Text(ctx, wordsBody.Of(r.ID), r.Text)
	if !ok || json.Unmarshal([]byte(text), &x.Words) != nil {
		x.Words, x.Unreadable = Words{}, true
	}
	return x
}

// fillSteps reads the steps of the reader that belong to this lesson, and those that were
// agreed earlier between the same two.
func (s *Service) fillSteps(ctx context.Context, p *Page) error {
	steps, err := db.All[Step](ctx, s.Read(), `SELECT `+db.Columns[Step]("")+` FROM feedback_step
		WHERE school_id = $1 AND teacher_id = $2 AND (observer_id = $3 OR teacher_id = $3) AND (occasion_id = $4 OR state = 'agreed')
		ORDER BY due_on, id LIMIT 200`, p.School, p.Teacher, p.Reader, p.ID)
	observers := p.Observers()
	for _, x := range steps {
		switch {
		case x.Occasion == p.ID:
			p.Steps = append(p.Steps, s.opened(ctx, x))
		case slices.Contains(observers, x.Observer):
			p.Ahead = append(p.Ahead, s.opened(ctx, x))
		}
	}
	return err
}
