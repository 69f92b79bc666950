package scheduling

import "math"

// simplex solves a linear program in floating point: the least cost of columns
// between 0 and their upper bounds, in rows that each have a slack of their own
// (0 or more, at a cost), from the feasible start in which the slacks hold
// everything. What comes of it is only used through exact sums (see prices), so
// that no rounding can make a wrong claim.
//
// The method is the primal simplex with bounded variables on a dense tableau
// (Chvátal, Linear Programming, chapter 8).
type simplex struct {
	rows, cols int
	table      []float64 // rows x cols, the slacks last
	value      []float64 // of the variable that is basic in a row
	basis      []int
	gain       []float64 // reduced cost of a column
	upper      []float64
	atUpper    []bool
	basic      []bool
}

const tiny = 1e-9

// newSimplex has room for rows and columns; slack costs and right sides go with them.
func newSimplex(rows, cols int, right, slackCost []float64) *simplex {
	s := &simplex{rows: rows, cols: cols + rows}
	s.table = make([]float64, s.rows*s.cols)
	s.value, s.gain, s.upper = right, make([]float64, s.cols), make([]float64, s.cols)
	s.atUpper, s.basic, s.basis = make([]bool, s.cols), make([]bool, s.cols), make([]int, rows)
	for r := range rows {
		c := cols + r
		s.row(r)[c], s.basis[r], s.basic[c], s.upper[c] = 1, c, true, math.Inf(1)
		s.gain[c] = slackCost[r] // taken off again by price
	}
	return s
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
		if s.basic[c] {
			continue
		}
		if s.atUpper[c] {
			g = -g
		}
		if -g > most {
			best, most = c, -g
			if first {
				return best
			}
		}
	}
	return best
}

// step moves column c away from its bound as far as it goes, and answers how far.
func (s *simplex) step(c int) float64 {
	direction, far := 1.0, s.upper[c]
	if s.atUpper[c] {
		direction = -1
	}
	leaves, top := -1, false
	var size float64
	for r := range s.rows {
		a := direction * s.table[r*s.cols+c]
		room, up := math.Inf(1), false
		if a > tiny {
			room = s.value[r] / a
		} else if a < -tiny {
			room, up = (s.upper[s.basis[r]]-s.value[r])/-a, true
		}
		if room < far-tiny || leaves >= 0 && room < far+tiny && math.Abs(a) > size {
			leaves, top, far, size = r, up, min(far, max(room, 0)), math.Abs(a)
		}
	}
	for r := range s.rows {
		s.value[r] -= far * direction * s.table[r*s.cols+c]
	}
	if leaves < 0 {
		s.atUpper[c] = !s.atUpper[c]
		return far
	}
	s.swap(leaves, c, top, far*direction)
	return far
}

// swap lets column c take the place of what is basic in row r.
func (s *simplex) swap(r, c int, top bool, moved float64) {
	out := s.basis[r]
	s.basic[out], s.atUpper[out] = false, top
	s.value[r] = moved
	if s.atUpper[c] {
		s.value[r] += s.upper[c]
	}
	s.basic[c], s.basis[r], s.atUpper[c] = true, c, false
	pivot := s.row(r)
	by := 1 / pivot[c]
	for k := range pivot {
		pivot[k] *= by
	}
	for other := range s.rows {
		if other != r {
			subtract(s.row(other), pivot, c)
		}
	}
	subtract(s.gain, pivot, c)
}

// subtract takes the pivot row off another so often that its column c becomes 0.
func subtract(row, pivot []float64, c int) {
	times := row[c]
	if times == 0 {
		return
	}
	for k, p := range pivot {
		row[k] -= times * p
	}
	row[c] = 0
}
