package districtweb

import (
	"context"
	"net/http"
	"strconv"
	"strings"

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
	Form     *web.Form
}

// district is the page with the reader's own offer to mentor elsewhere.
func (p *Pages) district() web.FormOf[district.Offer] {
	return web.FormOf[district.Offer]{
		At: "/mentoring/district", Permission: mentoring.Take, Show: p.districtPage,
		Read: func(f *web.Form) district.Offer {
			return district.Offer{Version: f.Version(), Places: f.IntNeeded("places")}
		},
		Do: func(r *http.Request, in district.Offer) (web.Done, error) {
			return saved, p.mentoring.District.OfferOutside(r.Context(), actor(r.Context()), in)
		},
	}
}

var saved = web.Next(link.DistrictMentors(), "mentoring.district.saved")

func (p *Pages) districtPage(r *http.Request, f *web.Form) (web.Page, error) {
	ctx := r.Context()
	who := actor(ctx)
	page := districtPage{School: who.School, Self: who.Staff, Keeper: mentoring.Keep.Allows(who), Signer: mentoring.Sign.Allows(who), Form: f}
	var err error
	if page.Settings, err = p.mentoring.District.District(ctx, who); err != nil {
		return web.Page{}, err
	}
	if page.Requests, err = p.mentoring.District.OutsideRequests(ctx, who); err != nil {
		return web.Page{}, err
	}
	if page.Keeper {
		page.Without, err = p.mentoring.District.WithoutMentor(ctx, who)
	}
	f.Stands(page.Settings.Version, "places", strconv.Itoa(page.Settings.Places))
	return web.Page{
		Title: t(ctx, "mentoring.district.title"), Narrow: true, Back: wording.ToMentoring(ctx), Sees: t(ctx, "mentoring.district.sees"),
		Body: districtBody(page), Here: link.DistrictMentors(),
	}, err
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

func (p *Pages) openDistrict(r *http.Request, f *web.Form) (web.Done, error) {
	open, err := f.Answer("open")
	if err != nil { // an empty form opens no school
		return web.Done{}, err
	}
	return saved, p.mentoring.District.OpenToDistrict(r.Context(), actor(r.Context()), open)
}

func (p *Pages) answerOutside(r *http.Request, f *web.Form) (web.Done, error) {
	ctx, id := r.Context(), r.PathValue("id")
	if f.Value("answer") == "withdraw" {
		return web.Next(link.DistrictMentors(), "mentoring.outside.taken_back"), p.mentoring.District.WithdrawOutside(ctx, actor(ctx), id)
	}
	yes, err := f.Answer("answer")
	if err != nil {
		return web.Done{}, err
	}
	return web.Next(link.DistrictMentors(), "mentoring.outside.answered"), p.mentoring.District.AnswerOutside(ctx, actor(ctx), id, yes)
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

func (p *Pages) askOutside(r *http.Request, f *web.Form) (web.Done, error) {
	_, err := p.mentoring.District.AskOutside(r.Context(), actor(r.Context()), r.PathValue("mentee"), f.Value("school"), f.Value("mentor"))
	return web.Next(link.DistrictMentors(), "mentoring.outside.sent"), err
}

// subjectsOf names the subjects that both teach.
func subjectsOf(ctx context.Context, o district.Outside, m district.OutsideMentor) string {
	names := make([]string, len(m.Shared))
	for i, code := range m.Shared {
		names[i] = o.Subjects[code].In(ctx)
	}
	return strings.Join(names, ", ")
}
