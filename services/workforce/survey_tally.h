// What the answers of a wave add up to. Arithmetic only: what may be shown is for the callers.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_TALLY_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_TALLY_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "potential/workforce/v1/survey.pb.h"
#include "services/workforce/survey_tables.h"

namespace potential::workforce {

// Collects answers, one respondent after the other; the survey outlives it. For one thread.
class SurveyTally {
 public:
  explicit SurveyTally(const v1::Survey& survey) : survey_(survey) {}

  // Answers to questions that the survey does not have are left out.
  void AddResponse(const ClosedAnswers& answers);
  void AddText(const std::string& question) { ++texts_[question]; }

  int32_t responses() const { return responses_; }

  // Number of respondents who answered the question.
  int32_t AnswersTo(const v1::Survey::Question& question) const;
  // How often each possible answer was given, in the order `1` to `5`, or `yes`, `no`.
  std::vector<int32_t> Counts(const v1::Survey::Question& question) const;
  // Mean of a LIKERT_5 question's answers as given; nullopt without answers.
  std::optional<double> Mean(const v1::Survey::Question& question) const;

  // Mean of the respondents' scores, 1 to 5 with 5 best, where a respondent's score is the mean of
  // the answers to score questions, oriented so that 5 is best. Questions that fewer than `least`
  // respondents answered are left out, as the difference between this score and the questions that
  // are shown would tell what they said. Nullopt if no question is left.
  std::optional<double> Score(int32_t least) const;

 private:
  const v1::Survey& survey_;
  int32_t responses_ = 0;
  std::vector<ClosedAnswers> scored_;  // oriented answers to score questions, by respondent
  // By question, then by value: 1 to 5, or 1 for yes and 0 for no.
  std::map<std::string, std::array<int32_t, 6>> closed_;
  std::map<std::string, int32_t> texts_;
};

// The tally of all answers of a wave.
absl::StatusOr<SurveyTally> TallyWave(storage::TableReader& tables, const WaveKey& key,
                                      const v1::Survey& survey);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_TALLY_H_
