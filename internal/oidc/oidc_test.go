package oidc_test

import (
	"testing"

	"talim/internal/oidc"
)

// What the keeper of the server sets is checked at the start; that a directory answers, and
// how, is tried against a real one in the tests of the sign-in.
func TestCheckRefusesSettings(t *testing.T) {
	good := oidc.Config{Name: "Directory", Issuer: "https://id.abai.kz", Client: "talim", Claim: "sub"}
	if err := good.Check(); err != nil {
		t.Errorf("%+v: %v", good, err)
	}
	for name, change := range map[string]func(c *oidc.Config){
		"without a name":     func(c *oidc.Config) { c.Name = "" },
		"without a client":   func(c *oidc.Config) { c.Client = "" },
		"without a claim":    func(c *oidc.Config) { c.Claim = "" },
		"without https":      func(c *oidc.Config) { c.Issuer = "http://id.abai.kz" },
		"without a host":     func(c *oidc.Config) { c.Issuer = "https://" },
		"that is no address": func(c *oidc.Config) { c.Issuer = "://" },
	} {
		c := good
		change(&c)
		if c.Check() == nil {
			t.Errorf("settings %s are taken", name)
		}
	}
}
