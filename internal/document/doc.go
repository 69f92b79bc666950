// Package document turns one neutral document into the files that a school
// signs, sends and keeps: DOCX, PDF, a page for print, and XLSX for tables
// (docs/decisions/0003-documents.md).
//
// A caller describes what stands on the paper, never how it looks:
//
//	d := document.Document{
//		Language:   i18n.Kazakh,
//		Title:      "Тәлімгерлер туралы",
//		Date:       "2013-09-05",
//		Letterhead: letterhead,
//		Blocks: []document.Block{
//			document.Heading{Level: 1, Text: "БҰЙРЫҚ"},
//			document.Paragraph{Text: "...", Align: document.Justify},
//			document.Signature{Role: "Директор", Name: "DIR-A"},
//		},
//	}
//	err := document.PDF(w, d)
//
// Order, Plan and Letter write the fixed words of the common papers themselves.
// One table of styles (style.go) serves all writers, and each block of a
// document knows how to hand itself to any of them (block.go): a new kind of
// block does not compile until DOCX, PDF and HTML can all write it.
//
// The same document always gives the same bytes: the only time in a file is
// the date of the document. Texts are cleaned on the way in (clean), so control
// characters, endless words and broken UTF-8 spoil the look at most.
package document
