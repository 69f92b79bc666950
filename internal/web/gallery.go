package web

import (
	"net/http"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/web/component"
)

// components is the page of all parts, in development only. Its texts are
// invented and stand here, in Kazakh, where the longest words are.
func (s *Site) components(w http.ResponseWriter, r *http.Request) error {
	form, status := NewForm("subject", "physics", "days", "mon", "days", "wed"), http.StatusOK
	if r.Method == http.MethodPost {
		form = ReadForm(r)
		if form.Take(checkGallery(form)) {
			status = http.StatusUnprocessableEntity
		}
	}
	return Show(w, r, status, Page{
		Kicker: "2013–2014 · бірінші тоқсан", Title: "Барлық бөлшек", Sees: "Сіз, тәлімгеріңіз. Әкімшілік тек кездесу болғанын көреді.",
		Back: Link{"Тәлімгерлік", "/"}, Action: component.Primary("Кездесуді жоспарлау", "#forms"), Body: gallery(form),
	})
}

func checkGallery(f Form) error {
	var faults fault.Fields
	if f.Value("topic") == "" {
		faults.Add("topic", "fault.text_missing")
	}
	if len([]rune(f.Value("text"))) > 500 {
		faults.Add("text", "fault.too_long", "Count", 500)
	}
	if !f.Date("day").Valid() {
		faults.Add("day", "fault.date_missing")
	}
	if len(f.Values("days")) == 0 {
		faults.Add("days", "fault.text_missing")
	}
	return faults.Err()
}

var gallerySubjects = []component.Choice{
	{Label: "Таңдаңыз"},
	{Value: "kazakh", Label: "Қазақ тілі мен әдебиеті", Group: "Тілдер"},
	{Value: "russian", Label: "Русский язык", Group: "Тілдер"},
	{Value: "physics", Label: "Физика", Group: "Жаратылыстану"},
	{Value: "chemistry", Label: "Химия", Group: "Жаратылыстану"},
}

var galleryDays = []component.Choice{
	{Value: "mon", Label: "Дүйсенбі", Hint: "3-сабақта екеуіңіз де боссыз"},
	{Value: "tue", Label: "Сейсенбі"},
	{Value: "wed", Label: "Сәрсенбі"},
	{Value: "thu", Label: "Бейсенбі", Hint: "Бос уақыт жоқ", Off: true},
}

func galleryWeek() []component.WeekDay {
	lesson := func(at, until calendar.Clock, title, detail string) component.WeekItem {
		return component.WeekItem{Starts: at, Ends: until, Kind: component.Lesson, Title: title, Detail: detail}
	}
	return []component.WeekDay{
		{Date: "2013-09-02", Today: true, Items: []component.WeekItem{
			lesson("08:00", "08:45", "Алгебра", "7 «Ә», 12-кабинет"), lesson("08:55", "09:40", "Геометрия", "9 «Б», 12-кабинет"),
			{Starts: "10:00", Ends: "10:45", Kind: component.Meeting, Title: "Кездесу: T-A14", Detail: "Тәлімгерлік", URL: "#week"},
		}},
		{Date: "2013-09-03", Items: []component.WeekItem{
			lesson("08:55", "09:40", "Алгебра", "8 «А», 12-кабинет"),
			{Starts: "10:00", Ends: "10:45", Kind: component.Visit, Title: "Сабаққа қатысу: T-A16", Detail: "Физика, 7 «Ә»", URL: "#week", State: "ауыстырылды"},
			{Starts: "11:05", Ends: "11:50", Kind: component.Free, Title: "Бос уақыт"},
		}},
		{Date: "2013-09-04"},
		{Date: "2013-09-05", Items: []component.WeekItem{
			lesson("08:00", "08:45", "Алгебра", "7 «Ә», 12-кабинет"), lesson("11:05", "11:50", "Жаратылыстану-математика", "10 «А», 12-кабинет"),
			{Starts: "11:05", Ends: "11:50", Kind: component.Busy, Title: "Кезекшілік", Detail: "2-қабат"},
		}},
		{Date: "2013-09-06", Note: "Мереке күні"},
		{Date: "2013-09-07", Items: []component.WeekItem{lesson("08:00", "08:45", "Геометрия", "9 «Б»")}},
	}
}

var galleryBars = []component.Bar{
	{Label: "Кездесулер", Value: 12, Text: "12 / 16", Of: 16},
	{Label: "Тәлімгердің сабаққа қатысуы", Value: 5, Text: "5 / 8", Of: 8},
	{Label: "Тәлім алушының сабаққа қатысуы", Value: 8, Text: "8 / 8", Of: 8},
	{Label: "Ашық сабақ", Value: 0, Text: "0"},
}

var gallerySteps = []component.Step{
	{Text: "Ұсыныс", Done: true}, {Text: "Екі жақтың келісімі", Done: true}, {Text: "Бұйрық", Current: true}, {Text: "Жоспар"},
}

var galleryTabs = []component.Tab{{Text: "Кездесулер", URL: "#1", Current: true}, {Text: "Сабаққа қатысу", URL: "#2"}, {Text: "Бірлескен жоспар", URL: "#3"}}

var galleryFacts = []component.Fact{
	{Name: "Тәлімгер", Value: "T-A2"}, {Name: "Пән", Value: "Математика"}, {Name: "Күйі", Part: component.Tag(component.OK, "Келісілді")}, {Name: "Бос", Value: ""},
}
