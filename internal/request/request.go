// Package request keeps what one person asks of another: to be a helper, a person of
// trust, to take what is offered. It is asked, and then agreed, declined, or taken
// back; once agreed it can be ended. Each step happens once: of two answers at the
// same moment one counts and the other is told that there is an answer already.
//
// A kind of request says how its table calls the states. Where declined, taken back
// and ended are one state with one moment, nothing that is kept tells who said no.
package request

import (
	"cmp"

	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/verb"
)

// Kind is a kind of request in a table with the keys school_id and id. The zero names
// are those that most tables have.
type Kind struct {
	Table    string
	Column   string // of the state; "state"
	Asked    string // the state before an answer; "asked", in a column of its own name ""
	Agreed   string // "agreed"
	Declined string // declined, taken back or ended; "ended"
	AgreedAt string // column of the moment of a yes; "agreed_at"
	EndedAt  string // column of the moment of a no or an end; "ended_at"
	Answered string // message: there is an answer already
}

// Answer is the answer of the one who was asked.
func (k Kind) Answer(w verb.Work, id string, yes bool) error {
	done, err := k.step(w, id, []string{k.asked()}, yes)
	if err == nil && !done {
		err = fault.Conflict(k.Answered)
	}
	return err
}

// End takes a request back, or ends what was agreed. ended is false where somebody
// had done so before: there is nothing more to do.
func (k Kind) End(w verb.Work, id string) (ended bool, err error) {
	return k.step(w, id, []string{k.asked(), cmp.Or(k.Agreed, "agreed")}, false)
}

// asked is the state before an answer; a column of answers is empty before one.
func (k Kind) asked() string {
	if k.Column != "" {
		return k.Asked
	}
	return cmp.Or(k.Asked, "asked")
}

// step changes the state where it is still one of those before.
func (k Kind) step(w verb.Work, id string, before []string, yes bool) (bool, error) {
	state, moment := cmp.Or(k.Agreed, "agreed"), cmp.Or(k.AgreedAt, "agreed_at")
	if !yes {
		state, moment = cmp.Or(k.Declined, "ended"), cmp.Or(k.EndedAt, "ended_at")
	}
	column := cmp.Or(k.Column, "state")
	where := db.From(state, w.Instant())
	where.And("school_id = ? AND id = ?", w.Actor.School, id)
	if len(before) == 1 {
		where.And(column+" = ?", before[0])
	} else {
		where.And("("+column+" = ? OR "+column+" = ?)", before[0], before[1])
	}
	n, err := db.Exec(w.Ctx, w.Tx, `UPDATE `+k.Table+` SET `+column+` = $1, `+moment+` = $2`+where.SQL(), where.Args()...)
	return n > 0, err
}
