package mentoring

import (
	"context"
	"errors"
	"slices"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/secret"
	"talim/internal/verb"
	"talim/internal/version"
)

// Profile is what a participant says of herself. A save makes a new version.
type Profile struct {
	School      string           `db:"school_id"`
	ID          string           `db:"id"`
	Participant string           `db:"participant_id"`
	Version     int              `db:"version"` // 0: nothing saved yet
	Topics      string           `db:"topics"`  // comma list: a mentor's strengths, a mentee's needs
	Strengths   string           `db:"strengths"`
	Needs       string           `db:"needs"`
	Hopes       string           `db:"hopes"`
	Capacity    int              `db:"capacity"`  // mentees a mentor would take
	Languages   string           `db:"languages"` // comma list
	SavedAt     calendar.Instant `db:"saved_at"`

	Most       int      `db:"-"` // mentees a mentor may take, by the rules of the programme (R077)
	Unreadable []string `db:"-"` // texts that cannot be opened: fields of the form
}

// Topics are the fields in which one can be strong or want help, from the
// tasks of mentors in the studies (R095-R097, R107).
var Topics = []string{
	"subject", "lesson_planning", "methods", "classroom", "assessment", "weak_students", "gifted_students",
	"digital", "language", "documents", "parents", "self_confidence",
}

// TopicList is the chosen topics.
func (p Profile) TopicList() []string { return SplitList(p.Topics) }

// LanguageList is the languages one wants to work in.
func (p Profile) LanguageList() []string { return SplitList(p.Languages) }

// Preferences are wishes in order, dearest first, and vetoes: staff ids. Only
// their author and the matching read them.
type Preferences struct {
	Wishes []string
	Vetoes []string
}

// NewProfile is the input of SaveProfile.
type NewProfile struct {
	Version   int // the version the form was made from
	Topics    []string
	Strengths string
	Needs     string
	Hopes     string
	Capacity  int
	Languages []string
	LeftOut   []string // texts that the form did not show, since they could not be opened
	Preferences
}

const maxWishes = 5

// check says what is wrong with the profile of one of the side; most is how many mentees
// the rules of the programme leave to a mentor.
func (n NewProfile) check(side Side, self string, most int) error {
	var f fault.Fields
	for field, text := range map[string]string{"strengths": n.Strengths, "needs": n.Needs, "hopes": n.Hopes} {
		f.Text(field, text, false, MaxText)
	}
	if len(n.Topics) == 0 || slices.ContainsFunc(n.Topics, func(t string) bool { return !slices.Contains(Topics, t) }) {
		f.Add("topics", "mentoring.profile.topics_missing")
	}
	if len(n.Languages) == 0 || slices.ContainsFunc(n.Languages, unknownLanguage) {
		f.Add("languages", "mentoring.profile.languages_missing")
	}
	f.When(side == Mentor && (n.Capacity < 1 || n.Capacity > most), "capacity", "mentoring.profile.capacity_range", "Count", most)
	n.Preferences.check(&f, self)
	return f.Err()
}

func unknownLanguage(l string) bool {
	_, known := i18n.ParseLanguage(l)
	return !known
}

func (p Preferences) check(f *fault.Fields, self string) {
	switch {
	case len(p.Wishes) > maxWishes:
		f.Add("wishes", "mentoring.profile.too_many_wishes", "Max", maxWishes)
	case slices.Contains(p.Wishes, self), slices.Contains(p.Vetoes, self):
		f.Add("wishes", "mentoring.profile.not_oneself")
	case slices.ContainsFunc(p.Wishes, func(id string) bool { return slices.Contains(p.Vetoes, id) }):
		f.Add("vetoes", "mentoring.profile.wish_and_veto")
	}
}

// SaveProfile saves the actor's own profile; saving says yes to the invitation.
func (s *Service) SaveProfile(ctx context.Context, actor access.Actor, participant string, in NewProfile) error {
	return s.do(ctx, actor, func(w work) error {
		p, err := w.ownInvitation(participant)
		if err != nil {
			return err
		}
		if p.State == Withdrawn {
			return fault.Conflict("mentoring.invite.answered")
		}
		in.Wishes, in.Vetoes = distinct(in.Wishes), distinct(in.Vetoes)
		most, err := db.One[int](w.Ctx, w.Tx, `SELECT `+selectMost("x")+` FROM participant x WHERE x.school_id = $1 AND x.id = $2`, p.School, p.ID)
		if err != nil {
			return err
		}
		if err := in.check(p.Side, p.Staff, most); err != nil {
			return err
		}
		old, err := profileOf(w.Ctx, w.Tx, p)
		if err != nil {
			return err
		}
		if err := version.Check(old, in.Version); err != nil {
			return err
		}
		if err := w.insertProfile(p, old, in); err != nil {
			return err
		}
		if err := w.replacePreferences(p, in.Preferences); err != nil {
			return err
		}
		if err := w.setParticipant(p, Accepted); err != nil {
			return err
		}
		return w.Record(EventProfileSaved, p.ref())
	})
}

func (w work) insertProfile(p Participant, old Profile, in NewProfile) error {
	if p.Side == Mentee {
		in.Capacity = 0
	}
	row := Profile{
		School: p.School, ID: db.NewID(), Participant: p.ID,
		Topics: strings.Join(distinct(in.Topics), ","), Capacity: in.Capacity,
		Languages: strings.Join(distinct(in.Languages), ","), SavedAt: w.Instant(),
	}
	over := func(c secret.Column, field, text, before string) string {
		return w.keeper.SealOver(w.Ctx, c, row.ID, []string{p.Staff}, strings.TrimSpace(text), secret.Old{ID: old.ID, Sealed: before}, slices.Contains(in.LeftOut, field))
	}
	row.Strengths = over(sealedStrengths, "strengths", in.Strengths, old.Strengths)
	row.Needs = over(sealedNeeds, "needs", in.Needs, old.Needs)
	row.Hopes = over(sealedHopes, "hopes", in.Hopes, old.Hopes)
	_, err := version.Add(w.Work, "profile", in.Version, &row, "school_id", "participant_id")
	return err
}

// Preference is a wish or a veto as it is kept.
type Preference struct {
	School      string           `db:"school_id"`
	ID          string           `db:"id"`
	Participant string           `db:"participant_id"`
	Other       string           `db:"other_id"`
	Kind        string           `db:"kind"`
	Rank        int              `db:"rank"`
	SetAt       calendar.Instant `db:"set_at"`
	EndedAt     calendar.Instant `db:"ended_at"`
}

// replacePreferences ends what holds and begins what was said now.
func (w work) replacePreferences(p Participant, in Preferences) error {
	if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE preference SET ended_at = $3
		WHERE school_id = $1 AND participant_id = $2 AND ended_at = ''`, p.School, p.ID, w.Instant()); err != nil {
		return err
	}
	var rows []Preference
	add := func(kind string, ids []string) {
		for i, id := range ids {
			rows = append(rows, Preference{
				School: p.School, ID: db.NewID(), Participant: p.ID, Other: id, Kind: kind, Rank: i + 1, SetAt: w.Instant(),
			})
		}
	}
	add("wish", in.Wishes)
	add("veto", in.Vetoes)
	if len(rows) == 0 {
		return nil
	}
	err := db.InsertAll(w.Ctx, w.Tx, "preference", rows)
	if errors.Is(err, db.ErrReference) {
		return fault.Invalid("wishes", "mentoring.staff.missing")
	}
	return err
}

// selectMost is how many mentees a mentor may take by the rules in force of the programme
// of a participant.
func selectMost(participant string) string {
	return `(SELECT r.mentees_per_mentor FROM programme_policy r WHERE r.school_id = ` + participant + `.school_id AND r.programme_id = ` + participant +
		`.programme_id ORDER BY r.version DESC LIMIT 1)`
}

func profileOf(ctx context.Context, c db.Conn, p Participant) (Profile, error) {
	row, err := db.One[Profile](ctx, c, `SELECT school_id, id, participant_id, version, topics, strengths, needs, hopes,
		capacity, languages, saved_at FROM profile WHERE school_id = $1 AND participant_id = $2
		ORDER BY version DESC LIMIT 1`, p.School, p.ID)
	if errors.Is(err, db.ErrNotFound) {
		return Profile{Participant: p.ID, Capacity: 1}, nil
	}
	return row, err
}

// Choice is a colleague on the other side of the programme, with what the
// actor said of her.
type Choice struct {
	Person
	Kind string `db:"kind"` // "wish", "veto" or ""
	Rank int    `db:"rank"` // of a wish
}

// MyProfile is the actor's own invitation and profile, and the colleagues on
// the other side with the actor's wishes and vetoes. Somebody named already stays
// in the list when she declines, so that saving again forgets no veto.
func (s *Service) MyProfile(ctx context.Context, actor access.Actor, participant string) (Participant, Profile, []Choice, error) {
	c := s.Read()
	mine, err := db.One[struct {
		Participant
		Most int `db:"most"`
	}](ctx, c, `SELECT `+db.Columns[Participant]("x")+`, `+selectMost("x")+` AS most FROM participant x WHERE x.school_id = $1 AND x.id = $2`, actor.School, participant)
	p := mine.Participant
	if err = verb.Missing(err, "mentoring.invite.missing"); err == nil {
		err = mayReadOwn(actor, p.Staff)
	}
	if err != nil {
		return p, Profile{}, nil, err
	}
	profile, err := profileOf(ctx, c, p)
	if err != nil {
		return p, profile, nil, err
	}
	profile = s.OpenProfile(ctx, profile)
	profile.Most = mine.Most
	choices, err := db.All[Choice](ctx, c, `SELECT `+people.PersonColumns("s")+`, COALESCE(r.kind, '') AS kind, COALESCE(r.rank, 0) AS rank
		FROM participant x `+people.JoinStaff("s", "x.school_id", "x.staff_id")+`
		LEFT JOIN preference r ON r.school_id = x.school_id AND r.participant_id = $3 AND r.other_id = x.staff_id AND r.ended_at = ''
		WHERE x.school_id = $1 AND x.programme_id = $2 AND x.side <> $4 AND (x.state IN ('invited', 'accepted') OR r.id IS NOT NULL)
		ORDER BY s.sort_key, s.id`, p.School, p.Programme, p.ID, p.Side)
	return p, profile, choices, err
}

// distinct keeps the order and drops empty and repeated entries.
func distinct(in []string) []string {
	var out []string
	for _, x := range in {
		if x != "" && !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}
