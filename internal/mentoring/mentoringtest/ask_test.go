package mentoringtest

import (
	"testing"

	"talim/internal/access"
	"talim/internal/fault"
	"talim/internal/mentoring/district"
)

// office is somebody of the district above the two schools.
func office(roles ...access.Role) access.Actor {
	return access.Actor{Account: "of method", School: "district1", Office: true, Staff: "method", Name: "method", Roles: roles}
}

// asksOffice puts a methodologist above the two schools; the deputy asks for Mathematics.
func (w *world) asksOffice() district.AskLine {
	w.T.Helper()
	w.districtOf()
	w.Exec(`UPDATE organisation SET kind = 'district' WHERE id = 'district1'`)
	w.Exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ('district1', 'method', 'method', 'Name', '', '', 'method', 'method', '', '', '')`)
	w.Exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ('district1', 'method', 'method', 'methodologist', '', '', '', '', '2012-09-01', '9999-12-31', '', '')`)
	w.OK(w.District.OpenToDistrict(ctx, there("xdir", access.Director), true))
	w.OK(w.District.OfferOutside(ctx, there("x1"), district.Offer{Places: 2}))
	w.OK(w.District.OfferOutside(ctx, there("x2"), district.Offer{Places: 1})) // of another subject
	w.OK(w.District.AskOffice(ctx, w.as("deputy"), district.NewAsk{Subject: "Math", Places: 1}))
	lines, err := w.District.Asks(ctx, w.as("deputy"))
	w.OK(err)
	if len(lines) != 1 || lines[0].State != district.AskWaits {
		w.T.Fatalf("asked %+v", lines)
	}
	return lines[0]
}

func (w *world) reminded(staff, key string) int {
	return w.Count(`SELECT count(*) FROM reminder WHERE staff_id = $1 AND message_key = $2 AND done_at = ''`, staff, key)
}

// A school asks the office above it, which names another of its schools; both learn it on
// Today, and the office reads no person.
func TestOfficeNamesASchool(t *testing.T) {
	each(t, func(w *world) {
		line := w.asksOffice()
		w.Refused(w.District.AskOffice(ctx, w.as("deputy"), district.NewAsk{Subject: "Math", Places: 2}), fault.KindConflict)
		if w.reminded("method", "mentoring.remind.ask") != 1 {
			t.Error("the methodologist has nothing on Today")
		}
		all, err := w.District.OfficeAsks(ctx, office(access.Methodologist))
		w.OK(err)
		schools := all.Schools(all.Lines[0])
		if len(all.Lines) != 1 || len(schools) != 1 || schools[0].ID != audan || schools[0].Places != 2 {
			t.Errorf("the office reads %+v and can name %+v", all.Lines, schools)
		}
		w.Refused(w.District.AnswerAsk(ctx, office(access.Methodologist), line.ID, school), fault.KindInvalid) // the one that asks
		w.OK(w.District.AnswerAsk(ctx, office(access.Methodologist), line.ID, audan))
		w.Refused(w.District.AnswerAsk(ctx, office(access.Methodologist), line.ID, ""), fault.KindConflict)
		w.Refused(w.District.WithdrawAsk(ctx, w.as("deputy"), line.ID), fault.KindConflict)
		lines, err := w.District.Asks(ctx, w.as("director"))
		w.OK(err)
		if lines[0].State != district.AskNamed || lines[0].ToSchool != audan {
			t.Errorf("answered %+v", lines[0])
		}
		for staff, key := range map[string]string{"deputy": "mentoring.remind.ask_named", "xdir": "mentoring.remind.ask_yours"} {
			if w.reminded(staff, key) != 1 {
				t.Errorf("%s has nothing on Today", staff)
			}
		}
		if w.reminded("method", "mentoring.remind.ask") != 0 {
			t.Error("what is answered still waits for the methodologist")
		}
	})
}

// Who asks and who answers, and nobody else.
func TestWhoAsksAnOffice(t *testing.T) {
	each(t, func(w *world) {
		line := w.asksOffice()
		w.Refused(w.District.AskOffice(ctx, w.as("m1"), district.NewAsk{Subject: "Hist", Places: 1}), fault.KindForbidden)
		w.Refused(w.District.AskOffice(ctx, w.as("deputy"), district.NewAsk{Subject: "none", Places: 0}), fault.KindInvalid)
		for name, who := range map[string]access.Actor{
			"the administrator of the office": office(access.Administrator), "a director": w.as("director"), "a teacher": w.as("m1"),
			"a methodologist of a school": {Account: "x", School: school, Staff: "m1", Roles: []access.Role{access.Methodologist}},
		} {
			if _, err := w.District.OfficeAsks(ctx, who); !fault.Is(err, fault.KindForbidden) {
				t.Errorf("%s reads: %v", name, err)
			}
			if err := w.District.AnswerAsk(ctx, who, line.ID, audan); !fault.Is(err, fault.KindForbidden) {
				t.Errorf("%s answers: %v", name, err)
			}
		}
		other := office(access.Methodologist)
		other.School = "district2"
		w.Refused(w.District.AnswerAsk(ctx, other, line.ID, audan), fault.KindNotFound)
		if all, err := w.District.OfficeAsks(ctx, other); err != nil || len(all.Lines) != 0 {
			t.Errorf("another district reads %+v, %v", all.Lines, err)
		}
		_, err := w.District.Asks(ctx, w.as("m1"))
		w.Refused(err, fault.KindForbidden)
		w.Refused(w.District.WithdrawAsk(ctx, w.as("m1"), line.ID), fault.KindForbidden)
		w.Refused(w.District.WithdrawAsk(ctx, there("xdir", access.Director), line.ID), fault.KindNotFound)
		w.OK(w.District.WithdrawAsk(ctx, w.as("deputy"), line.ID))
		if w.reminded("method", "mentoring.remind.ask") != 0 {
			t.Error("what was taken back still waits for the methodologist")
		}
	})
}
