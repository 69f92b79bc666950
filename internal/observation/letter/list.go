package letter

import (
	"context"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/verb"
)

// Named is a letter with the names of the two.
type Named struct {
	Letter
	Who people.Person `db:"t_"` // the teacher
	By  people.Person `db:"w_"` // the writer
}

// NamedVisit is a visit of a letter with its observer.
type NamedVisit struct {
	Visit
	By people.Person `db:"o_"`
}

// Page is everything the page of a letter shows to one of the two.
type Page struct {
	Named
	Visits     []NamedVisit `db:"-"`
	InPlaceOf  int          `db:"old_number"` // the number of the letter that it replaces; 0 of none
	ReplacedBy int          `db:"new_number"` // and of the one that replaces it
}

func namedQuery(more string) string {
	return `SELECT ` + db.Columns[Letter]("l") + `, ` + people.PersonAs("t", "t") + `, ` + people.PersonAs("w", "w") + more + ` FROM observation_letter l
		` + people.JoinStaff("t", "l.school_id", "l.teacher_id") + ` ` + people.JoinStaff("w", "l.school_id", "l.writer_id") + ` `
}

var pageQuery = namedQuery(`,
		COALESCE((SELECT o.number FROM observation_letter o WHERE o.school_id = l.school_id AND o.id = l.replaces), 0) AS old_number,
		COALESCE((SELECT max(r.number) FROM observation_letter r WHERE r.school_id = l.school_id AND r.replaces = l.id), 0) AS new_number`)

// Letter reads a letter for one of the two, in two queries.
func (s *Service) Letter(ctx context.Context, actor access.Actor, id string) (Page, error) {
	c := s.Read()
	g, err := db.One[Page](ctx, c, pageQuery+`WHERE l.school_id = $1 AND l.id = $2`, actor.School, id)
	if err != nil {
		return Page{}, verb.Missing(err, "letter.missing")
	}
	if err := g.mayRead(actor); err != nil {
		return Page{}, err
	}
	g.Letter = s.opened(ctx, actor, g.Letter)
	g.Visits, err = db.All[NamedVisit](ctx, c, `SELECT `+db.Columns[Visit]("v")+`, `+people.PersonAs("o", "o")+` FROM observation_letter_visit v
		`+people.JoinStaff("o", "v.school_id", "v.observer_id")+` WHERE v.school_id = $1 AND v.letter_id = $2 ORDER BY v.date, v.visit_id`, g.School, g.ID)
	return g, err
}

// opened is a letter with the texts that the actor may read.
func (s *Service) opened(ctx context.Context, actor access.Actor, l Letter) Letter {
	if l.ShownAt == "" && actor.Staff != l.Writer {
		l.Conclusion = ""
	}
	for about, text := range map[string]*string{words.Of(l.ID): &l.Words, conclusion.Of(l.ID): &l.Conclusion, reply.Of(l.ID): &l.Reply} {
		var ok bool
		*text, ok = s.keeper.Reveal(ctx, about, *text)
		l.Unreadable = l.Unreadable || !ok
	}
	return l
}

// Letters are those about the actor and those that she was asked for and which stand, the
// newest first.
func (s *Service) Letters(ctx context.Context, actor access.Actor) ([]Named, error) {
	return db.All[Named](ctx, s.Read(), namedQuery("")+`WHERE l.school_id = $1 AND (l.teacher_id = $2 OR l.writer_id = $2 AND l.state <> 'ended')
		ORDER BY l.asked_at DESC, l.id DESC LIMIT 200`, actor.School, actor.Staff)
}

// Choice is what the form of a new letter offers.
type Choice struct {
	Visits  []observation.Coming
	Writers []people.Person // at work; the actor's observers among them
	Issued  []Letter        // of the actor, that nothing replaces
}

// Choices are the visits of the actor's lessons that took place, the last first, and whom
// she may ask.
func (s *Service) Choices(ctx context.Context, actor access.Actor) (Choice, error) {
	var out Choice
	var err error
	c := s.Read()
	if out.Visits, err = s.visits.HeldLessons(ctx, actor); err != nil || len(out.Visits) == 0 {
		return out, err
	}
	if out.Writers, err = db.All[people.Person](ctx, c, `SELECT `+people.PersonColumns("s")+` `+people.FromStaff("s")+` WHERE s.school_id = $1 AND s.id <> $2
		AND (`+people.WhereAtWork("s.school_id", "s.id", "$3", Writers...)+` OR `+people.WhereAtWork("s.school_id", "s.id", "$3")+`
			AND EXISTS (SELECT 1 `+observation.FromVisits("v")+` WHERE v.school_id = s.school_id AND v.observer_id = s.id AND v.teacher_id = $2 AND v.state = 'held'))
		ORDER BY s.sort_key, s.id`, actor.School, actor.Staff, s.Today()); err != nil {
		return out, err
	}
	out.Issued, err = db.All[Letter](ctx, c, `SELECT `+db.Columns[Letter]("l")+` FROM observation_letter l WHERE l.school_id = $1 AND l.teacher_id = $2 AND l.issued_at <> ''
		AND NOT EXISTS (SELECT 1 FROM observation_letter r WHERE r.school_id = l.school_id AND r.replaces = l.id AND r.issued_at <> '')
		ORDER BY l.year DESC, l.number DESC`, actor.School, actor.Staff)
	return out, err
}

// Open reads a letter for who goes on with it: the writer, or the teacher to whom it was
// shown.
func (s *Service) Open(ctx context.Context, actor access.Actor, id string, writer bool) (Page, error) {
	g, err := s.Letter(ctx, actor, id)
	if err != nil {
		return g, err
	}
	who, refusal := g.Teacher, "letter.access.teacher"
	if writer {
		who, refusal = g.Writer, "letter.access.writer"
	}
	if err := g.open(actor, who, refusal, g.Version); err != nil {
		return Page{}, err
	}
	if !writer && g.ShownAt == "" {
		return Page{}, fault.Conflict("letter.not_shown")
	}
	return g, nil
}
