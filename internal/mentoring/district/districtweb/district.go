package districtweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"talim/internal/fault"
	"talim/internal/mentoring"
	"talim/internal/mentoring/district"
	"talim/internal/mentoring/wording"
	"talim/internal/web"
	"talim/internal/web/component"
	"talim/internal/web/link"
)

// districtPage is mentoring across the schools of a district, as far as it
// concerns the reader.
type districtPage struct {
	Settings district.DistrictSettings
	Requests []district.OutsideLine
	Without  []mentoring.Person // mentees of one's own school, for those who keep its programmes
	School   string
	Self     string
	Keeper   bool
	Signer   bool
	Form     web.Form
}

func (p *Pages) district(w http.ResponseWriter, r *http.Request) error {
	return p.showDistrict(w, r, http.StatusOK, web.NewForm())
}

func (p *Pages) showDistrict(w http.ResponseWriter, r *http.Request, status int, f web.Form) error {
	ctx := r.Context()
	who := actor(ctx)
	page := districtPage{School: who.School, Self: who.Staff, Keeper: mentoring.Keep.Allows(who), Signer: mentoring.Sign.Allows(who), Form: f}
	var err error
	if page.Settings, err = p.mentoring.District.District(ctx, who); err != nil {
		return err
	}
	if page.Requests, err = p.mentoring.District.OutsideRequests(ctx, who); err != nil {
		return err
	}
	if page.Keeper {
		if page.Without, err = p.mentoring.District.WithoutMentor(ctx, who); err != nil {
			return err
		}
	}
	if f.Value("places") == "" {
		page.Form.Set("places", strconv.Itoa(page.Settings.Places))
	}
	return web.Show(w, r, status, web.Page{
		Title: t(ctx, "mentoring.district.title"), Narrow: true, Back: wording.ToMentoring(ctx), Sees: t(ctx, "mentoring.district.sees"),
		Body: districtBody(page), Here: link.DistrictMentors(),
	})
}

// waitsForSchool says whether the reader's school is asked, and she may answer for it.
func (g districtPage) waitsForSchool(l district.OutsideLine) bool {
	return g.Keeper && l.ToSchool == g.School && l.State == district.OutsideAsked
}

// waitsForMe says whether the reader herself is asked to mentor.
func (g districtPage) waitsForMe(l district.OutsideLine) bool {
	return l.ToSchool == g.School && l.ToStaff == g.Self && l.State == district.OutsideSchoolAgreed
}

// mayTakeBack holds for the school that asked and for the mentee.
func (g districtPage) mayTakeBack(l district.OutsideLine) bool {
	return l.School == g.School && l.State != district.OutsideNotAgreed
}

func (g districtPage) line(ctx context.Context, l district.OutsideLine) string {
	if l.School == g.School {
		return t(ctx, "mentoring.outside.ours", "Mentee", l.MenteeCode, "Mentor", l.MentorCode, "School", l.To().In(ctx))
	}
	return t(ctx, "mentoring.outside.theirs", "Mentee", l.MenteeCode, "Mentor", l.MentorCode, "School", l.From().In(ctx))
}

func outsideTag(s district.OutsideState) string {
	switch s {
	case district.OutsideAgreed:
		return component.OK
	case district.OutsideNotAgreed:
		return component.Plain
	}
	return component.Wait
}

func placesChoices(ctx context.Context) []component.Choice {
	out := []component.Choice{{Value: "0", Label: t(ctx, "mentoring.district.offer_none")}}
	for n := 1; n <= 3; n++ {
		out = append(out, component.Choice{Value: strconv.Itoa(n), Label: t(ctx, "mentoring.district.offer_places", "Count", n)})
	}
	return out
}

func (p *Pages) offerOutside(w http.ResponseWriter, r *http.Request) error {
	f := web.ReadForm(r)
	places := f.Int("places")
	err := f.Err()
	if err == nil {
		err = p.mentoring.District.OfferOutside(r.Context(), actor(r.Context()), places)
	}
	if f.Take(err) {
		return p.showDistrict(w, r, http.StatusUnprocessableEntity, f)
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.DistrictMentors(), "mentoring.district.saved")
}

func (p *Pages) openDistrict(w http.ResponseWriter, r *http.Request) error {
	answer := web.ReadForm(r).Value("open")
	if answer != "yes" && answer != "no" { // an empty form opens no school
		return fault.Invalid("open", "mentoring.policy.choose")
	}
	if err := p.mentoring.District.OpenToDistrict(r.Context(), actor(r.Context()), answer == "yes"); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.DistrictMentors(), "mentoring.district.saved")
}

func (p *Pages) answerOutside(w http.ResponseWriter, r *http.Request) error {
	ctx, id := r.Context(), r.PathValue("id")
	var err error
	key := "mentoring.outside.answered"
	switch answer := web.ReadForm(r).Value("answer"); answer {
	case "yes", "no":
		err = p.mentoring.District.AnswerOutside(ctx, actor(ctx), id, answer == "yes")
	case "withdraw":
		err, key = p.mentoring.District.WithdrawOutside(ctx, actor(ctx), id), "mentoring.outside.taken_back"
	default:
		err = fault.Invalid("answer", "mentoring.policy.choose")
	}
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, link.DistrictMentors(), key)
}

func (p *Pages) outside(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	found, err := p.mentoring.District.OutsideMentors(ctx, actor(ctx), r.PathValue("mentee"))
	if err != nil {
		return err
	}
	return web.Show(w, r, http.StatusOK, web.Page{
		Title: t(ctx, "mentoring.outside.for", "Who", found.Mentee.Code), Narrow: true,
		Back: web.Link{Text: t(ctx, "mentoring.district.title"), URL: link.DistrictMentors()}, Sees: t(ctx, "mentoring.outside.sees"), Body: outsideBody(found),
	})
}

func (p *Pages) askOutside(w http.ResponseWriter, r *http.Request) error {
	ctx, f := r.Context(), web.ReadForm(r)
	if _, err := p.mentoring.District.AskOutside(ctx, actor(ctx), r.PathValue("mentee"), f.Value("school"), f.Value("mentor")); err != nil {
		return err
	}
	return web.SeeOther(w, r, link.DistrictMentors(), "mentoring.outside.sent")
}

// subjectsOf names the subjects that both teach.
func subjectsOf(ctx context.Context, o district.Outside, m district.OutsideMentor) string {
	names := make([]string, len(m.Shared))
	for i, code := range m.Shared {
		names[i] = o.Subjects[code].In(ctx)
	}
	return strings.Join(names, ", ")
}
