package recognition

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/pairing"
	"talim/internal/verb"
)

// Hub is all that a programme thanks for, as the actor may see it.
type Hub struct {
	Programme string
	calendar.Period
	State        mentoring.ProgrammeState
	Forum        Forum
	Today        calendar.Date
	Keeper       bool
	Director     bool
	Stories      []HubStory
	Thanks       []HubThanks
	Nominations  []HubNomination // for those who keep the programme, once nominations are closed
	Certificates []Certificate   // one's own, or all for those who keep the programme
	Letters      []HubLetter     // one's own
	Pairs        []HubPair       // one's own
	Mentors      []mentoring.Person
}

// HubStory is a story that both of a pair agreed to show.
type HubStory struct {
	ID             string
	Mentor, Mentee mentoring.Person
	Title, Text    string
}

// HubThanks are words of the director.
type HubThanks struct {
	ID   string
	Whom mentoring.Person
	Text string
	Mine bool // the reader is thanked and may take them off the page
}

// HubNomination is a nomination with its names.
type HubNomination struct {
	ID         string
	Mentor, By mentoring.Person
	Words      string
	Aloud      bool
}

// HubLetter is a letter of appreciation.
type HubLetter struct {
	ID   string
	Date calendar.Date
}

// HubPair is a pair of the reader.
type HubPair struct {
	pairing.Pairing
	Partner mentoring.Person
}

// MenteeIs says whether the reader is the mentee of the pair.
func (p HubPair) MenteeIs(staff string) bool { return p.Mentee == staff }

var hubHeadSQL = `SELECT g.id AS programme, g.starts, g.ends, g.state,
	g.school_id AS forum_school_id, COALESCE(f.id, '') AS forum_id, g.id AS forum_programme_id, COALESCE(f.version, 0) AS forum_version,
	COALESCE(f.date, '') AS forum_date, COALESCE(f.starts_at, '') AS forum_starts_at, COALESCE(f.place, '') AS forum_place,
	COALESCE(f.points, '') AS forum_points, COALESCE(f.nominate_until, '') AS forum_nominate_until, COALESCE(f.set_by, '') AS forum_set_by,
	COALESCE(f.set_at, '') AS forum_set_at
` + mentoring.FromProgrammes("g") + ` LEFT JOIN forum f ON f.school_id = g.school_id AND f.programme_id = g.id
	AND f.version = (SELECT max(x.version) FROM forum x WHERE x.school_id = g.school_id AND x.programme_id = g.id)
WHERE g.school_id = $1 AND g.id = $2`

// hubRow is a row of hubSQL; what its columns mean depends on what it is.
type hubRow struct {
	What string `db:"what"`
	ID   string `db:"id"`
	One  string `db:"one"` // staff
	Two  string `db:"two"` // staff
	Day  string `db:"day"`
	A    string `db:"a"`
	B    string `db:"b"`
	Yes  bool   `db:"yes"`
	N    int    `db:"n"` // of a certificate: its number
	M    int    `db:"m"` // of a certificate: its minutes
}

// hubSQL reads stories that both agreed to, thanks, nominations, own letters and pairs; $3 is the reader.
var hubSQL = `
SELECT 'story' AS what, s.id, g.mentor_id AS one, g.mentee_id AS two, s.saved_at AS day, s.title AS a, s.text AS b, TRUE AS yes, 0 AS n, 0 AS m
FROM story s ` + pairing.JoinPairing("g", "s.school_id", "s.pairing_id") + `
WHERE s.school_id = $1 AND g.programme_id = $2
	AND s.version = (SELECT max(x.version) FROM story x WHERE x.school_id = s.school_id AND x.pairing_id = s.pairing_id)
	AND 2 = (SELECT count(*) FROM story_consent c WHERE c.school_id = s.school_id AND c.story_id = s.id AND c.ended_at = '' AND c.staff_id IN (g.mentor_id, g.mentee_id))
UNION ALL SELECT 'thanks', id, staff_id, said_by, said_at, text, '', TRUE, 0, 0 FROM thanks WHERE school_id = $1 AND programme_id = $2 AND ended_at = ''
UNION ALL SELECT 'nomination', id, mentor_id, nominator_id, '', words, '', aloud, 0, 0 FROM nomination WHERE school_id = $1 AND programme_id = $2 AND ended_at = ''
UNION ALL SELECT 'letter', a.id, a.staff_id, '', a.date, '', '', TRUE, 0, 0 ` + pairing.FromLetters("a") + `
WHERE a.school_id = $1 AND a.programme_id = $2 AND a.staff_id = $3
UNION ALL SELECT 'pair', g.id, g.mentor_id, g.mentee_id, g.starts, g.state, '', TRUE, 0, 0 ` + pairing.FromPairings("g") + `
WHERE g.school_id = $1 AND g.programme_id = $2 AND ` + pairing.WhereOneOf("g", "$3") + `
UNION ALL SELECT 'mentor', g.mentor_id, g.mentor_id, '', '', '', '', TRUE, 0, 0 ` + pairing.FromPairings("g") + `
WHERE g.school_id = $1 AND g.programme_id = $2 GROUP BY g.mentor_id
UNION ALL SELECT 'certificate', id, staff_id, person, date, revoked_on, revoked_reason, TRUE, number, minutes FROM certificate WHERE school_id = $1 AND programme_id = $2
ORDER BY what, day, n, id`

// Hub reads the page, in three queries.
func (s *Service) Hub(ctx context.Context, actor access.Actor, programme string) (Hub, error) {
	c := s.Read()
	head, err := db.One[struct {
		Programme string `db:"programme"`
		calendar.Period
		State mentoring.ProgrammeState `db:"state"`
		Forum Forum                    `db:"forum_"`
	}](ctx, c, hubHeadSQL, actor.School, programme)
	if err != nil {
		return Hub{}, verb.Missing(err, "mentoring.programme.missing")
	}
	of := access.Of(actor, access.RecordOf(actor.School))
	if !ruleForum.Reads(of) {
		return Hub{}, fault.NotFound("mentoring.programme.missing")
	}
	h := Hub{
		Programme: head.Programme, Period: head.Period, State: head.State, Forum: head.Forum, Today: calendar.DateOf(s.Now()),
		Keeper: ruleForum.Writes(of), Director: ruleThanks.Writes(of),
	}
	rows, err := db.All[hubRow](ctx, c, hubSQL, actor.School, programme, actor.Staff)
	if err != nil {
		return h, err
	}
	named, err := s.namesOf(ctx, actor.School, rows)
	for _, r := range rows {
		s.place(ctx, &h, actor, r, named)
	}
	return h, err
}

func (s *Service) namesOf(ctx context.Context, school string, rows []hubRow) (map[string]mentoring.Person, error) {
	var ids []string
	for _, r := range rows {
		if r.What != "certificate" && r.What != "letter" {
			ids = append(ids, r.One, r.Two)
		}
	}
	return s.mentoring.Programmes.People(ctx, school, ids...)
}

// place puts a row where it belongs, if the actor may read it.
func (s *Service) place(ctx context.Context, h *Hub, actor access.Actor, r hubRow, named map[string]mentoring.Person) {
	switch r.What {
	case "story":
		h.Stories = append(h.Stories, HubStory{
			ID: r.ID, Mentor: named[r.One], Mentee: named[r.Two],
			Title: s.keeper.Show(ctx, storyTitle.Of(r.ID), r.A), Text: s.keeper.Show(ctx, storyText.Of(r.ID), r.B),
		})
	case "thanks":
		h.Thanks = append(h.Thanks, HubThanks{ID: r.ID, Whom: named[r.One], Text: r.A, Mine: r.One == actor.Staff})
	case "nomination":
		n := Nomination{Nominator: r.Two}
		if h.Keeper && n.readable(access.Of(actor, access.RecordOf(actor.School)), h.Forum, h.Today) {
			h.Nominations = append(h.Nominations, HubNomination{
				ID: r.ID, Mentor: named[r.One], By: named[r.Two], Words: s.keeper.Show(ctx, nomineeFor.Of(r.ID), r.A), Aloud: r.Yes,
			})
		}
	case "letter":
		h.Letters = append(h.Letters, HubLetter{ID: r.ID, Date: calendar.Date(r.Day)})
	case "mentor":
		h.Mentors = append(h.Mentors, named[r.One])
	default:
		s.placeOwn(h, actor, r, named)
	}
}

func (s *Service) placeOwn(h *Hub, actor access.Actor, r hubRow, named map[string]mentoring.Person) {
	if r.What == "pair" {
		p := pairing.Pairing{School: actor.School, ID: r.ID, Programme: h.Programme, Mentor: r.One, Mentee: r.Two, State: pairing.PairingState(r.A)}
		h.Pairs = append(h.Pairs, HubPair{Pairing: p, Partner: named[p.Other(actor.Staff)]})
		return
	}
	if ruleCertificate.Reads(access.Of(actor, access.RecordOf(actor.School, r.One))) {
		h.Certificates = append(h.Certificates, Certificate{
			School: actor.School, ID: r.ID, Programme: h.Programme, Staff: r.One, Person: r.Two, Date: calendar.Date(r.Day),
			RevokedOn: calendar.Date(r.A), RevokedReason: Reason(r.B), Number: r.N, Minutes: r.M,
		})
	}
}

// Announced reads a programme with its forum, for the form and the paper of the forum.
func (s *Service) Announced(ctx context.Context, actor access.Actor, programme string) (mentoring.Programme, Forum, error) {
	c := s.Read()
	p, err := mentoring.ProgrammeByID(ctx, c, actor.School, programme)
	if err != nil {
		return p, Forum{}, err
	}
	if err := access.Must(ruleForum.Reads(access.Of(actor, access.RecordOf(p.School))), "recognition.access.keep"); err != nil {
		return p, Forum{}, err
	}
	f, err := forumOf(ctx, c, p.School, p.ID)
	return p, f, err
}

// Today is the school's date.
func (s *Service) Today() calendar.Date { return calendar.DateOf(s.Now()) }
