package recognition

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
	"talim/internal/people"
	"talim/internal/people/tree"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// Certificate says how many hours somebody mentored, as it was when it was issued (R087).
type Certificate struct {
	School          string           `db:"school_id"`
	ID              string           `db:"id"` // random: the code to verify it
	Programme       string           `db:"programme_id"`
	Staff           string           `db:"staff_id"`
	Number          int              `db:"number"`
	Date            calendar.Date    `db:"date"`
	Person          string           `db:"person"`
	calendar.Period                  // of the mentoring
	Minutes         int              `db:"minutes"`
	Meetings        int              `db:"meetings"`
	Visits          int              `db:"visits"`
	Address         string           `db:"address"` // of the server that issued it
	Key             string           `db:"key_id"`
	Credential      string           `db:"credential"` // signed
	IssuedBy        string           `db:"issued_by"`
	IssuedAt        calendar.Instant `db:"issued_at"`
	RevokedOn       calendar.Date    `db:"revoked_on"` // "" while it holds
	RevokedReason   Reason           `db:"revoked_reason"`
	RevokedBy       string           `db:"revoked_by"`
}

// Reason is the kind of reason for which a certificate was revoked; everybody sees it.
type Reason string

// The kinds of reason. None says anything about the work of the person.
const (
	ByError   Reason = "error"    // something on it was wrong
	Replaced  Reason = "replaced" // another one took its place
	OnRequest Reason = "asked"    // its holder asked for it
	Otherwise Reason = "other"
)

// Reasons lists the kinds of reason in the order of the form.
var Reasons = []Reason{ByError, Replaced, OnRequest, Otherwise}

// Valid says whether the certificate holds.
func (c Certificate) Valid() bool { return c.RevokedOn == "" }

// Tenths are the hours, of sixty minutes, in tenths, rounded down.
func (c Certificate) Tenths() int { return c.Minutes / 6 }

// HoursText are the hours with a point: "12.5".
func (c Certificate) HoursText() string {
	return strings.TrimSuffix(fmt.Sprintf("%d.%d", c.Tenths()/10, c.Tenths()%10), ".0")
}

// Label is the number as papers write it: "2014-007".
func (c Certificate) Label() string { return fmt.Sprintf("%.4s-%03d", c.Date, c.Number) }

// Code is the code in groups of four, to read and type.
func (c Certificate) Code() string {
	var out []string
	for rest := c.ID; rest != ""; rest = rest[min(4, len(rest)):] {
		out = append(out, rest[:min(4, len(rest))])
	}
	return strings.Join(out, "-")
}

// codes are written without i, l, o and u, which are misread or spell words (Crockford).
var codes = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// newCode is random: 80 bits, sixteen characters.
func newCode() string {
	raw := make([]byte, 10)
	_, _ = rand.Read(raw) // never fails
	return codes.EncodeToString(raw)
}

// codeOf reads a code as somebody typed it.
func codeOf(typed string) string {
	return strings.NewReplacer("-", "", " ", "", "i", "1", "l", "1", "o", "0").Replace(strings.ToLower(strings.TrimSpace(typed)))
}

// due is a mentor who has no certificate yet, with what the log holds of her.
type due struct {
	mentoring.Person
	Starts   calendar.Date `db:"starts"`
	Ends     calendar.Date `db:"ends"`
	Minutes  int           `db:"-"`
	Meetings int           `db:"-"`
	Visits   int           `db:"-"`
}

// dueSQL are those who mentor in a programme, alone, or second in a group, whose pairings and
// groups are all closed and who hold no valid certificate.
var dueSQL = `
WITH lead (staff_id, starts, ends, at_work) AS (
	SELECT g.mentor_id, g.starts, g.ends, CASE WHEN ` + pairing.WhereRunning("g") + ` THEN 1 ELSE 0 END ` + pairing.FromPairings("g") + `
	WHERE g.school_id = $1 AND g.programme_id = $2
	UNION ALL SELECT b.staff_id, p.starts, p.ends, CASE k.state WHEN 'closed' THEN 0 ELSE 1 END
	` + group.FromSeconds("b", "k") + ` ` + mentoring.JoinProgramme("p", "k.school_id", "k.programme_id") + `
	WHERE k.school_id = $1 AND k.programme_id = $2)
SELECT ` + people.PersonColumns("s") + `, min(x.starts) AS starts, max(x.ends) AS ends
FROM lead x ` + people.JoinStaff("s", "$1", "x.staff_id") + `
WHERE NOT EXISTS (SELECT 1 FROM certificate c WHERE c.school_id = $1 AND c.programme_id = $2 AND c.staff_id = x.staff_id AND c.revoked_on = '')
GROUP BY ` + people.PersonColumns("s") + ` HAVING max(x.at_work) = 0 ORDER BY s.sort_key, s.id`

// hour is how often something of one length was held.
type hour struct {
	Mentor string         `db:"mentor"`
	What   string         `db:"what"`
	Starts calendar.Clock `db:"starts_at"`
	Ends   calendar.Clock `db:"ends_at"`
	N      int            `db:"n"`
}

// hoursSQL counts the meetings and visits held, of each length, by mentor. A meeting of a
// group counts once, for each of those who lead it.
var hoursSQL = `SELECT g.mentor_id AS mentor, 'meeting' AS what, m.starts_at, m.ends_at, count(*) AS n
` + pairing.FromMeetings("m", "g") + `
WHERE g.school_id = $1 AND g.programme_id = $2 AND m.state = 'held' GROUP BY g.mentor_id, m.starts_at, m.ends_at
UNION ALL SELECT g.mentor_id, 'visit', v.starts_at, v.ends_at, count(*)
` + observation.FromVisits("v") + ` ` + pairing.JoinPairing("g", "v.school_id", "v.about") + `
WHERE g.school_id = $1 AND g.programme_id = $2 AND v.state = 'held' GROUP BY g.mentor_id, v.starts_at, v.ends_at
UNION ALL SELECT k.mentor_id, 'meeting', m.starts_at, m.ends_at, count(*)
` + group.FromMeetings("m", "k") + `
WHERE k.school_id = $1 AND k.programme_id = $2 AND m.state = 'held' GROUP BY k.mentor_id, m.starts_at, m.ends_at
UNION ALL SELECT b.staff_id, 'meeting', m.starts_at, m.ends_at, count(*)
` + group.FromMeetings("m", "k") + ` ` + group.JoinSeconds("b", "k") + `
WHERE k.school_id = $1 AND k.programme_id = $2 AND m.state = 'held' GROUP BY b.staff_id, m.starts_at, m.ends_at`

// dueOf are the mentors who get a certificate now: those with hours.
func (w work) dueOf(programme string) ([]due, error) {
	rows, err := db.All[due](w.Ctx, w.Tx, dueSQL, w.Actor.School, programme)
	if err != nil {
		return nil, err
	}
	hours, err := db.All[hour](w.Ctx, w.Tx, hoursSQL, w.Actor.School, programme)
	if err != nil {
		return nil, err
	}
	var out []due
	for _, d := range rows {
		for _, h := range hours {
			d.add(h)
		}
		if d.Minutes > 0 {
			out = append(out, d)
		}
	}
	return out, nil
}

func (d *due) add(h hour) {
	if h.Mentor != d.ID {
		return
	}
	d.Minutes += h.N * (h.Ends.Minutes() - h.Starts.Minutes())
	if h.What == "meeting" {
		d.Meetings += h.N
	} else {
		d.Visits += h.N
	}
}

// Issue issues a certificate and a badge to every mentor of a programme whose pairings are
// closed and who holds none: a second click issues nothing. The address is that under which the
// world reaches this server.
func (s *Service) Issue(ctx context.Context, actor access.Actor, programme, address string) (int, error) {
	fresh, err := s.newKey(actor.School, s.Now()) // takes a while, so outside of the transaction
	if err != nil {
		return 0, err
	}
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return 0, fault.Conflict("recognition.certificate.address")
	}
	issued := 0
	err = s.do(ctx, actor, func(w work) error {
		issued = 0
		if err := access.Must(ruleCertificate.Writes(access.Of(actor, access.RecordOf(actor.School))), "recognition.access.keep"); err != nil {
			return err
		}
		p, err := mentoring.ProgrammeByID(w.Ctx, w.Tx, actor.School, programme)
		if err != nil {
			return err
		}
		all, err := w.dueOf(p.ID)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return fault.Conflict("recognition.certificate.nobody")
		}
		if err := w.issueAll(p, all, address, fresh); err != nil {
			return err
		}
		issued = len(all)
		return w.Record(eventIssued, journal.Ref{Kind: "programme", ID: p.ID}, "count", number(issued))
	})
	return issued, err
}

func (w work) issueAll(p mentoring.Programme, all []due, address string, fresh Key) error {
	key, err := w.signingKey(fresh)
	if err != nil {
		return err
	}
	private, err := w.private(key)
	if err != nil {
		return fault.Conflict("recognition.certificate.no_key").Because(err)
	}
	name, err := schoolName(w.Ctx, w.Tx, p.School)
	if err != nil {
		return err
	}
	last, err := db.One[int](w.Ctx, w.Tx, `SELECT COALESCE(max(number), 0) FROM certificate WHERE school_id = $1`, p.School)
	if err != nil {
		return err
	}
	for i, d := range all {
		c := Certificate{
			School: p.School, ID: newCode(), Programme: p.ID, Staff: d.ID, Number: last + i + 1, Date: w.Date(), Person: d.Name(),
			Period: calendar.Period{Starts: d.Starts, Ends: min(d.Ends, w.Date())}, Minutes: d.Minutes, Meetings: d.Meetings, Visits: d.Visits,
			Address: strings.TrimSuffix(address, "/"), Key: key.ID, IssuedBy: w.Actor.Staff, IssuedAt: w.Instant(),
		}
		if c.Credential, err = sign(private, c.Address+KeyPath(c.School, key.ID), credentialOf(c, name, p.Period, w.At)); err != nil {
			return err
		}
		if err := verb.Duplicate(db.Insert(w.Ctx, w.Tx, "certificate", c), "recognition.changed_meanwhile"); err != nil {
			return err
		}
		if err := w.remind(d.ID, remindBadge, c.ID, reminder.To(TargetRecognition, p.ID), w.Date(), nil); err != nil {
			return err
		}
	}
	return nil
}

// signingKey is the school's key; where there is none, or the one there is cannot be opened any
// more, the fresh one takes its place. The public halves of retired keys stay.
func (w work) signingKey(fresh Key) (Key, error) {
	key, err := db.One[Key](w.Ctx, w.Tx, `SELECT `+db.Columns[Key]("")+` FROM badge_key WHERE school_id = $1 AND retired_at = ''`, w.Actor.School)
	switch {
	case err == nil:
		if _, unreadable := w.private(key); unreadable == nil {
			return key, nil
		}
		if _, err := db.Exec(w.Ctx, w.Tx, `UPDATE badge_key SET retired_at = $3 WHERE school_id = $1 AND id = $2`, key.School, key.ID, w.Instant()); err != nil {
			return Key{}, err
		}
	case !errors.Is(err, db.ErrNotFound):
		return Key{}, err
	}
	return fresh, verb.Duplicate(db.Insert(w.Ctx, w.Tx, "badge_key", fresh), "recognition.changed_meanwhile")
}

// Revoke revokes a certificate, for everybody to see.
func (s *Service) Revoke(ctx context.Context, actor access.Actor, id string, reason Reason) error {
	return s.do(ctx, actor, func(w work) error {
		c, err := certificateOf(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if err := access.Must(ruleCertificate.Writes(access.Of(actor, access.RecordOf(c.School))), "recognition.access.keep"); err != nil {
			return err
		}
		switch reason {
		case ByError, Replaced, OnRequest, Otherwise:
		default:
			return fault.Invalid("reason", "recognition.revoke.reason_missing")
		}
		if !c.Valid() {
			return fault.Conflict("recognition.revoke.already")
		}
		c.RevokedOn, c.RevokedReason, c.RevokedBy = w.Date(), reason, actor.Staff
		if err := db.Update(w.Ctx, w.Tx, "certificate", c, "school_id", "id"); err != nil {
			return err
		}
		return w.Record(eventRevoked, journal.Ref{Kind: "certificate", ID: c.ID}, "reason", string(reason))
	})
}

// Certificate reads a certificate, for its mentor and for those who keep the programme.
func (s *Service) Certificate(ctx context.Context, actor access.Actor, id string) (Certificate, error) {
	c, err := certificateOf(ctx, s.Read(), actor.School, id)
	if err != nil {
		return c, err
	}
	return c, access.Must(ruleCertificate.Reads(access.Of(actor, access.RecordOf(c.School, c.Staff))), "recognition.access.certificate")
}

func certificateOf(ctx context.Context, c db.Conn, school, id string) (Certificate, error) {
	v, err := db.One[Certificate](ctx, c, `SELECT `+db.Columns[Certificate]("")+` FROM certificate WHERE school_id = $1 AND id = $2`, school, id)
	return v, verb.Missing(err, "recognition.certificate.missing")
}

func schoolName(ctx context.Context, c db.Conn, school string) (i18n.Text, error) {
	o, err := tree.ByID(ctx, c, school)
	return o.Name(), verb.Missing(err, "recognition.verify.no_school")
}
