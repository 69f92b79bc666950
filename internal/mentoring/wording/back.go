package wording

import (
	"context"

	"talim/internal/mentoring"
	"talim/internal/web"
	"talim/internal/web/link"
)

// ToMentoring is the way up to the area's first page.
func ToMentoring(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "mentoring.nav"), URL: link.Mentoring()}
}

// ToProgramme is the way up to a programme that is named.
func ToProgramme(ctx context.Context, g mentoring.Programme) web.Link {
	return web.Link{Text: Title(ctx, g), URL: link.Programme(g.ID)}
}

// ToPairing is the way up to the page of a pair.
func ToPairing(ctx context.Context, id string) web.Link {
	return web.Link{Text: t(ctx, "mentoring.pairing.back"), URL: link.Pairing(id)}
}
