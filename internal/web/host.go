package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// A page of somebody else may give this server a name of its own and have a visitor's
// browser ask it under that name; and what a request says it was sent to stands in papers
// and certificates. So a request is answered under a name of this server alone.

// ownHost says whether the request was sent to a name or address of this server: that of
// Config.Public, this computer itself, a name of Config.Names, the address at which the
// connection came in; with a proxy of ours in front, what that says.
func (s *Site) ownHost(r *http.Request) bool {
	if s.Public == nil && s.Names == nil {
		return true
	}
	host := hostOf(r.Host)
	switch {
	case s.Public != nil && host == hostOf(s.Public.Host), isLoopback(host), isLocal(r, host):
		return true
	case s.Public != nil:
		return false
	case s.proxied(r):
		return true
	}
	return slices.ContainsFunc(s.Names, func(name string) bool { return host == strings.ToLower(name) })
}

// hostOf is a name or address without its port, in small letters.
func hostOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && address.IsLoopback()
}

// isLocal says whether the host is the address of ours at which the connection came in.
func isLocal(r *http.Request, host string) bool {
	at, is := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	address, err := netip.ParseAddr(host)
	if !is || err != nil {
		return false
	}
	local, err := netip.ParseAddrPort(at.String())
	return err == nil && local.Addr().Unmap().WithZone("") == address.Unmap().WithZone("")
}
