package component

import (
	"context"
	"strconv"

	"talim/internal/calendar"
	"talim/internal/fault"
	"talim/internal/i18n"
)

// Who sends a form with three fields wrong is told of three, not of one after the other.
// What is read refuses letters in a number before the verb is asked, and a verb may stop
// at the first thing that is missing; so whatever a field of a refused form asks for by
// itself is looked at again while it is drawn.

// overlooked is what is wrong with a field of a form that was refused for something else,
// "" for nothing.
func (i Input) overlooked(ctx context.Context) string {
	if len(i.Form.Faults()) == 0 || !i.sent(ctx) {
		return ""
	}
	if faults := i.wrongs(); len(faults) > 0 {
		return i18n.Say(ctx, faults[0].Message)
	}
	return ""
}

// sent says whether the field was in what was sent. Of a group of which nothing is chosen
// a browser sends nothing, so there the form is asked.
func (i Input) sent(ctx context.Context) bool {
	if !i.chooses() {
		return i.Form.Sent(i.Name)
	}
	l, in := ctx.Value(labelledKey{}).(*labelled)
	return in && i.Form.SentTo(l.action)
}

// chooses says whether the field is a group of boxes.
func (i Input) chooses() bool { return i.Type == "radio" || i.Type == "checkbox" }

// wrongs are the faults that can be seen from the field alone.
func (i Input) wrongs() (faults fault.Fields) {
	text := i.Form.Value(i.Name)
	switch empty := text == ""; {
	case i.Type == "file", empty && !i.required():
	case i.chooses():
		faults.When(empty && len(i.Form.Values(i.Name)) == 0, i.Name, "fault.answer_missing")
	case i.Type == "date":
		faults.Day(i.Name, i.Form.Date(i.Name))
	case i.Type == "time":
		_, err := calendar.ParseClock(text)
		faults.When(err != nil, i.Name, "fault.time_missing")
	case i.Type == "number":
		i.wrongNumber(&faults, text)
	default:
		faults.When(empty, i.Name, "fault.text_missing")
		if i.MaxLength > 0 {
			faults.Text(i.Name, text, false, i.MaxLength)
		}
	}
	return faults
}

func (i Input) wrongNumber(faults *fault.Fields, text string) {
	n, err := strconv.Atoi(text)
	if err != nil {
		faults.Add(i.Name, "fault.number")
		return
	}
	least, noLeast := strconv.Atoi(i.Min)
	most, noMost := strconv.Atoi(i.Max)
	faults.When(noLeast == nil && noMost == nil && (n < least || n > most), i.Name, "fault.number_between", "Min", i.Min, "Max", i.Max)
}
