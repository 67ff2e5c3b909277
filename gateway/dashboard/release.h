// Dashboards for the audience PUBLISHED: figures that count people as their service releases them, and
// nothing that leads to records. Statuses are those of the exact numbers.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_RELEASE_H_
#define POTENTIAL_GATEWAY_DASHBOARD_RELEASE_H_

#include <map>
#include <vector>

#include "gateway/backends/fan_out.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/question_plan.h"
#include "potential/dashboard/v1/dashboard.pb.h"

namespace potential::gateway {

// The questions about people, asked again as the audience PUBLISHED, and their answers.
struct ReleasedAnswers {
  QuestionPlan plan;
  std::map<QuestionPlan::Number, QuestionPlan::Number> numbers;  // of the exact plan to those of `plan`
  ServiceAnswers answers = {};

  // The released answer to a question of the exact plan; null if there is none, and so nothing to show.
  const indicators::v1::IndicatorResult* Find(QuestionPlan::Number number) const;
  // Every service that was asked has answered.
  bool IsWhole() const;
};

// Replaces what a judged outcome shows of exact numbers by released ones: value, reason, points, matrix.
// `released` has one entry for each part of the rule, null where nothing may be shown. Members of the
// matrix of which nothing is shown are left out.
void ReleaseOutcome(const std::vector<RuleFigures>& parts,
                    const std::vector<const indicators::v1::IndicatorResult*>& released,
                    dashboard::v1::Outcome& view);

// Takes links to records and the free text of initiatives out.
void LeaveRecordsOut(dashboard::v1::Dashboard& dashboard);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_RELEASE_H_
