package letter_test

import (
	"context"
	"strings"
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/observation"
	"talim/internal/observation/letter"
	"talim/internal/schooltest"
	"talim/internal/timetable/timetabletest"
)

var hired = schooltest.People{
	"teacher": {access.Teacher}, "observer": {access.Teacher}, "other": {access.Teacher}, "director": {access.Director}, "deputy": {access.Deputy}, "head": {access.SMUHead},
	"keeper": {access.Administrator},
}

func who(code string) access.Actor {
	if code == "stranger" {
		return schooltest.Actor(schooltest.Other, code, access.Director)
	}
	return hired.Who(code)
}

func as(code string) context.Context { return access.With(context.Background(), who(code)) }

// school has a teacher whose lesson of 9 September the observer and the other visited.
type school struct {
	timetabletest.School
	*letter.Service

	visits map[string]string // by observer
}

func eachSchool(t *testing.T, fn func(t *testing.T, s school)) {
	t.Helper()
	apptest.Databases(t, func(t *testing.T, d *db.DB) {
		at := timetabletest.New(t, d)
		at.Hire(hired)
		at.Bells()
		at.Year()
		at.Lessons("2013-09-02", timetabletest.Lesson("teacher", "3А", "Қазақ тілі", calendar.Monday, 1))
		keeper := apptest.Keeper(t)
		visits := observation.New(d, at.Times, keeper, at.Clock.Now)
		s := school{School: at, Service: letter.New(d, visits, keeper, at.Clock.Now), visits: map[string]string{}}
		week, err := visits.OwnWeek(as("teacher"), who("teacher"), "2013-09-09")
		s.OK(err)
		id, err := visits.OpenLesson(as("teacher"), who("teacher"), observation.NewOpenLesson{
			LessonChoice: observation.LessonChoice{Date: week[0].Date, Lesson: week[0].Lesson}, Serves: observation.Serves{Purpose: "attestation"}, Audience: observation.ForAll, Places: 5,
		})
		s.OK(err)
		for _, code := range []string{"observer", "other"} {
			s.OK(visits.JoinLesson(as(code), who(code), id))
			page, err := visits.Lesson(as(code), who(code), id)
			s.OK(err)
			s.visits[code] = page.Mine.ID
		}
		at.Clock.Set("2013-09-09T12:00")
		s.OK(visits.HoldVisit(as("observer"), who("observer"), s.visits["observer"], ""))
		fn(t, s)
	})
}

func (s school) ask(writer string) string {
	s.T.Helper()
	id, err := s.Ask(as("teacher"), who("teacher"), letter.NewLetter{Writer: writer, Visits: []string{s.visits["observer"]}, Words: "Наурызда аттестаттау."})
	s.OK(err)
	return id
}

func (s school) agreed(writer string) string {
	s.T.Helper()
	id := s.ask(writer)
	s.OK(s.Answer(as(writer), who(writer), id, true))
	return id
}

func (s school) write(id, text string, show bool) error {
	return s.Write(as("deputy"), who("deputy"), id, letter.Conclusion{Version: s.read("deputy", id).Version, Text: text, Show: show})
}

func (s school) read(code, id string) letter.Page {
	s.T.Helper()
	g, err := s.Letter(as(code), who(code), id)
	s.OK(err)
	return g
}

func (s school) reply(id, text string) error {
	return s.Answered(as("teacher"), who("teacher"), id, letter.Reply{Version: s.read("teacher", id).Version, Text: text})
}

func (s school) issue(id string) error {
	return s.Issue(as("deputy"), who("deputy"), id, s.read("deputy", id).Version)
}

func (s school) issued() string {
	s.T.Helper()
	id := s.agreed("deputy")
	s.OK(s.write(id, "Жұптық жұмыс", true))
	s.OK(s.reply(id, ""))
	s.OK(s.issue(id))
	return id
}

func says(t *testing.T, what string, err error, want string) {
	t.Helper()
	if got := apptest.Says(err); got != want {
		t.Errorf("%s: %s, want %s", what, got, want)
	}
}

// One letter from its being asked for to its paper: each step once and in its order.
func TestLetterIsWrittenReadAndIssued(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.ask("deputy")
		says(t, "written before a yes", s.write(id, "x", false), "conflict letter.not_agreed")
		says(t, "the teacher answers her own", s.Answer(as("teacher"), who("teacher"), id, true), "forbidden letter.access.writer")
		s.OK(s.Answer(as("deputy"), who("deputy"), id, true))
		says(t, "answered twice", s.Answer(as("deputy"), who("deputy"), id, false), "conflict letter.answered")
		s.OK(s.write(id, "Жұптық жұмыс", false))
		if g := s.read("teacher", id); g.Conclusion != "" || g.Stage() != "writing" {
			t.Errorf("the teacher reads a draft: %q at %s", g.Conclusion, g.Stage())
		}
		says(t, "answered before it was shown", s.reply(id, "x"), "conflict letter.not_shown")
		says(t, "shown empty", s.write(id, " ", true), "conclusion:fault.text_missing")
		s.OK(s.write(id, "Жұптық жұмыс", true))
		says(t, "issued unread", s.issue(id), "conflict letter.not_seen")
		s.OK(s.reply(id, "Сынып екі топқа бөлінген."))
		s.OK(s.write(id, "Жұптық жұмыс көрінді", false)) // once shown, a change is shown
		says(t, "issued with a change that was not read", s.issue(id), "conflict letter.not_seen")
		if g := s.read("teacher", id); g.Conclusion != "Жұптық жұмыс көрінді" || g.Reply != "Сынып екі топқа бөлінген." {
			t.Errorf("the teacher reads %q, her reply is %q", g.Conclusion, g.Reply)
		}
		s.OK(s.reply(id, "Келісемін."))
		s.OK(s.issue(id))
		for _, code := range []string{"teacher", "deputy"} {
			g := s.read(code, id)
			if g.Number != 1 || g.IssuedOn != "2013-09-09" || g.WriterRole != access.Deputy || g.Conclusion != "Жұптық жұмыс көрінді" || g.Reply != "Келісемін." || len(g.Visits) != 1 {
				t.Errorf("%s reads %+v", code, g)
			}
		}
	})
}

func TestIssuedLetterStays(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.issued()
		before := s.read("deputy", id)
		for name, err := range map[string]error{
			"written": s.write(id, "басқа", true), "answered": s.reply(id, "басқа"), "issued": s.issue(id),
			"ended": s.End(as("deputy"), who("deputy"), id), "taken back": s.End(as("teacher"), who("teacher"), id),
		} {
			says(t, name, err, "conflict letter.is_issued")
		}
		if after := s.read("deputy", id); after.Letter != before.Letter {
			t.Errorf("%+v became %+v", before.Letter, after.Letter)
		}
		in := letter.NewLetter{Writer: "deputy", Visits: []string{s.visits["observer"]}, Replaces: id}
		next, err := s.Ask(as("teacher"), who("teacher"), in)
		s.OK(err)
		s.OK(s.Answer(as("deputy"), who("deputy"), next, true))
		s.OK(s.write(next, "Толықтырылды", true))
		s.OK(s.reply(next, ""))
		s.OK(s.issue(next))
		if was, is := s.read("teacher", id), s.read("teacher", next); was.ReplacedBy != 2 || is.InPlaceOf != 1 || is.Number != 2 {
			t.Errorf("replaced by %d; %d in place of %d", was.ReplacedBy, is.Number, is.InPlaceOf)
		}
		_, err = s.Ask(as("teacher"), who("teacher"), in)
		says(t, "replaced twice", err, "replaces:letter.none_to_replace")
	})
}

// Each looked at one version: what the other did meanwhile is not passed over.
func TestLetterKnowsWhatWasRead(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.agreed("deputy")
		s.OK(s.write(id, "бірінші", true))
		first := s.read("teacher", id).Version
		s.OK(s.write(id, "екінші", true))
		err := s.Answered(as("teacher"), who("teacher"), id, letter.Reply{Version: first, Text: "Келісемін."})
		says(t, "an older conclusion is answered", err, "conflict fault.changed_meanwhile")
		s.OK(s.reply(id, ""))
		seen := s.read("deputy", id).Version
		s.OK(s.reply(id, "Келіспеймін."))
		says(t, "issued past a reply", s.Issue(as("deputy"), who("deputy"), id, seen), "conflict fault.changed_meanwhile")
	})
}

// Whoever is none of the two finds no letter, at no stage, by no verb and in no list.
func TestLetterIsOfTheTwo(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		for stage, id := range map[string]string{"asked": s.ask("deputy"), "agreed": s.agreed("deputy"), "issued": s.issued()} {
			for _, code := range []string{"director", "head", "observer", "other", "keeper", "stranger"} {
				_, err := s.Letter(as(code), who(code), id)
				for what, err := range map[string]error{
					"read": err, "answer": s.Answer(as(code), who(code), id, true), "end": s.End(as(code), who(code), id),
					"write": s.Write(as(code), who(code), id, letter.Conclusion{Version: 1, Text: "x"}),
					"reply": s.Answered(as(code), who(code), id, letter.Reply{Version: 1}), "issue": s.Issue(as(code), who(code), id, 1),
				} {
					says(t, stage+": "+code+" may "+what, err, "notfound letter.missing")
				}
				if all, err := s.Letters(as(code), who(code)); err != nil || len(all) != 0 {
					t.Errorf("%s lists %d, %v", code, len(all), err)
				}
			}
		}
		id := s.agreed("deputy")
		says(t, "the teacher writes it herself", s.Write(as("teacher"), who("teacher"), id, letter.Conclusion{Version: 1, Text: "x"}), "forbidden letter.access.writer")
		says(t, "the teacher issues it herself", s.Issue(as("teacher"), who("teacher"), id, 1), "forbidden letter.access.writer")
		says(t, "the writer answers it", s.Answered(as("deputy"), who("deputy"), id, letter.Reply{Version: 1}), "forbidden letter.access.teacher")
	})
}

func TestAskRefuses(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		mine := []string{s.visits["observer"]}
		for name, x := range map[string]struct {
			by, want string
			in       letter.NewLetter
		}{
			"nobody":                {"teacher", "writer", letter.NewLetter{Visits: mine}},
			"herself":               {"teacher", "writer", letter.NewLetter{Writer: "teacher", Visits: mine}},
			"a colleague":           {"teacher", "writer", letter.NewLetter{Writer: "other", Visits: mine}},
			"another school":        {"teacher", "writer", letter.NewLetter{Writer: "stranger", Visits: mine}},
			"no visits":             {"teacher", "visits", letter.NewLetter{Writer: "deputy"}},
			"a visit to come":       {"teacher", "visits", letter.NewLetter{Writer: "deputy", Visits: []string{s.visits["other"]}}},
			"a colleague's lesson":  {"observer", "visits", letter.NewLetter{Writer: "deputy", Visits: mine}},
			"a leader for somebody": {"director", "visits", letter.NewLetter{Writer: "deputy", Visits: mine}},
			"too long":              {"teacher", "words", letter.NewLetter{Writer: "deputy", Visits: mine, Words: strings.Repeat("ө", 1001)}},
			"none to replace":       {"teacher", "replaces", letter.NewLetter{Writer: "deputy", Visits: mine, Replaces: "none"}},
		} {
			if _, err := s.Ask(as(x.by), who(x.by), x.in); apptest.FieldsOf(err) != x.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, writer := range []string{"director", "head", "observer"} {
			s.ask(writer)
		}
	})
}

// A no and what the two ended leave the same trace.
func TestEndedLettersLookAlike(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		no, back, given := s.ask("deputy"), s.ask("deputy"), s.agreed("deputy")
		says(t, "who is asked ends", s.End(as("deputy"), who("deputy"), no), "forbidden letter.access.teacher")
		s.OK(s.Answer(as("deputy"), who("deputy"), no, false))
		s.OK(s.End(as("teacher"), who("teacher"), back))
		s.OK(s.End(as("deputy"), who("deputy"), given))
		for _, id := range []string{no, back, given} {
			if g := s.read("teacher", id); g.Stage() != "ended" || g.EndedAt == "" {
				t.Errorf("%+v", g.Letter)
			}
			says(t, "goes on", s.write(id, "x", true), "conflict letter.not_agreed")
		}
		if all, err := s.Letters(as("deputy"), who("deputy")); err != nil || len(all) != 0 {
			t.Errorf("the writer keeps %d, %v", len(all), err)
		}
	})
}

func TestTextsOfLettersAreSealed(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		id := s.agreed("deputy")
		s.OK(s.write(id, "Жұптық жұмыс", true))
		s.OK(s.reply(id, "Келісемін."))
		for _, c := range letter.Sealed {
			if n := s.Count(`SELECT count(*) FROM ` + c.Table + ` WHERE ` + c.Name + ` LIKE 'sealed:%'`); n != 1 {
				t.Errorf("%d texts in %s.%s are sealed", n, c.Table, c.Name)
			}
		}
		if n := s.Count(`SELECT count(*) FROM journal_entry WHERE event LIKE 'letter.%' AND event <> 'letter.private.kept'`); n != 0 {
			t.Errorf("%d entries of the journal say more", n)
		}
	})
}

func TestNumbersOfLetters(t *testing.T) {
	eachSchool(t, func(t *testing.T, s school) {
		for want := 1; want <= 2; want++ {
			if g := s.read("teacher", s.issued()); g.Number != want || g.Year != 2013 {
				t.Errorf("number %d of %d, want %d", g.Number, g.Year, want)
			}
		}
		s.School.Clock.Set("2014-01-09T12:00")
		if g := s.read("teacher", s.issued()); g.Number != 1 || g.Year != 2014 {
			t.Errorf("number %d of %d in a new year", g.Number, g.Year)
		}
	})
}
