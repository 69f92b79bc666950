package web

import "net/http"
func (s *Site) components(w http.ResponseWriter, r *http.Request) error {
	return Show(w, r, 200, Page{Title: "Components"})
}
