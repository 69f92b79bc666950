package document

import (
	"context"
	"testing"

	"talim/internal/i18n"
)

// in is a context that speaks the language.
func in(t testing.TB, l i18n.Language) context.Context {
	t.Helper()
	b, err := i18n.NewBundle(Messages())
	if err != nil {
		t.Fatal(err)
	}
	return i18n.With(context.Background(), b.Locale(l))
}

var auyl = Letterhead{
	Kazakh:   []string{"Қазақстан Республикасы", "Аудандық білім бөлімі", "«Ауыл жалпы орта білім беретін мектебі» коммуналдық мемлекеттік мекемесі"},
	Russian:  []string{"Республика Казахстан", "Районный отдел образования", "Коммунальное государственное учреждение «Ауылская общеобразовательная средняя школа»"},
	Contacts: "Ауыл, Мектеп көшесі, 1 · 8 (000) 00-0-00",
}

// texts of a real order on mentoring, as schools write it.
type orderTexts struct {
	place, about, why, basis, role string
	points, after, under           []string
	head                           []string
	subjects                       []string
	acquainted                     []string
}

var orders = map[i18n.Language]orderTexts{
	i18n.Kazakh: {
		place: "Ауыл", about: "2013–2014 оқу жылына тәлімгерлер тағайындау туралы",
		why:    "Мектепке жаңадан келген және жұмыс өтілі үш жылға дейінгі мұғалімдерге әдістемелік көмек көрсету, олардың кәсіби өсуін қолдау мақсатында, тәлімгерлер мен тәлім алушылардың өзара келісімі негізінде",
		points: []string{"2013–2014 оқу жылына мына тәлімгерлер мен тәлім алушылар жұптары бекітілсін:"},
		after: []string{
			"Тәлімгерлер 2013 жылғы 20 қыркүйекке дейін тәлім алушымен бірге оқу жылына арналған жұмыс жоспарын жасасын.",
			"Жұптардың кездесулері мен өзара сабаққа қатысуы екеуіне де бос уақытта өткізілсін:",
		},
		under:      []string{"кездесу – аптасына бір рет;", "сабаққа қатысу – айына екі рет, әр тараптан."},
		basis:      "тәлімгерлер мен тәлім алушылардың келісімдері, әдістемелік бірлестіктердің ұсыныстары.",
		role:       "Мектеп директоры",
		head:       []string{"Тәлімгер", "Тәлім алушы", "Пәні", "Мерзімі"},
		subjects:   []string{"Математика", "Математика", "Қазақ тілі мен әдебиеті", "Орыс тілі мен әдебиеті"},
		acquainted: []string{"T-A2", "T-A14", "T-A16", "T-A9", "T-A15"},
	},
	i18n.Russian: {
		place: "Ауыл", about: "О назначении наставников на 2013–2014 учебный год",
		why:    "В целях оказания методической помощи учителям, впервые пришедшим в школу, и учителям со стажем работы до трёх лет, поддержки их профессионального роста, на основании взаимного согласия наставников и подопечных",
		points: []string{"Утвердить на 2013–2014 учебный год следующие пары наставников и подопечных:"},
		after: []string{
			"Наставникам до 20 сентября 2013 года составить вместе с подопечными план работы на учебный год.",
			"Встречи и взаимное посещение уроков проводить во время, свободное у обоих:",
		},
		under:      []string{"встречи – один раз в неделю;", "посещение уроков – два раза в месяц с каждой стороны."},
		basis:      "согласия наставников и подопечных, предложения методических объединений.",
		role:       "Директор школы",
		head:       []string{"Наставник", "Подопечный", "Предмет", "Срок"},
		subjects:   []string{"Математика", "Математика", "Казахский язык и литература", "Русский язык и литература"},
		acquainted: []string{"T-A2", "T-A14", "T-A16", "T-A9", "T-A15"},
	},
	i18n.English: {
		place: "Auyl", about: "On the appointment of mentors for the school year 2013–2014",
		why:    "In order to help teachers who are new to the school and teachers with up to three years of service, and to support their professional growth, with the consent of mentors and mentees",
		points: []string{"The following pairs of mentors and mentees are confirmed for the school year 2013–2014:"},
		after: []string{
			"By 20 September 2013 mentors make, together with their mentees, a work plan for the school year.",
			"Meetings and mutual lesson visits take place in time that is free for both:",
		},
		under:      []string{"meetings: once a week;", "lesson visits: twice a month each way."},
		basis:      "consents of mentors and mentees, proposals of the subject methodological units.",
		role:       "Director of the school",
		head:       []string{"Mentor", "Mentee", "Subject", "Period"},
		subjects:   []string{"Mathematics", "Mathematics", "Kazakh language and literature", "Russian language and literature"},
		acquainted: []string{"T-A2", "T-A14", "T-A16", "T-A9", "T-A15"},
	},
}

// sampleOrder is a director's order on mentoring.
func sampleOrder(t testing.TB, l i18n.Language) Document {
	t.Helper()
	texts := orders[l]
	period := "05.09.2013 – 25.05.2014"
	var rows [][]string
	for i, pair := range [][2]string{{"T-A2", "T-A14"}, {"T-A2", "T-A16"}, {"T-A9", "T-A15"}, {"T-A3", "T-A13"}} {
		rows = append(rows, []string{pair[0], pair[1], texts.subjects[i], period})
	}
	return Order{
		Letterhead: auyl,
		School:     "Ауыл мектебі",
		Date:       "2013-09-05",
		Number:     "47-Б",
		Place:      texts.place,
		About:      texts.about,
		Why:        texts.why,
		Body: []Block{
			Points(texts.points...),
			Table{Numbered: true, Head: texts.head, Rows: rows},
			MorePoints(texts.after...),
			SubPoints(texts.under...),
			MorePoints(map[i18n.Language]string{
				i18n.Kazakh:  "Бұйрықтың орындалуын бақылау директордың оқу ісі жөніндегі орынбасары DD-A2-ге жүктелсін.",
				i18n.Russian: "Контроль за исполнением приказа возложить на заместителя директора по учебной работе DD-A2.",
				i18n.English: "The deputy director for academic affairs DD-A2 sees to it that this order is carried out.",
			}[l]),
		},
		Basis:      texts.basis,
		Signer:     Signature{Role: texts.role, Name: "DIR-A"},
		Acquainted: texts.acquainted,
	}.Document(in(t, l))
}

// sampleLetter is a letter of appreciation.
func sampleLetter(t testing.TB, l i18n.Language) Document {
	t.Helper()
	text := map[i18n.Language][]string{
		i18n.Kazakh:  {"Құрметті әріптес!", "2013–2014 оқу жылында жас мұғалімдерге тәлімгер ретінде көрсеткен көмегіңіз, сабырлығыңыз бен ақ көңіліңіз үшін шын жүректен алғыс білдіреміз. Еңбегіңіз жемісті болсын!"},
		i18n.Russian: {"Уважаемый коллега!", "Сердечно благодарим Вас за помощь молодым учителям, терпение и щедрость, с которыми Вы были наставником в 2013–2014 учебном году. Желаем Вам вдохновения и радости в работе!"},
		i18n.English: {"Dear colleague,", "We thank you warmly for the help, the patience and the generosity with which you were a mentor to young teachers in the school year 2013–2014."},
	}[l]
	to := map[i18n.Language]string{i18n.Kazakh: "математика мұғалімі T-A2", i18n.Russian: "учителю математики T-A2", i18n.English: "T-A2, teacher of mathematics"}[l]
	return Letter{
		Letterhead: Letterhead{Kazakh: auyl.Kazakh[2:], Russian: auyl.Russian[2:]},
		School:     "Ауыл мектебі", Date: "2014-05-25", To: to, Text: text,
		Signer: Signature{Role: orders[l].role, Name: "DIR-A"},
	}.Document(in(t, l))
}

// samplePlan is a landscape plan with a long table.
func samplePlan(t testing.TB, l i18n.Language) Document {
	t.Helper()
	months := []string{"Қыркүйек", "Қазан", "Қараша", "Желтоқсан", "Қаңтар", "Ақпан", "Наурыз", "Сәуір", "Мамыр"}
	var rows [][]string
	for _, m := range months {
		rows = append(rows, []string{m, "Сабақ мақсатын оқушы тілімен жазу, бағалау критерийлерін бірге құру", "Тәлімгердің 8 «А» сыныбындағы сабағына қатысу, сабақтан кейінгі әңгіме", "Оқушылар жұмысының үлгілері"})
	}
	return Plan{
		School: "Ауыл мектебі", Date: "2013-09-15", Landscape: true,
		Approver: Signature{Role: "Мектеп директоры", Name: "DIR-A"},
		Title:    "ТӘЛІМГЕРЛІК ЖҰМЫС ЖОСПАРЫ", About: "2013–2014 оқу жылы",
		Body: []Block{
			Facts{Pairs: [][2]string{{"Тәлімгер", "T-A2, математика мұғалімі, 29 жыл өтіл"}, {"Тәлім алушы", "T-A14, математика мұғалімі, 2 жыл өтіл"}, {"Мақсаты", "Сабақты саралап жоспарлауды және кері байланыс беруді үйрену"}}},
			Heading{Level: 3, Text: "Айлар бойынша қадамдар"},
			Table{Numbered: true, Head: []string{"Ай", "Не істейміз", "Сабаққа қатысу", "Нәтижесі"}, Rows: rows, Widths: []float64{12, 35, 33, 20}},
			Heading{Level: 3, Text: "Күшті жақтары"},
			Bullets("оқушылармен сыйластық қарым-қатынас;", "АКТ-ны еркін қолдану."),
		},
		Signers: []Signature{{Role: "Тәлімгер", Name: "T-A2"}, {Role: "Тәлім алушы", Name: "T-A14"}},
	}.Document(in(t, l))
}
