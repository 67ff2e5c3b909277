// Rules of surveys and their waves that their contracts cannot state.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_RULES_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_RULES_H_

#include <cstdint>

#include "absl/status/status.h"
#include "potential/workforce/v1/survey.pb.h"
#include "potential/workforce/v1/survey_wave.pb.h"
#include "services/chassis/records/transaction.h"
#include "services/chassis/records/violations.h"

namespace potential::workforce {

// Below this number of answers nothing is shown, whatever a survey says.
inline constexpr int32_t kLeastThreshold = 10;

// Least number of answers, of a wave and of each question, at which anything is shown.
int32_t ThresholdOf(const v1::Survey& survey);

// Identifiers of questions are unique; score and labels belong to LIKERT_5 only.
absl::Status CheckSurvey(const v1::Survey& next, const v1::Survey* previous,
                         records::Transaction& transaction, records::Violations& violations);

// Copies topic and service line of the survey, until the wave is closed.
absl::Status DeriveSurveyWave(v1::SurveyWave& next, const v1::SurveyWave* previous,
                              records::Transaction& transaction);
// Order of dates. A new wave of a RETIRED survey is refused with FAILED_PRECONDITION.
absl::Status CheckSurveyWave(const v1::SurveyWave& next, const v1::SurveyWave* previous,
                             records::Transaction& transaction, records::Violations& violations);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_RULES_H_
