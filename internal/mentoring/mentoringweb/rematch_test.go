package mentoringweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/i18n"
	"talim/internal/web/htmlcheck"
	"talim/internal/web/link"
)

// A pair is changed, another mentor is looked for, and the order that ends pairs is a paper of its own.
func TestRematch(t *testing.T) {
	w := newWorld(t)
	programme := w.opened()
	w.ordered(w.agreedIn(programme))
	deputy, director := w.as("DD-A2", i18n.English), w.as("DIR-A", i18n.English)
	at := link.Rematch(programme)
	deputy.get(at, htmlcheck.In("main", htmlcheck.HasText("Nobody waits")), htmlcheck.Not("form[action='"+link.EndingOrder(programme)+"']"))
	pairing := w.text(`SELECT id FROM pairing WHERE mentee_id = 'T-A14'`)
	w.as("T-A14", i18n.English).do(link.LeavePairing(pairing))
	w.everyLanguage("DIR-A", link.Pairing(pairing), map[i18n.Language]string{i18n.Kazakh: "Ауыстырылды", i18n.Russian: "Изменена", i18n.English: "Changed"})
	for _, lang := range i18n.Languages {
		w.as("T-A2", lang).get(link.Pairing(pairing), htmlcheck.In("main", htmlcheck.NoText("left"), htmlcheck.NoText("early")))
	}
	order := deputy.do(link.EndingOrder(programme))
	director.get(order, htmlcheck.Has("input[name=number]"), htmlcheck.Not("input[name=starts]"))
	director.do(order, "number", "21", "date", "2013-10-07")
	for lang, want := range map[string]string{"kk": "Тәлімгерлік жұптардың жұмысын аяқтау туралы", "ru": "О завершении работы", "en": "On the end of the work of mentoring pairs"} {
		res := director.send(http.MethodGet, order+"/paper/html?in="+lang)
		if text := plain(res.Body.Bytes()); !strings.Contains(text, want) || !strings.Contains(text, "T-A14") {
			t.Errorf("the order in %s: %.400s", lang, text)
		}
		if res := director.send(http.MethodGet, order+"/paper/docx?in="+lang); !strings.Contains(w.docx(res.Body.Bytes()), want) {
			t.Errorf("the order as a file in %s lacks %q", lang, want)
		}
	}
	for _, address := range []string{at, link.EndingOrder(programme)} {
		w.as("T-A13", i18n.English).refuse(http.MethodPost, address, http.StatusForbidden, "mentee", "T-A14")
		w.as("DD-B1", i18n.English).refuse(http.MethodPost, address, http.StatusNotFound, "mentee", "T-A14")
	}
}

// A mentor of another school is asked for: her school opens itself, she offers,
// both answer; names stand nowhere.
func TestDistrict(t *testing.T) {
	w := newWorld(t)
	w.school("C")
	w.exec(`UPDATE organisation SET parent_id = 'district' WHERE id IN ('A', 'C')`)
	w.person("C", "DIR-C", access.Director, 20, "highest") // answers for her school, then for herself
	for code, school := range map[string]string{"T-A14": "A", "DIR-C": "C"} {
		w.exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends) VALUES ($1, $2, $2, 'Math', '2012-09-01', '9999-12-31')`, school, code)
	}
	w.as("DD-A2", i18n.English).do(link.Roster(w.opened()), "side", "mentee", "staff", "T-A14")
	w.joins("T-A14")
	at, looked := link.DistrictMentors(), link.DistrictMentorsFor("T-A14")
	deputy, director, mentor := w.as("DD-A2", i18n.English), w.as("DIR-C", i18n.English), w.as("DIR-C", i18n.English)
	w.everyLanguage("DD-A2", at, map[i18n.Language]string{i18n.Kazakh: "Аудандағы тәлімгерлер", i18n.Russian: "Наставники в районе", i18n.English: "T-A14"})
	deputy.get(looked, htmlcheck.In("main", htmlcheck.HasText("Nobody in the district yet")))
	w.as("DD-B1", i18n.English).refuse(http.MethodPost, link.DistrictConsent(), http.StatusForbidden, "open", "yes")
	director.refuse(http.MethodPost, link.DistrictConsent(), http.StatusUnprocessableEntity)
	director.do(link.DistrictConsent(), "open", "yes")
	mentor.wrong(at, []string{"places", "9"}, htmlcheck.In("main", htmlcheck.HasText("from 0 to 3")))
	mentor.do(at, "places", "1")
	w.everyLanguage("DD-A2", looked, map[i18n.Language]string{i18n.Kazakh: "DIR-C", i18n.Russian: "DIR-C", i18n.English: "shared free hours a week"})
	deputy.do(looked, "school", "C", "mentor", "DIR-C")
	request := link.DistrictRequest(w.text(`SELECT id FROM district_request`))
	director.do(request, "answer", "yes")
	mentor.get(at, htmlcheck.Has("form[action='"+request+"']"))
	mentor.refuse(http.MethodPost, request, http.StatusUnprocessableEntity)
	mentor.do(request, "answer", "yes")
	for _, code := range []string{"T-A14", "DD-A2", "DIR-C"} {
		w.as(code, i18n.English).get(at, htmlcheck.In("main", htmlcheck.HasText("agreed")))
	}
	w.as("T-A13", i18n.English).get(at, htmlcheck.In("main", htmlcheck.NoText("DIR-C")))
	w.as("T-A13", i18n.English).refuse(http.MethodGet, looked, http.StatusForbidden)
	w.as("T-A13", i18n.English).refuse(http.MethodPost, request, http.StatusForbidden, "answer", "withdraw")
	w.as("T-A14", i18n.English).do(request, "answer", "withdraw")
}
