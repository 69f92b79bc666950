package letterweb

import (
	"net/http"

	"talim/internal/observation"
	"talim/internal/observation/letter"
	"talim/internal/web"
	"talim/internal/web/link"
)

type writePage struct {
	letter.Page
	Form *web.Form
}

// write is where the writer writes the conclusion, and shows it.
func (p *Pages) write() web.FormOf[letter.Conclusion] {
	return web.FormOf[letter.Conclusion]{
		At: "/observation/letters/{id}/conclusion", Permission: observation.Take, Show: p.writePage,
		Read: func(f *web.Form) letter.Conclusion {
			return letter.Conclusion{Version: f.Version(), Text: f.Value("conclusion"), Show: f.Checked("show"), LeftOut: len(f.LeftOut()) > 0}
		},
		Do: web.OnThe(p.letters.Write, link.ObservationLetter, "letter.kept"),
	}
}

func (p *Pages) writePage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.letters.Open(ctx, actor(ctx), r.PathValue("id"), true)
	if err != nil {
		return web.Page{}, err
	}
	f.Stands(read.Version, "conclusion", read.Conclusion)
	if read.Unreadable {
		f.LeaveOut("conclusion")
	}
	return web.Page{
		Title: t(ctx, "letter.write"), Kicker: read.Who.Name(), Back: web.Link{Text: t(ctx, "letter.one"), URL: link.ObservationLetter(read.ID)},
		Narrow: true, Body: writeBody(writePage{read, f}), Sees: t(ctx, "letter.sees"), Here: link.WriteLetter(read.ID),
	}, nil
}

// reply is where the teacher reads the conclusion, and may write beside it.
func (p *Pages) reply() web.FormOf[letter.Reply] {
	return web.FormOf[letter.Reply]{
		At: "/observation/letters/{id}/reply", Permission: observation.Take, Show: p.replyPage,
		Read: func(f *web.Form) letter.Reply {
			return letter.Reply{Version: f.Version(), Text: f.Value("reply"), LeftOut: len(f.LeftOut()) > 0}
		},
		Do: web.OnThe(p.letters.Answered, link.ObservationLetter, "letter.replied"),
	}
}

func (p *Pages) replyPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	read, err := p.letters.Open(ctx, actor(ctx), r.PathValue("id"), false)
	if err != nil {
		return web.Page{}, err
	}
	f.Stands(read.Version, "reply", read.Reply)
	if read.Unreadable {
		f.LeaveOut("reply")
	}
	return web.Page{
		Title: t(ctx, "letter.reply"), Kicker: read.By.Name(), Back: web.Link{Text: t(ctx, "letter.one"), URL: link.ObservationLetter(read.ID)},
		Narrow: true, Body: replyBody(writePage{read, f}), Sees: t(ctx, "letter.sees"), Here: link.AnswerLetter(read.ID),
	}, nil
}
