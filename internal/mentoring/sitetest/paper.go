package sitetest

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"strings"
)

var tag = regexp.MustCompile(`<[^>]*>`)

// Plain is the text between tags.
func Plain(body []byte) string {
	return strings.Join(strings.Fields(tag.ReplaceAllString(string(body), " ")), " ")
}

// Docx is the text of a Word document, whose runs follow one another.
func (w *Site) Docx(body []byte) string {
	w.Helper()
	pack, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	w.OK(err)
	file, err := pack.Open("word/document.xml")
	w.OK(err)
	text, err := io.ReadAll(file)
	w.OK(err)
	return tag.ReplaceAllString(string(text), "")
}
