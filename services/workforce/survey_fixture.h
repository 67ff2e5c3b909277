// A survey with four questions, its waves and respondents. For tests only.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_FIXTURE_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_FIXTURE_H_

#include <string>
#include <vector>

#include "google/protobuf/empty.pb.h"
#include "potential/workforce/v1/survey.pb.h"
#include "potential/workforce/v1/survey_service.pb.h"
#include "potential/workforce/v1/survey_wave.pb.h"
#include "services/workforce/workforce_fixture.h"

namespace potential::workforce {

class SurveyFixture : public WorkforceFixture {
 public:
  using WorkforceFixture::WorkforceFixture;

  static constexpr char kQuestions[] =
      "questions { id: 'support' text: 'I get support.' type: LIKERT_5 score: true "
      "higher_is_better: true } "
      "questions { id: 'stress' text: 'I am stressed.' type: LIKERT_5 score: true } "
      "questions { id: 'informed' text: 'Are you informed?' type: YES_NO } "
      "questions { id: 'words' text: 'What would help?' type: FREE_TEXT } ";

  static std::string SurveyFields() {
    return absl::StrCat("topic: CAREER_SUPPORT title: 'Careers' population: 'All therapists' ",
                        kQuestions);
  }
  static std::string WaveFields(const std::string& survey = "careers") {
    return absl::StrCat("survey: '", NameOf<v1::Survey>(survey),
                        "' open_date: '2026-06-01' close_date: '2026-06-30' ");
  }

  // Survey `careers`, ACTIVE, and its wave, OPEN.
  void OpenWave(const std::string& wave, const std::string& survey_fields = "") {
    if (!Get<v1::Survey>("careers").ok()) {
      EXPECT_THAT(Create<v1::Survey>("careers", absl::StrCat(SurveyFields(), survey_fields)),
                  testing::IsOk());
      EXPECT_THAT(Step<v1::Survey>("ActivateSurvey", "careers"), testing::IsOk());
    }
    EXPECT_THAT(Create<v1::SurveyWave>(wave, WaveFields()), testing::IsOk());
    EXPECT_THAT(Step<v1::SurveyWave>("OpenSurveyWave", wave), testing::IsOk());
  }

  std::vector<std::string> Issue(const std::string& wave, int count) {
    const auto issued = Call<v1::IssueSurveyInvitationsResponse>(
        "IssueSurveyInvitations",
        absl::StrCat("name: '", NameOf<v1::SurveyWave>(wave), "' count: ", count));
    EXPECT_THAT(issued, testing::IsOk());
    if (!issued.ok()) return {};
    return {issued->tokens().begin(), issued->tokens().end()};
  }

  absl::Status Submit(const std::string& wave, const std::string& token,
                      const std::string& answers) {
    return Call<google::protobuf::Empty>("SubmitSurveyResponse",
                                         absl::StrCat("name: '", NameOf<v1::SurveyWave>(wave),
                                                      "' token: '", token, "' ", answers))
        .status();
  }

  // One respondent for each item, with the answers of the item.
  void Respond(const std::string& wave, const std::vector<std::string>& respondents) {
    const std::vector<std::string> tokens = Issue(wave, static_cast<int>(respondents.size()));
    for (size_t i = 0; i < tokens.size(); ++i) {
      EXPECT_THAT(Submit(wave, tokens[i], respondents[i]), testing::IsOk());
    }
  }

  absl::StatusOr<v1::SurveyWave> Close(const std::string& wave) {
    return Step<v1::SurveyWave>("CloseSurveyWave", wave);
  }
  absl::StatusOr<v1::SurveyResults> Results(const std::string& wave) {
    return Call<v1::SurveyResults>("GetSurveyResults",
                                   absl::StrCat("name: '", NameOf<v1::SurveyWave>(wave), "'"));
  }
  absl::StatusOr<v1::ModerateFreeTextResponse> Moderate(const std::string& wave,
                                                        const std::string& fields = "") {
    return Call<v1::ModerateFreeTextResponse>(
        "ModerateFreeText", absl::StrCat("name: '", NameOf<v1::SurveyWave>(wave), "' ", fields));
  }
};

inline std::string Likert(const std::string& question, int value) {
  return absl::StrCat("answers { question_id: '", question, "' likert: ", value, " } ");
}
inline std::string YesNo(const std::string& question, bool value) {
  return absl::StrCat("answers { question_id: '", question, "' yes_no: ", value ? "true" : "false",
                      " } ");
}
inline std::string Text(const std::string& question, const std::string& text) {
  return absl::StrCat("answers { question_id: '", question, "' text: '", text, "' } ");
}

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_FIXTURE_H_
