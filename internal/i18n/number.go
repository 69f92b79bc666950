package i18n

import (
	"context"
	"strconv"
	"strings"
)

// narrow is the thin space that keeps the groups of a number on one line.
const narrow = "\u202f"

// Number is n with the language's decimal sign, at most two digits after it,
// and groups of three from five digits on (so that a year is never grouped).
func Number[N int | int64 | float64](ctx context.Context, n N) string {
	return From(ctx).Number(float64(n))
}

// Number as the function Number.
func (l *Locale) Number(n float64) string {
	text := strconv.FormatFloat(n, 'f', 2, 64)
	whole, fraction, _ := strings.Cut(text, ".")
	fraction = strings.TrimRight(fraction, "0")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "−", whole[1:]
	}
	if fraction == "" && whole == "0" {
		return "0"
	}
	group, point := narrow, ","
	if l.language == English {
		group, point = ",", "."
	}
	whole = grouped(whole, group)
	if fraction != "" {
		whole += point + fraction
	}
	return sign + whole
}

func grouped(digits, separator string) string {
	if len(digits) < 5 {
		return digits
	}
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(d)
	}
	return b.String()
}
