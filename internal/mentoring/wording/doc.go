// Package wording says in words what the pages of several parts of mentoring show: what
// a programme is called, why a pair fits, which time is meant, the way back. Its texts
// stand in the catalogue of mentoringweb. It is above the rules, which it reads, and
// below the pages, which never import one another.
package wording

import (
	"context"

	"talim/internal/i18n"
)

// t is a message in the reader's language.
func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }
