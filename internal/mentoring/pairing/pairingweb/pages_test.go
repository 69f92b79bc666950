package pairingweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/sitetest"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

const (
	sharedText  = "Ортақ жазба: топпен жұмыс"
	privateText = "Жеке жазба: шыдам керек"
	stepText    = "Критерийлер құру"
)

// recorded is a meeting that was held, with notes and a step.
func recorded(w *sitetest.Pair) pairing.Meeting {
	m := w.Meets("2013-09-10")
	w.Clock.Set("2013-09-10T12:00")
	w.OK(w.M.Pairings.Hold(w.T.Context(), sitetest.Who("m1"), m.ID, pairing.HoldMeeting{
		Shared: sharedText, Private: privateText, Steps: []pairing.NewStep{{Text: stepText, Owner: "e1", Due: "2013-09-20"}},
	}))
	return m
}

func TestPairingShowsThePairItsWorkAndKeepersOnlyFigures(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		recorded(w)
		page := link.Pairing(w.G.ID)
		w.As("e1").Shows(page+"?lang=en", []string{
			"Your mentor: m1", "8 700 m1", stepText, "1 / 1", link.EditMentoringPlan(w.G.ID), "Ask for a change", "until 21 October 2013",
		}, privateText)
		for _, keeper := range []string{"deputy", "director"} {
			w.As(keeper).Shows(page+"?lang=ru", []string{"1 / 1", "10 сентября", "Кто это видит"},
				stepText, sharedText, privateText, "кабинет 3", "8 700", "/mentoring/meetings/")
		}
		w.As("e2").Answers(page, http.StatusForbidden)
		w.As("other").Answers(page, http.StatusNotFound)
		w.As("e1").Answers(link.Pairing("none"), http.StatusNotFound)
	})
}

// Everything but the pairing itself is closed to whoever is not one of the two.
func TestContentsAreForTheTwoAlone(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		m := recorded(w)
		for _, page := range []string{
			link.MentoringPlan(w.G.ID), link.EditMentoringPlan(w.G.ID), link.MentoringPlanPaper(w.G.ID, "html"), link.NewMeetings(w.G.ID),
			link.NewMeeting(w.G.ID), link.NewVisits(w.G.ID), link.Meeting(m.ID), link.MentoringReport(w.G.ID),
		} {
			for _, code := range []string{"deputy", "director", "e2"} {
				w.As(code).Answers(page, http.StatusForbidden)
			}
			w.As("other").Answers(page, http.StatusNotFound)
		}
		w.As("e2").Answers(link.Pairings(w.P.ID), http.StatusForbidden)
		w.As("m1").Answers(link.Closing(w.P.ID), http.StatusForbidden)
		w.As("other").Answers(link.Pairings(w.P.ID), http.StatusNotFound)
	})
}

func TestPlanFromTemplateToAgreement(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		b := w.As("m1")
		b.Shows(link.EditMentoringPlan(w.G.ID)+"?lang=kk", []string{
			"m1: бағалау", "өлең оқиды", "уақытты бөлу", "Оқушыларды түсінікті критерийлер бойынша бағалау", `value="2013-09" selected`,
		})
		form := url.Values{"version": {"0"}, "strong": {"тіл"}, "goal_1": {""}, "text_1": {"танысу"}, "month_1": {"2013-09"}, "who_1": {"mentor"}}
		if status, page := b.Post(link.EditMentoringPlan(w.G.ID), form); status != http.StatusUnprocessableEntity {
			t.Errorf("a plan without a goal: %d", status)
		} else {
			webtest.Has(t, "the refused plan", page, []string{"танысу", "тіл", "Кемінде бір мақсат"})
		}
		form.Set("goal_1", "анық мақсат")
		if status, page := b.Post(link.EditMentoringPlan(w.G.ID), form); status != http.StatusOK || !strings.Contains(page, "анық мақсат") {
			t.Fatalf("saving the plan: %d %s", status, page)
		}
		other := w.As("e1")
		other.Shows(link.MentoringPlan(w.G.ID)+"?lang=kk", []string{"анық мақсат", link.AgreeMentoringPlan(w.G.ID), "Қыркүйек 2013"})
		other.Post(link.AgreeMentoringPlan(w.G.ID), url.Values{"version": {"1"}})
		other.Shows(link.MentoringPlan(w.G.ID)+"?lang=kk", []string{"екі жақ келіскен"}, link.AgreeMentoringPlan(w.G.ID))
	})
}

func TestPlanTypedOverANewerVersionIsKept(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.OK(w.M.Pairings.SavePlan(t.Context(), sitetest.Who("e1"), w.G.ID, 0, pairing.PlanContent{Goals: []string{"hers"}}))
		b := w.As("m1")
		status, page := b.Post(link.EditMentoringPlan(w.G.ID)+"?lang=en", url.Values{
			"version": {"0"}, "goal_1": {"mine"}, "text_1": {"a long thought"}, "month_1": {"2013-10"},
		})
		if status != http.StatusConflict {
			t.Fatalf("status %d", status)
		}
		webtest.Has(t, "the conflict", page, []string{`>mine</textarea>`, "a long thought", "hers", "e1", `name="version" value="1"`})
		if status, _ := b.Post(link.EditMentoringPlan(w.G.ID), url.Values{"version": {"1"}, "goal_1": {"mine"}}); status != http.StatusOK {
			t.Errorf("the second time: %d", status)
		}
	})
}

func TestMeetingsAreOfferedAndBookedEveryWeek(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		_, err := w.Times.AddHoliday(t.Context(), sitetest.Who("deputy"), timetableHoliday("2013-10-28", "2013-11-03"))
		w.OK(err)
		b := w.As("e1")
		page := b.Shows(link.NewMeetings(w.G.ID)+"?lang=en", []string{"Monday, 10:15–11:00", "would wait", "both free on"})
		if n := strings.Count(page, "checked"); n != 1 {
			t.Errorf("%d times are chosen beforehand", n)
		}
		if status, page := b.Post(link.NewMeetings(w.G.ID), url.Values{"from": {"2013-09-09"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("without a time: %d %s", status, page)
		}
		_, page = b.Post(link.NewMeetings(w.G.ID), url.Values{"time": {"1 10:15 11:00"}, "from": {"2013-09-09"}, "place": {"room 3"}})
		webtest.Has(t, "after booking", page, []string{"28 October", "Monday, 9 September", "room 3"})
		b.Shows(link.NewMeeting(w.G.ID), []string{"2013-09-11 10:15 11:00"}, "2013-09-16 10:15 11:00")
		_, page = b.Post(link.NewMeeting(w.G.ID), url.Values{"slot": {"2013-09-11 10:15 11:00"}})
		webtest.Has(t, "after one more", page, []string{"Wednesday, 11 September"})
		if status, page := b.Post(link.NewMeeting(w.G.ID), url.Values{"slot": {"2013-09-11 10:15 11:00"}, "place": {"the same"}}); status != http.StatusConflict {
			t.Errorf("the same time again: %d", status)
		} else {
			webtest.Has(t, "the same time again", page, []string{"the same"})
		}
	})
}

func TestMeetingNotesStepsAndWhatIsPrivate(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		m := recorded(w)
		w.As("m1").Shows(link.Meeting(m.ID), []string{sharedText, privateText, stepText})
		hers := w.As("e1")
		page := hers.Shows(link.Meeting(m.ID)+"?lang=en", []string{sharedText, stepText, "Only you read this"}, privateText)
		version := between(page, `name="version" value="`, `"`)
		w.OK(w.M.Pairings.Prepare(t.Context(), sitetest.Who("m1"), m.ID, pairing.NewNotes{Shared: "his newer note", Private: privateText, Version: 1}))
		status, page := hers.Post(link.MeetingNotes(m.ID), url.Values{"held": {"1"}, "shared": {"her text"}, "version": {version}})
		if status != http.StatusConflict {
			t.Errorf("over a note not seen: %d", status)
		}
		webtest.Has(t, "the conflict", page, []string{"her text", "his newer note"}, privateText)
		status, page = hers.Post(link.MeetingNotes(m.ID), url.Values{
			"held": {"1"}, "shared": {"both texts"}, "version": {between(page, `name="version" value="`, `"`)},
			"step_1": {"too late"}, "owner_1": {"e1"}, "due_1": {"2013-09-01"},
		})
		if status != http.StatusUnprocessableEntity {
			t.Errorf("a step in the past: %d", status)
		}
		webtest.Has(t, "the refused step", page, []string{"too late", "both texts", "2013-09-01"})
		steps, err := w.M.Pages.PairPage(t.Context(), sitetest.Who("e1"), w.G.ID)
		w.OK(err)
		_, page = hers.Post(link.FinishStep(steps.Steps[0].ID), url.Values{})
		webtest.Has(t, "the finished step", page, []string{"Done: 1", "done: 10 September 2013"})
	})
}

func TestMeetingIsMovedOrCancelledWithAReason(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		m := w.Meets("2013-09-10")
		b := w.As("e1")
		b.Shows(link.MoveMeeting(m.ID)+"?lang=en", []string{"2013-09-11 10:15 11:00", "кабинет 3"}, "2013-09-10 10:15 11:00")
		if status, _ := b.Post(link.MoveMeeting(m.ID), url.Values{"slot": {"2013-09-11 10:15 11:00"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("moved without a reason: %d", status)
		}
		_, page := b.Post(link.MoveMeeting(m.ID), url.Values{"slot": {"2013-09-11 10:15 11:00"}, "reason": {"олимпиада"}})
		webtest.Has(t, "the moved meeting", page, []string{"Wednesday, 11 September"})
		b.Shows(link.Meeting(m.ID), []string{"олимпиада"}, link.MoveMeeting(m.ID))
		b.Answers(link.MoveMeeting(m.ID), http.StatusConflict)
		next := w.Meets("2013-09-12")
		if status, _ := b.Post(link.CancelMeeting(next.ID), url.Values{"reason": {" "}}); status != http.StatusUnprocessableEntity {
			t.Errorf("cancelled without a reason: %d", status)
		}
		_, page = b.Post(link.CancelMeeting(next.ID), url.Values{"reason": {"ауырдым"}})
		webtest.Has(t, "the cancelled meeting", page, []string{"ауырдым"})
	})
}

func TestVisitsBothWaysAgainstTheRule(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		b := w.As("e1")
		page := b.Shows(link.NewVisits(w.G.ID)+"?lang=en", []string{"This week: 0, by the rules: 1", "Monday, 9 September", "5A", `name="observer" value="e1"`})
		b.Shows(link.VisitsOf(w.G.ID, "partner", ""), []string{"5B", `name="observer" value="m1"`}, "5A")
		form := url.Values{"observer": {"e1"}, "lesson": {between(page, `name="lesson" value="`, `"`)}, "date": {"2013-09-09"}}
		_, page = b.Post(link.NewVisits(w.G.ID), form)
		webtest.Has(t, "the planned visit", page, []string{"This week: 1, by the rules: 1"})
		events, err := w.M.Pairings.Events(t.Context(), sitetest.Who("e1"), w.G)
		w.OK(err)
		visit := link.Visit(events[0].ID)
		b.Shows(visit, []string{"5A", link.CancelVisit(events[0].ID)}, link.HoldVisit(events[0].ID))
		w.Clock.Set("2013-09-09T10:00")
		b.Shows(visit, []string{link.HoldVisit(events[0].ID)})
		_, page = b.Post(link.HoldVisit(events[0].ID), url.Values{"note": {"топпен жұмыс"}, "step_1": {"байқап көру"}, "owner_1": {"e1"}, "due_1": {"2013-09-20"}})
		webtest.Has(t, "the held visit", page, []string{"топпен жұмыс", "байқап көру"})
		w.As("m1").Shows(visit, []string{"топпен жұмыс"})
		w.As("deputy").Answers(visit, http.StatusForbidden)
		w.As("deputy").Shows(link.Pairing(w.G.ID), []string{"9 қыркүйек"}, "топпен жұмыс", "5A")
		w.As("other").Answers(visit, http.StatusNotFound)
	})
}

func TestBookingLeadsToItsPage(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		m := w.Meets("2013-09-10")
		w.As("m1").Shows(link.MentoringBooking(m.Booking), []string{"кабинет 3"})
		w.As("e2").Answers(link.MentoringBooking(m.Booking), http.StatusForbidden)
		w.As("m1").Answers(link.MentoringBooking("none"), http.StatusNotFound)
	})
}

func TestLeavingAsksNothingAndTellsNobodyWho(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		b := w.As("e1")
		b.Shows(link.LeavePairing(w.G.ID)+"?lang=en", []string{"Nobody asks for a reason"}, "textarea")
		b.Client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		if status, _ := b.Post(link.LeavePairing(w.G.ID), nil); status != http.StatusSeeOther {
			t.Fatalf("leaving: %d", status)
		}
		b.Client.CheckRedirect = nil
		b.Shows(link.Pairing(w.G.ID), []string{"2013"}, link.LeavePairing(w.G.ID))
		w.As("deputy").Shows(link.Pairing(w.G.ID)+"?lang=en", []string{"Changed"})
	})
}

// Those who keep the programme may ask for a change as well; nobody else may.
func TestKeepersMayAskForAChange(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		w.As("deputy").Shows(link.Pairing(w.G.ID)+"?lang=en", []string{"Change this pair", link.LeavePairing(w.G.ID)})
		w.As("deputy").Shows(link.LeavePairing(w.G.ID)+"?lang=ru", []string{"ни то, кто попросил"}, "textarea")
		w.As("e2").Answers(link.LeavePairing(w.G.ID), http.StatusForbidden)
		w.As("other").Answers(link.LeavePairing(w.G.ID), http.StatusNotFound)
	})
}

func between(page, start, end string) string {
	_, rest, _ := strings.Cut(page, start)
	found, _, _ := strings.Cut(rest, end)
	return found
}

func TestQuietPairIsOfferedHelp(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		list := link.Pairings(w.P.ID) + "?lang=en"
		quiet := "Offer help"
		w.As("deputy").Shows(list, []string{"m1", "e1", "0 / 1"}, quiet)
		w.Clock.Set("2013-10-07T09:00")
		w.As("deputy").Shows(list, []string{quiet, link.Pairing(w.G.ID), link.Protected("2013-10-07")})
		if calendar.Date("2013-09-09").DaysUntil("2013-10-07") <= 21 {
			t.Error("the test waits too short")
		}
	})
}

func TestResourcesAreSharedAndTakenBack(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		b := w.As("m1")
		page := link.SharedResources(w.G.ID)
		if status, text := b.Post(page, url.Values{"title": {"Сабақ жоспары"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("without a place: %d", status)
		} else {
			webtest.Has(t, "the refused resource", text, []string{"Сабақ жоспары"})
		}
		_, text := b.Post(page, url.Values{"title": {"Сабақ жоспары"}, "place": {"javascript:alert(1)"}})
		webtest.Has(t, "the shared resource", text, []string{"Сабақ жоспары", "/withdraw"}, `href="javascript`)
		taken := page + "/" + between(text, page+"/", "/withdraw") + "/withdraw"
		w.As("e1").Shows(page, []string{"Сабақ жоспары"}, "/withdraw")
		if status, _ := w.As("e1").Post(taken, nil); status != http.StatusNotFound {
			t.Errorf("the partner takes it back: %d", status)
		}
		w.As("deputy").Answers(page, http.StatusForbidden)
		w.As("other").Answers(page, http.StatusNotFound)
		_, text = b.Post(taken, nil)
		webtest.Has(t, "after taking it back", text, nil, "Сабақ жоспары")
	})
}

func TestMeetingSaysWhatItWasAbout(t *testing.T) {
	sitetest.EachPair(t, func(t *testing.T, w *sitetest.Pair) {
		m := recorded(w)
		_, page := w.As("e1").Post(link.MeetingNotes(m.ID), url.Values{"held": {"1"}, "shared": {sharedText}, "topics": {"methods", "documents", "no such topic"}})
		webtest.Has(t, "the meeting", page, []string{`value="documents" checked`}, "no such topic")
	})
}
