package people

import (
	"strings"

	"talim/internal/access"
	"talim/internal/db"
)

// Other areas ask for people in the middle of their own SQL. They do it with these
// fragments, so that the columns of staff, posts and units are known here alone: a
// change of a table is a change of this file. Arguments are SQL themselves, columns
// or placeholders ("g.school_id", "g.mentor_id", "$2"), and never what somebody typed.
//
//	`SELECT g.id, ` + people.PersonAs("o", "mentor") + ` FROM pairing g ` + people.JoinStaff("o", "g.school_id", "g.mentor_id")
//
// What begins with Join stands after FROM, with Where in a condition, with Select in
// the list of columns.

// PersonColumns selects a joined row of staff for a Person.
func PersonColumns(alias string) string { return db.Columns[Person](alias) }

// PersonAs selects a joined row of staff for a Person with the tag `db:"name_"`.
func PersonAs(alias, name string) string {
	return personAs(name, func(column string) string { return alias + "." + column })
}

// PersonOrNoneAs is PersonAs for a row that LeftJoinStaff may not have found: the
// Person is empty then.
func PersonOrNoneAs(alias, name string) string {
	return personAs(name, func(column string) string { return "COALESCE(" + alias + "." + column + ", '')" })
}

// NobodyAs is PersonAs for the part of a UNION that knows no person.
func NobodyAs(name string) string { return personAs(name, func(string) string { return "''" }) }

func personAs(name string, value func(column string) string) string {
	columns := strings.Split(PersonColumns(""), ", ")
	for i, c := range columns {
		columns[i] = value(c) + " AS " + name + "_" + c
	}
	return strings.Join(columns, ", ")
}

// NameOf is the name of a joined row of staff, or the code where there is none, as
// Person.Name; "" for a row that is not there.
func NameOf(alias string) string { return nameSQL(alias) }

// FromStaff begins with the staff of all schools; the condition names the school.
func FromStaff(alias string) string { return "FROM staff " + alias }

// FromHolders begins with the posts held on the day, with roles those of one of them,
// each with its holder.
func FromHolders(post, staff, day string, roles ...access.Role) string {
	condition := during(post, day)
	if len(roles) > 0 {
		condition += " AND " + post + ".role IN (" + quoted(roles) + ")"
	}
	return "FROM post " + post + " " + JoinStaff(staff, post+".school_id", post+".staff_id") + " AND " + condition
}

// FromUnits begins with the units of all schools.
func FromUnits(alias string) string { return "FROM unit " + alias }

// FromMembers begins with who belongs to which unit, each for its time.
func FromMembers(alias string) string { return "FROM unit_member " + alias }

// FromOrganisations begins with all organisations.
func FromOrganisations(alias string) string { return "FROM organisation " + alias }

// JoinStaff joins the member of staff with the id as alias.
func JoinStaff(alias, school, id string) string { return joined("staff", alias, school, "id", id) }

// LeftJoinStaff is JoinStaff where there may be nobody.
func LeftJoinStaff(alias, school, id string) string { return "LEFT " + JoinStaff(alias, school, id) }

// LeftJoinPrivate joins the private facts of a member of staff on a day. Who reads
// them has asked MaySeePrivate, or uses them for what the person is not shown.
func LeftJoinPrivate(alias, school, staff, day string) string {
	return "LEFT " + joined("staff_private", alias, school, "staff_id", staff) + " AND " + during(alias, day)
}

// JoinOrganisation joins a school, district or ministry as alias.
func JoinOrganisation(alias, id string) string {
	return "JOIN organisation " + alias + " ON " + alias + ".id = " + id
}

// JoinNeighbours joins the schools under the same authority as the organisation with
// the id, without it, as alias.
func JoinNeighbours(alias, id string) string {
	return "JOIN organisation " + alias + "_own ON " + alias + "_own.id = " + id + " AND " + alias + "_own.parent_id <> '' JOIN organisation " + alias +
		" ON " + alias + ".parent_id = " + alias + "_own.parent_id AND " + alias + ".id <> " + alias + "_own.id AND " + alias + ".kind = 'school'"
}

// WhereAtWork holds for staff with a post on the day; with roles, with one of these.
func WhereAtWork(school, staff, day string, roles ...access.Role) string {
	condition := during("held", day)
	if len(roles) > 0 {
		condition += " AND held.role IN (" + quoted(roles) + ")"
	}
	return exists("post", "held", school, staff, condition)
}

// WhereInUnit holds for staff who belong to a unit on the day; units is what stands
// between the brackets of IN, such as db.In gives.
func WhereInUnit(school, staff, day, units string) string {
	return exists("unit_member", "belongs", school, staff, during("belongs", day)+" AND belongs.unit_id IN ("+units+")")
}

// WhereAway holds for staff whom a state keeps away on the day.
func WhereAway(school, staff, day string) string {
	return exists("staffing_state", "away", school, staff, during("away", day)+" AND away.state IN ("+quoted(AwayStates)+")")
}

// WhereTeaches holds for staff who teach the subject with the code on the day.
func WhereTeaches(school, staff, day, code string) string {
	return exists("teaches", "taught", school, staff, during("taught", day)+" AND taught.subject_code = "+code)
}

// SelectSubjects lists the codes of what somebody teaches on the day, between commas.
func SelectSubjects(school, staff, day string) string {
	return listOf("teaches", "taught", "subject_code", school, staff, day)
}

// SelectSubjectsAlone is SelectSubjects of those that nobody else at work teaches.
func SelectSubjectsAlone(school, staff, day string) string {
	return "COALESCE((SELECT string_agg(alone.subject_code, ',') FROM teaches alone WHERE alone.school_id = " + school + " AND alone.staff_id = " + staff +
		" AND " + during("alone", day) + " AND NOT EXISTS (SELECT 1 FROM teaches also WHERE also.school_id = alone.school_id" +
		" AND also.subject_code = alone.subject_code AND also.staff_id <> alone.staff_id AND " + during("also", day) +
		" AND " + WhereAtWork("also.school_id", "also.staff_id", day) + ")), '')"
}

// SelectUnits lists the ids of somebody's units on the day, between commas.
func SelectUnits(school, staff, day string) string {
	return listOf("unit_member", "belongs", "unit_id", school, staff, day)
}

// SelectFirstDay is the day on which somebody's first post in the school began; "" where
// a list brought them and nobody has said since when they work here.
func SelectFirstDay(school, staff string) string {
	return "(SELECT CASE WHEN came.since_unknown THEN '' ELSE min(held.starts) END FROM post held " +
		JoinStaff("came", "held.school_id", "held.staff_id") +
		" WHERE held.school_id = " + school + " AND held.staff_id = " + staff + " GROUP BY came.since_unknown)"
}

// SelectBackSince is the last day of the latest state before the day that kept
// somebody away; "" where none did.
func SelectBackSince(school, staff, day string) string {
	return "COALESCE((SELECT max(away.ends) FROM staffing_state away WHERE away.school_id = " + school + " AND away.staff_id = " + staff +
		" AND away.state IN (" + quoted(AwayStates) + ") AND away.ends < " + day + "), '')"
}

func joined(table, alias, school, column, value string) string {
	return "JOIN " + table + " " + alias + " ON " + alias + ".school_id = " + school + " AND " + alias + "." + column + " = " + value
}

func during(alias, day string) string {
	return alias + ".starts <= " + day + " AND " + alias + ".ends >= " + day
}

func exists(table, alias, school, staff, condition string) string {
	return "EXISTS (SELECT 1 FROM " + table + " " + alias + " WHERE " + alias + ".school_id = " + school + " AND " + alias + ".staff_id = " + staff +
		" AND " + condition + ")"
}

func listOf(table, alias, column, school, staff, day string) string {
	return "COALESCE((SELECT string_agg(" + alias + "." + column + ", ',') FROM " + table + " " + alias + " WHERE " + alias + ".school_id = " + school +
		" AND " + alias + ".staff_id = " + staff + " AND " + during(alias, day) + "), '')"
}

// quoted are words of the program as SQL; they hold no quotation marks.
func quoted[T ~string](words []T) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = "'" + string(w) + "'"
	}
	return strings.Join(out, ", ")
}
