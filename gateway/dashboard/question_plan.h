// What a dashboard must ask the services, from the strategy alone: every indicator of every rule, matrix
// and supporting figure, once.

#ifndef POTENTIAL_GATEWAY_DASHBOARD_QUESTION_PLAN_H_
#define POTENTIAL_GATEWAY_DASHBOARD_QUESTION_PLAN_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gateway/backends/fan_out.h"
#include "potential/strategy/v1/strategy.pb.h"
#include "services/measures/calendar.h"
#include "services/measures/periods.h"

namespace potential::gateway {

// The days that a dashboard is about.
struct DashboardDays {
  measures::Day as_of;
  measures::Window plan;
  measures::Window baseline;
  measures::Month anchor = {};  // in which the organisation's data was first loaded
};

// Resolves the strategy's windows.
DashboardDays DaysOf(const strategy::v1::Strategy& strategy, measures::Day as_of,
                     measures::Month anchor);

// Questions, each asked once, with a number by which the answer is found again.
class QuestionPlan {
 public:
  using Number = size_t;

  // Adds the question, or finds it if it was asked already.
  Number Ask(const strategy::v1::IndicatorRef& ref, const measures::Window& window,
             strategy::v1::Bucket bucket, const std::string& split_by);

  // Adds the question with this number of another plan, or finds it.
  Number Add(const QuestionPlan& plan, Number number);

  // Identifiers of the indicators asked for, by number.
  const std::string& IndicatorOf(Number number) const {
    return questions_[number].query.indicator();
  }
  size_t size() const { return questions_.size(); }

  // The questions by service, all as of `as_of`.
  ServiceQuestions ForServices(const std::string& organisation, measures::Day as_of) const;

  // The answer to a question; null if its service did not answer.
  const indicators::v1::IndicatorResult* Find(Number number, const ServiceAnswers& answers) const;

 private:
  struct Question {
    std::string service;
    int index;  // among the service's questions
    indicators::v1::IndicatorQuery query;
  };
  Number AddQuery(indicators::v1::IndicatorQuery query);

  std::vector<Question> questions_;
  std::map<std::string, Number> numbers_;  // by serialized query
  std::map<std::string, int> counts_;      // of questions by service
};

// Numbers of the questions of one outcome, in the order of its rule's parts.
struct OutcomeQuestions {
  std::vector<QuestionPlan::Number> rule;
  std::vector<QuestionPlan::Number> also_shown;
  // Of a percent change: what is also shown, over the months that the rule compares.
  std::vector<QuestionPlan::Number> compared;
};

// Asks all that the outcome needs.
OutcomeQuestions AskForOutcome(const strategy::v1::Outcome& outcome, const DashboardDays& days,
                               QuestionPlan& plan);

// Asks for figures that are shown beside something, by quarter of the plan.
std::vector<QuestionPlan::Number> AskForSupport(
    const google::protobuf::RepeatedPtrField<strategy::v1::IndicatorRef>& refs,
    const DashboardDays& days, QuestionPlan& plan);

}  // namespace potential::gateway

#endif  // POTENTIAL_GATEWAY_DASHBOARD_QUESTION_PLAN_H_
