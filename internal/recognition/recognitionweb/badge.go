package recognitionweb

import (
	"io"
	"net/http"
	"strings"

	"talim/internal/fault"
	"talim/internal/recognition"
	"talim/internal/web"
)

// The public addresses of badges answer programs with JSON, and people with a page.

const (
	typeJSON   = "application/json"
	typeLinked = "application/ld+json"
	typeToken  = "application/vc+jwt"
)

var emptyVerify = fault.Invalid("shown", "recognition.verify.missing")

// wantsPage says whether the visitor is a browser.
func wantsPage(r *http.Request) bool { return strings.Contains(r.Header.Get("Accept"), "text/html") }

func (p *Pages) issuer(w http.ResponseWriter, r *http.Request) error {
	return limit("badges", looks, func(w http.ResponseWriter, r *http.Request) error {
		ctx := r.Context()
		profile, name, err := p.recognition.Issuer(ctx, web.Address(r), r.PathValue("school"))
		if err != nil {
			return err
		}
		if !wantsPage(r) {
			return web.JSON(w, r, typeLinked, profile)
		}
		return web.Show(w, r, http.StatusOK, web.Page{
			Title: name.In(ctx), Kicker: t(ctx, "recognition.badge.issuer"), Narrow: true, Body: issuerBody(r.PathValue("school")),
			Here: recognition.IssuerPath(r.PathValue("school")),
		})
	})(w, r)
}

func (p *Pages) keys(w http.ResponseWriter, r *http.Request) error {
	return limit("badges", looks, func(w http.ResponseWriter, r *http.Request) error {
		keys, err := p.recognition.Keys(r.Context(), r.PathValue("school"))
		if err != nil {
			return err
		}
		return web.JSON(w, r, "application/jwk-set+json", struct {
			Keys []recognition.JWK `json:"keys"`
		}{keys})
	})(w, r)
}

func (p *Pages) key(w http.ResponseWriter, r *http.Request) error {
	return limit("badges", looks, func(w http.ResponseWriter, r *http.Request) error {
		key, err := p.recognition.Key(r.Context(), r.PathValue("school"), r.PathValue("key"))
		if err != nil {
			return err
		}
		return web.JSON(w, r, "application/jwk+json", key)
	})(w, r)
}

func (p *Pages) revoked(w http.ResponseWriter, r *http.Request) error {
	return limit("badges", looks, func(w http.ResponseWriter, r *http.Request) error {
		list, err := p.recognition.RevocationList(r.Context(), web.Address(r), r.PathValue("school"))
		if err != nil {
			return err
		}
		return web.JSON(w, r, typeJSON, list)
	})(w, r)
}

func (p *Pages) achievement(w http.ResponseWriter, r *http.Request) error {
	return limit("badges", looks, func(w http.ResponseWriter, r *http.Request) error {
		ctx, school, programme := r.Context(), r.PathValue("school"), r.PathValue("programme")
		a, err := p.recognition.Achievement(ctx, web.Address(r), school, programme)
		if err != nil {
			return err
		}
		if !wantsPage(r) {
			return web.JSON(w, r, typeLinked, a)
		}
		return web.Show(w, r, http.StatusOK, web.Page{
			Title: a.Name, Kicker: t(ctx, "recognition.badge.achievement"), Narrow: true, Body: achievementBody(a, school),
			Here: recognition.AchievementPath(school, programme),
		})
	})(w, r)
}

// credential gives the badge itself: as a file to people, as it is to programs.
func (p *Pages) credential(w http.ResponseWriter, r *http.Request) error {
	return limit("verify", tries, func(w http.ResponseWriter, r *http.Request) error {
		token, err := p.recognition.Credential(r.Context(), r.PathValue("code"))
		if err != nil {
			return err
		}
		w.Header().Set("Access-Control-Allow-Origin", "*")
		return web.Download(w, r, "badge-"+r.PathValue("code")+".jwt", typeToken, func(w io.Writer) error {
			_, err := io.WriteString(w, token)
			return err
		})
	})(w, r)
}
