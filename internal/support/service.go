package support

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/journal"
	"talim/internal/mentoring/assembly"
	"talim/internal/mentoring/pairing"
	"talim/internal/reminder"
	"talim/internal/secret"
	"talim/internal/verb"
)

// Service has the verbs and questions of the area.
type Service struct {
	verb.Runner

	mentoring *assembly.Services
	keeper    *secret.Keeper
}

// New makes the service; keeper seals the private texts.
func New(d *db.DB, m *assembly.Services, keeper *secret.Keeper, now func() time.Time) *Service {
	return &Service{Runner: verb.NewRunner(d, now), mentoring: m, keeper: keeper}
}

// work is what a verb does inside its one transaction.
type work struct {
	verb.Work
	*Service
}

// do runs one verb as one transaction with one now.
func (s *Service) do(ctx context.Context, actor access.Actor, fn func(w work) error) error {
	return s.Do(ctx, actor, func(w verb.Work) error { return fn(work{w, s}) })
}

// recordPrivate notes that something private was kept, by the program itself:
// nobody, no record and no kind of it, since all who read the journal are
// people it is private from.
func (w work) recordPrivate() error {
	return w.RecordPrivate(eventPrivate)
}

// The journal's events of the area. None carries a text of anybody.
const (
	eventPrivate     journal.Event = "support.private.kept"
	eventTermSet     journal.Event = "support.term.set"
	eventRhythmSet   journal.Event = "support.rhythm.set"
	eventTrustNamed  journal.Event = "support.trust.named"
	eventTrustAgreed journal.Event = "support.trust.agreed"
	eventTrustEnded  journal.Event = "support.trust.ended"
)

// remind puts something on somebody's Today.
func (w work) remind(staff, key, about string, page reminder.Target, due calendar.Date, args db.Texts) error {
	return w.Notify(reminder.Reminder{Staff: staff, Key: key, Args: args, Target: page, About: about, DueOn: due})
}

func (w work) closeReminders(about, key string) error {
	return reminder.Close(w.Ctx, w.Tx, w.At, w.Actor.School, about, key)
}

// The private texts of the area. What is counted, compared or guarded by the
// database stays readable there: dates, states, who and whom.
var (
	sealedOutside  = secret.Column{Table: "support_helper", Name: "outside", Readers: `SELECT h.person_id FROM support_helper h WHERE h.school_id = $1 AND h.id = $2`}
	sealedQuestion = secret.Column{Table: "support_question", Name: "text", Readers: twoOf("asker_id", "asked_id", "FROM support_question x WHERE x.school_id = $1 AND x.id = $2")}
	sealedAnswer   = secret.Column{Table: "support_answer", Name: "text", Readers: twoOf("asker_id", "asked_id", "FROM support_answer a JOIN support_question x ON x.school_id = a.school_id AND x.id = a.question_id WHERE a.school_id = $1 AND a.id = $2")}
	sealedCheckIn  = secret.Column{Table: "check_in", Name: "answers", Readers: `SELECT c.person_id FROM check_in c WHERE c.school_id = $1 AND c.id = $2
		UNION ALL SELECT h.helper_id FROM check_in c JOIN support_helper h ON h.school_id = c.school_id AND h.id = c.helper_id WHERE c.school_id = $1 AND c.id = $2`}
	sealedWish = secret.Column{Table: "guidance_wish", Name: "wish", Readers: `SELECT w.person_id FROM guidance_wish w WHERE w.school_id = $1 AND w.id = $2
		UNION ALL SELECT g.mentor_id FROM guidance_wish w ` + pairing.JoinPairing("g", "w.school_id", "w.pairing_id") + ` WHERE w.school_id = $1 AND w.id = $2`}
	sealedConcern = secret.Column{Table: "mismatch", Name: "said", Readers: twoOf("sender_id", "receiver_id", "FROM mismatch x WHERE x.school_id = $1 AND x.id = $2")}
	sealedWhat    = secret.Column{Table: "mismatch_offer", Name: "what", Readers: offerReaders, Since: secret.TakenChoices}
	sealedOffer   = secret.Column{Table: "mismatch_offer", Name: "text", Readers: offerReaders}
	offerReaders  = twoOf("sender_id", "receiver_id", "FROM mismatch_offer o JOIN mismatch x ON x.school_id = o.school_id AND x.id = o.mismatch_id WHERE o.school_id = $1 AND o.id = $2")
)

// twoOf asks for the two people whom the columns of a row x name.
func twoOf(one, other, from string) string {
	return "SELECT x." + one + " " + from + " UNION ALL SELECT x." + other + " " + from
}

// Sealed lists the columns of private texts.
var Sealed = []secret.Column{
	sealedOutside, sealedQuestion, sealedAnswer, sealedCheckIn, sealedWish, sealedConcern, sealedWhat, sealedOffer,
}

// sealAs seals a value as JSON for its readers.
func (s *Service) sealAs(about string, readers []string, value any) (string, error) {
	text, err := json.Marshal(value)
	return s.keeper.SealFor(about, readers, string(text)), err
}

// openAs opens what sealAs sealed; false when it cannot be read.
func openAs[T any](ctx context.Context, s *Service, about, sealed string) (T, bool) {
	var value T
	text, ok := s.keeper.Text(ctx, about, sealed)
	if !ok {
		return value, false
	}
	return value, json.Unmarshal([]byte(text), &value) == nil
}

// The longest texts, in characters: a question is a paragraph or two, a note a few lines.
const (
	maxQuestion = 3000
	maxNote     = 1000
	maxLine     = 200
)

// tidy trims a text and says whether it is short enough and, where it must be, there.
func tidy(f *fault.Fields, field, text string, required bool, longest int) string {
	text = strings.TrimSpace(text)
	f.Text(field, text, required, longest)
	return text
}
