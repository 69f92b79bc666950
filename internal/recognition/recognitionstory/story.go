// Package recognitionstory tells of the forum, the stories of pairs and thanks at the end
// of the year of the demonstration.
package recognitionstory

import (
	"context"

	"talim/internal/recognition"
	"talim/internal/story"
)

type teller struct{ *recognition.Service }

// Part is what recognition tells.
func Part(s *recognition.Service) story.Part { return story.Part{Thanks: teller{s}.thanks} }

func (t teller) thanks(ctx context.Context, y *story.Year) error {
	forum := recognition.NewForum{
		Date: y.Ends, StartsAt: "15:00", Place: "Мәжіліс залы", NominateUntil: y.Ends.AddDays(-2),
		Points: "Жыл қорытындысы\nЖұптардың әңгімелері\nАлғыс хаттар",
	}
	if err := t.SetForum(ctx, y.Director, y.Programme, forum); err != nil {
		return err
	}
	for i, p := range y.Pairs {
		if y.Quiet(p) {
			continue
		}
		if err := t.pair(ctx, y, i, p); err != nil {
			return err
		}
	}
	return nil
}

// pair writes the story of a pair, to which both agree, and names its mentor.
func (t teller) pair(ctx context.Context, y *story.Year, n int, p story.Pair) error {
	in := recognition.NewStory{Title: story.Pick(titles, n), Text: story.Pick(texts, n)}
	if err := t.SaveStory(ctx, y.Actors[p.Mentor], p.ID, in); err != nil {
		return err
	}
	if err := t.AgreeStory(ctx, y.Actors[p.Mentee], p.ID, 1); err != nil {
		return err
	}
	return t.Nominate(ctx, y.Actors[p.Mentee], p.ID, recognition.NewNomination{Words: story.Pick(nominations, n), Aloud: n%2 == 0})
}

// What its people write. They write Kazakh, the language of their school.

var (
	titles = []string{"Төрттен отырғызған сабақ", "Бір сұрақтың күші", "Дәптерден әңгімеге"}
	texts  = []string{
		"Қазанда топтық жұмыс шу болып кетіп жүрді. Рөлдерді бірге ойлап таптық, ал желтоқсанда сыныптың өзі бір-бірін тыңдай бастады.",
		"«Неге олай ойлайсың?» деген бір сұраққа уақыт берген соң, артқы қатардағы оқушылар да сөйлей бастады.",
		"Бұрын қателерді дәптерге жазып беретінбіз, енді бес минут сөйлесеміз. Оқушылар сұрақты өздері қоятын болды.",
	}
	nominations = []string{
		"Сұрағыма сол күні жауап беріп, әр сабағымнан бір жақсы жағын тауып айтты.",
		"Өз сабағына жиі шақырды, қателігін де жасырмай көрсетті.",
	}
)
