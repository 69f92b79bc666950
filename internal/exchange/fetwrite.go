package exchange

import (
	"cmp"
	"encoding/xml"
	"io"
	"slices"
	"strconv"
)

// Timetable is what WriteFET needs of a school. The day of a lesson is its number,
// 1 for Monday; times are as clocks show them, 08:30.
type Timetable struct {
	School  string
	Days    [7]string // names from Monday on, for the file
	Lessons []Lesson
}

// The document of FET, in the order in which FET writes it.
type fetDocument struct {
	XMLName     xml.Name      `xml:"fet"`
	Version     string        `xml:"version,attr"`
	Mode        string        `xml:"Mode"`
	Institution string        `xml:"Institution_Name"`
	Comments    string        `xml:"Comments"`
	Days        fetDays       `xml:"Days_List"`
	Hours       fetHours      `xml:"Hours_List"`
	Subjects    []fetItem     `xml:"Subjects_List>Subject"`
	Tags        fetEmpty      `xml:"Activity_Tags_List"`
	Teachers    []fetItem     `xml:"Teachers_List>Teacher"`
	Years       []fetOutYear  `xml:"Students_List>Year"`
	Activities  []fetOut      `xml:"Activities_List>Activity"`
	Buildings   fetEmpty      `xml:"Buildings_List"`
	Rooms       []fetOutRoom  `xml:"Rooms_List>Room"`
	Times       fetTimeLimits `xml:"Time_Constraints_List"`
	Places      fetRoomLimits `xml:"Space_Constraints_List"`
}

type fetEmpty struct{}

type fetItem struct {
	Name     string `xml:"Name"`
	Comments string `xml:"Comments"`
}

type fetDays struct {
	Number int       `xml:"Number_of_Days"`
	Days   []fetOnly `xml:"Day"`
}

type fetHours struct {
	Number int       `xml:"Number_of_Hours"`
	Hours  []fetOnly `xml:"Hour"`
}

type fetOnly struct {
	Name string `xml:"Name"`
}

type fetOutYear struct {
	Name   string     `xml:"Name"`
	Number int        `xml:"Number_of_Students"`
	Groups []fetGroup `xml:"Group"`
}

type fetGroup struct {
	Name   string `xml:"Name"`
	Number int    `xml:"Number_of_Students"`
}

type fetOutRoom struct {
	Name     string `xml:"Name"`
	Building string `xml:"Building"`
	Capacity int    `xml:"Capacity"`
	Virtual  bool   `xml:"Virtual"`
	Comments string `xml:"Comments"`
}

type fetOut struct {
	Teachers []string `xml:"Teacher"`
	Subject  string   `xml:"Subject"`
	Students []string `xml:"Students"`
	Duration int      `xml:"Duration"`
	Total    int      `xml:"Total_Duration"`
	ID       int      `xml:"Id"`
	Group    int      `xml:"Activity_Group_Id"`
	Active   bool     `xml:"Active"`
	Comments string   `xml:"Comments"`
}

type fetLimit struct {
	Weight   int    `xml:"Weight_Percentage"`
	Active   bool   `xml:"Active"`
	Comments string `xml:"Comments"`
}

type fetTimeLimits struct {
	Basic  fetLimit     `xml:"ConstraintBasicCompulsoryTime"`
	Starts []fetOutTime `xml:"ConstraintActivityPreferredStartingTime"`
}

type fetRoomLimits struct {
	Basic fetLimit      `xml:"ConstraintBasicCompulsorySpace"`
	Rooms []fetOutPlace `xml:"ConstraintActivityPreferredRoom"`
}

type fetOutTime struct {
	Weight   int    `xml:"Weight_Percentage"`
	Activity int    `xml:"Activity_Id"`
	Day      string `xml:"Preferred_Day"`
	Hour     string `xml:"Preferred_Hour"`
	Locked   bool   `xml:"Permanently_Locked"`
	Active   bool   `xml:"Active"`
	Comments string `xml:"Comments"`
}

type fetOutPlace struct {
	Weight   int    `xml:"Weight_Percentage"`
	Activity int    `xml:"Activity_Id"`
	Room     string `xml:"Room"`
	Locked   bool   `xml:"Permanently_Locked"`
	Active   bool   `xml:"Active"`
	Comments string `xml:"Comments"`
}

// roomSize is stated for every room, since FET asks for one and a timetable that
// stands needs none.
const roomSize = 100

// WriteFET writes a timetable as a file of FET with every activity at its time and in
// its room: FET opens it, shows it, and can go on from there.
func WriteFET(w io.Writer, t Timetable) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "\t")
	return e.Encode(t.document())
}

func (t Timetable) document() fetDocument {
	limit := fetLimit{Weight: 100, Active: true}
	d := fetDocument{Version: "6.8.5", Mode: "Official", Institution: t.School, Times: fetTimeLimits{Basic: limit}, Places: fetRoomLimits{Basic: limit}}
	t.week(&d)
	t.lists(&d)
	for i, a := range t.activities() {
		id := i + 1
		l := a.lesson
		d.Activities = append(d.Activities, fetOut{Teachers: a.teachers, Subject: l.Subject, Students: a.students, Duration: 1, Total: 1, ID: id, Active: true})
		d.Times.Starts = append(d.Times.Starts, fetOutTime{Weight: 100, Activity: id, Day: t.day(l), Hour: l.hour(), Active: true})
		if l.Room != "" {
			d.Places.Rooms = append(d.Places.Rooms, fetOutPlace{Weight: 100, Activity: id, Room: l.Room, Active: true})
		}
	}
	return d
}

func (l Lesson) hour() string { return l.Starts + "-" + l.Ends }

// students is the set of pupils as FET names it: a class, or a group of it.
func (l Lesson) students() string {
	if l.Group == 0 {
		return l.Class
	}
	return l.Class + " gr" + strconv.Itoa(l.Group)
}

func (t Timetable) day(l Lesson) string {
	n, err := strconv.Atoi(l.Day)
	if err != nil || n < 1 || n > len(t.Days) {
		return l.Day
	}
	return t.Days[n-1]
}

// week lists the days up to the last that has lessons, and the hours.
func (t Timetable) week(d *fetDocument) {
	last := 5
	hours := set{}
	for _, l := range t.Lessons {
		if n, err := strconv.Atoi(l.Day); err == nil {
			last = max(last, min(n, len(t.Days)))
		}
		hours.add(l.hour())
	}
	for _, name := range t.Days[:last] {
		d.Days.Days = append(d.Days.Days, fetOnly{name})
	}
	for _, name := range hours.sorted() {
		d.Hours.Hours = append(d.Hours.Hours, fetOnly{name})
	}
	d.Days.Number, d.Hours.Number = len(d.Days.Days), len(d.Hours.Hours)
}

// lists names everything that activities point to.
func (t Timetable) lists(d *fetDocument) {
	subjects, teachers, rooms := set{}, set{}, set{}
	groups := map[string]int{} // class -> the highest number of its groups
	for _, l := range t.Lessons {
		subjects.add(l.Subject)
		teachers.add(l.Teacher)
		rooms.add(l.Room)
		groups[l.Class] = max(groups[l.Class], l.Group)
	}
	d.Subjects, d.Teachers = items(subjects), items(teachers)
	for _, name := range rooms.sorted() {
		d.Rooms = append(d.Rooms, fetOutRoom{Name: name, Capacity: roomSize})
	}
	classes := set{}
	for name := range groups {
		classes.add(name)
	}
	for _, name := range classes.sorted() {
		year := fetOutYear{Name: name}
		for n := 1; n <= groups[name]; n++ {
			year.Groups = append(year.Groups, fetGroup{Name: Lesson{Class: name, Group: n}.students()})
		}
		d.Years = append(d.Years, year)
	}
}

func items(s set) []fetItem {
	var out []fetItem
	for _, name := range s.sorted() {
		out = append(out, fetItem{Name: name})
	}
	return out
}

// activity is a lesson with all who teach it, and all who learn.
type activity struct {
	lesson   Lesson
	teachers []string
	students []string
}

// activities puts the teachers of one lesson together, in the order of the classes.
func (t Timetable) activities() []activity {
	lessons := slices.Clone(t.Lessons)
	slices.SortStableFunc(lessons, func(a, b Lesson) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), cmp.Compare(a.Day, b.Day), cmp.Compare(a.Starts, b.Starts), cmp.Compare(a.Group, b.Group),
			cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Room, b.Room))
	})
	var out []activity
	for _, l := range lessons {
		same := l
		if n := len(out) - 1; n >= 0 {
			same.Teacher, same.Short = out[n].lesson.Teacher, out[n].lesson.Short
			if same == out[n].lesson {
				out[n].teachers = append(out[n].teachers, l.Teacher)
				continue
			}
		}
		out = append(out, activity{l, []string{l.Teacher}, []string{l.students()}})
	}
	return together(out)
}

// together puts the classes of one lesson together: nobody teaches two at once.
func together(all []activity) []activity {
	at := map[Lesson]int{}
	var out []activity
	for _, a := range all {
		key := a.lesson
		key.Class, key.Group, key.Hour, key.Short = "", 0, 0, ""
		if i, known := at[key]; known && slices.Equal(out[i].teachers, a.teachers) {
			out[i].students = append(out[i].students, a.students...)
			continue
		}
		at[key] = len(out)
		out = append(out, a)
	}
	return out
}
