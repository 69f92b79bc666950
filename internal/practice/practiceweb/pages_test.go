package practiceweb_test

import (
	"net/http"
	"net/url"
	"testing"

	"talim/internal/mentoring/pairing"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

const (
	logged = "Үндемей күту де көмек екен"
	noted  = "қолы дірілдеді"
)

func TestStyleIsChosenInTwoTaps(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.As("e1")
		b.Shows(link.PairStyle(w.G.ID)+"?lang=kk", []string{"қиындықты алдын ала көру", "Осы тәсілмен сөйлесеміз"})
		if status, _ := b.Post(link.PairStyle(w.G.ID), url.Values{}); status != http.StatusUnprocessableEntity {
			t.Errorf("nothing chosen: %d", status)
		}
		b.Post(link.PairStyle(w.G.ID), url.Values{"style": {"troubleshooting"}})
		w.As("m1").Shows(link.PairStyle(w.G.ID)+"?lang=en", []string{`value="troubleshooting" checked`, "Only mentor and mentee"})
		for _, code := range []string{"deputy", "director", "e2"} {
			w.As(code).Answers(link.PairStyle(w.G.ID), http.StatusForbidden)
		}
		w.As("other").Answers(link.PairStyle(w.G.ID), http.StatusNotFound)
	})
}

func TestLogIsWrittenFoundAndPrintedByItsAuthorAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.As("m1")
		b.Shows(link.LearningLog()+"?lang=ru", []string{"Записей пока нет", "видите только Вы"})
		if status, page := b.Post(link.LearningLog(), url.Values{"date": {"2013-12-31"}, "text": {logged}}); status != http.StatusUnprocessableEntity {
			t.Errorf("a day ahead: %d", status)
		} else {
			webtest.Has(t, "the refused entry", page, []string{logged})
		}
		b.Post(link.LearningLog(), url.Values{"date": {"2013-09-08"}, "text": {logged}})
		b.Shows(link.LearningLog(), []string{logged, "8 сентября 2013"})
		b.Shows(link.With(link.LearningLog(), "find", "КӨМЕК"), []string{logged})
		b.Shows(link.With(link.LearningLog(), "find", "nothing"), []string{"с такими словами нет"}, logged)
		for _, format := range []string{"docx", "pdf", "html"} {
			if status, page := b.Get(link.LearningLogPaper(format)); status != http.StatusOK || page == "" {
				t.Errorf("%s: %d", format, status)
			}
		}
		b.Shows(link.LearningLogPaper("html")+"?in=kk", []string{logged})
		entries, _, err := w.s.Log(ctx, who("m1"), "")
		w.OK(err)
		erase := link.EraseLog(entries[0].ID)
		b.Shows(erase+"?lang=en", []string{"cannot be taken back", `action="` + erase + `"`}, logged)
		for _, code := range []string{"e1", "deputy", "director", "e2"} {
			other := w.As(code)
			other.Shows(link.LearningLog(), nil, logged)
			other.Shows(link.With(link.LearningLog(), "find", "көмек"), nil, logged)
			other.Shows(link.LearningLogPaper("html"), nil, logged)
			if status, _ := other.Post(erase, nil); status != http.StatusNotFound {
				t.Errorf("%s erases what is m1's: %d", code, status)
			}
		}
		_, page := b.Post(erase, nil)
		webtest.Has(t, "after erasing", page, []string{"erased for good"}, logged)
	})
}

func TestSignsShowNothingToAnybodyElse(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b, page := w.As("m1"), link.ResistanceNotes(w.G.ID)
		b.Shows(page+"?lang=en", []string{"Standing still", "Only you see this"})
		if status, _ := b.Post(page, url.Values{"date": {"2013-09-09"}, "text": {noted}}); status != http.StatusUnprocessableEntity {
			t.Errorf("without a category: %d", status)
		}
		for range 4 {
			b.Post(page, url.Values{"date": {"2013-09-09"}, "text": {noted}, "category": {"fear"}})
		}
		b.Shows(page, []string{noted, "September 2013", "Fear, anxiety", "neither your fault nor your burden"})
		for _, code := range []string{"e1", "deputy", "director", "e2"} {
			w.As(code).Answers(page, http.StatusForbidden)
		}
		w.As("other").Answers(page, http.StatusNotFound)
	})
}

func TestEvidenceCollectsByItself(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.Meets("2013-09-10")
		w.Clock.Set("2013-09-10T12:00")
		w.OK(w.M.Pairings.HoldAsPlanned(ctx, who("m1"), m.ID))
		w.OK(w.M.Pairings.Share(ctx, who("m1"), w.G.ID, pairing.NewResource{Title: "plan", Place: "shelf"}))
		director := w.As("director")
		director.Shows(link.Incentives()+"?lang=en", []string{"Nothing is recorded yet", "m1"})
		if status, page := director.Post(link.Incentives(), url.Values{"staff": {"m1"}, "kind": {"relief"}, "starts": {"2013-09-10"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("an incentive without words: %d", status)
		} else {
			webtest.Has(t, "the refused incentive", page, []string{"Write what was given"})
		}
		director.Post(link.Incentives(), url.Values{"staff": {"m1"}, "kind": {"relief"}, "starts": {"2013-09-10"}, "words": {"two hours of duty less"}})
		director.Shows(link.Incentives(), []string{"two hours of duty less"})
		b := w.As("m1")
		b.Shows(link.Evidence()+"?lang=en", []string{"two hours of duty less", "0.75", "e1"})
		b.Shows(link.With(link.Evidence(), "from", "2014-06-01"), []string{"Nothing yet"}, "two hours of duty less")
		b.Shows(link.EvidencePaper("html")+"?in=ru", []string{"СВЕДЕНИЯ О РАБОТЕ НАСТАВНИКА", "two hours of duty less", "Переданные материалы"})
		for _, code := range []string{"e1", "e2", "deputy"} {
			w.As(code).Shows(link.Evidence(), nil, "two hours of duty less")
		}
		w.As("e1").Answers(link.Incentives(), http.StatusForbidden)
	})
}

func TestTrainingAndRole(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		deputy := w.As("deputy")
		deputy.Shows(link.Training()+"?lang=en", []string{"No courses yet", "m1", "not read yet"})
		status, page := deputy.Post(link.Training(), url.Values{
			"title": {"How to mentor"}, "hours": {"16"}, "starts": {"2013-09-02"}, "ends": {"2013-09-06"}, "for_mentors": {"1"},
		})
		webtest.Has(t, "the course", page, []string{"How to mentor", "Say who did it"})
		if status != http.StatusOK {
			t.Fatal(status)
		}
		courses, err := w.s.Courses(ctx, who("e1"))
		w.OK(err)
		course := link.Course(courses[0].ID)
		deputy.Post(course, url.Values{"staff": {"m1", "e2"}, "done_on": {"2013-09-06"}, "share_by": {"2013-10-01"}})
		w.As("e1").Shows(course+"?lang=en", []string{"m1", "to share by 1 October 2013"}, "I have shared it")
		_, done, err := w.s.Course(ctx, who("m1"), courses[0].ID)
		w.OK(err)
		own := link.CourseShared(courses[0].ID, done[1].ID)
		if done[1].Staff != "m1" {
			own = link.CourseShared(courses[0].ID, done[0].ID)
		}
		if status, _ := w.As("e1").Post(own, url.Values{"how": {"x"}}); status != http.StatusForbidden {
			t.Errorf("somebody else says that m1 shared: %d", status)
		}
		b := w.As("m1")
		b.Shows(course+"?lang=en", []string{"I have shared it"})
		_, page = b.Post(own, url.Values{"how": {"workshop in the unit"}})
		webtest.Has(t, "after sharing", page, []string{"Shared: workshop in the unit"})

		deputy.Shows(link.EditMentorRole(), []string{"Тәлімгер – тәжірибесімен", "Наставник – учитель", "A mentor is a teacher"})
		b.Answers(link.EditMentorRole(), http.StatusForbidden)
		text := url.Values{"version": {"0"}, "text_kk": {"рөл"}, "text_ru": {"роль"}, "text_en": {"the role"}}
		deputy.Post(link.EditMentorRole(), text)
		if status, _ := deputy.Post(link.EditMentorRole(), text); status != http.StatusConflict {
			t.Errorf("from an old version: %d", status)
		}
		b.Shows(link.MentorRole()+"?lang=kk", []string{"рөл", "Оқып шықтым"})
		role, err := w.s.Role(ctx, who("m1"))
		w.OK(err)
		b.Post(link.MentorRole(), url.Values{"id": {role.ID}})
		b.Shows(link.MentorRole()+"?lang=en", []string{"You have read it"})
		deputy.Shows(link.Training()+"?lang=en", []string{"16 hours", "has read the description"})
	})
}

func TestHomeLeadsEverywhere(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		own := []string{link.LearningLog(), link.Evidence(), link.Training(), link.MentorRole()}
		w.As("e2").Shows(link.Practice(), own, link.QuietPairs(), link.Incentives())
		w.As("deputy").Shows(link.Practice(), append(own, link.QuietPairs(), link.Incentives()))
	})
}
