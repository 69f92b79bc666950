package feedback

import (
	"cmp"
	"context"

	"talim/internal/access"
	"talim/internal/observation"
	"talim/internal/observation/share"
	"talim/internal/secret"
)

// Discussion is Lesson, and for whoever the teacher shares the discussion with what stands
// of it, opened on the teacher's behalf.
func (s *Service) Discussion(ctx context.Context, actor access.Actor, occasion string) (Page, error) {
	p, err := s.pageOf(ctx, actor, occasion)
	if err != nil {
		return Page{}, err
	}
	refused := mayRead(actor, p.Occasion)
	if refused == nil {
		return s.lesson(ctx, actor, p)
	}
	p.Shared, err = s.shares.LevelOf(ctx, s.Read(), actor, p.ID, p.Teacher)
	if err != nil || !p.Shared.Holds(share.Feedback) {
		return Page{}, cmp.Or(err, refused)
	}
	err = s.fill(secret.OnBehalf(ctx, p.Teacher), &p)
	p.Begun = true
	p.show()
	return p, err
}

// show leaves what a reader by a share sees: of the visits that took place the words that
// the teacher has read, in the version that she read, with her reply as it stands. A visit
// without such words stands there for its record, where that is shared.
func (p *Page) show() {
	p.Reflection.Was = nil
	said := p.Said
	p.Said = nil
	for _, x := range said {
		x = x.seen()
		if x.Visit.State == observation.Held && (x.Version > 0 || p.Shared == share.Whole) {
			p.Said = append(p.Said, x)
		}
	}
}

// seen is the newest version of what was said that the teacher has read, without the others.
func (x Said) seen() Said {
	for _, version := range append([]Said{x}, x.Was...) {
		if version.Version > 0 && version.SeenAt != "" {
			version.Reply, version.Was = x.Reply, nil
			version.Reply.Was = nil
			return version
		}
	}
	return Said{Visit: x.Visit, By: x.By}
}
