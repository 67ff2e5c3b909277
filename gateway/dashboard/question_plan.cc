#include "gateway/dashboard/question_plan.h"

#include <algorithm>

#include "services/chassis/resource/names.h"
#include "services/chassis/strategy/windows.h"

namespace potential::gateway {

using measures::Window;
using strategy::v1::IndicatorRef;
using strategy::v1::Outcome;

DashboardDays DaysOf(const strategy::v1::Strategy& strategy, measures::Day as_of,
                     measures::Month anchor) {
  return {.as_of = as_of,
          .plan = strategy::ResolveWindow(strategy.plan_window(), anchor),
          .baseline = strategy::ResolveWindow(strategy.baseline_window(), anchor),
          .anchor = anchor};
}

QuestionPlan::Number QuestionPlan::Ask(const IndicatorRef& ref, const Window& window,
                                       strategy::v1::Bucket bucket, const std::string& split_by) {
  indicators::v1::IndicatorQuery query;
  query.set_indicator(ref.indicator());
  query.set_start_date(measures::FormatDay(window.first));
  query.set_end_date(measures::FormatDay(window.last));
  query.set_bucket(bucket);
  query.set_split_by(split_by);
  *query.mutable_where() = ref.where();
  return AddQuery(std::move(query));
}

QuestionPlan::Number QuestionPlan::Add(const QuestionPlan& plan, Number number) {
  return AddQuery(plan.questions_[number].query);
}

QuestionPlan::Number QuestionPlan::AddQuery(indicators::v1::IndicatorQuery query) {
  std::string key = query.indicator() + "|" + query.start_date() + "|" + query.end_date() + "|" +
                    std::to_string(query.bucket()) + "|" + query.split_by();
  const std::map<std::string, std::string> where(query.where().begin(), query.where().end());
  for (const auto& [dimension, value] : where) key += "|" + dimension + "=" + value;
  const auto [it, inserted] = numbers_.try_emplace(key, questions_.size());
  if (inserted) {
    const std::string service = ServiceOf(query.indicator());
    questions_.push_back({service, counts_[service]++, std::move(query)});
  }
  return it->second;
}

ServiceQuestions QuestionPlan::ForServices(const std::string& organisation,
                                           measures::Day as_of) const {
  ServiceQuestions requests;
  for (const Question& question : questions_) {
    auto& request = requests[question.service];
    request.set_parent(resource::FormatOrganisation(organisation));
    request.set_as_of(measures::FormatDay(as_of));
    *request.add_queries() = question.query;
  }
  return requests;
}

const indicators::v1::IndicatorResult* QuestionPlan::Find(Number number,
                                                          const ServiceAnswers& answers) const {
  const Question& question = questions_[number];
  const auto it = answers.find(question.service);
  if (it == answers.end() || !it->second.IsThere()) return nullptr;
  if (question.index >= it->second.figures.results_size()) return nullptr;
  return &it->second.figures.results(question.index);
}

std::vector<QuestionPlan::Number> AskForSupport(
    const google::protobuf::RepeatedPtrField<IndicatorRef>& refs, const DashboardDays& days,
    QuestionPlan& plan) {
  std::vector<QuestionPlan::Number> numbers;
  for (const IndicatorRef& ref : refs) {
    numbers.push_back(plan.Ask(ref, days.plan, strategy::v1::QUARTER, ""));
  }
  return numbers;
}

namespace {

// From the baseline or the plan, whichever is first, to now.
Window WithBaseline(const DashboardDays& days) {
  return {std::min(days.baseline.first, days.plan.first),
          std::max(days.baseline.last, days.as_of)};
}

std::vector<QuestionPlan::Number> AskToCompare(const Outcome& outcome, const DashboardDays& days,
                                               QuestionPlan& plan) {
  std::vector<QuestionPlan::Number> numbers;
  if (!outcome.has_percent_change()) return numbers;
  for (const IndicatorRef& ref : outcome.also_shown()) {
    numbers.push_back(plan.Ask(ref, WithBaseline(days), strategy::v1::MONTH, ""));
  }
  return numbers;
}

std::vector<QuestionPlan::Number> AskForRule(const Outcome& outcome, const DashboardDays& days,
                                             QuestionPlan& plan) {
  const auto none = strategy::v1::BUCKET_UNSPECIFIED;
  std::vector<QuestionPlan::Number> numbers;
  switch (outcome.rule_case()) {
    case Outcome::kCount:
      return {plan.Ask(outcome.count().indicator(), days.plan, strategy::v1::QUARTER,
                       outcome.matrix_by())};
    case Outcome::kCoverage:
      for (const auto& requirement : outcome.coverage().requirements()) {
        numbers.push_back(plan.Ask(requirement.indicator(), days.plan, none,
                                   outcome.coverage().dimension()));
      }
      return numbers;
    case Outcome::kCadence:
      return {plan.Ask(outcome.cadence().indicator(), days.plan, outcome.cadence().period(),
                       outcome.matrix_by())};
    case Outcome::kChecklist:
      for (const auto& item : outcome.checklist().items()) {
        numbers.push_back(plan.Ask(item.indicator(), days.plan, none, outcome.matrix_by()));
      }
      return numbers;
    case Outcome::kPercentChange:
      return {plan.Ask(outcome.percent_change().indicator(), WithBaseline(days),
                       strategy::v1::MONTH, outcome.matrix_by())};
    case Outcome::kLevel:
      return {plan.Ask(outcome.level().indicator(), days.plan, strategy::v1::QUARTER,
                       outcome.matrix_by())};
    case Outcome::RULE_NOT_SET:
      break;
  }
  return numbers;
}

}  // namespace

OutcomeQuestions AskForOutcome(const Outcome& outcome, const DashboardDays& days,
                               QuestionPlan& plan) {
  return {.rule = AskForRule(outcome, days, plan),
          .also_shown = AskForSupport(outcome.also_shown(), days, plan),
          .compared = AskToCompare(outcome, days, plan)};
}

}  // namespace potential::gateway
