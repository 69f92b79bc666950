package recordweb

import (
	"context"
	"net/http"

	"talim/internal/calendar"
	"talim/internal/i18n"
	"talim/internal/observation/record"
	"talim/internal/web"
	"talim/internal/web/ask"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// meetingsOf is how many meetings a list shows at once.
const meetingsOf = 30

// toMeetings is the way up to the list of meetings.
func toMeetings(ctx context.Context) web.Link {
	return web.Link{Text: t(ctx, "record.meetings.title"), URL: link.ObservedMeetings()}
}

type meetingsPage struct {
	List        []record.Meeting
	first, next string
}

// meetings are what the reader observed for herself, the last first.
func (p *Pages) meetings(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	f := web.ReadForm(r)
	list, err := p.records.Meetings(ctx, actor(ctx), f.Value("after"), meetingsOf+1)
	if err != nil {
		return err
	}
	g := meetingsPage{List: list}
	if f.Value("after") != "" {
		g.first = link.ObservedMeetings()
	}
	if len(list) > meetingsOf {
		g.List = list[:meetingsOf]
		g.next = link.With(link.ObservedMeetings(), "after", g.List[meetingsOf-1].ID)
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "record.meetings.title"), Action: component.Primary(t(ctx, "record.meeting.new"), link.NewObservedMeeting()), Body: meetingsBody(g),
		Sees: t(ctx, "record.meeting.sees"), Back: web.Link{Text: t(ctx, "observation.title"), URL: link.Observation()},
	})
}

// newMeeting is the form that begins the record of a meeting.
func (p *Pages) newMeeting() web.FormOf[record.NewMeeting] {
	return web.FormOf[record.NewMeeting]{
		At: link.NewObservedMeeting(), Permission: take, Fields: p.meetingFields,
		Show: func(r *http.Request, f *web.Form) (web.Page, error) {
			ctx := r.Context()
			now := p.records.Clock().Minutes()
			f.Begin("kind", record.OfMeeting, "date", string(p.records.Today()), "starts", string(calendar.ClockAt(now)), "ends", string(calendar.ClockAt(min(now+60, 23*60+59))))
			return f.Page(web.Plain{
				Title: t(ctx, "record.meeting.new"), Button: t(ctx, "record.meeting.do"), Back: toMeetings(ctx), Sees: t(ctx, "record.meeting.sees"),
			}), nil
		},
		Do: func(r *http.Request, in record.NewMeeting) (web.Done, error) {
			id, err := p.records.ObserveMeeting(r.Context(), actor(r.Context()), in)
			return web.Next(link.LessonRecord(id), "record.meeting.kept"), err
		},
	}
}

func meetingWhen(ctx context.Context, m record.Meeting) string {
	return i18n.When(ctx, m.Date, m.StartsAt, m.EndsAt)
}

// meetingFields are what one says of a meeting before it is recorded.
func (p *Pages) meetingFields(in *record.NewMeeting) []web.Field {
	return []web.Field{
		ask.Radio(&in.Kind, "kind", "record.meeting.kind", meetingKinds),
		ask.Line(&in.Title, "title", "record.meeting.title", ask.Max(record.MaxTitle)),
		ask.Row(ask.Date(&in.Date, "date", "record.meeting.date"), ask.Time(&in.StartsAt, "starts", "record.meeting.starts"), ask.Time(&in.EndsAt, "ends", "record.meeting.ends")),
	}
}

func meetingKinds(ctx context.Context) []component.Choice {
	var out []component.Choice
	for _, kind := range record.Observed[1:] {
		out = append(out, component.Choice{Value: kind, Label: t(ctx, "record.kind."+kind)})
	}
	return out
}
