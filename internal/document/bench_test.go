package document

import (
	"io"
	"testing"

	"talim/internal/i18n"
)

func benchmark(b *testing.B, write func(io.Writer, Document) error, d Document) {
	b.ReportAllocs()
	for b.Loop() {
		if err := write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOrderPDF(b *testing.B)      { benchmark(b, PDF, sampleOrder(b, i18n.Kazakh)) }
func BenchmarkOrderDOCX(b *testing.B)     { benchmark(b, DOCX, sampleOrder(b, i18n.Kazakh)) }
func BenchmarkOrderHTML(b *testing.B)     { benchmark(b, HTML, sampleOrder(b, i18n.Kazakh)) }
func BenchmarkLongTablePDF(b *testing.B)  { benchmark(b, PDF, longTable(10_000)) }
func BenchmarkLongTableDOCX(b *testing.B) { benchmark(b, DOCX, longTable(10_000)) }
