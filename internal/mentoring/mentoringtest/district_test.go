package mentoringtest

import (
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/district"
)

const audan = "audan"

// districtOf puts the school and another one into a district; x1 of the other
// teaches Mathematics, x2 History.
func (w *world) districtOf() {
	w.t.Helper()
	w.organisation("district1")
	w.organisation(audan)
	w.exec(`UPDATE organisation SET parent_id = 'district1' WHERE id IN ($1, $2)`, school, audan)
	for code, role := range map[string]access.Role{"x1": access.Teacher, "x2": access.Teacher, "xdir": access.Director} {
		w.exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, 'Name', '', '', $2, $3, '', '', '')`, audan, code, i18n.SortKey(code))
		w.exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, $2, $2, $3, '', '', '', '', '2012-09-01', '9999-12-31', '', '')`, audan, code, role)
		subject := map[string]string{"x1": "Math", "x2": "Hist"}[code]
		if subject != "" {
			w.exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends)
VALUES ($1, $2, $2, $3, '2012-09-01', '9999-12-31')`, audan, code, subject)
		}
	}
}

func there(staff string, roles ...access.Role) access.Actor {
	return access.Actor{Account: "of " + staff, School: audan, Staff: staff, Name: staff, Roles: append(roles, access.Teacher)}
}

// asked is a request for x1 that waits for her school.
func (w *world) outside() (mentoring.Programme, district.OutsideRequest) {
	w.t.Helper()
	w.districtOf()
	p := w.opened()
	w.joined(p, mentoring.Mentee, 0, "e1")
	w.ok(w.District.OpenToDistrict(ctx, there("xdir", access.Director), true))
	w.ok(w.District.OfferOutside(ctx, there("x1"), 1))
	w.ok(w.District.OfferOutside(ctx, there("x2"), 1))
	r, err := w.District.AskOutside(ctx, w.as("deputy"), "e1", audan, "x1")
	w.ok(err)
	return p, r
}

// Only a school that opened and a mentor who offered are seen, by code, subject and hours.
func TestWhoIsSeenAcrossSchools(t *testing.T) {
	each(t, func(w *world) {
		w.districtOf()
		p := w.opened()
		w.joined(p, mentoring.Mentee, 0, "e1")
		seen := func(want int) {
			w.t.Helper()
			found, err := w.District.OutsideMentors(ctx, w.as("deputy"), "e1")
			w.ok(err)
			if len(found.Mentors) != want {
				w.t.Errorf("sees %+v, want %d", found.Mentors, want)
			}
		}
		seen(0)
		w.ok(w.District.OfferOutside(ctx, there("x1"), 1))
		w.ok(w.District.OfferOutside(ctx, there("x2"), 1)) // of another subject
		seen(0)
		w.want(w.District.OpenToDistrict(ctx, there("x1"), true), fault.KindForbidden)
		w.ok(w.District.OpenToDistrict(ctx, there("xdir", access.Director), true))
		w.want(w.District.OpenToDistrict(ctx, there("xdir", access.Director), true), fault.KindConflict)
		seen(1)
		found, err := w.District.OutsideMentors(ctx, w.as("deputy"), "e1")
		w.ok(err)
		if m := found.Mentors[0]; m.Code != "x1" || m.Shared[0] != "Math" || m.Hours == 0 {
			w.t.Errorf("sees %+v", m)
		}
		_, err = w.District.OutsideMentors(ctx, w.as("m1"), "e1")
		w.want(err, fault.KindForbidden)
		_, err = w.District.OutsideMentors(ctx, w.as("deputy"), "m1") // no mentee
		w.want(err, fault.KindNotFound)
		w.ok(w.District.OpenToDistrict(ctx, there("xdir", access.Director), false))
		seen(0)
	})
}

// The school answers before the mentor, each for itself; nobody else does.
func TestRequestAcrossSchools(t *testing.T) {
	each(t, func(w *world) {
		_, r := w.outside()
		_, err := w.District.AskOutside(ctx, w.as("deputy"), "e1", audan, "x1")
		w.want(err, fault.KindConflict) // the only place is asked about
		w.want(w.District.AnswerOutside(ctx, there("x1"), r.ID, true), fault.KindForbidden)
		w.want(w.District.AnswerOutside(ctx, w.as("director"), r.ID, true), fault.KindForbidden)
		elsewhere := access.Actor{School: "nowhere", Staff: "n", Roles: []access.Role{access.Director}}
		w.want(w.District.AnswerOutside(ctx, elsewhere, r.ID, true), fault.KindNotFound)
		if lines, err := w.District.OutsideRequests(ctx, there("x1")); err != nil || len(lines) != 0 {
			w.t.Errorf("the mentor sees %+v before her school agreed, %v", lines, err)
		}
		w.ok(w.District.AnswerOutside(ctx, there("xdir", access.Director), r.ID, true))
		w.want(w.District.AnswerOutside(ctx, there("xdir", access.Director), r.ID, true), fault.KindForbidden) // for the mentor
		w.ok(w.District.AnswerOutside(ctx, there("x1"), r.ID, true))
		for _, a := range []access.Actor{w.as("e1"), w.as("deputy"), there("x1"), there("xdir", access.Director)} {
			lines, err := w.District.OutsideRequests(ctx, a)
			w.ok(err)
			if len(lines) != 1 || lines[0].State != district.OutsideAgreed || lines[0].MentorCode != "x1" {
				w.t.Errorf("%s sees %+v", a.Staff, lines)
			}
		}
		if lines, err := w.District.OutsideRequests(ctx, w.as("m1")); err != nil || len(lines) != 0 {
			w.t.Errorf("a colleague sees %+v, %v", lines, err)
		}
		w.ok(w.District.WithdrawOutside(ctx, w.as("e1"), r.ID))
		w.want(w.District.WithdrawOutside(ctx, w.as("deputy"), r.ID), fault.KindConflict)
	})
}

// A no of the school and a no of the mentor read alike.
func TestANoAcrossSchoolsIsNobodys(t *testing.T) {
	for _, who := range []string{"school", "mentor"} {
		t.Run(who, func(t *testing.T) {
			each(t, func(w *world) {
				_, r := w.outside()
				if who == "mentor" {
					w.ok(w.District.AnswerOutside(ctx, there("xdir", access.Director), r.ID, true))
				}
				by := map[string]access.Actor{"school": there("xdir", access.Director), "mentor": there("x1")}[who]
				said := w.journalled(func() { w.ok(w.District.AnswerOutside(ctx, by, r.ID, false)) })
				if len(said) != 1 || said[0].Staff != "" || said[0].Actor != "mentoring" {
					w.t.Errorf("the journal says %+v", said)
				}
				lines, err := w.District.OutsideRequests(ctx, w.as("deputy"))
				w.ok(err)
				if len(lines) != 1 || lines[0].State != district.OutsideNotAgreed {
					w.t.Errorf("the school that asked sees %+v", lines)
				}
				w.want(w.District.AnswerOutside(ctx, by, r.ID, true), fault.KindConflict)
			})
		})
	}
}
