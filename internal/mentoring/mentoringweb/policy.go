package mentoringweb

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/wording"
	"talim/internal/people/letterhead"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// policyRoutes are the addresses of the policy in the school's words (R072, R122).
func (p *Pages) policyRoutes() []web.Route {
	take, keep := mentoring.Take, mentoring.Keep
	return slices.Concat(p.policyText().Routes(), p.editPolicyText().Routes(), p.adoptPolicyText().Routes(), p.policyComment().Routes(), []web.Route{
		{Pattern: "GET /mentoring/policy", Permission: take, Handle: p.policyText().Get},
		{Pattern: "GET /mentoring/policy/new", Permission: keep, Handle: p.newPolicyText},
		{Pattern: "POST /mentoring/policy/new", Permission: keep, Handle: web.Act(p.startPolicyText)},
		{Pattern: "GET /mentoring/policy/compare", Permission: take, Handle: p.comparePolicy},
		{Pattern: "POST /mentoring/policy/{id}/ask", Permission: keep, Handle: web.Act(p.askAboutPolicy)},
		{Pattern: "GET /mentoring/policy/{id}/paper/{format}", Permission: take, Handle: p.policyTextPaper},
	})
}

type wordsPage struct {
	All      []mentoring.PolicyText // the newest first
	Text     mentoring.PolicyText   // the one shown
	Words    mentoring.PolicyWords
	InForce  mentoring.PolicyText
	Comments []mentoring.NamedComment
	Rules    []mentoring.ProgrammeRules
	Keeper   bool
	Form     *web.Form // of a comment
}

// wordsOf reads the versions and picks the one asked for; with id "" the one in
// force, else the newest.
func (p *Pages) wordsOf(ctx context.Context, id string) (wordsPage, error) {
	page := wordsPage{Keeper: mentoring.Keep.Allows(actor(ctx))}
	var err error
	if page.All, err = p.mentoring.Programmes.PolicyTexts(ctx, actor(ctx)); err != nil {
		return page, err
	}
	page.InForce = mentoring.InForce(page.All, p.mentoring.Today())
	page.Text = page.InForce
	if page.Text.ID == "" && len(page.All) > 0 {
		page.Text = page.All[0]
	}
	if id != "" {
		at := slices.IndexFunc(page.All, func(t mentoring.PolicyText) bool { return t.ID == id })
		if at < 0 {
			return page, fault.NotFound("mentoring.words.missing")
		}
		page.Text = page.All[at]
	}
	if page.Text.ID != "" {
		page.Words, err = page.Text.Words()
	}
	return page, err
}

// comment is what somebody says about a section of the policy.
type comment struct{ Section, Text string }

// policyText shows a version of the policy, and takes comments.
func (p *Pages) policyText() web.FormOf[comment] {
	return web.FormOf[comment]{
		At: "/mentoring/policy/{id}", Permission: mentoring.Take, Show: p.policyTextPage,
		Read: func(f *web.Form) comment { return comment{f.Value("section"), f.Value("text")} },
		Do: func(r *http.Request, in comment) (web.Done, error) {
			id := r.PathValue("id")
			err := p.mentoring.Programmes.CommentOnPolicy(r.Context(), actor(r.Context()), id, in.Section, in.Text)
			return web.Next(link.PolicyText(id), "mentoring.words.commented"), err
		},
	}
}

func (p *Pages) policyTextPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	page, err := p.wordsOf(ctx, r.PathValue("id"))
	if err != nil {
		return web.Page{}, err
	}
	page.Form = f
	if page.Text.ID != "" {
		if page.Comments, err = p.mentoring.Programmes.PolicyComments(ctx, actor(ctx), page.Text.ID); err != nil {
			return web.Page{}, err
		}
	}
	page.Rules, err = p.mentoring.Programmes.RunningRules(ctx, actor(ctx))
	shown := web.Page{Title: t(ctx, "mentoring.words.title"), Back: wording.ToMentoring(ctx), Narrow: true, Body: wordsBody(page)}
	if page.Text.ID != "" {
		shown.Kicker = page.stands(ctx, page.Text)
		if page.Keeper && page.Text.State == mentoring.PolicyDraft {
			shown.Action = component.Primary(t(ctx, "mentoring.words.edit"), link.EditPolicyText(page.Text.ID))
		}
	}
	return shown, err
}

// stands says in words where a version stands.
func (g wordsPage) stands(ctx context.Context, x mentoring.PolicyText) string {
	args := []any{"Version", strconv.Itoa(x.Version), "Date", i18n.Date(ctx, x.Starts)}
	switch {
	case x.State == mentoring.PolicyDraft:
		return t(ctx, "mentoring.words.is_draft", args...)
	case x.ID == g.InForce.ID:
		return t(ctx, "mentoring.words.is_in_force", args...)
	case x.Starts > g.InForce.Starts:
		return t(ctx, "mentoring.words.is_coming", args...)
	}
	return t(ctx, "mentoring.words.is_past", args...)
}

// before is the version that stood before the one shown; "" none.
func (g wordsPage) before() string {
	for _, x := range g.All {
		if x.Version == g.Text.Version-1 {
			return x.ID
		}
	}
	return ""
}

func (g wordsPage) hasDraft() bool {
	return slices.ContainsFunc(g.All, func(x mentoring.PolicyText) bool { return x.State == mentoring.PolicyDraft })
}

func (g wordsPage) commentsOn(section string) []mentoring.NamedComment {
	return slices.DeleteFunc(slices.Clone(g.Comments), func(c mentoring.NamedComment) bool { return c.Section != section })
}

func sectionName(ctx context.Context, s string) string { return t(ctx, "mentoring.section."+s) }

// newPolicyText offers where to begin: a template in a language, or the words in force.
func (p *Pages) newPolicyText(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page, err := p.wordsOf(ctx, "")
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.words.begin"), Back: wordsLink(ctx), Narrow: true, Body: newWordsBody(page),
	})
}

func wordsLink(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "mentoring.words.title"), URL: link.MentoringPolicy()}
}

// startPolicyText makes the draft: ?in=kk takes the template in that language.
func (p *Pages) startPolicyText(r *http.Request, _ *web.Form) (web.Done, error) {
	ctx := r.Context()
	lang, words := i18n.Language(r.URL.Query().Get("in")), mentoring.PolicyWords{}
	if lang != "" {
		in := web.PaperLanguage(r)
		for _, s := range mentoring.PolicySections {
			words[s] = t(in, "mentoring.template."+s)
		}
	} else {
		page, err := p.wordsOf(ctx, "")
		if err != nil {
			return web.Done{}, err
		}
		lang, words = page.Text.Language, page.Words
	}
	made, err := p.mentoring.Programmes.StartPolicyText(ctx, actor(ctx), lang, words)
	return web.Next(link.EditPolicyText(made.ID), "mentoring.words.begun"), err
}

// newWords are the words of a draft as somebody typed them.
type newWords struct {
	mentoring.PolicyWords
	Version int
}

// editPolicyText is where a draft is written.
func (p *Pages) editPolicyText() web.FormOf[newWords] {
	return web.FormOf[newWords]{
		At: "/mentoring/policy/{id}/edit", Permission: mentoring.Keep, Show: p.editPolicyPage,
		Read: func(f *web.Form) newWords {
			in := newWords{mentoring.PolicyWords{}, f.Version()}
			for _, s := range mentoring.PolicySections {
				in.PolicyWords[s] = f.Value(s)
			}
			return in
		},
		Do: func(r *http.Request, in newWords) (web.Done, error) {
			id := r.PathValue("id")
			err := p.mentoring.Programmes.SavePolicyText(r.Context(), actor(r.Context()), id, in.Version, in.PolicyWords)
			return web.Next(link.PolicyText(id), "mentoring.words.saved"), err
		},
	}
}

func (p *Pages) editPolicyPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx, id := r.Context(), r.PathValue("id")
	page, err := p.wordsOf(ctx, id)
	if err != nil {
		return web.Page{}, err
	}
	if page.Text.State != mentoring.PolicyDraft {
		return web.Page{}, fault.Conflict("mentoring.words.not_draft")
	}
	var pairs []string
	for _, s := range mentoring.PolicySections {
		pairs = append(pairs, s, page.Words[s])
	}
	f.Stands(page.Text.Saves, pairs...)
	return web.Page{Title: t(ctx, "mentoring.words.edit"), Back: wordsLink(ctx), Narrow: true, Body: editWordsBody(id, f)}, nil
}

// adoptPolicyText is where a draft comes into force from a day on.
func (p *Pages) adoptPolicyText() web.FormOf[calendar.Date] {
	return web.FormOf[calendar.Date]{
		At: "/mentoring/policy/{id}/adopt", Permission: mentoring.Keep,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx := r.Context()
			f.Begin("starts", string(p.mentoring.Today()))
			said := t(ctx, "mentoring.words.adopt")
			return f.Page(web.Plain{Title: said, Button: said, Lead: t(ctx, "mentoring.words.adopt_lead"), Back: wordsLink(ctx)}), nil
		},
		Fields: func(in *calendar.Date) []web.Field {
			return []web.Field{ask.Date(in, "starts", "mentoring.words.starts")}
		},
		Do: web.OnThe(p.mentoring.Programmes.AdoptPolicyText, link.PolicyText, "mentoring.words.adopted"),
	}
}

func (p *Pages) askAboutPolicy(r *http.Request, _ *web.Form) (web.Done, error) {
	id := r.PathValue("id")
	return web.Next(link.PolicyText(id), "mentoring.words.asked"), p.mentoring.Programmes.AskAboutPolicy(r.Context(), actor(r.Context()), id)
}

// policyComment is where the keeper answers a comment.
func (p *Pages) policyComment() web.FormOf[string] {
	return web.FormOf[string]{
		At: "/mentoring/policy-comments/{id}", Permission: mentoring.Keep, Show: p.policyCommentPage,
		Read: func(f *web.Form) string { return f.Value("answer") },
		Do: func(r *http.Request, answer string) (web.Done, error) {
			c, err := p.mentoring.Programmes.AnswerPolicyComment(r.Context(), actor(r.Context()), r.PathValue("id"), answer)
			return web.Next(link.PolicyText(c.Policy), "mentoring.words.answer_kept"), err
		},
	}
}

func (p *Pages) policyCommentPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	c, err := p.mentoring.Programmes.PolicyComment(ctx, actor(ctx), r.PathValue("id"))
	return web.Page{
		Title: t(ctx, "mentoring.words.answer"), Back: web.Link{Text: t(ctx, "mentoring.words.title"), URL: link.PolicyText(c.Policy)},
		Narrow: true, Body: answerCommentBody(c, f),
	}, err
}

type comparePage struct {
	wordsPage
	Before, After mentoring.PolicyText
	Sections      []comparedSection
}

type comparedSection struct {
	Section string
	Lines   []mentoring.DiffLine
}

// comparePolicy shows what changed from one version to another.
func (p *Pages) comparePolicy(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	before, err := p.wordsOf(ctx, r.URL.Query().Get("before"))
	if err != nil {
		return err
	}
	after, err := p.wordsOf(ctx, r.URL.Query().Get("after"))
	if err != nil {
		return err
	}
	page := comparePage{wordsPage: after, Before: before.Text, After: after.Text}
	for _, s := range mentoring.PolicySections {
		if before.Words[s] != after.Words[s] {
			page.Sections = append(page.Sections, comparedSection{s, mentoring.Diff(before.Words[s], after.Words[s])})
		}
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.words.compared", "Before", strconv.Itoa(page.Before.Version), "After", strconv.Itoa(page.After.Version)),
		Back:  wordsLink(ctx), Narrow: true, Body: compareBody(page),
	})
}

// policyTextPaper gives a version as a paper, in the language in which it is written.
func (p *Pages) policyTextPaper(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	page, err := p.wordsOf(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	head, err := letterhead.Of(ctx, p.db.Read(), actor(ctx).School, p.mentoring.Today())
	if err != nil {
		return err
	}
	if page.Rules, err = p.mentoring.Programmes.RunningRules(ctx, actor(ctx)); err != nil {
		return err
	}
	in := web.PaperLanguage(r) // the links ask for the language of the text
	return web.Paper(w, r, r.PathValue("format"), "mentoring-policy-"+strconv.Itoa(page.Text.Version), policyDocument(in, page, head))
}

// policyDocument is the policy with its numbers.
func policyDocument(ctx context.Context, g wordsPage, head letterhead.Head) document.Document {
	doc := document.Document{
		Language: g.Text.Language, Title: t(ctx, "mentoring.words.title"), Author: head.School.In(ctx), Date: g.Text.Starts, Letterhead: head.Letterhead,
	}
	doc.Blocks = append(doc.Blocks, document.Heading{Level: 1, Text: doc.Title}, document.Paragraph{Text: g.stands(ctx, g.Text), Align: document.Center})
	for i, s := range mentoring.PolicySections {
		if g.Words[s] == "" {
			continue
		}
		doc.Blocks = append(doc.Blocks, document.Heading{Level: 2, Text: strconv.Itoa(i+1) + ". " + sectionName(ctx, s)})
		for _, line := range mentoring.Diff(g.Words[s], g.Words[s]) {
			doc.Blocks = append(doc.Blocks, document.Paragraph{Text: line.Text, Align: document.Justify})
		}
	}
	for _, rules := range g.Rules {
		facts := document.Facts{}
		for _, f := range policyFacts(ctx, rules.Shape(), rules.Policy) {
			if f.Value != "" {
				facts.Pairs = append(facts.Pairs, [2]string{f.Name, f.Value})
			}
		}
		doc.Blocks = append(doc.Blocks, document.Heading{Level: 2, Text: wording.Title(ctx, rules.Programme)}, facts)
	}
	doc.Blocks = append(doc.Blocks, document.Space{}, document.Signature{Role: t(ctx, "mentoring.paper.order.director"), Name: head.Director})
	return doc
}
