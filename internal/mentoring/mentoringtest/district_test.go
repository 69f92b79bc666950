package mentoringtest

import (
	"testing"

	"talim/internal/access"
	"talim/internal/apptest"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/mentoring"
	"talim/internal/mentoring/district"
	"talim/internal/schooltest"
)

const audan = schooltest.Other

// districtOf puts the school and another one into a district; x1 of the other
// teaches Mathematics, x2 History.
func (w *world) districtOf() {
	w.T.Helper()
	w.Exec(`INSERT INTO organisation (id, parent_id, kind, code, name_kk, name_ru, name_en, address_kk, address_ru, timezone, languages, created_at)
VALUES ('district1', '', 'school', 'district1', '', '', '', '', '', 'Asia/Almaty', 'kk', '')`)
	w.Exec(`UPDATE organisation SET parent_id = 'district1' WHERE id IN ($1, $2)`, school, audan)
	for code, role := range map[string]access.Role{"x1": access.Teacher, "x2": access.Teacher, "xdir": access.Director} {
		w.Exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, 'Name', '', '', $2, $3, '', '', '')`, audan, code, i18n.SortKey(code))
		w.Exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, $2, $2, $3, '', '', '', '', '2012-09-01', '9999-12-31', '', '')`, audan, code, role)
		subject := map[string]string{"x1": "Math", "x2": "Hist"}[code]
		if subject != "" {
			w.Exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends)
VALUES ($1, $2, $2, $3, '2012-09-01', '9999-12-31')`, audan, code, subject)
		}
	}
}

func there(staff string, roles ...access.Role) access.Actor {
	return access.Actor{Account: "of " + staff, School: audan, Staff: staff, Name: staff, Roles: append(roles, access.Teacher)}
}

// asked is a request for x1 that waits for her school.
func (w *world) outside() (mentoring.Programme, district.OutsideRequest) {
	w.T.Helper()
	w.districtOf()
	p := w.opened()
	w.joined(p, mentoring.Mentee, 0, "e1")
	w.OK(w.District.OpenToDistrict(ctx, there("xdir", access.Director), true))
	w.OK(w.District.OfferOutside(ctx, there("x1"), district.Offer{Places: 1}))
	w.OK(w.District.OfferOutside(ctx, there("x2"), district.Offer{Places: 1}))
	r, err := w.District.AskOutside(ctx, w.as("deputy"), "e1", audan, "x1")
	w.OK(err)
	return p, r
}

// Only a school that opened and a mentor who offered are seen, by code, subject and hours.
func TestWhoIsSeenAcrossSchools(t *testing.T) {
	each(t, func(w *world) {
		w.districtOf()
		p := w.opened()
		w.joined(p, mentoring.Mentee, 0, "e1")
		seen := func(want int) {
			w.T.Helper()
			found, err := w.District.OutsideMentors(ctx, w.as("deputy"), "e1")
			w.OK(err)
			if len(found.Mentors) != want {
				w.T.Errorf("sees %+v, want %d", found.Mentors, want)
			}
		}
		seen(0)
		w.OK(w.District.OfferOutside(ctx, there("x1"), district.Offer{Places: 1}))
		w.OK(w.District.OfferOutside(ctx, there("x2"), district.Offer{Places: 1})) // of another subject
		seen(0)
		w.Refused(w.District.OpenToDistrict(ctx, there("x1"), true), fault.KindForbidden)
		w.OK(w.District.OpenToDistrict(ctx, there("xdir", access.Director), true))
		w.Refused(w.District.OpenToDistrict(ctx, there("xdir", access.Director), true), fault.KindConflict)
		seen(1)
		found, err := w.District.OutsideMentors(ctx, w.as("deputy"), "e1")
		w.OK(err)
		if m := found.Mentors[0]; m.Code != "x1" || m.Shared[0] != "Math" || m.Hours == 0 {
			w.T.Errorf("sees %+v", m)
		}
		_, err = w.District.OutsideMentors(ctx, w.as("m1"), "e1")
		w.Refused(err, fault.KindForbidden)
		_, err = w.District.OutsideMentors(ctx, w.as("deputy"), "m1") // no mentee
		w.Refused(err, fault.KindNotFound)
		w.OK(w.District.OpenToDistrict(ctx, there("xdir", access.Director), false))
		seen(0)
	})
}

// The school answers before the mentor, each for itself; nobody else does.
func TestRequestAcrossSchools(t *testing.T) {
	each(t, func(w *world) {
		_, r := w.outside()
		_, err := w.District.AskOutside(ctx, w.as("deputy"), "e1", audan, "x1")
		w.Refused(err, fault.KindConflict) // the only place is asked about
		w.Refused(w.District.AnswerOutside(ctx, there("x1"), r.ID, true), fault.KindForbidden)
		w.Refused(w.District.AnswerOutside(ctx, w.as("director"), r.ID, true), fault.KindForbidden)
		elsewhere := access.Actor{School: "nowhere", Staff: "n", Roles: []access.Role{access.Director}}
		w.Refused(w.District.AnswerOutside(ctx, elsewhere, r.ID, true), fault.KindNotFound)
		if lines, err := w.District.OutsideRequests(ctx, there("x1")); err != nil || len(lines) != 0 {
			w.T.Errorf("the mentor sees %+v before her school agreed, %v", lines, err)
		}
		w.OK(w.District.AnswerOutside(ctx, there("xdir", access.Director), r.ID, true))
		w.Refused(w.District.AnswerOutside(ctx, there("xdir", access.Director), r.ID, true), fault.KindForbidden) // for the mentor
		w.OK(w.District.AnswerOutside(ctx, there("x1"), r.ID, true))
		for _, a := range []access.Actor{w.as("e1"), w.as("deputy"), there("x1"), there("xdir", access.Director)} {
			lines, err := w.District.OutsideRequests(ctx, a)
			w.OK(err)
			if len(lines) != 1 || lines[0].State != district.OutsideAgreed || lines[0].MentorCode != "x1" {
				w.T.Errorf("%s sees %+v", a.Staff, lines)
			}
		}
		if lines, err := w.District.OutsideRequests(ctx, w.as("m1")); err != nil || len(lines) != 0 {
			w.T.Errorf("a colleague sees %+v, %v", lines, err)
		}
		w.OK(w.District.WithdrawOutside(ctx, w.as("e1"), r.ID))
		w.Refused(w.District.WithdrawOutside(ctx, w.as("deputy"), r.ID), fault.KindConflict)
	})
}

// A no of the school and a no of the mentor read alike.
func TestAnswerOutsideNoIsNobodys(t *testing.T) {
	for _, who := range []string{"school", "mentor"} {
		t.Run(who, func(t *testing.T) {
			each(t, func(w *world) {
				_, r := w.outside()
				if who == "mentor" {
					w.OK(w.District.AnswerOutside(ctx, there("xdir", access.Director), r.ID, true))
				}
				by := map[string]access.Actor{"school": there("xdir", access.Director), "mentor": there("x1")}[who]
				said := w.journalled(func() { w.OK(w.District.AnswerOutside(ctx, by, r.ID, false)) })
				if len(said) != 1 || said[0].Staff != "" || said[0].Actor != "mentoring" {
					w.T.Errorf("the journal says %+v", said)
				}
				lines, err := w.District.OutsideRequests(ctx, w.as("deputy"))
				w.OK(err)
				if len(lines) != 1 || lines[0].State != district.OutsideNotAgreed {
					w.T.Errorf("the school that asked sees %+v", lines)
				}
				w.Refused(w.District.AnswerOutside(ctx, by, r.ID, true), fault.KindConflict)
			})
		})
	}
}

// An offer is made within its bounds, changed from the one that stands, and the offers of
// before stay as they were.
func TestOfferOutsideKeepsWhatWasOffered(t *testing.T) {
	each(t, func(w *world) {
		w.districtOf()
		offer := func(version, places int) error {
			return w.District.OfferOutside(ctx, there("x1"), district.Offer{Version: version, Places: places})
		}
		refused := func(name, want string, version, places int) apptest.Refusal {
			return apptest.Refusal{Name: name, Want: want, Err: func() error { return offer(version, places) }}
		}
		watch := apptest.NewWatch(w.T, w.D)
		watch.Refuses(
			refused("fewer than none", "places:mentoring.policy.range", 0, -1), refused("more than three", "places:mentoring.policy.range", 0, 4),
			refused("of a page that is ahead", "conflict fault.changed_meanwhile", 1, 1),
			apptest.Refusal{Name: "of nobody", Want: "forbidden mentoring.access.own", Err: func() error {
				return w.District.OfferOutside(ctx, access.Actor{School: audan, Roles: []access.Role{access.Teacher}}, district.Offer{Places: 1})
			}},
		)
		for _, step := range []struct{ from, places, then int }{{0, 3, 1}, {1, 1, 3}, {3, 0, 4}, {4, 2, 5}} {
			w.OK(offer(step.from, step.places))
			got, err := w.District.District(ctx, there("x1"))
			w.OK(err)
			if got.Offer != (district.Offer{Version: step.then, Places: step.places}) {
				w.T.Errorf("after %+v stands %+v", step, got.Offer)
			}
			watch.Refuses(refused("of the page before", "conflict fault.changed_meanwhile", step.from, 1))
		}
		if n := w.Count(`SELECT count(*) FROM district_offer WHERE staff_id = 'x1'`); n != 3 {
			w.T.Errorf("%d offers are kept of three", n)
		}
	})
}
