package demo

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/evaluation"
	"talim/internal/mentoring/help"
	"talim/internal/mentoring/pairing"
	"talim/internal/practice"
	"talim/internal/recognition"
	"talim/internal/support"
)

// What happens beside the meetings: questions and check-ins, the way a pair works,
// help for a quiet one; and at the end what everybody thought of it, and thanks.

// event is what one pair does in one week of the story, counted from 0.
type event struct {
	week int
	who  string // code of the mentee; "" for every pair
	do   func(s *story, ctx context.Context, n int, g pairing.Pairing) error
}

var events = []event{
	{0, "", (*story).chooseStyle},
	{1, "", (*story).ask},
	{2, "", (*story).checkIn},
	{7, "", (*story).checkIn},
	{12, "", (*story).checkIn},
	{20, "", (*story).checkIn},
	{28, "", (*story).checkIn},
	{3, "", (*story).log},
	{11, "", (*story).log},
	{24, "", (*story).log},
	{5, "T-A14", (*story).sign},
	{9, "T-A14", (*story).sign},
	{8, "T-A14", (*story).wish},
	{15, "T-A13", (*story).noticeQuiet},
}

// beside lives what the week brings to a pair.
func (s *story) beside(ctx context.Context, week, n int, g pairing.Pairing) error {
	for _, e := range events {
		if e.week != week || e.who != "" && !s.is(g, e.who) {
			continue
		}
		if err := e.do(s, ctx, n, g); err != nil {
			return err
		}
	}
	return nil
}

func (s *story) chooseStyle(ctx context.Context, n int, g pairing.Pairing) error {
	styles := []practice.Style{practice.Supporting, practice.Leading, practice.Coaching, practice.Sharing}
	return s.Practice.SetStyle(ctx, s.actors[g.Mentee], g.ID, pick(styles, n))
}

func (s *story) ask(ctx context.Context, n int, g pairing.Pairing) error {
	id, err := s.Support.Ask(ctx, s.actors[g.Mentee], support.NewQuestion{To: g.Mentor, Text: pick(questions, n)})
	if err != nil || s.is(g, "T-A16") { // this one waits for the visitor's answer
		return err
	}
	return s.Support.Reply(ctx, s.actors[g.Mentor], id, pick(replies, n))
}

func (s *story) checkIn(ctx context.Context, n int, g pairing.Pairing) error {
	month := int(s.today().Time().Month())
	return s.Support.KeepCheckIn(ctx, s.actors[g.Mentee], support.Answers{
		Mood: 2 + (n+month)%4, Backed: 3 + (n+month)%3, Strength: 2 + (n+month)%3, Note: pick(moods, n+month),
	})
}

func (s *story) log(ctx context.Context, n int, g pairing.Pairing) error {
	_, err := s.Practice.WriteLog(ctx, s.actors[g.Mentor], practice.NewLogEntry{Date: s.today(), Text: pick(learned, n+int(s.today().Time().Month()))})
	return err
}

func (s *story) sign(ctx context.Context, n int, g pairing.Pairing) error {
	return s.Practice.NoteResistance(ctx, s.actors[g.Mentor], g.ID, practice.NewResistanceNote{Date: s.today(), Category: pick(practice.Categories, n), Text: pick(noticed, n)})
}

func (s *story) wish(ctx context.Context, _ int, g pairing.Pairing) error {
	return s.Support.SayWish(ctx, s.actors[g.Mentee], g.ID, support.Guidance{Step: 2, Text: "Кейбір сабақты өз жоспарыммен өткізіп көргім келеді."})
}

// noticeQuiet is the deputy, who sees that a pair has not met for weeks.
func (s *story) noticeQuiet(ctx context.Context, _ int, g pairing.Pairing) error {
	_, err := s.Mentoring.Help.OfferHelp(ctx, s.deputy, g.ID, help.NewHelp{Offer: help.HelpOtherTime, Words: "Сабақ кестесі ауысты, бірге ыңғайлы уақыт іздейік."})
	return err
}

// ends asks everybody how the year was, and prepares the forum.
func (s *story) ends(ctx context.Context, on calendar.Date) error {
	programme := s.pairs[0].Programme
	opens := on.AddDays(-7)
	if err := s.on(ctx, opens, "08:00"); err != nil {
		return err
	}
	survey, err := s.Evaluation.Prepare(ctx, s.deputy, programme)
	if err != nil {
		return err
	}
	if err := s.Evaluation.Announce(ctx, s.deputy, survey.ID, calendar.Period{Starts: opens, Ends: on.AddDays(-1)}); err != nil {
		return err
	}
	if _, err := s.RunDue(ctx); err != nil { // the survey opens
		return err
	}
	if err := s.answerAll(ctx, survey); err != nil {
		return err
	}
	forum := recognition.NewForum{
		Date: storyEnds, StartsAt: "15:00", Place: "Мәжіліс залы", NominateUntil: storyEnds.AddDays(-2),
		Points: "Жыл қорытындысы\nЖұптардың әңгімелері\nАлғыс хаттар",
	}
	if err := s.Recognition.SetForum(ctx, s.director, programme, forum); err != nil {
		return err
	}
	for i, g := range s.pairs {
		if err := s.tell(ctx, i, g); err != nil {
			return err
		}
	}
	if err := s.on(ctx, on, "08:00"); err != nil {
		return err
	}
	_, err = s.RunDue(ctx) // the survey ends
	return err
}

// answerAll lets everybody answer who stood on a side of a pair.
func (s *story) answerAll(ctx context.Context, survey evaluation.Survey) error {
	answered := map[string]bool{}
	for i, g := range s.pairs {
		for k, staff := range []string{g.Mentor, g.Mentee} {
			if answered[staff] {
				continue
			}
			answered[staff] = true
			form, err := s.Evaluation.Form(ctx, s.actors[staff], survey.ID)
			if err != nil {
				return err
			}
			if err := s.Evaluation.Answer(ctx, s.actors[staff], survey.ID, answersTo(form.Questions, i+k)); err != nil {
				return err
			}
		}
	}
	return nil
}

func answersTo(asked []evaluation.Question, n int) evaluation.Answers {
	a := evaluation.Answers{Steps: map[string]int{}, Texts: map[string]string{}}
	for i, q := range asked {
		if q.Kind == evaluation.Scale {
			a.Steps[q.ID] = 3 + (n+i)%3
		} else if (n+i)%2 == 0 {
			a.Texts[q.ID] = pick(opinions, n+i)
		}
	}
	return a
}

// tell writes the story of a pair, to which both agree, and names its mentor.
func (s *story) tell(ctx context.Context, i int, g pairing.Pairing) error {
	if s.quiet(g, s.today()) {
		return nil
	}
	in := recognition.NewStory{Title: pick(storyTitles, i), Text: pick(storyTexts, i)}
	if err := s.Recognition.SaveStory(ctx, s.actors[g.Mentor], g.ID, in); err != nil {
		return err
	}
	if err := s.Recognition.AgreeStory(ctx, s.actors[g.Mentee], g.ID, 1); err != nil {
		return err
	}
	return s.Recognition.Nominate(ctx, s.actors[g.Mentee], g.ID, recognition.NewNomination{Words: pick(nominations, i), Aloud: i%2 == 0})
}
