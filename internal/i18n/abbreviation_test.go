package i18n

import "testing"

func TestAbbreviates(t *testing.T) {
	for text, name := range map[string]string{
		"рус. яз.":             "русский язык",
		"англ.язык":            "английский язык",
		"физ-ра":               "физическая культура",
		"лит-ра":               "литература",
		"каз. яз. и лит-ры":    "казахский язык и литература",
		"мат-ка":               "математика",
		"дене ш-ру":            "дене шынықтыру",
		"қаз. тілі мен әдеб-і": "қазақ тілі мен әдебиеті",
	} {
		if !Abbreviates(text, name) {
			t.Errorf("%q does not shorten %q", text, name)
		}
	}
	for text, name := range map[string]string{
		"рус. яз.": "русская литература",
		"физ-ра":   "физика",
		"лит-ра":   "русская литература",
		"":         "музыка",
		"муз. и":   "музыка",
	} {
		if Abbreviates(text, name) {
			t.Errorf("%q shortens %q", text, name)
		}
	}
}

func TestInflects(t *testing.T) {
	for text, name := range map[string]string{
		"математики": "математика",
		"истории":    "история",
		"географии":  "география",
		"русского языка и литературы": "русский язык и литература",
		"физической культуры":         "физическая культура",
		"химия":                       "химия",
	} {
		if !Inflects(text, name) {
			t.Errorf("%q is not %q in another case", text, name)
		}
	}
	for text, name := range map[string]string{
		"русского языка":    "русская литература",
		"начальных классов": "начальная военная подготовка",
		"физики":            "физическая культура",
		"":                  "химия",
	} {
		if Inflects(text, name) {
			t.Errorf("%q is %q in another case", text, name)
		}
	}
}
