package web

import (
	"context"
	"io"
	"net/http"

	"talim/internal/document"
	"talim/internal/fault"
	"talim/internal/i18n"
)

// PaperLanguage is the context in which a paper is written: its language is that
// of ?in=kk, else the reader's. The page around it stays as it is.
func PaperLanguage(r *http.Request) context.Context {
	ctx := r.Context()
	if lang, ok := i18n.ParseLanguage(r.URL.Query().Get("in")); ok {
		return InLanguage(ctx, lang)
	}
	return ctx
}

// InLanguage is the context in which a part of a page is written in a language of its
// own, such as a line that everybody has to understand.
func InLanguage(ctx context.Context, lang i18n.Language) context.Context {
	if s := siteOf(ctx); s != nil {
		return i18n.With(ctx, s.Messages.Locale(lang))
	}
	return ctx
}

const (
	typePDF  = "application/pdf"
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
)

// Paper sends a document in the format asked for: "docx" and "pdf" as a file of
// the name, "html" as a page to print; with codes in the place of names where it is asked for so.
func Paper(w http.ResponseWriter, r *http.Request, format, name string, d document.Document) error {
	coder, err := coderOf(r)
	if err != nil {
		return err
	}
	if coder != nil {
		d = d.Mapped(withCodes(coder))
	}
	file := name + "-" + string(d.Language) + "." + format
	switch format {
	case "docx":
		return send(w, r, file, typeDOCX, func(w io.Writer) error { return document.DOCX(w, d) })
	case "pdf":
		return send(w, r, file, typePDF, func(w io.Writer) error { return document.PDF(w, d) })
	case "html":
		return showDocument(w, r, d)
	}
	return fault.NotFound("web.paper.format")
}
