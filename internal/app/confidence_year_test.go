package app_test

import (
	"net/url"
	"slices"

	"talim/internal/access"
	"talim/internal/app"
	"talim/internal/calendar"
	"talim/internal/evaluation"
	"talim/internal/mentoring"
	"talim/internal/mentoring/agreement"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/handover"
	"talim/internal/mentoring/help"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/recognition"
	"talim/internal/timetable"
	"talim/internal/web/link"
)

// surveyed are the two sides of the programme: five, the fewest of whom words are shown.
var surveyed = []string{"T-A2", "T-A14", "T-A16", "T-A12", "T-A15"}

// surveys asks both sides; all answer, also a question for mentees alone, of whom there
// are four: too few for anybody to read it.
func (c *confidence) surveys() {
	c.t.Helper()
	s, keeper := app.Service[*evaluation.Service](c.App), c.as("DD-A2")
	v, err := s.Prepare(ctx, keeper, c.programme.ID)
	c.ok(err)
	c.ok(s.AddQuestion(ctx, keeper, v.ID, evaluation.NewQuestion{Kind: evaluation.Text, Side: evaluation.Mentees, KK: "Сұрақ", RU: "Вопрос", EN: "Question"}))
	c.ok(s.Announce(ctx, keeper, v.ID, calendar.Period{Starts: c.m.Today(), Ends: c.m.Today().AddDays(7)}))
	words := c.id(`SELECT id FROM survey_question WHERE topic = 'helped'`)
	hidden := c.id(`SELECT id FROM survey_question WHERE side = 'mentee' AND kind = 'text'`)
	for _, code := range surveyed {
		texts := map[string]string{words: "qqwordsof" + code + "qq"}
		if code != "T-A2" {
			texts[hidden] = "qqhiddenof" + code + "qq"
		}
		c.ok(s.Answer(ctx, c.as(code), v.ID, evaluation.Answers{Texts: texts}))
	}
	c.ok(s.Close(ctx, keeper, v.ID))
	page := all(link.Evaluation(c.programme.ID), link.EvaluationReport(c.programme.ID), link.EvaluationReportPaper(c.programme.ID, "docx"))
	for _, code := range surveyed {
		c.add(record{kind: "evaluation.words", marker: "qqwordsof" + code + "qq", owner: code, selves: surveyed, pages: all(link.Evaluation(c.programme.ID))})
		if code != "T-A2" {
			c.add(record{
				kind: "evaluation.answer", marker: "qqhiddenof" + code + "qq", owner: code, selves: surveyed, pages: page,
				write: link.EvaluationAnswer(v.ID), form: url.Values{words: {"x"}}, table: "survey_sheet",
			})
		}
	}
	c.add(record{kind: "evaluation.report", pages: all(link.EvaluationReport(c.programme.ID))})
}

// recognises is the end of the year: a story that one of the two agreed to, one that both
// did, a nomination, thanks.
func (c *confidence) recognises() {
	c.t.Helper()
	s, main, counted := app.Service[*recognition.Service](c.App), c.pairing("T-A14"), c.pairing("T-A15")
	c.ok(s.SetForum(ctx, c.as("DD-A2"), c.programme.ID, recognition.NewForum{
		Date: c.m.Today().AddDays(20), StartsAt: "15:00", Place: "зал", NominateUntil: c.m.Today().AddDays(10),
	}))
	hub := link.Recognition(c.programme.ID)
	c.ok(s.SaveStory(ctx, c.as("T-A2"), main.ID, recognition.NewStory{Title: "qqstoryqq", Text: "qqstorytextqq"}))
	c.add(record{
		kind: "recognition.story_draft", marker: "qqstorytextqq", owner: "T-A2", pair: []string{"T-A2", "T-A14"}, pages: all(link.Story(main.ID), hub),
		write: link.Story(main.ID), form: url.Values{"title": {"x"}, "text": {"x"}, "version": {"1"}}, table: "story",
	})
	c.ok(s.SaveStory(ctx, c.as("T-A2"), counted.ID, recognition.NewStory{Title: "qqshownqq", Text: "qqshowntextqq"}))
	c.ok(s.AgreeStory(ctx, c.as("T-A15"), counted.ID, 1))
	c.add(record{kind: "recognition.story", marker: "qqshowntextqq", owner: "T-A2", pair: []string{"T-A2", "T-A15"}, pages: all(hub)})
	c.ok(s.Nominate(ctx, c.as("T-A14"), main.ID, recognition.NewNomination{Words: "qqnominationqq"}))
	c.add(record{
		kind: "recognition.nomination", marker: "qqnominationqq", owner: "T-A14", pair: []string{"T-A2", "T-A14"}, pages: all(link.Nomination(main.ID), hub),
		write: link.Nomination(main.ID), form: url.Values{"words": {"x"}}, table: "nomination",
	})
	c.ok(s.Thank(ctx, c.as("DIR-A"), c.programme.ID, c.as("T-A2").Staff, "qqthanksqq"))
	c.add(record{
		kind: "recognition.thanks", marker: "qqthanksqq", plain: true, owner: "T-A2", pages: all(hub),
		write: link.GiveThanks(c.programme.ID), form: url.Values{"staff": {c.as("T-A2").Staff}, "text": {"x"}}, table: "thanks",
	})
}

// closesNominations lets the last day pass: from then on those who keep the programme
// read who nominated whom.
func (c *confidence) closesNominations() {
	c.t.Helper()
	c.on(string(c.m.Today().AddDays(12)) + "T10:00")
	i := slices.IndexFunc(c.records, func(r record) bool { return r.kind == "recognition.nomination" })
	nominated := c.records[i]
	nominated.kind = "recognition.nomination_closed"
	nominated.write = ""
	c.records[i] = nominated
	for _, r := range c.readers {
		for _, address := range nominated.everyPage() {
			delete(r.got, address)
		}
		for _, address := range nominated.everyPage() {
			c.silent(r, address, r.get(address))
		}
		c.readsOne(r, nominated)
	}
}

// decides is what director and deputies write beside the pairs.
func (c *confidence) decides() {
	c.t.Helper()
	director, deputy, mentee, today := c.as("DIR-A"), c.as("DD-A2"), c.as("T-A14"), c.m.Today()
	made, err := c.m.Help.OfferHelp(ctx, c.as("SMU-A3"), c.pairing("T-A14").ID, help.NewHelp{Offer: help.HelpTalk, Words: "qqhelpqq"})
	c.ok(err)
	c.add(record{
		kind: "mentoring.help_offer", marker: "qqhelpqq", plain: true, owner: "T-A2", pair: []string{"T-A2", "T-A14"},
		pages: map[access.Relation][]string{
			"": {link.PairHelp(made.Pairing), link.HelpOffer(made.ID)}, access.Self: {link.HelpOffer(made.ID)}, access.Partner: {link.HelpOffer(made.ID)},
		},
	})
	c.ok(c.m.Hours.RecordHours(ctx, director, agreement.NewHours{Staff: mentee.Staff, Text: "qqdealqq", AgreedOn: today, Starts: today, Ends: "2014-05-20"}))
	c.add(record{
		kind: "mentoring.deal", marker: "qqdealqq", owner: "T-A14", pages: all("/mentoring/hours"), write: "/mentoring/hours/new",
		form: url.Values{"staff": {mentee.Staff}, "text": {"x"}}, table: "timetable_deal",
	})
	c.ok(c.m.Programmes.RecordTalk(ctx, director, mentee.Staff, today, "qqtalkqq"))
	c.add(record{
		kind: "mentoring.final_talk", marker: "qqtalkqq", owner: "T-A14", pages: all(link.TalkOf(mentee.Staff)), write: link.TalkOf(mentee.Staff),
		form: url.Values{"held_on": {string(today)}, "agreed": {"x"}}, table: "final_talk",
	})
	h, err := c.m.Handovers.PlanHandover(ctx, deputy, handover.NewHandover{
		Leaver: c.as("T-A2").Staff, Successor: mentee.Staff, What: "qqhandoverqq", LeavesOn: "2014-04-01", Steps: "qqhandoverstepqq",
	})
	c.ok(err)
	c.add(record{
		kind: "mentoring.handover", marker: "qqhandoverstepqq", plain: true, owner: "T-A2", pair: []string{"T-A2", "T-A14"}, pages: all(link.Handover(h.ID)),
		write: link.Handover(h.ID), form: url.Values{"text": {"x"}, "due": {"2014-03-01"}}, table: "handover_step",
	})
	c.ok(c.m.Programmes.SetStages(ctx, deputy, c.programme.ID, 0, []mentoring.NewStage{{Name: "Бірінші", Aim: "Танысу", Starts: "2013-09-02", Ends: "2013-12-27"}}))
	stage := c.id(`SELECT id FROM programme_stage WHERE removed_at = ''`)
	_, err = c.m.Programmes.NoteStage(ctx, deputy, stage, 0, "qqstageqq")
	c.ok(err)
	c.add(record{
		kind: "mentoring.stage_note", marker: "qqstageqq", plain: true, pages: all(link.Stage(stage)),
		write: link.Stage(stage), form: url.Values{"note": {"x"}}, table: "programme_stage",
	})
	c.add(record{
		kind: "mentoring.talk_announced", marker: "qqjudgesqq", plain: true, pages: all(link.FinalTalk()), write: "/mentoring/talk/new",
		form: url.Values{"judges": {"x"}}, table: "talk_statement",
	})
}

// grouped is a group of five with their mentor, and what it wrote at a meeting.
func (c *confidence) grouped() {
	c.t.Helper()
	keeper, mentor := c.as("DD-A2"), "SMU-A4"
	mentees := []string{"Auyl-Kazakh-1", "Auyl-Kazakh-2", "Auyl-PE-1", "Auyl-PE-2", "T-A5"}
	one := c.programme
	c.programme = c.opensGroups()
	c.invites(mentoring.Mentor, mentor)
	c.invites(mentoring.Mentee, mentees...)
	for _, code := range append([]string{mentor}, mentees...) {
		mine, err := c.m.Programmes.Mine(ctx, c.as(code))
		c.ok(err)
		c.ok(c.m.Programmes.SaveProfile(ctx, c.as(code), mine[len(mine)-1].ID, mentoring.NewProfile{Topics: []string{"methods"}, Languages: []string{"kk"}, Capacity: 1}))
	}
	made, err := c.m.Groups.ProposeGroups(ctx, keeper, c.programme.ID)
	c.ok(err)
	_, groups, err := c.m.Groups.GroupProposal(ctx, keeper, made.ID)
	c.ok(err)
	if len(groups) != 1 {
		c.t.Fatalf("%d groups", len(groups))
	}
	c.ok(c.m.Groups.SendGroups(ctx, keeper, made.ID))
	for _, code := range append([]string{mentor}, mentees...) {
		c.ok(c.m.Groups.AnswerGroup(ctx, c.as(code), groups[0].ID, true))
	}
	order, err := c.m.Matches.PrepareOrder(ctx, keeper, c.programme.ID)
	c.ok(err)
	c.ok(c.m.Matches.SignOrder(ctx, c.as("DIR-A"), order.ID, match.Signature{Number: "18", Date: "2013-09-05", Starts: "2013-09-09", Ends: "2014-05-20"}))
	c.programme = one
	c.group = groups[0].ID
}

func (c *confidence) opensGroups() mentoring.Programme {
	c.t.Helper()
	years, err := timetable.Years(ctx, c.DB().Read(), c.as("DD-A2").School)
	c.ok(err)
	shape := mentoring.Shape{Kind: mentoring.KindGroup, Track: mentoring.TrackStandard}
	policy := mentoring.DefaultFor(shape, "2013-09-02")
	policy.MinSharedHours = 0
	p, err := c.m.Programmes.Open(ctx, c.as("DD-A2"), mentoring.NewProgramme{Shape: shape, Year: years[0].ID, Starts: "2013-09-02", Ends: "2014-05-25", Policy: policy})
	c.ok(err)
	return p
}

// groupMeets is a meeting of the group, with a note for all and one for oneself.
func (c *confidence) groupMeets() {
	c.t.Helper()
	mentor := c.as("SMU-A4")
	_, weekly, _, err := c.m.Groups.GroupTimes(ctx, mentor, c.group)
	c.ok(err)
	if len(weekly) == 0 {
		c.t.Fatal("no hour that all of the group have")
	}
	_, err = c.m.Groups.BookGroup(ctx, mentor, c.group, group.NewGroupTime{
		From: c.m.Today().AddDays(1), Weekday: weekly[0].Weekday, StartsAt: weekly[0].StartsAt, EndsAt: weekly[0].EndsAt, Repeat: true,
	})
	c.ok(err)
	c.on(string(c.m.Today().AddDays(8)) + "T20:00")
	met := c.id(`SELECT min(id) FROM group_meeting`)
	c.ok(c.m.Groups.HoldGroupMeeting(ctx, mentor, met, pairing.NewNotes{Shared: "qqgroupqq", Private: "qqgroupownqq"}))
	members := []string{"SMU-A4", "Auyl-Kazakh-1", "Auyl-Kazakh-2", "Auyl-PE-1", "Auyl-PE-2", "T-A5"}
	page := all(link.GroupMeeting(met))
	c.add(record{
		kind: "mentoring.group_note", marker: "qqgroupqq", owner: "SMU-A4", pair: members, pages: page, write: link.GroupMeeting(met),
		form: url.Values{"shared": {"x"}}, table: "group_note",
	})
	c.add(record{kind: "mentoring.group_private_note", marker: "qqgroupownqq", owner: "SMU-A4", pair: members, pages: page})
}
