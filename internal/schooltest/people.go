package schooltest

import (
	"slices"

	"talim/internal/access"
	"talim/internal/i18n"
)

// unit is the unit of the head.
const unit = "math"

// People are the roles of each of the school by the code.
type People map[string][]access.Role

// Who is somebody of the people. A code that is not theirs has no role.
func (p People) Who(code string) access.Actor { return Actor(ID, code, p[code]...) }

// Hire gives people the posts of their roles, since before the year.
func (s *School) Hire(people People) {
	s.T.Helper()
	for code, roles := range people {
		s.Staff(code)
		for _, role := range roles {
			s.Exec(`INSERT INTO post (school_id, id, staff_id, role, unit_id, area_kk, area_ru, area_en, starts, ends, order_no, order_date)
VALUES ($1, $2, $3, $4, $5, '', '', '', '2012-09-01', '9999-12-31', '', '')`, ID, code+string(role), code, role, s.unitOf(role))
		}
	}
}

// unitOf is the unit of a head, that of Mathematics.
func (s *School) unitOf(role access.Role) string {
	s.T.Helper()
	if role != access.SMUHead {
		return ""
	}
	s.Exec(`INSERT INTO unit (school_id, id, code, name_kk, name_ru, name_en, sort_key, starts, ends)
VALUES ($1, $2, $2, 'Математика', 'Математика', 'Mathematics', '', '2012-09-01', '9999-12-31') ON CONFLICT DO NOTHING`, ID, unit)
	return unit
}

// Teach says how long somebody has taught, of which category and which subjects.
func (s *School) Teach(code string, years int, category string, subjects ...string) {
	s.T.Helper()
	s.Exec(`INSERT INTO staff_private (school_id, id, staff_id, study_route, birth_year, age_recorded, years_experience, months_taught,
coe_level, category, gender, recorded_on, starts, ends)
VALUES ($1, $2, $2, '', -1, -1, $3, -1, '', $4, '', '2013-09-01', '2012-09-01', '9999-12-31')`, ID, code, years, category)
	for _, subject := range subjects {
		s.Exec(`INSERT INTO teaches (school_id, id, staff_id, subject_code, starts, ends) VALUES ($1, $2, $2, $3, '2012-09-01', '9999-12-31')`, ID, code, subject)
	}
}

// Staff lists people who are there and have no post; who is there already stays.
func (s *School) Staff(codes ...string) {
	s.T.Helper()
	for _, code := range codes {
		s.Exec(`INSERT INTO staff (school_id, id, code, family_name, given_name, patronymic, name_fold, sort_key, phone, email, created_at)
VALUES ($1, $2, $2, '', '', '', $2, $3, $4, '', '') ON CONFLICT DO NOTHING`, ID, code, i18n.SortKey(code), "8 700 "+code)
	}
}

// Actor is somebody of a school.
func Actor(school, code string, roles ...access.Role) access.Actor {
	return access.Actor{Account: code, School: school, Staff: code, Name: code, Roles: slices.Clone(roles)}
}

// Who is somebody of a school of a director, a deputy and teachers.
func Who(code string) access.Actor {
	switch code {
	case "director":
		return Actor(ID, code, access.Director)
	case "deputy":
		return Actor(ID, code, access.Deputy)
	}
	return Actor(ID, code, access.Teacher)
}
