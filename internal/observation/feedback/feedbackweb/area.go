package feedbackweb

import (
	"io/fs"

	"talim/internal/observation/feedback"
	"talim/internal/story"
	"talim/internal/web"
	"talim/internal/web/link"
)

// Area is what is said about visited lessons.
func Area(s *feedback.Service, tells story.Part) web.Area {
	return web.Area{
		Name: "feedback", Messages: []fs.FS{feedback.Messages(), Messages()}, Routes: New(s).Routes(), Rules: feedback.Rules, Sealed: feedback.Sealed,
		Story: tells, Waiting: feedback.Waiting, Addresses: map[string]func(id string) string{feedback.Target: link.Occasion, feedback.TargetStep: link.NextStep},
	}
}
