// Package evaluationstory tells of the survey at the end of the year of the
// demonstration.
package evaluationstory

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/evaluation"
	"talim/internal/story"
)

type teller struct{ *evaluation.Service }

// Part is what evaluation tells.
func Part(s *evaluation.Service) story.Part { return story.Part{Asks: teller{s}.asks} }

// asks everybody how the year was, from today for a week.
func (t teller) asks(ctx context.Context, y *story.Year) error {
	survey, err := t.Prepare(ctx, y.Deputy, y.Programme)
	if err != nil {
		return err
	}
	if err := t.Announce(ctx, y.Deputy, survey.ID, calendar.Period{Starts: y.Today(), Ends: y.Today().AddDays(6)}); err != nil {
		return err
	}
	if err := y.RunDue(ctx); err != nil { // the survey opens
		return err
	}
	answered := map[string]bool{}
	for i, p := range y.Pairs {
		for k, staff := range []string{p.Mentor, p.Mentee} {
			if answered[staff] {
				continue
			}
			answered[staff] = true
			if err := t.answer(ctx, y, staff, survey.ID, 2*i+k); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t teller) answer(ctx context.Context, y *story.Year, staff, survey string, n int) error {
	form, err := t.Form(ctx, y.Actors[staff], survey)
	if err != nil {
		return err
	}
	return t.Answer(ctx, y.Actors[staff], survey, answersTo(form.Questions, n))
}

// answersTo is what the n-th of those asked answers: some leave a question out.
func answersTo(asked []evaluation.Question, n int) evaluation.Answers {
	a := evaluation.Answers{Steps: map[string]int{}, Texts: map[string]string{}}
	for _, q := range asked {
		if q.Kind == evaluation.Scale {
			a.Steps[q.ID] = story.Pick(steps[q.Topic], n)
		} else if text := story.Pick(opinions[q.Topic], n); text != "" {
			a.Texts[q.ID] = text
		}
	}
	return a
}

// steps are the answers to each question, from 1 to 5: the pairs went well together; time
// and what the school gave them were short, as where an hour for it is on paper only.
var steps = map[string][]int{
	"time":    {3, 4, 2, 3, 4, 3, 2, 5, 3},
	"fit":     {5, 4, 5, 5, 4, 5, 3, 5, 4},
	"open":    {4, 5, 5, 4, 5, 3, 5, 5, 4},
	"lessons": {4, 4, 3, 5, 4, 4, 3, 4, 5},
	"school":  {3, 2, 3, 4, 2, 3, 3, 2, 4},
	"ask":     {5, 5, 4, 5, 5, 4, 5, 5, 5},
	"noticed": {3, 4, 2, 3, 4, 3, 2, 3, 3},
	"again":   {5, 4, 4, 5, 3, 5, 4, 5, 5},
}

// What mentors and mentees write in turn, "" where they leave a question out. They write
// Kazakh, the language of their school, and whoever teaches Russian Russian.

var opinions = map[string][]string{
	"helped": {
		"Аптадағы кездесу уақытының кестеде тұрғаны: оны ешкім жылжытпады.",
		"Сабақтан кейінгі он минуттық әңгіме. Алдымен не жақсы шыққаны айтылатын.",
		"Маған да пайдасы болды: жас мұғалімнен электронды тапсырма құруды үйрендім.",
		"Тәлімгерімнің 7-сыныптағы сабағын көргенім. Топпен жұмысты содан кейін бастадым.",
		"",
		"Сұрағымды кешке жазсам, ертеңіне жауап келетін.",
		"Взаимные посещения: увидела, как можно начинать урок без долгой организационной части.",
		"Қиындығымды жылдың соңында емес, қарашада-ақ айта алғаным.",
		"",
		"Ата-аналар жиналысын бірге өткізгеніміз. Енді өзім еркін өткіземін.",
	},
	"change": {
		"Екі аптада бір рет қатысса жеткілікті: апта сайын үлгере алмадық.",
		"",
		"Тәлімгердің жүктемесі азайса екен: 25 сағатпен ортақ уақыт табу қиын.",
		"Жұптар тамызда-ақ құрылса, 1 қыркүйекке дайын болар едік.",
		"Тоқсанына бір рет барлық жұп бас қосып, тәжірибе бөліссе деймін.",
		"Хотелось бы наставника по своему предмету: помощь была хорошая, но предметы разные.",
		"",
		"Бірінші тоқсанда қағаз көп болды. Соны кейінге қалдырса, сабаққа уақыт қалар еді.",
		"",
		"Екі-үш сабақты алдын ала бірге жоспарласақ, талдау да жеңілдер еді.",
	},
}
