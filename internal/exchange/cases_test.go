package exchange

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"talim/internal/fault"
)

// written as "class.group day.hour start room: teacher, subject".
func inWords(l Lesson) string {
	text := fmt.Sprintf("%s.%d %s.%d %s %s: %s, %s", l.Class, l.Group, l.Day, l.Hour, l.Starts, l.Room, l.Teacher, l.Subject)
	if l.Week != 0 {
		text += fmt.Sprintf(", week %d", l.Week)
	}
	return text
}

// Files as the programs of schools write them, each of one peculiarity.
func TestCases(t *testing.T) {
	const (
		akh, iva, sem = "Ахметова Гүлнар Серікқызы", "Иванова Анна Павловна", "Семёнов Пётр Алексеевич"
		kim, nur      = "Ким Вера Николаевна", "Нұрланов Асқар Бекұлы"
	)
	for _, c := range []struct {
		file    string
		lessons []string
		said    string // of what is left out
		refused string // with this message
	}{
		{file: "days_fet_half_days.fet", refused: "exchange.days.half"},
		{file: "days_fet_two_weeks.fet", lessons: []string{"5А.0 1.1 8:00 : " + sem + ", Физика, week 2", "5А.0 2.1 8:00 : " + akh + ", Математика, week 1"}},
		{file: "days_fet_dates.fet", refused: "exchange.days.date"},
		{file: "days_asc_ten_day_cycle.xml", lessons: []string{
			"5А.0 1.1 8:00 201: " + akh + ", Математика, week 1", "5А.0 1.1 8:00 201: " + akh + ", Математика, week 2", "5А.0 2.1 8:00 201: " + akh + ", Математика, week 2",
		}},
		{file: "asc_daynumbering1.xml", lessons: []string{"5А.0 1.1 8:00 201: " + akh + ", Математика", "5А.0 5.1 8:00 201: " + iva + ", Русский язык"}},
		{file: "asc_zero_period.xml", lessons: []string{"5А.0 1.1 8:00 202: " + iva + ", Русский язык", "5А.0 4.0 7:10 201: " + akh + ", Математика"}},
		{file: "asc_allowed_rooms.xml", lessons: []string{"5А.0 2.2 8:50 : " + akh + ", Математика"}},
		{file: "asc2008_weeks_on_lesson.xml", lessons: []string{"5А.0 1.1 8:00 201: " + akh + ", Математика, week 1", "5А.0 1.2 8:50 201: " + sem + ", Физика, week 2"}},
		{file: "asc_odd_even_in_name.xml", lessons: []string{"5А.0 1.1 8:00 201: " + akh + ", Математика, week 2", "5А.0 1.1 8:00 202: " + sem + ", Физика, week 1"}},
		{file: "asc2008_short_saturday.xml", lessons: []string{"5А.0 1.3 9:40 201: " + akh + ", Математика", "5А.0 6.3 9:20 201: " + akh + ", Математика"}},
		{file: "asc_no_cards.xml", refused: "exchange.asc.not_placed"},
		{file: "asc_ghost_room.xml", lessons: []string{"5А.0 1.1 8:00 201: " + akh + ", Математика"}, said: "exchange.ignored.dangling"},
		{file: "asc_teacher_id_twice.xml", refused: "exchange.asc.twice"},
		{file: "asc_groups_1_2.xml", lessons: []string{
			"5А.1 1.1 8:00 201: " + iva + ", Русский язык", "5А.2 1.1 8:00 201: " + iva + ", Русский язык", "5А.3 1.1 8:00 202: " + akh + ", Русский язык",
		}},
		{file: "asc_schedules.xml", lessons: []string{"5А.0 1.1 8:00 201: " + akh + ", Математика", "5А.0 2.2 8:50 201: " + iva + ", Русский язык"}},
		{file: "joint_asc_pe.xml", lessons: []string{"5А.0 2.2 8:50 : " + nur + ", Физическая культура", "6А.0 2.2 8:50 : " + nur + ", Физическая культура"}},
		{file: "fet_groups_number.fet", lessons: []string{
			"5А.0 1.1 8:00 201: " + akh + ", Математика", "5А.1 1.2 8:50 202: " + kim + ", Английский язык", "5А.2 1.2 8:50 203: " + iva + ", Английский язык",
		}},
		{file: "fet_groups_hyphen.fet", lessons: []string{
			"5А.0 1.1 8:00 : " + akh + ", Математика", "5А.1 1.2 8:50 : " + kim + ", Английский язык", "5А.2 1.2 8:50 : " + iva + ", Английский язык",
		}},
		{file: "fet_container_year.fet", lessons: []string{"5А.0 1.1 8:00 : " + akh + ", Математика", "9Ә.0 1.2 8:50 : " + sem + ", Физика"}},
		{file: "fet_long_names.fet", lessons: []string{"5А.0 3.2 8:50 : " + akh + ", Математика"}},
		{file: "fet_long_names_add.fet", lessons: []string{"7А.0 5.1 8:00 : Омаров Данияр Маратұлы, Физика"}},
		{file: "fet_duty.fet", lessons: []string{"5А.0 1.2 8:50 : " + iva + ", Математика"}, said: "exchange.ignored.duties"},
	} {
		t.Run(c.file, func(t *testing.T) {
			content, err := os.ReadFile("testdata/cases/" + c.file)
			if err != nil {
				t.Fatal(err)
			}
			b, _, err := Read(t.Context(), content)
			if err == nil {
				err = b.TimesKnown()
			}
			if f, _ := fault.As(err); c.refused != "" || err != nil {
				if f == nil || len(f.Fields) != 1 || f.Fields[0].Message.Key != c.refused {
					t.Fatalf("%v, want %q", err, c.refused)
				}
				return
			}
			var got []string
			for _, l := range b.Lessons {
				got = append(got, inWords(l))
			}
			slices.Sort(got)
			if strings.Join(got, "\n") != strings.Join(c.lessons, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.lessons, "\n"))
			}
			if c.said != "" && !said(b, c.said) {
				t.Errorf("%s is not said: %v", c.said, b.Ignored)
			}
		})
	}
}

func TestNamesAndCodes(t *testing.T) {
	for label, want := range map[string]string{
		"САДЫКОВА-ПАК МАРИНА ОЛЕГОВНА": "|Садыкова-Пак|Марина|Олеговна", "T-A2": "T-A2|||", "АБ-В": "АБ-В|||",
		"САДЫКОВА-ПАК": "|САДЫКОВА-ПАК||", "Иванова А.П.": "|Иванова|А.|П.", "Әбдірахман Дана": "|Әбдірахман|Дана|",
	} {
		p := named(label)
		if got := strings.Join([]string{p.Code, p.FamilyName, p.GivenName, p.Patronymic}, "|"); got != want {
			t.Errorf("%s: %s, want %s", label, got, want)
		}
	}
}

func daysInWords(days []weekday) string {
	var out []string
	for _, d := range days {
		out = append(out, d.day+[]string{"", "a", "b"}[d.week])
	}
	return strings.Join(out, " ")
}

func TestMasksOfWeeks(t *testing.T) {
	for mask, want := range map[string]string{
		"": "0 true", "1": "0 true", "11": "0 true", "10": "1 true", "01": "2 true", "1010": "1 true", "0101": "2 true", "100": "0 false", "110": "0 false", "0": "0 true",
	} {
		if week, known := turnOf(mask); fmt.Sprint(week, known) != want {
			t.Errorf("%q: %d %v, want %s", mask, week, known, want)
		}
	}
}

func TestDaysThatAreAWeek(t *testing.T) {
	for _, c := range []struct {
		names, want, refused string
		assumed              bool
	}{
		{names: "Понедельник|Вторник|Среда", want: "1 2 3"},
		{names: "Вторник|Понедельник", want: "2 1"},
		{names: "День 1|День 2|День 3", want: "1 2 3", assumed: true},
		{names: "||", want: "1 2 3"},
		{names: "1. Пн|2. Вт", want: "1 2"},
		{names: "Пн|Вт|Запасной", want: "1 2 Запасной"},
		{names: "Пн-А|Вт-А|Пн-Б|Вт-Б", want: "1a 2a 1b 2b"},
		{names: "Понедельник нед. 1|Вторник нед. 1|Понедельник нед. 2", want: "1a 2a 1b"},
		{names: "Monday week B|Monday week A", want: "1b 1a"},
		{names: "Пн-А|Вт-А|Пн-Б|Вт-Б|Пн-Б", refused: "exchange.days.twice"},
		{names: "Пн 1|Вт 1|Пн 2|Вт 2", refused: "exchange.days.twice"},
		{names: "Пн I|Пн II", refused: "exchange.days.twice"},
		{names: "Дүйсенбі 1-ауысым|Дүйсенбі 2-ауысым", refused: "exchange.days.twice"},
		{names: "Пятница 04.12|Суббота 05.12", refused: "exchange.days.date"},
		{names: "1|2|3|4|5|6|7|8", refused: "exchange.days.many"},
	} {
		b := Book{}
		got, err := b.weekdays(strings.Split(c.names, "|"))
		if f, _ := fault.As(err); c.refused != "" || err != nil {
			if f == nil || f.Fields[0].Message.Key != c.refused {
				t.Errorf("%s: %v", c.names, err)
			}
			continue
		}
		if daysInWords(got) != c.want || said(b, "exchange.days.assumed") != c.assumed {
			t.Errorf("%s: %v %v", c.names, got, b.Ignored)
		}
	}
}
