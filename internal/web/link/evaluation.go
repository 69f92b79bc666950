package link

// Evaluation is the survey of a programme: its draft, its days, then its figures.
func Evaluation(programme string) string { return Path("evaluation", "programmes", programme) }

// EvaluationReport is the report of a programme.
func EvaluationReport(programme string) string { return Evaluation(programme) + "/report" }

// EvaluationReportPaper is the report as a paper: format docx, pdf or html.
func EvaluationReportPaper(programme, format string) string {
	return EvaluationReport(programme) + Path("paper", format)
}

// survey is the root of what is done with a survey.
func survey(id string) string { return Path("evaluation", "surveys", id) }

// EvaluationAnswer is where those who are asked answer.
func EvaluationAnswer(id string) string { return survey(id) + "/answer" }

// AnnounceSurvey sets the days of a survey (POST).
func AnnounceSurvey(id string) string { return survey(id) + "/announce" }

// ExtendSurvey gives a survey more days (POST).
func ExtendSurvey(id string) string { return survey(id) + "/extend" }

// CloseSurvey ends a survey before its last day (POST).
func CloseSurvey(id string) string { return survey(id) + "/close" }

// NewSurveyQuestion is the form of a question of the school's own.
func NewSurveyQuestion(id string) string { return survey(id) + "/questions/new" }

// SurveyQuestion is the form that changes a question of a draft.
func SurveyQuestion(id, question string) string { return survey(id) + Path("questions", question) }

// DropSurveyQuestion takes a question out of a draft (POST).
func DropSurveyQuestion(id, question string) string { return SurveyQuestion(id, question) + "/drop" }
