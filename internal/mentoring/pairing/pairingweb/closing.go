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
	"talim/internal/people/letterhead"
	"talim/internal/web"
	"talim/internal/web/link"
)

type closingPage struct {
	mentoring.Programme
	Pairs   []pairing.Counts
	Letters []pairing.NamedLetter
	Today   calendar.Date
	Form    *web.Form
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

// letters are a few words to all mentors, or to all mentees.
type letters struct {
	Side  mentoring.Side
	Words string
}

// closing shows the end of the year; letters are issued at an address of their own.
func (p *Pages) closing() web.FormOf[letters] {
	return web.FormOf[letters]{
		At: "/mentoring/programmes/{id}/closing/letters", Permission: mentoring.Keep, Show: p.closingPage,
		Read: func(f *web.Form) letters { return letters{mentoring.Side(f.Value("side")), f.Value("words")} },
		Do: func(r *http.Request, in letters) (web.Done, error) {
			if in.Side != mentoring.Mentor && in.Side != mentoring.Mentee {
				return web.Done{}, fault.Invalid("side", "mentoring.letter.side_missing")
			}
			id := r.PathValue("id")
			n, err := p.mentoring.Pairings.Appreciate(r.Context(), actor(r.Context()), id, in.Side, in.Words)
			return web.Next(link.Closing(id), "mentoring.letter.made", "Count", n), err
		},
	}
}

func (p *Pages) closingPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	programme, _, err := p.mentoring.Programmes.ProgrammeAndPolicy(ctx, who, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	g := closingPage{Programme: programme, Today: p.mentoring.Today(), Form: f}
	if g.Pairs, err = p.mentoring.Pairings.Counts(ctx, who, programme.ID); err != nil {
		return web.Page{}, err
	}
	g.Letters, err = p.mentoring.Pairings.Letters(ctx, who, programme.ID)
	return web.Page{
		Title: t(ctx, "mentoring.closing.title"), Kicker: i18n.Period(ctx, programme.Period), Back: toProgramme(ctx, programme.ID),
		Body: closingBody(g), Sees: t(ctx, "mentoring.closing.sees"), Here: link.Closing(programme.ID),
	}, err
}

// closeBy closes a pairing; the form says to which programme to go back.
func closeBy(verb func(context.Context, access.Actor, string) error) func(*http.Request, *web.Form) (web.Done, error) {
	return func(r *http.Request, f *web.Form) (web.Done, error) {
		to := link.Pairing(r.PathValue("id"))
		if programme := f.Value("programme"); calledID(programme) {
			to = link.Closing(programme)
		}
		return web.Next(to, "mentoring.closing.pair_closed"), verb(r.Context(), actor(r.Context()), r.PathValue("id"))
	}
}

func (p *Pages) closeProgramme(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.Programme(id), "mentoring.closing.closed"), p.mentoring.Programmes.CloseProgramme(r.Context(), actor(r.Context()), id)
}

// letterPaper gives a letter of appreciation.
func (p *Pages) letterPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	who := actor(ctx)
	l, err := p.mentoring.Pairings.Letter(ctx, who, r.PathValue("id"))
	if err != nil {
		return err
	}
	head, err := letterhead.Of(ctx, p.db.Read(), who.School, l.Date)
	if err != nil {
		return err
	}
	return web.Paper(w, r, r.PathValue("format"), "letter-"+l.Person().Code, letterDocument(web.PaperLanguage(r), l, head))
}

func letterDocument(ctx context.Context, l pairing.NamedLetter, head letterhead.Head) document.Document {
	text := []string{t(ctx, "mentoring.paper.letter.thanks."+string(l.Side()), "Years", years(calendar.Period{Starts: l.Starts, Ends: l.Ends}))}
	text = append(text, i18n.Lines(l.Words)...)
	text = append(text, t(ctx, "mentoring.paper.letter.wish"))
	return document.Letter{
		Letterhead: head.Letterhead, School: head.School.In(ctx), Date: l.Date, To: l.Person().Name(), Text: text,
		Signer: document.Signature{Role: t(ctx, "mentoring.paper.letter.director"), Name: head.Director},
	}.Document(ctx)
}
