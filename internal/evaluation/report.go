package evaluation

import (
	"context"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/pairing"
	"talim/internal/observation"
)

// Work is what the pairs of a programme did, in counts: nobody is named (R090).
type Work struct {
	Pairs     int // that there were
	Running   int
	Completed int
	Changed   int // ended early, and the mentee went on with somebody else
	Ended     int // ended early otherwise

	MeetingsHeld    int
	MeetingsPlanned int // booked and not called off, held or not
	ByMentorHeld    int // visits of the mentors
	ByMentorPlanned int
	ByMenteeHeld    int
	ByMenteePlanned int
	Minutes         int // of the meetings and visits held
}

// Hours are the hours of meetings and visits, of sixty minutes, to a tenth.
func (w Work) Hours() float64 { return float64(w.Minutes*10/60) / 10 }

// Report is the report of a programme: what was done and what both sides said, beside
// the year before.
type Report struct {
	Standing
	Work    Work
	Last    *Year // the programme before; nil: none
	Results []Result
	Lost    int
	Today   calendar.Date
}

// Year is a programme and what was done in it.
type Year struct {
	Standing
	Work Work
}

// Report reads the report for those who keep the programme.
func (s *Service) Report(ctx context.Context, actor access.Actor, programme string) (Report, error) {
	now, last, err := s.standings(ctx, actor, programme)
	if err != nil {
		return Report{}, err
	}
	if err := access.Must(ruleReport.Reads(relations(actor, now.Survey.School, now.MySide != "")), "evaluation.access.keep"); err != nil {
		return Report{}, err
	}
	all, err := s.gather(ctx, actor.School, now, last)
	if err != nil {
		return Report{}, err
	}
	r := Report{Standing: now, Work: all.work[now.Programme], Today: s.Today()}
	r.Results, r.Lost = all.results(r.Today, now, last)
	if last != nil {
		r.Last = &Year{Standing: *last, Work: all.work[last.Programme]}
	}
	return r, nil
}

// gathered is all that the page and the report are made of.
type gathered struct {
	questions map[string][]Question // by survey
	locks     map[string]lock       // of those that are open, before their sheets
	sheets    map[string][]Sheet
	lost      map[string]int
	work      map[string]Work // by programme
}

// results are the figures of a survey that is over, with those of the year before.
func (g gathered) results(today calendar.Date, now Standing, last *Standing) ([]Result, int) {
	if !now.Survey.Over(today) {
		return nil, 0
	}
	id := now.Survey.ID
	out := resultsOf(g.questions[id], g.sheets[id])
	if last != nil && last.Survey.Over(today) {
		beside(out, resultsOf(g.questions[last.Survey.ID], g.sheets[last.Survey.ID]))
	}
	return out, g.lost[id]
}

// fact is a row of gatherSQL; what its columns mean depends on what it is.
type fact struct {
	What  string `db:"what"`
	Owner string `db:"owner"` // survey or programme
	ID    string `db:"id"`    // of the row, or the state that was counted
	N     int    `db:"n"`
	A     string `db:"a"`
	B     string `db:"b"`
	C     string `db:"c"`
	D     string `db:"d"`
	E     string `db:"e"`
	F     string `db:"f"`
}

// gatherSQL reads questions and sheets of two surveys and counts the work of two programmes
// in one query; $2 and $3 are the surveys, $4 and $5 the programmes.
var gatherSQL = `
SELECT 'question' AS what, survey_id AS owner, id, position AS n, topic AS a, kind AS b, side AS c, text_kk AS d, text_ru AS e, text_en AS f
FROM survey_question WHERE school_id = $1 AND survey_id IN ($2, $3)
UNION ALL SELECT 'sheet', survey_id, id, 0, sealed, '', '', '', '', '' FROM survey_sheet WHERE school_id = $1 AND survey_id IN ($2, $3)
UNION ALL SELECT 'key', survey_id, '', 0, locked_by, '', '', '', '', '' FROM survey_key WHERE school_id = $1 AND survey_id IN ($2, $3)
UNION ALL SELECT 'pair', g.programme_id, CASE WHEN g.state = 'left' AND ` + pairing.WhereWentOn("g") + ` THEN 'changed' ELSE g.state END,
	1, '', '', '', '', '', '' ` + pairing.FromPairings("g") + ` WHERE g.school_id = $1 AND g.programme_id IN ($4, $5)
UNION ALL SELECT 'meeting', g.programme_id, m.state, count(*), m.starts_at, m.ends_at, '', '', '', ''
` + pairing.FromMeetings("m", "g") + `
WHERE g.school_id = $1 AND g.programme_id IN ($4, $5) AND m.state IN ('planned', 'held') GROUP BY g.programme_id, m.state, m.starts_at, m.ends_at
UNION ALL SELECT 'meeting', g.programme_id, m.state, count(*), m.starts_at, m.ends_at, '', '', '', ''
` + group.FromMeetings("m", "g") + `
WHERE g.school_id = $1 AND g.programme_id IN ($4, $5) AND m.state IN ('planned', 'held') GROUP BY g.programme_id, m.state, m.starts_at, m.ends_at
UNION ALL SELECT CASE WHEN v.observer_id = g.mentor_id THEN 'by_mentor' ELSE 'by_mentee' END, g.programme_id, v.state, count(*), v.starts_at, v.ends_at, '', '', '', ''
` + observation.FromVisits("v") + ` ` + pairing.JoinPairing("g", "v.school_id", "v.about") + `
WHERE g.school_id = $1 AND g.programme_id IN ($4, $5) AND v.state IN ('planned', 'held')
GROUP BY CASE WHEN v.observer_id = g.mentor_id THEN 'by_mentor' ELSE 'by_mentee' END, g.programme_id, v.state, v.starts_at, v.ends_at
ORDER BY what, owner, n, id`

func (s *Service) gather(ctx context.Context, school string, now Standing, last *Standing) (gathered, error) {
	before := Standing{}
	if last != nil {
		before = *last
	}
	rows, err := db.All[fact](ctx, s.Read(), gatherSQL, school, now.Survey.ID, before.Survey.ID, now.Programme, before.Programme)
	g := gathered{questions: map[string][]Question{}, locks: map[string]lock{}, sheets: map[string][]Sheet{}, lost: map[string]int{}, work: map[string]Work{}}
	for _, r := range rows {
		s.sort(&g, r)
	}
	return g, err
}

func (s *Service) sort(g *gathered, r fact) {
	switch r.What {
	case "question":
		g.questions[r.Owner] = append(g.questions[r.Owner], Question{
			ID: r.ID, Survey: r.Owner, Position: r.N, Topic: r.A, Kind: Kind(r.B), Side: Side(r.C), KK: r.D, RU: r.E, EN: r.F,
		})
	case "key":
		g.locks[r.Owner] = lock{Survey: r.Owner, By: r.A}
	case "sheet":
		if sheet, ok := s.open(g.locks[r.Owner], box{ID: r.ID, Sealed: r.A}); ok {
			g.sheets[r.Owner] = append(g.sheets[r.Owner], sheet)
		} else {
			g.lost[r.Owner]++
		}
	default:
		w := g.work[r.Owner]
		w.add(r)
		g.work[r.Owner] = w
	}
}

// add counts a row of the work.
func (w *Work) add(r fact) {
	if r.What == "pair" {
		w.addPair(r.ID, r.N)
		return
	}
	held, planned := w.of(r.What)
	*planned += r.N
	if r.ID == "held" {
		*held += r.N
		w.Minutes += r.N * (calendar.Clock(r.B).Minutes() - calendar.Clock(r.A).Minutes())
	}
}

func (w *Work) of(what string) (held, planned *int) {
	switch what {
	case "meeting":
		return &w.MeetingsHeld, &w.MeetingsPlanned
	case "by_mentor":
		return &w.ByMentorHeld, &w.ByMentorPlanned
	}
	return &w.ByMenteeHeld, &w.ByMenteePlanned
}

func (w *Work) addPair(state string, n int) {
	w.Pairs += n
	switch pairing.PairingState(state) {
	case pairing.Running:
		w.Running += n
	case pairing.Completed:
		w.Completed += n
	case pairing.Left:
		w.Ended += n
	default:
		w.Changed += n
	}
}
