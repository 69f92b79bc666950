package grid

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"talim/internal/tabular"
)

// A school that knows some subjects and people.
var known = Know{
	Subject: func(t string) bool {
		return slices.Contains([]string{"математика", "англ. яз.", "англ.яз.", "физика", "химия", "информатика", "ағылшын тілі", "қазақ тілі мен әдебиеті", "дене шынықтыру"}, strings.ToLower(t))
	},
	Teacher: func(t string) bool {
		return slices.Contains([]string{"Иванова", "Петрова", "T-A2", "Ким"}, t)
	},
	Class: func(t string) bool { return t == "5" },
}

func TestCellsOfClasses(t *testing.T) {
	for cell, want := range map[string]string{
		"Математика":                                     "[Математика|||0]",
		"Математика\nИванова А.А.":                       "[Математика|Иванова А.А.||0]",
		"Математика (Иванова А.А.)":                      "[Математика|Иванова А.А.||0]",
		"Математика, Иванова А.А., каб. 201":             "[Математика|Иванова А.А.|201|0]",
		"МАТЕМАТИКА ИВАНОВА А.А. 201":                    "[МАТЕМАТИКА|ИВАНОВА А.А.|201|0]",
		"Математика А.А. Иванова к.12":                   "[Математика|А.А. Иванова|12|0]",
		"Математика\n201\nИванова Анна Павловна":         "[Математика|Иванова Анна Павловна|201|0]",
		"Англ.яз. Иванова/Петрова":                       "[Англ.яз.|Иванова||1] [Англ.яз.|Петрова||2]",
		"Англ. яз.\nИванова А.А. 12 / Петрова Б.Б. 14":   "[Англ. яз.|Иванова А.А.|12|1] [Англ. яз.|Петрова Б.Б.|14|2]",
		"Англ.яз. / Информатика\nИванова / Петрова":      "[Англ.яз.|Иванова||1] [Информатика|Петрова||2]",
		"Информатика Ким / Физика Петрова":               "[Информатика|Ким||1] [Физика|Петрова||2]",
		"2 гр. Информатика Ким\n1 гр. Физика Петрова":    "[Информатика|Ким||2] [Физика|Петрова||1]",
		"Физика (1 подгруппа) Иванова А.А.":              "[Физика|Иванова А.А.||1]",
		"Қазақ тілі мен әдебиеті\nӘбдірахман Д. 7-каб.":  "[Қазақ тілі мен әдебиеті|Әбдірахман Д.|7|0]",
		"Ағылшын тілі 1-топ Ұлпан С.С.; 2-топ Омар Ж.Ж.": "[Ағылшын тілі|Ұлпан С.С.||1] [Ағылшын тілі|Омар Ж.Ж.||2]",
		"Дене шынықтыру\nСейдахмет Ерлан Қайратұлы":      "[Дене шынықтыру|Сейдахмет Ерлан Қайратұлы||0]",
		"Робототехника\nИванова А.А.":                    "[Робототехника|Иванова А.А.||0]",
		"Технология (мальчики)\nИванова А.А.":            "[Технология (мальчики)|Иванова А.А.||0]",
		"Математика T-A2":                                "[Математика|T-A2||0]",
		"Математика\nСидорова":                           "[Математика|Сидорова||0]",
		"Химия/Физика":                                   "[Химия|||1] [Физика|||2]",
		"Физика (чёт.) Иванова / Химия (нечёт.) Петрова": "[Физика|Иванова||0 week 2] [Химия|Петрова||0 week 1]",
		"Физика числитель\nХимия знаменатель":            "[Физика|||0 week 1] [Химия|||0 week 2]",
		"Дене шынықтыру (жұп апта) Ким":                  "[Дене шынықтыру|Ким||0 week 2]",
		"Информатика\nСулейменов А., каб. инф.":          "[Информатика|Сулейменов А.|каб. инф.|0]",
		"Труд\nГуляев В.В., маст.":                       "[Труд|Гуляев В.В.|маст.|0]",
		"Музыка\nИманғали Д., акт зал":                   "[Музыка|Иманғали Д.|акт зал|0]",
		// What is not certain is nothing.
		"Математика\nбазовый курс":           "unclear",
		"Иванова А.А. / Иванова А.А. Физика": "unclear",
		"Математика Иванова 12 / 14 / 16":    "unclear",
		"201": "unclear",
	} {
		if got := said(Cell{Of: Class, Name: "5А", Lines: strings.Split(cell, "\n"), Number: 1}); got != want {
			t.Errorf("%q: %s, not %s", cell, got, want)
		}
	}
}

func TestCellsOfTeachers(t *testing.T) {
	for cell, want := range map[string]string{
		"5А":                 "[5А ||0]",
		"7Б к.12":            "[7Б ||12|0]",
		"5А/12":              "[5А ||12|0]",
		"5 «А» (каб. 201)":   "[5А ||201|0]",
		"5а\nМатематика\n12": "[5А Математика|12|0]",
		"Физика 10Б 305":     "[10Б Физика|305|0]",
		"5А, 5Б":             "[5А ||0] [5Б ||0]",
		"5А+5Б дене шынықтыру с/з": "[5А дене шынықтыру|с/з|0] [5Б дене шынықтыру|с/з|0]",
		"9Ә 2 гр. Информатика":     "[9Ә Информатика|2]",
		"5":                        "[5 ||0]",
		"5А чёт / 6Б нечёт":        "[5А ||0 week 2] [6Б ||0 week 1]",
		"совещание":                "unclear",
		"201":                      "unclear",
		"5А Физика / 6Б Математика": "unclear",
	} {
		want = strings.NewReplacer("||", "|", " |0", "||0", " |12", "||12").Replace(want)
		if got := said(Cell{Of: Teacher, Name: "Иванова", Lines: strings.Split(cell, "\n"), Number: 1}); short(got) != short(want) {
			t.Errorf("%q: %s, not %s", cell, got, want)
		}
	}
}

// short leaves the marks between empty parts out.
func short(s string) string {
	for strings.Contains(s, "||") {
		s = strings.ReplaceAll(s, "||", "|")
	}
	return strings.NewReplacer(" |", " ", "| ", " ").Replace(s)
}

func said(c Cell) string {
	lessons, wrong := c.Lessons(known)
	if wrong != nil {
		return strings.TrimPrefix(wrong.Key, "exchange.grid.")
	}
	var out []string
	for _, l := range lessons {
		text := fmt.Sprintf("%s|%s|%s|%d", l.Subject, l.Teacher, l.Room, l.Group)
		if c.Of == Teacher {
			text = strings.Join(slices.DeleteFunc([]string{l.Class + " " + l.Subject, l.Room, fmt.Sprint(l.Group)}, func(s string) bool { return s == "" }), "|")
		}
		if l.Week > 0 {
			text += fmt.Sprintf(" week %d", l.Week)
		}
		out = append(out, "["+text+"]")
	}
	return strings.Join(out, " ")
}

func TestLabels(t *testing.T) {
	for text, want := range map[string]string{
		"Понедельник": "day 1", "ДҮЙСЕНБІ": "day 1", "Вт.": "day 2", "сб": "day 6", "Жм": "day 5", "wednesday": "day 3",
		"П О Н Е Д Е Л Ь Н И К": "day 1", "П\nЯ\nТ\nН\nИ\nЦ\nА": "day 5", "Среда, 1 смена": "day 3 shift 1",
		"1 смена": "shift 1", "II ауысым": "shift 2", "2-ауысым": "shift 2", "Вторая смена": "shift 2", "екінші ауысым": "shift 2", "смена: 1": "shift 1", "ІІ смена (13:30)": "shift 2",
		"1": "number 1", "3 урок": "number 3", "4-сабақ": "number 4", "IV": "number 4", "0": "number 0", "№ 2": "number 2", "5.": "number 5",
		"8:00-8:45": "08:00-08:45", "08.50 – 09.35": "08:50-09:35", "8⁰⁰–8⁴⁵": "08:00-08:45", "1 урок 8.00-8.45": "number 1 08:00-08:45", "2 (8-50 - 9-35)": "number 2 08:50-09:35", "8:00\n8:45": "08:00-08:45",
		"5А": "class 5А", "5 «А»": "class 5А", "11-Б класс": "class 11Б", "5 сынып": "class 5", "Класс 7": "class 7", "9ә": "class 9Ә", "МАД-1": "class МАД-1", "10ЕМ": "class 10ЕМ", "5А (24 оқушы)": "class 5А",
		"Математика": "", "201": "", "Директор школы": "", "2026-2027 учебный год": "",
		"чётная неделя": "week 2", "тақ апта": "week 1",
	} {
		x := read(strings.Split(text, "\n"))
		var got []string
		add := func(is bool, text string) {
			if is {
				got = append(got, text)
			}
		}
		add(x.day != 0, fmt.Sprint("day ", int(x.day)))
		add(x.number >= 0 && x.class == "", fmt.Sprint("number ", x.number))
		add(x.starts != "" && x.ends != "", fmt.Sprintf("%s-%s", x.starts, x.ends))
		add(x.class != "", "class "+x.class)
		add(x.shift != 0, fmt.Sprint("shift ", x.shift))
		add(x.week != 0, fmt.Sprint("week ", x.week))
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, not %s", text, got, want)
		}
	}
}

func sheetOf(rows ...string) tabular.Sheet {
	t := &table{}
	for r, row := range rows {
		for c, text := range strings.Split(row, "|") {
			t.set(r, c, text)
		}
	}
	return t.sheet("Л")
}

func places(t *testing.T, s ...tabular.Sheet) string {
	t.Helper()
	table, ok, err := Read(t.Context(), s)
	if err != nil || !ok {
		return strings.TrimSpace(fmt.Sprint(ok, " ", err))
	}
	var out []string
	for _, c := range table.Cells {
		text := fmt.Sprintf("%s:%s %d/%d", c.Place, c.Name, c.Weekday, c.Number)
		if c.Shift > 0 {
			text += fmt.Sprintf(" s%d", c.Shift)
		}
		if c.Wrong.Key != "" {
			text = c.Place + " " + strings.TrimPrefix(c.Wrong.Key, "exchange.grid.")
		}
		out = append(out, text)
	}
	return strings.Join(out, ", ")
}

// A cell is on the day that is written for it or on none.
func TestDaysAreCertainOrSaid(t *testing.T) {
	for name, x := range map[string]struct {
		sheet tabular.Sheet
		want  string
	}{
		"numbers begin again without a day": {
			sheetOf("|№|5А|5Б", "Пн|1|Физика|Химия", "|2|Физика|Химия", "|1|Физика|Химия", "|2|Физика|Химия"),
			"Л!C2:5А 1/1, Л!D2:5Б 1/1, Л!C3:5А 1/2, Л!D3:5Б 1/2, Л!C4 no_day, Л!D4 no_day, Л!C5 no_day, Л!D5 no_day",
		},
		"a second shift by its times": {
			sheetOf("|№|Время|5А|5Б", "Пн|1|8:00-8:45|Физика|Химия", "|2|8:50-9:35|Физика|Химия", "|1|14:00-14:45|Физика|Химия", "|2|14:50-15:35||Химия"),
			"Л!D2:5А 1/1 s1, Л!E2:5Б 1/1 s1, Л!D3:5А 1/2 s1, Л!E3:5Б 1/2 s1, Л!D4:5А 1/1 s2, Л!E4:5Б 1/1 s2, Л!E5:5Б 1/2 s2",
		},
		"a day in the middle of its rows": {
			sheetOf("|№|5А|5Б", "|1|Физика|Химия", "Пн|2|Физика|Химия", "|3|Физика|Химия", "|1|Физика|Химия", "Вт|2|Физика|Химия"),
			"Л!C2:5А 1/1, Л!D2:5Б 1/1, Л!C3:5А 1/2, Л!D3:5Б 1/2, Л!C4:5А 1/3, Л!D4:5Б 1/3, Л!C5:5А 2/1, Л!D5:5Б 2/1, Л!C6:5А 2/2, Л!D6:5Б 2/2",
		},
		"a date": {
			sheetOf("|№|5А|5Б", "Пн 07.09.2026|1|Физика|Химия", "|2|Физика|Химия", "Вт 08.09.2026|1|Физика|Химия"),
			"true invalid fault.invalid file=exchange.days.date",
		},
		"no day at all": {
			sheetOf("№|5А|5Б", "1|Физика|Химия", "2|Физика|Химия"),
			"Л!B2 no_day, Л!C2 no_day, Л!B3 no_day, Л!C3 no_day",
		},
		"a text below the lessons of a day without a number": {
			sheetOf("|№|5А|5Б", "Пн|1|Физика|Химия", "||", "Вт|1|Физика|Химия", "", "||Классный час|", "Ср|1|Физика|", "|2||Химия", "Директор|||"),
			"Л!C2:5А 1/1, Л!D2:5Б 1/1, Л!C4:5А 2/1, Л!D4:5Б 2/1, Л!C7:5А 3/1, Л!D8:5Б 3/2, Л!C6 no_hour",
		},
		"a column without a class": {
			sheetOf("|№|5А|5Б|Кружки", "Пн|1|Физика|Химия|Шахматы", "|2|Физика|Химия|"),
			"Л!C2:5А 1/1, Л!D2:5Б 1/1, Л!E2 no_class, Л!C3:5А 1/2, Л!D3:5Б 1/2",
		},
	} {
		if got := places(t, x.sheet); got != x.want {
			t.Errorf("%s:\n%s, not\n%s", name, got, x.want)
		}
	}
}

// Lists and other tables are no grids.
func TestOtherTablesAreNoGrids(t *testing.T) {
	for _, s := range []tabular.Sheet{
		sheetOf("Учитель|Класс|Предмет|День|Урок", "Иванова|5А|Физика|Пн|1", "Иванова|5Б|Физика|Пн|2", "Петрова|5А|Химия|Вт|1"),
		sheetOf("Класс|Предмет|День|Урок", "5А|Физика|Пн|1", "5Б|Физика|Пн|2", "5А|Химия|Вт|3"),
		sheetOf("День|Урок|Класс|Предмет|Кабинет", "Пн|1|5А|Физика|12", "Пн|2|5Б|Физика|13", "Вт|1|5А|Химия|14", "Вт|2|5А|Химия|14"),
		sheetOf("№|ФИО|Должность|Предмет", "1|Иванова А.А.|учитель|Физика", "2|Петрова|учитель|Химия", "3|Ким|учитель|Химия"),
		sheetOf("Смена|Урок|Начало|Конец", "1|1|8:00|8:45", "1|2|8:50|9:35", "1|3|9:40|10:25"),
	} {
		if got := places(t, s); got != "false <nil>" {
			t.Errorf("%v: %s", s.Rows[0].Cells, got)
		}
	}
}

// Classes merged over one lesson have it together; a book with sheets of classes and of
// teachers is read once.
func TestMergedAndRepeated(t *testing.T) {
	s := sheetOf("|№|5А|5Б", "Пн|1|Физика|", "|2|Химия|Химия")
	s.Merged = []tabular.Range{{FirstColumn: 2, LastColumn: 3, FirstLine: 2, LastLine: 2}}
	again := sheetOf("|Понедельник|", "|1|2", "Иванова А.А.|5А|5Б", "Петрова Б.Б.|5Б|5А")
	again.Name = "Учителя"
	table, ok, err := Read(t.Context(), []tabular.Sheet{s, again})
	if err != nil || !ok || len(table.Cells) != 4 || len(table.Again) != 1 || table.Cells[1].Name != "5Б" || table.Cells[1].Place != "Л!C2" {
		t.Errorf("%+v %v %v", table, ok, err)
	}
}

func FuzzRead(f *testing.F) {
	for _, l := range layouts {
		var text strings.Builder
		for _, s := range l.write(newSchool(1, "kk")) {
			for _, r := range s.Rows {
				text.WriteString(strings.Join(r.Cells, ";") + "\n")
			}
		}
		f.Add(text.String())
	}
	f.Add("|№|5А|5Б\nПн|1|Физика|Химия\n|1|Физика / / Химия ()|,,(")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := tabular.Read(t.Context(), []byte(text))
		if err != nil {
			return
		}
		table, ok, err := Read(t.Context(), []tabular.Sheet{{Name: "Л", Rows: rows}})
		if err != nil || !ok {
			return
		}
		for _, c := range table.Cells {
			lessons, wrong := c.Lessons(known)
			if wrong == nil && (len(lessons) == 0 || c.Weekday == 0) {
				t.Errorf("%+v: %v", c, lessons)
			}
		}
		if _, err := table.List(); err != nil {
			t.Error(err)
		}
	})
}
