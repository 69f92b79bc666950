package demo

import (
	"context"
	"fmt"

	"talim/internal/calendar"
	"talim/internal/casestudy"
)

// steps are the parts of the story, in their order.
var steps = []step{
	{"organisations", organisations},
	{"Auyl", schoolOf("A")},
	{"Audan", schoolOf("B")},
	{"Aimak", schoolOf("C")},
	{"district", district},
	{"accounts", openAccounts},
}

// The source does not say since when anybody holds a post. Posts begin with the
// year of its workload table (Appendix N, 2012-2013), so that nobody is new in
// the year of the fieldwork, on whose first day the private facts are recorded.
const (
	postsBegin calendar.Date = "2012-09-01"
	firstDay   calendar.Date = "2013-09-01"
)

// schoolOf is the step that fills one school.
func schoolOf(code string) func(ctx context.Context, w World) error {
	return func(ctx context.Context, w World) error {
		source, err := casestudy.Load(code)
		if err != nil {
			return err
		}
		s, err := w.school(ctx, code)
		if err != nil {
			return err
		}
		s.source = source
		return s.fill(ctx)
	}
}

// district gives the department of the district its methodologist.
func district(ctx context.Context, w World) error {
	s, err := w.school(ctx, "RAIONO")
	if err != nil {
		return err
	}
	s.source.Staff = casestudy.DistrictStaff()
	return s.staff(ctx)
}

// fill lays a school: first the people, then the time they have.
func (s school) fill(ctx context.Context) error {
	for _, part := range []struct {
		name string
		run  func(ctx context.Context) error
	}{
		{"units", s.units},
		{"subjects", s.subjects},
		{"staff", s.staff},
		{"leaves", s.leaves},
		{"year", s.year},
		{"bells", s.bells},
		{"classes", s.classes},
		{"lessons", s.lessons},
	} {
		if err := part.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return nil
}
