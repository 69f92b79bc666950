package scheduling

import (
	"math"
	"slices"
)

// simplex solves a linear program in floating point: the least cost of columns
// between their bounds, in rows that each have a slack of their own (0 or more,
// at a cost), from the feasible start in which the slacks hold everything. What
// comes of it is only used through exact sums (see prices and tree), so that no
// rounding can make a wrong claim.
//
// The method is the primal simplex with bounded variables on a tableau, and the
// dual simplex after a bound was changed (Chvátal, Linear Programming, chapters 8
// and 10). The tableau is stored densely, but only what is not 0 is worked on.
type simplex struct {
	rows, cols   int
	table        []float64 // rows x cols, the slacks last
	value        []float64 // of the variable that is basic in a row
	basis        []int
	gain         []float64 // reduced cost of a column
	lower, upper []float64
	atUpper      []bool
	basic        []bool
	column       []float64 // the entering column, row by row
	filled       []int     // where the pivot row is not 0
	worked       int       // cells touched
}

const tiny = 1e-9

// newSimplex has room for rows and columns; slack costs and right sides go with them.
func newSimplex(rows, cols int, right, slackCost []float64) *simplex {
	s := &simplex{rows: rows, cols: cols + rows}
	s.table = make([]float64, s.rows*s.cols)
	s.value, s.gain = right, make([]float64, s.cols)
	s.lower, s.upper = make([]float64, s.cols), make([]float64, s.cols)
	s.atUpper, s.basic, s.basis = make([]bool, s.cols), make([]bool, s.cols), make([]int, rows)
	s.column = make([]float64, rows)
	for r := range rows {
		c := cols + r
		s.row(r)[c], s.basis[r], s.basic[c], s.upper[c] = 1, c, true, math.Inf(1)
		s.gain[c] = slackCost[r] // taken off again by price
	}
	return s
}

// clone is a copy that can be changed apart.
func (s *simplex) clone() *simplex {
	out := *s
	out.table, out.value, out.gain = slices.Clone(s.table), slices.Clone(s.value), slices.Clone(s.gain)
	out.lower, out.upper = slices.Clone(s.lower), slices.Clone(s.upper)
	out.basis, out.atUpper, out.basic = slices.Clone(s.basis), slices.Clone(s.atUpper), slices.Clone(s.basic)
	out.column, out.filled, out.worked = make([]float64, s.rows), nil, 0
	return &out
}

func (s *simplex) row(r int) []float64 { return s.table[r*s.cols : (r+1)*s.cols] }

// price brings the costs of the columns to reduced costs for the start.
func (s *simplex) price() {
	for r := range s.rows {
		cost := s.gain[s.basis[r]]
		if cost == 0 {
			continue
		}
		for c, a := range s.row(r) {
			s.gain[c] -= cost * a
		}
	}
}

// at is where a column that is not basic stands.
func (s *simplex) at(c int) float64 {
	if s.atUpper[c] {
		return s.upper[c]
	}
	return s.lower[c]
}

// run steps until nothing helps, or until the steps are used up.
func (s *simplex) run(steps int) {
	still := 0
	for range steps {
		c := s.entering(still > s.rows)
		if c < 0 {
			return
		}
		if s.step(c) > tiny {
			still = 0
		} else {
			still++
		}
	}
}

// entering is the column that helps most, or the first that helps when steps
// have long changed nothing (Bland's rule against going in circles).
func (s *simplex) entering(first bool) int {
	best, most := -1, 1e-7
	for c, g := range s.gain {
		if s.atUpper[c] {
			g = -g
		}
		if -g > most && !s.basic[c] && s.upper[c] > s.lower[c] {
			best, most = c, -g
			if first {
				return best
			}
		}
	}
	return best
}

// take copies column c, which is worked on next.
func (s *simplex) take(c int) {
	for r := range s.rows {
		s.column[r] = s.table[r*s.cols+c]
	}
}

// step moves column c away from its bound as far as it goes, and answers how far.
func (s *simplex) step(c int) float64 {
	s.take(c)
	direction, far := 1.0, s.upper[c]-s.lower[c]
	if s.atUpper[c] {
		direction = -1
	}
	leaves, top := -1, false
	var size float64
	for r, a := range s.column {
		a *= direction
		room, up := math.Inf(1), false
		if a > tiny {
			room = (s.value[r] - s.lower[s.basis[r]]) / a
		} else if a < -tiny {
			room, up = (s.upper[s.basis[r]]-s.value[r])/-a, true
		}
		if room < far-tiny || leaves >= 0 && room < far+tiny && math.Abs(a) > size {
			leaves, top, far, size = r, up, min(far, max(room, 0)), math.Abs(a)
		}
	}
	s.shift(far * direction)
	if leaves < 0 {
		s.atUpper[c] = !s.atUpper[c]
		return far
	}
	s.swap(leaves, c, top, s.at(c)+far*direction)
	return far
}

// shift moves the basic variables when the column taken moves so far.
func (s *simplex) shift(far float64) {
	if far == 0 {
		return
	}
	for r, a := range s.column {
		s.value[r] -= far * a
	}
}

// swap lets column c, which was taken, be the basic one of row r.
func (s *simplex) swap(r, c int, top bool, value float64) {
	out := s.basis[r]
	s.basic[out], s.atUpper[out] = false, top
	s.value[r] = value
	s.basic[c], s.basis[r], s.atUpper[c] = true, c, false
	pivot := s.row(r)
	by := 1 / pivot[c]
	s.filled = s.filled[:0]
	for k, p := range pivot {
		if p == 0 {
			continue
		}
		pivot[k] = p * by
		s.filled = append(s.filled, k)
	}
	for other, times := range s.column {
		if other != r && times != 0 {
			s.subtract(s.row(other), pivot, times)
			s.row(other)[c] = 0
		}
	}
	s.subtract(s.gain, pivot, s.gain[c])
	s.gain[c] = 0
}

// subtract takes the pivot row off another so many times.
func (s *simplex) subtract(row, pivot []float64, times float64) {
	s.worked += len(s.filled)
	for _, k := range s.filled {
		v := row[k] - times*pivot[k]
		if v < 1e-11 && v > -1e-11 {
			v = 0
		}
		row[k] = v
	}
}

// bound gives column c new bounds; repair is due afterwards.
func (s *simplex) bound(c int, lower, upper float64) {
	before := s.at(c)
	s.lower[c], s.upper[c] = lower, upper
	if s.basic[c] {
		return
	}
	s.take(c)
	s.shift(s.at(c) - before)
}

// repair is the dual simplex: from prices that fit it brings every row back
// within its bounds. It answers false where that failed.
func (s *simplex) repair(steps int) bool {
	for range steps {
		r, under := s.broken()
		if r < 0 {
			return true
		}
		c := s.mending(r, under)
		if c < 0 {
			return false
		}
		target := s.upper[s.basis[r]]
		if under {
			target = s.lower[s.basis[r]]
		}
		s.take(c)
		move := (s.value[r] - target) / s.column[r]
		s.shift(move)
		s.swap(r, c, !under, s.at(c)+move)
	}
	return false
}

// broken is the row that is furthest out of its bounds, -1 when none is.
func (s *simplex) broken() (row int, under bool) {
	row, most := -1, 1e-7
	for r, v := range s.value {
		if d := s.lower[s.basis[r]] - v; d > most {
			row, under, most = r, true, d
		}
		if d := v - s.upper[s.basis[r]]; d > most {
			row, under, most = r, false, d
		}
	}
	return row, under
}

// mending is the column that brings row r back at the least loss.
func (s *simplex) mending(r int, under bool) int {
	best, least, size := -1, math.Inf(1), 0.0
	for c, a := range s.row(r) {
		if s.basic[c] || s.upper[c] <= s.lower[c] || math.Abs(a) < 1e-8 {
			continue
		}
		if (a < 0) != (under != s.atUpper[c]) {
			continue
		}
		loss := math.Abs(s.gain[c] / a)
		if loss < least-tiny || loss < least+tiny && math.Abs(a) > size {
			best, least, size = c, loss, math.Abs(a)
		}
	}
	return best
}
