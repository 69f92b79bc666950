// Package mentoringstory tells in the year of the demonstration how its programme opens
// and who joins it.
package mentoringstory

import (
	"context"
	"fmt"
	"slices"

	"talim/internal/calendar"
	"talim/internal/db"
	"talim/internal/mentoring"
	"talim/internal/story"
	"talim/internal/timetable"
)

type teller struct {
	*mentoring.Service
	db *db.DB
}

// Part is what programmes tell.
func Part(d *db.DB, s *mentoring.Service) story.Part {
	t := teller{s, d}
	return story.Part{Begun: t.begun, Opens: t.opens, Week: t.stages}
}

func (t teller) begun(ctx context.Context, y *story.Year) (bool, error) {
	all, err := t.Programmes(ctx, y.Deputy)
	return len(all) > 0, err
}

// opens opens the programme, invites those who need a mentor and as many who may be
// one, and each fills the profile.
func (t teller) opens(ctx context.Context, y *story.Year) error {
	years, err := timetable.Years(ctx, t.db.Read(), y.School)
	if err != nil || len(years) == 0 {
		return err
	}
	opened, err := t.Open(ctx, y.Deputy, mentoring.NewProgramme{
		Year: years[0].ID, Starts: y.Opens, Ends: y.Ends.AddDays(5), Policy: mentoring.DefaultPolicy(),
	})
	if err != nil {
		return err
	}
	y.Programme = opened.ID
	if err := t.SetStages(ctx, y.Deputy, opened.ID, opened.StagesVersion, stagesOf(opened)); err != nil {
		return err
	}
	p, policy, err := t.ProgrammeAndPolicy(ctx, y.Deputy, opened.ID)
	if err != nil {
		return err
	}
	roster, err := t.Roster(ctx, y.Deputy, p, policy)
	if err != nil {
		return err
	}
	mentees, mentors := ids(roster.Needing), likely(roster, policy, y.Opens)
	if err := t.invite(ctx, y, mentoring.Mentee, mentees); err != nil {
		return err
	}
	return t.invite(ctx, y, mentoring.Mentor, mentors)
}

// stagesOf are those of the template, in the words of the school.
func stagesOf(p mentoring.Programme) []mentoring.NewStage {
	var out []mentoring.NewStage
	for i, period := range mentoring.StageTemplate(p.Period) {
		out = append(out, mentoring.NewStage{Name: stages[i].name, Aim: stages[i].aim, Starts: period.Starts, Ends: period.Ends})
	}
	return out
}

// stages is the deputy, who writes down how a stage went some weeks after it: that of
// the second waits for the visitor of January.
func (t teller) stages(ctx context.Context, y *story.Year, n int, _ story.Pair) error {
	if n > 0 {
		return nil
	}
	all, err := t.Stages(ctx, y.Deputy, y.Programme)
	if err != nil {
		return err
	}
	for i, stage := range all {
		if stage.Note != "" || stage.Ends.AddDays(7) > y.Today() {
			continue
		}
		if _, err := t.NoteStage(ctx, y.Deputy, stage.ID, stage.Version, stages[i].went); err != nil {
			return err
		}
	}
	return nil
}

func ids(all []mentoring.Candidate) []string {
	out := make([]string, len(all))
	for i, c := range all {
		out[i] = c.Person.ID
	}
	return out
}

// likely are those who may be mentors and teach a subject of somebody who needs one.
func likely(r mentoring.Roster, policy mentoring.Policy, on calendar.Date) []string {
	var out []string
	for _, c := range r.Able {
		may, _ := c.MayMentor(policy, on)
		near := slices.ContainsFunc(r.Needing, func(n mentoring.Candidate) bool {
			return slices.ContainsFunc(n.SubjectCodes(), func(code string) bool { return slices.Contains(c.SubjectCodes(), code) })
		})
		if may && near && len(out) < 2*len(r.Needing) {
			out = append(out, c.Person.ID)
		}
	}
	return out
}

func (t teller) invite(ctx context.Context, y *story.Year, side mentoring.Side, staff []string) error {
	if _, err := t.Invite(ctx, y.Deputy, y.Programme, side, staff); err != nil {
		return err
	}
	for i, id := range staff {
		mine, err := t.Mine(ctx, y.Actors[id])
		if err != nil {
			return err
		}
		profile := profileOf(side, i)
		wishes(y, id, &profile)
		if err := t.SaveProfile(ctx, y.Actors[id], mine[0].ID, profile); err != nil {
			return fmt.Errorf("profile: %w", err)
		}
	}
	return nil
}

// wishes are those of the personas: the two young mathematicians and the teacher
// with 29 years of service hope for each other.
func wishes(y *story.Year, staff string, in *mentoring.NewProfile) {
	mentor, young := y.Staff["T-A2"], []string{y.Staff["T-A14"], y.Staff["T-A16"]}
	switch {
	case staff == mentor:
		in.Wishes, in.Capacity = young, len(young)
	case slices.Contains(young, staff):
		in.Wishes = []string{mentor}
	}
}

// What its people write. They write Kazakh, the language of their school.

var stages = []struct{ name, aim, went string }{
	{"Танысу", "Жұптар бір-бірінің сабағын көріп, жоспарын жазады", "Бес жұптың бәрі жоспар жазды. Екеуіне кездесу уақытын табу қиын болды."},
	{"Бірлескен жұмыс", "Апта сайын кездесу, сабаққа өзара қатысу", "Төрт жұп тұрақты кездесті. Бір жұпта кесте ауысқан соң үзіліс болды, жаңа уақыт іздеп жатырмыз."},
	{"Аралық талдау", "Не көмектесті, нені өзгертеміз", "Жұптар жоспарын қарап шықты. Кездесу уақытын кестеге алдын ала қою керек екен."},
	{"Қорытынды", "Есеп, форум, келесі жылға ұсыныстар", "Есептер тапсырылды."},
}

func profileOf(side mentoring.Side, i int) mentoring.NewProfile {
	p := mentoring.NewProfile{Languages: []string{"kk"}, Topics: []string{story.Pick(mentoring.Topics, i), story.Pick(mentoring.Topics, i+3)}}
	if side == mentoring.Mentor {
		p.Capacity = 1 + i%2
		p.Strengths = story.Pick([]string{"Топтық жұмысты ұйымдастыру", "Сабақтың мақсатын оқушыларға түсінікті қою", "Күнтізбелік жоспар құру", "Бағалау критерийлерін құрастыру"}, i)
		p.Hopes = story.Pick([]string{"Бірге ойланатын әріптес", "Жаңа әдістерді бірге байқап көру"}, i)
		return p
	}
	p.Needs = story.Pick([]string{"Сыныпты басқару", "Қалыптастырушы бағалау", "Сабақ жоспарын уақытқа сыйғызу", "Ата-аналармен сөйлесу"}, i)
	p.Hopes = story.Pick([]string{"Алғашқы айларда жиі кездесу", "Сабағыма келіп, ақыл айтса екен", "Сұрағымды ұялмай қойсам деймін"}, i)
	return p
}
