package scheduling

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
)

const auylWeek = "../../docs/examples/auyl-week.json"

func example(t testing.TB) []byte {
	t.Helper()
	raw, err := os.ReadFile(auylWeek)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestReadTheExample(t *testing.T) {
	o, err := Read(bytes.NewReader(example(t)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := o.Plan()
	if err != nil {
		t.Fatal(err)
	}
	judgeResult(t, o, r)
	if len(r.Meetings.Placed) == 0 || len(r.Visits.Visits) != 24 || len(r.Decades.Decades) != 5 || len(r.Absences) != 1 || len(r.MeetingTimes) != 1 {
		t.Errorf("%+v", r)
	}
	if len(r.MeetingTimes[0].Hours[0].Absent) > 0 || len(r.Absences[0].Plan.Uncovered) > 0 {
		t.Errorf("%+v", r)
	}
}

// judgeResult checks the plans apart from the solver, and that visits and cover
// keep clear of the meetings.
func judgeResult(t testing.TB, o Order, r Result) {
	t.Helper()
	if r.Meetings != nil {
		w := Week{Grid: o.Grid, People: o.persons(), Meetings: o.Meetings, MaxPerDay: o.MaxPerDay}
		if cost, ok := judgeMeetings(w, r.Meetings.Placed); !ok || cost != r.Meetings.Cost {
			t.Errorf("meetings: rules kept %v, cost %d, says %d", ok, cost, r.Meetings.Cost)
		}
	}
	if r.Visits != nil {
		h := Horizon{
			Grid: o.Grid, People: Order{People: o.withMeetings(&r)}.persons(), Pairs: o.Pairs,
			Period: o.Visits, Holidays: o.Holidays, MaxPerDay: o.MaxPerDay,
		}
		if cost, ok := judgeVisits(h, r.Visits.Visits); !ok || cost != r.Visits.Cost {
			t.Errorf("visits: rules kept %v, cost %d, says %d", ok, cost, r.Visits.Cost)
		}
	}
	for _, a := range r.Absences {
		for _, c := range a.Plan.Covered {
			at := slices.IndexFunc(o.People, func(p Colleague) bool { return p.ID == c.By })
			if !o.withMeetings(&r)[at].FreeOn(a.Absence.Date, c.Lesson.Slot) || c.By == a.Absence.Absent {
				t.Errorf("%s cannot take %v", c.By, c.Lesson)
			}
		}
	}
	var out bytes.Buffer
	if err := r.Write(&out, func(r Reason) string { return r.Key }); err != nil || !json.Valid(out.Bytes()) {
		t.Errorf("%v\n%s", err, out.Bytes())
	}
}

func TestPlanKeepsMeetingsAndVisits(t *testing.T) {
	o, err := Read(bytes.NewReader(example(t)))
	if err != nil {
		t.Fatal(err)
	}
	first, err := o.Plan()
	if err != nil {
		t.Fatal(err)
	}
	o.KeepMeetings, o.KeepVisits = first.Meetings.Placed, first.Visits.Visits
	again, err := o.Plan()
	if err != nil || len(again.Meetings.Moved)+len(again.Visits.Moved) > 0 || again.Visits.Cost != first.Visits.Cost {
		t.Errorf("%v %+v", err, again)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	const hours = `{"hours":{"days":[1],"bells":[{"shift":1,"number":1,"starts":"08:30","ends":"09:15"}]}`
	for text, want := range map[string]string{
		``:                                 "ends too early, in line 1",
		"{\n\"hours\":":                    "ends too early, in line 2",
		`[]`:                               "line 1",
		"{\n\"houres\": {}}":               `line 2: json: unknown field "houres"`,
		`{"hours":{"days":"Monday"}}`:      "hours.days cannot be a string",
		`{"people":[],"people":[]}`:        `line 1: "people" stands twice`,
		`{"people":[],"People":[]}`:        `line 1: "people" stands twice`,
		hours + "}\n{}":                    "line 2: something follows the end",
		hours + "}\n x":                    "line 2: something follows the end",
		hours + `,"people":[{}]}`:          "a person without id",
		hours + `,"max_per_day":1.5}`:      "max_per_day cannot be a number 1.5",
		`{}`:                               "no days or no bells",
		`{"hours":{"days":[8],"bells":[]}`: "ends too early",
		`{"hours":{"days":[8],"bells":[{"shift":1,"number":1,"starts":"08:30","ends":"09:15"}]}}`:                       "weekday 8",
		`{"hours":{"days":[1],"bells":[{"shift":1,"number":1,"starts":"8:30","ends":"09:15"}]}}`:                        `"8:30" is not a time of day`,
		`{"hours":{"days":[1],"late_after":"6pm","bells":[{"shift":1,"number":1,"starts":"08:30","ends":"09:15"}]}}`:    `late_after "6pm"`,
		hours + `,"holidays":[{"starts":"2013-09-31","ends":"2013-10-01"}]}`:                                            "2013-09-31",
		hours + `,"people":[{"id":"A"},{"id":"A"}]}`:                                                                    "person A stands twice",
		hours + `,"people":[{"id":"A"}],"meetings":[{"id":"M","members":["A","B"]}]}`:                                   `"B" is unknown`,
		hours + `,"meeting_times":[{"id":"G","members":["B"]}]}`:                                                        `meeting G: "B" is unknown`,
		hours + `,"absences":[{"person":"B","date":"2013-09-02"}]}`:                                                     `"B", who is absent, is unknown`,
		hours + `,"keep":{"visits":[{"pair":"P"}]}}`:                                                                    "nothing to plan",
		hours + `,"people":[{"id":"A"},{"id":"B"}],"visits":{"pairs":[{"id":"P","mentor":"A","mentee":"B"}]}}`:          "is not one",
		hours + `,"decades":{"starts":"2013-09-02","ends":"2014-05-25","units":[{"id":"U"},{"id":"U"}]}}`:               `unit "U" has no name or stands twice`,
		hours + `,"people":[{"id":"A"}],"meetings":[{"id":"M","members":["A"]}],"keep":{"meetings":[{"meeting":"N"}]}}`: `meeting "N"`,
		hours + `,"people":[{"id":"A","lessons":[{"day":1,"starts":"09:15","ends":"08:30"}]}]}`:                         "ends before it starts",
		hours + `,"people":[{"id":"A","busy":[{"date":"2013-02-30","starts":"08:00","ends":"09:00"}]}]}`:                `"2013-02-30" is not a date`,
		hours + `,"people":[{"id":"A"}],"absences":[{"person":"A","date":"tomorrow"}]}`:                                 "no date",
		hours + `,"people":[{"id":"A"}],"max_per_day":-1,"meetings":[{"id":"M","members":["A"]}]}`:                      "meeting M",
	} {
		o, err := Read(strings.NewReader(text))
		if err == nil {
			_, err = o.Plan()
		}
		if !errors.Is(err, ErrInput) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n  says %v, want %s", text, err, want)
		}
	}
}

// FuzzRead: whatever comes, the answer is a fault of the input or a plan that
// keeps the rules.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"hours":{"days":[1,2],"bells":[{"shift":1,"number":1,"starts":"08:30","ends":"09:15"},{"shift":2,"number":1,"starts":"09:00","ends":"09:45"}]},
"people":[{"id":"A","lessons":[{"day":1,"starts":"08:30","ends":"09:15","class":"7"}],"away":[{"day":2,"starts":"08:00","ends":"09:00"}]},{"id":"B","covers":3,"busy":[{"date":"2013-09-02","starts":"09:00","ends":"10:00"}]}],
"meetings":[{"id":"M","members":["A","B"],"per_week":2}],"visits":{"starts":"2013-09-02","ends":"2013-09-20","pairs":[{"id":"P","mentor":"B","mentee":"A","mentor_per_week":1}]},
"decades":{"starts":"2013-09-02","ends":"2013-10-20","min_days":7,"units":[{"id":"U","wishes":[{"starts":"2013-09-02","ends":"2013-09-20"}]},{"id":"V","not":[{"starts":"2013-09-02","ends":"2013-09-20"}]}]},
"meeting_times":[{"id":"G","members":["A"]}],"absences":[{"person":"A","date":"2013-09-02"}],"holidays":[{"starts":"2013-09-09","ends":"2013-09-09"}],
"keep":{"meetings":[{"meeting":"M","day":2,"starts":"08:30","ends":"09:15"}],"visits":[{"pair":"P","observer":"B","teacher":"A","date":"2013-09-02","starts":"08:30","ends":"09:15"}]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		o, err := Read(bytes.NewReader(raw))
		if err != nil {
			if !errors.Is(err, ErrInput) {
				t.Fatal(err)
			}
			return
		}
		if len(o.Meetings)+len(o.Pairs) > 12 {
			return
		}
		r, err := o.Plan()
		if err != nil {
			if !errors.Is(err, ErrInput) {
				t.Fatal(err)
			}
			return
		}
		judgeResult(t, o, r)
	})
}
