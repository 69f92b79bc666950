// Package practicestory tells of practice in the year of the demonstration: the style of
// each pair, what mentors learn, and what they notice.
package practicestory

import (
	"context"

	"talim/internal/practice"
	"talim/internal/story"
)

type teller struct{ *practice.Service }

// Part is what practice tells.
func Part(s *practice.Service) story.Part {
	t := teller{s}
	return story.Part{Week: story.Weekly(
		story.Event{Week: 0, Tell: t.style},
		story.Event{Week: 3, Tell: t.log}, story.Event{Week: 11, Tell: t.log}, story.Event{Week: 24, Tell: t.log},
		story.Event{Week: 5, Mentee: "T-A14", Tell: t.notice}, story.Event{Week: 9, Mentee: "T-A14", Tell: t.notice},
	)}
}

func (t teller) style(ctx context.Context, y *story.Year, n int, p story.Pair) error {
	styles := []practice.Style{practice.Supporting, practice.Leading, practice.Coaching, practice.Sharing}
	return t.SetStyle(ctx, y.Actors[p.Mentee], p.ID, story.Pick(styles, n))
}

func (t teller) log(ctx context.Context, y *story.Year, n int, p story.Pair) error {
	_, err := t.WriteLog(ctx, y.Actors[p.Mentor], practice.NewLogEntry{Date: y.Today(), Text: story.Pick(learned, n+int(y.Today().Time().Month()))})
	return err
}

func (t teller) notice(ctx context.Context, y *story.Year, n int, p story.Pair) error {
	return t.NoteResistance(ctx, y.Actors[p.Mentor], p.ID, practice.NewResistanceNote{
		Date: y.Today(), Category: story.Pick(practice.Categories, n), Text: story.Pick(noticed, n),
	})
}

// What its people write. They write Kazakh, the language of their school.

var learned = []string{
	"Мен де сабақтың соңына кері байланыс қостым: жас әріптестен көрдім.",
	"Сұрақты мен емес, ол қойғанда әңгіме тереңдейді екен.",
	"Ақыл айтпас бұрын бес минут тыңдауды үйреніп жүрмін.",
}

var noticed = []string{"Жаңа тәсілді сынауға әзір емес, асықпаймын.", "Уақытым жоқ деп жиі айтады: кестесін бірге қарау керек."}
