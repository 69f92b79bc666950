package matchweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// A pair is changed, another mentor is looked for, and the order that ends pairs is a paper of its own.
func TestRematch(t *testing.T) {
	w := sitetest.NewSite(t)
	programme := w.Opened()
	w.Ordered(w.AgreedIn(programme))
	deputy, director := w.As("DD-A2", i18n.English), w.As("DIR-A", i18n.English)
	at := link.Rematch(programme)
	deputy.Get(at, htmlcheck.In("main", htmlcheck.HasText("Nobody waits")), htmlcheck.Not("form[action='"+link.EndingOrder(programme)+"']"))
	pairing := w.Text(`SELECT id FROM pairing WHERE mentee_id = 'T-A14'`)
	w.As("T-A14", i18n.English).Do(link.LeavePairing(pairing))
	w.EveryLanguage("DIR-A", link.Pairing(pairing), map[i18n.Language]string{i18n.Kazakh: "Ауыстырылды", i18n.Russian: "Изменена", i18n.English: "Changed"})
	for _, lang := range i18n.Languages {
		w.As("T-A2", lang).Get(link.Pairing(pairing), htmlcheck.In("main", htmlcheck.NoText("left"), htmlcheck.NoText("early")))
	}
	order := deputy.Do(link.EndingOrder(programme))
	director.Get(order, htmlcheck.Has("input[name=number]"), htmlcheck.Not("input[name=starts]"))
	director.Do(order, "number", "21", "date", "2013-10-07")
	for lang, want := range map[string]string{"kk": "Тәлімгерлік жұптардың жұмысын аяқтау туралы", "ru": "О завершении работы", "en": "On the end of the work of mentoring pairs"} {
		res := director.Send(http.MethodGet, order+"/paper/html?in="+lang)
		if text := sitetest.Plain(res.Body.Bytes()); !strings.Contains(text, want) || !strings.Contains(text, "T-A14") {
			t.Errorf("the order in %s: %.400s", lang, text)
		}
		if res := director.Send(http.MethodGet, order+"/paper/docx?in="+lang); !strings.Contains(w.Docx(res.Body.Bytes()), want) {
			t.Errorf("the order as a file in %s lacks %q", lang, want)
		}
	}
	for _, address := range []string{at, link.EndingOrder(programme)} {
		w.As("T-A13", i18n.English).Refuse(http.MethodPost, address, http.StatusForbidden, "mentee", "T-A14")
		w.As("DD-B1", i18n.English).Refuse(http.MethodPost, address, http.StatusNotFound, "mentee", "T-A14")
	}
}
