package document_test

import (
	"bytes"
	"context"
	"fmt"

	"talim/internal/document"
	"talim/internal/i18n"
)

// A whole order: what stands on the paper, and nothing about its look.
func ExampleOrder() {
	bundle, err := i18n.NewBundle(document.Messages())
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := i18n.With(context.Background(), bundle.Locale(i18n.Russian))
	d := document.Order{
		Letterhead: document.Letterhead{Kazakh: []string{"Ауыл мектебі"}, Russian: []string{"Ауылская школа"}},
		School:     "Ауылская школа",
		Date:       "2013-09-05",
		Number:     "47",
		Place:      "Ауыл",
		About:      "О наставниках",
		Why:        "С согласия наставников и подопечных",
		Body: []document.Block{
			document.Points("Утвердить пары:"),
			document.Table{Numbered: true, Head: []string{"Наставник", "Подопечный"}, Rows: [][]string{{"T-A2", "T-A14"}}},
			document.MorePoints("Контроль возложить на DD-A2."),
		},
		Signer:     document.Signature{Role: "Директор", Name: "DIR-A"},
		Acquainted: []string{"T-A2", "T-A14"},
	}.Document(ctx)
	var pdf, docx bytes.Buffer
	fmt.Println(document.PDF(&pdf, d), document.DOCX(&docx, d), d.FileName("pdf"))
	// Output: <nil> <nil> ПРИКАЗ № 47 О наставниках.pdf
}
