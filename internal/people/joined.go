package people

import (
	"cmp"
	"context"
	"slices"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/reminder"
	"talim/internal/verb"
)

// Two records of the staff may be one person: of the first person of a server, who was
// there before the list, and of the same person in the list. They become one when that
// person says so; the record that was first stays, without posts, as another way of
// writing the name.

// OnJoin lets another area hand on what it keeps of a person who says that they are
// another one, in the same transaction. Areas are registered before the program serves.
func (s *Service) OnJoin(fn func(w verb.Work, from, to string) error) {
	s.joined = append(s.joined, fn)
}

// Join hands posts and reminders of one member of staff on to another who is the same
// person, and what other areas keep of them, as a part of the caller's change, which asks
// who may and records it. Posts with rights of the other wait for a second person.
func (s *Service) Join(v verb.Work, from, to string) error {
	w := work{v, s}
	mine, err := w.staff(from)
	if err != nil {
		return err
	}
	p, err := w.staff(to)
	if err != nil {
		return err
	}
	if err := w.suspend(to); err != nil {
		return err
	}
	for _, step := range []func(mine, p Staff) error{w.passPosts, w.passName, w.passRest} {
		if err := step(mine, p); err != nil {
			return err
		}
	}
	return s.SayJoined(v, from, to)
}

// SayJoined keeps which record of a list somebody is, "" for none, so that nobody is asked
// twice; as a part of the caller's change.
func (s *Service) SayJoined(w verb.Work, from, to string) error {
	_, err := db.Exec(w.Ctx, w.Tx, `INSERT INTO staff_joined (school_id, staff_id, into_id, joined_at) VALUES ($1, $2, $3, $4)`,
		w.Actor.School, from, to, w.Instant())
	return verb.Duplicate(err, "people.self.answered")
}

// passPosts hands on the posts. One that the person in the list has as well becomes one
// with it, for the time of both.
func (w work) passPosts(mine, p Staff) error {
	posts, err := db.All[Post](w.Ctx, w.Tx, `SELECT `+db.Columns[Post]("")+` FROM post WHERE school_id = $1 AND staff_id IN ($2, $3) ORDER BY starts, id`, p.SchoolID, mine.ID, p.ID)
	if err != nil {
		return err
	}
	for _, q := range posts {
		if q.StaffID != mine.ID {
			continue
		}
		was := q
		q.StaffID, q.Version = p.ID, q.Version+1
		i := slices.IndexFunc(posts, func(x Post) bool { return x.StaffID == p.ID && x.Role == q.Role && x.Overlaps(q.Period) })
		if i >= 0 {
			if !posts[i].vouchedBy(w.Voucher) {
				was = posts[i] // what nobody vouches for is not made right by joining it
			}
			q.Starts, q.Ends = min(q.Starts, posts[i].Starts), max(q.Ends, posts[i].Ends)
			if _, err := db.Exec(w.Ctx, w.Tx, `DELETE FROM post WHERE school_id = $1 AND id = $2`, p.SchoolID, posts[i].ID); err != nil {
				return err
			}
		}
		if err := db.Update(w.Ctx, w.Tx, "post", q.sealedAfter(w.Voucher, was), "school_id", "id"); err != nil {
			return err
		}
	}
	return nil
}

// passName fills in the contacts that the list does not have, and frees the code of the
// first record, whose name stays as another way of writing this person.
func (w work) passName(mine, p Staff) error {
	freed := mine.Facts()
	freed.Code = mine.ID
	if err := changeStaff(w.Ctx, w.Tx, w.Date(), mine.With(freed)); err != nil {
		return err
	}
	f := p.Facts()
	f.Phone, f.Email = cmp.Or(f.Phone, mine.Phone), cmp.Or(f.Email, mine.Email)
	if f == p.Facts() {
		return nil
	}
	return changeStaff(w.Ctx, w.Tx, w.Date(), p.With(f))
}

// passRest hands on what other areas keep, and refuses where something would stay behind.
func (w work) passRest(mine, p Staff) error {
	if err := reminder.Pass(w.Ctx, w.Tx, p.SchoolID, mine.ID, p.ID); err != nil {
		return err
	}
	for _, fn := range w.joined {
		if err := fn(w.Work, mine.ID, p.ID); err != nil {
			return err
		}
	}
	left, err := db.ReferredFrom(w.Ctx, w.Tx, "staff", p.SchoolID, mine.ID)
	left = slices.DeleteFunc(left, func(table string) bool { return table == "staff_earlier" })
	if err == nil && len(left) > 0 {
		err = fault.Conflict("people.self.has_records")
	}
	return err
}

// WhereOnlyAdministers holds for somebody who administers the school on the day and is nothing else
// in it, as the first person of a server is: what a list brings has another post, a subject
// or a unit. Who was joined with another record, or said that there is none, is left out.
func WhereOnlyAdministers(school, staff, day string) string {
	none := func(table, more string) string {
		return " AND NOT EXISTS (SELECT 1 FROM " + table + " x WHERE x.school_id = " + school + " AND x.staff_id = " + staff + more + ")"
	}
	return WhereAtWork(school, staff, day, access.Administrator) + none("post", " AND x.role <> '"+string(access.Administrator)+"'") +
		none("teaches", "") + none("unit_member", "") + none("staffing_state", "") + none("staff_private", "") + none("staff_joined", "")
}

// Spellings lists everybody whom the school ever had by each name under which they are
// known here: whoever said that two records are one person has two.
func Spellings(ctx context.Context, c db.Conn, school string) ([]Person, error) {
	return db.All[Person](ctx, c, `SELECT `+PersonColumns("x")+` FROM (
SELECT `+PersonColumns("s")+`, 0 AS other FROM staff s WHERE s.school_id = $1
   AND NOT EXISTS (SELECT 1 FROM staff_joined j WHERE j.school_id = s.school_id AND j.staff_id = s.id AND j.into_id <> '')
UNION ALL
SELECT i.id, i.code, s.family_name, s.given_name, s.patronymic, i.sort_key, 1 AS other FROM staff_joined j
  JOIN staff s ON s.school_id = j.school_id AND s.id = j.staff_id JOIN staff i ON i.school_id = j.school_id AND i.id = j.into_id
 WHERE j.school_id = $1) x ORDER BY x.other, x.code, x.id`, school)
}
