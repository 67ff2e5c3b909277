// What of the trend of a question the audience PUBLISHED may see.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_TREND_RELEASE_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_TREND_RELEASE_H_

#include "potential/workforce/v1/survey_trend.pb.h"
#include "services/measures/disclosure.h"

namespace potential::workforce {

// Releases an exact trend. Respondents and those who gave the answers are counts of people. A wave
// whose share is withheld keeps neither interval nor mean: a mean of 1 says that nobody gave
// another answer. A point of the chart that is of several waves is withheld if the share of one of
// them is, as it could be worked out from the others. Pure: any thread may call.
void ReleaseTrend(measures::DisclosureProfile profile, v1::SurveyTrend& trend);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_TREND_RELEASE_H_
