package practice

import (
	_ "embed" // the texts of the prompts
	"encoding/json"
	"slices"
	"sync"

	"talim/internal/i18n"
)

// Style is how the two want to talk with one another. The seven come from the
// definitions of mentoring that mentors gave (001 4.1; R101, R105).
type Style string

// The styles.
const (
	Leading         Style = "leading"
	Supporting      Style = "supporting"
	Challenging     Style = "challenging"
	Sharing         Style = "sharing"
	Coaching        Style = "coaching"
	Informing       Style = "informing"
	Troubleshooting Style = "troubleshooting"
)

// Styles lists all, in the order of the study.
var Styles = []Style{Leading, Supporting, Challenging, Sharing, Coaching, Informing, Troubleshooting}

// FirstStyle is where a pair begins that has not chosen: beginners asked for
// support before anything else (000 4.2.1).
const FirstStyle = Supporting

// Known gives the style of a text, the first style where it is none.
func Known(text string) Style {
	if s := Style(text); slices.Contains(Styles, s) {
		return s
	}
	return FirstStyle
}

// PromptKind is what a prompt does: it asks, suggests, or shows (R101).
type PromptKind string

// The kinds of prompts.
const (
	Question   PromptKind = "question"
	Suggestion PromptKind = "suggestion"
	Model      PromptKind = "model"
)

// Prompt is a sentence with which a talk can begin.
type Prompt struct {
	Kind   PromptKind `json:"kind"`
	Source string     `json:"-"` // where in the study its style is described
	KK     string     `json:"kk"`
	RU     string     `json:"ru"`
	EN     string     `json:"en"`
}

// Text is the prompt in all languages.
func (p Prompt) Text() i18n.Text { return i18n.Text{KK: p.KK, RU: p.RU, EN: p.EN} }

//go:embed prompts.json
var promptFile []byte

// readPrompts reads the file once. It is part of the program, and a test reads it, too.
var readPrompts = sync.OnceValue(func() map[Style][]Prompt {
	var styles []struct {
		Style   Style    `json:"style"`
		Source  string   `json:"source"`
		Prompts []Prompt `json:"prompts"`
	}
	out := map[Style][]Prompt{}
	if err := json.Unmarshal(promptFile, &styles); err != nil {
		return out
	}
	for _, s := range styles {
		for i := range s.Prompts {
			s.Prompts[i].Source = s.Source
		}
		out[s.Style] = s.Prompts
	}
	return out
})

// promptsAtOnce is how many prompts a page shows: a meeting is no questionnaire.
const promptsAtOnce = 3

// Prompts are the prompts of a style that page number n shows, and the number of
// the page that shows others; pages go round.
func Prompts(style Style, n int) (show []Prompt, next int) {
	all := readPrompts()[style]
	pages := (len(all) + promptsAtOnce - 1) / promptsAtOnce
	if pages == 0 {
		return nil, 1
	}
	if n < 1 || n > pages {
		n = 1
	}
	from := (n - 1) * promptsAtOnce
	return all[from:min(from+promptsAtOnce, len(all))], n%pages + 1
}
