package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// What a proxy in front says of a visitor is believed when the connection comes
// from a proxy of ours: then the last address that is no proxy of ours is the
// visitor's. Those before it anybody could have written.

// proxied says whether the request came through a proxy of ours.
func (s *Site) proxied(r *http.Request) bool {
	return s.TrustProxy && (len(s.Proxies) == 0 || s.isProxy(peer(r)))
}

func (s *Site) isProxy(address netip.Addr) bool {
	for _, p := range s.Proxies {
		if p.Contains(address.Unmap()) {
			return true
		}
	}
	return false
}

// peer is the other end of the connection.
func peer(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr()
}

// https says whether the visitor speaks https, to us or to the proxy.
func (s *Site) https(r *http.Request) bool {
	return s.Secure || r.TLS != nil || s.proxied(r) && lastOf(r.Header.Values("X-Forwarded-Proto")) == "https"
}

// address is where the request comes from. A network of IPv6 is one address: whoever
// has one has the rest of it.
func (s *Site) address(r *http.Request) string {
	if !s.proxied(r) {
		return network(peer(r), r.RemoteAddr)
	}
	hops := hopsOf(r.Header.Values("X-Forwarded-For"))
	for i := len(hops) - 1; i >= 0; i-- {
		address := parseHop(hops[i])
		if !address.IsValid() || !s.isProxy(address) {
			return network(address, hops[i])
		}
	}
	return network(peer(r), r.RemoteAddr)
}

// hopsOf are the addresses of all lines, the last one last.
func hopsOf(lines []string) []string {
	var out []string
	for _, line := range lines {
		for _, hop := range strings.Split(line, ",") {
			if hop = strings.TrimSpace(hop); hop != "" {
				out = append(out, hop)
			}
		}
	}
	return out
}

func lastOf(lines []string) string {
	hops := hopsOf(lines)
	if len(hops) == 0 {
		return ""
	}
	return hops[len(hops)-1]
}

// parseHop reads an address as proxies write it, some with a port.
func parseHop(hop string) netip.Addr {
	if at, err := netip.ParseAddrPort(hop); err == nil {
		return at.Addr()
	}
	address, err := netip.ParseAddr(strings.Trim(hop, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return address
}

// network is the address as it is counted, or the text where it is none.
func network(address netip.Addr, text string) string {
	address = address.Unmap().WithZone("")
	switch {
	case !address.IsValid():
		return text
	case address.Is6():
		if p, err := address.Prefix(64); err == nil {
			return p.String()
		}
	}
	return address.String()
}
