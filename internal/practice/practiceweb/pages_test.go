package practiceweb_test

import (
	"net/http"
	"net/url"
	"testing"

	"talim/internal/mentoring/pairing"
	"talim/internal/web/link"
)

const (
	logged = "Үндемей күту де көмек екен"
	noted  = "қолы дірілдеді"
)

func TestStyleIsChosenInTwoTaps(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.as("e1")
		b.shows(link.PairStyle(w.g.ID)+"?lang=kk", []string{"қиындықты алдын ала көру", "Осы тәсілмен сөйлесеміз"})
		if status, _ := b.post(link.PairStyle(w.g.ID), url.Values{}); status != http.StatusUnprocessableEntity {
			t.Errorf("nothing chosen: %d", status)
		}
		b.post(link.PairStyle(w.g.ID), url.Values{"style": {"troubleshooting"}})
		w.as("m1").shows(link.PairStyle(w.g.ID)+"?lang=en", []string{`value="troubleshooting" checked`, "Only mentor and mentee"})
		for _, code := range []string{"deputy", "director", "e2"} {
			w.as(code).answers(link.PairStyle(w.g.ID), http.StatusForbidden)
		}
		w.as("other").answers(link.PairStyle(w.g.ID), http.StatusNotFound)
	})
}

func TestLogIsWrittenFoundAndPrintedByItsAuthorAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.as("m1")
		b.shows(link.LearningLog()+"?lang=ru", []string{"Записей пока нет", "видите только Вы"})
		if status, page := b.post(link.LearningLog(), url.Values{"date": {"2013-12-31"}, "text": {logged}}); status != http.StatusUnprocessableEntity {
			t.Errorf("a day ahead: %d", status)
		} else {
			has(t, "the refused entry", page, []string{logged})
		}
		b.post(link.LearningLog(), url.Values{"date": {"2013-09-08"}, "text": {logged}})
		b.shows(link.LearningLog(), []string{logged, "8 сентября 2013"})
		b.shows(link.With(link.LearningLog(), "find", "КӨМЕК"), []string{logged})
		b.shows(link.With(link.LearningLog(), "find", "nothing"), []string{"с такими словами нет"}, logged)
		for _, format := range []string{"docx", "pdf", "html"} {
			if status, page := b.get(link.LearningLogPaper(format)); status != http.StatusOK || page == "" {
				t.Errorf("%s: %d", format, status)
			}
		}
		b.shows(link.LearningLogPaper("html")+"?in=kk", []string{logged})
		entries, _, err := w.s.Log(ctx, who("m1"), "")
		w.ok(err)
		erase := link.EraseLog(entries[0].ID)
		b.shows(erase+"?lang=en", []string{"cannot be taken back", `action="` + erase + `"`}, logged)
		for _, code := range []string{"e1", "deputy", "director", "e2"} {
			other := w.as(code)
			other.shows(link.LearningLog(), nil, logged)
			other.shows(link.With(link.LearningLog(), "find", "көмек"), nil, logged)
			other.shows(link.LearningLogPaper("html"), nil, logged)
			if status, _ := other.post(erase, nil); status != http.StatusNotFound {
				t.Errorf("%s erases what is m1's: %d", code, status)
			}
		}
		_, page := b.post(erase, nil)
		has(t, "after erasing", page, []string{"erased for good"}, logged)
	})
}

func TestSignsShowNothingToAnybodyElse(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, page := w.as("m1"), link.ResistanceNotes(w.g.ID)
		b.shows(page+"?lang=en", []string{"Standing still", "Only you see this"})
		if status, _ := b.post(page, url.Values{"date": {"2013-09-09"}, "text": {noted}}); status != http.StatusUnprocessableEntity {
			t.Errorf("without a category: %d", status)
		}
		for range 4 {
			b.post(page, url.Values{"date": {"2013-09-09"}, "text": {noted}, "category": {"fear"}})
		}
		b.shows(page, []string{noted, "September 2013", "Fear, anxiety", "neither your fault nor your burden"})
		for _, code := range []string{"e1", "deputy", "director", "e2"} {
			w.as(code).answers(page, http.StatusForbidden)
		}
		w.as("other").answers(page, http.StatusNotFound)
	})
}

func TestEvidenceCollectsByItself(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.meets("2013-09-10")
		w.clock.Set("2013-09-10T12:00")
		w.ok(w.m.Pairings.HoldAsPlanned(ctx, who("m1"), m.ID))
		w.ok(w.m.Pairings.Share(ctx, who("m1"), w.g.ID, pairing.NewResource{Title: "plan", Place: "shelf"}))
		director := w.as("director")
		director.shows(link.Incentives()+"?lang=en", []string{"Nothing is recorded yet", "m1"})
		if status, page := director.post(link.Incentives(), url.Values{"staff": {"m1"}, "kind": {"relief"}, "starts": {"2013-09-10"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("an incentive without words: %d", status)
		} else {
			has(t, "the refused incentive", page, []string{"Write what was given"})
		}
		director.post(link.Incentives(), url.Values{"staff": {"m1"}, "kind": {"relief"}, "starts": {"2013-09-10"}, "words": {"two hours of duty less"}})
		director.shows(link.Incentives(), []string{"two hours of duty less"})
		b := w.as("m1")
		b.shows(link.Evidence()+"?lang=en", []string{"two hours of duty less", "0.75", "e1"})
		b.shows(link.With(link.Evidence(), "from", "2014-06-01"), []string{"Nothing yet"}, "two hours of duty less")
		b.shows(link.EvidencePaper("html")+"?in=ru", []string{"СВЕДЕНИЯ О РАБОТЕ НАСТАВНИКА", "two hours of duty less", "Переданные материалы"})
		for _, code := range []string{"e1", "e2", "deputy"} {
			w.as(code).shows(link.Evidence(), nil, "two hours of duty less")
		}
		w.as("e1").answers(link.Incentives(), http.StatusForbidden)
	})
}

func TestTrainingAndRole(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		deputy := w.as("deputy")
		deputy.shows(link.Training()+"?lang=en", []string{"No courses yet", "m1", "not read yet"})
		status, page := deputy.post(link.Training(), url.Values{
			"title": {"How to mentor"}, "hours": {"16"}, "starts": {"2013-09-02"}, "ends": {"2013-09-06"}, "for_mentors": {"1"},
		})
		has(t, "the course", page, []string{"How to mentor", "Say who did it"})
		if status != http.StatusOK {
			t.Fatal(status)
		}
		courses, err := w.s.Courses(ctx, who("e1"))
		w.ok(err)
		course := link.Course(courses[0].ID)
		deputy.post(course, url.Values{"staff": {"m1", "e2"}, "done_on": {"2013-09-06"}, "share_by": {"2013-10-01"}})
		w.as("e1").shows(course+"?lang=en", []string{"m1", "to share by 1 October 2013"}, "I have shared it")
		_, done, err := w.s.Course(ctx, who("m1"), courses[0].ID)
		w.ok(err)
		own := link.CourseShared(courses[0].ID, done[1].ID)
		if done[1].Staff != "m1" {
			own = link.CourseShared(courses[0].ID, done[0].ID)
		}
		if status, _ := w.as("e1").post(own, url.Values{"how": {"x"}}); status != http.StatusForbidden {
			t.Errorf("somebody else says that m1 shared: %d", status)
		}
		b := w.as("m1")
		b.shows(course+"?lang=en", []string{"I have shared it"})
		_, page = b.post(own, url.Values{"how": {"workshop in the unit"}})
		has(t, "after sharing", page, []string{"Shared: workshop in the unit"})

		deputy.shows(link.EditMentorRole(), []string{"Тәлімгер – тәжірибесімен", "Наставник – учитель", "A mentor is a teacher"})
		b.answers(link.EditMentorRole(), http.StatusForbidden)
		text := url.Values{"version": {"0"}, "text_kk": {"рөл"}, "text_ru": {"роль"}, "text_en": {"the role"}}
		deputy.post(link.EditMentorRole(), text)
		if status, _ := deputy.post(link.EditMentorRole(), text); status != http.StatusConflict {
			t.Errorf("from an old version: %d", status)
		}
		b.shows(link.MentorRole()+"?lang=kk", []string{"рөл", "Оқып шықтым"})
		role, err := w.s.Role(ctx, who("m1"))
		w.ok(err)
		b.post(link.MentorRole(), url.Values{"id": {role.ID}})
		b.shows(link.MentorRole()+"?lang=en", []string{"You have read it"})
		deputy.shows(link.Training()+"?lang=en", []string{"16 hours", "has read the description"})
	})
}

func TestHomeLeadsEverywhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		own := []string{link.LearningLog(), link.Evidence(), link.Training(), link.MentorRole()}
		w.as("e2").shows(link.Practice(), own, link.QuietPairs(), link.Incentives())
		w.as("deputy").shows(link.Practice(), append(own, link.QuietPairs(), link.Incentives()))
	})
}
