package matching

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
)

// kind of country: how many places there are, and who may meet on-line.
type kind struct {
	name   string
	scarce bool // fewer places than mentees
	online bool // 30 % of the mentees also have candidates in the whole country
}

var kinds = []kind{{name: "ample"}, {name: "scarce", scarce: true}, {name: "on-line", online: true}, {name: "on-line-scarce", scarce: true, online: true}}

// sizes in schools of 120 teachers, of whom about 15 are mentees.
var sizes = []struct {
	name    string
	schools int
}{{"school", 1}, {"district", 33}, {"region", 312}, {"nation", 2460}}

const (
	subjectsTaught = 14
	schoolsInPlace = 33 // a district
)

// country is made from a seed: mentees have candidates of their own and related
// subjects in their school, and of their subject in the district; six in ten
// state up to three wishes, and half of the mentors do.
func country(seed uint64, schools int, k kind) Instance {
	c := &maker{r: rand.New(rand.NewPCG(seed, uint64(schools))), k: k}
	c.in.Policy.LoadPenalty = []int{0, 40, 100}
	for s := range schools {
		c.school(s)
	}
	for i := range c.in.Mentees {
		c.candidates(i)
	}
	for j := range c.in.Mentors {
		c.returned(j)
	}
	return c.in
}

type maker struct {
	r         *rand.Rand
	k         kind
	in        Instance
	menteeOf  [][2]int // school and subject
	mentorOf  [][2]int
	inSchool  [][]int // mentors
	inSubject map[[2]int][]int
	ofSubject [subjectsTaught][]int
	asked     map[int][]string // by mentor: his candidates
}

func (c *maker) school(s int) {
	if c.inSubject == nil {
		c.inSubject, c.asked = map[[2]int][]int{}, map[int][]string{}
	}
	mentors := 22 + c.r.IntN(7)
	if c.k.scarce {
		mentors = 5 + c.r.IntN(4)
	}
	c.inSchool = append(c.inSchool, nil)
	for range mentors {
		j, subject := len(c.in.Mentors), c.r.IntN(subjectsTaught)
		c.in.Mentors = append(c.in.Mentors, Mentor{ID: fmt.Sprintf("M%06d", j), Capacity: 1 + c.r.IntN(3)})
		c.mentorOf = append(c.mentorOf, [2]int{s, subject})
		c.inSchool[s] = append(c.inSchool[s], j)
		place := [2]int{s / schoolsInPlace, subject}
		c.inSubject[place] = append(c.inSubject[place], j)
		c.ofSubject[subject] = append(c.ofSubject[subject], j)
	}
	for range 12 + c.r.IntN(7) {
		c.in.Mentees = append(c.in.Mentees, Mentee{ID: fmt.Sprintf("E%06d", len(c.in.Mentees))})
		c.menteeOf = append(c.menteeOf, [2]int{s, c.r.IntN(subjectsTaught)})
	}
}

func (c *maker) candidates(i int) {
	school, subject := c.menteeOf[i][0], c.menteeOf[i][1]
	fit := map[int]int{}
	add := func(j, base int) {
		if c.mentorOf[j][1] == subject {
			base += 300
		}
		if _, there := fit[j]; !there {
			fit[j] = min(MaxFit, base+c.r.IntN(450))
		}
	}
	for _, j := range c.inSchool[school] {
		if c.mentorOf[j][1]/3 == subject/3 || c.r.IntN(5) == 0 {
			add(j, 250)
		}
	}
	some := func(from []int, share, base int) {
		for range min(share, len(from)) {
			add(from[c.r.IntN(len(from))], base)
		}
	}
	near, far := 13, 25
	if c.k.scarce {
		near = 6
	}
	some(c.inSubject[[2]int{school / schoolsInPlace, subject}], near, 100)
	if c.k.online && c.r.IntN(10) < 3 {
		some(c.ofSubject[subject], far, 0)
	}
	c.wishes(i, fit)
}

func (c *maker) wishes(i int, fit map[int]int) {
	e := &c.in.Mentees[i]
	mentors := make([]int, 0, len(fit))
	for j := range fit {
		mentors = append(mentors, j)
	}
	slices.Sort(mentors)
	for _, j := range mentors {
		c.in.Pairs = append(c.in.Pairs, Pair{Mentee: e.ID, Mentor: c.in.Mentors[j].ID, Fit: fit[j]})
		c.asked[j] = append(c.asked[j], e.ID)
	}
	if c.r.IntN(10) < 6 { // wishes follow fit and popularity
		liked := func(j int) int { return fit[j] + j*7919%101*4 }
		slices.SortFunc(mentors, func(a, b int) int { return cmp.Or(cmp.Compare(liked(b), liked(a)), cmp.Compare(a, b)) })
		for _, j := range mentors[:min(1+c.r.IntN(3), len(mentors))] {
			e.Prefers = append(e.Prefers, c.in.Mentors[j].ID)
		}
	}
}

func (c *maker) returned(j int) {
	asked := c.asked[j]
	if len(asked) == 0 || c.r.IntN(2) == 0 {
		return
	}
	for _, k := range c.r.Perm(len(asked))[:min(1+c.r.IntN(3), len(asked))] {
		c.in.Mentors[j].Prefers = append(c.in.Mentors[j].Prefers, asked[k])
	}
}
