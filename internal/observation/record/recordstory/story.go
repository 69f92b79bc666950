// Package recordstory tells in the year of the demonstration of an open lesson as one was
// recorded minute by minute in a village school: the mother tongue in grade 3, a poem about
// a snowman, 20 November 2013 (dissertation of 2016 on teachers' collaboration in
// Kazakhstan, Appendix P). The tags are ours; everything else stands there.
package recordstory

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"

	"talim/internal/calendar"
	"talim/internal/observation"
	"talim/internal/observation/record"
	"talim/internal/story"
)

type teller struct {
	visits  *observation.Service
	records *record.Service
}

// Who shows and who comes, and when.
const (
	teacher    = "T-A3"
	recorder   = "SMU-A3" // head of a unit; typed in what was written on paper
	lessonDay  = calendar.Date("2013-11-20")
	lessonAt   = calendar.Clock("15:45")
	toComeDay  = calendar.Date("2014-01-15") // a lesson to which one can still go
	lessonKey  = "auyl-a3"
	pupilCount = 17
)

// observers were the head of the unit, the psychologist and three teachers.
var observers = []string{recorder, "Auyl-SelfCognition-1", "T-A4", "T-A5", "T-A7"}

// seating are the three groups as printed: number 6 stands in two of them.
var seating = [][]int{{1, 2, 3, 4, 5, 6}, {6, 7, 8, 9, 10, 11}, {12, 13, 14, 15, 16, 17}}

//go:embed lesson.csv
var lessonCSV []byte

// Part is what is told: a lesson is opened and visited, its record typed in from paper, and
// in January the teacher opens an ordinary one.
func Part(visits *observation.Service, records *record.Service) story.Part {
	t := teller{visits, records}
	return story.Part{Evening: story.Weekly(
		story.Event{Week: 9, Mentee: "T-A15", Tell: t.opens}, story.Event{Week: 10, Mentee: "T-A15", Tell: t.typesIn},
		story.Event{Week: 17, Mentee: "T-A15", Tell: t.opensAgain},
	)}
}

func (t teller) opens(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	id, err := t.open(ctx, y, lessonDay, observation.Serves{Purpose: "decade", Rehearsed: true, Focus: "Балалар өлеңді өз сөзімен айта ала ма?"})
	if err != nil {
		return err
	}
	for _, code := range observers {
		if err := t.visits.JoinLesson(ctx, y.Actors[y.Staff[code]], id); err != nil {
			return fmt.Errorf("%s: %w", code, err)
		}
	}
	return nil
}

func (t teller) opensAgain(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	_, err := t.open(ctx, y, toComeDay, observation.Serves{Purpose: "sharing", Daily: true, Focus: "Топпен жұмыс кезінде кім үнсіз қалады?"})
	return err
}

// open opens the teacher's lesson of a day to all.
func (t teller) open(ctx context.Context, y *story.Year, day calendar.Date, serves observation.Serves) (string, error) {
	who := y.Actors[y.Staff[teacher]]
	week, err := t.visits.OwnWeek(ctx, who, day.Monday())
	if err != nil {
		return "", err
	}
	for _, l := range week {
		if l.Date == day && l.StartsAt == lessonAt {
			return t.visits.OpenLesson(ctx, who, observation.NewOpenLesson{
				LessonChoice: observation.LessonChoice{Date: day, Lesson: l.Lesson}, Serves: serves, Audience: observation.ForAll, Places: 8,
			})
		}
	}
	return "", fmt.Errorf("recordstory: %s teaches nothing on %s at %s", teacher, day, lessonAt)
}

// typesIn types in what the head of the unit wrote on paper.
func (t teller) typesIn(ctx context.Context, y *story.Year, _ int, _ story.Pair) error {
	who := y.Actors[y.Staff[recorder]]
	lines, err := t.visits.OwnLessons(ctx, who, true, observation.Filter{Limit: 20})
	if err != nil {
		return err
	}
	i := slices.IndexFunc(lines, func(l observation.Line) bool { return l.Date == lessonDay && l.Teacher == y.Staff[teacher] })
	if i < 0 {
		return fmt.Errorf("recordstory: %s was in no lesson on %s", recorder, lessonDay)
	}
	page, err := t.visits.Lesson(ctx, who, lines[i].ID)
	if err != nil {
		return err
	}
	ops, err := t.operations()
	if err != nil {
		return err
	}
	out, err := t.records.Sync(ctx, who, page.Mine.ID, record.Batch{Device: "paper", Typed: true, Ops: ops})
	if err != nil || len(out.Refused) > 0 {
		return fmt.Errorf("recordstory: refused %v: %w", out.Refused, err)
	}
	return t.records.Finish(ctx, who, page.Mine.ID)
}

// operations are the header and the lines of the record.
func (t teller) operations() ([]record.Operation, error) {
	rows, err := csv.NewReader(bytes.NewReader(lessonCSV)).ReadAll()
	if err != nil {
		return nil, err
	}
	ops := []record.Operation{{Key: lessonKey + "-head", Kind: record.OfHead, At: t.at(string(lessonAt)), Body: record.Body{
		Count: pupilCount, Resources: "тақта, оқушы үстелдері, плакаттар", Seating: seating,
	}}}
	for i, row := range rows[1:] {
		key := fmt.Sprintf("%s-%02d", lessonKey, i+1)
		ops = append(ops, record.Operation{
			Key: key, Kind: record.OfLine, Line: key, At: t.at(row[0]), Body: record.Body{Teacher: row[1], Pupils: row[2], Tags: strings.Fields(row[3])},
		})
	}
	return ops, nil
}

// at is a time of the day of the lesson.
func (t teller) at(clock string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", string(lessonDay)+" "+clock, t.records.Now().Location())
	if err != nil { // of the file, which a test reads
		return time.Time{}
	}
	return at
}
