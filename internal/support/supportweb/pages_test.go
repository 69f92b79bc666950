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
		mentee := w.as("e1")
		mentee.shows(link.FirstDay(pairing), []string{"8 700 m1", link.Pairing(pairing), link.NewMismatch(pairing), link.SchoolWords(), "аяғында не қаралады"})
		w.as("t3").answers(link.FirstDay(pairing), absent)
		w.as("director").answers(link.FirstDay(pairing), absent)
		mentee.shows(link.SchoolWords(), []string{"формативное оценивание", "қалыптастырушы бағалау"}, link.NewSchoolWord())
		mentee.shows(link.SchoolWords()+"?q=ktp", []string{"КТЖ"}, "формативное")
		mentee.shows(link.SchoolWords()+"?q=qqq", []string{link.SupportQuestions()})
		mentee.answers(link.NewSchoolWord(), refused)
		keeper := w.as("coordinator")
		keeper.sends(link.NewSchoolWord(), invalid, "version", "0", "word_kk", "жаңа")
		keeper.sends(link.NewSchoolWord(), ok, "version", "0", "word_kk", "жаңа", "means_kk", "мағынасы бар")
		keeper.sends(link.SchoolWord("formative"), ok, "version", "0", "word_kk", "бағалау", "means_kk", "біздің сөзіміз")
		if page := keeper.sends(link.SchoolWord("formative"), http.StatusConflict, "version", "0", "word_kk", "менікі", "means_kk", "x"); !strings.Contains(page, "менікі") {
			t.Error("what was typed is lost")
		}
		mentee.shows(link.SchoolWords(), []string{"біздің сөзіміз", "мағынасы бар"}, "формативное")
	})
}

// A question asked, answered and closed; a helper named, agreed and ended.
func TestQuestionsAndHelpers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee, mentor, other := w.as("e1"), w.as("m1"), w.as("t3")
		if page := mentee.sends(link.SupportQuestions(), invalid, "to", "m1", "text", " "); !strings.Contains(page, `aria-invalid="true"`) {
			t.Error("the fault stands at no field")
		}
		mentee.sends(link.SupportQuestions(), ok, "to", "m1", "text", "Дескриптор деген не?")
		question := mentee.at
		mentor.shows(link.SupportQuestions(), []string{"Дескриптор деген не?"})
		for _, code := range []string{"t3", "director", "coordinator", "admin"} {
			w.as(code).answers(question, absent)
			w.as(code).shows(link.SupportQuestions(), nil, "Дескриптор")
		}
		mentor.sends(question, invalid, "text", "")
		mentor.sends(question, ok, "text", "Нақты белгі")
		mentee.shows(question, []string{"Нақты белгі", question + "/close"})
		mentee.sends(question+"/close", ok)
		mentee.sends(link.NewHelper(), invalid, "name", "Кітапханашы")
		mentee.sends(link.NewHelper(), ok, "name", "Кітапханашы", "contact", "8 701", "agreed", "1")
		mentee.sends(link.NewHelper(), ok, "staff", "t3")
		mentee.shows(link.NewHelper(), []string{"Кітапханашы", "8 701", "t3"})
		helpers, err := w.s.Helpers(ctx, who("t3"))
		w.ok(err)
		request := link.SupportHelper(helpers[0].ID)
		other.shows(link.Support(), []string{request})
		other.shows(request, []string{"e1"})
		mentor.answers(request, absent)
		other.sends(request, ok, "answer", "yes")
		mentee.shows(link.SupportQuestions(), []string{"t3", "Кітапханашы"})
		other.sends(link.EndHelper(helpers[0].ID), ok)
		mentee.shows(link.SupportQuestions(), nil, `value="`+helpers[0].ID+`"`)
	})
}

// A check-in takes three answers; the picture is seen by its author and by whom she chose.
func TestCheckInPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee, chosen := w.as("e1"), w.as("psy")
		mentee.shows(link.CheckIn(), []string{`name="mood"`, `name="backed"`, `name="strength"`}, "<polyline")
		mentee.sends(link.CheckIn(), invalid, "mood", "2")
		mentee.sends(link.CheckIn(), ok, "mood", "2", "backed", "1", "strength", "2", "note", "шаршадым")
		mentee.shows(link.CheckIn(), []string{"<polyline", "шаршадым"})
		mentee.sends(link.CheckInViewer(), invalid, "viewer", "e1")
		mentee.shows(link.CheckInViewer(), []string{"psy"})
		mentee.sends(link.CheckInViewer(), ok, "viewer", "psy")
		helpers, err := w.s.Helpers(ctx, who("psy"))
		w.ok(err)
		id := helpers[0].ID
		chosen.answers(link.SharedCheckIns(id), absent)
		chosen.sends(link.SupportHelper(id), ok, "answer", "yes")
		chosen.shows(link.SharedCheckIns(id), []string{"e1"}, "шаршадым") // written before
		w.clock.Set("2013-09-23T09:00")
		mentee.sends(link.CheckIn(), ok, "mood", "4", "backed", "4", "strength", "4", "note", "жақсырақ")
		chosen.shows(link.SharedCheckIns(id), []string{"жақсырақ"}, "шаршадым")
		for _, code := range []string{"m1", "director", "coordinator", "admin", "t3"} {
			w.as(code).answers(link.SharedCheckIns(id), absent)
			w.as(code).shows(link.CheckIn(), nil, "жақсырақ", "<polyline")
		}
	})
}

func TestWishPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee, mentor := w.as("e1"), w.as("m1")
		mentor.shows(link.GuidanceWish(pairing), nil, `name="step"`)
		mentee.sends(link.GuidanceWish(pairing), invalid)
		mentee.sends(link.GuidanceWish(pairing), ok, "step", "2", "text", "өзім көрейін")
		mentee.shows(link.GuidanceWish(pairing), []string{"өзім көрейін"})
		mentor.shows(link.GuidanceWish(pairing), []string{"өзім көрейін", link.SeenGuidanceWish(pairing)})
		mentor.shows(link.Support(), []string{link.GuidanceWish(pairing)})
		w.as("coordinator").answers(link.GuidanceWish(pairing), refused)
	})
}

// From "it does not work" to the change of the pair, between two people.
func TestMismatchPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee, receiver, mentor := w.as("e1"), w.as("coordinator"), w.as("m1")
		mentee.shows(link.NewMismatch(pairing), []string{"coordinator"}, `value="director"`, `value="m1"`)
		mentee.sends(link.NewMismatch(pairing), invalid, "kind", "fit", "receiver", "director")
		mentee.sends(link.NewMismatch(pairing), ok, "kind", "paper", "text", "кездескен жоқпыз", "receiver", "coordinator")
		told := mentee.at
		receiver.shows(link.Support(), []string{told})
		receiver.shows(told, []string{"кездескен жоқпыз", "m1"})
		for _, code := range []string{"m1", "director", "admin", "psy", "t3"} {
			w.as(code).answers(told, absent)
			w.as(code).shows(link.Support(), nil, told)
		}
		mentor.shows(link.NewMismatch(pairing), nil, told)
		receiver.sends(told, invalid, "text", "x")
		receiver.sends(told, ok, "what", "talk", "what", "change", "text", "Рақмет, айтқаныңызға")
		mentee.shows(told, []string{"Рақмет, айтқаныңызға"})
		m, err := w.s.Mismatch(ctx, who("e1"), told[strings.LastIndex(told, "/")+1:])
		w.ok(err)
		for _, o := range m.Offers {
			if o.What == support.OfferChange {
				mentee.sends(told+"/answer", ok, "offer", o.ID, "answer", "yes")
			}
		}
		mentee.shows(told, nil, told+"/answer")
		mentee.shows(link.NewMismatch(pairing), nil, `name="kind"`) // the pair is over
		mentee.sends(told+"/end", http.StatusConflict, "how", "withdrawn")
	})
}

// What cannot be read says so in its place.
func TestUnreadable(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee := w.as("e1")
		mentee.sends(link.SupportQuestions(), ok, "to", "m1", "text", "сұрақ")
		question := mentee.at
		w.exec(`UPDATE support_question SET text = 'sealed:gone:AAAA' WHERE school_id = $1`, school)
		status, page := mentee.get(question + "?lang=en")
		if status != ok || strings.Contains(page, "sealed:") || !strings.Contains(page, w.bundle.Locale("en").T(secret.Unreadable)) {
			t.Errorf("%d %s", status, page)
		}
	})
}

func TestArrangement(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		keeper, asked, other := w.as("coordinator"), w.as("psy"), w.as("t3")
		at := link.SupportArrangement("p")
		keeper.shows(at, []string{`name="weeks"`, "psy"})
		other.shows(at, nil, `name="weeks"`)
		if status, _ := other.post(at, nil); status != refused {
			t.Errorf("naming answers t3 with %d", status)
		}
		keeper.sends(at, invalid, "staff", "")
		keeper.sends(at, ok, "staff", "psy")
		keeper.sends(link.SupportRhythm("p"), invalid, "version", "0", "weeks", "99")
		keeper.sends(link.SupportRhythm("p"), ok, "version", "0", "weeks", "3")
		a, err := w.s.Arrangement(ctx, who("t3"), "p")
		w.ok(err)
		request := link.TrustPerson(a.Trusted[0].ID)
		asked.shows(request, []string{request})
		asked.sends(request, ok, "answer", "yes")
		w.as("e1").shows(link.FirstDay(pairing), []string{"psy"})
		w.as("e1").shows(link.NewMismatch(pairing), []string{`value="psy"`, `value="coordinator"`})
		asked.sends(link.EndTrust(a.Trusted[0].ID), ok)
		other.shows(at, nil, "psy")
	})
}

// A form that came without an answer (a lost field, a text that was kept) is no "no".
func TestAnswerOfAnEmptyFormIsNone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.as("e1").sends(link.NewHelper(), ok, "staff", "t3")
		helpers, err := w.s.Helpers(ctx, who("t3"))
		w.ok(err)
		w.as("t3").sends(link.SupportHelper(helpers[0].ID), invalid)
		after, err := w.s.Helpers(ctx, who("t3"))
		w.ok(err)
		if len(after) != len(helpers) {
			t.Errorf("an empty form has ended the request: %d before, %d after", len(helpers), len(after))
		}
		w.as("coordinator").sends(link.SupportArrangement("p"), ok, "staff", "psy")
		arranged, err := w.s.Arrangement(ctx, who("psy"), "p")
		w.ok(err)
		w.as("psy").sends(link.TrustPerson(arranged.Trusted[0].ID), invalid, "answer", "perhaps")
		if now, err := w.s.Trust(ctx, who("psy"), arranged.Trusted[0].ID); err != nil || now.State != support.HelperAsked {
			t.Errorf("%+v, %v", now, err)
		}
		mentee := w.as("e1")
		mentee.sends(link.NewMismatch(pairing), ok, "kind", "paper", "receiver", "coordinator")
		report := mentee.at
		w.as("coordinator").sends(report, ok, "what", "talk")
		m, err := w.s.Mismatch(ctx, who("e1"), report[strings.LastIndex(report, "/")+1:])
		w.ok(err)
		mentee.sends(report+"/answer", invalid, "offer", m.Offers[0].ID)
		if m, err = w.s.Mismatch(ctx, who("e1"), m.ID); err != nil || m.Offers[0].Answer != "" {
			t.Errorf("%+v, %v", m.Offers, err)
		}
	})
}

// Addresses of before lead to those of today; only pages, never a form.
func TestMovedAddressesLeadOn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		mentee := w.as("e1")
		for old, now := range map[string]string{
			"/support/check-in/seer":                    link.CheckInViewer(),
			"/support/pairings/" + pairing + "/confide": link.NewMismatch(pairing),
		} {
			if status, _ := mentee.get(old); status != ok || mentee.at != now {
				t.Errorf("%s: %d, at %s", old, status, mentee.at)
			}
			if status, _ := mentee.post(old, nil); status == ok {
				t.Errorf("POST %s answers %d", old, status)
			}
		}
	})
}
