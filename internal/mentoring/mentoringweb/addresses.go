package mentoringweb

import (
	"talim/internal/mentoring"
	"talim/internal/mentoring/agreement"
	"talim/internal/mentoring/district"
	"talim/internal/mentoring/group"
	"talim/internal/mentoring/handover"
	"talim/internal/mentoring/help"
	"talim/internal/mentoring/match"
	"talim/internal/mentoring/pairing"
	"talim/internal/mentoring/weeks"
	"talim/internal/web"
	"talim/internal/web/link"
)

// addresses are the pages of what the week and Today lead to, in all parts of mentoring.
var addresses = map[string]func(id string) string{
	mentoring.TargetParticipant: link.Participant, mentoring.TargetStage: link.Stage,
	mentoring.TargetProgramme: link.Programme, mentoring.TargetNewProgramme: web.Single(link.NewProgramme),
	mentoring.TargetPolicyText: link.PolicyText, mentoring.TargetTalk: web.Single(link.FinalTalk), mentoring.TargetTalkOf: link.TalkOf,

	match.TargetProposal: link.Proposal, match.TargetPair: link.ProposedPair, match.TargetOrder: link.MentoringOrder,

	pairing.BookingKind: link.MentoringBooking, pairing.VisitKind: link.MentoringBooking,
	pairing.TargetPairing: link.Pairing, pairing.TargetClosing: link.Closing,
	pairing.TargetMeeting: link.Meeting, pairing.TargetNewMeetings: link.NewMeetings, pairing.TargetVisit: link.Visit,
	pairing.TargetPlan: link.MentoringPlan, pairing.TargetReport: link.MentoringReport,
	weeks.TargetOffer: link.TimeOffer, weeks.TargetMoveMeeting: link.MoveMeeting,
	help.TargetHelp: link.HelpOffer, help.TargetPairHelp: link.PairHelp,

	group.TargetGroup: link.MentoringGroup, group.TargetTimes: link.GroupTimes,
	group.TargetProposal: link.GroupProposal, group.TargetMeeting: link.GroupMeeting,

	handover.TargetHandover: link.Handover, handover.TargetHandovers: web.Single(link.Handovers), handover.TargetNewHandover: link.NewHandover,
	agreement.TargetHours: web.Single(link.HoursAgreements), district.TargetMentors: web.Single(link.DistrictMentors),
}
