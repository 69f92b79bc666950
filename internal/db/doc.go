// Package db is the one door to the database. The same SQL text, with $1, $2,
// runs on SQLite (one school, one file) and on PostgreSQL (a district, a
// country); see docs/decisions/0001-databases.md.
//
// A change is a function given to [DB.Tx]: it runs as if alone, on SQLite because
// there is one writer, on PostgreSQL because it is serializable and repeated when
// another change got in its way. The function may therefore run more than once,
// and nothing may leave the database from inside it. Queries outside a change use
// [DB.Read].
//
// Rows are scanned by column name into fields tagged `db:"column"` ([All], [One]),
// and written from the same structs ([Insert], [InsertAll], [Update]). Every
// column needs its field and every field its column, so that a typing error
// cannot pass. Drivers' errors become [ErrDuplicate] and the like, by code.
//
// Dates and instants are text ([talim/internal/calendar]); a bare time.Time is
// refused, because the drivers store it in ways that do not compare.
package db
