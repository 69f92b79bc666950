package peopleweb_test

import (
	"strings"
	"testing"

	"talim/internal/i18n"
	"talim/internal/web/link"
	"talim/internal/web/webtest"
)

// attacker asks the pages as people who have signed in with a password of their own.
func (w *world) attacker() webtest.Attacker {
	return webtest.Attacker{T: w.T, D: w.db, Visit: func(code string, lang i18n.Language) *webtest.Visitor {
		return webtest.Visit(w.T, w.server.Config.Handler, lang).Enter(w.account[code])
	}}
}

// Every form of the staff: what is wrong is said at its field and kept, whoever may not is
// refused, another school finds nothing, and an older page wipes nothing.
func TestFormsOfThePeople(t *testing.T) {
	each(t, func(w *world) {
		id, long := w.staff["T-A2"], strings.Repeat("ө", 101)
		post := w.first(`SELECT id FROM post WHERE school_id = $1 AND staff_id = $2`, w.school, id)
		lead := w.first(`SELECT id FROM post WHERE school_id = $1 AND staff_id = $2`, w.school, w.staff["DD-A2"])
		away := w.staff["T-A14"]
		state := w.first(`SELECT id FROM staffing_state WHERE school_id = $1`, w.school)
		member := w.first(`SELECT id FROM unit_member WHERE school_id = $1 AND staff_id = $2`, w.school, id)
		none, elsewhere := []string{"T-A14", "SMU-A3"}, []string{"ADM-B"}
		w.attacker().All(
			webtest.Form{
				At: link.NewStaff(), By: "DD-A2", MayNot: none,
				Good: []string{"family_name", "Қайратқызы", "given_name", "Ләззат", "role", "teacher", "starts", "2013-09-02", "years_experience", "3", "category", "second", "unit", w.unit, "code", "T-77"},
				Wrong: []webtest.Wrong{
					webtest.At("code", "code", "T-A14"),
					webtest.At("family_name", "family_name", "", "given_name", "", "code", ""),
					webtest.At("family_name", "family_name", long),
					webtest.At("email", "email", "ләззат"),
					webtest.At("years_experience", "years_experience", "үш"),
					webtest.At("years_experience", "years_experience", "81"),
					webtest.At("starts", "starts", "1939-12-31"),
					webtest.At("starts", "starts", "қыркүйек"),
					webtest.At("starts", "starts", "9999-01-01"),
					webtest.At("unit", "unit", w.unit, "starts", "2013-08-31"),
				},
			},
			webtest.Form{
				At: link.EditStaff(id), By: "ADM", MayNot: none, Nobody: elsewhere, Leads: link.Staff(id), Holds: true,
				Good:   []string{"code", "T-A2", "family_name", "Әбілқасым", "given_name", "Гүлнұр", "patronymic", "Ғаниқызы", "phone", "8 701 000", "email", "a@b.kz"},
				Others: []string{"phone", "8 702 000", "email", "c@d.kz"},
				Wrong: []webtest.Wrong{
					webtest.At("code", "code", ""), webtest.At("code", "code", "DIR-A"), webtest.At("phone", "phone", long), webtest.At("patronymic", "patronymic", long), webtest.At("email", "email", "a"),
				},
			},
			webtest.Form{
				At: link.StaffPrivate(id), By: "DIR-A", MayNot: []string{"ADM", "SMU-A3", "T-A14"}, Nobody: nil, Leads: link.StaffPrivate(id), Holds: true,
				Good:   []string{"study_route", "full_time", "category", "highest", "years_experience", "30", "months_taught", "300", "birth_year", "1961", "gender", "f"},
				Others: []string{"years_experience", "31", "birth_year", "1960"},
				Wrong: []webtest.Wrong{
					webtest.At("years_experience", "years_experience", "-1"), webtest.At("years_experience", "years_experience", "отыз"), webtest.At("birth_year", "birth_year", "1899"),
					webtest.At("months_taught", "months_taught", "961"), webtest.At("age_recorded", "age_recorded", "13"),
				},
			},
			webtest.Form{
				At: link.StaffSubjects(id), By: "DD-A2", MayNot: none, Nobody: elsewhere, Leads: link.Staff(id),
				Good:  []string{"subjects", "Math", "subjects", "Phys", "starts", "2013-09-03"},
				Wrong: []webtest.Wrong{webtest.At("starts", "starts", ""), webtest.At("starts", "starts", "31.02.2013")},
			},
			webtest.Form{
				At: link.NewPost(id), By: "DIR-A", MayNot: none, Nobody: elsewhere, Leads: link.Staff(id),
				Good: []string{"role", "deputy", "starts", "2013-09-03", "ends", "2014-05-25", "order_no", "12-к", "order_date", "2013-09-01", "area_kk", "Оқу ісі"},
				Wrong: []webtest.Wrong{
					webtest.At("role", "role", ""), webtest.At("role", "role", "teacher"), webtest.At("starts", "starts", ""), webtest.At("ends", "ends", "2013-09-02"), webtest.At("ends", "ends", "мамыр"),
					webtest.At("order_no", "order_no", strings.Repeat("1", 41)), webtest.At("order_date", "order_date", "x"), webtest.At("area_ru", "area_ru", long),
				},
			},
			webtest.Form{
				At: link.Post(post), By: "DIR-A", MayNot: none, Nobody: elsewhere, Leads: link.Staff(id), Holds: true,
				Good: []string{"starts", "2013-09-01", "ends", "2014-06-30", "order_no", "7-к"}, Others: []string{"order_no", "8-к"},
				Wrong: []webtest.Wrong{webtest.At("starts", "starts", ""), webtest.At("ends", "ends", "2013-08-31"), webtest.At("order_no", "order_no", strings.Repeat("1", 41))},
			},
			webtest.Form{
				At: link.NewState(id), By: "ADM", MayNot: none, Nobody: elsewhere, Leads: link.Staff(id),
				Good:  []string{"state", "unpaid_leave", "starts", "2013-09-02", "ends", "2013-09-30"},
				Wrong: []webtest.Wrong{webtest.At("state", "state", ""), webtest.At("starts", "starts", "кеше"), webtest.At("ends", "ends", "2013-09-01")},
			},
			webtest.Form{
				At: link.EndState(state), By: "DD-A2", MayNot: none, Nobody: elsewhere, Leads: link.Staff(away), Good: []string{"last_day", "2013-09-30"},
				Wrong: []webtest.Wrong{webtest.At("last_day", "last_day", ""), webtest.At("last_day", "last_day", "2013-08-31")},
			},
			webtest.Form{
				At: link.NewUnit(), By: "DD-A2", MayNot: none, Good: []string{"code", "9", "name_kk", "Өнер", "name_ru", "Искусство", "name_en", "Arts", "starts", "2013-09-02"},
				Wrong: []webtest.Wrong{
					webtest.At("code", "code", ""), webtest.At("code", "code", "2"), webtest.At("name_kk", "name_kk", "", "name_ru", "", "name_en", ""),
					webtest.At("name_en", "name_en", strings.Repeat("a", 201)), webtest.At("starts", "starts", "2"),
				},
			},
			webtest.Form{
				At: link.EditUnit(w.unit), By: "ADM", MayNot: none, Nobody: elsewhere, Leads: link.Unit(w.unit), Holds: true,
				Good: []string{"code", "2", "name_kk", "Ғылымдар", "name_ru", "Науки", "name_en", "Science"}, Others: []string{"name_ru", "Естествознание"},
				Wrong: []webtest.Wrong{webtest.At("code", "code", ""), webtest.At("code", "code", "1"), webtest.At("name_kk", "name_kk", "", "name_ru", "", "name_en", "")},
			},
			webtest.Form{
				At: link.JoinUnit(w.unit), By: "DD-A2", MayNot: none, Nobody: elsewhere, Leads: link.Unit(w.unit), Good: []string{"staff", w.staff["DIR-A"], "starts", "2013-09-02"},
				Wrong: []webtest.Wrong{webtest.At("starts", "starts", ""), webtest.At("starts", "starts", "2013-08-30")},
			},
			webtest.Form{
				At: link.UnitHead(w.unit), By: "DIR-A", MayNot: none, Nobody: elsewhere, Leads: link.Unit(w.unit), Good: []string{"staff", id, "starts", "2013-10-01", "order_no", "9"},
				Wrong: []webtest.Wrong{webtest.At("starts", "starts", ""), webtest.At("starts", "starts", "2013-08-30"), webtest.At("order_date", "order_date", "ертең")},
			},
			webtest.Form{
				At: link.LeaveUnit(member), By: "DD-A2", MayNot: none, Nobody: elsewhere, Leads: link.Unit(w.unit), Good: []string{"last_day", "2013-12-31"},
				Wrong: []webtest.Wrong{webtest.At("last_day", "last_day", "x"), webtest.At("last_day", "last_day", "2013-08-31")},
			},
			webtest.Form{
				At: link.EndPost(lead), By: "DIR-A", MayNot: none, Nobody: elsewhere, Leads: link.Staff(w.staff["DD-A2"]), Good: []string{"last_day", "2014-05-31"},
				Wrong: []webtest.Wrong{webtest.At("last_day", "last_day", ""), webtest.At("last_day", "last_day", "2013-08-31")},
			},
			webtest.Form{
				At: link.EndUnit(w.unit), By: "DIR-A", MayNot: none, Nobody: elsewhere, Leads: link.Unit(w.unit), Good: []string{"last_day", "2014-05-31"},
				Wrong: []webtest.Wrong{webtest.At("last_day", "last_day", ""), webtest.At("last_day", "last_day", "2013-08-31")},
			},
			webtest.Form{
				At: link.LeaveStaff(away), By: "DIR-A", MayNot: none, Nobody: elsewhere, Leads: link.Staff(away), Good: []string{"last_day", "2014-05-31"},
				Wrong: []webtest.Wrong{webtest.At("last_day", "last_day", ""), webtest.At("last_day", "last_day", "2013-08-31")},
			},
			webtest.Form{
				At: link.Rules(), By: "DIR-A", Good: []string{"name", "people.stavka_hours", "value", "16", "starts", "2013-09-02", "source", "№ 7"},
				Wrong: []webtest.Wrong{
					webtest.At("value", "value", "он алты"), webtest.At("value", "value", "0"), webtest.At("value", "value", "49"), webtest.At("starts", "starts", ""), webtest.At("source", "source", strings.Repeat("ө", 201)),
				},
			},
			webtest.Form{
				At: link.EditOrganisation(w.school), By: "ADM", MayNot: []string{"DIR-A", "DD-A2", "T-A14"}, Nobody: elsewhere, Leads: link.Organisations(), Holds: true,
				Good:   []string{"code", "auyl", "name_kk", "Ауыл", "name_ru", "Аул", "address_kk", "Мектеп к., 1", "timezone", "Asia/Almaty", "languages", "kk", "languages", "ru"},
				Others: []string{"name_ru", "Школа"},
				Wrong: []webtest.Wrong{
					webtest.At("code", "code", "екі сөз"), webtest.At("code", "code", "audan"), webtest.At("name_kk", "name_kk", "", "name_ru", ""), webtest.At("address_kk", "address_kk", strings.Repeat("ө", 201)),
				},
			},
			webtest.Form{
				At: link.NewOrganisation(), By: "ADM", MayNot: []string{"DIR-A", "DD-A2", "T-A14"}, Leads: link.Organisations(),
				Good:  []string{"kind", "district", "place", "above", "code", "raiono", "name_kk", "Аудан", "timezone", "Asia/Almaty"},
				Wrong: []webtest.Wrong{webtest.At("kind", "kind", "school"), webtest.At("code", "code", ""), webtest.At("code", "code", "auyl"), webtest.At("name_kk", "name_kk", "")},
			},
		)
	})
}
