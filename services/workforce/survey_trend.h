// How the answers to a question developed over the waves of a survey.

#ifndef POTENTIAL_SERVICES_WORKFORCE_SURVEY_TREND_H_
#define POTENTIAL_SERVICES_WORKFORCE_SURVEY_TREND_H_

#include "services/chassis/records/record_service.h"
#include "services/chassis/rpc/routes.h"
#include "services/chassis/strategy/strategy_holder.h"

namespace potential::workforce {

// Fewest waves with numbers of which a chart is made.
inline constexpr int kLeastChartedWaves = 12;

// Binds GetSurveyTrend. The strategies outlive the routes.
void BindSurveyTrend(rpc::Routes& routes, records::RecordService& records,
                     const strategy::StrategyHolder& strategies);

}  // namespace potential::workforce

#endif  // POTENTIAL_SERVICES_WORKFORCE_SURVEY_TREND_H_
