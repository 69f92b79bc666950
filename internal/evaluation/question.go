package evaluation

import (
	"slices"
	"strings"
	"unicode"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
)

// Question is a question as a survey asks it.
type Question struct {
	School   string `db:"school_id"`
	ID       string `db:"id"`
	Survey   string `db:"survey_id"`
	Position int    `db:"position"`
	Topic    string `db:"topic"` // of a starter question; "" for one of the school's own
	Kind     Kind   `db:"kind"`
	Side     Side   `db:"side"`
	KK       string `db:"text_kk"`
	RU       string `db:"text_ru"`
	EN       string `db:"text_en"`
	Version  int    `db:"version"`
}

// Kind is how a question is answered.
type Kind string

// A scale has five steps from "not at all" to "fully"; a text is in own words.
const (
	Scale Kind = "scale"
	Text  Kind = "text"
)

// Side is who is asked, and the group whose figures are shown.
type Side string

// The groups. Both is everybody together.
const (
	Both    Side = "both"
	Mentors Side = Side(mentoring.Mentor)
	Mentees Side = Side(mentoring.Mentee)
)

// Text is the question in the reader's language.
func (q Question) Text() i18n.Text { return i18n.Text{KK: q.KK, RU: q.RU, EN: q.EN} }

// Asks says whether somebody of the side is asked.
func (q Question) Asks(side Side) bool { return q.Side == Both || q.Side == side }

// same says whether the answers of two years can be laid beside one another:
// only where the question was the same, word for word.
func (q Question) same(old Question) bool {
	return q.Kind == old.Kind && q.Side == old.Side && q.Text() == old.Text()
}

// StarterVersion is the version of the starter questions that new surveys begin with.
// A change of their words is a new version; surveys keep theirs.
const StarterVersion = 2

// starters are the questions of version 2, whose words suit women and men alike: what the
// schools of the studies said makes or breaks a pair (time, fit, openness, help from the
// school, being noticed), then two in own words.
var starters = []Question{
	{
		Topic: "time", Kind: Scale, Side: Both, KK: "Кездесулерге уақыт табылды", RU: "Время для встреч находилось",
		EN: "There was time for our meetings",
	},
	{
		Topic: "fit", Kind: Scale, Side: Both, KK: "Екеуміз бұл жұмыста бір-бірімізге сай келдік", RU: "В этой работе мы подошли друг другу",
		EN: "The two of us suited each other in this work",
	},
	{
		Topic: "open", Kind: Scale, Side: Both, KK: "Ашық айта алдым, айтқаным екеуміздің арамызда қалды", RU: "Можно было говорить открыто, и это оставалось между нами",
		EN: "I could speak openly, and it stayed between us",
	},
	{
		Topic: "lessons", Kind: Scale, Side: Both, KK: "Осының арқасында сабақтарым жақсарды", RU: "Благодаря этому мои уроки стали лучше",
		EN: "My lessons became better because of it",
	},
	{
		Topic: "school", Kind: Scale, Side: Both, KK: "Мектеп бізге керек жағдайды жасады", RU: "Школа создала нам нужные условия",
		EN: "The school gave us what we needed",
	},
	{
		Topic: "ask", Kind: Scale, Side: Mentees, KK: "Керек кезде сұрай алдым", RU: "Когда мне это было нужно, можно было спросить",
		EN: "I could ask whenever I needed to",
	},
	{
		Topic: "noticed", Kind: Scale, Side: Mentors, KK: "Тәлімгерлік еңбегім ескерілді және бағаланды", RU: "Мой труд наставника замечали и ценили",
		EN: "My work as a mentor was noticed and valued",
	},
	{
		Topic: "again", Kind: Scale, Side: Both, KK: "Келесі жылы да қатысар едім", RU: "Мне хотелось бы участвовать и в следующем году",
		EN: "I would take part again next year",
	},
	{
		Topic: "helped", Kind: Text, Side: Both, KK: "Сізге не көбірек көмектесті?", RU: "Что помогло Вам больше всего?",
		EN: "What helped you most?",
	},
	{
		Topic: "change", Kind: Text, Side: Both, KK: "Келесі жылы нені басқаша жасаған дұрыс?", RU: "Что в следующем году стоит сделать иначе?",
		EN: "What should be different next year?",
	},
}

// maxQuestion and maxQuestions keep the survey to a few minutes.
const (
	maxQuestion  = 200
	maxQuestions = 15
)

// NewQuestion is what those who keep the programme enter.
type NewQuestion struct {
	Version    int // of the question that the form was made from, 0 of a new one
	Kind       Kind
	Side       Side
	KK, RU, EN string
}

func (n NewQuestion) check() error {
	var f fault.Fields
	for _, one := range []struct{ field, text string }{{"kk", n.KK}, {"ru", n.RU}, {"en", n.EN}} {
		f.When(one.text == "", one.field, "evaluation.question.missing")
		f.Text(one.field, one.text, false, maxQuestion)
	}
	f.When(n.Kind != Scale && n.Kind != Text, "kind", "evaluation.question.choose")
	f.When(n.Side != Both && n.Side != Mentors && n.Side != Mentees, "side", "evaluation.question.choose")
	return f.Err()
}

func (n NewQuestion) trimmed() NewQuestion {
	n.KK, n.RU, n.EN = strings.TrimSpace(n.KK), strings.TrimSpace(n.RU), strings.TrimSpace(n.EN)
	return n
}

// asksAgain says whether another question of the survey has the same words in any language,
// whichever side it asks: the two would be subtracted from one another.
func asksAgain(all []Question, in NewQuestion, but string) bool {
	return slices.ContainsFunc(all, func(q Question) bool {
		return q.ID != but && (plain(q.KK) == plain(in.KK) || plain(q.RU) == plain(in.RU) || plain(q.EN) == plain(in.EN))
	})
}

// plain are the letters and figures of a text alone.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// questionsOf makes the rows of the starter questions.
func questionsOf(s Survey) []Question {
	rows := make([]Question, len(starters))
	for i, q := range starters {
		q.School, q.ID, q.Survey, q.Position, q.Version = s.School, db.NewID(), s.ID, i+1, 1
		rows[i] = q
	}
	return rows
}
