package people

import (
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/reminder"
	"talim/internal/request"
	"talim/internal/verb"
)

// Proposal is a post that waits for a second person. It becomes the post when somebody
// else with the right confirms it; until then it gives no right to anybody.
type Proposal struct {
	SchoolID string      `db:"school_id"`
	ID       string      `db:"id"`
	StaffID  string      `db:"staff_id"`
	Role     access.Role `db:"role"`
	UnitID   string      `db:"unit_id"`
	AreaKK   string      `db:"area_kk"`
	AreaRU   string      `db:"area_ru"`
	AreaEN   string      `db:"area_en"`
	calendar.Period
	OrderNo    string           `db:"order_no"`
	OrderDate  calendar.Date    `db:"order_date"`
	ProposedBy string           `db:"proposed_by"` // staff
	ProposedAt calendar.Instant `db:"proposed_at"`
	State      string           `db:"state"`
	Seal       string           `db:"seal"` // vouches for who proposed what
}

var proposals = request.Kind{Table: "post_proposal", Answered: "people.proposal.answered"}

// KindOfProposal is what the reminder of a proposal leads to.
const KindOfProposal = "people.post_proposal"

const keyProposed = "people.proposal.todo"

// Open says whether it waits for an answer.
func (p Proposal) Open() bool { return p.State == "asked" }

// post is what it becomes.
func (p Proposal) post() Post {
	return Post{
		SchoolID: p.SchoolID, ID: p.ID, StaffID: p.StaffID, Role: p.Role, UnitID: p.UnitID, AreaKK: p.AreaKK, AreaRU: p.AreaRU, AreaEN: p.AreaEN,
		Period: p.Period, OrderNo: p.OrderNo, OrderDate: p.OrderDate,
	}
}

// ProposePost asks a second person to confirm an appointment that nobody makes alone.
func (s *Service) ProposePost(ctx context.Context, actor access.Actor, in NewPost) error {
	return s.do(ctx, actor, MaySee, func(w work) error {
		giver, err := GiverOf(w.Ctx, w.Tx, actor)
		if err != nil {
			return err
		}
		if err := access.Must(giver.Of(in.Staff, in.Role) == Proposes, "people.forbidden"); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		others, err := postsLike(w.Ctx, w.Tx, in.post(actor.School))
		if err != nil {
			return err
		}
		if _, clashes := in.post(actor.School).clash(others); clashes {
			return clashFault(in.post(actor.School))
		}
		return w.propose(in.post(actor.School))
	})
}

// propose keeps a post as a proposal of the actor and tells those who may confirm it.
func (w work) propose(p Post) error {
	holder, err := w.staff(p.StaffID)
	if err != nil {
		return err
	}
	made := Proposal{
		SchoolID: p.SchoolID, ID: p.ID, StaffID: p.StaffID, Role: p.Role, UnitID: p.UnitID, AreaKK: p.AreaKK, AreaRU: p.AreaRU, AreaEN: p.AreaEN,
		Period: p.Period, OrderNo: p.OrderNo, OrderDate: p.OrderDate, ProposedBy: w.Actor.Staff, ProposedAt: w.Instant(), State: "asked",
	}
	made.Seal = w.Voucher.Vouch(vouchedProposal.Table, made.locks()...)
	if err := db.Insert(w.Ctx, w.Tx, "post_proposal", made); err != nil {
		return verb.Duplicate(err, "people.proposal.waits_already")
	}
	if err := w.tellSeconds(made, holder.Name()); err != nil {
		return err
	}
	return w.recordPost(EventPostProposed, p, "Starts", string(p.Starts))
}

// tellSeconds puts a proposal on the Today of everybody who may confirm it.
func (w work) tellSeconds(p Proposal, name string) error {
	rows, err := db.All[struct {
		Staff string      `db:"staff_id"`
		Role  access.Role `db:"role"`
	}](w.Ctx, w.Tx, `SELECT DISTINCT staff_id, role FROM post WHERE school_id = $1 AND starts <= $2 AND ends >= $2 AND role IN (`+quoted(keepers)+`) ORDER BY staff_id, role`,
		p.SchoolID, w.Date())
	if err != nil {
		return err
	}
	for _, r := range rows {
		second := Giver{Actor: access.Actor{Account: r.Staff, School: p.SchoolID, Staff: r.Staff, Roles: []access.Role{r.Role}}}
		if !second.Seconds(p) {
			continue
		}
		told := reminder.Reminder{
			Staff: r.Staff, Key: keyProposed, Args: db.Texts{"By": w.Actor.Name, "Name": name}, Target: reminder.To(KindOfProposal, p.ID), About: p.ID,
		}
		if err := w.Notify(told); err != nil {
			return err
		}
	}
	return nil
}

// AnswerProposal confirms a proposed post, which begins it, or refuses it. Whoever proposed
// it, or would get it, can only take it back.
func (s *Service) AnswerProposal(ctx context.Context, actor access.Actor, id string, yes bool) error {
	return s.do(ctx, actor, MaySee, func(w work) error {
		p, err := ProposalByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		own := !yes && (p.ProposedBy == actor.Staff || p.StaffID == actor.Staff)
		if err := access.Must(own || Giver{Actor: actor}.Seconds(p), "people.proposal.not_yours"); err != nil {
			return err
		}
		if err := proposals.Answer(w.Work, p.ID, yes); err != nil {
			return err
		}
		if err := w.CloseReminders(p.ID); err != nil {
			return err
		}
		if !yes {
			return w.recordPost(EventPostRefused, p.post())
		}
		return w.beginProposed(p)
	})
}

func (w work) beginProposed(p Proposal) error {
	if !w.Voucher.Vouches(p.Seal, vouchedProposal.Table, p.locks()...) {
		return fault.Conflict("people.proposal.changed_outside")
	}
	made := p.post()
	by, err := w.staff(p.ProposedBy)
	if err != nil {
		return err
	}
	if err := w.unitLasts(made); err != nil {
		return err
	}
	if err := w.clearWay(made, false); err != nil {
		return err
	}
	if err := postFree(w.beginPosts(made), made.Role); err != nil {
		return err
	}
	return w.recordPost(EventPostConfirmed, made, "Starts", string(made.Starts), "By", by.Name())
}

// suspend makes proposals of the posts with rights that somebody would get by saying who
// of a list they are: a list that one has brought in oneself raises nobody.
func (w work) suspend(to string) error {
	posts, err := runningPosts(w.Ctx, w.Tx, w.Actor.School, to, w.Date().AddDays(-1))
	if err != nil {
		return err
	}
	for _, p := range posts {
		if !slices.Contains(withRights, p.Role) || !p.vouchedBy(w.Voucher) || w.Actor.Has(p.Role) && p.UnitID == "" {
			continue
		}
		if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM post WHERE school_id = $1 AND id = $2`, p.SchoolID, p.ID); err != nil {
			return err
		}
		if err := w.propose(p); err != nil {
			return err
		}
	}
	return nil
}

// ProposalByID reads one proposal of the school.
func ProposalByID(ctx context.Context, c db.Conn, school, id string) (Proposal, error) {
	p, err := db.One[Proposal](ctx, c, `SELECT `+db.Columns[Proposal]("")+` FROM post_proposal WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "people.proposal.not_found")
}

// ProposalsFor lists what waits for a second person about a member of staff.
func ProposalsFor(ctx context.Context, c db.Conn, school, staff string) ([]Proposal, error) {
	return db.All[Proposal](ctx, c, `SELECT `+db.Columns[Proposal]("")+` FROM post_proposal WHERE school_id = $1 AND staff_id = $2 AND state = 'asked' ORDER BY proposed_at, id`, school, staff)
}

// ProposalFor reads one for those who keep the staff, and for whom it is about.
func ProposalFor(ctx context.Context, c db.Conn, a access.Actor, id string) (Proposal, error) {
	p, err := ProposalByID(ctx, c, a.School, id)
	if err == nil {
		err = access.Private(MayKeepStaff.Allows(a) || p.StaffID == a.Staff, "people.proposal.not_found")
	}
	return p, err
}
