// Package groupstory tells in the year of the demonstration of a group of class teachers
// around one who has done it for 29 years, and a second mentor.
package groupstory

import (
	"context"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/story"
)

type teller struct {
	db         *db.DB
	programmes *mentoring.Service
	matches    *match.Service
	groups     *group.Service
}

// Who is in the group, by code: the two who lead it, and those who come.
const (
	first  = "T-A1"
	second = "SMU-A3"
)

var members = []string{"Auyl-SelfCognition-2", "T-A6", "Auyl-Kazakh-1", "Auyl-PE-2", "T-A9", "Auyl-English-1"}

// The weeks of the year in which it comes about: after the pairs, when the first meetings
// with parents have been held.
const (
	opens = 2
	signs = 3
)

// Part is what the group tells. It goes with the year, not with a pair: with the week of
// the first.
func Part(d *db.DB, p *mentoring.Service, m *match.Service, g *group.Service) story.Part {
	x := teller{d, p, m, g}
	return story.Part{Week: func(ctx context.Context, y *story.Year, n int, _ story.Pair) error {
		switch {
		case n > 0:
			return nil
		case y.Week == opens:
			return x.opens(ctx, y)
		case y.Week == signs:
			return x.signs(ctx, y)
		}
		return x.meets(ctx, y)
	}}
}

// opens opens the programme; everybody asked takes part and says yes to the group.
func (x teller) opens(ctx context.Context, y *story.Year) error {
	main, err := mentoring.ProgrammeByID(ctx, x.db.Read(), y.School, y.Programme)
	if err != nil {
		return err
	}
	shape := mentoring.Shape{Kind: mentoring.KindGroup, Track: mentoring.TrackStandard}
	p, err := x.programmes.Open(ctx, y.Deputy, mentoring.NewProgramme{
		Shape: shape, Year: main.Year, Starts: y.Today().AddDays(3), Ends: y.Ends, Policy: mentoring.DefaultFor(shape, y.Opens),
	})
	if err != nil {
		return err
	}
	if err := x.joins(ctx, y, p.ID, mentoring.Mentor, first); err != nil {
		return err
	}
	if err := x.joins(ctx, y, p.ID, mentoring.Mentee, members...); err != nil {
		return err
	}
	return x.agrees(ctx, y, p.ID)
}

// agrees is the group from its draft to the yes of all; the second mentor is chosen by hand.
func (x teller) agrees(ctx context.Context, y *story.Year, programme string) error {
	made, err := x.groups.ProposeGroups(ctx, y.Deputy, programme)
	if err != nil {
		return err
	}
	if err := x.joins(ctx, y, programme, mentoring.Mentor, second); err != nil {
		return err
	}
	_, all, err := x.groups.GroupProposal(ctx, y.Deputy, made.ID)
	if err != nil {
		return err
	}
	if err := x.groups.SetSecond(ctx, y.Deputy, all[0].ID, y.Staff[second]); err != nil {
		return err
	}
	if err := x.groups.SendGroups(ctx, y.Deputy, made.ID); err != nil {
		return err
	}
	for _, g := range all {
		for _, staff := range append(asked(g), y.Staff[second]) {
			if err := x.groups.AnswerGroup(ctx, y.Actors[staff], g.ID, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// asked are those who answer for the group, without the second mentor.
func asked(g group.GroupView) []string {
	out := []string{g.Mentor}
	for _, m := range g.Members {
		out = append(out, m.ID)
	}
	return out
}

func (x teller) joins(ctx context.Context, y *story.Year, programme string, side mentoring.Side, codes ...string) error {
	staff := make([]string, len(codes))
	for i, code := range codes {
		staff[i] = y.Staff[code]
	}
	if _, err := x.programmes.Invite(ctx, y.Deputy, programme, side, staff); err != nil {
		return err
	}
	for i, id := range staff {
		mine, err := x.programmes.Mine(ctx, y.Actors[id])
		if err != nil {
			return err
		}
		for _, part := range mine {
			if part.Programme != programme {
				continue
			}
			if err := x.programmes.SaveProfile(ctx, y.Actors[id], part.ID, profileOf(side, len(codes)%2+i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// signs puts the group into an order, and its leader books the hour.
func (x teller) signs(ctx context.Context, y *story.Year) error {
	g, err := x.group(ctx, y)
	if err != nil || g.ID == "" {
		return err
	}
	order, err := x.matches.PrepareOrder(ctx, y.Deputy, g.Programme)
	if err != nil {
		return err
	}
	starts := y.Today().AddDays(3)
	if err := x.matches.SignOrder(ctx, y.Director, order.ID, match.Signature{Number: "31", Date: y.Today(), Starts: starts, Ends: y.Ends}); err != nil {
		return err
	}
	leader := y.Actors[g.Mentor]
	_, weekly, _, err := x.groups.GroupTimes(ctx, leader, g.ID)
	if err != nil || len(weekly) == 0 {
		return err
	}
	_, err = x.groups.BookGroup(ctx, leader, g.ID, group.NewGroupTime{
		From: starts, Weekday: weekly[0].Weekday, StartsAt: weekly[0].StartsAt, EndsAt: weekly[0].EndsAt, Place: "3", Repeat: true,
	})
	return err
}

// group is the one of the year; without an id it has not come about.
func (x teller) group(ctx context.Context, y *story.Year) (group.GroupView, error) {
	all, err := x.programmes.Programmes(ctx, y.Deputy)
	for _, p := range all {
		if p.Kind != mentoring.KindGroup {
			continue
		}
		groups, err := x.groups.GroupsOf(ctx, y.Deputy, p.ID)
		if err != nil || len(groups) == 0 {
			return group.GroupView{}, err
		}
		return groups[0], nil
	}
	return group.GroupView{}, err
}

// meets writes down the meetings that were, but for the last before the days to which the
// year can be told: that one waits for the visitor.
func (x teller) meets(ctx context.Context, y *story.Year) error {
	g, err := x.group(ctx, y)
	if err != nil || g.ID == "" {
		return err
	}
	page, err := x.groups.GroupPage(ctx, y.Actors[g.Mentor], g.ID)
	if err != nil {
		return err
	}
	for n, m := range page.Meetings {
		if m.State != pairing.MeetingPlanned || m.Date > y.Today() || waits(m.Date) {
			continue
		}
		who := g.Mentor
		if n%3 == 2 && g.Second.ID != "" { // they take turns
			who = g.Second.ID
		}
		err := x.groups.HoldGroupMeeting(ctx, y.Actors[who], m.ID, pairing.NewNotes{Shared: story.Pick(notes, n)})
		if err != nil && !fault.Is(err, fault.KindConflict) { // called off meanwhile
			return err
		}
	}
	return nil
}

// waits says whether the meeting is in the fortnight before the visitor comes.
func waits(day calendar.Date) bool {
	return day > "2013-12-27" && day < "2014-01-13" || day > "2014-04-25" && day < "2014-05-12"
}

// What its people write. They write Kazakh, the language of their school.
func profileOf(side mentoring.Side, i int) mentoring.NewProfile {
	p := mentoring.NewProfile{Languages: []string{"kk"}, Topics: []string{"parents", "classroom"}}
	if side == mentoring.Mentor {
		p.Capacity = len(members)
		p.Strengths = story.Pick([]string{"Ата-аналармен ашық сөйлесу, сынып дәстүрлері", "Жиналысты қысқа әрі нақты өткізу"}, i)
		p.Hopes = "Сынып жетекшілері бір-бірінен үйренсе"
		return p
	}
	p.Needs = story.Pick([]string{"Ата-аналар жиналысын өткізу", "Қиын балаға қалай қарау керек", "Сынып сағатының тақырыптары"}, i)
	p.Hopes = story.Pick([]string{"Өзім ғана қиналмайтынымды білгім келеді", "Дайын үлгілер жинағы"}, i)
	return p
}

var notes = []string{
	"Таныстық, әркім биылғы сыныбын бір сөзбен сипаттады. Келесіде бірінші жиналысты талдаймыз.",
	"Ата-аналар жиналысының үш үлгісін қарадық: ең ұзағы қырық минут. Алдымен баланың жақсы жағы айтылады.",
	"Сабаққа кешігетін оқушылар туралы сөйлестік: үйіне хабарласпай тұрып, өзінен сұраймыз.",
	"Екі әріптес бір-бірінің сынып сағатына барды. Балалар өздері жүргізген бөлігі ұнады.",
	"Жарты жылдық жиналысқа дайындық: бағаны көпшілік алдында айтпауға келістік.",
	"Ренжіген ата-анамен әңгімені рөлге бөліп ойнадық. Тыңдап алу ең қиыны болды.",
	"Наурызға сыныптар бірігіп дайындалады, жауаптыларды бөлдік.",
	"Сынып кітапшасының бетін бірге жасадық: оқушы, ата-ана, мұғалім бір-бір сөйлем жазады.",
	"Көктемгі жорықтың қауіпсіздік тізімін толтырдық.",
}
