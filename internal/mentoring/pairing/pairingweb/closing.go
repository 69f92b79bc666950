package pairingweb

import (
	"context"
	"net/http"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/people"
	"talim/internal/web"
	"talim/internal/web/link"
)

type closingPage struct {
	mentoring.Programme
	Pairs   []pairing.Counts
	Letters []pairing.NamedLetter
	Today   calendar.Date
	Form    web.Form
}

// open says whether the programme still takes changes.
func (g closingPage) open() bool { return g.State != mentoring.ProgrammeClosed }

func (g closingPage) count(s pairing.PairingState) int {
	n := 0
	for _, c := range g.Pairs {
		if c.State == s {
			n++
		}
	}
	return n
}

// unthanked counts the completed pairings whose mentor or mentee has no letter yet.
func (g closingPage) unthanked(side mentoring.Side) int {
	n := g.count(pairing.Completed)
	for _, l := range g.Letters {
		if l.Side() == side {
			n--
		}
	}
	return n
}

// thanked says whether nobody is left to thank and nothing is left to close.
func (g closingPage) thanked() bool {
	return g.count(pairing.Running) == 0 && len(g.Letters) > 0 && g.unthanked(mentoring.Mentor)+g.unthanked(mentoring.Mentee) == 0
}

func (p *Pages) closing(w http.ResponseWriter, r *http.Request) error {
	return p.showClosing(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showClosing(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	programme, _, err := p.mentoring.Programmes.ProgrammeAndPolicy(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	g := closingPage{Programme: programme, Today: p.mentoring.Today(), Form: f}
	if g.Pairs, err = p.mentoring.Pairings.Counts(ctx, who, programme.ID); err != nil {
		return err
	}
	if g.Letters, err = p.mentoring.Pairings.Letters(ctx, who, programme.ID); err != nil {
		return err
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.closing.title"), Kicker: i18n.Period(ctx, programme.Period), Back: toProgramme(ctx, programme.ID),
		Body: closingBody(g), Sees: t(ctx, "mentoring.closing.sees"), Here: link.Closing(programme.ID),
	})
}

// complete closes one pairing.
func (p *Pages) complete(w http.ResponseWriter, r *http.Request) error {
	return p.closeBy(w, r, p.mentoring.Pairings.Complete)
}

// endForGone ends a pairing of which one has left the school.
func (p *Pages) endForGone(w http.ResponseWriter, r *http.Request) error {
	return p.closeBy(w, r, p.mentoring.Pairings.EndForGone)
}

// closeBy closes a pairing; the form says to which programme to go back.
func (p *Pages) closeBy(w http.ResponseWriter, r *http.Request, verb func(context.Context, access.Actor, string) error) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	if err := verb(ctx, actor(ctx), r.PathValue("id")); err != nil {
		return err
	}
	to := link.Pairing(r.PathValue("id"))
	if programme := f.Value("programme"); calledID(programme) {
		to = link.Closing(programme)
	}
	return web.SeeOther(w, r, to, "mentoring.closing.pair_closed")
}

// thank issues the letters of one side.
func (p *Pages) thank(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	side := mentoring.Side(f.Value("side"))
	var n int
	var err error
	if side != mentoring.Mentor && side != mentoring.Mentee {
		err = fault.Invalid("side", "mentoring.letter.side_missing")
	} else {
		n, err = p.mentoring.Pairings.Appreciate(ctx, actor(ctx), r.PathValue("id"), side, f.Value("words"))
	}
	if status := web.Refused(&f, err); status != 0 {
		return p.showClosing(w, r, status, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Closing(r.PathValue("id")), "mentoring.letter.made", "Count", n)
}

func (p *Pages) closeProgramme(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := r.PathValue("id")
	if err := p.mentoring.Programmes.CloseProgramme(ctx, actor(ctx), id); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.Programme(id), "mentoring.closing.closed")
}

// letterPaper gives a letter of appreciation.
func (p *Pages) letterPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	l, err := p.mentoring.Pairings.Letter(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	head, err := people.HeadOf(ctx, p.db.Read(), who.School, l.Date)
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "letter-"+l.Person().Code, letterDocument(web.PaperLanguage(r), l, head))
}

func letterDocument(ctx context.Context, l pairing.NamedLetter, head people.Head) document.Document {
	text := []string{t(ctx, "mentoring.paper.letter.thanks."+string(l.Side()), "Years", years(calendar.Period{Starts: l.Starts, Ends: l.Ends}))}
	text = append(text, linesOf(l.Words)...)
	text = append(text, t(ctx, "mentoring.paper.letter.wish"))
	return document.Letter{
		Letterhead: head.Letterhead, School: head.School.In(ctx), Date: l.Date, To: l.Person().Name(), Text: text,
		Signer: document.Signature{Role: t(ctx, "mentoring.paper.letter.director"), Name: head.Director},
	}.Document(ctx)
}
