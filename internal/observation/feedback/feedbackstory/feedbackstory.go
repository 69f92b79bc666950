// Package feedbackstory tells in the year of the demonstration how a lesson is discussed,
// twice. In November as it was in a village school: the teacher was content, the head of
// the unit and the psychologist named what went wrong, three teachers praised, nobody named
// what she would use (dissertation of 2016 on teachers' collaboration in Kazakhstan, Appendix
// P). In January by the protocol that the school has chosen since; that is ours.
package feedbackstory

import (
	"context"
	"fmt"
	"slices"

	"talim/internal/calendar"
	"talim/internal/observation"
	"talim/internal/observation/feedback"
	"talim/internal/story"
)

type teller struct {
	visits      *observation.Service
	discussions *feedback.Service
}

// Whose lessons are discussed.
const (
	teacher   = "T-A3"
	november  = calendar.Date("2013-11-20")
	january   = calendar.Date("2014-01-15")
	colleague = "T-A4"
)

// said is what each observer said in November, in our words.
var said = []struct {
	Code  string
	Words feedback.Words
}{
	{"SMU-A3", feedback.Words{Suggestion: "Сынып тым шулы. Мінез-құлыққа көбірек назар аударған жөн. Тапсырма берместен бұрын нұсқаулықты оқып беру керек."}},
	{"Auyl-SelfCognition-1", feedback.Words{Suggestion: "Әдеттегіден жылдам сөйледіңіз. Бастағысы келген бала көп еді, бәрі қатысқысы келіп, зейіні бөлінді."}},
	{"T-A4", feedback.Words{Learned: "Ұнады. Бұл кісіден көп үйренемін."}},
	{"T-A5", feedback.Words{Learned: "Бірдеңе алып қайтуға келдім, ұнады."}},
	{"T-A7", feedback.Words{Evidence: "Жақсы сабақ."}},
}

// Part is what is told: a school without a protocol, a lesson discussed in it, the protocol
// that it chooses, and a lesson discussed by that.
func Part(visits *observation.Service, discussions *feedback.Service) story.Part {
	t := teller{visits, discussions}
	return story.Part{
		Opens: t.hasNone,
		Evening: story.Weekly(
			story.Event{Week: 10, Mentee: "T-A15", Tell: t.judges}, story.Event{Week: 17, Mentee: "T-A15", Tell: t.chooses},
			story.Event{Week: 18, Mentee: "T-A15", Tell: t.discusses},
		),
	}
}

// hasNone says that the school has no protocol.
func (t teller) hasNone(ctx context.Context, y *story.Year) error {
	p, err := t.discussions.Protocol(ctx, y.Director)
	if err != nil {
		return err
	}
	p.Order = feedback.None
	return t.discussions.ChangeProtocol(ctx, y.Director, p)
}

// judges is what was said in November.
func (t teller) judges(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	id, err := t.lesson(ctx, y, november)
	if err != nil {
		return err
	}
	who := y.Actors[y.Staff[teacher]]
	if err := t.discussions.Reflect(ctx, who, id, feedback.Reflection{Text: "Сабағыма көңілім толды, жоспарлағанымның бәрін үлгердім."}); err != nil {
		return err
	}
	for _, x := range said {
		if err := t.discussions.Say(ctx, y.Actors[y.Staff[x.Code]], id, feedback.Saying{Words: x.Words}); err != nil {
			return fmt.Errorf("%s: %w", x.Code, err)
		}
	}
	return nil
}

// chooses is how the school decides to speak of what one learns; and a colleague takes a
// place in the lesson of January.
func (t teller) chooses(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	p, err := t.discussions.Protocol(ctx, y.Deputy)
	if err != nil {
		return err
	}
	p.Order = feedback.Strict
	if err := t.discussions.ChangeProtocol(ctx, y.Deputy, p); err != nil {
		return err
	}
	lines, err := t.visits.OwnLessons(ctx, y.Actors[y.Staff[teacher]], false, observation.Filter{Limit: 20})
	if err != nil {
		return err
	}
	id, err := at(lines, y.Staff[teacher], january)
	if err != nil {
		return err
	}
	return t.visits.JoinLesson(ctx, y.Actors[y.Staff[colleague]], id)
}

// discusses is what is said in January.
func (t teller) discusses(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	id, err := t.lesson(ctx, y, january)
	if err != nil {
		return err
	}
	shows, sees := y.Actors[y.Staff[teacher]], y.Actors[y.Staff[colleague]]
	if err := t.discussions.Reflect(ctx, shows, id, feedback.Reflection{
		Text: "Екінші топта екі бала үнсіз отырды, байқамай қалыппын. Рөл бөліп берсем, олар да сөйлер еді.",
	}); err != nil {
		return err
	}
	if err := t.discussions.Say(ctx, sees, id, feedback.Saying{Words: feedback.Words{
		Evidence: "Бірінші топта бесеуі кезекпен айтты, екінші топта екеуі ғана. Үнсіз отырған бала дәптеріне екі сөйлем жазды, бірақ оқымады.",
		Question: "Топ басшысын қалай таңдайсыз?",
		Learned:  "Әр топқа сөйлейтін кезекті карточкамен беруді көрдім, 4-сыныпта әдебиет сабағында қолданамын.",
	}}); err != nil {
		return err
	}
	g, err := t.discussions.Lesson(ctx, sees, id)
	if err != nil {
		return err
	}
	own, _ := g.Own()
	if err := t.discussions.ReplyTo(ctx, shows, id, feedback.Reply{Visit: own.Visit.ID, Seen: own.Version, Text: "Басшыны балалар өздері таңдайды. Келесіде жеребемен көремін."}); err != nil {
		return err
	}
	if err := t.discussions.ProposeStep(ctx, shows, id, feedback.NewStep{
		Observer: y.Staff[colleague], Text: "3-сыныпта топ ішінде рөлді жеребемен бөлу, екі сабақ.", DueOn: "2014-01-31",
	}); err != nil {
		return err
	}
	if g, err = t.discussions.Lesson(ctx, sees, id); err != nil {
		return err
	}
	step, _ := g.OpenStep(sees.Staff)
	return t.discussions.AnswerStep(ctx, sees, step.ID, true)
}

// lesson is the one that the teacher showed on a day.
func (t teller) lesson(ctx context.Context, y *story.Year, day calendar.Date) (string, error) {
	lines, err := t.visits.OwnLessons(ctx, y.Actors[y.Staff[teacher]], true, observation.Filter{Limit: 20})
	if err != nil {
		return "", err
	}
	return at(lines, y.Staff[teacher], day)
}

func at(lines []observation.Line, who string, day calendar.Date) (string, error) {
	i := slices.IndexFunc(lines, func(l observation.Line) bool { return l.Date == day && l.Teacher == who })
	if i < 0 {
		return "", fmt.Errorf("feedbackstory: %s shows no lesson on %s", teacher, day)
	}
	return lines[i].ID, nil
}
