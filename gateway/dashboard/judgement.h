// Where an outcome stands: the rules of the domain as pure functions of figures, target and calendar.
//
// Expected progress is the target times the share of the plan window that has passed. Progress over
// expected progress at or above `on_track` is ON_TRACK, at or above `at_risk` AT_RISK, below OFF_TRACK.
// Levels and cadences are compared with the whole target, as time does not build them up.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_JUDGEMENT_H_
#define POTENTIAL_GATEWAY_DASHBOARD_JUDGEMENT_H_

#include <string>
#include <vector>

#include "gateway/backends/fan_out.h"
#include "gateway/dashboard/question_plan.h"
#include "gateway/dashboard/records_link.h"
#include "potential/dashboard/v1/dashboard.pb.h"
#include "potential/strategy/v1/strategy.pb.h"
#include "services/chassis/strategy/thresholds.h"

namespace potential::gateway {

// Figures of one part of a rule and what the catalogue says about its indicator. Both are null if the
// service did not answer.
struct RuleFigures {
  const indicators::v1::IndicatorResult* result = nullptr;
  const indicators::v1::Indicator* indicator = nullptr;
};

// What a judgement is made from.
struct Evidence {
  const strategy::v1::Strategy& strategy;
  const strategy::v1::Outcome& outcome;
  const DashboardDays& days;
  const std::vector<RuleFigures>& figures;  // in the order of the rule's parts
  // Of a percent change: what is also shown, by month as the rule's figures, in its order.
  std::vector<RuleFigures> compared = {};
};

// Fills status, reason, value, target, unit, texts, items, points, matrix and window of `view`.
void Judge(const Evidence& evidence, dashboard::v1::Outcome& view);

// The records that the reason of Judge counts, of each part; of the plan so far if there is no
// judgement. The months of a percent change stand beside those of its baseline, and the closed
// periods of a cadence beside the days of the plan that are in none.
std::vector<JudgedRecords> RecordsJudged(const Evidence& evidence);

// One function per rule; `view` as above. All figures are there.
void JudgeCount(const Evidence& evidence, dashboard::v1::Outcome& view);
void JudgeCoverage(const Evidence& evidence, dashboard::v1::Outcome& view);
void JudgeCadence(const Evidence& evidence, dashboard::v1::Outcome& view);
void JudgeChecklist(const Evidence& evidence, dashboard::v1::Outcome& view);
void JudgePercentChange(const Evidence& evidence, dashboard::v1::Outcome& view);
void JudgeLevel(const Evidence& evidence, dashboard::v1::Outcome& view);

// RecordsJudged of the rules that judge parts of the plan, or other days; none if there are none yet.
std::vector<JudgedRecords> RecordsOfCadence(const Evidence& evidence);
std::vector<JudgedRecords> RecordsOfPercentChange(const Evidence& evidence);

// The plan up to the day; empty before it has begun.
measures::Window PlanSoFar(const DashboardDays& days);

// Status of `progress`, a share of the expected progress.
dashboard::v1::Outcome::Status StatusOf(double progress, const strategy::StatusThresholds& thresholds);

// `progress` over `expected`, 1 where nothing is expected yet.
double ShareOf(double progress, double expected);

// Members of a dimension with their titles, from the strategy.
struct Member {
  std::string id;
  std::string title;
  bool illustrative = false;
};
std::vector<Member> MembersOf(const strategy::v1::Strategy& strategy, const std::string& dimension);

// `61 % of the plan has passed on 21 November 2026`.
std::string PassedText(const DashboardDays& days);

// The figures of a member of the split; null if it has none.
const indicators::v1::Series* FindMember(const indicators::v1::IndicatorResult& result,
                                         const std::string& member);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_JUDGEMENT_H_
