package document

import (
	"strings"
	"testing"

	"talim/internal/i18n"
)

func TestOrderSaysTheFixedWords(t *testing.T) {
	for l, words := range map[i18n.Language][]string{
		i18n.Kazakh:  {"БҰЙРЫҚ", "2013 жылғы 5 қыркүйек", "№ 47-Б", "БҰЙЫРАМЫН:", "Негіздеме:", "Бұйрықпен таныстым:", "М.О."},
		i18n.Russian: {"ПРИКАЗ", "5 сентября 2013", "№ 47-Б", "ПРИКАЗЫВАЮ:", "Основание:", "С приказом ознакомлены:", "М.П."},
		i18n.English: {"ORDER", "5 September 2013", "No. 47-Б", "I ORDER:", "Basis:", "I have read the order:", "Seal"},
	} {
		d := sampleOrder(t, l)
		text := joined(pdfText(t, made(t, PDF, d)))
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: lacks %q", l, w)
			}
		}
		if d.Language != l || d.Date != "2013-09-05" || !strings.Contains(d.Title, words[0]) {
			t.Errorf("%s: %s %s %q", l, d.Language, d.Date, d.Title)
		}
	}
}

func TestAnOrderWithoutANumberLeavesRoomForIt(t *testing.T) {
	d := Order{Date: "2013-09-05", About: "Тақырып", Signer: Signature{Role: "Директор"}}.Document(in(t, i18n.Kazakh))
	if text := joined(pdfText(t, made(t, PDF, d))); !strings.Contains(text, "№ ______") {
		t.Errorf("no blank for the number in %q", text)
	}
}

func TestPlanAndLetter(t *testing.T) {
	plan := joined(pdfText(t, made(t, PDF, samplePlan(t, i18n.Kazakh))))
	for _, want := range []string{"БЕКІТЕМІН", "ТӘЛІМГЕРЛІК ЖҰМЫС ЖОСПАРЫ", "Мамыр", "– АКТ-ны еркін қолдану."} {
		if !strings.Contains(plan, want) {
			t.Errorf("the plan lacks %q", want)
		}
	}
	for l, title := range map[i18n.Language]string{
		i18n.Kazakh: "АЛҒЫС ХАТ", i18n.Russian: "БЛАГОДАРСТВЕННОЕ ПИСЬМО", i18n.English: "LETTER OF APPRECIATION",
	} {
		file := made(t, PDF, sampleLetter(t, l))
		if pdfPages(file) != 1 || !strings.Contains(joined(pdfText(t, file)), title) {
			t.Errorf("%s: the letter is not one page with %q", l, title)
		}
	}
}

func TestFileName(t *testing.T) {
	for title, want := range map[string]string{
		"БҰЙРЫҚ № 47-Б":          "БҰЙРЫҚ № 47-Б.pdf",
		"a/b\\c:d*e?f\"g<h>i|j":  "a b c d e f g h i j.pdf",
		"..\n\x00 ":              "talim.pdf",
		"../../etc/passwd":       "etc passwd.pdf",
		strings.Repeat("Ә", 200): strings.Repeat("Ә", 80) + ".pdf",
	} {
		if got := (Document{Title: title}).FileName("pdf"); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
}
