package supportweb_test

import (
	"net/http"
	"strings"
	"testing"

	"talim/internal/secret"
	"talim/internal/support"
	"talim/internal/web/link"
)

const (
	ok      = http.StatusOK
	invalid = http.StatusUnprocessableEntity
	absent  = http.StatusNotFound
	refused = http.StatusForbidden
)

func TestFirstDayAndWords(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee := w.As("e1")
		mentee.ShowsInEach(link.FirstDay(pairing), []string{"8 700 m1", link.Pairing(pairing), link.NewMismatch(pairing), link.SchoolWords(), "аяғында не қаралады"})
		w.As("t3").Answers(link.FirstDay(pairing), absent)
		w.As("director").Answers(link.FirstDay(pairing), absent)
		mentee.ShowsInEach(link.SchoolWords(), []string{"формативное оценивание", "қалыптастырушы бағалау"}, link.NewSchoolWord())
		mentee.ShowsInEach(link.SchoolWords()+"?q=ktp", []string{"КТЖ"}, "формативное")
		mentee.ShowsInEach(link.SchoolWords()+"?q=qqq", []string{link.SupportQuestions()})
		mentee.Answers(link.NewSchoolWord(), refused)
		keeper := w.As("coordinator")
		keeper.Sends(link.NewSchoolWord(), invalid, "version", "0", "word_kk", "жаңа")
		keeper.Sends(link.NewSchoolWord(), ok, "version", "0", "word_kk", "жаңа", "means_kk", "мағынасы бар")
		keeper.Sends(link.SchoolWord("formative"), ok, "version", "0", "word_kk", "бағалау", "means_kk", "біздің сөзіміз")
		if page := keeper.Sends(link.SchoolWord("formative"), http.StatusConflict, "version", "0", "word_kk", "менікі", "means_kk", "x"); !strings.Contains(page, "менікі") {
			t.Error("what was typed is lost")
		}
		mentee.ShowsInEach(link.SchoolWords(), []string{"біздің сөзіміз", "мағынасы бар"}, "формативное")
	})
}

// A question asked, answered and closed; a helper named, agreed and ended.
func TestQuestionsAndHelpers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee, mentor, other := w.As("e1"), w.As("m1"), w.As("t3")
		if page := mentee.Sends(link.SupportQuestions(), invalid, "to", "m1", "text", " "); !strings.Contains(page, `aria-invalid="true"`) {
			t.Error("the fault stands at no field")
		}
		mentee.Sends(link.SupportQuestions(), ok, "to", "m1", "text", "Дескриптор деген не?")
		question := mentee.At
		mentor.ShowsInEach(link.SupportQuestions(), []string{"Дескриптор деген не?"})
		for _, code := range []string{"t3", "director", "coordinator", "admin"} {
			w.As(code).Answers(question, absent)
			w.As(code).ShowsInEach(link.SupportQuestions(), nil, "Дескриптор")
		}
		mentor.Sends(question, invalid, "text", "")
		mentor.Sends(question, ok, "text", "Нақты белгі")
		mentee.ShowsInEach(question, []string{"Нақты белгі", question + "/close"})
		mentee.Sends(question+"/close", ok)
		mentee.Sends(link.NewHelper(), invalid, "name", "Кітапханашы")
		mentee.Sends(link.NewHelper(), ok, "name", "Кітапханашы", "contact", "8 701", "agreed", "1")
		mentee.Sends(link.NewHelper(), ok, "staff", "t3")
		mentee.ShowsInEach(link.NewHelper(), []string{"Кітапханашы", "8 701", "t3"})
		helpers, err := w.s.Helpers(ctx, who("t3"))
		w.OK(err)
		request := link.SupportHelper(helpers[0].ID)
		other.ShowsInEach(link.Support(), []string{request})
		other.ShowsInEach(request, []string{"e1"})
		mentor.Answers(request, absent)
		other.Sends(request, ok, "answer", "yes")
		mentee.ShowsInEach(link.SupportQuestions(), []string{"t3", "Кітапханашы"})
		other.Sends(link.EndHelper(helpers[0].ID), ok)
		mentee.ShowsInEach(link.SupportQuestions(), nil, `value="`+helpers[0].ID+`"`)
	})
}

// A check-in takes three answers; the picture is seen by its author and by whom she chose.
func TestCheckInPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee, chosen := w.As("e1"), w.As("psy")
		mentee.ShowsInEach(link.CheckIn(), []string{`name="mood"`, `name="backed"`, `name="strength"`}, "<polyline")
		mentee.Sends(link.CheckIn(), invalid, "mood", "2")
		mentee.Sends(link.CheckIn(), ok, "mood", "2", "backed", "1", "strength", "2", "note", "шаршадым")
		mentee.ShowsInEach(link.CheckIn(), []string{"<polyline", "шаршадым"})
		mentee.Sends(link.CheckInViewer(), invalid, "viewer", "e1")
		mentee.ShowsInEach(link.CheckInViewer(), []string{"psy"})
		mentee.Sends(link.CheckInViewer(), ok, "viewer", "psy")
		helpers, err := w.s.Helpers(ctx, who("psy"))
		w.OK(err)
		id := helpers[0].ID
		chosen.Answers(link.SharedCheckIns(id), absent)
		chosen.Sends(link.SupportHelper(id), ok, "answer", "yes")
		chosen.ShowsInEach(link.SharedCheckIns(id), []string{"e1"}, "шаршадым") // written before
		w.Clock.Set("2013-09-23T09:00")
		mentee.Sends(link.CheckIn(), ok, "mood", "4", "backed", "4", "strength", "4", "note", "жақсырақ")
		chosen.ShowsInEach(link.SharedCheckIns(id), []string{"жақсырақ"}, "шаршадым")
		for _, code := range []string{"m1", "director", "coordinator", "admin", "t3"} {
			w.As(code).Answers(link.SharedCheckIns(id), absent)
			w.As(code).ShowsInEach(link.CheckIn(), nil, "жақсырақ", "<polyline")
		}
	})
}

func TestWishPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee, mentor := w.As("e1"), w.As("m1")
		mentor.ShowsInEach(link.GuidanceWish(pairing), nil, `name="step"`)
		mentee.Sends(link.GuidanceWish(pairing), invalid)
		mentee.Sends(link.GuidanceWish(pairing), ok, "step", "2", "text", "өзім көрейін")
		mentee.ShowsInEach(link.GuidanceWish(pairing), []string{"өзім көрейін"})
		mentor.ShowsInEach(link.GuidanceWish(pairing), []string{"өзім көрейін", link.SeenGuidanceWish(pairing)})
		mentor.ShowsInEach(link.Support(), []string{link.GuidanceWish(pairing)})
		w.As("coordinator").Answers(link.GuidanceWish(pairing), refused)
	})
}

// From "it does not work" to the change of the pair, between two people.
func TestMismatchPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee, receiver, mentor := w.As("e1"), w.As("coordinator"), w.As("m1")
		mentee.ShowsInEach(link.NewMismatch(pairing), []string{"coordinator"}, `value="director"`, `value="m1"`)
		mentee.Sends(link.NewMismatch(pairing), invalid, "kind", "fit", "receiver", "director")
		mentee.Sends(link.NewMismatch(pairing), ok, "kind", "paper", "text", "кездескен жоқпыз", "receiver", "coordinator")
		told := mentee.At
		receiver.ShowsInEach(link.Support(), []string{told})
		receiver.ShowsInEach(told, []string{"кездескен жоқпыз", "m1"})
		for _, code := range []string{"m1", "director", "admin", "psy", "t3"} {
			w.As(code).Answers(told, absent)
			w.As(code).ShowsInEach(link.Support(), nil, told)
		}
		mentor.ShowsInEach(link.NewMismatch(pairing), nil, told)
		receiver.Sends(told, invalid, "text", "x")
		receiver.Sends(told, ok, "what", "talk", "what", "change", "text", "Рақмет, айтқаныңызға")
		mentee.ShowsInEach(told, []string{"Рақмет, айтқаныңызға"})
		m, err := w.s.Mismatch(ctx, who("e1"), told[strings.LastIndex(told, "/")+1:])
		w.OK(err)
		for _, o := range m.Offers {
			if o.What == support.OfferChange {
				mentee.Sends(told+"/answer", ok, "offer", o.ID, "answer", "yes")
			}
		}
		mentee.ShowsInEach(told, nil, told+"/answer")
		mentee.ShowsInEach(link.NewMismatch(pairing), nil, `name="kind"`) // the pair is over
		mentee.Sends(told+"/end", http.StatusConflict, "how", "withdrawn")
	})
}

// What cannot be read says so in its place.
func TestUnreadable(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee := w.As("e1")
		mentee.Sends(link.SupportQuestions(), ok, "to", "m1", "text", "сұрақ")
		question := mentee.At
		w.Exec(`UPDATE support_question SET text = 'sealed:gone:AAAA' WHERE school_id = $1`, school)
		status, page := mentee.Get(question + "?lang=en")
		if status != ok || strings.Contains(page, "sealed:") || !strings.Contains(page, w.Bundle.Locale("en").T(secret.Unreadable)) {
			t.Errorf("%d %s", status, page)
		}
	})
}

func TestArrangement(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		keeper, asked, other := w.As("coordinator"), w.As("psy"), w.As("t3")
		at := link.SupportArrangement("p")
		keeper.ShowsInEach(at, []string{`name="weeks"`, "psy"})
		other.ShowsInEach(at, nil, `name="weeks"`)
		if status, _ := other.Post(at, nil); status != refused {
			t.Errorf("naming answers t3 with %d", status)
		}
		keeper.Sends(at, invalid, "staff", "")
		keeper.Sends(at, ok, "staff", "psy")
		keeper.Sends(link.SupportRhythm("p"), invalid, "version", "0", "weeks", "99")
		keeper.Sends(link.SupportRhythm("p"), ok, "version", "0", "weeks", "3")
		a, err := w.s.Arrangement(ctx, who("t3"), "p")
		w.OK(err)
		request := link.TrustPerson(a.Trusted[0].ID)
		asked.ShowsInEach(request, []string{request})
		asked.Sends(request, ok, "answer", "yes")
		w.As("e1").ShowsInEach(link.FirstDay(pairing), []string{"psy"})
		w.As("e1").ShowsInEach(link.NewMismatch(pairing), []string{`value="psy"`, `value="coordinator"`})
		asked.ShowsInEach(link.Support(), []string{request}) // the way back, to end it
		asked.ShowsInEach(request, []string{link.EndTrust(a.Trusted[0].ID)})
		asked.Sends(link.EndTrust(a.Trusted[0].ID), ok)
		asked.ShowsInEach(link.Support(), nil, request)
		other.ShowsInEach(at, nil, "psy")
	})
}

// A form that came without an answer (a lost field, a text that was kept) is no "no".
func TestAnswerOfAnEmptyFormIsNone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.As("e1").Sends(link.NewHelper(), ok, "staff", "t3")
		helpers, err := w.s.Helpers(ctx, who("t3"))
		w.OK(err)
		w.As("t3").Sends(link.SupportHelper(helpers[0].ID), invalid)
		after, err := w.s.Helpers(ctx, who("t3"))
		w.OK(err)
		if len(after) != len(helpers) {
			t.Errorf("an empty form has ended the request: %d before, %d after", len(helpers), len(after))
		}
		w.As("coordinator").Sends(link.SupportArrangement("p"), ok, "staff", "psy")
		arranged, err := w.s.Arrangement(ctx, who("psy"), "p")
		w.OK(err)
		w.As("psy").Sends(link.TrustPerson(arranged.Trusted[0].ID), invalid, "answer", "perhaps")
		if now, err := w.s.Trust(ctx, who("psy"), arranged.Trusted[0].ID); err != nil || now.State != support.HelperAsked {
			t.Errorf("%+v, %v", now, err)
		}
		mentee := w.As("e1")
		mentee.Sends(link.NewMismatch(pairing), ok, "kind", "paper", "receiver", "coordinator")
		report := mentee.At
		w.As("coordinator").Sends(report, ok, "what", "talk")
		m, err := w.s.Mismatch(ctx, who("e1"), report[strings.LastIndex(report, "/")+1:])
		w.OK(err)
		mentee.Sends(report+"/answer", invalid, "offer", m.Offers[0].ID)
		if m, err = w.s.Mismatch(ctx, who("e1"), m.ID); err != nil || m.Offers[0].Answer != "" {
			t.Errorf("%+v, %v", m.Offers, err)
		}
	})
}

// Addresses of before lead to those of today; only pages, never a form.
func TestMovedAddressesLeadOn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee := w.As("e1")
		for old, now := range map[string]string{
			"/support/check-in/seer":                    link.CheckInViewer(),
			"/support/pairings/" + pairing + "/confide": link.NewMismatch(pairing),
		} {
			if status, _ := mentee.Get(old); status != ok || mentee.At != now {
				t.Errorf("%s: %d, at %s", old, status, mentee.At)
			}
			if status, _ := mentee.Post(old, nil); status == ok {
				t.Errorf("POST %s answers %d", old, status)
			}
		}
	})
}
