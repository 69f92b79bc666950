package pairing

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/people"
	"talim/internal/secret"
	"talim/internal/verb"
)

// MeetingNote is one writing of a note; older ones stay as its history.
type MeetingNote struct {
	School    string           `db:"school_id"`
	ID        string           `db:"id"`
	Meeting   string           `db:"meeting_id"`
	Author    string           `db:"author_id"`
	Audience  string           `db:"audience"` // "pair" or "author"
	Text      string           `db:"text"`
	WrittenAt calendar.Instant `db:"written_at"`
	Number    int              `db:"number"` // of the meeting, 1, 2, ...: the greatest is the newest

	Unreadable bool `db:"-"` // the text cannot be opened, and says so
}

// readers are the two, or the author alone.
func (n MeetingNote) readers(p Pairing) []string {
	if n.Audience == "author" {
		return []string{n.Author}
	}
	return append(p.readers(), n.Author)
}

// notes appends the shared and the private note.
func (w work) notes(m Meeting, p Pairing, in NewNotes) error {
	if err := w.note(m, p, "pair", in.Shared, "shared", in); err != nil {
		return err
	}
	return w.note(m, p, "author", in.Private, "private", in)
}

// note appends a note; an unchanged or empty first one is not kept. Where the
// partner wrote meanwhile, the note is refused, so that it does not take the
// place of a text that its author has not seen. One that could not be opened is not
// wiped by a form that left it out.
func (w work) note(m Meeting, p Pairing, audience, text, field string, in NewNotes) error {
	text = strings.TrimSpace(text)
	var f fault.Fields
	if f.Text(field, text, false, mentoring.MaxText); f != nil {
		return f.Err()
	}
	latest, err := db.All[struct {
		ID     string `db:"id"`
		Text   string `db:"text"`
		Number int    `db:"number"`
	}](w.Ctx, w.Tx, `SELECT id, text, number FROM meeting_note WHERE school_id = $1 AND meeting_id = $2
		AND audience = $3 AND ($3 = 'pair' OR author_id = $4) ORDER BY number DESC, id DESC LIMIT 1`, m.School, m.ID, audience, w.Actor.Staff)
	if err != nil {
		return err
	}
	if len(latest) == 0 && text == "" {
		return nil
	}
	if len(latest) > 0 && w.stays(w.Ctx, sealedNote, latest[0].ID, latest[0].Text, text, slices.Contains(in.LeftOut, field)) {
		return nil
	}
	if len(latest) > 0 && audience == "pair" {
		if err := in.Check(latest[0].Number); err != nil {
			return err
		}
	}
	number, err := db.One[int](w.Ctx, w.Tx, `SELECT COALESCE(max(number), 0) + 1 FROM meeting_note WHERE school_id = $1 AND meeting_id = $2`, m.School, m.ID)
	if err != nil {
		return err
	}
	n := MeetingNote{School: m.School, ID: db.NewID(), Meeting: m.ID, Author: w.Actor.Staff, Audience: audience, WrittenAt: w.Instant(), Number: number}
	n.Text = w.seal(sealedNote, n.ID, n.readers(p), text)
	return db.Insert(w.Ctx, w.Tx, "meeting_note", n)
}

// CarryNotes brings what was prepared for a meeting along to the one that takes its
// place; the older writings stay where they were.
func (s *Service) CarryNotes(change verb.Work, from, to Meeting) error {
	w := work{change, s}
	prepared, err := db.All[MeetingNote](w.Ctx, w.Tx, `SELECT `+db.Columns[MeetingNote]("n")+`
		FROM meeting_note n WHERE n.school_id = $1 AND n.meeting_id = $2 AND NOT EXISTS (SELECT 1 FROM meeting_note k
			WHERE k.school_id = $1 AND k.meeting_id = $2 AND k.audience = n.audience
			AND (k.audience = 'pair' OR k.author_id = n.author_id)
			AND (k.number > n.number OR k.number = n.number AND k.id > n.id)) ORDER BY n.number, n.id`, from.School, from.ID)
	if err != nil || len(prepared) == 0 {
		return err
	}
	p, err := ByID(w.Ctx, w.Tx, from.School, from.Pairing)
	if err != nil {
		return err
	}
	var carried []MeetingNote
	for _, n := range prepared {
		old := secret.Old{ID: n.ID, Sealed: n.Text}
		n.ID, n.Meeting, n.Number = db.NewID(), to.ID, len(carried)+1
		n.Text = w.keeper.SealOver(w.Ctx, sealedNote, n.ID, n.readers(p), "", old, true)
		carried = append(carried, n)
	}
	return db.InsertAll(w.Ctx, w.Tx, "meeting_note", carried)
}

// MeetingNotes are the newest shared note and the actor's own newest private note.
type MeetingNotes struct {
	Shared  MeetingNote
	Private MeetingNote
}

// notesOf reads the notes of a meeting that the staff member may read, in one query.
func (s *Service) notesOf(ctx context.Context, c db.Conn, school, meeting, staff string) (MeetingNotes, error) {
	rows, err := db.All[MeetingNote](ctx, c, `SELECT `+db.Columns[MeetingNote]("")+`
		FROM meeting_note WHERE school_id = $1 AND meeting_id = $2
		AND (audience = 'pair' OR author_id = $3) ORDER BY number, id`, school, meeting, staff)
	var notes MeetingNotes
	for _, r := range rows {
		if r.Audience == "pair" {
			notes.Shared = r
		} else {
			notes.Private = r
		}
	}
	for _, n := range []*MeetingNote{&notes.Shared, &notes.Private} {
		var ok bool
		n.Text, ok = s.keeper.Reveal(ctx, sealedNote.Of(n.ID), n.Text)
		n.Unreadable = !ok
	}
	return notes, err
}

// Unreadable are the fields of the form whose notes cannot be opened.
func (n MeetingNotes) Unreadable() []string {
	return UnreadableNotes(n.Shared.Unreadable, n.Private.Unreadable)
}

// UnreadableNotes are the fields of a form whose notes cannot be opened.
func UnreadableNotes(shared, private bool) []string {
	var out []string
	if shared {
		out = append(out, "shared")
	}
	if private {
		out = append(out, "private")
	}
	return out
}

// stays says whether what a form says leaves the newest note as it is: the same text,
// or nothing (or the words that a page shows there) for one that could not be opened.
func (s *Service) stays(ctx context.Context, c secret.Column, id, sealed, text string, leftOut bool) bool {
	old, ok := s.keeper.Text(ctx, c.Of(id), sealed)
	switch {
	case ok:
		return old == text || text == "" && leftOut
	case text == "":
		return true
	}
	return text == s.keeper.Show(ctx, c.Of(id), sealed)
}

// MeetingPage is everything the page of a meeting shows to one of the two.
type MeetingPage struct {
	Meeting Meeting
	Pairing Pairing
	Partner mentoring.Person
	Self    mentoring.Person
	Notes   MeetingNotes
	Steps   []Step // open ones of the pair, and those agreed at this meeting
	Style   string // how the two want to talk, "" where they have not chosen: practice.Style
}

// Meeting reads a meeting with notes and steps for one of the two, in three queries.
func (s *Service) Meeting(ctx context.Context, actor access.Actor, id string) (MeetingPage, error) {
	c := s.Read()
	page, err := s.meetingAndPair(ctx, c, actor, id)
	if err != nil {
		return page, err
	}
	if page.Notes, err = s.notesOf(ctx, c, actor.School, id, actor.Staff); err != nil {
		return page, err
	}
	page.Steps, err = db.All[Step](ctx, c, `SELECT `+db.Columns[Step]("")+` FROM next_step WHERE school_id = $1 AND pairing_id = $2
		AND (done_on = '' OR source_id = $3) ORDER BY due, id`, actor.School, page.Pairing.ID, id)
	page.Steps = s.openSteps(ctx, page.Steps)
	return page, err
}

// MeetingToMove reads a planned meeting of a running pair, without notes and
// steps, for one of the two.
func (s *Service) MeetingToMove(ctx context.Context, actor access.Actor, id string) (MeetingPage, error) {
	page, err := s.meetingAndPair(ctx, s.Read(), actor, id)
	switch {
	case err != nil:
		return page, err
	case page.Meeting.State != MeetingPlanned:
		return page, fault.Conflict("mentoring.meeting.not_planned")
	}
	return page, page.Pairing.MustRun()
}

// Begun says whether the meeting could have begun by now.
func (s *Service) Begun(m Meeting) bool { return m.begun(s.Now()) }

type meetingRow struct {
	Meeting
	G      Pairing          `db:"g_"`
	Mentor mentoring.Person `db:"mentor_"`
	Mentee mentoring.Person `db:"mentee_"`
	Style  string           `db:"style"`
}

// StyleFrom hands in the SQL by which an area above says how a pair wants to talk, of
// the columns of its pairing: so the page of a meeting need not ask once more.
func (s *Service) StyleFrom(sql func(school, pairing string) string) {
	s.style = sql("g.school_id", "g.id")
}

func (s *Service) meetingAndPair(ctx context.Context, c db.Conn, actor access.Actor, id string) (MeetingPage, error) {
	r, err := db.One[meetingRow](ctx, c, `SELECT `+db.Columns[Meeting]("m")+`, `+ColumnsAs("g", "g")+`,
		`+people.PersonAs("a", "mentor")+`, `+people.PersonAs("b", "mentee")+`, `+cmp.Or(s.style, "''")+` AS style
		FROM meeting m JOIN pairing g ON g.school_id = m.school_id AND g.id = m.pairing_id
		`+people.JoinStaff("a", "g.school_id", "g.mentor_id")+`
		`+people.JoinStaff("b", "g.school_id", "g.mentee_id")+`
		WHERE m.school_id = $1 AND m.id = $2`, actor.School, id)
	if err != nil {
		return MeetingPage{}, verb.Missing(err, "mentoring.meeting.missing")
	}
	if err := MayOpen(actor, r.G); err != nil {
		return MeetingPage{}, err
	}
	r.Reason = s.unseal(ctx, sealedReason, r.ID, r.Reason)
	page := MeetingPage{Meeting: r.Meeting, Pairing: r.G, Self: r.Mentor, Partner: r.Mentee, Style: r.Style}
	if actor.Staff == r.G.Mentee {
		page.Self, page.Partner = r.Mentee, r.Mentor
	}
	return page, nil
}
