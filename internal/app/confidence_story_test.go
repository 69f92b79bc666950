package app_test

import (
	"net/url"
	"testing"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/db"
	"talim/internal/demo"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/observation/feedback"
	"talim/internal/observation/letter"
	timed "talim/internal/observation/record"
	"talim/internal/observation/share"
	"talim/internal/people"
	"talim/internal/practice"
	"talim/internal/support"
	"talim/internal/timetable"
	"talim/internal/web/link"
)

func personasOf() map[string]demo.Persona { return map[string]demo.Persona{} }

func actorsOf() map[string]access.Actor { return map[string]access.Actor{} }

// begin loads the school and gives three of its teachers the posts that nobody has.
func (c *confidence) begin() {
	c.t.Helper()
	c.ok(c.LoadDemo(ctx))
	all, err := demo.Personas(ctx, c.DB().Read())
	c.ok(err)
	for _, p := range all {
		c.personas[p.Code] = p
	}
	c.everybody()
	staff := c.Services().People
	_, err = staff.BeginPost(ctx, c.as("DIR-A"), people.NewPost{Staff: c.as("Auyl-BMP-1").Staff, Role: access.Administrator, Starts: "2013-09-01"})
	c.ok(err)
	coordinator := people.NewPost{Staff: c.as("T-A11").Staff, Role: access.Coordinator, Starts: "2013-09-01"}
	c.ok(staff.ProposePost(ctx, c.as("DIR-A"), coordinator))
	proposed, err := people.ProposalsFor(ctx, c.DB().Read(), c.as("DIR-A").School, coordinator.Staff)
	c.ok(err)
	c.ok(staff.AnswerProposal(ctx, c.as("DD-A2"), proposed[0].ID, true))
	c.everybody()
}

// tellConfidence lives a year in which somebody writes a record of each kind.
func tellConfidence(t *testing.T, address string) *confidence {
	t.Helper()
	c := newConfidence(t, address)
	c.asksAndPairs()
	c.groupMeets()
	c.pairsWork()
	c.opensLessons()
	c.supports()
	c.practises()
	c.surveys()
	c.decides()
	c.recognises()
	for i, m := range cast {
		c.readers = append(c.readers, c.signsIn(m, i18n.Languages[i%len(i18n.Languages)]))
	}
	return c
}

func (c *confidence) add(r record) { c.records = append(c.records, r) }

func (c *confidence) id(query string, args ...any) string {
	c.t.Helper()
	id, err := db.One[string](ctx, c.DB().Read(), query, args...)
	c.ok(err)
	return id
}

// profile accepts an invitation with a profile.
func (c *confidence) profile(code string, in mentoring.NewProfile) string {
	c.t.Helper()
	mine, err := c.m.Programmes.Mine(ctx, c.as(code))
	c.ok(err)
	in.Topics, in.Languages = []string{"subject"}, []string{"kk"}
	c.ok(c.m.Programmes.SaveProfile(ctx, c.as(code), mine[0].ID, in))
	return mine[0].ID
}

func (c *confidence) invites(side mentoring.Side, codes ...string) {
	c.t.Helper()
	var ids []string
	for _, code := range codes {
		ids = append(ids, c.as(code).Staff)
	}
	_, err := c.m.Programmes.Invite(ctx, c.as("DD-A2"), c.programme.ID, side, ids)
	c.ok(err)
}

// asksAndPairs goes to four running pairs of T-A2, and one that only one of the two
// agreed to.
func (c *confidence) asksAndPairs() {
	c.t.Helper()
	years, err := timetable.Years(ctx, c.DB().Read(), c.as("DD-A2").School)
	c.ok(err)
	policy := mentoring.DefaultPolicy()
	policy.MenteesPerMentor, policy.MinSharedHours = 5, 0
	c.programme, err = c.m.Programmes.Open(ctx, c.as("DD-A2"), mentoring.NewProgramme{Year: years[0].ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: policy})
	c.ok(err)
	c.ok(c.m.Programmes.Announce(ctx, c.as("DIR-A"), years[0].ID, "qqjudgesqq"))
	mentees := []string{"T-A14", "T-A16", "T-A12", "T-A15"}
	c.invites(mentoring.Mentor, "T-A2", "T-A6")
	c.invites(mentoring.Mentee, mentees...)
	c.profile("T-A2", mentoring.NewProfile{Capacity: 5, Strengths: "qqstrengthsqq"})
	for _, code := range mentees[1:] {
		c.profile(code, mentoring.NewProfile{Needs: "qqneedsof" + code + "qq", Hopes: "qqhopesof" + code + "qq"})
	}
	mine := c.profile("T-A14", mentoring.NewProfile{
		Hopes: "qqhopesqq", Preferences: mentoring.Preferences{Wishes: []string{c.as("T-A2").Staff}, Vetoes: []string{c.as("T-A6").Staff}},
	})
	c.pairsUp()
	c.grouped()
	c.on("2013-11-11T07:00") // long enough after the announcement that a talk may be held
	page := link.Participant(mine)
	c.add(record{kind: "mentoring.profile", marker: "qqhopesqq", owner: "T-A14", pages: all(page), write: page, form: url.Values{"topics": {"subject"}, "languages": {"kk"}, "version": {"1"}, "hopes": {"x"}}, table: "profile"})
	unplanned := c.pairing("T-A12")
	c.add(record{
		kind: "mentoring.profile", marker: "qqneedsofT-A12qq", owner: "T-A12", pair: []string{"T-A2", "T-A12"},
		pages: map[access.Relation][]string{"": {link.EditMentoringPlan(unplanned.ID)}, access.Self: {link.EditMentoringPlan(unplanned.ID)}},
	})
	for _, kind := range []string{"mentoring.wish", "mentoring.veto"} {
		c.add(record{kind: kind, owner: "T-A14", pages: all(page), write: page, form: url.Values{"topics": {"subject"}, "languages": {"kk"}, "version": {"1"}}, table: "preference"})
	}
	c.halfAgreed()
}

// pairsUp proposes, lets everybody agree, and signs.
func (c *confidence) pairsUp() {
	c.t.Helper()
	made, err := c.m.Matches.Propose(ctx, c.as("DD-A2"), c.programme.ID)
	c.ok(err)
	c.ok(c.m.Matches.Send(ctx, c.as("DD-A2"), made.ID))
	_, pairs, err := c.m.Matches.Proposal(ctx, c.as("DD-A2"), made.ID)
	c.ok(err)
	if len(pairs) != 4 {
		c.t.Fatalf("%d pairs", len(pairs))
	}
	for _, p := range pairs {
		for code, actor := range c.actors {
			if actor.Staff == p.Mentor || actor.Staff == p.Mentee {
				_, err := c.m.Matches.AnswerPair(ctx, c.as(code), p.ID, true)
				c.ok(err)
			}
		}
	}
	order, err := c.m.Matches.PrepareOrder(ctx, c.as("DD-A2"), c.programme.ID)
	c.ok(err)
	c.ok(c.m.Matches.SignOrder(ctx, c.as("DIR-A"), order.ID, match.Signature{Number: "17", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}))
}

// all is a page that is the same for everybody.
func all(pages ...string) map[access.Relation][]string {
	return map[access.Relation][]string{"": pages}
}

// halfAgreed is a proposed pair to which the mentee said yes: the mentor's page is the
// same before and after.
func (c *confidence) halfAgreed() {
	c.t.Helper()
	c.profile("T-A6", mentoring.NewProfile{Capacity: 1})
	c.invites(mentoring.Mentee, "T-A9")
	c.profile("T-A9", mentoring.NewProfile{})
	made, err := c.m.Matches.Propose(ctx, c.as("DD-A2"), c.programme.ID)
	c.ok(err)
	c.ok(c.m.Matches.Send(ctx, c.as("DD-A2"), made.ID))
	_, pairs, err := c.m.Matches.Proposal(ctx, c.as("DD-A2"), made.ID)
	c.ok(err)
	if len(pairs) != 1 || pairs[0].Mentee != c.as("T-A9").Staff {
		c.t.Fatalf("proposed: %+v", pairs)
	}
	mentor := map[string]castMember{c.as("T-A6").Staff: {code: "T-A6"}, c.as("T-A2").Staff: {code: "T-A2"}}[pairs[0].Mentor]
	watchers := []*reader{c.signsIn(mentor, i18n.English), c.signsIn(castMember{code: "DD-A2"}, i18n.English)}
	look := func() (out []string) {
		for _, w := range watchers {
			for _, address := range []string{link.ProposedPair(pairs[0].ID), link.Proposal(made.ID)} {
				out = append(out, plainText(c.t, w.request("GET", address, nil)))
			}
		}
		return out
	}
	before := look()
	_, err = c.m.Matches.AnswerPair(ctx, c.as("T-A9"), pairs[0].ID, true)
	c.ok(err)
	for i, after := range look() {
		if after != before[i] {
			c.t.Errorf("page %d tells of the mentee's answer", i)
		}
	}
	c.add(record{
		kind: "mentoring.consent", owner: "T-A9", pages: all(link.ProposedPair(pairs[0].ID)),
		write: link.ProposedPair(pairs[0].ID), form: url.Values{"answer": {"yes"}}, table: "consent",
	})
	if mentor.code != "T-A6" { // the mentor is asked as well and reads the page, too
		c.records[len(c.records)-1].pages = nil
	}
}

// holds is a meeting of a pair, held with notes and a step.
func (c *confidence) holdsOne(g pairing.Pairing, in pairing.HoldMeeting) string {
	c.t.Helper()
	times, err := c.m.Pairings.SharedTimes(ctx, c.as("T-A2"), g)
	c.ok(err)
	if len(times) == 0 {
		c.t.Fatal("no time in common")
	}
	m, err := c.m.Pairings.BookMeeting(ctx, c.as("T-A2"), g.ID, pairing.NewMeeting{Date: times[0].Date, StartsAt: times[0].StartsAt, EndsAt: times[0].EndsAt})
	c.ok(err)
	now := c.Now()
	c.on(string(m.Date) + "T20:00")
	c.ok(c.m.Pairings.Hold(ctx, c.as("T-A2"), m.ID, in))
	if now.After(c.Now()) {
		c.t.Fatal("the clock went back")
	}
	return m.ID
}

func (c *confidence) pairsWork() {
	c.t.Helper()
	main, left, shared, counted := c.pairing("T-A14"), c.pairing("T-A16"), c.pairing("T-A12"), c.pairing("T-A15")
	pair := []string{"T-A2", "T-A14"}
	c.ok(c.m.Pairings.SavePlan(ctx, c.as("T-A2"), main.ID, 0, pairing.PlanContent{Strong: "qqplanqq", Goals: []string{"qqgoalqq"}}))
	c.ok(c.m.Pairings.Share(ctx, c.as("T-A2"), main.ID, pairing.NewResource{Title: "qqresourceqq", Place: "qqplaceqq", Why: "qqwhyqq"}))
	met := c.holdsOne(main, pairing.HoldMeeting{
		Shared: "qqsharedqq", Private: "qqprivateqq", Steps: []pairing.NewStep{{Text: "qqstepqq", Owner: c.as("T-A14").Staff, Due: "2013-12-20"}},
	})
	notes := link.MeetingNotes(met)
	write := url.Values{"shared": {"x"}, "private": {"x"}}
	c.add(record{kind: "mentoring.private_note", marker: "qqprivateqq", owner: "T-A2", pages: all(link.Meeting(met)), table: "meeting_note"})
	c.add(record{kind: "mentoring.shared_note", marker: "qqsharedqq", owner: "T-A2", pair: pair, pages: all(link.Meeting(met)), write: notes, form: write, table: "meeting_note"})
	c.add(record{
		kind: "mentoring.shared_note", marker: "qqplanqq", owner: "T-A2", pair: pair, pages: all(link.MentoringPlan(main.ID), link.MentoringPlanPaper(main.ID, "docx")),
		write: link.EditMentoringPlan(main.ID), form: url.Values{"version": {"1"}, "goal_0": {"x"}, "strong": {"x"}}, table: "mentoring_plan",
	})
	c.add(record{kind: "mentoring.shared_note", marker: "qqstepqq", owner: "T-A2", pair: pair, pages: all(link.Meeting(met), link.Pairing(main.ID)), write: notes, form: write, table: "next_step"})
	c.add(record{
		kind: "mentoring.shared_note", marker: "qqwhyqq", owner: "T-A2", pair: pair, pages: all(link.SharedResources(main.ID)),
		write: link.SharedResources(main.ID), form: url.Values{"title": {"x"}, "place": {"x"}}, table: "shared_resource",
	})
	c.visits(main, pair)
	// The pair that ended early: both keep what they had together, nothing of one's own.
	formerly := c.holdsOne(left, pairing.HoldMeeting{Shared: "qqformerqq", Private: "qqbehindqq"})
	c.ok(c.m.Pairings.SaveReport(ctx, c.as("T-A2"), left.ID, pairing.NewReport{Done: "qqleftreportqq", Share: true}))
	c.ok(c.m.Matches.AskChange(ctx, c.as("T-A16"), left.ID))
	former := []string{"T-A2", "T-A16"}
	c.add(record{kind: "mentoring.shared_note", marker: "qqformerqq", owner: "T-A2", pair: former, ended: true, pages: all(link.Meeting(formerly)), write: link.MeetingNotes(formerly), form: write})
	c.records[len(c.records)-1].write = "" // of a pair that ended nobody writes: the state refuses, not the rule
	c.add(record{kind: "mentoring.private_note", marker: "qqbehindqq", owner: "T-A2", pair: former, ended: true, pages: all(link.Meeting(formerly))})
	c.add(record{kind: "mentoring.profile", marker: "qqneedsofT-A16qq", owner: "T-A16", pair: former, ended: true, pages: map[access.Relation][]string{"": {link.EditMentoringPlan(left.ID), link.MentoringPlan(left.ID)}, access.Self: {}}})
	c.add(record{kind: "mentoring.report", marker: "qqleftreportqq", owner: "T-A2", pair: former, ended: true, pages: all(link.MentoringReport(left.ID), link.MentoringReportPaper(left.ID, "docx"))})
	for _, g := range []pairing.Pairing{main, shared} {
		c.add(record{
			kind: "mentoring.counts", owner: "T-A2", pair: []string{"T-A2", map[string]string{main.ID: "T-A14", shared.ID: "T-A12"}[g.ID]},
			pages: map[access.Relation][]string{"": {link.Pairing(g.ID)}, access.AsSMUHead: {link.UnitPairs()}},
		})
	}
	c.reports(main, shared, counted)
}

func (c *confidence) reports(main, shared, counted pairing.Pairing) {
	c.t.Helper()
	save := func(g pairing.Pairing, text string, share bool) {
		c.t.Helper()
		c.ok(c.m.Pairings.SaveReport(ctx, c.as("T-A2"), g.ID, pairing.NewReport{Done: text, Share: share}))
	}
	save(main, "qqdraftqq", false)
	save(shared, "qqgivenqq", true)
	save(counted, "qqcountedqq", true)
	c.ok(c.m.Pairings.ReplyToReport(ctx, c.as("T-A15"), counted.ID, pairing.Add, "qqreplyqq"))
	page := func(g pairing.Pairing) map[access.Relation][]string {
		return all(link.MentoringReport(g.ID), link.MentoringReportPaper(g.ID, "docx"))
	}
	text := url.Values{"done": {"x"}, "version": {"1"}}
	c.add(record{kind: "mentoring.report_draft", marker: "qqdraftqq", owner: "T-A2", pair: []string{"T-A2", "T-A14"}, pages: page(main), write: link.MentoringReport(main.ID), form: text, table: "mentoring_report"})
	c.add(record{kind: "mentoring.report", marker: "qqgivenqq", owner: "T-A2", pair: []string{"T-A2", "T-A12"}, pages: page(shared), write: link.MentoringReport(shared.ID), form: text, table: "mentoring_report"})
	c.add(record{kind: "mentoring.report_counted", marker: "qqcountedqq", owner: "T-A2", pair: []string{"T-A2", "T-A15"}, pages: page(counted)})
	c.add(record{
		kind: "mentoring.reply", marker: "qqreplyqq", owner: "T-A15", pair: []string{"T-A2", "T-A15"}, pages: page(counted),
		write: link.ReplyToReport(counted.ID), form: url.Values{"stance": {"agree"}}, table: "mentoring_report_reply",
	})
}

// visits is a lesson of T-A2 that T-A14 visited, with a note.
func (c *confidence) visits(g pairing.Pairing, pair []string) {
	c.t.Helper()
	monday := c.m.Today().Monday().AddDays(7)
	lessons, err := c.m.Pairings.Visitable(ctx, c.as("T-A14"), g, c.as("T-A14").Staff, monday)
	c.ok(err)
	if len(lessons) == 0 {
		c.t.Fatal("no lesson to visit")
	}
	v, err := c.m.Pairings.PlanVisit(ctx, c.as("T-A14"), g.ID, pairing.NewVisit{Observer: c.as("T-A14").Staff, Lesson: lessons[0].Lesson, Date: lessons[0].Date})
	c.ok(err)
	c.on(string(v.Date) + "T20:00")
	c.ok(c.m.Pairings.HoldVisit(ctx, c.as("T-A14"), v.ID, "qqvisitqq", nil))
	c.add(record{
		kind: "mentoring.shared_note", marker: "qqvisitqq", owner: "T-A14", pair: pair, pages: all(link.Visit(v.ID)),
		write: link.HoldVisit(v.ID), form: url.Values{"note": {"x"}}, table: "visit_note",
	})
	c.recordsLesson(v.ID)
	c.discusses(v.ID)
	c.asksLetter(v.ID)
	if len(lessons) < 3 {
		c.t.Fatal("no lessons to share")
	}
	c.sharesLesson(g, lessons[1], "share.in_person", "qqinpersonqq", share.NewShare{Staff: c.as("T-A12").Staff, Level: share.Whole})
	c.sharesLesson(g, lessons[2], "share.to_school", "qqtoschoolqq", share.NewShare{School: true, Level: share.Whole})
}

// sharesLesson is another lesson of T-A2 that T-A14 visited and recorded, and which T-A2
// shares; the record is of both.
func (c *confidence) sharesLesson(g pairing.Pairing, lesson pairing.VisitableLesson, kind, marker string, with share.NewShare) {
	c.t.Helper()
	s, records, teacher, observer := app.Service[*share.Service](c.App), app.Service[*timed.Service](c.App), c.as("T-A2"), c.as("T-A14")
	v, err := c.m.Pairings.PlanVisit(ctx, observer, g.ID, pairing.NewVisit{Observer: observer.Staff, Lesson: lesson.Lesson, Date: lesson.Date})
	c.ok(err)
	if c.m.Today() <= v.Date {
		c.on(string(v.Date) + "T21:00")
	}
	_, err = records.Sync(ctx, observer, v.ID, timed.Batch{Device: "qqdeviceqq", Ops: []timed.Operation{{
		Key: "op-" + v.ID, Kind: timed.OfLine, Line: "line-" + v.ID, At: s.Now(), Body: timed.Body{Pupils: marker},
	}}})
	c.ok(err)
	c.ok(records.Finish(ctx, observer, v.ID))
	c.ok(s.Share(ctx, teacher, v.ID, with))
	form := url.Values{"staff": {c.as("T-A5").Staff}, "level": {"whole"}}
	trusted := ""
	if !with.School {
		trusted = "T-A12"
	}
	c.add(record{
		kind: kind, marker: marker, owner: "T-A2", selves: []string{"T-A14"}, trusted: trusted, pages: all(link.LessonRecord(v.ID)),
		write: link.LessonShares(v.ID), form: form, table: "lesson_share",
	})
	c.add(record{
		kind: "share.list", owner: "T-A2", pages: all(link.LessonShares(v.ID)), write: link.TakeBackShare(c.id(`SELECT max(id) FROM lesson_share`)),
		form: url.Values{}, table: "lesson_share",
	})
}

// asksLetter is a letter about that visit, which T-A2 asked of T-A14 and answered: one to
// be issued, and one that is.
func (c *confidence) asksLetter(visit string) {
	c.t.Helper()
	s, teacher, writer := app.Service[*letter.Service](c.App), c.as("T-A2"), c.as("T-A14")
	for _, marker := range []string{"qqletterqq", "qqissuedqq"} {
		id, err := s.Ask(ctx, teacher, letter.NewLetter{Writer: writer.Staff, Visits: []string{visit}})
		c.ok(err)
		c.ok(s.Answer(ctx, writer, id, true))
		c.ok(s.Write(ctx, writer, id, letter.Conclusion{Version: 1, Text: marker, Show: true}))
		c.ok(s.Answered(ctx, teacher, id, letter.Reply{Version: 2, Text: "x"}))
		page, verb := link.ObservationLetter(id), link.EndLetter(id)
		if marker == "qqissuedqq" {
			c.ok(s.Issue(ctx, writer, id, 3))
			page, verb = link.LetterPaper(id, "html"), link.IssueLetter(id)
		}
		c.add(record{
			kind: "letter.letter", marker: marker, owner: "T-A2", trusted: "T-A14", pages: all(page), write: verb, form: url.Values{"version": {"3"}}, table: "observation_letter",
		})
	}
}

// discusses is what T-A2 and T-A14 say about that lesson.
func (c *confidence) discusses(visit string) {
	c.t.Helper()
	s, teacher, observer := app.Service[*feedback.Service](c.App), c.as("T-A2"), c.as("T-A14")
	c.ok(s.Reflect(ctx, teacher, visit, feedback.Reflection{Text: "qqreflectionqq"}))
	c.ok(s.Say(ctx, observer, visit, feedback.Saying{Words: feedback.Words{Evidence: "qqshowedlearningqq", Question: "x", Learned: "qqtakenalongqq", Suggestion: "x"}}))
	c.ok(s.ReplyTo(ctx, teacher, visit, feedback.Reply{Visit: visit, Seen: 1, Text: "qqteachersaysqq"}))
	c.ok(s.ProposeStep(ctx, observer, visit, feedback.NewStep{Text: "qqnextstepqq", DueOn: s.Today().AddDays(7)}))
	step := c.id(`SELECT id FROM feedback_step`)
	c.ok(s.AnswerStep(ctx, teacher, step, true))
	c.ok(s.FinishStep(ctx, observer, step, "qqoutcomeqq"))
	c.ok(s.Note(ctx, observer, visit, feedback.NewNote{On: s.Today(), Text: "qqtriedqq"}))
	at := all(link.Occasion(visit))
	c.add(record{
		kind: "feedback.reflection", marker: "qqreflectionqq", owner: "T-A2", trusted: "T-A14", pages: at,
		write: link.LookBack(visit), form: url.Values{"version": {"1"}, "text": {"x"}}, table: "feedback_reflection",
	})
	for _, marker := range []string{"qqshowedlearningqq", "qqtakenalongqq", "qqteachersaysqq"} {
		c.add(record{
			kind: "feedback.words", marker: marker, owner: "T-A14", trusted: "T-A2", pages: at,
			write: link.SayOfLesson(visit), form: url.Values{"version": {"1"}, "evidence": {"x"}, "question": {"x"}, "learned": {"x"}}, table: "feedback_words",
		})
	}
	for _, marker := range []string{"qqnextstepqq", "qqoutcomeqq"} {
		c.add(record{
			kind: "feedback.step", marker: marker, owner: "T-A2", trusted: "T-A14", pages: all(link.NextStep(step)),
			write: link.EndNextStep(step), table: "feedback_step",
		})
	}
	c.add(record{
		kind: "feedback.note", marker: "qqtriedqq", owner: "T-A14", pages: map[access.Relation][]string{"": {link.LearningPaper("html")}, access.Self: {link.Learning()}},
		write: link.NewTry(visit), form: url.Values{"text": {"x"}, "tried_on": {string(s.Today())}}, table: "feedback_note",
	})
}

// recordsLesson is the timed record that T-A14 made of the lesson of T-A2, and what she
// observes for herself.
func (c *confidence) recordsLesson(visit string) {
	c.t.Helper()
	s := app.Service[*timed.Service](c.App)
	forged := url.Values{"batch": {`{"device":"x","sent":1,"ops":[{"id":"qqforgedqq","kind":"line","line":"qqforgedqq","at":1380000000000,"skew":0,"note":"x"}]}`}}
	_, err := s.Sync(ctx, c.as("T-A14"), visit, timed.Batch{Device: "qqdeviceqq", Ops: []timed.Operation{{
		Key: "qqoperationqq", Kind: timed.OfLine, Line: "qqlinekeyqq", At: s.Now(), Body: timed.Body{Pupils: "qqpupilsdoqq"},
	}}})
	c.ok(err)
	c.add(record{
		kind: "record.lesson", marker: "qqpupilsdoqq", owner: "T-A2", trusted: "T-A14", pages: all(link.LessonRecord(visit)),
		write: link.SyncRecord(visit), table: "timed_operation", form: forged,
	})
	id, err := s.ObserveMeeting(ctx, c.as("T-A14"), timed.NewMeeting{Kind: timed.OfMeeting, Title: "qqmeetingqq", Date: s.Today(), StartsAt: "15:00", EndsAt: "16:00"})
	c.ok(err)
	c.add(record{
		kind: "record.meeting", marker: "qqmeetingqq", owner: "T-A14", pages: all(link.LessonRecord(id)), write: link.SyncRecord(id), form: forged, table: "timed_operation",
	})
}

// supports is what carries T-A14 beside the meetings; T-A13 is trusted with it.
func (c *confidence) supports() {
	c.t.Helper()
	s, mentee, trusted, g := app.Service[*support.Service](c.App), c.as("T-A14"), c.as("T-A13"), c.pairing("T-A14")
	pair := []string{"T-A2", "T-A14"}
	c.ok(s.NameHelper(ctx, mentee, support.NewHelper{Staff: trusted.Staff}))
	c.ok(s.ChooseViewer(ctx, mentee, trusted.Staff))
	helper := c.id(`SELECT id FROM support_helper WHERE purpose = 'questions'`)
	viewer := c.id(`SELECT id FROM support_helper WHERE purpose = 'check_ins'`)
	c.ok(s.AnswerHelper(ctx, trusted, helper, true))
	c.ok(s.AnswerHelper(ctx, trusted, viewer, true))
	c.ok(s.KeepCheckIn(ctx, mentee, support.Answers{Mood: 2, Backed: 2, Strength: 2, Note: "qqcheckinqq"}))
	c.add(record{
		kind: "support.check_in", marker: "qqcheckinqq", owner: "T-A14", pair: pair, trusted: "T-A13",
		pages: map[access.Relation][]string{"": {link.SharedCheckIns(viewer), link.CheckIn()}, access.Self: {link.CheckIn()}, access.Trusted: {link.SharedCheckIns(viewer)}},
	})
	question, err := s.Ask(ctx, mentee, support.NewQuestion{To: helper, Text: "qqquestionqq"})
	c.ok(err)
	c.ok(s.Reply(ctx, trusted, question, "qqanswerqq"))
	for _, marker := range []string{"qqquestionqq", "qqanswerqq"} {
		c.add(record{
			kind: "support.question", marker: marker, owner: "T-A14", pair: pair, trusted: "T-A13", pages: all(link.SupportQuestion(question)),
			write: link.SupportQuestion(question), form: url.Values{"text": {"x"}}, table: "support_answer",
		})
	}
	c.add(record{
		kind: "support.helper", owner: "T-A14", pair: pair, trusted: "T-A13",
		pages: map[access.Relation][]string{"": {link.SupportHelper(helper)}, access.Self: {link.Support()}},
		write: link.SupportHelper(helper), form: url.Values{"answer": {"no"}}, table: "support_helper",
	})
	c.ok(s.SayWish(ctx, mentee, g.ID, support.Guidance{Step: 2, Text: "qqguidanceqq"}))
	c.add(record{
		kind: "support.guidance_wish", marker: "qqguidanceqq", owner: "T-A14", pair: pair, pages: all(link.GuidanceWish(g.ID)),
		write: link.GuidanceWish(g.ID), form: url.Values{"step": {"1"}, "text": {"x"}}, table: "guidance_wish",
	})
	c.reportsMismatch(g, pair)
}

// reportsMismatch tells T-A13, a person of trust of the programme, that it does not work; and
// later the coordinator, who then is the one receiver.
func (c *confidence) reportsMismatch(g pairing.Pairing, pair []string) {
	c.t.Helper()
	s := app.Service[*support.Service](c.App)
	c.ok(s.NameTrust(ctx, c.as("DD-A2"), c.programme.ID, c.as("T-A13").Staff))
	c.ok(s.AnswerTrust(ctx, c.as("T-A13"), c.id(`SELECT id FROM trust_person`), true))
	for code, marker := range map[string]string{"T-A13": "qqmismatchqq", "T-A11": "qqtoldcoordinatorqq"} {
		id, err := s.ReportMismatch(ctx, c.as("T-A14"), g.ID, support.NewMismatch{Receiver: c.as(code).Staff, Concern: support.Concern{Kind: "fit", Text: marker}})
		c.ok(err)
		c.add(record{
			kind: "support.mismatch", marker: marker, owner: "T-A14", pair: pair, trusted: code, pages: all(link.Mismatch(id)),
			write: link.Mismatch(id), form: url.Values{"what": {"talk"}, "text": {"x"}}, table: "mismatch_offer",
		})
		if code == "T-A13" {
			c.ok(s.Offer(ctx, c.as(code), id, support.NewOffer{What: []support.Offered{support.OfferTalk}, Text: "qqofferqq"}))
			c.add(record{kind: "support.mismatch", marker: "qqofferqq", owner: "T-A14", pair: pair, trusted: code, pages: all(link.Mismatch(id))})
		}
	}
}

// practises is what T-A2 writes for herself as a mentor.
func (c *confidence) practises() {
	c.t.Helper()
	s, mentor, g := app.Service[*practice.Service](c.App), c.as("T-A2"), c.pairing("T-A14")
	entry, err := s.WriteLog(ctx, mentor, practice.NewLogEntry{Date: c.m.Today(), Text: "qqlogqq"})
	c.ok(err)
	c.ok(s.SetStyle(ctx, mentor, g.ID, practice.Coaching))
	c.add(record{
		kind: "practice.style", owner: "T-A2", pair: []string{"T-A2", "T-A14"}, pages: all(link.PairStyle(g.ID)),
		write: link.PairStyle(g.ID), form: url.Values{"style": {string(practice.Coaching)}}, table: "pair_style",
	})
	left := c.pairing("T-A16")
	c.add(record{kind: "practice.style", owner: "T-A2", pair: []string{"T-A2", "T-A16"}, ended: true, pages: map[access.Relation][]string{"": {link.PairStyle(left.ID)}, access.Self: {}}})
	c.add(record{
		kind: "practice.learning_log", marker: "qqlogqq", owner: "T-A2", pages: all(link.LearningLog(), link.LearningLogPaper("docx")),
		write: link.EraseLog(entry.ID), table: "learning_log",
	})
	c.ok(s.NoteResistance(ctx, mentor, g.ID, practice.NewResistanceNote{Date: c.m.Today(), Category: practice.KnownWays, Text: "qqsignqq"}))
	c.add(record{
		kind: "practice.resistance_note", marker: "qqsignqq", owner: "T-A2", pair: []string{"T-A2", "T-A14"}, pages: all(link.ResistanceNotes(g.ID)),
		write: link.ResistanceNotes(g.ID), form: url.Values{"category": {string(practice.KnownWays)}, "date": {string(c.m.Today())}, "text": {"x"}}, table: "resistance_note",
	})
}

// opensLessons is what T-A14 shows to colleagues, to all and to T-A13 alone; T-A13 asks to
// see another lesson, and is her critical friend.
func (c *confidence) opensLessons() {
	c.t.Helper()
	s, teacher, guest := app.Service[*observation.Service](c.App), c.as("T-A14"), c.as("T-A13")
	week, err := s.OwnWeek(ctx, teacher, s.Today().Monday().AddDays(7))
	c.ok(err)
	for i, x := range []struct {
		marker, kind string
		in           observation.NewOpenLesson
		trusted      string
	}{
		{"qqforallqq", "observation.open_lesson", observation.NewOpenLesson{Audience: observation.ForAll, Places: 3}, ""},
		{"qqfornamedqq", "observation.named_lesson", observation.NewOpenLesson{Audience: observation.ForNamed, Guests: []string{guest.Staff}}, "T-A13"},
	} {
		x.in.LessonChoice = observation.LessonChoice{Date: week[i].Date, Lesson: week[i].Lesson}
		x.in.Serves = observation.Serves{Purpose: "sharing", Focus: x.marker}
		id, err := s.OpenLesson(ctx, teacher, x.in)
		c.ok(err)
		c.add(record{
			kind: x.kind, marker: x.marker, owner: "T-A14", trusted: x.trusted, pages: all(link.OpenLesson(id)),
			write: link.EditOpenLesson(id), form: url.Values{"purpose": {"help"}, "kind": {"open"}, "version": {"1"}}, table: "open_lesson_was",
		})
	}
	open, err := s.WeekToAsk(ctx, guest, teacher.Staff, s.Today().Monday().AddDays(14))
	c.ok(err)
	request, err := s.AskToVisit(ctx, guest, observation.NewRequest{
		Teacher: teacher.Staff, LessonChoice: observation.LessonChoice{Date: open[0].Date, Lesson: open[0].Lesson}, Purpose: "help", Words: "qqwouldliketoseeqq",
	})
	c.ok(err)
	c.add(record{
		kind: "observation.request", marker: "qqwouldliketoseeqq", owner: "T-A13", trusted: "T-A14", pages: all(link.VisitRequest(request)),
		write: link.EndVisitRequest(request), form: url.Values{}, table: "visit_request",
	})
	c.ok(s.NameFriend(ctx, teacher, guest.Staff))
	friend := c.id(`SELECT id FROM critical_friend`)
	c.ok(s.AnswerFriend(ctx, guest, friend, true))
	c.add(record{
		kind: "observation.friend", owner: "T-A14", trusted: "T-A13", pages: all(link.CriticalFriend(friend)),
		write: link.EndFriend(friend), form: url.Values{}, table: "critical_friend",
	})
}
