// Package supportstory tells of support in the year of the demonstration: questions,
// check-ins, and a wish.
package supportstory

import (
	"context"

	"talim/internal/story"
	"talim/internal/support"
)

type teller struct{ *support.Service }

// Part is what support tells.
func Part(s *support.Service) story.Part {
	t := teller{s}
	events := []story.Event{{Week: 1, Tell: t.ask}, {Week: 8, Mentee: "T-A14", Tell: t.wish}, {Week: 17, Mentee: "T-A14", Tell: t.trust}}
	for _, week := range []int{2, 7, 12, 20, 28} {
		events = append(events, story.Event{Week: week, Tell: t.checkIn})
	}
	return story.Part{Week: story.Weekly(events...)}
}

func (t teller) ask(ctx context.Context, y *story.Year, n int, p story.Pair) error {
	id, err := t.Ask(ctx, y.Actors[p.Mentee], support.NewQuestion{To: p.Mentor, Text: story.Pick(questions, n)})
	if err != nil || y.Is(p, "T-A16") { // this one waits for the visitor's answer
		return err
	}
	return t.Reply(ctx, y.Actors[p.Mentor], id, story.Pick(replies, n))
}

func (t teller) checkIn(ctx context.Context, y *story.Year, n int, p story.Pair) error {
	month := int(y.Today().Time().Month())
	return t.KeepCheckIn(ctx, y.Actors[p.Mentee], support.Answers{
		Mood: 2 + (n+month)%4, Backed: 3 + (n+month)%3, Strength: 2 + (n+month)%3, Note: story.Pick(moods, n+month),
	})
}

func (t teller) wish(ctx context.Context, y *story.Year, _ int, p story.Pair) error {
	return t.SayWish(ctx, y.Actors[p.Mentee], p.ID, support.Guidance{Step: 2, Text: "Кейбір сабақты өз жоспарыммен өткізіп көргім келеді."})
}

// trust is the deputy, who asks the secretary of the council to be a person of trust: the
// answer waits for the visitor.
func (t teller) trust(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	return t.NameTrust(ctx, y.Deputy, y.Programme, y.Staff["Auyl-History-4"])
}

// What its people write. They write Kazakh, the language of their school.

var questions = []string{
	"Тоқсандық жиынтық бағалауға қанша сағат жоспарлаған дұрыс?",
	"Сабақтан қалған оқушының жұмысын қашан тексересіз?",
	"Электрондық журналдағы тақырыпты кейін түзетуге бола ма?",
}

var replies = []string{
	"Бір сағат жеткілікті, алдыңғы сабақта қысқаша қайталап алыңыз. Ертең үлгісін көрсетемін.",
	"Аптаның соңында, үзіліс кезінде. Маған келсеңіз, бірге қараймыз.",
	"Болады, бірақ күнін жазып қойыңыз. Сейсенбіде көрсетемін.",
}

var moods = []string{"Аптаның соңына қарай шаршадым, бірақ сабақтарым ұнады.", "", "Жауап алған соң жеңілдеп қалды.", "Тексеретін дәптер көп."}
