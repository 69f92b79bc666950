package people

import (
	"context"
	"errors"
	"slices"

	"talim/internal/access"
	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/journal"
	"talim/internal/verb"
	"talim/internal/version"
)

// Post is a role held for a period (R002, R013). A head's post names the unit.
type Post struct {
	SchoolID string      `db:"school_id"`
	ID       string      `db:"id"`
	StaffID  string      `db:"staff_id"`
	Role     access.Role `db:"role"`
	UnitID   string      `db:"unit_id"`
	AreaKK   string      `db:"area_kk"`
	AreaRU   string      `db:"area_ru"`
	AreaEN   string      `db:"area_en"`
	calendar.Period
	OrderNo   string        `db:"order_no"`
	OrderDate calendar.Date `db:"order_date"`
	Version   int           `db:"version"` // raised by each change
	Seal      string        `db:"seal"`    // vouches for whose it is
}

// Area is a deputy's area of work; empty for others.
func (p Post) Area() i18n.Text { return i18n.Text{KK: p.AreaKK, RU: p.AreaRU, EN: p.AreaEN} }

func knownRole(r access.Role) bool { return slices.Contains(access.Roles, r) }

// NewPost is an appointment.
type NewPost struct {
	Staff     string
	Role      access.Role
	Unit      string // of a head
	Area      i18n.Text
	Starts    calendar.Date
	Ends      calendar.Date // "" when open
	OrderNo   string
	OrderDate calendar.Date
	Replace   bool // the head until now ends on the day before
}

// periodOf is the period of a form; without a last day it is open.
func periodOf(starts, ends calendar.Date) calendar.Period {
	if ends == "" {
		return calendar.From(starts)
	}
	return calendar.Period{Starts: starts, Ends: ends}
}

// post is the post that the appointment begins.
func (n NewPost) post(school string) Post {
	return Post{
		SchoolID: school, ID: db.NewID(), StaffID: n.Staff, Role: n.Role, UnitID: n.Unit, AreaKK: OneLine(n.Area.KK), AreaRU: OneLine(n.Area.RU), AreaEN: OneLine(n.Area.EN),
		Period: periodOf(n.Starts, n.Ends), OrderNo: OneLine(n.OrderNo), OrderDate: n.OrderDate,
	}
}

func (n NewPost) check() error {
	var faults fault.Fields
	faults.When(!knownRole(n.Role), "role", "people.post.role_needed")
	faults.When((n.Role == access.SMUHead) != (n.Unit != ""), "unit", "people.post.unit_of_head")
	checkPeriod(&faults, periodOf(n.Starts, n.Ends))
	checkOrder(&faults, n.OrderNo, n.OrderDate, n.Area)
	return faults.Err()
}

// checkOrder asks for the order of a post and a deputy's area of work.
func checkOrder(faults *fault.Fields, number string, date calendar.Date, area i18n.Text) {
	faults.Text("order_no", number, false, MaxCode)
	faults.When(date != "" && !date.Valid(), "order_date", "people.date_needed")
	checkTexts(faults, "area", area, MaxContact)
}

func checkPeriod(faults *fault.Fields, p calendar.Period) {
	switch {
	case !p.Starts.Valid():
		faults.Add("starts", "people.date_needed")
	case !p.Ends.Valid():
		faults.Add("ends", "people.date_needed")
	case p.Ends < p.Starts:
		faults.Add("ends", "people.ends_before_start")
	}
}

// clash says what stands against the post p among the others that share a day
// with it: the same person in the same post, or another head of the unit.
func (p Post) clash(others []Post) (Post, bool) {
	i := slices.IndexFunc(others, func(q Post) bool {
		same := q.Role == p.Role && q.UnitID == p.UnitID && (q.StaffID == p.StaffID || p.UnitID != "")
		return q.ID != p.ID && same && q.Overlaps(p.Period)
	})
	if i < 0 {
		return Post{}, false
	}
	return others[i], true
}

// BeginPost appoints a person. A unit has one head at a time: with Replace the
// one until now ends on the day before, else the appointment is refused.
func (s *Service) BeginPost(ctx context.Context, actor access.Actor, in NewPost) (Post, error) {
	made := in.post(actor.School)
	err := s.do(ctx, actor, MaySee, func(w work) error {
		if err := w.mayGive(in.Staff, in.Role); err != nil {
			return err
		}
		if err := in.check(); err != nil {
			return err
		}
		if _, err := w.staff(in.Staff); err != nil {
			return err
		}
		var err error
		if made, err = w.withinUnit(made); err != nil {
			return err
		}
		if err := w.clearWay(made, in.Replace); err != nil {
			return err
		}
		if err := postFree(w.beginPosts(made), made.Role); err != nil {
			return err
		}
		if err := w.tellLeaders([]Post{made}); err != nil {
			return err
		}
		return w.recordPost(EventPostBegun, made, "Starts", string(made.Starts), "Order", made.OrderNo)
	})
	return made, err
}

// clearWay checks what clashes; it ends the predecessor of a head.
func (w work) clearWay(made Post, replace bool) error {
	others, err := postsLike(w.Ctx, w.Tx, made)
	if err != nil {
		return err
	}
	was, clashes := made.clash(others)
	if !clashes {
		return nil
	}
	if !replace || was.StaffID == made.StaffID || was.Starts >= made.Starts {
		return clashFault(made)
	}
	was.Ends, was.Version = made.Starts.AddDays(-1), was.Version+1
	if err := w.changePosts(was); err != nil {
		return err
	}
	return w.leave(was.StaffID, was.Ends)
}

// unitLasts refuses the post of a head that begins before the unit is there, or goes on
// when it has ended.
func (w work) unitLasts(p Post) error {
	if p.UnitID == "" {
		return nil
	}
	u, err := UnitByID(w.Ctx, w.Tx, p.SchoolID, p.UnitID)
	if err != nil {
		return err
	}
	return p.during(u)
}

// withinUnit is a post that ends with its unit where the form names no last day; one
// that the unit does not last for is refused.
func (w work) withinUnit(p Post) (Post, error) {
	if p.UnitID == "" {
		return p, nil
	}
	u, err := UnitByID(w.Ctx, w.Tx, p.SchoolID, p.UnitID)
	if err != nil {
		return p, err
	}
	if p.Open() {
		p.Ends = max(u.Ends, p.Starts)
	}
	return p, p.during(u)
}

func (p Post) during(u Unit) error {
	var faults fault.Fields
	faults.When(!u.Contains(p.Starts), "starts", "people.unit.ended_by_then")
	faults.When(len(faults) == 0 && p.Ends > u.Ends, "ends", "people.unit.ended_by_then")
	return faults.Err()
}

func clashFault(p Post) error {
	if p.Role == access.SMUHead {
		return fault.Conflict("people.post.head_taken")
	}
	return fault.Invalid("role", "people.post.held_already")
}

// postFree turns what the database refuses into the same answer as clash: two
// people at once may both have found the place free.
func postFree(err error, r access.Role) error {
	if errors.Is(err, db.ErrDuplicate) {
		return clashFault(Post{Role: r})
	}
	return err
}

// EndPost ends a post with its last day. Ended already is a conflict, so that
// of two people at once only one is told it was done.
func (s *Service) EndPost(ctx context.Context, actor access.Actor, id string, lastDay calendar.Date) (Post, error) {
	var made Post
	err := s.do(ctx, actor, MaySee, func(w work) error {
		if !lastDay.Valid() {
			return fault.Invalid("last_day", "people.date_needed")
		}
		old, err := PostByID(w.Ctx, w.Tx, actor.School, id)
		if err != nil {
			return err
		}
		if err := mayEnd(actor, old.Role); err != nil {
			return err
		}
		if made, err = old.end(lastDay); err != nil {
			return err
		}
		if err := keepsAdministrator(w.Ctx, w.Tx, old); err != nil {
			return err
		}
		if err := w.changePosts(made); err != nil {
			return err
		}
		if err := w.leave(made.StaffID, lastDay); err != nil {
			return err
		}
		return w.recordPost(EventPostEnded, made, "LastDay", string(lastDay))
	})
	return made, err
}

func (p Post) end(lastDay calendar.Date) (Post, error) {
	if !p.Open() {
		return p, fault.Conflict("people.post.ended_already")
	}
	period, err := p.EndOn(lastDay)
	if err != nil {
		return p, fault.Invalid("last_day", "people.ends_before_start")
	}
	p.Period, p.Version = period, p.Version+1
	return p, nil
}

// Correction mends what was written wrongly in a post; role and unit stay:
// another role is another post.
type Correction struct {
	Post      string
	Version   int // that the form was made from
	Area      i18n.Text
	Starts    calendar.Date
	Ends      calendar.Date // "" when open
	OrderNo   string
	OrderDate calendar.Date
}

// CorrectPost mends dates, area and order of a post. The dates that were stand
// in the journal.
func (s *Service) CorrectPost(ctx context.Context, actor access.Actor, in Correction) (Post, error) {
	var made Post
	err := s.do(ctx, actor, MaySee, func(w work) error {
		old, err := PostByID(w.Ctx, w.Tx, actor.School, in.Post)
		if err != nil {
			return err
		}
		if err := mayEnd(actor, old.Role); err != nil {
			return err
		}
		if err := version.Check(old, in.Version); err != nil {
			return err
		}
		made = old.corrected(in)
		if made.widens(old, w.Date()) {
			if err := w.mayGive(old.StaffID, old.Role); err != nil {
				return err
			}
		}
		if err := w.checkCorrected(old, made); err != nil {
			return err
		}
		made = made.sealedAfter(w.Voucher, old)
		if _, err := version.Replace(w.Work, "post", in.Version, &made, "school_id", "id"); err != nil {
			return postFree(err, made.Role)
		}
		if !made.Open() {
			if err := w.leave(made.StaffID, made.Ends); err != nil {
				return err
			}
		}
		if made.Starts != old.Starts {
			if err := w.sinceKnown(made.StaffID); err != nil {
				return err
			}
		}
		return w.recordPost(EventPostCorrected, made, "Starts", string(made.Starts), "Ends", string(made.Ends),
			"WasStarts", string(old.Starts), "WasEnds", string(old.Ends))
	})
	return made, err
}

// sinceKnown takes the start of the first post for the first day from now on: somebody
// has looked at it.
func (w work) sinceKnown(staff string) error {
	_, err := db.Exec(w.Ctx, w.Tx, `UPDATE staff SET since_unknown = $1 WHERE school_id = $2 AND id = $3`, false, w.Actor.School, staff)
	return err
}

func (p Post) corrected(in Correction) Post {
	p.Period, p.OrderNo, p.OrderDate = periodOf(in.Starts, in.Ends), OneLine(in.OrderNo), in.OrderDate
	p.AreaKK, p.AreaRU, p.AreaEN = OneLine(in.Area.KK), OneLine(in.Area.RU), OneLine(in.Area.EN)
	return p
}

func (w work) checkCorrected(old, made Post) error {
	var faults fault.Fields
	checkPeriod(&faults, made.Period)
	checkOrder(&faults, made.OrderNo, made.OrderDate, made.Area())
	if err := faults.Err(); err != nil {
		return err
	}
	if err := w.unitLasts(made); err != nil {
		return err
	}
	if old.Open() && !made.Open() {
		if err := keepsAdministrator(w.Ctx, w.Tx, old); err != nil {
			return err
		}
	}
	others, err := postsLike(w.Ctx, w.Tx, made)
	if err != nil {
		return err
	}
	if _, clashes := made.clash(others); clashes {
		return clashFault(made)
	}
	return nil
}

// keepsAdministrator refuses to end the last open post of an administrator:
// nobody could make accounts any more.
func keepsAdministrator(ctx context.Context, tx db.Conn, p Post) error {
	if p.Role != access.Administrator || !p.Open() {
		return nil
	}
	n, err := db.One[int64](ctx, tx, `SELECT COUNT(*) FROM post WHERE school_id = $1 AND role = $2 AND ends = $3 AND id <> $4`,
		p.SchoolID, access.Administrator, calendar.Forever, p.ID)
	if err == nil && n == 0 {
		return fault.Conflict("people.post.last_administrator")
	}
	return err
}

func (w work) recordPost(e journal.Event, p Post, details ...string) error {
	holder, err := w.staff(p.StaffID)
	if err != nil {
		return err
	}
	return w.record(e, KindOfStaff, p.StaffID, append([]string{"Code", holder.Code, "Role", string(p.Role)}, details...)...)
}

// PostByID reads one post of the school.
func PostByID(ctx context.Context, c db.Conn, school, id string) (Post, error) {
	p, err := db.One[Post](ctx, c, `SELECT `+db.Columns[Post]("")+` FROM post WHERE school_id = $1 AND id = $2`, school, id)
	return p, verb.Missing(err, "people.post.not_found")
}

// postsLike reads the posts that could clash with p.
func postsLike(ctx context.Context, c db.Conn, p Post) ([]Post, error) {
	return db.All[Post](ctx, c, `
SELECT `+db.Columns[Post]("")+` FROM post WHERE school_id = $1 AND role = $2 AND unit_id = $3 AND ends >= $4
   AND (unit_id <> '' OR staff_id = $5) ORDER BY starts DESC`,
		p.SchoolID, p.Role, p.UnitID, p.Starts, p.StaffID)
}

// runningPosts reads the posts of a person that run beyond the day.
func runningPosts(ctx context.Context, c db.Conn, school, staff string, day calendar.Date) ([]Post, error) {
	return db.All[Post](ctx, c, `SELECT `+db.Columns[Post]("")+` FROM post WHERE school_id = $1 AND staff_id = $2 AND ends > $3 ORDER BY starts`, school, staff, day)
}

// HoldersOf lists who holds the role on the day, in order of names: the
// director who signs, the deputies who are told.
func HoldersOf(ctx context.Context, c db.Conn, school string, role access.Role, on calendar.Date) ([]Staff, error) {
	return db.All[Staff](ctx, c, `
SELECT `+db.Columns[Staff]("s")+` FROM staff s
 WHERE s.school_id = $1 AND EXISTS (SELECT 1 FROM post p WHERE p.school_id = $1 AND p.staff_id = s.id
       AND p.role = $2 AND p.starts <= $3 AND p.ends >= $3)
 ORDER BY s.sort_key, s.id`, school, role, on)
}
