package schools

import (
	"context"
	"strings"

	"talim/internal/access"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/i18n"
	"talim/internal/people"
	"talim/internal/people/accounts"
	"talim/internal/people/tree"
	"talim/internal/tabular"
)

// Row is a line of a table of schools.
type Row struct {
	Line int // as the spreadsheet counts
	NewSchool
}

// Refused is why a line was not taken.
type Refused struct {
	Line int
	fault.Message
}

// What a table of schools holds.
var fields = []tabular.Field{
	{Name: "code", Needed: true, Headings: []string{"code", "код", "school code", "код школы", "мектеп коды"}},
	{Name: "name", Needed: true, Headings: []string{"name", "school", "название", "школа", "наименование", "атауы", "мектеп", "name ru", "название на русском"}},
	{Name: "name_kk", Headings: []string{"name kk", "kazakh name", "название на казахском", "қазақша атауы", "атауы қазақша"}},
	{Name: "name_en", Headings: []string{"name en", "english name", "название на английском", "ағылшынша атауы"}},
	{Name: "administrator", Needed: true, Headings: []string{"administrator", "admin", "администратор", "әкімші", "фио", "аты-жөні"}},
	{Name: "login", Headings: []string{"login", "логин"}},
	{Name: "address", Headings: []string{"address", "адрес", "мекенжай", "мекенжайы"}},
}

// ReadRows reads a table of schools: code, name and administrator, in this order where
// no headings say otherwise. A name is taken for all languages that have none.
func ReadRows(ctx context.Context, content []byte) ([]Row, error) {
	table, err := tabular.Read(ctx, content)
	if err != nil {
		return nil, err
	}
	at, columns := tabular.FindHeader(table, fields)
	body := table[min(at+1, len(table)):]
	if missing := columns.Missing(fields); len(missing) == len(fields) || len(columns) == 0 {
		columns, body = tabular.Mapping{"code": 0, "name": 1, "administrator": 2, "login": 3}, table
	} else if len(missing) > 0 {
		return nil, fault.Invalid("file", "schools.rows.columns")
	}
	out := make([]Row, 0, len(body))
	for _, r := range body {
		out = append(out, rowOf(r, columns))
	}
	if len(out) == 0 {
		return nil, fault.Invalid("file", "schools.rows.none")
	}
	return out, nil
}

func rowOf(r tabular.Row, columns tabular.Mapping) Row {
	value := func(field string) string { return people.OneLine(columns.Value(r, field)) }
	name := i18n.Text{KK: value("name_kk"), RU: value("name"), EN: value("name_en")}
	if name.KK == "" {
		name.KK = name.RU
	}
	family, rest, _ := strings.Cut(value("administrator"), " ")
	given, patronymic, _ := strings.Cut(rest, " ")
	return Row{Line: r.Line, NewSchool: NewSchool{
		Kind: tree.School, Login: value("login"),
		Facts:         tree.Facts{Code: value("code"), Name: name, AddressRU: value("address"), Languages: []string{"kk"}},
		Administrator: people.StaffFacts{FamilyName: family, GivenName: given, Patronymic: patronymic},
	}}
}

// AddAll adds the schools of a table below an organisation of the actor's tree, all of
// them or, where a line is refused, none.
func (s *Service) AddAll(ctx context.Context, actor access.Actor, parent string, rows []Row) (made []accounts.MadeSchool, refused []Refused, err error) {
	err = s.do(ctx, actor, func(w work) error {
		made, refused = nil, nil
		under, err := w.ofTree(parent)
		if err != nil {
			return err
		}
		for i := range rows {
			rows[i].Parent, rows[i].Timezone = parent, under.Timezone
		}
		if refused, err = w.refuse(rows); err != nil || len(refused) > 0 {
			return err
		}
		for _, r := range rows {
			one, err := w.add(r.NewSchool)
			if err != nil {
				return err
			}
			made = append(made, one)
		}
		return nil
	})
	return made, refused, err
}

// refuse says which lines cannot be added, each with its first reason.
func (w work) refuse(rows []Row) ([]Refused, error) {
	taken, err := w.taken(rows)
	if err != nil {
		return nil, err
	}
	names, err := w.names(rows[0].forPeople(w.Actor.School).Parent)
	if err != nil {
		return nil, err
	}
	var out []Refused
	for _, r := range rows {
		full := r.forPeople(w.Actor.School)
		login := accounts.LoginOf(full.Login)
		_, named := firstTaken(names, r.Name)
		switch {
		case strings.TrimSpace(r.Administrator.FamilyName) == "":
			out = append(out, Refused{r.Line, fault.Say("schools.administrator_needed")})
		case taken["code "+r.Code]:
			out = append(out, Refused{r.Line, fault.Say("people.organisation.code_taken")})
		case taken["login "+login]:
			out = append(out, Refused{r.Line, fault.Say("people.account.login_taken")})
		case named:
			out = append(out, Refused{r.Line, fault.Say("schools.name_taken")})
		default:
			if f, is := fault.As(accounts.CheckNewSchool(full)); is {
				out = append(out, Refused{r.Line, f.Fields[0].Message})
			}
		}
		taken["code "+r.Code], taken["login "+login] = true, true
		names[i18n.Fold(r.Name.KK)], names[i18n.Fold(r.Name.RU)] = r.Name.KK != "", r.Name.RU != ""
	}
	return out, nil
}

// taken are the codes and logins of the rows that somebody has already.
func (w work) taken(rows []Row) (map[string]bool, error) {
	var codes, logins []string
	for _, r := range rows {
		codes, logins = append(codes, r.Code), append(logins, accounts.LoginOf(r.forPeople("").Login))
	}
	out := map[string]bool{}
	for what, query := range map[string]struct {
		sql    string
		values []string
	}{"code ": {`SELECT code FROM organisation WHERE code IN (`, codes}, "login ": {`SELECT login FROM account WHERE login IN (`, logins}} {
		in, args := db.In(1, query.values)
		found, err := db.All[string](w.Ctx, w.Tx, query.sql+in+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			out[what+f] = true
		}
	}
	return out, nil
}
