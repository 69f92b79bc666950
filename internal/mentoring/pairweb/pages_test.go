package pairweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"talim/internal/calendar"
	"talim/internal/mentoring/pairing"
	"talim/internal/web/link"
)

const (
	sharedText  = "Ортақ жазба: топпен жұмыс"
	privateText = "Жеке жазба: шыдам керек"
	stepText    = "Критерийлер құру"
)

// recorded is a meeting that was held, with notes and a step.
func (w *world) recorded() pairing.Meeting {
	m := w.meets("2013-09-10")
	w.clock.Set("2013-09-10T12:00")
	w.ok(w.m.Pairings.Hold(ctx, who("m1"), m.ID, pairing.HoldMeeting{
		Shared: sharedText, Private: privateText, Steps: []pairing.NewStep{{Text: stepText, Owner: "e1", Due: "2013-09-20"}},
	}))
	return m
}

func TestPairingShowsThePairItsWorkAndKeepersOnlyFigures(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.recorded()
		page := link.Pairing(w.g.ID)
		w.as("e1").shows(page+"?lang=en", []string{
			"Your mentor: m1", "8 700 m1", stepText, "1 / 1", link.EditMentoringPlan(w.g.ID), "Ask for a change", "until 21 October 2013",
		}, privateText)
		for _, keeper := range []string{"deputy", "director"} {
			w.as(keeper).shows(page+"?lang=ru", []string{"1 / 1", "10 сентября", "Кто это видит"},
				stepText, sharedText, privateText, "кабинет 3", "8 700", "/mentoring/meetings/")
		}
		w.as("e2").answers(page, http.StatusForbidden)
		w.as("other").answers(page, http.StatusNotFound)
		w.as("e1").answers(link.Pairing("none"), http.StatusNotFound)
	})
}

// Everything but the pairing itself is closed to whoever is not one of the two.
func TestContentsAreForTheTwoAlone(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.recorded()
		for _, page := range []string{
			link.MentoringPlan(w.g.ID), link.EditMentoringPlan(w.g.ID), link.MentoringPlanPaper(w.g.ID, "html"), link.NewMeetings(w.g.ID),
			link.NewMeeting(w.g.ID), link.NewVisits(w.g.ID), link.Meeting(m.ID), link.MentoringReport(w.g.ID),
		} {
			for _, code := range []string{"deputy", "director", "e2"} {
				w.as(code).answers(page, http.StatusForbidden)
			}
			w.as("other").answers(page, http.StatusNotFound)
		}
		w.as("e2").answers(link.Pairings(w.p.ID), http.StatusForbidden)
		w.as("m1").answers(link.Closing(w.p.ID), http.StatusForbidden)
		w.as("other").answers(link.Pairings(w.p.ID), http.StatusNotFound)
	})
}

func TestPlanFromTemplateToAgreement(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.as("m1")
		b.shows(link.EditMentoringPlan(w.g.ID)+"?lang=kk", []string{
			"m1: бағалау", "өлең оқиды", "уақытты бөлу", "Оқушыларды түсінікті критерийлер бойынша бағалау", `value="2013-09" selected`,
		})
		form := url.Values{"version": {"0"}, "strong": {"тіл"}, "goal_1": {""}, "text_1": {"танысу"}, "month_1": {"2013-09"}, "who_1": {"mentor"}}
		if status, page := b.post(link.EditMentoringPlan(w.g.ID), form); status != http.StatusUnprocessableEntity {
			t.Errorf("a plan without a goal: %d", status)
		} else {
			has(t, "the refused plan", page, []string{"танысу", "тіл", "Кемінде бір мақсат"})
		}
		form.Set("goal_1", "анық мақсат")
		if status, page := b.post(link.EditMentoringPlan(w.g.ID), form); status != http.StatusOK || !strings.Contains(page, "анық мақсат") {
			t.Fatalf("saving the plan: %d %s", status, page)
		}
		other := w.as("e1")
		other.shows(link.MentoringPlan(w.g.ID)+"?lang=kk", []string{"анық мақсат", link.AgreeMentoringPlan(w.g.ID), "Қыркүйек 2013"})
		other.post(link.AgreeMentoringPlan(w.g.ID), url.Values{"version": {"1"}})
		other.shows(link.MentoringPlan(w.g.ID)+"?lang=kk", []string{"екі жақ келіскен"}, link.AgreeMentoringPlan(w.g.ID))
	})
}

func TestPlanTypedOverANewerVersionIsKept(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.ok(w.m.Pairings.SavePlan(ctx, who("e1"), w.g.ID, 0, pairing.PlanContent{Goals: []string{"hers"}}))
		b := w.as("m1")
		status, page := b.post(link.EditMentoringPlan(w.g.ID)+"?lang=en", url.Values{
			"version": {"0"}, "goal_1": {"mine"}, "text_1": {"a long thought"}, "month_1": {"2013-10"},
		})
		if status != http.StatusConflict {
			t.Fatalf("status %d", status)
		}
		has(t, "the conflict", page, []string{`>mine</textarea>`, "a long thought", "hers", "e1", `name="version" value="1"`})
		if status, _ := b.post(link.EditMentoringPlan(w.g.ID), url.Values{"version": {"1"}, "goal_1": {"mine"}}); status != http.StatusOK {
			t.Errorf("the second time: %d", status)
		}
	})
}

func TestMeetingsAreOfferedAndBookedEveryWeek(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		_, err := w.times.AddHoliday(ctx, who("deputy"), timetableHoliday("2013-10-28", "2013-11-03"))
		w.ok(err)
		b := w.as("e1")
		page := b.shows(link.NewMeetings(w.g.ID)+"?lang=en", []string{"Monday, 10:15–11:00", "would wait", "both free on"})
		if n := strings.Count(page, "checked"); n != 1 {
			t.Errorf("%d times are chosen beforehand", n)
		}
		if status, page := b.post(link.NewMeetings(w.g.ID), url.Values{"from": {"2013-09-09"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("without a time: %d %s", status, page)
		}
		_, page = b.post(link.NewMeetings(w.g.ID), url.Values{"time": {"1 10:15 11:00"}, "from": {"2013-09-09"}, "place": {"room 3"}})
		has(t, "after booking", page, []string{"28 October", "Monday, 9 September", "room 3"})
		b.shows(link.NewMeeting(w.g.ID), []string{"2013-09-11 10:15 11:00"}, "2013-09-16 10:15 11:00")
		_, page = b.post(link.NewMeeting(w.g.ID), url.Values{"slot": {"2013-09-11 10:15 11:00"}})
		has(t, "after one more", page, []string{"Wednesday, 11 September"})
		if status, page := b.post(link.NewMeeting(w.g.ID), url.Values{"slot": {"2013-09-11 10:15 11:00"}, "place": {"the same"}}); status != http.StatusConflict {
			t.Errorf("the same time again: %d", status)
		} else {
			has(t, "the same time again", page, []string{"the same"})
		}
	})
}

func TestMeetingNotesStepsAndWhatIsPrivate(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.recorded()
		w.as("m1").shows(link.Meeting(m.ID), []string{sharedText, privateText, stepText})
		hers := w.as("e1")
		page := hers.shows(link.Meeting(m.ID)+"?lang=en", []string{sharedText, stepText, "Only you read this"}, privateText)
		seen := between(page, `name="seen" value="`, `"`)
		w.ok(w.m.Pairings.Prepare(ctx, who("m1"), m.ID, pairing.NewNotes{Shared: "his newer note", Private: privateText}))
		status, page := hers.post(link.MeetingNotes(m.ID), url.Values{"held": {"1"}, "shared": {"her text"}, "seen": {seen}})
		if status != http.StatusConflict {
			t.Errorf("over a note not seen: %d", status)
		}
		has(t, "the conflict", page, []string{"her text", "his newer note"}, privateText)
		status, page = hers.post(link.MeetingNotes(m.ID), url.Values{
			"held": {"1"}, "shared": {"both texts"}, "seen": {between(page, `name="seen" value="`, `"`)},
			"step_1": {"too late"}, "owner_1": {"e1"}, "due_1": {"2013-09-01"},
		})
		if status != http.StatusUnprocessableEntity {
			t.Errorf("a step in the past: %d", status)
		}
		has(t, "the refused step", page, []string{"too late", "both texts", "2013-09-01"})
		steps, err := w.m.Pages.PairPage(ctx, who("e1"), w.g.ID)
		w.ok(err)
		_, page = hers.post(link.FinishStep(steps.Steps[0].ID), url.Values{})
		has(t, "the finished step", page, []string{"Done: 1", "done: 10 September 2013"})
	})
}

func TestMeetingIsMovedOrCancelledWithAReason(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.meets("2013-09-10")
		b := w.as("e1")
		b.shows(link.MoveMeeting(m.ID)+"?lang=en", []string{"2013-09-11 10:15 11:00", "кабинет 3"}, "2013-09-10 10:15 11:00")
		if status, _ := b.post(link.MoveMeeting(m.ID), url.Values{"slot": {"2013-09-11 10:15 11:00"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("moved without a reason: %d", status)
		}
		_, page := b.post(link.MoveMeeting(m.ID), url.Values{"slot": {"2013-09-11 10:15 11:00"}, "reason": {"олимпиада"}})
		has(t, "the moved meeting", page, []string{"Wednesday, 11 September"})
		b.shows(link.Meeting(m.ID), []string{"олимпиада"}, link.MoveMeeting(m.ID))
		b.answers(link.MoveMeeting(m.ID), http.StatusConflict)
		next := w.meets("2013-09-12")
		if status, _ := b.post(link.CancelMeeting(next.ID), url.Values{"reason": {" "}}); status != http.StatusUnprocessableEntity {
			t.Errorf("cancelled without a reason: %d", status)
		}
		_, page = b.post(link.CancelMeeting(next.ID), url.Values{"reason": {"ауырдым"}})
		has(t, "the cancelled meeting", page, []string{"ауырдым"})
	})
}

func TestVisitsBothWaysAgainstTheRule(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.as("e1")
		page := b.shows(link.NewVisits(w.g.ID)+"?lang=en", []string{"This week: 0, by the rules: 1", "Monday, 9 September", "5A", `name="observer" value="e1"`})
		b.shows(link.VisitsOf(w.g.ID, "partner", ""), []string{"5B", `name="observer" value="m1"`}, "5A")
		form := url.Values{"observer": {"e1"}, "lesson": {between(page, `name="lesson" value="`, `"`)}, "date": {"2013-09-09"}}
		_, page = b.post(link.NewVisits(w.g.ID), form)
		has(t, "the planned visit", page, []string{"This week: 1, by the rules: 1"})
		events, err := w.m.Pairings.Events(ctx, who("e1"), w.g)
		w.ok(err)
		visit := link.Visit(events[0].ID)
		b.shows(visit, []string{"5A", link.CancelVisit(events[0].ID)}, link.HoldVisit(events[0].ID))
		w.clock.Set("2013-09-09T10:00")
		b.shows(visit, []string{link.HoldVisit(events[0].ID)})
		_, page = b.post(link.HoldVisit(events[0].ID), url.Values{"note": {"топпен жұмыс"}, "step_1": {"байқап көру"}, "owner_1": {"e1"}, "due_1": {"2013-09-20"}})
		has(t, "the held visit", page, []string{"топпен жұмыс", "байқап көру"})
		w.as("m1").shows(visit, []string{"топпен жұмыс"})
		w.as("deputy").answers(visit, http.StatusForbidden)
		w.as("deputy").shows(link.Pairing(w.g.ID), []string{"9 қыркүйек"}, "топпен жұмыс", "5A")
		w.as("other").answers(visit, http.StatusNotFound)
	})
}

func TestBookingLeadsToItsPage(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.meets("2013-09-10")
		w.as("m1").shows(link.MentoringBooking(m.Booking), []string{"кабинет 3"})
		w.as("e2").answers(link.MentoringBooking(m.Booking), http.StatusForbidden)
		w.as("m1").answers(link.MentoringBooking("none"), http.StatusNotFound)
	})
}

func TestLeavingAsksNothingAndTellsNobodyWho(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.as("e1")
		b.shows(link.LeavePairing(w.g.ID)+"?lang=en", []string{"Nobody asks for a reason"}, "textarea")
		b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		if status, _ := b.post(link.LeavePairing(w.g.ID), nil); status != http.StatusSeeOther {
			t.Fatalf("leaving: %d", status)
		}
		b.client.CheckRedirect = nil
		b.shows(link.Pairing(w.g.ID), []string{"2013"}, link.LeavePairing(w.g.ID))
		w.as("deputy").shows(link.Pairing(w.g.ID)+"?lang=en", []string{"Changed"})
	})
}

// Those who keep the programme may ask for a change as well; nobody else may.
func TestKeepersMayAskForAChange(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.as("deputy").shows(link.Pairing(w.g.ID)+"?lang=en", []string{"Change this pair", link.LeavePairing(w.g.ID)})
		w.as("deputy").shows(link.LeavePairing(w.g.ID)+"?lang=ru", []string{"ни то, кто попросил"}, "textarea")
		w.as("e2").answers(link.LeavePairing(w.g.ID), http.StatusForbidden)
		w.as("other").answers(link.LeavePairing(w.g.ID), http.StatusNotFound)
	})
}

func between(page, start, end string) string {
	_, rest, _ := strings.Cut(page, start)
	found, _, _ := strings.Cut(rest, end)
	return found
}

func TestQuietPairIsOfferedHelp(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		list := link.Pairings(w.p.ID) + "?lang=en"
		quiet := "Offer help"
		w.as("deputy").shows(list, []string{"m1", "e1", "0 / 1"}, quiet)
		w.clock.Set("2013-10-07T09:00")
		w.as("deputy").shows(list, []string{quiet, link.Pairing(w.g.ID), link.Protected("2013-10-07")})
		if calendar.Date("2013-09-09").DaysUntil("2013-10-07") <= 21 {
			t.Error("the test waits too short")
		}
	})
}

func TestResourcesAreSharedAndTakenBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		b := w.as("m1")
		page := link.SharedResources(w.g.ID)
		if status, text := b.post(page, url.Values{"title": {"Сабақ жоспары"}}); status != http.StatusUnprocessableEntity {
			t.Errorf("without a place: %d", status)
		} else {
			has(t, "the refused resource", text, []string{"Сабақ жоспары"})
		}
		_, text := b.post(page, url.Values{"title": {"Сабақ жоспары"}, "place": {"javascript:alert(1)"}})
		has(t, "the shared resource", text, []string{"Сабақ жоспары", "/withdraw"}, `href="javascript`)
		taken := page + "/" + between(text, page+"/", "/withdraw") + "/withdraw"
		w.as("e1").shows(page, []string{"Сабақ жоспары"}, "/withdraw")
		if status, _ := w.as("e1").post(taken, nil); status != http.StatusNotFound {
			t.Errorf("the partner takes it back: %d", status)
		}
		w.as("deputy").answers(page, http.StatusForbidden)
		w.as("other").answers(page, http.StatusNotFound)
		_, text = b.post(taken, nil)
		has(t, "after taking it back", text, nil, "Сабақ жоспары")
	})
}

func TestMeetingSaysWhatItWasAbout(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		m := w.recorded()
		_, page := w.as("e1").post(link.MeetingNotes(m.ID), url.Values{"held": {"1"}, "shared": {sharedText}, "topics": {"methods", "documents", "no such topic"}})
		has(t, "the meeting", page, []string{`value="documents" checked`}, "no such topic")
	})
}
