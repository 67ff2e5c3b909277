// What respondents read before they answer, and what everybody may read after a wave is closed.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_RESULTS_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_RESULTS_H_

#include <string>
#include <vector>

#include "potential/workforce/v1/survey.pb.h"
#include "potential/workforce/v1/survey_service.pb.h"
#include "potential/workforce/v1/survey_wave.pb.h"
#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"
#include "services/workforce/survey_tally.h"

namespace potential::workforce {

// Most released texts of one question in an answer.
inline constexpr int kMaxReleasedTexts = 500;

// The results of a wave, as far as they may be shown to anybody. `tally` and `texts` are those of
// the wave, and are used only if its result is publishable. Pure.
v1::SurveyResults MakeResults(const v1::Survey& survey, const v1::SurveyWave& wave,
                              const SurveyTally& tally, const std::vector<SurveyText>& texts);

// The possible answers to a question in their order, as results name them; none for free text.
std::vector<std::string> AnswersOf(const v1::Survey::Question& question);

void BindSurveyResults(rpc::Routes& routes, records::RecordService& records);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_RESULTS_H_
