package mentoringtest

import (
	"slices"
	"strings"
	"testing"

	"talim/internal/apptest"
	"talim/internal/db"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/help"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/secret"
)

// written is a pair that wrote into every column of private texts.
func (w *world) written() records {
	w.T.Helper()
	r := w.everything()
	mentor, mentee, g := w.as("m1"), w.as("e1"), r.pairing
	other, err := w.Pairings.BookMeeting(ctx, mentor, g.ID, w.freeTime(g))
	w.OK(err)
	_, err = w.Pairings.Move(ctx, mentor, other.ID, "private: ill", w.freeTime(g))
	w.OK(err)
	w.OK(w.Pairings.HoldVisit(ctx, mentee, r.visit, "private: group work", nil))
	w.OK(w.Pairings.CancelVisit(ctx, mentee, w.visitBy(g, "m1").ID, "private: tired"))
	w.OK(w.Pairings.Share(ctx, mentor, g.ID, pairing.NewResource{Title: "private: a book", Place: "private: shelf", Why: "private: groups"}))
	for _, p := range []string{r.mentor, r.mentee} {
		who := mentor
		if p == r.mentee {
			who = mentee
		}
		in := mentoring.NewProfile{Topics: []string{"subject"}, Languages: []string{"kk"}, Capacity: 2, Version: 1}
		in.Strengths, in.Needs, in.Hopes = "private: strong", "private: need", "private: hope"
		w.OK(w.Programmes.SaveProfile(ctx, who, p, in))
	}
	w.OK(w.Pairings.SaveReport(ctx, mentor, g.ID, pairing.NewReport{Done: "private: done", Learned: "private: learned", Advice: "private: advice", Share: true}))
	w.OK(w.Pairings.ReplyToReport(ctx, mentee, g.ID, pairing.Add, "private: reply"))
	_, err = w.Help.OfferHelp(ctx, w.as("deputy"), g.ID, help.NewHelp{Offer: help.HelpTalk, Words: "private: a talk"})
	w.OK(err)
	return r
}

// Every private text stands sealed in the database, and opens for whoever may read it.
// ofPairs leaves out what pairs do not write: lessons that are opened, and leave asked for.
func ofPairs(all []secret.Column) []secret.Column {
	return slices.DeleteFunc(slices.Clone(all), func(c secret.Column) bool { return c.Table == "open_lesson" || c.Table == "visit_request" })
}

func TestPrivateTextsAreSealed(t *testing.T) {
	each(t, func(w *world) {
		r := w.written()
		w.writtenInGroups()
		for _, c := range append(ofPairs(observation.Sealed), assembly.Sealed...) {
			texts, err := db.All[string](ctx, w.D.Read(), `SELECT `+c.Name+` FROM `+c.Table+` WHERE `+c.Name+` <> ''`)
			w.OK(err)
			if len(texts) == 0 {
				w.T.Errorf("%s.%s: nothing was written", c.Table, c.Name)
			}
			for _, text := range texts {
				if !strings.HasPrefix(text, "sealed:") {
					w.T.Errorf("%s.%s stands open: %s", c.Table, c.Name, text)
				}
			}
		}
		visit, err := w.Pairings.Visit(ctx, w.as("m1"), r.visit)
		w.OK(err)
		report, err := w.Pairings.Report(ctx, w.as("deputy"), r.pairing)
		w.OK(err)
		page, err := w.Pages.PairPage(ctx, w.as("e1"), r.pairing.ID)
		w.OK(err)
		reasons := map[string]int{}
		for _, e := range page.Events {
			reasons[e.Reason]++
		}
		if visit.Notes[0].Text != "private: group work" || report.Advice != "private: advice" || report.Reply != "private: reply" || report.Stance != pairing.Add ||
			reasons["private: ill"] != 1 || reasons["private: tired"] != 1 || page.Steps[0].Text != "read" {
			w.T.Errorf("%+v\n%+v\n%v", visit.Notes, report, reasons)
		}
	})
}

// With another key every page is still there; words stand in the place of the texts,
// and what is written anew can be read.
func TestLostKey(t *testing.T) {
	each(t, func(w *world) {
		r := w.written()
		other := apptest.Keeper(w.T)
		lost := assembly.New(w.D, w.timetable, observation.New(w.D, w.timetable, other, w.Clock.Now), other, w.Clock.Now)
		words, mentor, g := i18n.T(ctx, "i18n.secret.unreadable"), w.as("m1"), r.pairing
		meeting, err := lost.Pairings.Meeting(ctx, mentor, r.meeting)
		w.OK(err)
		plan, err := lost.Pairings.Plan(ctx, mentor, g)
		w.OK(err)
		content, err := plan.Read()
		w.OK(err)
		report, err := lost.Pairings.Report(ctx, mentor, g)
		w.OK(err)
		things, err := lost.Pairings.Resources(ctx, mentor, g)
		w.OK(err)
		profile, _, err := lost.Pairings.Profiles(ctx, mentor, g)
		w.OK(err)
		for i, text := range []string{meeting.Notes.Private.Text, meeting.Notes.Shared.Text, content.Strong, report.Done, report.Reply, things[0].Why, profile.Hopes} {
			if text != words {
				w.T.Errorf("%d: %q stands in the place of a lost text", i, text)
			}
		}
		// Saving a page as it was shown keeps the lost text; a new text is kept and read.
		w.OK(lost.Pairings.Prepare(ctx, mentor, r.meeting, pairing.NewNotes{Shared: words, Private: "again"}))
		kept, err := lost.Pairings.Meeting(ctx, mentor, r.meeting)
		w.OK(err)
		found, err := w.Pairings.Meeting(ctx, mentor, r.meeting)
		w.OK(err)
		if kept.Notes.Private.Text != "again" || found.Notes.Shared.Text != "for both" || found.Notes.Private.Text != words {
			w.T.Errorf("%+v, %+v", kept.Notes, found.Notes)
		}
	})
}

// A note that goes along to another meeting is sealed for that meeting.
func TestCarriedNotesOpen(t *testing.T) {
	each(t, func(w *world) {
		g := w.works()
		first, err := w.Pairings.BookMeeting(ctx, w.as("m1"), g.ID, w.freeTime(g))
		w.OK(err)
		w.OK(w.Pairings.Prepare(ctx, w.as("m1"), first.ID, pairing.NewNotes{Shared: "for both", Private: "for me"}))
		moved, err := w.Pairings.Move(ctx, w.as("m1"), first.ID, "ill", w.freeTime(g))
		w.OK(err)
		page, err := w.Pairings.Meeting(ctx, w.as("m1"), moved.ID)
		w.OK(err)
		if page.Notes.Shared.Text != "for both" || page.Notes.Private.Text != "for me" {
			w.T.Errorf("%+v", page.Notes)
		}
	})
}
