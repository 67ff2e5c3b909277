// A dashboard from a strategy and the services' answers. Pure: the same input gives the same answer.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_BUILDER_H_
#define POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_BUILDER_H_

#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gateway/backends/fan_out.h"
#include "gateway/dashboard/judgement.h"
#include "gateway/dashboard/question_plan.h"
#include "gateway/dashboard/release.h"
#include "potential/dashboard/v1/dashboard.pb.h"
#include "potential/strategy/v1/strategy.pb.h"

namespace potential::gateway {

// What a dashboard of one strategy and day asks, and how its answer is put together. Keeps a reference
// to the strategy.
class DashboardBuilder {
 public:
  DashboardBuilder(const strategy::v1::Strategy& strategy, const DashboardDays& days);

  ServiceQuestions Questions() const;

  // The dashboard without the facts of its making (compute time, strategy hash). Panels of services
  // that did not answer are MISSING and their outcomes NO_DATA; where an earlier answer stands in,
  // panels are STALE with their age at `now`, and outcomes say so. With `released`, for the audience
  // PUBLISHED: figures that count people are the released ones.
  dashboard::v1::Dashboard Build(const ServiceAnswers& answers, absl::Time now,
                                 const ReleasedAnswers* released = nullptr) const;

  // The questions whose indicators count people, by the catalogues of `answers`.
  ReleasedAnswers PlanOfPeople(const ServiceAnswers& answers) const;

 private:
  // What a dashboard is built from.
  struct Parts {
    const ServiceAnswers& answers;
    const ReleasedAnswers* released;  // null for the audience INTERNAL
  };

  RuleFigures FiguresOf(const strategy::v1::IndicatorRef& ref, QuestionPlan::Number number,
                        const ServiceAnswers& answers) const;
  void BuildOutcome(const strategy::v1::Outcome& outcome, const Parts& parts,
                    dashboard::v1::Outcome& view) const;
  void NoteStale(const strategy::v1::Outcome& outcome, const ServiceAnswers& answers,
                 dashboard::v1::Outcome& view) const;
  void BuildInitiative(const strategy::v1::Initiative& initiative, const std::string& pillar,
                       const Parts& parts, dashboard::v1::InitiativeView& view) const;
  void BuildSupport(const strategy::v1::IndicatorRef& ref, QuestionPlan::Number number,
                    const Parts& parts, dashboard::v1::SupportingFigure& view) const;

  const strategy::v1::Strategy& strategy_;
  const DashboardDays days_;
  QuestionPlan plan_;
  std::map<std::string, OutcomeQuestions> outcome_questions_;                 // by outcome id
  std::map<std::string, std::vector<QuestionPlan::Number>> initiative_questions_;  // by id
};

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_DASHBOARD_BUILDER_H_
